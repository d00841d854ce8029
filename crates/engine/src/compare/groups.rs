//! Which names are of one person or body. What is joined stays joined, whatever the order of the articles.

/// A set of articles, by number.
pub(super) type Articles = u32;

/// Groups of names, of which each begins alone.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    parent: Vec<usize>,
    /// In which articles the names of a group stand; right at the first of each group.
    articles: Vec<Articles>,
}

impl Groups {
    /// One group for each name; `articles` says where it stands.
    pub(super) fn of(articles: impl IntoIterator<Item = Articles>) -> Self {
        let articles: Vec<Articles> = articles.into_iter().collect();
        Self { parent: (0..articles.len()).collect(), articles }
    }

    /// The first name of the group of `n`.
    pub(super) fn root(&self, mut n: usize) -> usize {
        while self.parent[n] != n {
            n = self.parent[n];
        }
        n
    }

    /// Makes one group of two. The first name leads it, so that the result does not depend on who was joined when.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (first, second) = (a.min(b), a.max(b));
        self.parent[second] = first;
        self.articles[first] |= self.articles[second];
    }

    /// Whether no article has names of both: the parser read two there, and it has seen more of that text.
    pub(super) fn apart(&self, a: usize, b: usize) -> bool {
        self.articles[self.root(a)] & self.articles[self.root(b)] == 0
    }

    /// The groups of `names`, each once, in order.
    pub(super) fn roots(&self, names: &[usize]) -> Vec<usize> {
        let mut roots: Vec<usize> = names.iter().map(|&n| self.root(n)).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }
}
