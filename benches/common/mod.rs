//! A made archive of any size: sentences of the sample archive in new combinations.

use std::sync::atomic::AtomicU64;

use axtar::corpus::Article;

/// `count` articles of four paragraphs, the same for every run.
pub fn articles(count: usize) -> Vec<Article> {
    let (files, _) = axtar::corpus::walk(&[concat!(env!("CARGO_MANIFEST_DIR"), "/corpus").into()]);
    let mut sentences = vec![];
    for file in files {
        let _ =
            axtar::corpus::read(&file, &axtar::corpus::Mapping::default(), &AtomicU64::new(0), &mut |item| {
                for paragraph in item.map(|a| a.paragraphs).unwrap_or_default() {
                    sentences.extend(paragraph.split_inclusive(". ").map(str::to_string));
                }
                std::ops::ControlFlow::Continue(())
            });
    }
    // A linear congruence (Knuth, MMIX) is random enough to mix sentences and the same everywhere.
    let mut state = 42u64;
    let mut next = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize
    };
    let mut sentence = move || sentences[next() % sentences.len()].clone();
    let make = |number: usize| Article {
        id: number.to_string(),
        title: sentence(),
        paragraphs: (0..4).map(|_| format!("{} {} {}", sentence(), sentence(), sentence())).collect(),
        ..Article::default()
    };
    (0..count).map(make).collect()
}
