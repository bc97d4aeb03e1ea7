//! Names in an archive: every spelling of a name, the newsroom's list, one spelling taken out.

mod table;

use std::path::Path;
use std::sync::Arc;

use axtar::analysis::{Analyzer, Scheme, lower_case};
use axtar::corpus::Article;
use axtar::mining::{Evidence, Newsroom, Reason};
use axtar::search::{Answer, Folding, Options};
use axtar::spelling::Grade;
use rustc_hash::FxHashMap;

fn article(id: &str, text: &str) -> Article {
    Article { id: id.into(), title: "Xəbər".into(), paragraphs: vec![text.into()], ..Article::default() }
}

fn articles_of(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|h| h.article.article.id.as_str()).collect()
}

fn said(rows: &str) -> (Arc<Newsroom>, Vec<axtar::mining::Fault>) {
    let (newsroom, faults) = Newsroom::parse(rows, &mut Analyzer::new(Scheme::Axtar));
    (Arc::new(newsroom), faults)
}

/// Five sentences with a name in them, by what it names.
const SENTENCES: [(&str, [&str; 5]); 3] = [
    (
        "person",
        [
            "Dünən paytaxtda keçirilən görüşdə {} də iştirak edib.",
            "Tədbirdə çıxış edən {} layihənin əhəmiyyətindən danışıb.",
            "Jurnalistlərin suallarını cavablandıran {} yeni planlar barədə məlumat verib.",
            "Sonra qonaqlar üçün ziyafət təşkil olunub və {} onlarla söhbət edib.",
            "{} səfərin nəticələrindən razı qaldığını bildirib.",
        ],
    ),
    (
        "place",
        [
            "Nümayəndə heyəti axşam saatlarında {} istiqamətində yola düşüb.",
            "Yerli sakinlərin dediyinə görə, {} son illər xeyli dəyişib.",
            "Turistlər arasında {} getdikcə daha çox tanınır.",
            "Hava proqnozuna əsasən sabah {} üçün yağış gözlənilir.",
            "{} haqqında yeni kitab da nəşr edilib.",
        ],
    ),
    (
        "org",
        [
            "Hesabatda qeyd olunur ki, {} keçən il gəlirini artırıb.",
            "Bazarda iştirak edən {} yeni müqavilə imzalayıb.",
            "Ekspertlər hesab edir ki, {} mövqeyini qoruyacaq.",
            "Məlumata görə, {} gələn ay yeni ofis açacaq.",
            "{} nümayəndəsi bu barədə açıqlama verib.",
        ],
    ),
];

/// One article a spelling, the question each spelling is, and what of the others comes within the
/// first n hits of a name with n spellings: found, sought, and the complaints.
fn recall(names: &[(String, Vec<String>)]) -> (usize, usize, Vec<String>) {
    let id = |name: usize, spelling: usize| format!("{name}.{spelling}");
    let mut articles = vec![];
    for (name, (kind, spellings)) in names.iter().enumerate() {
        let sentences = SENTENCES.iter().find(|(k, _)| kind.starts_with(k)).unwrap_or(&SENTENCES[0]).1;
        for (place, spelling) in spellings.iter().enumerate() {
            articles.push(article(&id(name, place), &sentences.join(" ").replace("{}", spelling)));
        }
    }
    let (mut engine, _folder) = table::engine(articles);
    let (mut found, mut sought, mut complaints) = (0, 0, vec![]);
    for (name, (_, spellings)) in names.iter().enumerate() {
        for (place, spelling) in spellings.iter().enumerate() {
            // But for the name they are one text.
            let folding = Folding::Off;
            let options = Options { limit: spellings.len(), folding, ..Options::default() };
            let answer = engine.search(spelling, &options).expect("an answer");
            let hits = articles_of(&answer);
            for (other, lost) in spellings.iter().enumerate().filter(|(other, _)| *other != place) {
                sought += 1;
                match hits.contains(&id(name, other).as_str()) {
                    true => found += 1,
                    false => complaints.push(format!("{spelling} does not bring {lost}")),
                }
            }
        }
    }
    (found, sought, complaints)
}

