//! JSON put out as it comes: a record is written once, key by key, and nothing is built for it before.

use onrecord_engine::Points;

/// Where a JSON value is being written.
pub(crate) struct Json<'o> {
    out: &'o mut Vec<u8>,
    /// Whether a value stands before in the same object or list.
    behind: bool,
}

impl<'o> Json<'o> {
    pub(crate) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, behind: false }
    }

    /// A comma, if one is due.
    fn begin(&mut self) {
        if self.behind {
            self.out.push(b',');
        }
        self.behind = true;
    }

    /// A key of an object; its value comes next.
    pub(crate) fn key(&mut self, key: &'static str) -> &mut Self {
        self.word(key);
        self.out.push(b':');
        self.behind = false;
        self
    }

    pub(crate) fn object(&mut self, fill: impl FnOnce(&mut Self)) {
        self.begin();
        self.out.push(b'{');
        self.behind = false;
        fill(self);
        self.out.push(b'}');
        self.behind = true;
    }

    pub(crate) fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Self, T)) {
        self.begin();
        self.out.push(b'[');
        self.behind = false;
        for item in items {
            each(self, item);
        }
        self.out.push(b']');
        self.behind = true;
    }

    /// `null` where there is nothing.
    pub(crate) fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.null(),
        }
    }

    pub(crate) fn null(&mut self) {
        self.plain("null");
    }

    pub(crate) fn text(&mut self, text: &str) {
        let plain = |b: &u8| *b >= b' ' && *b != b'"' && *b != b'\\';
        if text.as_bytes().iter().all(plain) {
            return self.word(text);
        }
        self.begin();
        self.value(text);
    }

    /// A text without anything in it that JSON would have escaped.
    pub(crate) fn word(&mut self, word: &str) {
        self.begin();
        self.out.push(b'"');
        self.out.extend_from_slice(word.as_bytes());
        self.out.push(b'"');
    }

    pub(crate) fn bool(&mut self, value: bool) {
        self.plain(if value { "true" } else { "false" });
    }

    pub(crate) fn number(&mut self, number: u32) {
        self.count(u64::from(number));
    }

    pub(crate) fn count(&mut self, count: u64) {
        self.begin();
        self.digits(count, 1);
    }

    /// Points as a number, printed from their integer and never by way of a float; as they are displayed.
    pub(crate) fn points(&mut self, points: Points) {
        self.begin();
        if points.0 < 0 {
            self.out.push(b'-');
        }
        let size = points.0.unsigned_abs();
        self.digits(size / 1000, 1);
        self.out.push(b'.');
        match size % 1000 {
            t if t % 100 == 0 => self.digits(t / 100, 1),
            t if t % 10 == 0 => self.digits(t / 10, 2),
            t => self.digits(t, 3),
        }
    }

    /// Whatever else can be serialised.
    pub(crate) fn other(&mut self, value: &impl serde::Serialize) {
        self.begin();
        self.value(value);
    }

    fn value(&mut self, value: &(impl serde::Serialize + ?Sized)) {
        serde_json::to_writer(&mut *self.out, value).expect("records have text keys only, and memory takes every byte");
    }

    fn plain(&mut self, word: &str) {
        self.begin();
        self.out.extend_from_slice(word.as_bytes());
    }

    /// The number in `least` digits or more.
    fn digits(&mut self, mut number: u64, least: usize) {
        let mut room = [b'0'; 20];
        let mut from = room.len();
        while number > 0 || room.len() - from < least {
            from -= 1;
            room[from] = b'0' + (number % 10) as u8;
            number /= 10;
        }
        self.out.extend_from_slice(&room[from..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Json<'_>)) -> String {
        let mut out = Vec::new();
        write(&mut Json::new(&mut out));
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn points_are_written_as_they_are_displayed() {
        for points in [61_500, -6_000, 0, 7, -450, 100_000, 99_990, -1].map(Points) {
            assert_eq!(written(|j| j.points(points)), points.to_string());
        }
    }

    #[test]
    fn texts_and_numbers_are_written_as_serde_writes_them() {
        for text in ["", "plain", "a \"b\" \\ c", "tab\tand\nline\u{1}", "“é”\u{7F}"] {
            assert_eq!(written(|j| j.text(text)), serde_json::to_string(text).expect("a text"));
        }
        for number in [0, 7, 10, 4_294_967_295] {
            assert_eq!(written(|j| j.number(number)), number.to_string());
        }
    }

    #[test]
    fn commas_stand_between_values_only() {
        let page = written(|j| {
            j.object(|o| {
                o.key("a").list([1, 2], |l, n| l.number(n));
                o.key("b").object(|_| {});
                o.key("c").maybe(None::<u32>, |j, n| j.number(n));
                o.key("d").list([[3, 4], [5, 6]], |l, pair| l.list(pair, |l, n| l.number(n)));
            });
        });
        assert_eq!(page, r#"{"a":[1,2],"b":{},"c":null,"d":[[3,4],[5,6]]}"#);
    }
}
