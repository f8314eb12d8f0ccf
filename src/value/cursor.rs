//! A place in a text that is being read.

use crate::error::{Fault, ParseError, printable};

/// Reads a text from left to right. Copying it is looking ahead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    whole: &'t str,
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// Begins after the leading space; what follows the last visible character is not read.
    pub(crate) fn new(whole: &'t str) -> Self {
        Self { whole, rest: whole.trim() }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(crate) fn bump(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let character = characters.next();
        self.rest = characters.as_str();
        character
    }

    pub(crate) fn eat(&mut self, wanted: &str) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(crate) fn eat_any(&mut self, wanted: &[&str]) -> bool {
        wanted.iter().any(|one| self.eat(one))
    }

    pub(crate) fn skip_space(&mut self) -> bool {
        if self.rest.bytes().next().is_none_or(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        let rest = self.rest.trim_start();
        let skipped = rest.len() < self.rest.len();
        self.rest = rest;
        skipped
    }

    /// The longest piece of characters that all fulfil `wanted`.
    pub(crate) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|character| !wanted(character)).unwrap_or(self.rest.len());
        let (piece, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        piece
    }

    /// Reads the words of `phrase`, in any case and with any space between them, if they stand
    /// here.
    pub(crate) fn phrase(&mut self, phrase: &str) -> bool {
        let first = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
        if first(self.rest) != first(phrase) {
            return false;
        }
        let mut ahead = *self;
        for (index, word) in phrase.split(' ').enumerate() {
            if index > 0 && !ahead.skip_space() {
                return false;
            }
            match ahead.rest.split_at_checked(word.len()) {
                Some((found, rest)) if found.eq_ignore_ascii_case(word) => ahead.rest = rest,
                _ => return false,
            }
        }
        if ahead.peek().is_some_and(|next| next.is_alphabetic() || next == '_') {
            return false;
        }
        *self = ahead;
        true
    }

    /// Whether `phrase` stands here.
    pub(crate) fn sees(mut self, phrase: &str) -> bool {
        self.phrase(phrase)
    }

    /// The word that stands here, for a message.
    pub(crate) fn word(mut self) -> &'t str {
        self.take_while(|character| !character.is_whitespace())
    }

    /// In characters from 1.
    pub(crate) fn position(&self) -> usize {
        // `rest` is a suffix of the trimmed text, so counting from the end needs no pointer.
        let after = self.whole.len().saturating_sub(self.whole.trim_end().len());
        let read = self.whole.len().saturating_sub(after).saturating_sub(self.rest.len());
        let read = self.whole.get(..read).unwrap_or(self.whole);
        read.chars().count().saturating_add(1)
    }

    pub(crate) fn error(&self, fault: Fault) -> ParseError {
        ParseError::new(self.whole, self.position(), fault)
    }

    /// "found `x`" or "found the end".
    pub(crate) fn found(&self) -> String {
        match self.peek() {
            None => "found the end".to_owned(),
            Some(character) if character.is_control() => "found a control character".to_owned(),
            Some(character) if character.is_whitespace() => "found a space".to_owned(),
            Some(_) => {
                let word: String = self.word().chars().take(20).collect();
                format!("found `{}`", printable(&word))
            }
        }
    }
}
