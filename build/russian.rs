//! Compiles the Russian tables into Rust constants.

/// Rust source of the surname endings and of the nouns that look like surnames.
pub fn compile(surnames: &str, nouns: &str) -> String {
    let rows = |text: &str| -> Vec<Vec<String>> {
        text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    };
    let endings: Vec<(String, String, String)> =
        rows(surnames).into_iter().map(|r| (r[0].clone(), r[1].clone(), r[2].clone())).collect();
    let stems: Vec<String> = rows(nouns).into_iter().map(|r| r[0].clone()).collect();
    format!(
        "static SURNAME_ENDINGS: [(&str, &str, &str); {}] = {endings:?};\nstatic NOUNS: [&str; {}] = {stems:?};\n",
        endings.len(),
        stems.len()
    )
}
