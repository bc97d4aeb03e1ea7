//! The query language: how queries are read and what they find.

mod table;

use axtar::corpus::{Article, PublicationDate};
use axtar::index::Archive;
use axtar::search::query::{MAX_DEPTH, MAX_WORDS, Note, QueryFault, parse};
use axtar::search::{Answer, Engine, Options, SearchError};
use axtar::spelling::Grade;
use jiff::civil::Date;
use proptest::prelude::*;
use tempfile::TempDir;

const TODAY: Date = Date::constant(2026, 5, 20);

fn engine(articles: impl IntoIterator<Item = Article>) -> (Engine, TempDir) {
    let folder = TempDir::new().expect("a folder");
    table::write(folder.path(), articles);
    (Engine::new(Archive::open(folder.path()).expect("an archive")), folder)
}

/// An article of one paragraph, its id the title's place: `title · source · section · author · date`.
fn article(id: &str, about: [&str; 5], text: &str) -> Article {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
    let [title, source, section, author, date] = about;
    Article {
        id: id.into(),
        title: title.into(),
        paragraphs: vec![text.into()],
        source: some(source),
        section: some(section),
        author: some(author),
        date: PublicationDate::parse(date),
        ..Article::default()
    }
}

fn texts(paragraphs: &[(&str, &str)]) -> (Engine, TempDir) {
    engine(paragraphs.iter().map(|(id, text)| article(id, ["", "", "", "", ""], text)))
}

fn answer(engine: &mut Engine, query: &str) -> Answer {
    let options = Options {
        limit: 100,
        per_article: 0,
        today: PublicationDate::parse("2026-05-20"),
        ..Options::default()
    };
    engine.search(query, &options).unwrap_or_else(|e| panic!("{query}: {e}"))
}

/// Ids of the articles found that lack nothing, in order.
fn found(engine: &mut Engine, query: &str) -> String {
    let answer = answer(engine, query);
    let whole = answer.hits.iter().filter(|hit| hit.missing.is_empty());
    let mut ids: Vec<&str> = whole.map(|hit| hit.article.article.id.as_str()).collect();
    ids.sort_unstable();
    ids.join(" ")
}

/// Ids of all articles found.
fn all_found(engine: &mut Engine, query: &str) -> String {
    let answer = answer(engine, query);
    let mut ids: Vec<&str> = answer.hits.iter().map(|hit| hit.article.article.id.as_str()).collect();
    ids.sort_unstable();
    ids.join(" ")
}

#[test]
fn queries_are_read_as_the_table_says() {
    table::check("query/reading.tsv", |row| {
        let read = match parse(row[0], Some(TODAY)) {
            Ok(query) => query.to_string(),
            Err(error) => return Some(format!("`{}` is refused: {error}", row[0])),
        };
        let expected = row.get(1).copied().unwrap_or_default();
        (read != expected).then(|| format!("`{}` is read as `{read}`, not `{expected}`", row[0]))
    });
}

#[test]
fn faults_show_where_and_why_and_what_to_write_instead() {
    table::check("query/faults.tsv", |row| {
        let Err(error) = parse(row[0], Some(TODAY)) else { return Some(format!("`{}` is read", row[0])) };
        let (line, signs) = error.pointed();
        let from = signs.chars().take_while(|&c| c == ' ').count();
        let under: String = line.chars().skip(from).take(signs.trim().len()).collect();
        let right = under == row[1] && error.to_string().contains(row[2]) && error.example == row[3];
        let mends = parse(&error.example, Some(TODAY)).is_ok();
        (!right || !mends).then(|| format!("{error}\n{line}\n{signs}\nfor example {}", error.example))
    });
}

