//! JSON text that was read before, and so is in order, gone through once more for the places of
//! what stands in it.

/// A place in the text.
#[derive(Clone)]
pub(super) struct Scan<'j> {
    json: &'j str,
    at: usize,
}

impl<'j> Scan<'j> {
    pub(super) fn new(json: &'j str) -> Self {
        Self { json, at: 0 }
    }

    /// In bytes.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// What stands here, after space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        self.to(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        self.byte()
    }

    /// Steps over `sign`, if it stands here.
    pub(super) fn pass(&mut self, sign: u8) {
        if self.peek() == Some(sign) {
            self.step(1);
        }
    }

    /// Steps over the text that begins here. What stands between its quotation marks, with escapes.
    pub(super) fn text(&mut self) -> &'j str {
        self.step(1);
        let begin = self.at;
        self.to(|byte| matches!(byte, b'"' | b'\\'));
        while self.byte() == Some(b'\\') {
            self.step(2);
            self.to(|byte| matches!(byte, b'"' | b'\\'));
        }
        let text = self.json.get(begin..self.at).unwrap_or_default();
        self.step(1);
        text
    }

    /// Steps over the value that begins here.
    pub(super) fn pass_value(&mut self) {
        self.pass_values(0);
    }

    /// Steps over all that stands in the list around this place, and out of it.
    pub(super) fn leave(&mut self) {
        self.pass_values(1);
    }

    fn pass_values(&mut self, mut depth: usize) {
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.text();
                }
                b'{' | b'[' => {
                    depth = depth.saturating_add(1);
                    self.step(1);
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.step(1);
                }
                _ => {
                    self.step(1);
                    self.to(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)));
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn step(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// Goes to the next byte that is wanted.
    fn to(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.json.as_bytes().get(self.at..).unwrap_or_default();
        let count = rest.iter().position(|&byte| wanted(byte)).unwrap_or(rest.len());
        self.step(count);
    }
}

/// The characters of a text as it stands between quotation marks, each with its offset there.
pub(super) struct Characters<'j> {
    rest: &'j str,
    offset: usize,
}

impl<'j> Characters<'j> {
    pub(super) fn new(text: &'j str) -> Self {
        Self { rest: text, offset: 0 }
    }

    /// The character that stands here as an escape or as itself, and how many bytes it takes.
    fn decoded(&self) -> Option<(char, usize)> {
        let mut characters = self.rest.chars();
        let first = characters.next()?;
        if first != '\\' {
            return Some((first, first.len_utf8()));
        }
        let escaped = match characters.next()? {
            'u' => return Some(self.escaped_units()),
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            itself => itself,
        };
        Some((escaped, 2))
    }

    /// One unit of UTF-16 makes a character, or two do.
    fn escaped_units(&self) -> (char, usize) {
        let units = [self.unit(0), self.unit(6)];
        match char::decode_utf16(units.into_iter().map_while(|unit| unit)).next() {
            Some(Ok(character)) if character.len_utf16() == 2 => (character, 12),
            Some(Ok(character)) => (character, 6),
            Some(Err(_)) | None => (char::REPLACEMENT_CHARACTER, 6),
        }
    }

    fn unit(&self, at: usize) -> Option<u16> {
        let digits = self.rest.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    }
}

impl Iterator for Characters<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        let (character, bytes) = self.decoded()?;
        let offset = self.offset;
        self.offset = offset.saturating_add(bytes);
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        Some((offset, character))
    }
}
