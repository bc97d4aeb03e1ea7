//! The signature of an article's body: how alike two bodies are, told without reading them.
//!
//! Words in threes (shingles) → MinHash. Of 128 independent minima one bit each is kept (b-bit
//! minwise hashing, Li and König 2010), and sixteen bits of four more, the *keys*: copies share two of
//! them, strangers hardly ever, so the copies of an article are found by term lookup in an archive of
//! any size. A key is short so that an archive has few of them: a dictionary of keys that are nearly
//! all different cost more than everything else that was kept of an article to compare it by.
//! Minima come from fast similarity sketching (Dahlgaard, Knudsen and Thorup 2017): one pass fills
//! most of them, whatever the length.
//!
//! Signatures are stored: what is computed here changes with the index's format alone.

/// A body of fewer words is a copy of its equals alone: where one word in twenty is another, a
/// headline says another thing.
const FEWEST_WORDS: usize = 24;
/// Words of a shingle.
const SHINGLE: usize = 3;
/// Minima of which one bit is kept.
const BITS: usize = 128;
/// Minima of which sixteen bits are kept.
const KEYS: usize = 4;
/// Minima taken.
const MINIMA: usize = BITS + KEYS;
/// Numbers that hold the bits, and that hold the keys after them.
const BIT_WORDS: usize = BITS / 64;
const NUMBERS: usize = BIT_WORDS + KEYS / 4;
/// Keys that the signatures of copies have in common, with a probability of 0.97 at a Jaccard
/// similarity of 0.8; of strangers, one pair in 700 million.
pub const SHARED_KEYS: usize = 2;
/// Bits and keys that may differ in copies: a similarity of 0.72 by expectation. At 0.8 one pair in
/// thirty is missed, at 0.5 one in 500 taken.
const MOST_DIFFERING: u32 = 19;

/// What is kept of a body to compare it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Of a short body: a hash of its words in their order.
    Words(u64),
    /// One bit of each minimum, then four keys a number.
    Minima([u64; NUMBERS]),
}

impl Signature {
    /// As numbers to store.
    pub fn numbers(&self) -> &[u64] {
        match self {
            Signature::Words(hash) => std::slice::from_ref(hash),
            Signature::Minima(numbers) => numbers,
        }
    }

    /// From stored numbers; `None` where they are no signature.
    pub fn from_numbers(numbers: impl IntoIterator<Item = u64>) -> Option<Signature> {
        let mut read = [0; NUMBERS];
        let mut count = 0;
        for number in numbers {
            *read.get_mut(count)? = number;
            count += 1;
        }
        match count {
            1 => Some(Signature::Words(read[0])),
            _ if count == read.len() => Some(Signature::Minima(read)),
            _ => None,
        }
    }

    /// Are two bodies copies: the same text, or the same but for small edits?
    pub fn is_copy_of(&self, other: &Signature) -> bool {
        match (self, other) {
            (Signature::Words(a), Signature::Words(b)) => a == b,
            (Signature::Minima(a), Signature::Minima(b)) => {
                let bits = (0..BIT_WORDS).map(|place| (a[place] ^ b[place]).count_ones()).sum::<u32>();
                let keys = self.keys().zip(other.keys()).filter(|(a, b)| a != b).count();
                bits + keys as u32 <= MOST_DIFFERING
            }
            _ => false,
        }
    }

    /// The terms under which copies are looked up: copies have [`SHARED_KEYS`] of them in common,
    /// nearly always. Each has its place in it, so that no two of one signature are the same.
    pub fn keys(&self) -> impl Iterator<Item = [u8; 3]> + '_ {
        let (first, numbers, count) = match self {
            Signature::Words(hash) => (KEYS, std::slice::from_ref(hash), SHARED_KEYS),
            Signature::Minima(numbers) => (0, &numbers[BIT_WORDS..], KEYS),
        };
        let quarters =
            numbers.iter().flat_map(|number| [48, 32, 16, 0].map(|shift| (number >> shift) as u16));
        quarters.take(count).enumerate().map(move |(place, key)| {
            let [high, low] = key.to_be_bytes();
            [(first + place) as u8, high, low]
        })
    }
}

/// Makes signatures; keeps its buffer between articles.
#[derive(Debug, Default)]
pub struct Signer {
    words: Vec<u64>,
    /// Hash of all words as they are spelled.
    spelled: u64,
}

impl Signer {
    /// The next word of the body: as it is spelled, which is what a short body is compared by, and
    /// folded so that spellings of one word are one.
    pub fn word(&mut self, word: &str, fold: impl Fn(char) -> char) {
        if self.words.len() < FEWEST_WORDS {
            self.spelled = mixed(self.spelled.rotate_left(5) ^ hash(word.chars()));
        }
        self.words.push(hash(word.chars().map(fold)));
    }

