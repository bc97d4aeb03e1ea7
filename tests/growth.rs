//! A living archive: what is added, changed, moved, removed and kept while it grows.

mod newsroom;

use std::fs;

use newsroom::{Newsroom, json_lines};

#[test]
fn articles_are_removed_by_id_and_only_with_consent() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Körpü", "Yeni körpü açıldı.");
    room.article("arxiv/b.jsonl", "b", "Məktəb", "Yeni məktəb açıldı.\nİkinci abzas.");
    room.must(0, &["index", "arxiv"]);

    let dry = room.must(0, &["remove", "b", "--dry-run"]);
    assert_eq!(dry.out, "b\tMəktəb\n");
    assert!(dry.err.contains("1 article (2 paragraphs) would go"), "{}", dry.err);
    let unasked = room.must(2, &["remove", "b"]);
    assert!(unasked.err.contains("--yes"), "{}", unasked.err);
    assert_eq!(room.found("açıldı"), ["a", "b"]);

    let removed = room.must(2, &["remove", "b", "yoxdur", "b", "--yes"]);
    assert!(removed.err.contains("there is no article `yoxdur`"), "{}", removed.err);
    assert!(removed.err.contains("1 article (2 paragraphs) removed"), "{}", removed.err);
    assert!(removed.err.contains("b.jsonl"), "its file brings it back: {}", removed.err);
    assert_eq!(room.found("açıldı"), ["a"]);
    assert_eq!(room.info()["articles"], 1);
    room.must(1, &["remove", "b", "--yes"]);
    room.must(0, &["verify"]);

    // As it said: the file is still there.
    room.must(0, &["index", "arxiv"]);
    assert_eq!(room.found("açıldı"), ["a", "b"]);
}

