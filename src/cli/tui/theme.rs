//! How the parts of the screen look. Without colours everything still tells itself apart: what
//! matched is bold and underlined.

use ratatui::style::{Color, Modifier, Style};

/// The styles.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Running text.
    pub plain: Style,
    /// Titles.
    pub title: Style,
    /// What matched.
    pub matched: Style,
    /// Dates, sources, keys.
    pub dim: Style,
    /// Beside the chosen hit and the paragraph that was found.
    pub bar: Style,
    /// The name of the field that has the focus.
    pub focus: Style,
    /// What cannot be meant.
    pub wrong: Style,
}

impl Theme {
    /// With colours or without.
    pub fn new(colours: bool) -> Self {
        let plain = Style::new();
        let coloured = |colour| if colours { plain.fg(colour) } else { plain };
        Theme {
            plain,
            title: plain.add_modifier(Modifier::BOLD),
            matched: if colours {
                plain.fg(Color::Yellow).add_modifier(Modifier::BOLD)
            } else {
                plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            },
            dim: plain.add_modifier(Modifier::DIM),
            bar: coloured(Color::Cyan).add_modifier(Modifier::BOLD),
            focus: plain.add_modifier(Modifier::REVERSED),
            wrong: coloured(Color::Red).add_modifier(Modifier::UNDERLINED),
        }
    }
}
