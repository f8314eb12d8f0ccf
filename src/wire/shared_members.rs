//! Members that stand in several places of a specification's document.

use super::node::{Node, borrowed};
use super::read::unknown;
use super::shape::Expected;
use crate::error::Problems;
use crate::specification::{Derivation, Phase};
use crate::value::Extensions;

/// One value, or an object with one for each phase.
pub(super) fn read_per_phase<B>(
    mut builder: B,
    key: &str,
    node: Node,
    problems: fn(&mut B) -> &mut Problems,
    state: fn(&mut B, Extensions),
    mut read: impl FnMut(B, Option<Phase>, &str, Node) -> B,
) -> B {
    let Node::Object(_) = node else { return read(builder, None, key, node) };
    let Some(object) = node.object(key, Expected::Object, problems(&mut builder)) else {
        return builder;
    };
    state(&mut builder, object.extensions.clone());
    for (phase, path, node) in object.entries(key) {
        match phase.parse() {
            Ok(phase) => builder = read(builder, Some(phase), &path, node),
            Err(_) => unknown(&path, &phase_keys(), problems(&mut builder)),
        }
    }
    builder
}

pub(super) fn phase_keys() -> Vec<&'static str> {
    Phase::ALL.iter().map(|phase| phase.code()).collect()
}

/// An id with what it must be; without texts it was refused.
pub(crate) struct Requirement {
    pub(super) id: String,
    texts: Option<Vec<String>>,
    pub(super) is_list: bool,
}

impl Requirement {
    pub(super) fn texts(&self) -> Option<Vec<&str>> {
        self.texts.as_deref().map(borrowed)
    }
}

/// Each id with what it must be.
pub(super) fn read_requirements(
    node: Node,
    path: &str,
    problems: &mut Problems,
) -> Option<(Extensions, Vec<Requirement>)> {
    let expected = Expected::ObjectOf("an object with what each parameter or test must be");
    let object = node.object(path, expected, problems)?;
    let extensions = object.extensions.clone();
    let mut requirements = Vec::new();
    for (id, path, node) in object.entries(path) {
        let is_list = matches!(node, Node::List(_));
        let texts = if is_list {
            node.texts(&path, problems)
        } else {
            node.text(&path, problems).map(|text| vec![text])
        };
        requirements.push(Requirement { id, texts, is_list });
    }
    Some((extensions, requirements))
}

/// How a value is derived; what is no object is noted.
pub(super) fn read_derivation(node: Node, problems: &mut Problems) -> Option<Derivation> {
    let expected =
        Expected::ObjectOf("an object with `multiply` and `divide`, or with `add` and `subtract`,");
    let object = node.object("derived", expected, problems)?;
    let mut derivation = Derivation::default();
    *derivation.extensions() = object.extensions.clone();
    for (key, path, node) in object.entries("") {
        match key.as_str() {
            "multiply" | "divide" | "add" | "subtract" => {
                let inputs = node.texts(&path, derivation.problems());
                derivation = match inputs {
                    Some(inputs) => derivation.with_inputs(&key, &borrowed(&inputs)),
                    None => derivation.with_refused_inputs(),
                };
            }
            "constant" => {
                let text = node.text(&path, derivation.problems());
                derivation = derivation.constant_text(text.as_deref());
            }
            _ => unknown(
                &path,
                &["multiply", "divide", "add", "subtract", "constant"],
                derivation.problems(),
            ),
        }
    }
    Some(derivation)
}
