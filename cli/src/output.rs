//! Where everything that is read goes: one place writes to standard output and standard error.

use std::io::{self, IsTerminal as _, Write as _};

use clap::ValueEnum;
use serde::Serialize;

use crate::failure::Failure;

/// When to use colours. The variants have no documentation, which would stand in the help of every verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

impl ColorWhen {
    fn applies(self, is_terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                is_terminal
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && std::env::var_os("TERM").is_none_or(|value| value != "dumb")
            }
        }
    }
}

/// A colour by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paint {
    Good,
    Doubtful,
    Bad,
    Strong,
    Faint,
}

impl Paint {
    const fn sequence(self) -> &'static str {
        match self {
            Self::Good => "\x1b[32m",
            Self::Doubtful => "\x1b[33m",
            Self::Bad => "\x1b[31m",
            Self::Strong => "\x1b[1m",
            Self::Faint => "\x1b[2m",
        }
    }
}

/// How an answer looks on its way to one of the two streams.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) has_color: bool,
    pub(crate) is_terminal: bool,
    /// How many columns of the terminal are taken already.
    pub(crate) indent: u16,
}

impl Look {
    /// Returns the same look for text that is set in.
    pub(crate) const fn indented(self, indent: u16) -> Self {
        Self { indent, ..self }
    }

    /// Wraps text in a colour, if colours are on. The text is taken as it is.
    pub(crate) fn paint(self, paint: Paint, text: &str) -> String {
        if self.has_color { format!("{}{text}\x1b[0m", paint.sequence()) } else { text.to_owned() }
    }
}

/// Standard output and standard error.
#[derive(Debug)]
pub(crate) struct Output {
    is_json: bool,
    color: ColorWhen,
}

impl Output {
    pub(crate) const fn new(is_json: bool, color: ColorWhen) -> Self {
        Self { is_json, color }
    }

    pub(crate) const fn is_json(&self) -> bool {
        self.is_json
    }

    /// How answers look.
    pub(crate) fn look(&self) -> Look {
        let is_terminal = io::stdout().is_terminal();
        Look { has_color: self.color.applies(is_terminal), is_terminal, indent: 0 }
    }

    /// Prints an answer: the value for programs, the text for people.
    pub(crate) fn answer(
        &self,
        value: &impl Serialize,
        text: impl FnOnce(Look) -> String,
    ) -> Result<(), Failure> {
        unless_closed(self.deliver(value, text))
    }

    /// Prints an answer that must arrive, so that a reader who has gone away is an error too.
    pub(crate) fn deliver(
        &self,
        value: &impl Serialize,
        text: impl FnOnce(Look) -> String,
    ) -> io::Result<()> {
        if self.is_json { write_out(&json(value)?) } else { write_out(&text(self.look())) }
    }

    /// Prints text as it is.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        unless_closed(write_out(text))
    }

    /// Prints bytes as they are.
    pub(crate) fn print_bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        unless_closed(write_bytes(bytes))
    }

    /// Where to write what is too long to be one text.
    pub(crate) fn stream(&self) -> impl io::Write {
        io::stdout().lock()
    }

    /// Prints text that must arrive.
    pub(crate) fn deliver_text(&self, text: &str) -> io::Result<()> {
        write_out(text)
    }

    /// Says something beside the answer. Programs do not want to hear it.
    pub(crate) fn note(&self, text: &str) {
        if !self.is_json {
            write_err(&format!("{}\n", clean(text)));
        }
    }

    /// Says what went wrong.
    pub(crate) fn report(&self, failure: &Failure) {
        if self.is_json {
            write_err(&json(&failure.to_json()).unwrap_or_default());
            return;
        }
        let is_terminal = io::stderr().is_terminal();
        let look = Look { has_color: self.color.applies(is_terminal), is_terminal, indent: 0 };
        let mut text =
            format!("{} {}\n", look.paint(Paint::Bad, "error:"), clean(&failure.message));
        for (name, line) in [("cause:", &failure.cause), ("hint:", &failure.hint)] {
            if let Some(line) = line {
                text.push_str(&format!("{} {}\n", look.paint(Paint::Strong, name), clean(line)));
            }
        }
        write_err(&text);
    }

    /// Says what went wrong in text that is laid out already.
    pub(crate) fn report_text(&self, plain: &str, colored: &str) {
        let has_color = self.color.applies(io::stderr().is_terminal());
        write_err(if has_color { colored } else { plain });
    }
}

/// Writes what a terminal would obey, or what would turn a line around, as its number.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hostile(character) {
            cleaned.extend(character.escape_unicode());
        } else {
            cleaned.push(character);
        }
    }
    cleaned
}

/// Control characters, line separators and the characters that change the direction of a line.
fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

fn json(value: &impl Serialize) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    let mut escaped = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        // Outside strings JSON has no such character but the line end, so the escape is always valid.
        if is_hostile(character) && character != '\n' {
            escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            escaped.push(character);
        }
    }
    escaped.push('\n');
    Ok(escaped)
}

/// A reader that has seen enough, such as `head`, is no failure.
fn unless_closed(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::unwritten(&error)),
        _ => Ok(()),
    }
}

fn write_out(text: &str) -> io::Result<()> {
    write_bytes(text.as_bytes())
}

fn write_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut stream = io::stdout().lock();
    stream.write_all(bytes)?;
    stream.flush()
}

/// Nothing is left to do when even the error can not be told; the exit code says it.
fn write_err(text: &str) {
    let mut stream = io::stderr().lock();
    drop(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        let text = "a\x1b[31mb\u{9b}2Jc\u{202e}d\nß🦀";
        assert_eq!(clean(text), r"a\u{1b}[31mb\u{9b}2Jc\u{202e}d\u{a}ß🦀");
        let document = json(&serde_json::json!({ "a": text })).unwrap();
        assert!(!document.chars().any(|c| is_hostile(c) && c != '\n'), "{document}");
        let back: serde_json::Value = serde_json::from_str(&document).unwrap();
        assert_eq!(back["a"], text);
    }
}