#[test]
fn every_spelling_of_a_name_brings_the_others_first() {
    let mut names = vec![];
    table::check("mining/spellings.tsv", |row| {
        names.push((row[0].to_string(), row[1..].iter().map(|s| s.to_string()).collect::<Vec<_>>()));
        (row.len() < 3).then(|| "a name needs two spellings".to_string())
    });
    let (found, sought, complaints) = recall(&names);
    assert!(found * 100 >= sought * 90, "{found} of {sought}:\n{}", complaints.join("\n"));
}

/// The same over a file of clusters (cluster, kind, origin, spelling, …) named by AXTAR_CLUSTERS.
#[test]
#[ignore = "measures a set that is not in the repository: AXTAR_CLUSTERS=FILE"]
fn recall_over_a_file_of_clusters() {
    let file = std::env::var("AXTAR_CLUSTERS").expect("AXTAR_CLUSTERS names a file");
    let text = std::fs::read_to_string(Path::new(&file)).expect("a readable file");
    let mut names: FxHashMap<String, (String, Vec<String>)> = FxHashMap::default();
    for row in text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        let [cluster, kind, _, spelling, ..] = row[..] else { panic!("a row of four columns: {row:?}") };
        let (_, spellings) = names.entry(cluster.into()).or_insert((kind.into(), vec![]));
        if !spellings.iter().any(|known| lower_case(known) == lower_case(spelling)) {
            spellings.push(spelling.into());
        }
    }
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort();
    let (found, sought, complaints) = recall(&names.into_iter().map(|(_, n)| n).collect::<Vec<_>>());
    println!(
        "{}\n{found} of {sought} = {:.2} %",
        complaints.join("\n"),
        100.0 * found as f64 / sought as f64
    );
}