#[test]
fn what_is_read_otherwise_is_noted() {
    let mut engine = table::sample_engine();
    table::check("query/notes.tsv", |row| {
        let notes: Vec<String> = answer(&mut engine, row[0]).notes.iter().map(|n| n.to_string()).collect();
        let expected: Vec<&str> = row[1..].iter().copied().filter(|note| !note.is_empty()).collect();
        (notes != expected).then(|| format!("`{}`: {notes:?}", row[0]))
    });
}

#[test]
fn limits_are_told() {
    let deep = "(".repeat(10_000);
    let fault = |text: &str| parse(text, None).expect_err("too deep").reason;
    assert_eq!(fault(&deep), QueryFault::Depth { limit: MAX_DEPTH });
    assert_eq!(fault(&format!("{deep}neft{}", ")".repeat(10_000))), QueryFault::Depth { limit: MAX_DEPTH });
    assert_eq!(fault(&"NOT ".repeat(1_000)), QueryFault::Depth { limit: MAX_DEPTH });
    let long = parse(&"neft ".repeat(2 * MAX_WORDS), None).expect("a query");
    assert_eq!(long.parts.len(), MAX_WORDS);
    assert_eq!(long.notes.len(), 1, "{:?}", long.notes);
    let glued = parse(&"a-".repeat(5_000), None).expect("a query").to_string();
    assert_eq!(glued.matches('a').count(), MAX_WORDS);
}

#[test]
fn a_function_word_that_is_asked_for_is_meant() {
    let (mut engine, _folder) = texts(&[
        ("both", "Neft və qaz ixrac olunur."),
        ("capital", "NEFT VƏ QAZ İXRACI"),
        ("one", "Neft ixrac olunur."),
    ]);
    for query in ["=və", "\"və\"", "=VƏ", "\"VƏ\"", "=\"və\"", "+və", "+və neft", "+\"və\" neft", "+=və neft"]
    {
        assert_eq!(all_found(&mut engine, query), "both capital", "{query}");
    }
    assert_eq!(all_found(&mut engine, "neft -=və"), "one");
    assert_eq!(all_found(&mut engine, "=\"neft və\""), "both capital");
}

#[test]
fn capitals_with_i_for_both_letters_are_read_by_the_lexicon() {
    let (mut engine, _folder) = texts(&[
        ("winner", "Komandamız turnirin qalibi oldu."),
        ("stays", "Uşaqlar evdə qalıb, hava soyuqdur."),
        ("name", "Çiolaku istefa verir."),
        ("plain", "Ciolacu istefa verir."),
    ]);
    for (query, ids) in [
        ("TURNIRIN QALIBI", "winner"),
        ("KOMANDAMIZ TURNIR QALIB", "winner"),
        ("EVDƏ QALIB", "stays"),
        ("=QALIB", "stays"),
        ("TURNIR*", "winner"),
        ("CIOLACU ISTEFA", "plain"),
        ("İSTEFA VERİR", "name plain"),
    ] {
        assert_eq!(found(&mut engine, query), ids, "{query}");
    }
    let spellings = |answer: &Answer| -> Vec<String> {
        let words = answer.words.last().expect("a word").variants.iter();
        words.filter(|v| v.grade == Grade::Form).map(|v| v.lemma.clone()).collect()
    };
    assert_eq!(spellings(&answer(&mut engine, "TURNIRIN QALIB")), ["qal", "qalib"]);
    assert_eq!(spellings(&answer(&mut engine, "TURNİRİN QALIB")), ["qal"]);
}

#[test]
fn a_phrase_meets_every_inflection_and_an_exact_one_does_not() {
    let (mut engine, _folder) = texts(&[
        ("base", "Bu, Orta Dəhliz haqqındadır."),
        ("inflected", "Orta Dəhlizin imkanları genişlənir."),
        ("apart", "Dəhliz uzundur, orta yol isə yaxındır."),
    ]);
    assert_eq!(found(&mut engine, "\"orta dəhliz\""), "base inflected");
    assert_eq!(found(&mut engine, "\"orta dəhlizdə\""), "base inflected");
    assert_eq!(found(&mut engine, "=\"orta dəhliz\""), "base");
    assert_eq!(found(&mut engine, "+\"orta dəhliz\""), "base inflected");
    assert_eq!(all_found(&mut engine, "+\"dəhliz orta\""), "", "a demanded phrase is no suggestion");
    assert_eq!(all_found(&mut engine, "-\"orta dəhliz\" orta"), "apart");
}