#[test]
fn a_vanished_file_keeps_its_articles_until_they_are_pruned() {
    let room = Newsroom::new();
    for id in ["a", "b", "c"] {
        room.article(&format!("arxiv/{id}.jsonl"), id, "Xəbər", &format!("Liman haqqında {id}."));
    }
    room.article("başqa/d.jsonl", "d", "Xəbər", "Liman haqqında d.");
    room.must(0, &["index", "arxiv", "başqa"]);
    fs::remove_file(room.path("arxiv/b.jsonl")).expect("removed");
    fs::remove_file(room.path("başqa/d.jsonl")).expect("removed");
    room.must(0, &["index", "arxiv"]);
    assert_eq!(room.found("liman"), ["a", "b", "c", "d"], "nothing goes by itself");

    let dry = room.must(0, &["index", "arxiv", "--prune", "--dry-run"]);
    assert!(dry.out.ends_with("arxiv/b.jsonl\n") && dry.out.lines().count() == 1, "{}", dry.out);
    let unasked = room.must(2, &["index", "arxiv", "--prune"]);
    assert!(unasked.err.contains("1 file with 1 article"), "{}", unasked.err);
    assert_eq!(room.found("liman"), ["a", "b", "c", "d"]);

    let report = room.path("report.jsonl").to_string_lossy().into_owned();
    let pruned = room.must(0, &["index", "arxiv", "--prune", "--yes", "--report", &report]);
    assert!(pruned.err.contains("1 article taken out"), "{}", pruned.err);
    assert_eq!(room.found("liman"), ["a", "c", "d"], "and only under the paths given");
    assert!(fs::read_to_string(report).expect("a report").contains(r#""became":"pruned""#));
    room.must(1, &["index", "arxiv", "--prune", "--dry-run"]);
}

#[test]
fn what_moved_or_is_in_another_file_too_is_not_pruned() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında a.");
    room.article("arxiv/b.jsonl", "b", "Xəbər", "Liman haqqında b.");
    room.article("arxiv/b-yenə.jsonl", "b", "Xəbər", "Liman haqqında b.");
    room.must(0, &["index", "arxiv"]);
    fs::rename(room.path("arxiv/a.jsonl"), room.path("arxiv/köçdü.jsonl")).expect("renamed");
    fs::remove_file(room.path("arxiv/b-yenə.jsonl")).expect("removed");
    room.must(0, &["index", "arxiv"]);
    let path = |room: &Newsroom, id: &str| {
        let shown = room.must(0, &["show", id, "--format", "json"]).out;
        serde_json::from_str::<serde_json::Value>(&shown).expect("JSON")["path"].as_str().map(str::to_owned)
    };
    assert_eq!(path(&room, "a").as_deref(), Some("arxiv/köçdü.jsonl"), "known by its new file");
    room.must(0, &["index", "arxiv", "--prune", "--yes"]);
    assert_eq!(room.found("liman"), ["a", "b"]);
    assert_eq!(path(&room, "b").as_deref(), Some("arxiv/b.jsonl"));
}

#[test]
fn a_disk_that_is_not_there_prunes_nothing() {
    let room = Newsroom::new();
    room.article("disk/a.jsonl", "a", "Xəbər", "Liman haqqında.");
    room.must(0, &["index", "disk"]);
    fs::rename(room.path("disk"), room.path("çıxarılıb")).expect("renamed");
    let ended = room.must(2, &["index", "disk", "--prune", "--yes"]);
    assert!(ended.err.contains("no such file or folder"), "{}", ended.err);
    assert_eq!(room.found("liman"), ["a"]);
}

#[test]
fn a_report_tells_of_every_input_and_why_it_was_passed_over() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında.");
    room.must(0, &["index", "arxiv"]);
    room.write("arxiv/b.jsonl", "{\"id\":\"b\",\"title\":\"Yeni\"}\n{\"id\":\n");
    room.write("arxiv/c.txt", "");
    let ended = room.must(2, &["index", "arxiv", "yoxdur.txt", "--report", "hesabat.jsonl"]);
    assert!(ended.err.contains("b.jsonl:2"), "{}", ended.err);
    let report = fs::read_to_string(room.path("hesabat.jsonl")).expect("a report");
    let lines: Vec<serde_json::Value> =
        report.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |name: &str| {
        let line = lines.iter().find(|line| line["input"].as_str().is_some_and(|i| i.ends_with(name)));
        line.unwrap_or_else(|| panic!("{name} in {report}"))
    };
    assert_eq!(of("a.jsonl")["became"], "unchanged");
    let b = of("b.jsonl");
    assert_eq!((&b["became"], &b["articles"], &b["written"]), (&"partly".into(), &1.into(), &1.into()));
    let problem = &b["problems"][0];
    assert_eq!((&problem["line"], &problem["severity"]), (&2.into(), &"error".into()));
    assert!(problem["file"].as_str().is_some_and(|file| file.ends_with("b.jsonl")), "{problem}");
    assert_eq!(of("c.txt")["became"], "unread");
    assert_eq!(of("yoxdur.txt")["became"], "unread");
    let summary = &lines.last().expect("a summary")["summary"];
    assert_eq!((&summary["articles"], &summary["failed"]), (&1.into(), &3.into()));
    let nowhere = room.must(2, &["index", "arxiv", "--report", "yoxdur/hesabat.jsonl"]);
    assert!(nowhere.err.contains("cannot write `yoxdur/hesabat.jsonl`"), "{}", nowhere.err);
    let shown = room.must(2, &["index", "arxiv", "--report", "-"]);
    assert!(shown.out.lines().all(|line| line.starts_with('{')), "{}", shown.out);
    assert!(shown.out.contains("summary") && !room.path("-").exists());
}

