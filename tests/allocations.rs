//! The analysis of running text asks nothing of the allocator, which is most of what would slow it.
//!
//! Allocations of this thread are counted. A stemmer of another language is the one part that
//! allocates, inside itself; it is asked of few words, and of a word met before none is.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use axtar::analysis::lemma::{Lemmas, Lemmatizer};
use axtar::analysis::{Analyzer, Scheme};

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: all is left to the system's allocator; the counter allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.realloc(place, layout, size) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = COUNT.get();
    work();
    COUNT.get() - before
}

#[test]
fn a_text_met_before_is_analysed_without_an_allocation() {
    let mut analyzer = Analyzer::new(Scheme::Axtar);
    let text =
        "Komandanın otağında NATO-nun “Orta Dəhliz”ə dair reports 2025-ci il ölkelerin TƏHSİL Токаевым.";
    let mut tokens = 0;
    analyzer.analyze(text, |_| tokens += 1);
    assert_eq!(allocations(|| analyzer.analyze(text, |_| tokens += 1)), 0);
    assert_eq!(tokens, 24, "twice twelve words");
}

#[test]
fn a_new_word_allocates_only_inside_a_stemmer() {
    let lemmatizer = Lemmatizer::new();
    let mut lemmas = Lemmas::new();
    let frozen = include_str!("data/lemma/frozen.tsv").lines().skip(1);
    let words: Vec<&str> = frozen.filter_map(|row| row.split('\t').next()).collect();
    // Both lemmas have room for any word after this.
    words.iter().for_each(|word| lemmatizer.lemmatize(word, &mut lemmas));
    let (mut allocating, mut whole) = (0, 0);
    for word in &words {
        let count = allocations(|| lemmatizer.lemmatize(word, &mut lemmas));
        allocating += usize::from(count > 0);
        let analysis = lemmatizer.explain(word).swap_remove(0);
        if matches!(analysis.kind, "English" | "Turkish") && analysis.lemma == *word {
            whole += 1;
            assert_eq!(count, 0, "{word} is its own stem");
        }
    }
    assert!(whole > 10, "{whole} foreign words are their own stems");
    assert!(allocating * 100 < words.len(), "{allocating} of {} words allocate", words.len());
}