#[test]
fn an_unwanted_phrase_is_left_out_however_many_have_it() {
    // Those that rank first, more than are ever looked at a second time, all have the phrase.
    let with = (0..6_000).map(|n| (n.to_string(), "Orta Dəhliz, Orta Dəhliz".to_string()));
    let apart = "Bu dəhliz uzundur və binanın sonuna kimi gedir, orta mərtəbə isə hələ təmir olunur, \
                 ona görə də oraya girmək olmur.";
    let texts: Vec<(String, String)> = with.chain([("apart".to_string(), apart.to_string())]).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (&id[..], &text[..])).collect();
    let (mut engine, _folder) = self::texts(&texts);
    assert_eq!(found(&mut engine, "dəhliz -\"orta dəhliz\""), "apart");
}

#[test]
fn a_title_is_that_of_all_paragraphs_of_its_article() {
    let of = |id: &str, title: &str| Article {
        paragraphs: ["Liman böyükdür.", "Gəmi gəlir.", "Liman açıqdır."].map(String::from).to_vec(),
        ..article(id, [title, "", "", "", ""], "")
    };
    let articles = [of("a", "Bazar"), of("b", "Yeni liman"), of("c", "Bazar")];
    let (mut engine, _folder) = engine(articles);
    let options = Options { per_article: 0, ..Options::default() };
    let answer = engine.search("title:liman", &options).expect("an answer");
    let mut ids: Vec<String> = answer.hits.iter().map(|hit| hit.id()).collect();
    ids.sort();
    assert_eq!(ids, ["b#0", "b#1", "b#2"]);
}

#[test]
fn words_within_reach_stand_in_any_order() {
    let (mut engine, _folder) = texts(&[
        ("near", "Neftin dünya bazarında qiyməti artıb."),
        ("reversed", "Qiymət artdı, neft isə azaldı."),
        ("far", "Neft haqqında uzun bir söhbət oldu və axırda yenə də qiymət müzakirə edildi."),
    ]);
    assert_eq!(found(&mut engine, "\"neft qiymət\"~2"), "near reversed");
    assert_eq!(found(&mut engine, "\"qiymət neft\"~2"), "near reversed");
    assert_eq!(found(&mut engine, "\"neft qiymət\"~1"), "reversed");
    assert_eq!(found(&mut engine, "\"neft qiymət\"~20"), "far near reversed");
}

#[test]
fn operators_are_conditions() {
    let (mut engine, _folder) = texts(&[
        ("oil", "Neft ixrac olunur."),
        ("gas", "Qaz ixrac olunur."),
        ("both", "Neftlə qaz ixrac olunur."),
        ("water", "Su ixrac olunur."),
    ]);
    for (query, ids) in [
        ("neft AND qaz", "both"),
        ("neft VƏ qaz", "both"),
        ("+neft +qaz", "both"),
        ("neft OR qaz", "both gas oil"),
        ("qaz OR neft", "both gas oil"),
        ("neft VƏ YA qaz", "both gas oil"),
        ("ixrac NOT neft", "gas water"),
        ("ixrac -neft", "gas water"),
        ("ixrac neft DEYİL", "gas water"),
        ("ixrac -(neft qaz)", "gas oil water"),
        ("ixrac AND NOT (neft OR qaz)", "water"),
        ("(neft AND qaz) OR su", "both water"),
        ("neft AND (qaz OR su)", "both"),
        ("su OR NOT ixrac", "water"),
        ("NOT NOT neft", "both oil"),
        ("neft AND olmayan", ""),
    ] {
        assert_eq!(all_found(&mut engine, query), ids, "{query}");
    }
    // What merely stands beside is wanted, not demanded.
    assert_eq!(all_found(&mut engine, "+neft qaz"), "both oil");
    assert_eq!(all_found(&mut engine, "olmayan (neft OR su)"), "both oil water");
    assert_eq!(answer(&mut engine, "+neft qaz").hits[0].article.article.id, "both");
    let none = engine.search("-neft -qaz", &Options::default());
    assert!(matches!(none, Err(SearchError::OnlyNegative)));
}