#[test]
fn a_changed_article_replaces_the_old_one_and_keeps_it() {
    let room = Newsroom::new();
    let text = |n: u32| format!("Yanğında {n} nəfər xilas edilib.\nAraşdırma aparılır.");
    room.article("arxiv/a.jsonl", "a", "Yanğın", &text(2));
    room.article("arxiv/b.jsonl", "b", "Sel", "Sel olub.");
    room.must(0, &["index", "arxiv"]);
    room.article("arxiv/a.jsonl", "a", "Yanğın", &text(31));
    room.must(0, &["index", "arxiv"]);
    room.article("arxiv/a.jsonl", "a", "Yanğın söndürülüb", &text(412));
    room.must(0, &["index", "arxiv"]);

    let check = |room: &Newsroom| {
        let versions = json_lines(&room.must(0, &["show", "a", "--revisions", "--format", "json"]).out);
        let paragraphs: Vec<&str> =
            versions.iter().filter_map(|v| v["article"]["paragraphs"][0].as_str()).collect();
        assert_eq!(paragraphs, [2, 31, 412].map(|n| format!("Yanğında {n} nəfər xilas edilib.")));
        let replaced: Vec<bool> = versions.iter().map(|v| v["replaced"].is_string()).collect();
        assert_eq!(replaced, [true, true, false], "the last is the one that holds");
        // Earlier versions are no articles: not found, not counted, not listed.
        assert_eq!(room.found("xilas"), ["a"]);
        assert!(room.found("31").is_empty() && room.found("412") == ["a"]);
        let info = room.info();
        assert_eq!((&info["articles"], &info["paragraphs"]), (&2.into(), &3.into()), "{info}");
        assert_eq!((&info["revised"], &info["revisions"]), (&1.into(), &2.into()), "{info}");
    };
    check(&room);
    let list = room.must(0, &["show", "a", "--revisions"]).out;
    assert_eq!(list.lines().count(), 3, "{list}");
    assert!(list.contains(" UTC  Yanğın  −1 +1\n") && list.contains("now  Yanğın söndürülüb\n"), "{list}");
    let first = room.must(0, &["show", "a", "--revision", "1"]).out;
    assert!(first.contains("Yanğında 2 nəfər"), "{first}");
    let one = room.must(0, &["show", "a", "--diff", "1..2"]).out;
    assert!(one.contains("Yanğında [-2-] {+31+} nəfər xilas edilib."), "{one}");
    let all = room.must(0, &["show", "a", "--diff", "1"]).out;
    assert!(all.contains("Yanğın {+söndürülüb+}") && all.contains("[-2-] {+412+}"), "{all}");
    assert!(all.contains("1 line unchanged"), "{all}");
    let none = room.must(1, &["show", "a", "--revision", "4"]);
    assert!(none.err.contains("there is no version 4: the article has 3"), "{}", none.err);
    assert_eq!(room.must(0, &["show", "b", "--revisions"]).out.lines().count(), 1);

    // They go through a rebuild, a merge and an unchanged run, and go with their article.
    room.must(0, &["index", "--rebuild"]);
    check(&room);
    room.must(0, &["optimize"]);
    room.must(0, &["index", "arxiv"]);
    check(&room);
    room.must(0, &["remove", "a", "--yes"]);
    room.must(0, &["index", "arxiv"]);
    assert_eq!(room.must(0, &["show", "a", "--revisions"]).out.lines().count(), 1);
}

#[test]
fn what_was_taken_back_is_kept_and_the_same_text_is_no_new_version() {
    let room = Newsroom::new();
    for text in ["Birinci mətn.", "İkinci mətn.", "Birinci mətn."] {
        room.article("arxiv/a.jsonl", "a", "Xəbər", text);
        room.must(0, &["index", "arxiv"]);
        // The same text written again is no change.
        room.article("arxiv/a.jsonl", "a", "Xəbər", text);
        room.must(0, &["add", "arxiv/a.jsonl"]);
    }
    let versions = json_lines(&room.must(0, &["show", "a", "--revisions", "--format", "json"]).out);
    assert_eq!(versions.len(), 3, "{versions:?}");
}

