//! What the second look rewards, over small archives made here.

use axtar::corpus::Article;
use axtar::index::{Archive, ArchiveWriter, Settings};
use axtar::search::{Engine, Hit, Options};
use tempfile::TempDir;

fn engine(articles: impl IntoIterator<Item = Article>) -> (Engine, TempDir) {
    let folder = TempDir::new().expect("a folder");
    let settings = Settings { memory: 40_000_000, ..Settings::default() };
    let mut writer = ArchiveWriter::open(folder.path(), &settings).expect("a writer");
    let fed = writer.feed(|submit| articles.into_iter().try_for_each(|a| submit(a).map(drop)));
    writer.commit().expect("a commit");
    fed.expect("written").0.expect("fed");
    (Engine::new(Archive::open(folder.path()).expect("an archive")), folder)
}

fn article(id: &str, title: &str, paragraphs: &[&str]) -> Article {
    let paragraphs = paragraphs.iter().map(|p| p.to_string()).collect();
    Article { id: id.into(), title: title.into(), paragraphs, ..Article::default() }
}

fn hits(engine: &mut Engine, query: &str) -> Vec<Hit> {
    engine.search(query, &Options::default()).expect("an answer").hits
}

#[test]
fn the_parts_of_a_score_add_up_to_it() {
    let (mut engine, _folder) = engine([
        article("körpü", "Yeni körpü", &["Kür üzərində yeni körpünün tikintisi başa çatıb."]),
        article("yol", "Kənd yolu", &["Tikinti gecikir, körpü isə hələ də bağlıdır."]),
    ]);
    let hits = hits(&mut engine, "körpünün tikintisi");
    assert_eq!(hits.len(), 2);
    for hit in &hits {
        assert!((hit.score - hit.parts.total()).abs() < 1e-4, "{}: {:?}", hit.id(), hit.parts);
    }
    let (side_by_side, apart) = (&hits[0].parts, &hits[1].parts);
    assert!(side_by_side.nearness > apart.nearness, "side by side and in order");
    assert!(side_by_side.words[0].form > 0.0 && apart.words[0].form == 0.0, "the very form");
    assert!(side_by_side.words[0].title > 0.0 && apart.words[0].title == 0.0, "in the title");
    assert_eq!(side_by_side.words[0].frequency, 2, "once in the title, once in the text");
}
