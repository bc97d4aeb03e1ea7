//! From articles to ranked paragraphs, over the sample archive and small ones made here.

mod table;

use std::path::Path;
use std::sync::OnceLock;

use axtar::corpus::{Article, PublicationDate};
use axtar::index::{Archive, ArchiveWriter, IndexError, Outcome, Settings, verify};
use axtar::search::{Answer, Engine, Filter, Folding, Options, SearchError, Sort, Variants};
use axtar::spelling::Grade;
use tempfile::TempDir;

/// Writes articles in one run; what became of each.
fn write(folder: &Path, articles: impl IntoIterator<Item = Article>) -> Vec<Outcome> {
    write_with(folder, articles, &Settings { memory: 40_000_000, ..Settings::default() })
}

fn write_with(
    folder: &Path,
    articles: impl IntoIterator<Item = Article>,
    settings: &Settings,
) -> Vec<Outcome> {
    let mut writer = ArchiveWriter::open(folder, settings).expect("a writer");
    let fed = writer.feed(|feed| articles.into_iter().map(|a| feed.submit(a).expect("fed")).collect());
    writer.commit().expect("a commit");
    fed.expect("written").0
}

fn article(id: &str, title: &str, paragraphs: &[&str]) -> Article {
    let paragraphs = paragraphs.iter().map(|p| p.to_string()).collect();
    Article { id: id.into(), title: title.into(), paragraphs, ..Article::default() }
}

fn ids(answer: &Answer) -> Vec<String> {
    answer.hits.iter().map(|h| h.id()).collect()
}

fn found(engine: &mut Engine, query: &str) -> Vec<String> {
    ids(&engine.search(query, &Options::default()).expect("an answer"))
}

/// The sample archive, read and indexed once.
fn sample() -> (&'static Path, &'static [Article]) {
    static SAMPLE: OnceLock<(TempDir, Vec<Article>)> = OnceLock::new();
    let (folder, articles) = SAMPLE.get_or_init(|| {
        let articles = table::sample_articles();
        let folder = TempDir::new().expect("a folder");
        write(folder.path(), articles.clone());
        (folder, articles)
    });
    (folder.path(), articles)
}

fn sample_engine() -> Engine {
    Engine::new(Archive::open(sample().0).expect("the sample archive"))
}

#[test]
fn the_sample_archive_is_what_its_readme_promises() {
    let articles = sample().1;
    assert!(articles.len() >= 60, "{} articles", articles.len());
    for article in articles {
        assert!((3..=12).contains(&article.paragraphs.len()), "{}: {}", article.id, article.paragraphs.len());
        assert!(!article.title.is_empty() && article.date.is_some(), "{}", article.id);
    }
}

#[test]
fn queries_over_the_sample_archive() {
    let mut engine = sample_engine();
    table::check("search/queries.tsv", |row| {
        let answer = engine.search(row[0], &Options::default()).expect("an answer");
        let Some(hit) = answer.hits.first() else { return Some(format!("{} finds nothing", row[0])) };
        let lower = hit.text.to_lowercase();
        let holds = row[1].split('|').any(|part| lower.contains(&part.to_lowercase()));
        let complaint = || format!("{} finds {}: {} (without {:?})", row[0], hit.id(), hit.text, hit.missing);
        (!holds || !hit.missing.is_empty()).then(complaint)
    });
}

