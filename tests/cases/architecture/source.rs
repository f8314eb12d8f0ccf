//! Which file of `src` uses which: by imports, by paths, and by calls of methods, which may stand in
//! an `impl` of another file than their type. A call is seen where its type is written, where it is
//! `self`, and where only one file has a method of that name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::fs;
use std::rc::Rc;

use syn::visit::{self, Visit};
use syn::{Expr, Item, Type, UseTree};

use crate::sources::{is_for_tests, root, rust_files};

/// Methods that types of the standard library have too, so that a name does not tell whose is called.
const OF_EVERYBODY: [&str; 10] =
    ["end", "entry", "extend", "find", "insert", "iter_mut", "len", "map", "or", "take"];

/// Paths that begin so are of this crate.
const OWN: [&str; 3] = ["crate", "super", "self"];

/// A file of `src` by its module: `["plan", "judging", "tally"]`, or `["plan"]` for a `mod.rs`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct File {
    module: Vec<String>,
    is_mod: bool,
}

impl File {
    pub(crate) fn floor(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }

    /// The room on its floor: a folder, a file that stands beside the rooms, or `mod`.
    pub(crate) fn room(&self) -> &str {
        self.module.get(1).map_or("mod", String::as_str)
    }

    /// Its name in its room, or `mod`.
    pub(crate) fn name(&self) -> &str {
        self.module.get(2).map_or("mod", String::as_str)
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "src/{}{}", self.module.join("/"), if self.is_mod { "/mod.rs" } else { ".rs" })
    }
}

/// One file uses what stands in another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    pub(crate) from: Rc<File>,
    pub(crate) to: Rc<File>,
    what: String,
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} uses {} for `{}`", self.from, self.to, self.what)
    }
}

pub(crate) struct Source {
    pub(crate) files: Vec<Rc<File>>,
    /// Each once for each name; none from a file to itself.
    pub(crate) edges: Vec<Edge>,
}

/// A name that is imported, by its path.
struct Import {
    path: Vec<String>,
    name: String,
    is_handed_on: bool,
}

fn imports(tree: &UseTree, path: &[String], is_handed_on: bool, found: &mut Vec<Import>) {
    let with = |name: String| [path, &[name]].concat();
    match tree {
        UseTree::Path(tree) => {
            imports(&tree.tree, &with(tree.ident.to_string()), is_handed_on, found);
        }
        UseTree::Name(tree) if tree.ident == "self" => {
            let name = path.last().cloned().unwrap_or_default();
            found.push(Import { path: path.to_vec(), name, is_handed_on });
        }
        UseTree::Name(tree) => {
            let name = tree.ident.to_string();
            found.push(Import { path: with(name.clone()), name, is_handed_on });
        }
        UseTree::Rename(tree) => found.push(Import {
            path: with(tree.ident.to_string()),
            name: tree.rename.to_string(),
            is_handed_on,
        }),
        UseTree::Group(tree) => {
            tree.items.iter().for_each(|tree| imports(tree, path, is_handed_on, found));
        }
        UseTree::Glob(_) => {
            let is_own = path.first().is_some_and(|first| OWN.contains(&first.as_str()));
            assert!(!is_own, "name what is imported: `{}::*`", path.join("::"));
        }
    }
}

/// What a file defines, imports and calls.
#[derive(Default)]
struct Content {
    items: BTreeSet<String>,
    imports: Vec<Import>,
    /// Paths that begin with `crate`, `super` or `self`.
    paths: Vec<Vec<String>>,
    /// Methods of inherent `impl`s, each with its type.
    methods: Vec<(String, String)>,
    /// Calls of methods, with the type where it is known.
    calls: Vec<(Option<String>, String)>,
    /// All names in the code.
    words: BTreeSet<String>,
    itself: Option<String>,
}

impl Content {
    fn of(text: &str) -> Self {
        let mut content = Self::default();
        for item in syn::parse_file(text).unwrap().items {
            if is_for_tests(&item) {
                continue;
            }
            content.define(&item);
            if let Item::Use(item) = &item {
                let is_handed_on = !matches!(item.vis, syn::Visibility::Inherited);
                imports(&item.tree, &[], is_handed_on, &mut content.imports);
            } else {
                content.visit_item(&item);
            }
        }
        content
    }