#[test]
fn patterns_stand_for_the_words_of_the_archive() {
    let (mut engine, _folder) = texts(&[
        ("word", "Bu söz düzdür."),
        ("plural", "Sözlər çoxdur."),
        ("dictionary", "Lüğət və sözlük yeni çıxıb."),
        ("eye", "Göz dəydi."),
        ("came", "Şəhərdən gəlməyən qonaq."),
        ("comes", "Şəhərə gəlir."),
        ("name", "Tokayev gəldi."),
        ("slip", "Tokayve danışdı."),
    ]);
    for (query, ids) in [
        ("söz*", "dictionary plural word"),
        ("=söz*", "dictionary plural word"),
        ("s?z", "plural word"),
        ("=s?z", "word"),
        ("g?z", "eye"),
        ("gəlm*", "came"),
        ("seh*", "came comes"),
        ("şəh*", "came comes"),
        ("=seh*", ""),
        ("TOKA*", "name slip"),
        ("SIZL*", ""),
        ("Tokayev~1", "name slip"),
        ("Tokayevin~1", "name slip"),
        ("=Tokayev", "name"),
        ("söz* -sözlük", "plural word"),
        ("söz* AND lüğət", "dictionary"),
        ("\"yeni çıx*\"", "dictionary"),
        ("ixrac* OR göz", "eye"),
        ("xyzw*", ""),
    ] {
        assert_eq!(found(&mut engine, query), ids, "{query}");
    }
    let marked = |answer: &Answer| -> Vec<String> {
        let hit = &answer.hits[0];
        hit.highlights.iter().map(|h| hit.text[h.from..h.to].to_string()).collect()
    };
    assert_eq!(marked(&answer(&mut engine, "gəlm*")), ["gəlməyən"]);
    assert_eq!(marked(&answer(&mut engine, "Tokayve~1")), ["Tokayve"]);
}

#[test]
fn patterns_in_quotes_share_the_words_they_stand_for() {
    let many: Vec<(String, String)> =
        (0..30).map(|n| (format!("{n:02}"), format!("Burada söz{n} kənd{n} yazılıb."))).collect();
    let texts: Vec<(&str, &str)> = many.iter().map(|(id, text)| (&id[..], &text[..])).collect();
    let (mut engine, _folder) = self::texts(&texts);
    for (query, each) in
        [("\"söz* yaz*\"~1", 8), ("\"söz* kənd7\"", 16), ("\"sö* kə* ya*\"", 5), ("söz*", 30)]
    {
        let answer = answer(&mut engine, query);
        assert_eq!(answer.words[0].variants.len(), each, "{query}");
        let told = answer.notes.iter().any(|note| matches!(note, Note::Wide { taken, .. } if *taken == each));
        assert_eq!(told, each < 30, "{query}: {:?}", answer.notes);
    }
}

#[test]
fn a_pattern_in_quotes_may_be_several_forms_of_one_word() {
    let (mut engine, _folder) = texts(&[
        ("not", "Hələ gəlməyən qonaq yoldadır."),
        ("never", "Toya gəlməmiş qonaq olmaz."),
        ("future", "Sabah gələcək qonaq Gəncədəndir."),
        ("apart", "Gəlməyən adam qonaq deyil."),
    ]);
    assert_eq!(found(&mut engine, "\"gəlmə* qonaq\""), "never not");
    assert_eq!(found(&mut engine, "\"gəl* qonaq\""), "future never not");
}

