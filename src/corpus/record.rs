//! One JSON object to one article: fields, their types, their other names.
//!
//! Types are looked at after parsing, where the field's name is known to the message. Paragraphs
//! are kept as given; only blank ones are left out.

use std::borrow::Cow;
use std::fmt;
use std::ops::ControlFlow;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::article::Article;
use super::date::PublicationDate;
use super::error::{Location, ReadError, shown_value};
use super::read::Sink;

/// The fields of an article as JSON gives them.
#[derive(Deserialize, Default)]
#[serde(default, expecting = "an object")]
struct Record<'a> {
    #[serde(borrow)]
    id: Value<'a>,
    #[serde(borrow)]
    title: Value<'a>,
    #[serde(borrow)]
    body: Value<'a>,
    #[serde(borrow)]
    text: Value<'a>,
    #[serde(borrow)]
    paragraphs: Value<'a>,
    #[serde(borrow)]
    date: Value<'a>,
    #[serde(borrow)]
    source: Value<'a>,
    #[serde(borrow)]
    author: Value<'a>,
    #[serde(borrow)]
    author_title: Value<'a>,
    #[serde(borrow)]
    section: Value<'a>,
    #[serde(borrow)]
    category: Value<'a>,
    #[serde(borrow)]
    url: Value<'a>,
    #[serde(borrow)]
    lang: Value<'a>,
}

/// Any JSON value, borrowed where it has no escapes; what lies inside an object is passed over.
#[derive(Default)]
enum Value<'a> {
    #[default]
    Null,
    Bool,
    Integer(i128),
    Float,
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object,
}

impl Value<'_> {
    fn shown(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool => "true or false",
            Value::Integer(_) | Value::Float => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "an array",
            Value::Object => "an object",
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Value::Integer(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Value::Integer(number.into()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Value::Float)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Object)
    }
}

/// One object to the sink: an article, and what was wrong with it.
pub(super) fn read_object(
    json: &str,
    id_by_path: Option<&str>,
    path: Option<&str>,
    at: &dyn Fn() -> Location,
    sink: &mut Sink,
) -> ControlFlow<()> {
    // serde would also fill the fields from an array, in their order.
    let start = json.len() - json.trim_start().len();
    if !json[start..].starts_with('{') {
        let reason = "expected an object, `{`".to_owned();
        return sink.error(ReadError::Json { at: at(), column: start as u64 + 1, reason });
    }
    let record = match serde_json::from_str::<Record>(json) {
        Ok(record) => record,
        Err(error) => {
            let mut at = at();
            at.line = at.line.map(|line| line + (error.line() as u64).saturating_sub(1));
            return sink.error(broken(&error, at));
        }
    };
    let (article, odd_date) = match article(record, id_by_path, at) {
        Ok(read) => read,
        Err(error) => return sink.error(error),
    };
    if let Some(value) = odd_date {
        sink.error(ReadError::Date { at: at(), value: shown_value(&value) })?;
    }
    sink.article(Article { path: path.map(str::to_owned), ..article })
}

/// The article of a record, and its date where that is not understood.
fn article(
    record: Record,
    id_by_path: Option<&str>,
    at: &dyn Fn() -> Location,
) -> Result<(Article, Option<String>), ReadError> {
    let text = |field, value| optional_text(field, value, at);
    let (date, odd_date) = match record.date {
        Value::Null => (None, None),
        Value::Text(written) if written.trim().is_empty() => (None, None),
        Value::Text(written) => match PublicationDate::parse(&written) {
            Some(date) => (Some(date), None),
            None => (None, Some(written.into_owned())),
        },
        Value::Integer(number) => (None, Some(number.to_string())),
        other => (None, Some(other.shown().to_owned())),
    };
    let id = match record.id {
        Value::Integer(number) => Some(number.to_string()),
        value => value_text("id", "a string or an integer", value, at)?.map(Cow::into_owned),
    };
    let mut article = Article {
        title: text("title", record.title)?.map(|title| title.trim().to_owned()).unwrap_or_default(),
        paragraphs: paragraphs(record.paragraphs, record.body, record.text, at)?,
        date,
        source: text("source", record.source)?,
        author: text("author", record.author)?,
        author_title: text("author_title", record.author_title)?,
        section: match text("section", record.section)? {
            None => text("category", record.category)?,
            section => section,
        },
        url: text("url", record.url)?,
        lang: text("lang", record.lang)?,
        ..Article::default()
    };
    if !article.settle_paragraphs() {
        return Err(ReadError::NoText { at: at() });
    }
    match id.or_else(|| article.url.clone()).or_else(|| id_by_path.map(str::to_owned)) {
        Some(id) => article.id = id,
        None => article.identify_by_content(),
    }
    Ok((article, odd_date))
}

/// `paragraphs` if it holds any, else `body` or `text` split at line breaks.
fn paragraphs(
    list: Value,
    body: Value,
    text: Value,
    at: &dyn Fn() -> Location,
) -> Result<Vec<String>, ReadError> {
    let not_blank = |paragraph: &str| !paragraph.trim().is_empty();
    let given = match list {
        Value::Null => Vec::new(),
        Value::List(elements) => {
            let mut paragraphs = Vec::with_capacity(elements.len());
            for element in elements {
                match element {
                    Value::Text(text) if not_blank(&text) => paragraphs.push(text.into_owned()),
                    Value::Text(_) => {}
                    other => {
                        return Err(wrong_type("paragraphs", "an array of strings", array_with(&other), at));
                    }
                }
            }
            paragraphs
        }
        other => {
            return Err(wrong_type("paragraphs", "an array of strings", other.shown(), at));
        }
    };
    // Both are looked at even when not needed: a wrong type is told, not passed over in silence.
    let body = value_text("body", "a string", body, at)?;
    let text = value_text("text", "a string", text, at)?;
    if !given.is_empty() {
        return Ok(given);
    }
    let body = body.or(text).unwrap_or_default();
    let lines = body.split('\n').map(|line| line.trim_end_matches('\r'));
    Ok(lines.filter(|line| not_blank(line)).map(str::to_owned).collect())
}

fn array_with(element: &Value) -> &'static str {
    match element {
        Value::Null => "an array with a null",
        Value::Bool => "an array with true or false",
        Value::Integer(_) | Value::Float => "an array with a number",
        _ => "an array with an array or object",
    }
}

/// A field's text as it is; none if it is absent or blank.
fn value_text<'a>(
    field: &'static str,
    expected: &'static str,
    value: Value<'a>,
    at: &dyn Fn() -> Location,
) -> Result<Option<Cow<'a, str>>, ReadError> {
    match value {
        Value::Null => Ok(None),
        Value::Text(text) if text.trim().is_empty() => Ok(None),
        Value::Text(text) => Ok(Some(text)),
        other => Err(wrong_type(field, expected, other.shown(), at)),
    }
}

fn optional_text(
    field: &'static str,
    value: Value,
    at: &dyn Fn() -> Location,
) -> Result<Option<String>, ReadError> {
    Ok(value_text(field, "a string", value, at)?.map(Cow::into_owned))
}

fn wrong_type(
    field: &'static str,
    expected: &'static str,
    got: &'static str,
    at: &dyn Fn() -> Location,
) -> ReadError {
    ReadError::Field { at: at(), field, expected, got }
}

/// serde_json's message without its position and in words that name no type of ours.
pub(super) fn broken(error: &serde_json::Error, at: Location) -> ReadError {
    let reason = if error.is_eof() {
        "the text ends in the middle".to_owned()
    } else {
        let message = error.to_string();
        let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
        shown_value(reason)
    };
    ReadError::Json { at, column: error.column() as u64, reason }
}