#[test]
fn a_name_that_is_also_a_common_word_stays_itself() {
    let texts = [
        ("şüşə", "Zavodda istehsal olunan şüşə xaricə göndərilir, hər şüşə ayrıca yoxlanılır."),
        ("Şuşa", "Festival bu il Şuşa şəhərində keçirilib, qonaqlar Şuşa qalasını gəziblər."),
        ("Susa", "Dunen axsam Susa seherine gelen qonaqlar Susa qalasini gezibler."),
        ("səbir", "Həkim deyir ki, müalicə üçün səbir lazımdır, amma səbir tükənir."),
        ("Sabir", "Şair Mirzə Ələkbər Sabir burada yaşayıb, gənclər Sabir haqqında danışıb."),
    ];
    let (mut engine, _folder) = table::engine(texts.map(|(id, text)| article(id, text)));
    let mut found = |query: &str| {
        let answer = engine.search(query, &Options::default()).expect("an answer");
        articles_of(&answer).into_iter().map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(found("Şuşa")[0], "Şuşa");
    assert!(!found("Şuşa").contains(&"şüşə".to_string()));
    assert_eq!(found("şüşə"), ["şüşə"]);
    assert_eq!(found("Sabir"), ["Sabir"]);
    assert_eq!(found("səbir"), ["səbir"]);
}

#[test]
fn a_name_that_looks_like_a_form_of_a_word_is_not_that_word() {
    let texts = [
        ("Qorxmaz", "Dünən paytaxta gələn Qorxmaz çıxış edib, sonra qonaqlar Qorxmaz ilə görüşüb."),
        ("Qorxmazın", "Tədbirdə rəssam Qorxmazın əsərləri göstərilib, tamaşaçılar Qorxmazın işini bəyənib."),
        ("qorxur", "Uşaq gecələr qaranlıqdan qorxur, bacısı isə heç nədən qorxmurdu."),
        ("Emin", "Tədbirdə çıxış edən Emin layihədən danışıb, sonra Emin suallara cavab verib."),
        ("əmin", "Nazir əmin olduğunu deyib ki, layihə vaxtında bitəcək, hamı buna əmin idi."),
        ("Aslan", "Dünən paytaxta gələn Aslan çıxış edib, sonra qonaqlar Aslan ilə görüşüb."),
        ("Aslanın", "Tədbirdə rəssam Aslanın əsərləri göstərilib, tamaşaçılar işi bəyənib."),
    ];
    let (mut engine, _folder) = table::engine(texts.map(|(id, text)| article(id, text)));
    let mut found = |query: &str| {
        let answer = engine.search(query, &Options::default()).expect("an answer");
        let mut ids: Vec<_> = articles_of(&answer).into_iter().map(str::to_string).collect();
        ids.sort();
        ids
    };
    assert_eq!(found("Qorxmaz"), ["Qorxmaz", "Qorxmazın"]);
    assert_eq!(found("Emin"), ["Emin"]);
    // A form of a name that is also a word is still a form of it.
    assert_eq!(found("Aslanın"), ["Aslan", "Aslanın"]);
    // A small letter, or the capital that any query may begin with, means the word too.
    assert!(found("qorxmaz").contains(&"qorxur".into()));
    assert!(found("Qorxmaz gecələr").contains(&"qorxur".into()));
    assert!(found("emin").contains(&"əmin".into()));
}

#[test]
fn a_common_word_that_is_not_here_is_no_name_that_sounds_like_it() {
    let text = "Dünən Bakıya gələn Şəkiyə Quliyeva jurnalistlərlə görüşüb, sonra Şəkiyə yola düşüb.";
    let (mut engine, _folder) = table::engine([article("name", text)]);
    // səhiyyə, typed plainly, in forms, and with the capital of a beginning.
    for query in ["sehiyye", "sehiyyede", "Sehiyye", "səhiyyə"] {
        let answer = engine.search(query, &Options::default()).expect("an answer");
        assert!(answer.hits.is_empty() && answer.words[0].variants.is_empty(), "{query}: {answer:?}");
    }
    // A name is still found.
    let answer = engine.search("Shakiyeh", &Options::default()).expect("an answer");
    assert_eq!(articles_of(&answer), ["name"]);
}

#[test]
fn the_newsroom_overrules_the_rules() {
    let text = |name: &str| format!("Dünən Bakıya gələn {name} jurnalistlərlə görüşüb.");
    let names = ["Tokayev", "Tokaev", "Naxçıvan", "Nuxa", "Şəki"];
    let (mut engine, _folder) = table::engine(names.map(|n| article(n, &text(n))));
    let (newsroom, faults) = said("# ours\nnot same\tTokayev\tTokaev\nexonym\tŞəki\tNuxa\n");
    assert!(faults.is_empty(), "{faults:?}");
    let plain = Options::default();
    let ours = Options { newsroom, ..Options::default() };
    assert_eq!(articles_of(&engine.search("Tokayev", &plain).expect("an answer")), ["Tokayev", "Tokaev"]);
    assert_eq!(articles_of(&engine.search("Tokayev", &ours).expect("an answer")), ["Tokayev"]);
    assert_eq!(articles_of(&engine.search("Nuxa", &plain).expect("an answer")), ["Nuxa"]);
    let answer = engine.search("Nuxada", &ours).expect("an answer");
    assert_eq!(articles_of(&answer), ["Nuxa", "Şəki"]);
    assert_eq!(answer.hits[1].highlights[0].grade, Grade::Exonym);
}

#[test]
fn a_bad_row_of_the_newsroom_is_told_and_the_good_ones_count() {
    let rows = "same\tTokayev\tToqayev\n\
                sane\tA\tB\n\
                same\tTokayev\n\
                same\tTokayev\t–\n\
                same\tTokayev\tTokayevin\n\
                not same\tİlham Əliyev\tİlham Quliyev\n\
                not same\tToqayev\tTokayev\n\
                exonym\tNyu York\tNew York\n";
    let (newsroom, faults) = said(rows);
    let told: Vec<_> = faults.into_iter().map(|f| (f.line, f.reason)).collect();
    let expected = [
        (2, Reason::Relation("sane".into())),
        (3, Reason::Columns),
        (4, Reason::Empty),
        (5, Reason::Same("Tokayev".into())),
        (6, Reason::Words),
        (7, Reason::Contradiction(1)),
    ];
    assert_eq!(told, expected);
    assert_eq!(newsroom.joined("tokayev"), [("toqayev", Grade::Newsroom)]);
    assert!(!newsroom.parts("tokayev", "toqayev"));
}

#[test]
fn one_spelling_is_taken_out_and_the_others_stay() {
    let text = |name: &str| format!("Dünən Bakıya gələn {name} jurnalistlərlə görüşüb.");
    let names = ["Tokayev", "Tokaev", "Toqayev"];
    let both = article("both", "Bir qəzet Tokayev, o biri Toqayev yazıb.");
    let (mut engine, _folder) = table::engine(names.map(|n| article(n, &text(n))).into_iter().chain([both]));
    let mut found = |query: &str| {
        let answer = engine.search(query, &Options::default()).expect("an answer");
        let mut ids: Vec<_> = articles_of(&answer).into_iter().map(str::to_string).collect();
        ids.sort();
        ids
    };
    assert_eq!(found("Tokaev"), ["Tokaev", "Tokayev", "Toqayev", "both"]);
    assert_eq!(found("Tokaev -\"Toqayev\""), ["Tokaev", "Tokayev", "both"]);
    // What is no spelling of a wanted word leaves paragraphs out, as ever.
    assert_eq!(found("Bakıya -\"Toqayev\""), ["Tokaev", "Tokayev"]);
}

#[test]
fn a_distant_spelling_leads_no_further() {
    let text = |name: &str| format!("Dünən Bakıya gələn {name} jurnalistlərlə görüşüb.");
    let names = ["Tokayev", "Tagiyev", "Tağıyev"];
    let (mut engine, _folder) = table::engine(names.map(|name| article(name, &text(name))));
    let answer = engine.search("Tokaev", &Options::default()).expect("an answer");
    let found = articles_of(&answer);
    assert_eq!(found[0], "Tokayev", "{found:?}");
    assert!(!found.contains(&"Tağıyev"), "{found:?}");
}

#[test]
fn a_common_word_spells_a_name_beside_the_other_name() {
    let texts = [
        ("original", "Şirkətin sahibi, məqalədə deyildiyi kimi, Elon Musk yeni gəmi sifariş edib."),
        ("ours", "Nazirliyin açıqlamasına görə, İlon Mask gələn ay Bakıya səfər edəcək."),
        ("inflected", "Sərgidə, xəbər verildiyi kimi, İlon Maskın raketləri də göstərilib."),
        ("word", "Həkimlər hər kəsə evdən çıxanda mask taxmağı məsləhət görür, mask ucuzdur."),
        ("other", "Bu gün Ellen adlı jurnalist uşaqlara mask paylayıb və mask barədə danışıb."),
    ];
    let (mut engine, _folder) = table::engine(texts.map(|(id, text)| article(id, text)));
    let answer = engine.search("Elon Musk", &Options::default()).expect("an answer");
    let whole = answer.hits.iter().filter(|hit| hit.missing.is_empty());
    let mut whole: Vec<&str> = whole.map(|hit| hit.article.article.id.as_str()).collect();
    whole.sort();
    assert_eq!(whole, ["inflected", "original", "ours"], "{:?}", answer.words);
    assert!(!articles_of(&answer).contains(&"word"));
}

#[test]
fn a_strange_word_meets_the_convention_of_the_archive() {
    let number = |n: usize| (n.to_string(), format!("{n} nömrəli məruzədə sahildəki sunami təsvir olunub."));
    let mut texts: Vec<(String, String)> = (0..25).map(number).collect();
    texts.push(("typed".into(), "Kitabda bu hadisə tsunami adlanır.".into()));
    texts.push(("hung".into(), "Divara böyük bir xalça dikildi.".into()));
    texts.extend((30..60).map(|n| (n.to_string(), format!("Kənddə {n} mənzilli bina tikildi."))));
    let (mut engine, _folder) = table::engine(texts.iter().map(|(id, text)| article(id, text)));
    let mut found = |query: &str| {
        let options = Options { limit: 100, folding: Folding::Off, ..Options::default() };
        engine.search(query, &options).expect("an answer").hits.len()
    };
    assert_eq!(found("tsunami"), 26);
    assert_eq!(found("TSUNAMİ"), 26);
    // What the archive mostly writes so needs no other spelling, nor does a word of the language.
    assert_eq!(found("sunami"), 25);
    assert_eq!(found("dikildi"), 1);
}

#[test]
fn an_acronym_and_its_long_form_find_each_other() {
    let texts = [
        ("explained", "Bakıda İslam Əməkdaşlıq Təşkilatının (İƏT) iclası keçirilib, nazirlər çıxış edib."),
        ("long", "Nazir İslam Əməkdaşlıq Təşkilatının baş katibi ilə görüşüb, layihələr müzakirə olunub."),
        ("short", "İƏT-in baş katibi dünən səfərə gəlib və rəsmi şəxslərlə danışıqlar aparıb."),
        ("apart", "İslam mədəniyyəti üzrə əməkdaşlıq genişlənir, təşkilat yeni layihə hazırlayır."),
    ];
    let (mut engine, _folder) = table::engine(texts.map(|(id, text)| article(id, text)));
    let mut ask = |query: &str| engine.search(query, &Options::default()).expect("an answer");
    let answer = ask("İƏT");
    let mut found = articles_of(&answer);
    found.sort();
    assert_eq!(found, ["explained", "long", "short"]);
    let long = answer.words[0].variants.iter().find(|v| v.grade == Grade::Acronym).expect("a long form");
    assert_eq!(long.source.as_deref(), Some("explained#0"));
    let hit = answer.hits.iter().find(|h| h.article.article.id == "long").expect("the long form's hit");
    let marked: Vec<&str> = hit.highlights.iter().map(|h| &hit.text[h.from..h.to]).collect();
    assert_eq!(marked, ["İslam", "Əməkdaşlıq", "Təşkilatının"]);
    let answer = ask("islam əməkdaşlıq təşkilatı");
    let complete: Vec<String> = answer.hits.iter().filter(|h| h.missing.is_empty()).map(|h| h.id()).collect();
    assert!(complete.contains(&"short#0".to_string()), "{complete:?}");
    assert!(articles_of(&ask("İƏT -Bakıda")).contains(&"long"));
    assert_eq!(articles_of(&ask("=İƏT")), ["explained"], "the very form only");
}

#[test]
fn an_acronym_that_everybody_knows_needs_no_explanation() {
    let texts = [
        ("pipeline", "Neft Bakı–Tbilisi–Ceyhan kəməri ilə dünya bazarlarına çıxarılır."),
        ("railway", "BTQ xətti üzrə yükdaşımalar artıb."),
        ("emirates", "Nümayəndə heyəti BƏƏ-yə səfər edib, görüşlər keçirilib."),
        ("faith", "Ölkədə din azadlığı qanunla qorunur."),
        ("ministry", "Daxili İşlər Nazirliyinin əməkdaşları hadisə yerinə gəliblər."),
        ("committee", "DTK-nın sənədləri arxivdən çıxarılıb."),
        ("service", "DTX-nın sənədləri arxivə verilib."),
    ];
    let (mut engine, _folder) = table::engine(texts.map(|(id, text)| article(id, text)));
    let mut ask = |query: &str| {
        let answer = engine.search(query, &Options::default()).expect("an answer");
        articles_of(&answer).into_iter().map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(ask("BTC"), ["pipeline"]);
    assert_eq!(ask("ОАЭ"), ["emirates"], "what another language writes");
    assert_eq!(ask("Birləşmiş Ərəb Əmirlikləri"), ["emirates"]);
    assert_eq!(ask("DİN əməkdaşları")[0], "ministry");
    assert_eq!(ask("din"), ["faith"], "a word, unless it is set off in capitals");
    assert_eq!(ask("DTX"), ["service"], "two acronyms are never spellings of each other");
    assert_eq!(ask("DTX-nın"), ["service"], "nor with an ending written apart");
}

#[test]
fn the_archive_lists_its_names_with_evidence() {
    let texts = [
        ("a", "Dünən Prezident Qasım-Comərd Tokayev Bakıya gəlib."),
        ("b", "Qonaq Qasım-Comərd Tokayev ilə görüşdə Nərimanov iştirak edib."),
        ("c", "Bu gün Qasım-Comərd Tokaev Moskvadan Bakıya uçub."),
        ("d", "Ekranda Coan Fonteyn (ing. Joan Fontaine) görünür."),
        ("e", "Filmdə baş rolu Joan Fontaine oynayıb."),
    ];
    let dated = texts.map(|(id, text)| Article {
        date: axtar::corpus::PublicationDate::parse("2024-05-01"),
        ..article(id, text)
    });
    let (engine, _folder) = table::engine(dated);
    let list = |prefix: &str, rows: &str| {
        let mut analyzer = Analyzer::new(Scheme::Axtar);
        let (newsroom, _) = Newsroom::parse(rows, &mut analyzer);
        axtar::mining::names(engine.archive(), &mut analyzer, &newsroom, prefix, 50).expect("a list")
    };
    let names = list("toka", "");
    let spelled = |name: usize| -> Vec<_> {
        names[name].spellings.iter().map(|s| (s.spelling.as_str(), s.paragraphs)).collect()
    };
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(spelled(0), [("Qasım-Comərd Tokayev", 2), ("Qasım-Comərd Tokaev", 1)]);
    assert_eq!(spelled(1), [("Tokayev", 2), ("Tokaev", 1)]);
    assert_eq!(names[0].years.get(&2024), Some(&3));
    assert!(names[1].spellings[1].evidence.contains(&Evidence::Beside { word: "comərd".into() }));
    let fonteyn = list("font", "");
    let bracket = |e: &Evidence| matches!(e, Evidence::Bracket { paragraph } if paragraph == "d#0");
    assert!(fonteyn[0].spellings.iter().any(|s| s.evidence.iter().any(bracket)), "{fonteyn:?}");
    // Apart as words, and so as full names.
    assert_eq!(list("toka", "not same\tTokayev\tTokaev\n").len(), 4);
}

#[test]
fn an_initial_does_not_hide_the_first_name() {
    let texts = [
        ("full", "Dünən Bakıda Rüstəm Nərimanov jurnalistlərlə görüşüb, suallara cavab verib."),
        ("initial", "Dünən Bakıda R.Nərimanov jurnalistlərlə görüşüb, suallara cavab verib."),
    ];
    let (mut engine, _folder) = table::engine(texts.map(|(id, text)| article(id, text)));
    let answer = engine.search("R.Nərimanov", &Options::default()).expect("an answer");
    assert_eq!(articles_of(&answer), ["initial", "full"]);
    assert!(answer.hits.iter().all(|h| h.missing.is_empty()), "an initial is nothing to lack");
}

#[test]
fn full_names_are_grouped_word_by_word() {
    let text = |name: &str| format!("Dünən paytaxta gələn {name} çıxış edib, qonaqlar {name} ilə görüşüb.");
    let names =
        ["Rüstəm Nərimanov", "Rustam Narimanov", "Нариманов Рустам", "Rüstəm Həsənov", "Sabir Nərimanov"];
    let (engine, _folder) = table::engine(names.map(|name| article(name, &text(name))));
    let mut analyzer = Analyzer::new(Scheme::Axtar);
    let list = axtar::mining::names(engine.archive(), &mut analyzer, &Newsroom::default(), "", 50);
    let list = list.expect("a list");
    let mut full: Vec<Vec<&str>> = list
        .iter()
        .map(|name| name.spellings.iter().map(|s| s.spelling.as_str()).collect::<Vec<_>>())
        .filter(|spellings| spellings[0].contains(' '))
        .collect();
    full.iter_mut().for_each(|spellings| spellings.sort());
    full.sort();
    let one = vec!["Rustam Narimanov", "Rüstəm Nərimanov", "Нариманов Рустам"];
    assert_eq!(full, [one, vec!["Rüstəm Həsənov"], vec!["Sabir Nərimanov"]]);
}
