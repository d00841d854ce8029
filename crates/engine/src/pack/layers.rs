//! Which packs are loaded, and which lies below which.

use std::sync::Arc;

use crate::pack::manifest::{self, Extended, Manifest};
use crate::pack::source::PackSource;
use crate::problem::{Problem, Reading, suggest};

/// The pack that one without `extends` and without `standalone` builds on, where it is at hand.
const BASE: &str = "core-en";
/// Packs may build on each other this deep.
const DEPTH_LIMIT: usize = 10;

/// A pack in its place.
pub(crate) struct Layer<'p> {
    pub(crate) source: &'p PackSource,
    pub(crate) manifest: Manifest,
}

impl Layer<'_> {
    /// Its `pack.toml`, for what is wrong with it.
    pub(crate) fn reading<'r>(&self, problems: &'r mut Vec<Problem>) -> Reading<'r> {
        Reading::new(self.source.path(FILE), contents(self.source).unwrap_or_default(), problems)
    }
}

/// The packs that are loaded, the lowest first.
pub(crate) struct Layers<'p> {
    pub(crate) list: Vec<Layer<'p>>,
    /// Whether they are all that is asked for and built on, and in order.
    pub(crate) complete: bool,
}

const FILE: &str = "pack.toml";

/// The packs `asked` for in their order, each above those that it builds on. What is built on is looked for among
/// `asked` and on the `shelf`; a pack asked for takes the place of one on the shelf with its id.
pub(crate) fn lay<'p>(asked: &'p [PackSource], shelf: &'p [PackSource], problems: &mut Vec<Problem>) -> Layers<'p> {
    let mut stack = Stack { packs: Vec::new(), laid: Vec::new(), open: Vec::new(), complete: true };
    for source in asked {
        // The same pack named twice is a slip without consequence.
        if !stack.packs.iter().any(|(layer, _)| layer.source.name == source.name) {
            stack.admit(source, problems);
        }
    }
    let asked = stack.packs.len();
    for source in shelf {
        stack.shelve(source);
    }
    let home = stack.find(BASE);
    let mut base = home;
    for pack in 0..asked {
        if stack.packs[pack].0.manifest.standalone.is_some() {
            base = Some(pack);
        }
        stack.put(pack, base, problems);
    }
    let Stack { packs, laid, complete, .. } = stack;
    let mut packs: Vec<Option<Layer>> = packs.into_iter().map(|(layer, _)| Some(layer)).collect();
    let mut list: Vec<Layer> = laid.into_iter().filter_map(|pack| packs[pack].take()).collect();
    for Layer { source, manifest } in &mut list {
        manifest.info.sha256 = manifest::hash(source);
    }
    Layers { list, complete }
}

struct Stack<'p> {
    /// All packs at hand, with what is wrong with their `pack.toml`, to be told if they are used.
    packs: Vec<(Layer<'p>, Vec<Problem>)>,
    /// Those in place, the lowest first.
    laid: Vec<usize>,
    /// Those that wait for what they build on.
    open: Vec<usize>,
    complete: bool,
}

impl<'p> Stack<'p> {
    fn admit(&mut self, source: &'p PackSource, problems: &mut Vec<Problem>) {
        let Some(contents) = contents(source) else {
            Reading::new(source.name.clone(), "".into(), problems).say(None, "no `pack.toml` here", None);
            self.complete = false;
            return;
        };
        let mut faults = Vec::new();
        let mut reading = Reading::new(source.path(FILE), contents, &mut faults);
        let Some(manifest) = manifest::read(&mut reading) else {
            problems.append(&mut faults);
            self.complete = false;
            return;
        };
        if let Some(other) = self.find(&manifest.info.id) {
            let help =
                format!("the other is `{}`; load one of them, or give this one an id of its own", self.name(other));
            reading.say(manifest.id.clone(), format!("two packs have the id `{}`", manifest.info.id), Some(help));
            problems.append(&mut faults);
            return;
        }
        self.packs.push((Layer { source, manifest }, faults));
    }