#[test]
fn info_tells_what_the_archive_is_made_of() {
    let room = Newsroom::new();
    room.write(
        "arxiv/a.jsonl",
        "{\"id\":\"1\",\"title\":\"Köhnə\",\"body\":\"Mətn.\",\"date\":\"2019-03-04\",\"source\":\"Kaspi\",\"lang\":\"az\"}\n\
         {\"id\":\"2\",\"title\":\"Yeni\",\"body\":\"Mətn.\",\"date\":\"2024-05-06\",\"source\":\"KASPİ\"}\n\
         {\"id\":\"3\",\"title\":\"Adsız\",\"body\":\"Mətn.\",\"source\":\"Azadlıq\"}\n",
    );
    room.must(0, &["index", "arxiv"]);
    let info = room.info();
    assert_eq!(info["oldest_article"]["id"], "1");
    assert_eq!((&info["newest"], &info["newest_article"]["title"]), (&"2024-05-06".into(), &"Yeni".into()));
    assert_eq!(info["sources"][0]["articles"], 2, "{info}");
    assert_eq!(info["sources"][1], serde_json::json!({"value": "Azadlıq", "articles": 1}));
    assert_eq!(info["languages"], serde_json::json!([{"value": "az", "articles": 1}]));
    assert_eq!((&info["files"], &info["by_segment"][0]["paragraphs"]), (&1.into(), &3.into()));
    let text = room.must(0, &["info"]).out;
    assert!(text.contains("2019-03-04  Köhnə  (1)") && text.contains("az 1, not stated 2"), "{text}");
}

#[test]
fn optimizing_leaves_one_segment_and_nothing_removed() {
    let room = Newsroom::new();
    let mut lines = String::new();
    for n in 0..300 {
        lines += &format!("{{\"id\":\"{n}\",\"title\":\"Xəbər\",\"body\":\"Silinəcəksöz{n} mətni.\"}}\n");
    }
    room.write("arxiv/a.jsonl", &lines);
    room.must(0, &["index", "arxiv"]);
    room.must(0, &["remove", "7", "--yes"]);
    assert_eq!(room.info()["deleted"], 1);
    let done = room.must(0, &["optimize"]);
    assert!(done.err.contains("1 deleted paragraph"), "{}", done.err);
    let info = room.info();
    assert_eq!((&info["deleted"], &info["segments"], &info["articles"]), (&0.into(), &1.into(), &299.into()));
    assert_eq!(room.found("silinəcəksöz8"), ["8"]);
    let again = room.must(0, &["optimize"]);
    assert!(again.err.contains("nothing to do"), "{}", again.err);
    room.must(0, &["verify"]);
}

#[test]
fn a_backup_is_an_index_and_comes_back_as_it_was() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında a.");
    room.must(0, &["index", "arxiv"]);
    let first = room.must(0, &["backup", "nüsxə", "--json"]);
    let first: serde_json::Value = serde_json::from_str(&first.out).expect("JSON");
    assert!(first["files"].as_u64() > Some(3), "{first}");
    room.article("arxiv/b.jsonl", "b", "Xəbər", "Liman haqqında b.");
    room.must(0, &["index", "arxiv"]);
    assert_eq!(
        room.must(0, &["search", "liman", "--index", "nüsxə", "--no-last"]).out.matches("Liman").count(),
        1
    );

    // Back to what was backed up; the files of what went are gone from the folder too.
    let dry = room.must(0, &["restore", "nüsxə", "--dry-run"]);
    assert!(dry.err.contains("would be replaced"), "{}", dry.err);
    let unasked = room.must(2, &["restore", "nüsxə"]);
    assert!(unasked.err.contains("--yes"), "{}", unasked.err);
    assert_eq!(room.found("liman"), ["a", "b"]);
    room.must(0, &["restore", "nüsxə", "--yes"]);
    assert_eq!(room.found("liman"), ["a"]);
    room.must(0, &["verify"]);
    // The list of files came back too: b is new again, a is known.
    let again = room.must(0, &["index", "arxiv"]);
    assert!(
        again.err.contains("1 article (1 paragraph) indexed") && again.err.contains("1 unchanged"),
        "{}",
        again.err
    );

    // Into a new folder, and over an earlier backup only what is new.
    room.must(0, &["backup", "nüsxə"]);
    room.must(0, &["restore", "nüsxə", "--index", "başqa"]);
    room.must(0, &["verify", "--index", "başqa"]);
    let found = room.must(0, &["search", "liman", "--index", "başqa", "--format", "json", "--no-last"]);
    assert_eq!(found.out.lines().count(), 2);
    let third = room.must(0, &["backup", "nüsxə", "--json"]);
    let third: serde_json::Value = serde_json::from_str(&third.out).expect("JSON");
    assert_eq!(third["files"], 0, "nothing is new: {third}");
}