#[test]
fn an_exact_spelling_scores_above_a_slip() {
    let (mut engine, _folder) =
        texts(&[("slip", "Bakıya Tokayve gəldi."), ("name", "Bakıya Tokayev gəldi.")]);
    let ids: Vec<String> =
        answer(&mut engine, "Tokayev~1").hits.iter().map(|hit| hit.article.article.id.clone()).collect();
    assert_eq!(ids, ["name", "slip"]);
}

#[test]
fn fields_narrow_and_can_be_left_out() {
    let (mut engine, _folder) = engine([
        article(
            "a",
            ["Büdcə", "APA", "İqtisadiyyat", "Leyla Əliyeva", "2024-05-31"],
            "Vergi artır, neft də.",
        ),
        article(
            "b",
            ["Vergi", "oxu.az", "Siyasət", "Kamran Həsənov, Leyla Əliyeva", "2024-06-01"],
            "Büdcə və neft.",
        ),
        article("c", ["Hava", "Trend", "Cəmiyyət", "", "2025-01-01"], "Neftə görə hava isinir."),
        article("d", ["Hava", "", "", "", ""], "Neft hər yerdədir."),
    ]);
    for (query, ids) in [
        ("neft mənbə:APA", "a"),
        ("neft source:apa,trend", "a c"),
        ("neft mənbə:(APA OR Trend)", "a c"),
        ("neft mənbə:oxu", "b"),
        ("neft mənbə:o*", "b"),
        ("neft -mənbə:APA", "b c d"),
        ("neft NOT source:APA NOT source:Trend", "b d"),
        ("neft bölmə:iqtisadiyyat", "a"),
        ("neft bolme:IQTISADIYYAT", "a"),
        ("neft müəllif:Əliyeva", "a b"),
        ("neft muellif:\"kamran hesenov\"", "b"),
        ("neft author:Həsənov OR source:Trend", "b c"),
        ("neft tarix:2024", "a b"),
        ("neft tarix:2024-05..2024-06", "a b"),
        ("neft tarix:2024-05", "a"),
        ("neft tarix:31.05.2024", "a"),
        ("neft tarix:2024-05-31..2024-06-01", "a b"),
        ("neft tarix:2024-06-01..", "b c"),
        ("neft tarix:..2024-05-31", "a"),
        ("neft tarix:ötən il", "c"),
        ("neft -tarix:2024", "c d"),
        ("başlıq:büdcə", "a"),
        ("başlıq:büdcələrin", "a"),
        ("title:büdc*", "a"),
        ("neft -başlıq:hava", "a b"),
        ("başlıq:(büdcə OR vergi)", "a b"),
        ("mənbə:APA", "a"),
        ("tarix:2024", "a b"),
        ("tarix:2024 -mənbə:APA", "b"),
        ("neft mənbə:yoxdur", ""),
    ] {
        assert_eq!(found(&mut engine, query), ids, "{query}");
    }
    let newest: Vec<String> =
        answer(&mut engine, "tarix:2024").hits.iter().map(|h| h.article.article.id.clone()).collect();
    assert_eq!(newest, ["b", "a"], "without a word the newest comes first");
}

#[test]
fn a_pasted_headline_finds_its_own_article() {
    let mut engine = table::sample_engine();
    let mut lost = vec![];
    for title in table::sample_articles().into_iter().map(|article| article.title) {
        for pasted in [
            title.clone(),
            format!("{title} (FOTO)"),
            format!("“{title}”"),
            format!("Nazir: \"{title}\" - VİDEO"),
            title.to_uppercase(),
        ] {
            let hits = answer(&mut engine, &pasted).hits;
            if !hits.iter().take(3).any(|hit| hit.article.article.title == title) {
                lost.push(pasted);
            }
        }
    }
    assert!(lost.is_empty(), "{}: {lost:#?}", lost.len());
}

