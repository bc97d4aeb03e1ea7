//! Full names as wholes: both words beside each other, in either order, with initials, in parts.

mod table;

use axtar::corpus::Article;
use axtar::search::{Answer, Engine, Folding, Options};
use axtar::spelling::Grade;

fn article(id: &str, text: &str) -> Article {
    Article { id: id.into(), title: "Xəbər".into(), paragraphs: vec![text.into()], ..Article::default() }
}

fn ask(engine: &mut Engine, query: &str) -> Answer {
    let options = Options { folding: Folding::Off, ..Options::default() };
    engine.search(query, &options).expect("an answer")
}

/// The articles found, best first; those that lack a word of the query in brackets.
fn found(engine: &mut Engine, query: &str) -> Vec<String> {
    let hits = ask(engine, query).hits;
    let told = hits.iter().map(|hit| match hit.missing.is_empty() {
        true => hit.article.article.id.clone(),
        false => format!("({})", hit.article.article.id),
    });
    told.collect()
}

/// Sentences with a name in them, so that its words are names of this archive.
fn spoken_of(name: &str) -> String {
    format!("Dünən paytaxta gələn {name} jurnalistlərlə görüşüb. Tədbirdə {name} çıxış edib.")
}

#[test]
fn both_words_by_variants_side_by_side_beat_the_very_words_of_two_people() {
    let (mut engine, _folder) = table::engine([
        article("one", &spoken_of("Qasım-Comərd Tokayev")),
        article(
            "two",
            "Dünən paytaxta gələn Kasım Bayramov jurnalistlərlə görüşüb, sonra isə alim Murad Tokaev çıxış edib.",
        ),
        article("surname", &spoken_of("Murad Tokaev")),
    ]);
    assert_eq!(found(&mut engine, "Kasım Tokaev"), ["one", "two", "(surname)"]);
}

#[test]
fn either_order_is_the_same_name() {
    let (mut engine, _folder) = table::engine([
        article("usual", &spoken_of("Rüstəm Nərimanov")),
        article("turned", &spoken_of("Nərimanov Rüstəm")),
        article("father", &spoken_of("Nərimanov Kamil oğlu Rüstəm")),
        article(
            "two",
            "Dünən paytaxta gələn Rüstəm Kamilov jurnalistlərlə görüşüb. Tədbirdə həkim Vaqif Nərimanov çıxış edib.",
        ),
    ]);
    let usual = found(&mut engine, "Rüstəm Nərimanov");
    assert_eq!(usual[..2], ["usual", "turned"]);
    let mut turned = found(&mut engine, "Nərimanov Rüstəm");
    assert_eq!(turned[0], "turned");
    turned[..3].sort();
    assert_eq!(turned[..3], ["father", "turned", "usual"]);
    let hits = ask(&mut engine, "Rüstəm Nərimanov").hits;
    let score = |id: &str| hits.iter().find(|h| h.article.article.id == id).map_or(0.0, |h| h.score);
    assert!(score("turned") > 0.9 * score("usual"), "{hits:#?}");
    assert!(score("two") < 0.8 * score("turned"), "{hits:#?}");
}

