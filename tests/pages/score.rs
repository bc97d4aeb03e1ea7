//! What was read of a page beside what stands in it.

use std::collections::HashMap;

use axtar::corpus::Article;

/// What a page must give; an empty section or address is not asked.
pub struct Wanted {
    pub title: String,
    /// As [`axtar::corpus::PublicationDate`] writes it; the seconds may be left out.
    pub date: String,
    pub author: String,
    pub section: String,
    pub url: String,
    pub paragraphs: Vec<String>,
}

/// How often each word occurs.
fn words(paragraphs: &[String]) -> HashMap<&str, usize> {
    let mut count = HashMap::new();
    for word in paragraphs.iter().flat_map(|paragraph| paragraph.split_whitespace()) {
        *count.entry(word).or_insert(0) += 1;
    }
    count
}

/// What was counted over some pages.
#[derive(Default)]
pub struct Score {
    pub pages: usize,
    kept: usize,
    wanted: usize,
    common: usize,
    titles: usize,
    dates: usize,
    authors: usize,
    sections: usize,
    urls: usize,
    /// A line for each page that gave something else.
    pub misses: Vec<String>,
}

impl Score {
    fn share(&self, count: usize) -> f64 {
        count as f64 / self.pages as f64
    }

    pub fn add(&mut self, name: &str, gold: &Wanted, article: &Article) {
        self.pages += 1;
        let (kept, wanted) = (words(&article.paragraphs), words(&gold.paragraphs));
        let common: usize =
            wanted.iter().map(|(word, count)| kept.get(word).copied().unwrap_or(0).min(*count)).sum();
        let (kept, wanted) = (kept.values().sum::<usize>(), wanted.values().sum::<usize>());
        (self.kept, self.wanted, self.common) =
            (self.kept + kept, self.wanted + wanted, self.common + common);
        let mut miss = Vec::new();
        if common * 100 < kept * 97 || common * 100 < wanted * 97 {
            miss.push(format!("{common} common words of {kept} kept and {wanted} wanted"));
            let apart = |from: &[String], to: &[String], sign: &str| -> Vec<String> {
                let missing = from.iter().filter(|paragraph| !to.contains(paragraph));
                missing.map(|paragraph| format!("\n    {sign} {paragraph}")).collect()
            };
            miss.extend(apart(&article.paragraphs, &gold.paragraphs, "+"));
            miss.extend(apart(&gold.paragraphs, &article.paragraphs, "-"));
        }
        let date = article.date.map(|date| date.to_string()).unwrap_or_default();
        let section = article.section.as_deref().filter(|_| !gold.section.is_empty());
        let url = article.url.as_deref().filter(|_| !gold.url.is_empty());
        for (count, what, found, wanted) in [
            (&mut self.titles, "title", article.title.as_str(), gold.title.as_str()),
            (&mut self.dates, "date", date.as_str(), gold.date.as_str()),
            (
                &mut self.authors,
                "author",
                article.author.as_deref().unwrap_or_default(),
                gold.author.as_str(),
            ),
            (&mut self.sections, "section", section.unwrap_or(&gold.section), gold.section.as_str()),
            (&mut self.urls, "url", url.unwrap_or_default(), gold.url.as_str()),
        ] {
            // To the minute, where that is all that is wanted.
            let is_right = found == wanted || what == "date" && found.strip_suffix(":00") == Some(wanted);
            *count += usize::from(is_right);
            if !is_right {
                miss.push(format!("{what} `{found}`, not `{wanted}`"));
            }
        }
        if !miss.is_empty() {
            self.misses.push(format!("{name}: {}", miss.join("; ")));
        }
    }

    /// Prints the figures of `set` and what missed.
    pub fn print(&self, set: &str) {
        println!(
            "{set}: {} pages: words kept precision {:.4} recall {:.4}, title {:.3}, date {:.3}, author {:.3}, section {:.3}, url {:.3}",
            self.pages,
            self.precision(),
            self.recall(),
            self.share(self.titles),
            self.share(self.dates),
            self.share(self.authors),
            self.share(self.sections),
            self.share(self.urls),
        );
        self.misses.iter().for_each(|miss| println!("  {miss}"));
    }

    /// Holds the figures to what is promised.
    pub fn assert_promised(&self) {
        let shares = [
            ("precision of words", self.precision(), 0.97),
            ("recall of words", self.recall(), 0.97),
            ("date", self.share(self.dates), 0.98),
            ("author", self.share(self.authors), 0.95),
            ("title", self.share(self.titles), 0.95),
            ("section", self.share(self.sections), 0.95),
            ("url", self.share(self.urls), 0.95),
        ];
        let missed: Vec<String> = shares
            .iter()
            .filter(|(_, is, asked)| is < asked)
            .map(|(what, is, asked)| format!("{what} {is:.4}, asked {asked}"))
            .collect();
        assert!(missed.is_empty(), "{missed:#?} {:#?}", self.misses);
    }

    fn precision(&self) -> f64 {
        self.common as f64 / self.kept.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.common as f64 / self.wanted.max(1) as f64
    }
}
