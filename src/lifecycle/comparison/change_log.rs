//! The changes of one subject as they are found.

use super::change::{Change, ChangeCode, MovedEnd, Subject};
use super::differences::Difference;
use crate::specification::Attribute;

/// The changes of one subject as they are found.
pub(super) struct ChangeLog {
    subject: Subject,
    id: String,
    name: String,
    attribute: Option<Attribute>,
    changes: Vec<Change>,
}

/// What stands on one side of a change: the text, and what it accepts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side {
    pub(super) text: Option<String>,
    pub(crate) accepts: Option<String>,
    /// Whether nothing there could fail: it is reported, or not required.
    pub(super) is_neutral: bool,
}

impl Side {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// Of a text that may not be there.
    pub(super) fn some(text: Option<impl Into<String>>) -> Self {
        Self { text: text.map(Into::into), ..Self::default() }
    }
}

impl ChangeLog {
    pub(super) fn new(
        subject: Subject,
        id: &str,
        name: &str,
        attribute: Option<Attribute>,
    ) -> Self {
        Self { subject, id: id.to_owned(), name: name.to_owned(), attribute, changes: Vec::new() }
    }

    pub(super) fn push(
        &mut self,
        code: ChangeCode,
        sides: [Side; 2],
        explanation: impl Into<String>,
    ) {
        self.push_part(code, None, sides, None, explanation);
    }

    /// One more change, of a part of the subject.
    pub(super) fn push_part(
        &mut self,
        code: ChangeCode,
        part: Option<&str>,
        [before, after]: [Side; 2],
        end: Option<MovedEnd>,
        explanation: impl Into<String>,
    ) {
        let mut change = Change {
            subject: self.subject,
            id: self.id.clone(),
            name: self.name.clone(),
            attribute: self.attribute,
            part: part.map(str::to_owned),
            code,
            end,
            before: before.text,
            after: after.text,
            accepted_before: before.accepts,
            was_neutral: before.is_neutral,
            rejects: None,
            accepted_after: after.accepts,
            explanation: explanation.into(),
        };
        if self.attribute == Some(Attribute::Safety) && change.accepts_more() {
            change.explanation.push_str(" Limits on safety are expected not to become wider.");
        }
        self.changes.push(change);
    }

    /// One more change of a part of the subject, as a difference of what is accepted says.
    pub(super) fn push_difference(
        &mut self,
        part: Option<&str>,
        sides: [Side; 2],
        difference: Difference,
    ) {
        let Difference { code, end, rejects, explanation } = difference;
        self.push_part(code, part, sides, end, explanation);
        if let Some(change) = self.changes.last_mut() {
            change.rejects = rejects;
        }
    }

    /// Whether a change between these two texts was noted of this part.
    pub(super) fn tells_of(&self, part: Option<&str>, before: &str, after: &str) -> bool {
        // The changes of one part stand together, and those of the part at hand stand last.
        let mut of_part = self.changes.iter().rev().take_while(|change| change.part() == part);
        of_part.any(|change| change.before() == Some(before) && change.after() == Some(after))
    }

    pub(super) fn into_changes(self) -> Vec<Change> {
        self.changes
    }
}
