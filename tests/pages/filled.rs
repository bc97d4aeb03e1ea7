//! Layouts with marks for the values of an article, filled with each article of a file.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::DATA;
use crate::score::Wanted;

/// An article as it was put into a page.
pub struct Gold {
    pub title: String,
    pub author: String,
    pub section: String,
    pub date: String,
    pub slug: String,
    pub paragraphs: Vec<String>,
}

pub fn articles(file: &str) -> Vec<Gold> {
    let text = fs::read_to_string(Path::new(DATA).join(file)).unwrap();
    let article = |block: &str| {
        let (head, body) = block.trim().split_once("\n\n").expect("a head and a body");
        let head: HashMap<&str, &str> = head.lines().filter_map(|line| line.split_once(": ")).collect();
        Gold {
            title: head["title"].into(),
            author: head["author"].into(),
            section: head["section"].into(),
            date: head["date"].into(),
            slug: head["slug"].into(),
            paragraphs: body.lines().map(str::to_owned).collect(),
        }
    };
    text.split("===").map(article).collect()
}

const WEEKDAYS: [&str; 7] =
    ["bazar ertəsi", "çərşənbə axşamı", "çərşənbə", "cümə axşamı", "cümə", "şənbə", "bazar"];

const MONTHS: [&str; 12] = [
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr", "noyabr",
    "dekabr",
];

impl Gold {
    /// A layout filled with this article.
    pub fn fill(&self, layout: &str) -> String {
        let mut page = layout.to_owned();
        while let Some((before, rest)) = page.split_once("{{>") {
            let (name, after) = rest.split_once("}}").expect("a part's name");
            let part = fs::read_to_string(Path::new(DATA).join(format!("parts/{name}.html"))).unwrap();
            page = format!("{before}{}{after}", part.trim());
        }
        for (mark, from, to) in [("{{p:", 0, usize::MAX), ("{{first:", 0, 1), ("{{rest:", 1, usize::MAX)] {
            while let Some((before, rest)) = page.split_once(mark) {
                let (around, after) = rest.split_once("}}").expect("the end of a mark");
                let (open, close) = around.split_once('|').expect("what stands around a paragraph");
                let wanted = self.paragraphs.iter().skip(from).take(to);
                let text: String = wanted.map(|p| format!("{open}{p}{close}")).collect();
                page = format!("{before}{text}{after}");
            }
        }
        let (day, clock) = self.date.split_once('T').unwrap();
        let [year, month, number] = day.split('-').collect::<Vec<_>>()[..] else { panic!("a date") };
        let name = MONTHS[month.parse::<usize>().unwrap() - 1];
        let capital = name[..1].replace('i', "İ").to_uppercase() + &name[1..];
        let short = number.trim_start_matches('0');
        let date: jiff::civil::Date = day.parse().unwrap();
        let weekday = WEEKDAYS[date.weekday().to_monday_zero_offset() as usize];
        let values = [
            ("title", self.title.clone()),
            ("title-json", self.title.replace('"', "\\\"")),
            ("body-json", self.paragraphs.join("\\n").replace('"', "\\\"")),
            ("author", self.author.clone()),
            ("section", self.section.clone()),
            ("slug", self.slug.clone()),
            ("site", "Körpü.az".to_owned()),
            ("domain", "korpu.example".to_owned()),
            ("iso", self.date.clone()),
            ("day", day.to_owned()),
            ("path", day.replace('-', "/")),
            ("clock", clock.to_owned()),
            ("long", format!("{short} {capital} {year}, {clock}")),
            ("az", format!("{short} {name} {year}")),
            ("az-comma", format!("{short} {name} {year}, {clock}")),
            ("az-year-comma", format!("{short} {name}, {year}")),
            ("weekday", weekday.to_owned()),
            ("month-first", format!("{capital} {number}, {year}")),
            ("caps", format!("{number} {} {year}", name.replace('i', "İ").to_uppercase())),
            ("slashed", format!("{number}/{month}/{year}")),
            ("compact", day.replace('-', "")),
            ("az-time-line", format!("{short} {capital} {year} [{clock}]")),
            ("dotted", format!("{number}.{month}.{year}")),
            ("dotted-time", format!("{number}.{month}.{year} {clock}")),
            ("dotted-dash", format!("{number}-{month}-{year}, {clock}")),
        ];
        for (mark, value) in values {
            page = page.replace(&format!("{{{{{mark}}}}}"), &value);
        }
        assert!(!page.contains("{{"), "{page}");
        page
    }

    /// What a page of this article must give; `marks` say what of it the layout shows.
    pub fn wanted(&self, marks: &str) -> Wanted {
        // Where a page shows the day alone, a time would be made up.
        let date =
            if marks.contains("date=minute") { format!("{}:00", self.date) } else { self.date[..10].into() };
        Wanted {
            title: self.title.clone(),
            date,
            author: if marks.contains("author") { self.author.clone() } else { String::new() },
            section: self.section.clone(),
            url: String::new(),
            paragraphs: self.paragraphs.clone(),
        }
    }
}