    /// The signature of the words so far, which are forgotten; `None` where there was none.
    pub fn finish(&mut self) -> Option<Signature> {
        let signature = match self.words.len() {
            0 => None,
            1..FEWEST_WORDS => Some(Signature::Words(self.spelled)),
            _ => Some(minima_signature(&minima(&self.words))),
        };
        self.words.clear();
        self.spelled = 0;
        signature
    }
}

/// FNV-1a, over characters.
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    mixed(letters.fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
        (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
    }))
}

/// The smallest hash in each bin. In the first rounds a shingle falls into any bin; in as many more
/// each bin in turn takes all shingles, so that none stays empty however few there are.
fn minima(words: &[u64]) -> [u64; MINIMA] {
    let mut bins = [u64::MAX; MINIMA];
    let mut empty = MINIMA;
    let shingles = || words.windows(SHINGLE).map(|w| w[0].rotate_left(17) ^ w[1].rotate_left(7) ^ w[2]);
    for round in 0..2 * MINIMA as u64 {
        for shingle in shingles() {
            let hash = mixed(shingle.wrapping_add(round.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            let bin = if round < MINIMA as u64 { hash as usize } else { round as usize } % MINIMA;
            // An earlier round goes before a smaller hash.
            let value = (round << 54) | (hash >> 10);
            if value < bins[bin] {
                empty -= usize::from(bins[bin] == u64::MAX);
                bins[bin] = value;
            }
        }
        if empty == 0 {
            break;
        }
    }
    bins
}

fn minima_signature(minima: &[u64; MINIMA]) -> Signature {
    let mut numbers = [0; NUMBERS];
    let (bits, keys) = minima.split_at(BITS);
    for (place, minimum) in bits.iter().enumerate() {
        numbers[place / 64] |= (mixed(*minimum) & 1) << (place % 64);
    }
    for (place, minimum) in keys.iter().enumerate() {
        numbers[BIT_WORDS + place / 4] |= (mixed(*minimum) & 0xffff) << (48 - place % 4 * 16);
    }
    Signature::Minima(numbers)
}

/// Every bit of the result depends on every bit of the number (the finaliser of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(words: impl IntoIterator<Item = String>) -> Signature {
        let mut signer = Signer::default();
        words.into_iter().for_each(|word| signer.word(&word, |letter| letter));
        signer.finish().expect("words")
    }

    fn numbered(range: std::ops::Range<usize>) -> impl Iterator<Item = String> {
        range.map(|number| format!("söz{number}"))
    }

    #[test]
    fn a_text_is_a_copy_of_itself_and_of_no_other() {
        for words in [1, 5, 24, 30, 300, 5_000] {
            let one = signature(numbered(0..words));
            assert!(one.is_copy_of(&signature(numbered(0..words))), "{words}");
            assert!(!one.is_copy_of(&signature(numbered(10_000..10_000 + words))), "{words}");
            assert_eq!(Signature::from_numbers(one.numbers().iter().copied()), Some(one));
        }
        assert_eq!(Signer::default().finish(), None);
        assert_eq!(Signature::from_numbers([1, 2]), None);
        assert_eq!(Signature::from_numbers(0..4), None);
    }

    #[test]
    fn a_short_text_with_another_word_is_another_text() {
        let one = signature(numbered(0..20));
        let other = signature(numbered(0..19).chain(["başqa".to_string()]));
        assert!(!one.is_copy_of(&other));
        let reversed: Vec<String> = numbered(0..20).collect();
        assert!(!one.is_copy_of(&signature(reversed.into_iter().rev())), "their order counts");
    }

    #[test]
    fn likeness_decides_and_copies_share_keys() {
        // Of texts of 200 shingles: 180 in common, J = 0.82; 120 in common, J = 0.43.
        let (mut missed, mut taken, mut apart) = (0, 0, 0);
        for start in (0..200_000).step_by(1_000) {
            let of = |from: usize| signature(numbered(start + from..start + from + 202));
            let (one, near, far) = (of(0), of(20), of(80));
            missed += usize::from(!one.is_copy_of(&near));
            taken += usize::from(one.is_copy_of(&far));
            let shared = one.keys().zip(near.keys()).filter(|(key, other)| key == other).count();
            apart += usize::from(shared < SHARED_KEYS);
        }
        assert!(missed <= 4 && taken == 0 && apart <= 8, "{missed} {taken} {apart}");
    }
}
