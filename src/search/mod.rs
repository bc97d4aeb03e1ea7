//! A query → ranked paragraphs.
//!
//! query (text → tree) → expand, widen (words and patterns → graded spellings of the archive) → plan
//! (tree → words and conditions) → candidates (from tantivy) → rank (a second look at each) → group
//! (paragraphs of one article) → snippet (what to show, what to highlight). [`Engine::search`] is
//! that line.

mod beside;
mod candidates;
mod capitals;
mod columns;
mod conventions;
mod copies;
mod effort;
mod error;
mod evidence;
mod expand;
mod filter;
mod group;
mod initials;
mod known_acronyms;
mod likeness;
mod long_forms;
mod names;
mod near;
mod parts;
mod plan;
pub mod query;
mod rank;
mod snippet;
mod spellings;
mod suggest;
mod survey;
mod terms;
mod union;
mod voices;
mod widen;
mod window;

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::analysis::Analyzer;
use crate::corpus::PublicationDate;
use crate::index::{Archive, IndexError, StoredArticle};
use crate::mining::Newsroom;

pub use copies::{Copies, Folding};
pub use error::SearchError;
pub use expand::{Group, Reaching, Role, Variant};
pub use filter::Filter;
pub use group::by_article;
pub use parts::{ScoreParts, WordPart};
pub use snippet::Highlight;
pub use survey::{Counted, Facet, Total};
pub use window::{SNIPPET, window};

/// How far a query word reaches for other spellings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variants {
    /// Lemmas alone.
    None,
    /// And letters typed without diacritics, and the other script.
    Narrow,
    /// And for names, transliterations.
    #[default]
    Names,
    /// And for every word, transliterations.
    All,
}

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first.
    Date,
}

/// What is asked beside the query.
#[derive(Clone, Debug)]
pub struct Options {
    /// Hits wanted.
    pub limit: usize,
    /// Hits before these that are not wanted.
    pub offset: usize,
    /// At most so many paragraphs of one article; 0 for no limit.
    pub per_article: usize,
    /// What becomes of copies.
    pub folding: Folding,
    /// How far words reach.
    pub variants: Variants,
    /// Surface forms only, for every word.
    pub exact: bool,
    /// Source, section, author, dates.
    pub filter: Filter,
    /// The order.
    pub sort: Sort,
    /// Newer articles are mildly preferred.
    pub fresh: bool,
    /// What the newsroom says of spellings.
    pub newsroom: Arc<Newsroom>,
    /// The day that `bu ay` and `son 7 gün` count from; `None`: the machine's.
    pub today: Option<PublicationDate>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            limit: 10,
            offset: 0,
            per_article: 2,
            folding: Folding::default(),
            variants: Variants::default(),
            exact: false,
            filter: Filter::default(),
            sort: Sort::default(),
            fresh: false,
            newsroom: Arc::default(),
            today: None,
        }
    }
}

/// One paragraph found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Place in the list, from 1.
    pub rank: usize,
    /// The score it was ranked by; higher is better, comparable within one query.
    pub score: f32,
    /// The article it stands in.
    pub article: StoredArticle,
    /// Number of the paragraph in the article, from 0.
    pub paragraph: u32,
    /// The paragraph.
    pub text: String,
    /// What matched, in order, as byte ranges of `text`.
    pub highlights: Vec<Highlight>,
    /// And in the article's title.
    pub title_highlights: Vec<Highlight>,
    /// Query words (as written) that the paragraph and its title lack.
    pub missing: Vec<String>,
    /// How its score came about.
    pub parts: ScoreParts,
    /// Other articles with the same body.
    pub copies: Copies,
}

impl Hit {
    /// `<article id>#<n>`.
    pub fn id(&self) -> String {
        format!("{}#{}", self.article.article.id, self.paragraph)
    }
}

/// How long each step took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timing {
    /// Reading the query.
    pub parse: Duration,
    /// Finding the spellings of its words.
    pub expand: Duration,
    /// Candidates and their ranking.
    pub rank: Duration,
    /// Fetching and highlighting the hits.
    pub fetch: Duration,
}

impl Timing {
    /// All of it.
    pub fn total(&self) -> Duration {
        self.parse + self.expand + self.rank + self.fetch
    }
}

/// The answer to a query.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The hits, best first.
    pub hits: Vec<Hit>,
    /// The query's words and the spellings that stood for each.
    pub words: Vec<Group>,
    /// How the query was read.
    pub query: query::Query,
    /// What of it may have been read otherwise than it was meant, and which values of fields and
    /// spellings were taken.
    pub notes: Vec<query::Note>,
    /// How long it took.
    pub timing: Timing,
}

/// A paragraph's id and score, all that evaluation needs.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// Article id.
    pub article: String,
    /// Number of the paragraph.
    pub paragraph: u32,
    /// Score.
    pub score: f32,
}