    fn define(&mut self, item: &Item) {
        let name = match item {
            Item::Struct(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Fn(item) => &item.sig.ident,
            Item::Const(item) => &item.ident,
            Item::Static(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::Macro(item) => {
                // `codes! { … enum Outcome("…") { … } }` defines `Outcome`, and `document!` the draft
                // and the struct that it names.
                let text = item.mac.tokens.to_string();
                let words: Vec<&str> = text
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .filter(|w| !w.is_empty())
                    .collect();
                let named =
                    words.windows(2).filter(|two| matches!(two, ["enum" | "struct" | "draft", _]));
                self.items
                    .extend(named.filter_map(|two| two.last()).map(|name| (*name).to_owned()));
                self.words.extend(words.into_iter().map(str::to_owned));
                let Some(name) = &item.ident else { return };
                name
            }
            _ => return,
        };
        self.items.insert(name.to_string());
    }
}

impl Visit<'_> for Content {
    fn visit_item(&mut self, item: &Item) {
        if !is_for_tests(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &syn::ItemImpl) {
        let name = match &*item.self_ty {
            Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        let outer = std::mem::replace(&mut self.itself, name.clone());
        if let (None, Some(name)) = (&item.trait_, name) {
            for inner in &item.items {
                if let syn::ImplItem::Fn(method) = inner {
                    self.methods.push((name.clone(), method.sig.ident.to_string()));
                }
            }
        }
        visit::visit_item_impl(self, item);
        self.itself = outer;
    }

    fn visit_expr_method_call(&mut self, call: &syn::ExprMethodCall) {
        let is_self = matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"));
        let of = self.itself.clone().filter(|_| is_self);
        self.calls.push((of, call.method.to_string()));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|own| own.ident.to_string()).collect();
        self.words.extend(names.iter().cloned());
        match names.as_slice() {
            [first, ..] if OWN.contains(&first.as_str()) && names.len() > 1 => {
                self.paths.push(names);
            }
            [.., of, method] => {
                let of = if of == "Self" { self.itself.clone() } else { Some(of.clone()) };
                self.calls.push((of, method.clone()));
            }
            _ => {}
        }
        visit::visit_path(self, path);
    }
}

/// All files, with what stands in each.
struct Files {
    contents: BTreeMap<Vec<String>, (Rc<File>, Content)>,
}

impl Files {
    fn read() -> Self {
        let source = root().join("src");
        let mut contents = BTreeMap::new();
        for path in rust_files("src") {
            let inside = path.strip_prefix(&source).unwrap().with_extension("");
            let mut module: Vec<String> =
                inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            let is_mod = module.last().is_some_and(|last| last == "mod");
            module.truncate(module.len() - usize::from(is_mod));
            // The root only lists, and tests may use what they like.
            if module == ["lib"] || module.last().is_some_and(|last| last == "tests") {
                continue;
            }
            let file = Rc::new(File { module: module.clone(), is_mod });
            contents.insert(module, (file, Content::of(&fs::read_to_string(&path).unwrap())));
        }
        Self { contents }
    }

    /// The whole path of what is meant by `path` in `module`; `None` for what is of other crates.
    fn absolute(&self, path: &[String], module: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module, rest].concat()),
            "super" => {
                let (_, outer) = module.split_last()?;
                match rest.first().map(String::as_str) {
                    Some("super") => self.absolute(rest, outer),
                    _ => Some([outer, rest].concat()),
                }
            }
            _ => {
                let child = [module, std::slice::from_ref(first)].concat();
                self.contents.contains_key(&child).then(|| [module, path].concat())
            }
        }
    }

    /// The file in which that stands which has the path `path`, by way of what others hand on.
    fn home(&self, path: &[String]) -> Option<&Rc<File>> {
        let known =
            (1..=path.len()).rev().find(|count| self.contents.contains_key(&path[..*count]))?;
        let (module, rest) = path.split_at(known);
        let (file, content) = &self.contents[module];
        let Some(name) = rest.first() else { return Some(file) };
        if content.items.contains(name) {
            return Some(file);
        }
        let import =
            content.imports.iter().find(|import| import.name == *name && import.is_handed_on)?;
        self.home(&self.absolute(&import.path, module)?)
    }
}

impl Source {
    pub(crate) fn read() -> Self {
        let files = Files::read();
        let mut homes: HashMap<&str, BTreeSet<(&str, &Rc<File>)>> = HashMap::new();
        for (file, content) in files.contents.values() {
            for (of, method) in &content.methods {
                homes.entry(method.as_str()).or_default().insert((of.as_str(), file));
            }
        }
        let mut edges = BTreeSet::new();
        for (module, (file, content)) in &files.contents {
            let mut add = |to: &Rc<File>, what: &str| {
                if to != file {
                    edges.insert(Edge {
                        from: file.clone(),
                        to: to.clone(),
                        what: what.to_owned(),
                    });
                }
            };
            // What a `mod.rs` only hands on it does not use.
            let used = content.imports.iter().filter(|import| {
                !(file.is_mod && import.is_handed_on) || content.words.contains(&import.name)
            });
            for path in used.map(|import| &import.path).chain(&content.paths) {
                let home = files.absolute(path, module).and_then(|path| files.home(&path));
                if let (Some(home), Some(name)) = (home, path.last()) {
                    add(home, name);
                }
            }
            for (of, method) in &content.calls {
                let all = homes.get(method.as_str()).into_iter().flatten();
                let own: BTreeSet<&Rc<File>> = all
                    .filter(|(name, _)| of.as_ref().is_none_or(|of| of == name))
                    .map(|(_, home)| *home)
                    .collect();
                let is_known = of.is_some() || !OF_EVERYBODY.contains(&method.as_str());
                if let (true, Some(home), 1) = (is_known, own.first(), own.len()) {
                    add(home, method);
                }
            }
        }
        Self {
            files: files.contents.into_values().map(|(file, _)| file).collect(),
            edges: edges.into_iter().collect(),
        }
    }
}
