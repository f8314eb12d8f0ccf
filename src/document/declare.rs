//! The declaration of an object: the one place where its members are listed.

/// Lists the members of a kind of object: key, the version that brought it (0.1 where none stands
/// there), field, need, type, and how it is written where its field does not say.
///
/// `draft` makes the draft, which has a [`Part`](super::Part) for each member and what stands after
/// a `+`, with its reader; and for what becomes of it the writer and the schema. `writes` alone is
/// for what is written and not read.
macro_rules! document {
    (
        $(#[doc = $about:literal])+
        $visibility:vis draft $draft:ident ($expected:expr $(, $must_use:literal)?) => $made:ty, $make:expr;
        writes $written:ty $(, carrying $carried:expr)?;
        $( $(#[doc = $said:literal])+ $key:literal $($since:literal)? $field:ident: $need:ident $kind:ty $(= $write:expr)?; )+
        $( + $settled:ident: $settled_type:ty; )*
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, Default)]
        $(#[must_use = $must_use])?
        $visibility struct $draft {
            $( pub(crate) $field: $crate::document::Part<$kind>, )+
            $( pub(crate) $settled: $settled_type, )*
            pub(crate) carried: $crate::value::Extensions,
            pub(crate) problems: $crate::error::Problems,
        }
        impl $crate::document::Draft for $draft {
            type Made = $made;
            const EXPECTED: $crate::document::Expected = $expected;
            fn take<'d, S: $crate::document::Source<'d>>(&mut self, key: &str, source: S) -> Result<(), S::Error> {
                match key {
                    $( $key => self.$field = source.read($crate::document::Place::key($key), &mut self.problems)?, )+
                    _ => {}
                }
                Ok(())
            }
            fn own(&mut self) -> (&mut $crate::value::Extensions, &mut $crate::error::Problems) { (&mut self.carried, &mut self.problems) }
            fn make(self) -> Result<$made, $crate::error::Problems> { ($make)(self) }
        }
        $crate::document::document!(@members $draft, $written, $crate::document::document!(@carried $($carried)?), [$($about),+]
            $( [$($said),+] $key [$($since)?] $field $need $kind $(= $write)?; )+);
    };
    ($(#[doc = $about:literal])+ writes $written:ident; $( $(#[doc = $said:literal])+ $key:literal $($since:literal)? $field:ident: $need:ident $kind:ty $(= $write:expr)?; )+) => {
        $crate::document::document!(@members $written, $written, |_| None, [$($about),+] $( [$($said),+] $key [$($since)?] $field $need $kind $(= $write)?; )+);
    };
    (@members $name:ident, $written:ty, $carried:expr, [$($about:literal),+] $( [$($said:literal),+] $key:literal [$($since:literal)?] $field:ident $need:ident $kind:ty $(= $write:expr)?; )+) => {
        const _: () = {
            use $crate::document::{Declared, Describe, Json, Member, Members, Need, Object, Schemas, Write, document, schema, since};
            impl Declared for $name {
                const NAME: &'static str = stringify!($name);
                const ABOUT: &'static [&'static str] = &[$($about),+];
                const MEMBERS: &'static [Member] = &[$(
                    Member { key: $key, need: Need::$need, since: since(&[$($since)?]), about: &[$($said),+], schema: <$kind as Describe>::schema }
                ),+];
            }
            impl Describe for $name {
                fn schema(schemas: &mut Schemas) -> serde_json::Value { schema::<Self>(schemas) }
            }
            impl Write for $written {
                fn json(&self, members: Members) -> Option<Json<'_>> {
                    let object = Object::with_room(<$name as Declared>::MEMBERS.len());
                    $( let object = document!(@write true $need object $key self $field members $written $(= $write)?); )+
                    $( let object = document!(@write false $need object $key self $field members $written $(= $write)?); )+
                    Some(object.carrying_of(self, $carried, members).into())
                }
            }
        };
    };
    (@write true Leading $($rest:tt)+) => { document!(@write false Optional $($rest)+) };
    (@write true $need:ident $object:ident $($rest:tt)+) => { $object };
    (@write false Leading $object:ident $($rest:tt)+) => { $object };
    (@write false $need:ident $object:ident $key:literal $this:ident $field:ident $members:ident $written:ty = $write:expr) => { $object.with_made::<$written>($key, $this, $write, $members) };
    (@write false Optional $object:ident $key:literal $this:ident $field:ident $members:ident $written:ty) => { $object.with_some($key, $crate::document::unless_default(&$this.$field, $members)) };
    (@write false $need:ident $object:ident $key:literal $this:ident $field:ident $members:ident $written:ty) => { $object.with_some($key, Write::json(&$this.$field, $members)) };
    (@carried) => { |this| Some(&this.carried) };
    (@carried $carried:expr) => { $carried };
}
pub(crate) use document;

/// Says of objects that are the value of a member how they are read: as their draft makes them.
macro_rules! kinds {
    ($draft:ident) => { $crate::document::kinds!(@kind $draft, $draft); };
    ($made:ty, $draft:ident) => {
        $crate::document::kinds!(@kind $made, $draft);
        impl $crate::document::Describe for $made {
            fn schema(definitions: &mut $crate::document::Schemas) -> serde_json::Value {
                $crate::document::schema::<$draft>(definitions)
            }
        }
    };
    (@kind $made:ty, $draft:ident) => {
        impl $crate::document::Kind for $made {
            const IS_OBJECT: bool = true;
            fn read(node: $crate::document::Node<'_>, at: $crate::document::Place<'_>, problems: &mut $crate::error::Problems) -> $crate::document::Part<Self> {
                $crate::document::of_node::<$draft>(node, at, problems)
            }
            fn stream<'d, A: serde::de::MapAccess<'d>>(map: &mut A, at: $crate::document::Place<'_>, problems: &mut $crate::error::Problems) -> Result<$crate::document::Part<Self>, A::Error> {
                $crate::document::of_next::<$draft, A>(map, at, problems)
            }
        }
    };
}
pub(crate) use kinds;
