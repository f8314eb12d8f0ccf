//! The arguments of a program.

use std::error::Error;
use std::ffi::OsString;

use lexopt::prelude::*;
use release_criteria::Phase;

use super::{Program, Result, note};

/// What a program was called with: words, and options by their names.
pub(crate) struct Arguments {
    words: Vec<String>,
    options: Vec<(String, String)>,
    source: &'static str,
    are_none: bool,
}

impl Arguments {
    /// `None` where help is asked for.
    pub(super) fn read(program: &Program) -> Result<Option<Self>> {
        // `--` alone is an argument: behind it variables may stand that are not set.
        let are_none = std::env::args_os().nth(1).is_none();
        let mut arguments =
            Self { words: Vec::new(), options: Vec::new(), source: program.source, are_none };
        let mut parser = lexopt::Parser::from_env();
        let mut problems = Vec::new();
        loop {
            let name = match parser.next() {
                Ok(None) => break,
                Ok(Some(Long("help") | Short('h'))) => return Ok(None),
                Ok(Some(Value(word))) => {
                    let place = format!("argument {}", arguments.words.len().saturating_add(1));
                    // A refused word keeps its place, so that the others are counted rightly.
                    arguments.words.push(text(word, &place, &mut problems));
                    continue;
                }
                Ok(Some(Long(name)))
                    if [program.flags, program.options].concat().contains(&name) =>
                {
                    name.to_owned()
                }
                Ok(Some(other)) => {
                    problems.push(other.unexpected().to_string());
                    continue;
                }
                Err(error) => {
                    problems.push(error.to_string());
                    break;
                }
            };
            if arguments.value(&name).is_some() {
                problems.push(format!("`--{name}` is given twice; give it once"));
            }
            let value = match program.options.contains(&&*name).then(|| parser.value()) {
                None => String::new(),
                Some(Ok(value)) => text(value, &format!("the value of `--{name}`"), &mut problems),
                Some(Err(_)) => {
                    problems.push(format!("`--{name}` has no value"));
                    continue;
                }
            };
            arguments.options.push((name, value));
        }
        if problems.is_empty() {
            Ok(Some(arguments))
        } else {
            Err(arguments.refuse(&problems.join("\n")))
        }
    }

    /// Whether the demonstration is asked for, which is said: an argument that is missing by
    /// mistake must not go unseen.
    pub(crate) fn ask_for_demonstration(&self) -> bool {
        if self.are_none {
            note(&"no argument is given: this is the demonstration with the files in `examples`");
        }
        self.are_none
    }

    pub(crate) fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    /// The files, of which there have to be as many as are asked for.
    pub(crate) fn files<const N: usize>(&self, what: &str) -> Result<[&str; N]> {
        let words = self.words();
        let found = words.len();
        Ok(words.try_into().map_err(|_| format!("found {found} files; expected {N}, {what}"))?)
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The value of an option; empty for a flag.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    pub(crate) fn phase(&self) -> Result<Option<Phase>> {
        Ok(self.value("phase").map(str::parse).transpose()?)
    }

    /// The problem, and how the program is used.
    pub(crate) fn refuse(&self, problem: &str) -> Box<dyn Error> {
        format!("{problem}\nusage: {}", usage(self.source).join("\n       ")).into()
    }
}

fn text(argument: OsString, place: &str, problems: &mut Vec<String>) -> String {
    let text = argument.into_string().unwrap_or_else(|argument| {
        problems.push(format!("{place} is no UTF-8: `{}`", argument.display()));
        "refused".to_owned()
    });
    if text.trim().is_empty() {
        problems.push(format!("{place} is empty (an unset variable?); write what it should say"));
    }
    text
}

/// The comment at the head of a program.
pub(super) fn head(source: &str) -> impl Iterator<Item = &str> {
    let comment = source.lines().map_while(|line| line.strip_prefix("//!"));
    comment.map(|line| line.strip_prefix(' ').unwrap_or(line))
}

/// The first block in the head.
fn usage(source: &str) -> Vec<&str> {
    let block = head(source).skip_while(|line| !line.starts_with("```")).skip(1);
    block.take_while(|line| !line.starts_with("```")).collect()
}
