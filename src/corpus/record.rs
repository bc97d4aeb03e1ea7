//! One JSON object to one article: fields, their types, their other names.
//!
//! Types are looked at after parsing, where the field's name is known to the message. Paragraphs
//! are kept as given; only blank ones are left out.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;

use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::article::Article;
use super::date::PublicationDate;
use super::error::{Location, ReadError, shown_value};
use super::fields::{Field, Mapping};
use super::place::Place;
use super::read::Sink;

/// The fields of an article as JSON gives them. Of a field that is there twice, the last counts.
#[derive(Default)]
struct Record<'a> {
    id: Value<'a>,
    title: Value<'a>,
    body: Value<'a>,
    text: Value<'a>,
    paragraphs: Value<'a>,
    date: Value<'a>,
    source: Value<'a>,
    author: Value<'a>,
    author_title: Value<'a>,
    section: Value<'a>,
    category: Value<'a>,
    url: Value<'a>,
    lang: Value<'a>,
}

impl<'a> Record<'a> {
    fn field(&mut self, field: Field) -> &mut Value<'a> {
        match field {
            Field::Id => &mut self.id,
            Field::Title => &mut self.title,
            Field::Body => &mut self.body,
            Field::Text => &mut self.text,
            Field::Paragraphs => &mut self.paragraphs,
            Field::Date => &mut self.date,
            Field::Source => &mut self.source,
            Field::Author => &mut self.author,
            Field::AuthorTitle => &mut self.author_title,
            Field::Section => &mut self.section,
            Field::Category => &mut self.category,
            Field::Url => &mut self.url,
            Field::Lang => &mut self.lang,
        }
    }
}

/// Reads an object's fields under the names that a mapping gives them.
struct RecordOf<'m>(&'m Mapping);

impl<'de> DeserializeSeed<'de> for RecordOf<'_> {
    type Value = Record<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordOf<'_> {
    type Value = Record<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut record = Record::default();
        while let Some(key) = entries.next_key::<Key>()? {
            match self.0.of_json(&key.0) {
                Some(field) => *record.field(field) = entries.next_value()?,
                None => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(record)
    }
}

/// A field's name, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

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
///
/// `line` is where it begins; the path is its id if it is `alone` in its file.
pub(super) fn read_object(
    json: &str,
    alone: bool,
    place: &Place,
    line: u64,
    sink: &mut Sink,
) -> ControlFlow<()> {
    let at = || place.line(line);
    // A visitor of maps is also given arrays, by formats that cannot tell.
    let start = json.len() - json.trim_start().len();
    if !json[start..].starts_with('{') {
        let reason = "expected an object, `{`".to_owned();
        return sink.error(ReadError::Json { at: at(), column: start as u64 + 1, reason });
    }
    let mut parser = serde_json::Deserializer::from_str(json);
    let read = RecordOf(sink.mapping).deserialize(&mut parser);
    let record = match read.and_then(|record| parser.end().map(|()| record)) {
        Ok(record) => record,
        Err(error) => {
            let at = place.line(line + (error.line() as u64).saturating_sub(1));
            return sink.error(broken(&error, at));
        }
    };
    let path = place.name();
    let (article, odd_date) = match article(record, path.as_deref().filter(|_| alone), &at) {
        Ok(read) => read,
        Err(error) => return sink.error(error),
    };
    let mapping = sink.mapping;
    sink.title_alone(&article, at(), || unread(json, mapping))?;
    if let Some(value) = odd_date {
        sink.error(ReadError::Date { at: at(), value: shown_value(&value) })?;
    }
    sink.article(Article { path, ..article }, place)
}

/// The texts of an object that are no field of an article.
fn unread<'j>(json: &'j str, mapping: &Mapping) -> Vec<(Cow<'j, str>, Cow<'j, str>)> {
    let fields: BTreeMap<String, Value<'j>> = serde_json::from_str(json).unwrap_or_default();
    let text = |(name, value): (String, Value<'j>)| match value {
        Value::Text(text) if mapping.of_json(&name).is_none() => Some((name.into(), text)),
        _ => None,
    };
    fields.into_iter().filter_map(text).collect()
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
