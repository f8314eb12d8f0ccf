//! Standard output and standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

use super::Result;

/// Standard output. A reader that stops early, such as `head`, has seen enough; that is no error.
pub(crate) struct Output {
    inner: BufWriter<StdoutLock<'static>>,
    is_closed: bool,
}

impl Output {
    pub(super) fn new() -> Self {
        Self { inner: BufWriter::new(io::stdout().lock()), is_closed: false }
    }

    /// Whether nobody reads any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed
    }

    pub(crate) fn heading(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(self, "\n{text}\n{}\n", "=".repeat(text.chars().count()))?)
    }

    /// What stands at the head of a program.
    pub(super) fn help(&mut self, source: &str) -> Result<u8> {
        for line in super::arguments::head(source).filter(|line| !line.starts_with("```")) {
            writeln!(self, "{line}")?;
        }
        Ok(0)
    }

    /// Writes what is left. Afterwards nothing can fail unseen.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush()
    }

    fn seen<T>(&mut self, done: io::Result<T>, if_closed: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(if_closed)
            }
            Err(error) => {
                Err(io::Error::new(error.kind(), format!("the output cannot be written: {error}")))
            }
            done => done,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let done = self.inner.write(bytes);
        self.seen(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let done = self.inner.flush();
        self.seen(done, ())
    }
}

/// Says something on standard error, if that can be written to: where it cannot, there is nobody to
/// be told.
pub(crate) fn note(text: &impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}
