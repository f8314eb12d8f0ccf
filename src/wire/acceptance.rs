//! What is accepted, in the document of a specification.

use super::node::{Node, borrowed};
use super::read::unknown;
use super::shape::Expected;
use super::shared_members::{phase_keys, read_derivation, read_requirements};
use crate::error::Problems;
use crate::specification::{Acceptance, TestBuilder};

/// What is accepted in all phases, or in each.
pub(super) fn read_acceptance(mut test: TestBuilder, node: Node) -> TestBuilder {
    let Some(object) = node.object(
        "acceptance",
        Expected::ObjectOf("an object with the phases, or with `all`,"),
        test.problems(),
    ) else {
        return test.accept(Acceptance::default().refused_criterion());
    };
    test.state_acceptance(object.extensions.clone());
    for (key, path, node) in object.entries("acceptance") {
        let phase = match (key.as_str(), key.parse()) {
            ("all", _) => None,
            (_, Ok(phase)) => Some(phase),
            _ => {
                unknown(&path, &[&["all"], phase_keys().as_slice()].concat(), test.problems());
                continue;
            }
        };
        test = match (phase, node) {
            (None, Node::List(cases)) => {
                test.accept_cases(cases.into_iter().map(read_cell).collect())
            }
            (Some(phase), Node::List(cases)) => {
                test.accept_cases_in(phase, cases.into_iter().map(read_cell).collect())
            }
            (None, only) => test.accept(read_cell(only)),
            (Some(phase), only) => test.accept_in(phase, read_cell(only)),
        };
    }
    test
}

/// A text is short for an object with a criterion.
fn read_cell(node: Node) -> Acceptance {
    const KEYS: [&str; 10] = [
        "criterion",
        "accept",
        "reject",
        "same_as",
        "interim",
        "alert",
        "justification",
        "when",
        "unit",
        "derived",
    ];
    let mut cell = Acceptance::default();
    if let Node::Text(text) = &node {
        return cell.criterion("", text);
    }
    let Some(object) = node.object("", Expected::Criterion, cell.problems()) else {
        return cell.refused_criterion();
    };
    *cell.extensions() = object.extensions.clone();
    let (mut accept, mut reject, mut is_listed) = (None, None, false);
    for (key, path, node) in object.entries("") {
        match key.as_str() {
            "accept" => {
                is_listed = true;
                accept = node.texts(&path, cell.problems());
            }
            "reject" => {
                is_listed = true;
                reject = read_reject(node, &path, cell.problems());
            }
            "interim" => {
                let terms = node.texts(&path, cell.problems());
                cell = cell.interim_texts(terms.as_deref().map(borrowed).as_deref());
            }
            "when" => cell = read_when(cell, node),
            "derived" => {
                if let Some(derivation) = read_derivation(node, cell.problems()) {
                    cell = cell.derived(derivation);
                }
            }
            key if KEYS.contains(&key) => {
                let text = node.text(&path, cell.problems());
                cell = take_text(cell, key, &path, text.as_deref());
            }
            _ => unknown(&path, &KEYS, cell.problems()),
        }
    }
    if is_listed && cell.has_criterion() {
        cell.problems().push("", "has a criterion and lists of terms; write one of the two");
        return cell;
    }
    match (accept, reject) {
        (Some(accept), Some(reject)) => {
            cell.listed(&borrowed(&accept), reject.as_deref().map(borrowed).as_deref())
        }
        (None, None) if !is_listed => cell,
        (accept, _) => {
            cell.read_terms("accept", &borrowed(&accept.unwrap_or_default()));
            let message = "needs both `accept` and `reject`, else nothing could conform or nothing \
                           could fail";
            cell.problems().push("", message);
            cell.refused_criterion()
        }
    }
}

fn take_text(mut cell: Acceptance, key: &str, path: &str, text: Option<&str>) -> Acceptance {
    match (key, text) {
        ("criterion" | "same_as", _) if cell.has_criterion() => {
            cell.problems().push(path, "stands beside another criterion; write one of the two");
            cell
        }
        ("criterion", Some(text)) => cell.criterion(path, text),
        ("same_as", Some(id)) => cell.same_as_text(path, id),
        ("criterion" | "same_as", None) => cell.refused_criterion(),
        ("alert", Some(text)) => cell.alert(text),
        ("justification", Some(text)) => cell.justification(text),
        ("unit", text) => cell.unit_text(text),
        _ => cell,
    }
}

fn read_when(mut cell: Acceptance, node: Node) -> Acceptance {
    let Some((extensions, requirements)) = read_requirements(node, "when", cell.problems()) else {
        cell.state_when(crate::value::Extensions::default());
        return cell;
    };
    cell.state_when(extensions);
    for one in requirements {
        cell = cell.with_requirement(&one.id, one.texts().as_deref(), one.is_list);
    }
    cell
}

/// The rejected terms, or `"other"` for all that are not accepted: `Some(None)`.
#[allow(clippy::option_option, reason = "refused, or every other term, or a list")]
fn read_reject(node: Node, path: &str, problems: &mut Problems) -> Option<Option<Vec<String>>> {
    match node {
        Node::Text(text) if text == "other" => Some(None),
        Node::Text(text) => {
            problems.push(
                path,
                format!(
                    "found `{}`; write a list of terms, or \"other\"",
                    crate::error::shown(&text, 1)
                ),
            );
            None
        }
        list => list.texts(path, problems).map(Some),
    }
}