    /// Puts a pack at hand that nobody may want, so nothing that is wrong with it is told yet.
    fn shelve(&mut self, source: &'p PackSource) {
        let Some(contents) = contents(source) else { return };
        let mut faults = Vec::new();
        let mut reading = Reading::new(source.path(FILE), contents, &mut faults);
        if let Some(manifest) = manifest::read(&mut reading)
            && self.find(&manifest.info.id).is_none()
        {
            self.packs.push((Layer { source, manifest }, faults));
        }
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.packs.iter().position(|(layer, _)| layer.manifest.info.id == id)
    }

    fn name(&self, pack: usize) -> &str {
        &self.packs[pack].0.source.name
    }

    fn id(&self, pack: usize) -> &str {
        &self.packs[pack].0.manifest.info.id
    }

    /// Puts `pack` above all that it builds on, which is `base` where it does not say.
    fn put(&mut self, pack: usize, base: Option<usize>, problems: &mut Vec<Problem>) {
        if self.laid.contains(&pack) {
            return;
        }
        problems.append(&mut self.packs[pack].1);
        self.open.push(pack);
        let manifest = &mut self.packs[pack].0.manifest;
        let alone = manifest.standalone.clone();
        match manifest.extends.take() {
            Some(entries) => {
                for entry in &entries {
                    self.build_on(entry, pack, base, problems);
                }
                self.packs[pack].0.manifest.extends = Some(entries);
            }
            None => {
                if let Some(base) = base.filter(|&b| b != pack && alone.is_none() && !self.open.contains(&b)) {
                    self.put(base, None, problems);
                }
            }
        }
        self.open.pop();
        if let Some(place) = alone.filter(|_| !self.laid.is_empty()) {
            let below: Vec<String> = self.laid.iter().map(|&p| format!("`{}`", self.id(p))).collect();
            let message = format!("this pack stands alone, and {} would lie below it", below.join(", "));
            let help = "load it first, or leave out `standalone = true`".to_owned();
            self.complete = false;
            self.packs[pack].0.reading(problems).say(place, message, Some(help));
        }
        self.laid.push(pack);
    }

    fn build_on(&mut self, entry: &Extended, pack: usize, base: Option<usize>, problems: &mut Vec<Problem>) {
        let Extended { id, range, place } = entry;
        let (message, help) = match self.find(id) {
            None => {
                self.complete = false;
                let near = suggest(id, self.packs.iter().map(|(l, _)| l.manifest.info.id.as_str()));
                let near = near.filter(|n| n.starts_with("did"));
                (format!("no pack `{id}`"), near.unwrap_or_else(|| "give its folder too, with `--rules`".to_owned()))
            }
            Some(below) if self.open.contains(&below) => {
                self.complete = false;
                let from = self.open.iter().position(|&p| p == below).unwrap_or_default();
                let way: Vec<String> =
                    self.open[from..].iter().chain([&below]).map(|&p| format!("`{}`", self.id(p))).collect();
                (
                    format!("packs build on each other in a circle: {}", way.join(", ")),
                    "remove one `extends`".to_owned(),
                )
            }
            Some(_) if self.open.len() > DEPTH_LIMIT => {
                self.complete = false;
                let message = format!("packs build on each other more than {DEPTH_LIMIT} deep");
                (message, "let this pack extend a lower one".to_owned())
            }
            Some(below) => {
                let manifest = &self.packs[below].0.manifest;
                let fits = manifest.version.as_ref().is_none_or(|v| range.matches(v));
                let version = manifest.info.version.clone();
                self.put(below, base, problems);
                if fits {
                    return;
                }
                let help = format!("write `{id}@^{version}` if it works with that, or use another version of `{id}`");
                (format!("`{id}` is {version}, which `{range}` does not allow"), help)
            }
        };
        self.packs[pack].0.reading(problems).say(place.clone(), message, Some(help));
    }
}

fn contents(source: &PackSource) -> Option<Arc<str>> {
    source.files.iter().find(|(path, _)| path == FILE).map(|(_, contents)| Arc::clone(contents))
}
