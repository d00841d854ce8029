//! Walking an XML tree without recursion, however deep it is.

use roxmltree::Node;

/// Where a walk comes to an element or text, and where it leaves it.
pub(crate) enum Edge<'a, 'i> {
    Open(Node<'a, 'i>),
    Close(Node<'a, 'i>),
}

/// The edges of all that is in `root`, and its own, in the order of the document.
pub(crate) fn edges<'a, 'i>(root: Node<'a, 'i>) -> impl Iterator<Item = Edge<'a, 'i>> {
    let mut next = Some(Edge::Open(root));
    std::iter::from_fn(move || {
        let edge = next.take()?;
        next = match &edge {
            Edge::Open(node) => Some(node.first_child().map_or(Edge::Close(*node), Edge::Open)),
            Edge::Close(node) if *node == root => None,
            Edge::Close(node) => match node.next_sibling() {
                Some(sibling) => Some(Edge::Open(sibling)),
                None => node.parent().map(Edge::Close),
            },
        };
        Some(edge)
    })
}
