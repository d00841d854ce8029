//! From types to shapes, and the macro that makes a table of a struct.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use toml::Spanned;
use toml::value::Datetime;

use super::{Shape, Word};

/// A type that values of TOML are read into.
pub(crate) trait Shaped {
    /// Whether a key of this type may be left out.
    const OPTIONAL: bool = false;

    /// What such values look like.
    fn shape() -> Shape;
}

/// A list of words with a meaning each.
pub(crate) trait Vocabulary {
    /// All words.
    fn words() -> Vec<Word>;
}

/// Words that need no explanation.
pub(crate) fn words(names: impl IntoIterator<Item = &'static str>) -> Vec<Word> {
    names.into_iter().map(|name| Word { name, what: "" }).collect()
}

/// Tells more of a shape than its type does. It tells the compiler what the closures in tables take.
pub(crate) fn narrow(shape: Shape, how: impl FnOnce(Shape) -> Shape) -> Shape {
    how(shape)
}

impl Shape {
    /// Only words of `T`, in the shape or in the lists that it is made of.
    pub(crate) fn of<T: Vocabulary>(self) -> Self {
        self.one_of(T::words())
    }

    /// Only `all` of these, in the shape or in the lists that it is made of.
    pub(crate) fn one_of(self, all: Vec<Word>) -> Self {
        match self {
            Self::Text { pattern, .. } => Self::Text { words: all, pattern },
            Self::List { of, least, most } => Self::List { of: Box::new(of.one_of(all)), least, most },
            Self::Either(shapes) => Self::Either(shapes.into_iter().map(|s| s.one_of(all.clone())).collect()),
            Self::Names { pattern, of, .. } => Self::Names { words: all, pattern, of },
            other => other,
        }
    }

    /// Texts or names of this form.
    pub(crate) fn like(self, regex: &'static str) -> Self {
        match self {
            Self::Text { words, .. } => Self::Text { words, pattern: Some(regex) },
            Self::Names { words, of, .. } => Self::Names { words, pattern: Some(regex), of },
            Self::List { of, least, most } => Self::List { of: Box::new(of.like(regex)), least, most },
            other => other,
        }
    }

    /// Texts that say something.
    pub(crate) fn filled(self) -> Self {
        self.like(r"\S")
    }

    /// The word `any` too, alone and in no list.
    pub(crate) fn or_any(self) -> Self {
        match self {
            Self::Either(mut shapes) => {
                if let Some(Self::Text { words, .. }) = shapes.first_mut() {
                    words.push(Word { name: "any", what: "All of them." });
                }
                Self::Either(shapes)
            }
            other => other,
        }
    }

    /// Only true.
    pub(crate) fn only_true(self) -> Self {
        match self {
            Self::Flag { .. } => Self::Flag { only_true: true },
            other => other,
        }
    }

    /// Numbers from `least` to `most`, in the shape or in its lists.
    pub(crate) fn between(self, least: i64, most: impl Into<Option<i64>>) -> Self {
        match self {
            Self::Number { .. } => Self::Number { least: Some(least), most: most.into() },
            Self::List { of, least: few, most: many } => {
                Self::List { of: Box::new(of.between(least, most)), least: few, most: many }
            }
            other => other,
        }
    }

    /// A list with `least` items or more.
    pub(crate) fn at_least(self, least: usize) -> Self {
        match self {
            Self::List { of, most, .. } => Self::List { of, least, most },
            other => other,
        }
    }

    /// A table without `key`.
    pub(crate) fn without(self, key: &str) -> Self {
        match self {
            Self::Table(mut table) => {
                table.keys.retain(|k| k.name != key);
                for term in &mut table.terms {
                    term.one.retain(|k| *k != key);
                    term.bars.retain(|k| *k != key);
                }
                Self::Table(table)
            }
            other => other,
        }
    }
}

impl Shaped for String {
    fn shape() -> Shape {
        Shape::Text { words: Vec::new(), pattern: None }
    }
}

impl Shaped for bool {
    fn shape() -> Shape {
        Shape::Flag { only_true: false }
    }
}

impl Shaped for u32 {
    fn shape() -> Shape {
        Shape::Number { least: Some(0), most: Some(i64::from(Self::MAX)) }
    }
}

impl Shaped for i64 {
    fn shape() -> Shape {
        Shape::Number { least: None, most: None }
    }
}

impl Shaped for Datetime {
    fn shape() -> Shape {
        Shape::Day
    }
}

impl Shaped for toml::Value {
    fn shape() -> Shape {
        Shape::Any
    }
}

impl Shaped for IgnoredAny {
    fn shape() -> Shape {
        Shape::Any
    }
}

impl<T: Shaped> Shaped for Spanned<T> {
    const OPTIONAL: bool = T::OPTIONAL;

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Shaped> Shaped for Option<T> {
    const OPTIONAL: bool = true;

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shape() -> Shape {
        Shape::List { of: Box::new(T::shape()), least: 0, most: None }
    }
}

impl<T: Shaped, const N: usize> Shaped for [T; N] {
    fn shape() -> Shape {
        Shape::List { of: Box::new(T::shape()), least: N, most: Some(N) }
    }
}

/// Pairs are of one type in all tables, so a list tells what they look like.
impl<T: Shaped> Shaped for (T, T) {
    fn shape() -> Shape {
        <[T; 2]>::shape()
    }
}

impl<K, T: Shaped> Shaped for BTreeMap<K, T> {
    fn shape() -> Shape {
        Shape::Names { words: Vec::new(), pattern: None, of: Box::new(T::shape()) }
    }
}

/// A struct that TOML is read into, and the table that it is for schemas.
///
/// Every key that serde knows is one that the schema knows, with the field's comment to explain it. A field may go on
/// with `= |it| …`, which tells more of its shape than the type does; the struct may be followed by `terms` and a list
/// of what must hold of its keys together.
macro_rules! table {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $(#[serde($($serde:tt)*)])?
                $(#[expect($($expect:tt)*)])?
                $fvis:vis $field:ident: $type:ty $(= $narrow:expr)?
            ),* $(,)?
        }
        $(terms $terms:expr)?
    ) => {
        $(#[$meta])*
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        $vis struct $name {
            $(
                $(#[doc = $doc])*
                $(#[serde($($serde)*)])?
                $(#[expect($($expect)*)])?
                $fvis $field: $type,
            )*
        }

        impl $crate::schema::Shaped for $name {
            fn shape() -> $crate::schema::Shape {
                let keys = vec![$({
                    let shape = <$type as $crate::schema::Shaped>::shape();
                    $(let shape = $crate::schema::narrow(shape, $narrow);)?
                    let serde = concat!($(stringify!($($serde)*))?);
                    $crate::schema::Key {
                        name: $crate::schema::name_of(stringify!($field), serde),
                        what: concat!($($doc, "\n"),*).lines().map(str::trim).collect::<Vec<_>>().join(" "),
                        shape,
                        required: !<$type as $crate::schema::Shaped>::OPTIONAL && !serde.contains("default"),
                    }
                }),*];
                let terms: Vec<Vec<$crate::schema::Term>> = vec![$($terms)?];
                $crate::schema::Shape::Table($crate::schema::Table { keys, terms: terms.concat() })
            }
        }
    };
}
pub(crate) use table;

/// What serde calls a field: its own name, or that after `rename` among its attributes.
pub(crate) fn name_of(field: &'static str, serde: &'static str) -> &'static str {
    serde.split_once("rename").and_then(|(_, after)| after.split('"').nth(1)).unwrap_or(field)
}