/// Queries of clean parts, for what must hold of every query.
fn queries() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-zəş]{2,6}",
        "=[a-zəş]{2,6}",
        "[a-zəş]{2,6}\\*",
        "\"[a-zəş]{2,5} [a-zəş]{2,5}\"(~[0-9])?",
        "(title|source|author):[a-zəş]{2,6}",
        Just("tarix:2024-05..2024-07".to_string()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} VƏ YA {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} {b})")),
            inner.clone().prop_map(|a| format!("-({a})")),
            inner.prop_map(|a| format!("NOT {a}")),
        ]
    })
}

proptest! {
    #[test]
    fn a_query_as_it_was_read_reads_the_same(text in queries()) {
        let first = parse(&text, Some(TODAY)).expect("a clean query");
        if first.notes.iter().all(|note| note.to_string().starts_with("left out")) {
            let again = parse(&first.to_string(), Some(TODAY)).expect("a clean query");
            prop_assert_eq!(again.to_string(), first.to_string());
        }
    }
}

/// Runs `axtar search` over the sample archive: exit code, stdout, stderr.
fn searched(arguments: &[&str]) -> (i32, String, String) {
    let index = table::sample_engine().archive().path().to_path_buf();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_axtar"));
    command.arg("--index").arg(index).args(["search", "--no-last"]).args(arguments);
    let output = command.env("AXTAR_LANG", "en").output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn an_explanation_shows_the_tree_the_spellings_and_sums_that_are_right() {
    let (code, out, _) = searched(&["--explain", "+Tokaev (prezident OR səfər*) -xəz?r tarix:2020.."]);
    assert_eq!(code, 0, "{out}");
    let explained = out.split("read as").nth(1).expect("an explanation");
    for line in [
        " +Tokaev (prezident OR səfər*) -xəz?r date:2020-01-01..\n",
        "\n  demanded",
        "\n    word Tokaev\n",
        "\n  any of",
        "\n    pattern səfər*\n",
        "\n  left out",
        "\n  date 2020-01-01 – …\n",
        "\n    transliteration tokayev ",
    ] {
        assert!(explained.contains(line), "{line:?} is not in{explained}");
    }
    let scores: Vec<&str> = explained.split("\nscores").nth(1).expect("scores").trim().lines().collect();
    assert!(!scores.is_empty());
    for line in scores {
        let (score, formula) = line.split_once(" = (").expect("a formula");
        let (sum, factors) = formula.rsplit_once(')').expect("a sum in parentheses");
        let last =
            |text: &str| text.split_whitespace().last().expect("a number").parse::<f32>().expect("a number");
        // `Tokaev 7.10 (tokayev ×1, form 2.3)`: what is in parentheses is inside the number before.
        let sum: f32 = sum.split(" + ").map(|part| last(part.split(" (").next().expect("a part"))).sum();
        let product = factors.split('×').skip(1).map(last).product::<f32>();
        assert!((last(score) - sum * product).abs() < 0.1, "{line}");
    }
    // With a format for machines the explanation stays out of it.
    let (_, out, err) = searched(&["--explain", "--format", "json", "-n", "1", "Tokaev"]);
    assert!(out.starts_with('{') && out.lines().count() == 1 && err.starts_with("read as"), "{out}{err}");
}

#[test]
fn a_fault_is_shown_under_the_query_and_what_was_read_as_text_is_told() {
    let (code, out, err) = searched(&["neft söz~9 qaz"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("\n    neft söz~9 qaz\n         ^^^^^\n") && err.ends_with("neft söz~2 qaz\n"),
        "{err}"
    );
    let (code, _, err) = searched(&["Nazir: neft - qaz"]);
    assert_eq!((code, err.as_str()), (0, "read as text: Nazir:  -\n"));
}
