//! What the second look rewards, over small archives made here.

use axtar::corpus::{Article, PublicationDate};
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

#[test]
fn an_article_speaks_of_its_subject_without_naming_it_each_time() {
    let filler = "Bələdiyyə sakinlərin müraciətlərinə baxdı.";
    let (mut engine, _folder) = engine([
        article(
            "şirkət",
            "İclas",
            &["Zavodun yeni sahəsi Gəncədə açıldı.", "Burada şüşə qablar istehsal olunur."],
        ),
        article("başqa", "Xəbər", &["Muzeydə şüşə qablar sərgisi keçirilir.", filler, filler]),
    ]);
    let hits = hits(&mut engine, "Gəncə şüşə qablar");
    assert_eq!(hits[0].id(), "şirkət#1", "its neighbour has the word it lacks");
    assert!(hits[0].parts.words[0].near_by && !hits[1].parts.words[0].near_by);
    assert_eq!(hits[0].missing, ["Gəncə"], "and it still says so");
}

#[test]
fn a_paragraph_with_the_word_comes_before_one_under_a_title_with_it() {
    let (mut engine, _folder) = engine([article(
        "bağ",
        "Nar bayramı",
        &["Göyçayda tədbir iki gün davam etdi.", "Bağbanlar nar ağaclarını göstərdilər."],
    )]);
    let hits = hits(&mut engine, "nar");
    assert_eq!(hits.iter().map(Hit::id).collect::<Vec<_>>(), ["bağ#1", "bağ#0"]);
}

#[test]
fn newer_articles_are_preferred_a_little_and_only_when_asked() {
    let dated = |id: &str, day: &str, text: &str| Article {
        date: Some(PublicationDate::parse(day).expect("a date")),
        ..article(id, "Qiymətlər", &[text])
    };
    let (mut engine, _folder) = engine([
        dated("köhnə", "2015-03-01", "Buğda bu il baha satılır, deyə fermerlər bildirdi."),
        dated("yeni", "2025-03-01", "Deyilənə görə, buğda bu il baha satılır bazarda."),
        dated("ötəri", "2025-03-01", "Fermerlər arpadan və azca buğdadan danışdı."),
    ]);
    let mut ids = |query: &str, fresh: bool| {
        let options = Options { fresh, ..Options::default() };
        let hits = engine.search(query, &options).expect("an answer").hits;
        hits.iter().map(|h| h.article.article.id.clone()).collect::<Vec<_>>()
    };
    let (plain, fresh) = (ids("buğda baha satılır", false), ids("buğda baha satılır", true));
    assert_eq!(fresh[..2], ["yeni", "köhnə"], "of two that say the same the newer");
    assert_eq!(fresh[2], "ötəri", "but no newness makes up for missing words");
    assert_eq!(plain[2], "ötəri");
    assert_eq!(ids("fermerlər", false), ids("fermerlər", false));
}
