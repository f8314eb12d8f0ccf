//! The public interface as it was reviewed: `tests/data/public-api.txt` holds every public item,
//! and nothing changes without it.
//!
//! The items are read from the sources. What is `pub` there can be reached by users, because
//! `unreachable_pub` is refused; so the list is that of all public items, in the order of their
//! names, without bodies and comments, after the paths by which they are named. What `codes!` makes stands as an enum whose variants have
//! their codes. With `ACCEPT_API` set, the file is written instead.
//!
//! Rules: CRATE-2.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Expr, Fields, File, Ident, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, LitStr,
    Token, Type, UseTree, Variant, Visibility, parse_quote, token,
};

use crate::sources::{is_for_tests, root, rust_files};

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is(attribute: &Attribute, name: &str) -> bool {
    attribute.path().is_ident(name)
}

/// Comments and lints say nothing of what can be called.
fn strip(attributes: &mut Vec<Attribute>) {
    attributes.retain(|one| {
        ["derive", "non_exhaustive", "must_use", "cfg", "deprecated", "macro_export"]
            .iter()
            .any(|name| is(one, name))
    });
}

/// The enum that `codes!` makes, with the code of each variant after `=`.
struct Codes(ItemEnum);

impl Parse for Codes {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attrs = input.call(Attribute::parse_outer)?;
        strip(&mut attrs);
        let vis: Visibility = input.parse()?;
        input.parse::<Token![enum]>()?;
        let name: Ident = input.parse()?;
        let (what, body);
        // `coded!` makes the same of what no document is read for, and says no word for it.
        if input.peek(syn::token::Paren) {
            syn::parenthesized!(what in input);
            what.parse::<LitStr>()?;
            if what.peek(Token![,]) {
                what.parse::<Token![,]>()?;
                what.parse::<Ident>()?;
                what.parse::<Ident>()?;
            }
        }
        syn::braced!(body in input);
        let mut made: ItemEnum = parse_quote!(enum #name {});
        while !body.is_empty() {
            body.call(Attribute::parse_outer)?;
            let (variant, _, code) =
                (body.parse::<Ident>()?, body.parse::<Token![=]>()?, body.parse::<LitStr>()?);
            let variant: Variant = parse_quote!(#variant = #code);
            made.variants.push(variant);
            body.parse::<Token![,]>()?;
        }
        (made.attrs, made.vis) = (attrs, vis);
        Ok(Self(made))
    }
}

/// The struct that `document!` makes for users: a draft without public fields.
struct Document(Option<ItemStruct>);

impl Parse for Document {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        let (kind, name): (Ident, Ident) = (input.parse()?, input.parse()?);
        let mut made: ItemStruct = parse_quote!(#[derive(Clone, Debug, Default)] struct #name {});
        if input.peek(token::Paren) {
            let said;
            syn::parenthesized!(said in input);
            let said = said.parse_terminated(Expr::parse, Token![,])?;
            if let Some(Expr::Lit(why)) = said.last() {
                made.attrs.push(parse_quote!(#[must_use = #why]));
            }
        }
        // The members are private.
        input.step(|rest| {
            let mut rest = *rest;
            while let Some((_, next)) = rest.token_tree() {
                rest = next;
            }
            Ok(((), rest))
        })?;
        made.vis = vis;
        Ok(Self((kind == "draft" && is_public(&made.vis)).then_some(made)))
    }
}

fn without_private_fields(fields: &mut Fields) {
    match fields {
        Fields::Named(named) => {
            named.named =
                named.named.iter().filter(|field| is_public(&field.vis)).cloned().collect();
            named.named.iter_mut().for_each(|field| strip(&mut field.attrs));
        }
        Fields::Unnamed(unnamed) => {
            unnamed.unnamed =
                unnamed.unnamed.iter().filter(|field| is_public(&field.vis)).cloned().collect();
        }
        Fields::Unit => (),
    }
}

/// The public items of an `impl` block; of a trait's all of them.
fn without_bodies(mut item: ItemImpl) -> Option<ItemImpl> {
    let is_of_trait = item.trait_.is_some();
    strip(&mut item.attrs);
    item.items.retain(|item| match item {
        ImplItem::Fn(function) => !is_of_trait && is_public(&function.vis),
        ImplItem::Const(constant) => is_of_trait || is_public(&constant.vis),
        _ => true,
    });
    for item in &mut item.items {
        if let ImplItem::Fn(function) = item {
            strip(&mut function.attrs);
            function.block = parse_quote!({});
        }
    }
    (is_of_trait || !item.items.is_empty()).then_some(item)
}

/// What users see of an item, and the name by which it is listed.
fn listed(item: Item) -> Option<(String, Item)> {
    match item {
        Item::Struct(mut item) if is_public(&item.vis) => {
            strip(&mut item.attrs);
            without_private_fields(&mut item.fields);
            Some((item.ident.to_string(), Item::Struct(item)))
        }
        Item::Enum(mut item) if is_public(&item.vis) => {
            strip(&mut item.attrs);
            item.variants.iter_mut().for_each(|variant| strip(&mut variant.attrs));
            Some((item.ident.to_string(), Item::Enum(item)))
        }
        Item::Fn(mut item) if is_public(&item.vis) => {
            strip(&mut item.attrs);
            item.block = parse_quote!({});
            Some((item.sig.ident.to_string(), Item::Fn(item)))
        }
        Item::Macro(item) if item.mac.path.is_ident("codes") || item.mac.path.is_ident("coded") => {
            let Codes(made) = item.mac.parse_body().unwrap();
            is_public(&made.vis).then(|| (made.ident.to_string(), Item::Enum(made)))
        }
        Item::Macro(item) if item.mac.path.is_ident("document") => {
            let Document(made) = item.mac.parse_body().unwrap();
            made.map(|made| (made.ident.to_string(), Item::Struct(made)))
        }
        Item::Macro(item) if item.mac.path.is_ident("by_text") => {
            let serial = item.mac.parse_body_with(|input: ParseStream<'_>| {
                let name: Type = input.parse()?;
                input.parse::<Token![,]>()?;
                input.parse_terminated(Expr::parse, Token![,])?;
                Ok(name)
            });
            let name = serial.unwrap();
            let made: ItemImpl = parse_quote!(impl ByText for #name {});
            Some((name_of(&name)?, Item::Impl(made)))
        }
        Item::Impl(item) => Some((name_of(&item.self_ty)?, Item::Impl(without_bodies(item)?))),
        Item::Mod(mut item) if is_public(&item.vis) => {
            strip(&mut item.attrs);
            Some((String::new(), Item::Mod(item)))
        }
        Item::Trait(item) if is_public(&item.vis) => {
            Some((item.ident.to_string(), Item::Trait(item)))
        }
        Item::Type(item) if is_public(&item.vis) => {
            Some((item.ident.to_string(), Item::Type(item)))
        }
        Item::Const(item) if is_public(&item.vis) => {
            Some((item.ident.to_string(), Item::Const(item)))
        }
        Item::Static(item) if is_public(&item.vis) => {
            Some((item.ident.to_string(), Item::Static(item)))
        }
        _ => None,
    }
}

fn name_of(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        Type::Reference(reference) => name_of(&reference.elem),
        _ => None,
    }
}

fn printed(item: Item) -> String {
    let mut file: File = parse_quote!();
    file.items.push(item);
    prettyplease::unparse(&file)
}

/// The names that an import takes.
fn names(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Path(tree) => names(&tree.tree),
        UseTree::Name(tree) => vec![tree.ident.to_string()],
        UseTree::Rename(tree) => vec![tree.rename.to_string()],
        UseTree::Group(tree) => tree.items.iter().flat_map(names).collect(),
        UseTree::Glob(_) => panic!("name what is public"),
    }
}

/// By which paths users name what the root and its public modules hand on: `pub use wire::…`.
fn paths(file: &Path, parsed: &File) -> Vec<(String, String)> {
    let inside = file.strip_prefix(root().join("src")).unwrap().to_str().unwrap().to_owned();
    let module = match inside.as_str() {
        "lib.rs" => String::new(),
        inside => match inside.strip_suffix("/mod.rs") {
            Some(module @ ("lifecycle" | "testing" | "wire")) => format!("{module}::"),
            _ => return Vec::new(),
        },
    };
    let mut found = Vec::new();
    for item in &parsed.items {
        let Item::Use(item) = item else { continue };
        if is_public(&item.vis) {
            let line = |name: String| (String::new(), format!("pub use {module}{name};\n"));
            found.extend(names(&item.tree).into_iter().map(line));
        }
    }
    found
}

/// Every public item, by name.
fn interface() -> String {
    let mut items: Vec<Item> = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    for file in rust_files("src") {
        let parsed = syn::parse_file(&fs::read_to_string(&file).unwrap());
        let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        texts.extend(paths(&file, &parsed));
        items.extend(parsed.items.into_iter().filter(|item| !is_for_tests(item)));
    }
    let private: BTreeSet<String> = items.iter().filter_map(private_trait).collect();
    items.retain(|item| !of_trait(item).is_some_and(|name| private.contains(&name)));
    let listed: Vec<(String, Item)> = items.into_iter().filter_map(listed).collect();
    // What is not public by itself has nothing public; an `impl` for it is listed only if it says
    // so by a public name.
    let public: BTreeSet<String> = listed
        .iter()
        .filter(|(_, item)| !matches!(item, Item::Impl(_)))
        .map(|(name, _)| name.clone())
        .collect();
    let public_items = listed.into_iter().filter(|(name, _)| public.contains(name));
    texts.extend(public_items.map(|(name, item)| (name, printed(item))));
    texts.sort();
    texts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n")
}

fn private_trait(item: &Item) -> Option<String> {
    match item {
        Item::Trait(item) if !is_public(&item.vis) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn of_trait(item: &Item) -> Option<String> {
    let Item::Impl(item) = item else { return None };
    item.trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last())
        .map(|segment| segment.ident.to_string())
}

#[test]
fn the_interface_is_the_reviewed_one() {
    let path = root().join("tests/data/public-api.txt");
    let found = interface();
    if std::env::var_os("ACCEPT_API").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let reviewed = fs::read_to_string(&path).unwrap();
    let (old, new): (Vec<&str>, Vec<&str>) = (reviewed.lines().collect(), found.lines().collect());
    let gone: Vec<String> =
        old.iter().filter(|line| !new.contains(line)).map(|line| format!("- {line}")).collect();
    let come: Vec<String> =
        new.iter().filter(|line| !old.contains(line)).map(|line| format!("+ {line}")).collect();
    assert!(
        reviewed == found,
        "the public interface is not the one in tests/data/public-api.txt:\n{}\n{}\nIf that is \
         meant, say it in the changelog, and \
         ACCEPT_API=yes cargo test --test cases public_api",
        gone.join("\n"),
        come.join("\n")
    );
}
