//! JSON-LD: what a page states for machines about its article.
//!
//! Pages hold several objects: site, breadcrumbs, lists of other articles. The one that describes an
//! article is taken. Sites write broken JSON (line breaks inside strings, commas too many); then the
//! fields that matter are looked for by themselves.

use dom_query::Document;
use serde_json::Value;

use super::super::folding::squeeze;

/// The object that describes an article, null if there is none.
pub(super) fn article(document: &Document) -> Value {
    let scripts = document.select("script[type='application/ld+json']");
    let mut best = Value::Null;
    for script in scripts.nodes() {
        let text = script.text();
        let parsed =
            serde_json::from_str(text.trim()).ok().or_else(|| serde_json::from_str(&mended(&text)).ok());
        let found = match parsed {
            Some(value) => described(value),
            None => fields(&text),
        };
        if rank(&found) > rank(&best) {
            best = found;
        }
    }
    best
}

/// The article among an object, a list, or a graph.
fn described(value: Value) -> Value {
    let mut best = Value::Null;
    let mut waiting = vec![value];
    let mut seen = 0;
    while let Some(value) = waiting.pop() {
        seen += 1;
        if seen > 1_000 {
            break;
        }
        match value {
            Value::Array(items) => waiting.extend(items.into_iter().rev()),
            Value::Object(mut object) => {
                if let Some(graph) = object.remove("@graph") {
                    waiting.push(graph);
                }
                if let Some(entity) = object.get("mainEntity").filter(|entity| entity.is_object()) {
                    waiting.push(entity.clone());
                }
                let object = Value::Object(object);
                if rank(&object) > rank(&best) {
                    best = object;
                }
            }
            _ => {}
        }
    }
    best
}

/// How well an object describes an article.
fn rank(object: &Value) -> u8 {
    let kinds = match object.get("@type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_article = |kind: &&str| {
        kind.ends_with("Article")
            || kind.ends_with("Posting")
            || kind.ends_with("Review")
            || *kind == "Report"
    };
    let has = |key: &str| object.get(key).is_some_and(|value| !value.is_null());
    if kinds.iter().any(is_article) {
        4
    } else if has("headline") {
        3
    } else if has("datePublished") && !has("itemListElement") {
        // A `WebPage` states the date too, and nothing else worth having.
        2
    } else {
        0
    }
}

/// Line breaks and tabs inside strings escaped, commas before a closing bracket dropped.
fn mended(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in json.trim().trim_end_matches(';').chars() {
        match c {
            '"' if !escaped => in_string = !in_string,
            '}' | ']' if !in_string => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
            }
            _ => {}
        }
        escaped = in_string && c == '\\' && !escaped;
        if in_string && c.is_control() { out.push(' ') } else { out.push(c) }
    }
    out
}

/// The plain fields of JSON that cannot be parsed at all.
fn fields(json: &str) -> Value {
    let mut object = serde_json::Map::new();
    for key in ["headline", "datePublished", "dateCreated", "articleSection"] {
        let Some((_, after)) = json.split_once(&format!("\"{key}\"")) else { continue };
        let value =
            after.trim_start().strip_prefix(':').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
        if let Some((value, _)) = value.and_then(|value| value.split_once('"')) {
            object.insert(key.to_owned(), Value::String(value.to_owned()));
        }
    }
    if let Some((_, after)) = json.split_once("\"author\"")
        && let Some((_, name)) = after.chars().take(300).collect::<String>().split_once("\"name\"")
        && let Some(name) = name.split('"').nth(1)
    {
        object.insert("author".to_owned(), serde_json::json!({ "name": name }));
    }
    Value::Object(object)
}

/// The names of the people or houses at a key: of one, of several, or plainly written.
pub(super) fn names_at(value: &Value, key: &str) -> Vec<String> {
    let all = match value.get(key) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let name = |one: &Value| match one {
        Value::String(name) => Some(squeeze(name)),
        object => text_at(object, "name"),
    };
    all.into_iter().filter_map(name).collect()
}

/// The text at a path like `author.name`; in an array the first element counts.
pub(super) fn text_at(value: &Value, path: &str) -> Option<String> {
    let mut value = value;
    for key in path.split('.') {
        if let Value::Array(items) = value {
            value = items.first()?;
        }
        value = value.get(key)?;
    }
    if let Value::Array(items) = value {
        value = items.first()?;
    }
    value.as_str().map(squeeze).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scripts: &[&str]) -> Value {
        let page: String =
            scripts.iter().map(|s| format!("<script type='application/ld+json'>{s}</script>")).collect();
        article(&Document::from(page))
    }

    #[test]
    fn the_article_is_found_among_other_objects() {
        let site = r#"{"@type":"WebSite","name":"Körpü"}"#;
        let list = r#"{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Başqa"}]}"#;
        let news = r#"{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},{"@type":["NewsArticle"],"headline":"Bu"}]}"#;
        let found = read(&[site, list, news]);
        assert_eq!(text_at(&found, "headline").as_deref(), Some("Bu"));
        assert_eq!(read(&[site, list]), Value::Null);
    }

    #[test]
    fn broken_json_is_mended_or_searched() {
        for broken in [
            "{\"headline\":\"Bu\",\"articleBody\":\"bir\niki\",}",
            "{\"headline\":\"Bu\",};",
            "{\"headline\":\"Bu\",\"description\":\"o \"dedi\" və getdi\"}",
        ] {
            assert_eq!(text_at(&read(&[broken]), "headline").as_deref(), Some("Bu"), "{broken}");
        }
    }
}
