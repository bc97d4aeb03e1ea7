//! The text forms of TREC: judgements (`qid 0 document grade`) and runs (`qid Q0 document rank score
//! name`), columns parted by blanks.

use std::collections::BTreeMap;
use std::path::Path;

use super::MeasureError;
use super::queries::read;

/// Judged grades by query and document.
pub type Judgements = BTreeMap<String, BTreeMap<String, u32>>;
/// Documents by query, best first.
pub type Rankings = BTreeMap<String, Vec<String>>;

/// An id as TREC files can hold it, whose columns are parted by blanks: these become `%20`.
pub fn document_id(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("%20")
}

/// Reads judgements; a grade below 0 (spam, in some of them) counts as 0.
pub fn read_judgements(path: &Path) -> Result<Judgements, MeasureError> {
    let mut judgements = Judgements::new();
    let expected = "qid 0 document grade (a whole number)";
    rows(path, expected, |cells| {
        let [query, _, document, grade] = cells else { return None };
        let grade = grade.parse::<i32>().ok()?.max(0).unsigned_abs();
        judgements.entry((*query).into()).or_default().insert((*document).into(), grade);
        Some(())
    })?;
    Ok(judgements)
}

/// Reads a run. The score decides the order, as in `trec_eval`, and the rank between equal scores.
pub fn read_run(path: &Path) -> Result<Rankings, MeasureError> {
    let mut scored: BTreeMap<String, Vec<(f64, i64, String)>> = BTreeMap::new();
    let expected = "qid Q0 document rank score name";
    rows(path, expected, |cells| {
        let [query, _, document, rank, score, _] = cells else { return None };
        let (rank, score) = (rank.parse().ok()?, score.parse::<f64>().ok().filter(|s| !s.is_nan())?);
        scored.entry((*query).into()).or_default().push((score, rank, (*document).into()));
        Some(())
    })?;
    let ordered = scored.into_iter().map(|(query, mut documents)| {
        documents.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        (query, documents.into_iter().map(|(_, _, document)| document).collect())
    });
    Ok(ordered.collect())
}

/// Gives the cells of each line to `take`, which refuses what is not as expected.
fn rows(
    path: &Path,
    expected: &'static str,
    mut take: impl FnMut(&[&str]) -> Option<()>,
) -> Result<(), MeasureError> {
    for (number, line) in read(path)?.lines().enumerate() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        if !cells.is_empty() && take(&cells).is_none() {
            let path = path.display().to_string();
            return Err(MeasureError::Trec { path, line: number + 1, expected });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(content: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), content).expect("written");
        file
    }

    #[test]
    fn a_run_is_ordered_by_score_then_by_rank() {
        let file = file("q Q0 c 3 1.5 x\nq Q0 b 2 1.5 x\n\nq Q0 a 9 7 x\nr Q0 z 1 -1 x\n");
        let run = read_run(file.path()).expect("a run");
        assert_eq!(run["q"], ["a", "b", "c"]);
        assert_eq!(run["r"], ["z"]);
    }

    #[test]
    fn a_bad_line_is_named() {
        for (content, line) in [("q 0 a 1\nq 0 b\n", 2), ("q 0 a high\n", 1)] {
            let error = read_judgements(file(content).path()).expect_err("an error").to_string();
            assert!(error.contains(&format!(":{line}: qid 0 document grade")), "{error}");
        }
        let error = read_run(file("q Q0 a 1 NaN x\n").path()).expect_err("an error").to_string();
        assert!(error.contains(":1: qid Q0 document rank score name"), "{error}");
        let judged = read_judgements(file("q 0 a -2\n").path()).expect("judgements");
        assert_eq!(judged["q"]["a"], 0);
    }
}