#[test]
fn an_index_or_a_backup_in_the_archive_is_no_part_of_it() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında a.");
    room.must(0, &["index", "arxiv", "--index", "arxiv/index"]);
    room.must(0, &["backup", "arxiv/nüsxə", "--index", "arxiv/index"]);
    let again = room.must(0, &["index", "arxiv"]);
    assert!(again.err.contains("1 article (1 paragraph) indexed"), "{}", again.err);
    assert!(!again.err.contains("warning"), "{}", again.err);
}

#[test]
fn a_damaged_backup_is_never_restored_and_another_folder_never_overwritten() {
    let room = Newsroom::new();
    room.article("arxiv/a.jsonl", "a", "Xəbər", "Liman haqqında a.");
    room.must(0, &["index", "arxiv"]);
    room.must(0, &["backup", "nüsxə"]);
    for entry in fs::read_dir(room.path("nüsxə")).expect("listed").flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        // Locks and copies of what the mark holds itself are not read by a restore.
        if name.starts_with('.') || name == "meta.json" || name == "axtar-files.json" {
            continue;
        }
        let sound = fs::read(&path).expect("read");
        let mut damaged = sound.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x10;
        fs::write(&path, &damaged).expect("written");
        let target = format!("yeni-{name}");
        let ended = room.run(&["restore", "nüsxə", "--index", &target]);
        let is_mark = name == "axtar-backup.json";
        assert!(ended.code == 2 && (is_mark || ended.err.contains(&name)), "{name}: {}", ended.err);
        assert!(!room.path(&target).join("meta.json").exists(), "{name}");
        // Once the backup is sound again, the same command goes on.
        fs::write(&path, &sound).expect("written");
        room.must(0, &["restore", "nüsxə", "--index", &target]);
        room.must(0, &["verify", "--index", &target]);
    }
    for taken in ["arxiv", "index", "."] {
        let ended = room.must(2, &["backup", taken]);
        assert!(ended.err.contains("is no backup made by axtar"), "{taken}: {}", ended.err);
    }
    let ended = room.must(2, &["restore", "arxiv"]);
    assert!(ended.err.contains("is no backup made by axtar"), "{}", ended.err);
}

/// While a writer commits and merges, each backup is some commit of it, whole.
#[test]
fn a_backup_is_safe_while_another_process_writes() {
    let room = Newsroom::new();
    room.article("arxiv/0.jsonl", "0", "Xəbər", "Liman haqqında.");
    room.must(0, &["index", "arxiv"]);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 1..=20 {
                room.article(
                    &format!("arxiv/{n}.jsonl"),
                    &n.to_string(),
                    "Xəbər",
                    &format!("Liman haqqında {n}."),
                );
                room.must(0, &["add", &format!("arxiv/{n}.jsonl")]);
            }
        });
        let mut before = 1;
        for round in 0.. {
            let name = format!("nüsxə{}", round % 2);
            room.must(0, &["backup", &name]);
            room.must(0, &["verify", "--index", &name]);
            let found = room.must(
                0,
                &["search", "liman", "-n", "100", "--index", &name, "--format", "json", "--no-last"],
            );
            let count = found.out.lines().count();
            assert!(count >= before, "{count} after {before}");
            before = count;
            if writer.is_finished() {
                break;
            }
        }
    });
    room.must(0, &["backup", "nüsxə0"]);
    room.must(0, &["restore", "nüsxə0", "--index", "yeni"]);
    let found =
        room.must(0, &["search", "liman", "-n", "100", "--index", "yeni", "--format", "json", "--no-last"]);
    assert_eq!(found.out.lines().count(), 21);
}
