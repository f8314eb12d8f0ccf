//! The declaration of an object: the one place where its members are listed.

/// Lists the members of a kind of object: key, the version that brought it (0.1 where none stands
/// there), field, need, type, and how it is written where its field does not say.
///
/// `draft` makes the draft (with what its check settles, each after a `+`), which has a [`Part`](super::Part) for each member, with its reader and
/// schema, and the writer of what becomes of it; `struct` makes that as well, of the same members.
/// `writes` is for what is written and not read.
macro_rules! document {
    ($(#[doc = $about:literal])+ $visibility:vis draft $draft:ident ($expected:expr $(, $must_use:literal)?) => $made:ty, $make:expr; writes $written:ty $(, carrying $carried:expr)?;
     $( $(#[doc = $said:literal])+ $key:literal $($since:literal)? $field:ident: $need:ident $kind:ty $(= $write:expr)?; )+ $( + $settled:ident: $settled_type:ty; )*) => {
        $(#[doc = $about])+ #[derive(Clone, Debug, Default)] $(#[must_use = $must_use])?
        $visibility struct $draft { $( pub(crate) $field: $crate::document::Part<$kind>, )+ $( pub(crate) $settled: $settled_type, )* pub(crate) carried: $crate::value::Extensions, pub(crate) problems: $crate::error::Problems }
        impl $crate::document::Draft for $draft {
            type Made = $made;
            const EXPECTED: $crate::document::Expected = $expected;
            fn take<'d, S: $crate::document::Source<'d>>(&mut self, key: &str, source: S) -> Result<(), S::Error> {
                match key { $( $key => self.$field = source.read($crate::document::Place::key($key), &mut self.problems)?, )+ _ => {} }
                Ok(())
            }
            fn own(&mut self) -> (&mut $crate::value::Extensions, &mut $crate::error::Problems) { (&mut self.carried, &mut self.problems) }
            fn make(self) -> Result<$made, $crate::error::Problems> { ($make)(self) }
        }
        $crate::document::document!(@declared $draft [$($about),+] $( [$($said),+] $key [$($since)?] $need $kind; )+);
        $crate::document::document!(@writer $written; $( $key $field $need $(= $write)?; )+ (|this: &$written| $crate::document::document!(@carried this $($carried)?)));
    };
    ($(#[doc = $about:literal])+ $visibility:vis draft $draft:ident ($expected:expr) => struct $made:ident, $check:expr;
     $( $(#[doc = $said:literal])+ $key:literal $($since:literal)? $field:ident: $need:ident $kind:ty $(= $write:expr)?; )+) => {
        $(#[doc = $about])+ #[derive(Clone, Debug, PartialEq, Eq)]
        $visibility struct $made { $( pub(crate) $field: $crate::document::document!(@type $need $kind), )+ pub(crate) carried: $crate::value::Extensions }
        impl $draft {
            fn made(mut self) -> Result<$made, $crate::error::Problems> {
                let check: fn(&mut Self) = $check;
                check(&mut self);
                let Self { $( $field, )+ carried, problems } = self;
                problems.unless_made((|| Some($made { $( $field: $crate::document::document!(@make $need $field), )+ carried }))())
            }
        }
        $crate::document::document!($(#[doc = $about])+ $visibility draft $draft ($expected) => $made, Self::made; writes $made; $( $(#[doc = $said])+ $key $($since)? $field: $need $kind $(= $write)?; )+);
    };
    ($(#[doc = $about:literal])+ writes $written:ident;
     $( $(#[doc = $said:literal])+ $key:literal $($since:literal)? $field:ident: $need:ident $kind:ty $(= $write:expr)?; )+) => {
        $crate::document::document!(@declared $written [$($about),+] $( [$($said),+] $key [$($since)?] $need $kind; )+);
        $crate::document::document!(@writer $written; $( $key $field $need $(= $write)?; )+ (|_| None));
    };
    (@declared $name:ident [$($about:literal),+] $( [$($said:literal),+] $key:literal [$($since:literal)?] $need:ident $kind:ty; )+) => {
        impl $crate::document::Describe for $name {
            fn schema(definitions: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value { $crate::document::schema::<Self>(definitions) }
        }
        impl $crate::document::Declared for $name {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static [&'static str] = &[$($about),+];
            const MEMBERS: &'static [$crate::document::Member] = &[ $( $crate::document::Member { key: $key, need: $crate::document::Need::$need, since: $crate::document::since(&[$($since)?]), about: &[$($said),+], schema: <$kind as $crate::document::Describe>::schema } ),+ ];
        }
    };
    (@writer $written:ty; $( $key:literal $field:ident $need:ident $(= $write:expr)?; )+ ($carry:expr)) => {
        impl $crate::document::Write for $written {
            fn json(&self, members: $crate::document::Members) -> Option<$crate::document::Json<'_>> {
                let object = $crate::document::Object::with_room(const { [$($key),+].len() });
                $( let object = $crate::document::document!(@write true $need object $key self $field members $written $(= $write)?); )+
                $( let object = $crate::document::document!(@write false $need object $key self $field members $written $(= $write)?); )+
                let carried: fn(&$written) -> Option<&$crate::value::Extensions> = $carry;
                Some(match carried(self) { Some(carried) => object.carrying(carried, members), None => object }.into())
            }
        }
    };
    (@write true Leading $($rest:tt)+) => { $crate::document::document!(@write false Optional $($rest)+) };
    (@write true $need:ident $object:ident $($rest:tt)+) => { $object };
    (@write false Leading $object:ident $($rest:tt)+) => { $object };
    (@write false $need:ident $object:ident $key:literal $this:ident $field:ident $members:ident $written:ty = $write:expr) => {{
        let write: for<'w> fn(&'w $written, $crate::document::Members) -> Option<$crate::document::Json<'w>> = $write;
        $object.with_some($key, write($this, $members))
    }};
    (@write false Optional $object:ident $key:literal $this:ident $field:ident $members:ident $written:ty) => { $object.with_some($key, $crate::document::unless_default(&$this.$field, $members)) };
    (@write false $need:ident $object:ident $key:literal $this:ident $field:ident $members:ident $written:ty) => { $object.with_some($key, $crate::document::Write::json(&$this.$field, $members)) };
    (@carried $this:ident) => { Some(&$this.carried) };
    (@carried $this:ident $carried:expr) => { ($carried)($this) };
    (@type Optional $kind:ty) => { Option<$kind> };
    (@type $need:ident $kind:ty) => { $kind };
    (@make Optional $part:expr) => { $part.optional()? };
    (@make $need:ident $part:expr) => { $part.into_option()? };
}
pub(crate) use document;

/// Says of objects that are the value of a member how they are read: as their draft makes them.
macro_rules! kinds {
    ($draft:ident) => { $crate::document::kinds!(@kind $draft, $draft); };
    ($made:ty, $draft:ident) => {
        $crate::document::kinds!(@kind $made, $draft);
        impl $crate::document::Describe for $made {
            fn schema(definitions: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
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
