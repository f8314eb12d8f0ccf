//! Closed vocabularies: an enum whose every variant has one stable code.

/// Declares an enum with its codes, which documents are read for: `FromStr` lists what it expects.
macro_rules! codes {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident ($what:literal $(, default $default:ident)?) {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal, )+
        }
    ) => {
        $crate::error::coded! {
            $(#[$meta])*
            $visibility enum $name {
                $( $(#[$variant_meta])* $variant = $code, )+
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::error::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::value::code::find($what, text, Self::ALL, Self::code)
            }
        }

        impl $crate::value::Notation for $name {
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                self.code().into()
            }

            $( fn is_default(&self) -> bool {
                *self == Self::$default
            } )?

            fn schema() -> ::serde_json::Value {
                let codes: Vec<&str> = Self::ALL.iter().map(|one| one.code()).collect();
                ::serde_json::json!({"enum": codes})
            }
        }

        $crate::value::by_text!(
            $name,
            concat!("the code of one ", $what, ", in a string"),
            |value| value.code().to_owned()
        );
    };
}
pub(crate) use codes;

use crate::error::{Fault, ParseError};

/// The value among `all` that has the code `text`.
pub(crate) fn find<T: Copy>(
    what: &'static str,
    text: &str,
    all: &[T],
    code: fn(T) -> &'static str,
) -> Result<T, ParseError> {
    all.iter().copied().find(|&value| code(value) == text).ok_or_else(|| {
        let known: Vec<String> = all.iter().map(|&value| format!("`{}`", code(value))).collect();
        ParseError::new(text, 1, Fault::UnknownCode { what, known: known.join(", ") })
    })
}