/// An archive with what searching it keeps warm.
pub struct Engine {
    archive: Archive,
    analyzer: Analyzer,
    /// What its queries found of their words.
    spellings: spellings::KnownSpellings,
    /// Opened by the first query.
    columns: OnceCell<columns::Columns>,
}

impl Engine {
    /// An engine over an open archive.
    pub fn new(archive: Archive) -> Self {
        let analyzer = Analyzer::new(archive.fingerprint().scheme);
        Engine { archive, analyzer, spellings: Default::default(), columns: OnceCell::new() }
    }

    /// The archive searched.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Forgets what earlier queries found of their words, so that the next one finds it anew.
    pub fn forget(&mut self) {
        self.spellings.forget();
    }

    /// Answers a query. A query without a word is an error that says so.
    pub fn search(&mut self, text: &str, options: &Options) -> Result<Answer, SearchError> {
        // Folding articles comes after ranking: what is passed over must have been ranked too.
        let whole = Options { limit: options.limit.saturating_add(options.offset), ..options.clone() };
        let Planned { query, plan, options, parse, expand } = self.plan(text, &whole)?;
        let options = &options;
        let ranked = Instant::now();
        let (kept, cut) = self.best(&plan, options)?;
        let fetch = Instant::now();
        let lookup = snippet::Lookup::new(&plan.groups, &plan.clauses);
        let mut hits = vec![];
        let mut known: FxHashMap<DocAddress, Copies> = FxHashMap::default();
        for (place, scored) in kept.into_iter().enumerate().skip(options.offset) {
            let head = scored.head();
            let copies = match known.get(&head) {
                Some(copies) => copies.clone(),
                None => known.entry(head).or_insert(self.copies(head, options.folding)?).clone(),
            };
            hits.push(Hit { copies, ..self.hit(place + 1, scored, &plan, &lookup)? });
        }
        let timing = Timing { parse, expand, rank: fetch - ranked, fetch: fetch.elapsed() };
        let mut notes = plan.notes;
        notes.extend(plan.effort.is_spent().then_some(query::Note::Effort));
        notes.extend(cut.then_some(query::Note::Read(candidates::MOST_READ)));
        Ok(Answer { hits, words: plan.groups, query, notes, timing })
    }

    /// The `k` best paragraphs by id, copies and articles not folded.
    pub fn ranking(&mut self, text: &str, k: usize, options: &Options) -> Result<Vec<Ranked>, SearchError> {
        let options = Options { limit: k, per_article: 0, folding: Folding::Off, ..options.clone() };
        let Planned { plan, options, .. } = self.plan(text, &options)?;
        let (kept, _) = self.best(&plan, &options)?;
        kept.into_iter()
            .map(|scored| {
                let article = self.archive.article_of(scored.doc, scored.paragraph)?.article.id;
                Ok(Ranked { article, paragraph: scored.paragraph, score: scored.score })
            })
            .collect()
    }

    /// What of the texts of one article (title, paragraphs) matches a query: of each its matches, as
    /// in a hit.
    pub fn highlights(
        &mut self,
        query: &str,
        options: &Options,
        texts: &[&str],
    ) -> Result<Vec<Vec<Highlight>>, SearchError> {
        let Planned { plan, .. } = self.plan(query, options)?;
        let lookup = snippet::Lookup::new(&plan.groups, &plan.clauses);
        Ok(lookup.highlights(&mut self.analyzer, texts))
    }

    fn plan(&mut self, text: &str, options: &Options) -> Result<Planned, SearchError> {
        let start = Instant::now();
        let today = options.today.as_ref().and_then(|today| today.day().parse().ok());
        let query = query::parse(text, today)?;
        let parsed = Instant::now();
        let plan =
            plan::Plan::new(&self.archive, &mut self.analyzer, &mut self.spellings, &query, text, options)?;
        let mut options = options.clone();
        // Where nothing but conditions is asked for, all answer them equally.
        if plan.groups.is_empty() {
            options.sort = Sort::Date;
        }
        Ok(Planned { query, plan, options, parse: parsed - start, expand: parsed.elapsed() })
    }