#[test]
fn every_word_of_a_paragraph_finds_it() {
    let mut engine = sample_engine();
    let options = Options { limit: 500, per_article: 0, variants: Variants::None, ..Options::default() };
    let mut lost = vec![];
    for article in sample().1.iter().step_by(5) {
        for (number, paragraph) in article.paragraphs.iter().enumerate().step_by(3) {
            for word in paragraph.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)) {
                let answer = engine.search(word.trim_start_matches(['-', '=', '"', '“']), &options);
                let id = format!("{}#{number}", article.id);
                if !answer.is_ok_and(|a| ids(&a).contains(&id)) {
                    lost.push(format!("{word} of {id}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} words lost: {:?}", lost.len(), &lost[..lost.len().min(20)]);
}

#[test]
fn highlights_cover_whole_words_with_their_suffixes() {
    let text = "“Qızıl Səhra”nın planı NATO-nun s\u{327}\u{259}h\u{259}rind\u{259} İLHAM üçün mə\u{AD}sə\u{AD}lədir.";
    let (mut engine, _folder) = table::engine([article("a", "T", &[text])]);
    let answer = engine.search("səhra nato şəhər ilham məsələ", &Options::default()).expect("an answer");
    let marked: Vec<&str> = answer.hits[0].highlights.iter().map(|h| &text[h.from..h.to]).collect();
    let expected =
        ["Səhra”nın", "NATO-nun", "s\u{327}\u{259}h\u{259}rind\u{259}", "İLHAM", "mə\u{AD}sə\u{AD}lədir"];
    assert_eq!(marked, expected);
}

#[test]
fn an_exact_spelling_comes_before_a_variant_on_equal_evidence() {
    let text = |name: &str| format!("Bakıda Prezident {name} ilə görüş keçirilib.");
    let names = ["Tokaev", "Tokayev", "Toqayev"];
    let articles = names.map(|n| article(n, "Görüş", &[&text(n)]));
    let (mut engine, _folder) = table::engine(articles);
    for name in names {
        let answer = engine.search(name, &Options::default()).expect("an answer");
        assert_eq!(answer.hits[0].article.article.id, name);
        assert_eq!(answer.hits[0].highlights[0].grade, Grade::Exact);
        assert_eq!(answer.hits.len(), 3, "{name} finds {:?}", ids(&answer));
    }
    let exact = Options { exact: true, ..Options::default() };
    assert_eq!(ids(&engine.search("Tokayev", &exact).expect("an answer")), ["Tokayev#0"]);
    assert_eq!(found(&mut engine, "=Tokaev"), ["Tokaev#0"]);
}

#[test]
fn a_distant_spelling_comes_last_where_the_archive_has_nearer_ones() {
    let near = (0..12).map(|n| {
        let text =
            format!("Görüşdə {n} nəfər, o cümlədən Tokayev iştirak edib, tədbir axşam saatlarında bitib.");
        article(&format!("near {n:02}"), "Görüş", &[&text])
    });
    let text = "Dünən çıxış edən Tagiev danışıb, sonra isə Tagiev suallara cavab verib.";
    let far = article("far", "Görüş", &[text]);
    let order = |articles: Vec<Article>| {
        let (mut engine, _folder) = table::engine(articles);
        let options = Options { limit: 20, folding: Folding::Off, ..Options::default() };
        let hits = engine.search("Tokaev", &options).expect("an answer").hits;
        hits.into_iter().map(|hit| hit.article.article.id).collect::<Vec<_>>()
    };
    let all = order(near.clone().chain([far.clone()]).collect());
    assert_eq!((all.len(), all.last().map(String::as_str)), (13, Some("far")), "{all:?}");
    // Where the nearer ones are rare, nobody knows which is meant.
    assert_eq!(order(near.take(3).chain([far]).collect())[0], "far");
}

#[test]
fn a_russian_stem_is_shown_as_the_archive_writes_it() {
    let texts = [
        "Сегодня Касым приехал в Баку.",
        "Вчера Касым выступил в парламенте.",
        "О встрече Касыма с журналистами сообщили вечером.",
        "Речь президента Казахстана прозвучала в парламенте.",
        "Сам президент ответил на вопросы.",
    ];
    let articles = texts.iter().enumerate().map(|(n, text)| article(&n.to_string(), "", &[*text]));
    let (mut engine, _folder) = table::engine(articles);
    for (query, lemma, shown) in [
        ("Kasım", "кас", Some("касым")),
        ("Qasım", "кас", Some("касым")),
        ("Касым", "кас", Some("касым")),
        ("президентом", "президент", None),
    ] {
        let words = engine.search(query, &Options::default()).expect("an answer").words;
        let variant = words[0].variants.iter().find(|variant| variant.lemma == lemma);
        let variant = variant.unwrap_or_else(|| panic!("{query}: {:?}", words[0].variants));
        assert_eq!(variant.shown.as_deref(), shown, "{query}");
    }
}

#[test]
fn the_parts_of_a_double_name_vouch_for_each_other() {
    let articles = [
        article("az", "A", &["Prezident Qasım-Comərd Tokayev Bakıya gəlib."]),
        article("en", "B", &["Prezident Kasım-Jomart Tokayev Bakıya gəlib."]),
    ];
    let (mut engine, _folder) = table::engine(articles);
    for query in ["Qasım-Comərd", "Kasım-Jomart"] {
        let answer = engine.search(query, &Options::default()).expect("an answer");
        assert!(answer.hits.len() == 2 && answer.hits.iter().all(|h| h.missing.is_empty()), "{query}");
    }
}

#[test]
fn a_common_word_is_not_reached_by_a_name_that_sounds_like_it() {
    let articles = [
        article("glass", "Zavod", &["Gəncədə şüşə zavodu açılıb.", "Zavod şüşəni ixrac edir."]),
        article("city", "Səfər", &["Qonaqlar dünən Şuşa şəhərinə gəlib.", "Onlar bu gün Şuşada olublar."]),
    ];
    let (mut engine, _folder) = table::engine(articles);
    assert!(found(&mut engine, "Şuşa").iter().all(|id| id.starts_with("city")));
    assert!(found(&mut engine, "şüşə").iter().all(|id| id.starts_with("glass")));
    assert!(found(&mut engine, "susa").iter().all(|id| id.starts_with("city")), "typed plainly");
}

#[test]
fn paragraphs_with_all_words_come_first_and_the_others_say_what_they_lack() {
    let articles = [
        article("both", "A", &["Uzun bir cümlədə neft haqqında çox sözdən sonra nəhayət qaz da var."]),
        article("one", "B", &["Neft neft neft."]),
    ];
    let (mut engine, _folder) = table::engine(articles);
    let answer = engine.search("neft və qaz", &Options::default()).expect("an answer");
    assert_eq!(ids(&answer), ["both#0", "one#0"]);
    assert!(answer.hits[0].missing.is_empty(), "və is never required");
    assert_eq!(answer.hits[1].missing, ["qaz"]);
}

#[test]
fn phrases_stand_side_by_side_in_any_inflection() {
    let articles = [
        article("phrase", "A", &["Orta Dəhlizin imkanları genişlənir."]),
        article("apart", "B", &["Dəhliz uzundur, orta məktəb isə yaxındır."]),
    ];
    let (mut engine, _folder) = table::engine(articles);
    for quoted in ["\"orta dəhliz\"", "“Orta Dəhliz”", "«orta dəhlizi»", "“orta dəhliz”in"] {
        let answer = engine.search(quoted, &Options::default()).expect("an answer");
        assert_eq!(answer.hits[0].id(), "phrase#0", "{quoted}");
    }
}

#[test]
fn unwanted_words_are_left_out() {
    let articles =
        [article("oil", "A", &["Neft ixrac olunur."]), article("both", "B", &["Neftlə qaz ixrac olunur."])];
    let (mut engine, _folder) = table::engine(articles);
    assert_eq!(found(&mut engine, "neft -qaz"), ["oil#0"]);
    assert!(matches!(engine.search("-qaz", &Options::default()), Err(SearchError::OnlyNegative)));
    assert!(matches!(engine.search("— !", &Options::default()), Err(SearchError::NoWord { .. })));
}

#[test]
fn an_unwanted_phrase_and_an_unwanted_word_typed_plainly() {
    let articles = [
        article("average", "A", &["Neft qiyməti orta hesabla artdı."]),
        article("corridor", "B", &["Neft Orta Dəhlizlə daşınır."]),
        article("kazakh", "C", &["Neft Qazaxıstandan gəlir."]),
    ];
    let (mut engine, _folder) = table::engine(articles);
    let without = |ids: Vec<String>, id: &str| !ids.iter().any(|i| i.starts_with(id)) && ids.len() == 2;
    assert!(without(found(&mut engine, "neft -\"Orta Dəhliz\""), "corridor"));
    assert!(without(found(&mut engine, "neft -qazaxistan"), "kazakh"));
}

#[test]
fn a_phrase_is_a_condition_and_an_exact_phrase_an_exact_one() {
    let articles = [
        article("apart", "A", &["Orta yol uzaqdır, Dəhliz isə yaxındır."]),
        article("inflected", "B", &["Orta Dəhlizin önəmi və bir dəhliz, orta."]),
        article("exact", "C", &["Bu, Orta Dəhliz haqqındadır."]),
    ];
    let (mut engine, _folder) = table::engine(articles);
    let mut phrase = found(&mut engine, "\"Orta Dəhliz\"");
    phrase.sort();
    assert_eq!(phrase, ["exact#0", "inflected#0"]);
    assert_eq!(found(&mut engine, "=\"Orta Dəhliz\""), ["exact#0"]);
    // A phrase that the archive never has: its words, and the hit says that they stand apart.
    let answer = engine.search("\"dəhliz yol\"", &Options::default()).expect("an answer");
    assert!(answer.hits.iter().all(|hit| !hit.missing.is_empty()), "{:?}", ids(&answer));
}

#[test]
fn newest_first_still_puts_paragraphs_with_all_words_first() {
    let dated = |id: &str, date: &str, text: &str| Article {
        date: PublicationDate::parse(date),
        ..article(id, "T", &[text])
    };
    let (mut engine, _folder) = table::engine([
        dated("old", "2020-01-01", "Neftin qiyməti artıb."),
        dated("new", "2024-01-01", "Neft ixrac olunur."),
    ]);
    let options = Options { sort: Sort::Date, ..Options::default() };
    assert_eq!(ids(&engine.search("neft qiyməti", &options).expect("an answer")), ["old#0", "new#0"]);
}

#[test]
fn the_title_is_searched_with_each_paragraph_unless_the_index_is_built_without() {
    let one = || [article("a", "Büdcə müzakirəsi", &["Deputatlar toplaşıb.", "İclas uzun çəkib."])];
    let (mut engine, _folder) = table::engine(one());
    assert_eq!(found(&mut engine, "büdcə iclas"), ["a#1", "a#0"]);
    let bare = TempDir::new().expect("a folder");
    write_with(bare.path(), one(), &Settings { title: Some(false), ..Settings::default() });
    let mut engine = Engine::new(Archive::open(bare.path()).expect("an archive"));
    assert!(found(&mut engine, "büdcə").is_empty());
}

#[test]
fn at_most_two_paragraphs_of_an_article_unless_asked() {
    let (mut engine, _folder) = table::engine([article("a", "T", &["Neft bir.", "Neft iki.", "Neft üç."])]);
    assert_eq!(found(&mut engine, "neft").len(), 2);
    let all = Options { per_article: 0, ..Options::default() };
    assert_eq!(engine.search("neft", &all).expect("an answer").hits.len(), 3);
}

#[test]
fn narrowing_by_date_source_and_section_and_newest_first() {
    let dated = |id: &str, date: &str, source: &str| Article {
        date: PublicationDate::parse(date),
        source: Some(source.into()),
        section: Some("İqtisadiyyat".into()),
        ..article(id, "T", &["Neft ixrac olunur."])
    };
    let articles = [dated("old", "2021-05-01", "Xəzər"), dated("new", "2024-05-31T18:00", "Nəfəs")];
    let (mut engine, _folder) = table::engine(articles);
    let mut ask = |filter: Filter, sort: Sort| {
        let options = Options { filter, sort, folding: Folding::Off, ..Options::default() };
        ids(&engine.search("neft", &options).expect("an answer"))
    };
    let day = |d: &str| PublicationDate::parse(d);
    assert_eq!(ask(Filter { from: day("2022-01-01"), ..Filter::default() }, Sort::Relevance), ["new#0"]);
    let last_day = Filter { to: day("2024-05-31"), ..Filter::default() };
    assert_eq!(ask(last_day, Sort::Date), ["new#0", "old#0"], "the last day counts whole");
    let filter =
        Filter { source: Some("XƏZƏR".into()), section: Some("iqtisadiyyat".into()), ..Filter::default() };
    assert_eq!(ask(filter, Sort::Relevance), ["old#0"]);
}

#[test]
fn the_same_id_again_replaces_and_the_same_content_changes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let first = article("a", "Başlıq", &["Neft bahalaşıb.", "İkinci abzas."]);
    assert_eq!(write(folder.path(), [first.clone()]), [Outcome::Added]);
    assert_eq!(write(folder.path(), [first.clone(), first.clone()]), [Outcome::Unchanged; 2]);
    let second = article("a", "Başlıq", &["Qaz ucuzlaşıb."]);
    assert_eq!(write(folder.path(), [second.clone(), first, second]), [Outcome::Replaced; 3]);
    let mut engine = Engine::new(Archive::open(folder.path()).expect("an archive"));
    assert!(found(&mut engine, "neft").is_empty());
    assert_eq!(found(&mut engine, "qaz"), ["a#0"]);
}

#[test]
fn articles_come_back_whole_after_many_runs_and_merges() {
    let folder = TempDir::new().expect("a folder");
    let articles = sample().1;
    for part in articles.chunks(7) {
        write(folder.path(), part.to_vec());
    }
    let archive = Archive::open(folder.path()).expect("an archive");
    assert!(archive.searcher().segment_readers().len() <= 4);
    assert_eq!(archive.articles().count(), articles.len());
    for article in articles {
        assert_eq!(archive.article(&article.id).expect("readable").as_ref(), Some(article));
    }
    assert!(verify(folder.path()).expect("checked").is_empty());
}

#[test]
fn the_order_of_equal_hits_does_not_depend_on_how_the_index_was_built() {
    let articles: Vec<Article> =
        (0..50).map(|i| article(&i.to_string(), "T", &["Neft ixrac olunur."])).collect();
    let (mut forwards, _one) = table::engine(articles.clone());
    let (mut backwards, _two) = table::engine(articles.into_iter().rev());
    assert_eq!(found(&mut forwards, "neft"), found(&mut backwards, "neft"));
}

#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_written_can_be_searched() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), [article("a", "T", &["Neft ixrac olunur."])]);
    // A folder in the place of the lock refuses it even to root.
    let lock = folder.path().join(".tantivy-meta.lock");
    let _ = std::fs::remove_file(&lock);
    std::fs::create_dir(&lock).expect("a folder");
    let mode = |m| std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(m)).expect("mode");
    mode(0o500);
    let opened = Archive::open(folder.path());
    mode(0o700);
    assert_eq!(found(&mut Engine::new(opened.expect("an archive")), "neft"), ["a#0"]);
}