#[test]
fn an_initial_stands_for_the_first_names_beside_that_surname() {
    let (mut engine, _folder) = table::engine([
        article("initial", &spoken_of("İ.Nərimanov")),
        article("full", &spoken_of("İlqar Nərimanov")),
        article("turned", &spoken_of("Nərimanov İlqar")),
        article("russian", &spoken_of("Ильгар Нариманов")),
        article("another", &spoken_of("Rüstəm Nərimanov")),
        article(
            "apart",
            "Tədbirdə iştirak edən İlqar Kamilov sənəd təqdim edib, sonra Nərimanov çıxış edib.",
        ),
    ]);
    let answer = found(&mut engine, "İ.Nərimanov");
    assert_eq!(answer[0], "initial");
    let mut complete: Vec<_> = answer.iter().filter(|id| !id.starts_with('(')).collect();
    complete.sort();
    assert_eq!(complete, ["full", "initial", "russian", "turned"], "{answer:?}");
    assert!(answer.contains(&"(another)".into()) && answer.contains(&"(apart)".into()), "{answer:?}");
    // The stop, or the blank after it, changes nothing; the surname may come first.
    assert_eq!(found(&mut engine, "İ. Nərimanov"), answer);
    let mut turned = found(&mut engine, "Nərimanov İ.");
    turned.sort();
    let mut sorted = answer.clone();
    sorted.sort();
    assert_eq!(turned, sorted);
    let hit = ask(&mut engine, "İ.Nərimanov").hits.into_iter().find(|h| h.article.article.id == "full");
    let hit = hit.expect("the full name");
    let marked: Vec<_> = hit.highlights.iter().map(|h| (&hit.text[h.from..h.to], h.grade)).collect();
    assert_eq!(marked[..2], [("İlqar", Grade::Initial), ("Nərimanov", Grade::Exact)]);
}

#[test]
fn initials_of_a_double_name_stand_for_both_parts_in_any_spelling() {
    let (mut engine, _folder) = table::engine([
        article("turkic", &spoken_of("Kasım-Jomart Tokayev")),
        article("ours", &spoken_of("Qasım-Comərd Tokayev")),
        article("initials", &spoken_of("K.-J.Tokayev")),
        article("part", &spoken_of("Qasım Tokayev")),
        article("another", &spoken_of("Murad Tokayev")),
    ]);
    let answer = found(&mut engine, "K.-J. Tokayev");
    assert_eq!(answer[0], "initials");
    let mut complete: Vec<_> = answer.iter().filter(|id| !id.starts_with('(')).collect();
    complete.sort();
    assert_eq!(complete, ["initials", "ours", "turkic"], "{answer:?}");
    // In parts: the half that is there counts.
    let answer = found(&mut engine, "Kasım-Jomart Tokayev");
    assert_eq!(answer[0], "turkic");
    let place = |id: &str| answer.iter().position(|found| found == id).expect("found");
    assert!(place("(part)") < place("(another)"), "{answer:?}");
}

#[test]
fn a_full_name_finds_its_initials() {
    let (mut engine, _folder) = table::engine([
        article("full", &spoken_of("Rüstəm Nərimanov")),
        article("initial", &spoken_of("R.Nərimanov")),
        article("turned", &spoken_of("Nərimanov R.")),
        article("two", &spoken_of("R.K.Nərimanov")),
        article("russian", &spoken_of("Р.Нариманов")),
        article("another", &spoken_of("S.Nərimanov")),
        article("kamil", &spoken_of("Kamil Səfərov")),
    ]);
    let answer = found(&mut engine, "Rüstəm Nərimanov");
    assert_eq!(answer[0], "full");
    let mut complete: Vec<_> = answer.iter().filter(|id| !id.starts_with('(')).collect();
    complete.sort();
    assert_eq!(complete, ["full", "initial", "russian", "turned"], "{answer:?}");
    let options = Options::default();
    let total = engine.total("Rüstəm Nərimanov", &options).expect("a total");
    assert_eq!(total.paragraphs, 4, "they count too");
    // Whoever quotes the name or asks for the form wants it as it is.
    assert_eq!(found(&mut engine, "\"Rüstəm Nərimanov\""), ["full"]);
    let three = found(&mut engine, "Rüstəm Kamil Nərimanov");
    assert!(three.contains(&"two".into()), "{three:?}");
}

#[test]
fn a_number_before_a_name_is_no_initial() {
    let (mut engine, _folder) = table::engine([
        article("sultan", "Osmanlı taxtında oturan I Süleyman qanunlar verib, I Süleyman uzun hökm sürüb."),
        article("singer", "Dünən səhnəyə çıxan İbrahim Süleyman konsert verib, İbrahim Süleyman alqışlanıb."),
    ]);
    let answer = ask(&mut engine, "I Süleyman");
    assert!(answer.words.iter().all(|w| w.variants.iter().all(|v| v.grade != Grade::Initial)), "{answer:?}");
}