    /// The hits, best first, and whether there may be more that nobody looked at. Where many paragraphs
    /// of few articles leave too few of them, it looks further down, but not through the texts.
    fn best(
        &mut self,
        plan: &plan::Plan,
        options: &Options,
    ) -> Result<(Vec<rank::Scored>, bool), SearchError> {
        let reads = plan.clauses.iter().any(|clause| clause.needs_text());
        let least = if reads { candidates::MOST_READ } else { candidates::least(plan) };
        let most = options.limit.saturating_mul(4);
        let (mut wanted, mut most_read, mut strictly) = (least.max(most), most, false);
        loop {
            let candidates = plan.candidates(&self.archive, options, wanted, strictly)?;
            let columns = self.columns()?;
            let ranked = rank::rescore(&self.archive, columns, plan, candidates.docs, options)?;
            let (ranked, unread) = self.with_exact_phrases(plan, ranked, most_read)?;
            let copies = match options.folding {
                Folding::Off => None,
                Folding::Counted | Folding::Named => Some(copies::Shown::new(self.columns()?)),
            };
            let kept = group::keep(ranked, options.per_article, options.limit, copies);
            let enough = kept.len() >= options.limit;
            let deepest = reads || wanted >= candidates::DEEPEST;
            if unread && !enough {
                most_read = usize::MAX;
            } else if candidates.all || enough || deepest && (strictly || plan.unwanted.is_empty()) {
                return Ok((kept, reads && !candidates.all && !enough));
            } else if plan.effort.is_spent() {
                return Ok((kept, false));
            } else if deepest {
                strictly = true;
            } else {
                wanted = wanted.saturating_mul(8);
            }
        }
    }

    /// The first `most` of them that hold the phrases asked for in their very forms: the postings know
    /// lemmas side by side, the forms stand only in the text. And whether others were left unread.
    fn with_exact_phrases(
        &mut self,
        plan: &plan::Plan,
        ranked: Vec<rank::Scored>,
        most: usize,
    ) -> Result<(Vec<rank::Scored>, bool), SearchError> {
        let clauses = plan.clauses.iter().filter(|clause| clause.needs_text());
        let of_clause = |clause: &plan::PlannedClause| -> Vec<Vec<&str>> {
            clause.groups.iter().map(|&g| forms(&plan.groups[g])).collect()
        };
        let phrases: Vec<_> = clauses.map(|clause| (clause, of_clause(clause))).collect();
        if phrases.is_empty() {
            return Ok((ranked, false));
        }
        let mut kept = vec![];
        for scored in ranked {
            if kept.len() == most {
                return Ok((kept, true));
            }
            let text = self.archive.text(scored.doc)?;
            let mut holds = true;
            for (clause, forms) in &phrases {
                // An article's record is read only where its title has the words.
                holds &= holds_forms(&mut self.analyzer, &text, forms)
                    || scored.has_in_title(clause) && {
                        let article = self.archive.article_of(scored.doc, scored.paragraph)?;
                        holds_forms(&mut self.analyzer, &article.article.title, forms)
                    };
            }
            if holds {
                kept.push(scored);
            }
        }
        Ok((kept, false))
    }

    fn columns(&self) -> Result<&columns::Columns, IndexError> {
        if let Some(columns) = self.columns.get() {
            return Ok(columns);
        }
        let columns = columns::Columns::open(self.archive.searcher());
        let columns = columns.map_err(|e| IndexError::from_tantivy(self.archive.path(), e))?;
        Ok(self.columns.get_or_init(|| columns))
    }

    fn copies(&self, head: DocAddress, folding: Folding) -> Result<Copies, IndexError> {
        match folding {
            Folding::Off => Ok(Copies::default()),
            Folding::Counted | Folding::Named => copies::of(&self.archive, self.columns()?, head, folding),
        }
    }

    fn hit(
        &mut self,
        rank: usize,
        scored: rank::Scored,
        plan: &plan::Plan,
        lookup: &snippet::Lookup,
    ) -> Result<Hit, SearchError> {
        let article = self.archive.article_of(scored.doc, scored.paragraph)?;
        let text = self.archive.text(scored.doc)?;
        let mut marked = lookup.highlights(&mut self.analyzer, &[&article.article.title, &text]).into_iter();
        let (title_highlights, highlights) =
            (marked.next().unwrap_or_default(), marked.next().unwrap_or_default());
        let (missing, parts) = (scored.missing(plan), scored.parts(plan));
        let (score, paragraph) = (scored.score, scored.paragraph);
        Ok(Hit {
            rank,
            score,
            article,
            paragraph,
            text,
            highlights,
            title_highlights,
            missing,
            parts,
            copies: Copies::default(),
        })
    }
}

/// A query ready to be asked.
struct Planned {
    query: query::Query,
    plan: plan::Plan,
    options: Options,
    parse: Duration,
    expand: Duration,
}

/// The forms in which an exact word, or a pattern, may stand.
fn forms(group: &Group) -> Vec<&str> {
    let of_pattern = group.variants.iter().filter_map(|v| v.form.as_deref());
    group.surfaces.iter().map(String::as_str).chain(of_pattern).collect()
}

/// Do words in these forms (any of several each) stand side by side in a text?
fn holds_forms(analyzer: &mut Analyzer, text: &str, forms: &[Vec<&str>]) -> bool {
    let mut words = vec![];
    analyzer.analyze(text, |token| words.push(token.surface.to_string()));
    let matches = |(word, forms): (&String, &Vec<&str>)| forms.contains(&word.as_str());
    words.windows(forms.len()).any(|run| run.iter().zip(forms).all(matches))
}