#[test]
fn folders_that_are_no_index_are_told_apart() {
    let folder = TempDir::new().expect("a folder");
    assert!(matches!(Archive::open(folder.path()), Err(IndexError::Missing(_))));
    std::fs::write(folder.path().join("README.md"), "notes").expect("written");
    assert!(matches!(Archive::open(folder.path()), Err(IndexError::Missing(_))), "git's notes do not count");
    std::fs::write(folder.path().join("foto.jpg"), "x").expect("written");
    assert!(matches!(Archive::open(folder.path()), Err(IndexError::NotAnIndex(_))));
    assert!(matches!(
        ArchiveWriter::open(folder.path(), &Settings::default()),
        Err(IndexError::NotAnIndex(_))
    ));
}

#[test]
fn a_rebuilt_index_gives_the_same_answers_and_holds_the_writers_lock() {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), sample().1.to_vec());
    let mut before = Engine::new(Archive::open(folder.path()).expect("an archive"));
    let (mut writer, old) = ArchiveWriter::rebuild(folder.path(), &Settings::default()).expect("a writer");
    assert!(matches!(ArchiveWriter::open(folder.path(), &Settings::default()), Err(IndexError::Busy(_))));
    let fed =
        writer.feed(|feed| old.articles().map(|a| feed.submit(a.expect("stored")).expect("fed")).count());
    assert_eq!(fed.expect("written").0, sample().1.len());
    // Until the commit the old state is what anyone opens.
    assert_eq!(Archive::open(folder.path()).expect("an archive").articles().count(), sample().1.len());
    writer.commit().expect("a commit");
    let mut after = Engine::new(Archive::open(folder.path()).expect("an archive"));
    assert_eq!(after.archive().searcher().num_docs(), before.archive().searcher().num_docs());
    for query in ["Tokaev", "“Orta Dəhliz”", "seherimizdekiler"] {
        assert_eq!(found(&mut after, query), found(&mut before, query), "{query}");
    }
}

#[test]
fn a_second_writer_is_told_at_once() {
    let folder = TempDir::new().expect("a folder");
    let _first = ArchiveWriter::open(folder.path(), &Settings::default()).expect("a writer");
    assert!(matches!(ArchiveWriter::open(folder.path(), &Settings::default()), Err(IndexError::Busy(_))));
}

#[test]
fn a_flipped_byte_is_found_and_its_file_named() {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), [article("a", "T", &["Neft ixrac olunur."])]);
    let mut store = std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|f| f.path());
    let store = store.find(|p| p.extension().is_some_and(|e| e == "store")).expect("a store");
    let mut bytes = std::fs::read(&store).expect("bytes");
    bytes[3] ^= 0x10;
    std::fs::write(&store, bytes).expect("written");
    let damages = verify(folder.path()).expect("checked");
    assert_eq!(damages.iter().map(|d| &d.file).collect::<Vec<_>>(), [&store]);
}
