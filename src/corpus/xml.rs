//! XML as a row of elements and texts, for feeds, dumps and documents.
//!
//! Lenient, since exports are: unmatched ends and stray `&` pass. Entities are those of XML and HTML;
//! what a document type defines is never expanded, so that no text grows. Names are without their
//! prefix: `w:p` and `text:p` are both `p`.

use std::borrow::Cow;
use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting that is followed; documents reach about 30.
const DEEPEST: usize = 1_000;

/// What stands in a row.
pub(super) enum Piece<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// An element ends.
    Close(&'a str),
    /// Text between.
    Text(&'a str),
}

/// An element's head.
pub(super) struct Element<'a> {
    start: &'a BytesStart<'a>,
}

impl<'a> Element<'a> {
    /// Its name without prefix.
    pub fn name(&self) -> &'a str {
        self.start.local_name().into_inner()
    }

    /// Its name as written.
    pub fn full_name(&self) -> &'a str {
        self.start.name().into_inner()
    }

    /// An attribute's value, asked for without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.html_attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        Some(unescaped(&found.value).into_owned())
    }
}

/// Hands the pieces of `xml` to `visit`, which may break off. The error says what is wrong where.
pub(super) fn walk(xml: &str, visit: &mut dyn FnMut(Piece) -> ControlFlow<()>) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut depth = 0usize;
    loop {
        let flow = match reader.read_event() {
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err("its elements are nested too deep".to_owned());
                }
                visit(Piece::Open(Element { start: &start }))
            }
            Ok(Event::Empty(start)) => match visit(Piece::Open(Element { start: &start })) {
                ControlFlow::Continue(()) => visit(Piece::Close(start.local_name().into_inner())),
                broken => broken,
            },
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                visit(Piece::Close(end.local_name().into_inner()))
            }
            Ok(Event::Text(text)) => visit(Piece::Text(&text.xml10_content())),
            Ok(Event::CData(text)) => visit(Piece::Text(&text.xml10_content())),
            Ok(Event::GeneralRef(reference)) => {
                let own = reference.resolve_char_ref().ok().flatten().map(String::from);
                let known = || resolve_html5_entity(&reference).map(str::to_owned);
                match own.or_else(known) {
                    Some(text) => visit(Piece::Text(&text)),
                    None => ControlFlow::Continue(()),
                }
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => ControlFlow::Continue(()),
            Err(error) => {
                let before = &xml.as_bytes()[..(reader.error_position() as usize).min(xml.len())];
                let line = memchr::memchr_iter(b'\n', before).count() + 1;
                return Err(format!("broken XML in line {line} ({error})"));
            }
        };
        if flow.is_break() {
            return Ok(());
        }
    }
}

/// A text with its entities resolved; unknown ones stay as they are written.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        // No entity's name is longer.
        let end = rest.bytes().take(34).position(|byte| byte == b';');
        let known = end.and_then(|end| Some((entity(&rest[1..end])?, end)));
        match known {
            Some((meant, end)) => {
                out.push_str(&meant);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else { return resolve_html5_entity(name).map(Cow::Borrowed) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).map(|c| Cow::Owned(c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(xml: &str) -> Result<String, String> {
        let mut text = String::new();
        walk(xml, &mut |piece| {
            match piece {
                Piece::Open(element) => text.push_str(&format!("[{}", element.name())),
                Piece::Close(_) => text.push(']'),
                Piece::Text(piece) => text.push_str(piece),
            }
            ControlFlow::Continue(())
        })
        .map(|()| text)
    }

    #[test]
    fn entities_of_xml_and_html_are_known_and_no_others() {
        assert_eq!(text_of("<a>x &amp; y&nbsp;&#601; &schwa; R&D</a>").unwrap(), "[ax & y\u{a0}ə  R&D]");
        let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><r>&b;</r>";
        assert_eq!(text_of(bomb).unwrap(), "[r]");
        assert_eq!(unescaped("Şəki&nbsp;&mdash; &#x130; & &yox;"), "Şəki\u{a0}— İ & &yox;");
    }

    #[test]
    fn exports_may_be_untidy_but_not_endless() {
        assert_eq!(text_of("<w:p/>x</b><![CDATA[<i>]]>").unwrap(), "[p]x]<i>");
        assert!(text_of(&"<a>".repeat(DEEPEST + 1)).unwrap_err().contains("too deep"));
        assert!(text_of("<a>\n<b").unwrap_err().contains("broken XML in line"));
    }
}
