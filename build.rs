//! Turns the tables of `src/analysis/data` into what the library embeds: the
//! lexicon as a hash table, the suffix automaton as static tables; and stamps it with a
//! hash of the data and the commit. `src/index/data` has the pieces of packed text.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[path = "src/analysis/lemma/entry.rs"]
#[allow(dead_code)]
mod entry;
#[path = "build/foreign.rs"]
mod foreign;
#[path = "src/analysis/lemma/letters.rs"]
mod letters;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "src/index/piece_codes.rs"]
#[allow(dead_code)]
mod piece_codes;
#[path = "build/pieces.rs"]
mod pieces;
#[path = "build/russian.rs"]
mod russian;
#[path = "src/analysis/lemma/spell.rs"]
mod spell;
#[path = "src/analysis/lemma/stem_hash.rs"]
mod stem_hash;
#[path = "build/suffixes.rs"]
mod suffixes;
#[path = "build/trigrams.rs"]
mod trigrams;

fn main() {
    let data = Path::new("src/analysis/data");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=.git/logs/HEAD");
    println!("cargo::rustc-env=AXTAR_DATA_HASH={:08x}", data_hash(data));
    println!("cargo::rustc-env=AXTAR_COMMIT={}", commit());
    let read_at = |folder: &Path, name: &str| {
        let path = folder.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let read = |name: &str| read_at(data, name);
    fs::write(
        out.join("suffixes.rs"),
        suffixes::compile(&read("suffixes.tsv"), &read("suffix_groups.tsv"), &read("suffix_counts.tsv")),
    )
    .expect("OUT_DIR can be written");
    let words = read("lexicon.tsv");
    fs::write(out.join("trigrams.bin"), trigrams::compile(&words)).expect("OUT_DIR can be written");
    fs::write(out.join("known_endings.rs"), suffixes::compile_endings(&read("known_endings.tsv")))
        .expect("OUT_DIR can be written");
    fs::write(out.join("foreign.fst"), foreign::compile(&read("foreign.tsv")))
        .expect("OUT_DIR can be written");
    let russian = russian::compile(&read("russian_surnames.tsv"), &read("russian_nouns.tsv"));
    fs::write(out.join("russian.rs"), russian).expect("OUT_DIR can be written");
    let compiled = lexicon::compile(&words, &read("vowel_drop.tsv"), &read("irregular.tsv"));
    for (name, bytes) in
        [("records", &compiled.records), ("starts", &compiled.starts), ("places", &compiled.places)]
    {
        fs::write(out.join(format!("lexicon_{name}.bin")), bytes).expect("OUT_DIR can be written");
    }
    let pieces = pieces::compile(&read_at(Path::new("src/index/data"), "pieces.tsv"));
    fs::write(out.join("pieces.bin"), pieces.letters).expect("OUT_DIR can be written");
    fs::write(out.join("pieces.rs"), pieces.tables).expect("OUT_DIR can be written");
    let list =
        format!("static IRREGULAR: [&str; {}] = {:?};\n", compiled.irregular.len(), compiled.irregular);
    fs::write(out.join("irregular.rs"), list).expect("OUT_DIR can be written");
}

/// FNV-1a over the data files in order of name: an index built from other data is told apart.
fn data_hash(data: &Path) -> u32 {
    let mut files: Vec<_> = fs::read_dir(data).into_iter().flatten().flatten().map(|f| f.path()).collect();
    files.sort();
    let tables = files.iter().filter(|f| f.extension().is_some_and(|e| e == "tsv"));
    let bytes = tables.flat_map(|f| fs::read(f).unwrap_or_default());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The commit built, or `unknown` outside a checkout.
fn commit() -> String {
    let output = Command::new("git").args(["rev-parse", "--short=10", "HEAD"]).output();
    match output {
        Ok(o) if o.status.success() => String::from_utf8_lossy(&o.stdout).trim().to_string(),
        _ => "unknown".into(),
    }
}
