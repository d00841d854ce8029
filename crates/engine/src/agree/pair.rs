//! Which units of several readings are the same one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use onrecord_text::Span;

/// A unit: its number in the tool's reading and in those of both readers, where they have it.
pub(super) type Trio = [Option<usize>; 3];

/// When two units that do not stand at exactly the same places are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Same {
    /// When they share any byte.
    AnyShared,
    /// When they share half of all bytes of both: the ends of a statement are often told otherwise.
    HalfShared,
}

/// A unit as it is told apart: its name, where it has one, and the places where it stands.
pub(super) type Key = (String, Vec<Span>);

/// Puts the units of three readings together.
pub(super) fn trios([tool, first, second]: [Vec<Key>; 3], same: Same) -> Vec<Trio> {
    let mut trios: Vec<Trio> = (0..tool.len()).map(|i| [Some(i), None, None]).collect();
    let mut left: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for (reading, units) in [&first, &second].into_iter().enumerate() {
        for (i, of_tool) in pairs(&tool, units, same).into_iter().enumerate() {
            match of_tool {
                Some(of_tool) => trios[of_tool][reading + 1] = Some(i),
                None => left[reading].push(i),
            }
        }
    }
    let theirs = |units: &[Key], left: &[usize]| left.iter().map(|&i| units[i].clone()).collect::<Vec<_>>();
    let (mine, other) = (theirs(&first, &left[0]), theirs(&second, &left[1]));
    let mut new: Vec<Trio> = left[0].iter().map(|&i| [None, Some(i), None]).collect();
    for (i, of_first) in pairs(&mine, &other, same).into_iter().enumerate() {
        match of_first {
            Some(of_first) => new[of_first][2] = Some(left[1][i]),
            None => new.push([None, None, Some(left[1][i])]),
        }
    }
    trios.extend(new);
    trios
}

/// For each of `units` the one of `known` that it is: first those at the very same places, then those of the same name,
/// then those that share most.
fn pairs(known: &[Key], units: &[Key], same: Same) -> Vec<Option<usize>> {
    let mut exact: BTreeMap<&[Span], VecDeque<usize>> = BTreeMap::new();
    for (i, (_, spans)) in known.iter().enumerate() {
        exact.entry(spans).or_default().push_back(i);
    }
    let mut found: Vec<Option<usize>> =
        units.iter().map(|(_, spans)| exact.get_mut(spans.as_slice()).and_then(VecDeque::pop_front)).collect();
    let taken: BTreeSet<usize> = found.iter().flatten().copied().collect();
    // Those that are left are what somebody corrected, and those are few.
    let free: Vec<usize> = (0..known.len()).filter(|i| !taken.contains(i)).collect();
    let mut near: Vec<(bool, u64, u64, usize, usize)> = Vec::new();
    for (i, (name, spans)) in units.iter().enumerate().filter(|(i, _)| found[*i].is_none()) {
        for &k in &free {
            let (both, all) = shared(&known[k].1, spans);
            if both > 0 && (same == Same::AnyShared || both * 2 >= all) {
                near.push((known[k].0 != *name, both, all, i, k));
            }
        }
    }
    near.sort_by(|a, b| a.0.cmp(&b.0).then((b.1 * a.2).cmp(&(a.1 * b.2))).then((a.3, a.4).cmp(&(b.3, b.4))));
    let mut taken = taken;
    for (.., i, k) in near {
        if found[i].is_none() && taken.insert(k) {
            found[i] = Some(k);
        }
    }
    found
}

/// How many bytes are in both, and in either. Spans of one unit do not overlap.
fn shared(a: &[Span], b: &[Span]) -> (u64, u64) {
    let sum = |spans: &[Span]| spans.iter().map(|s| u64::from(s.len())).sum::<u64>();
    let common = |x: &Span, y: &Span| u64::from(x.end().min(y.end()).saturating_sub(x.start().max(y.start())));
    let both = a.iter().flat_map(|x| b.iter().map(move |y| common(x, y))).sum::<u64>();
    (both, (sum(a) + sum(b)).saturating_sub(both).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(all: &[&[(u32, u32)]]) -> Vec<Key> {
        named(&all.iter().map(|unit| ("", *unit)).collect::<Vec<_>>())
    }

    fn named(all: &[(&str, &[(u32, u32)])]) -> Vec<Key> {
        let places = |unit: &[(u32, u32)]| unit.iter().map(|&(start, end)| Span::new(start, end)).collect();
        all.iter().map(|(name, unit)| ((*name).to_owned(), places(unit))).collect()
    }

    #[test]
    fn units_at_the_same_place_are_one_and_the_nearest_of_others() {
        let tool = spans(&[&[(0, 10)], &[(20, 30)], &[(20, 30)], &[(40, 50)]]);
        let first = spans(&[&[(0, 10)], &[(20, 30)], &[(41, 50)], &[(60, 70)]]);
        let second = spans(&[&[(20, 30)], &[(20, 30)], &[(40, 44)], &[(62, 70)], &[(80, 90)]]);
        assert_eq!(
            trios([tool, first, second], Same::HalfShared),
            [
                [Some(0), Some(0), None],
                [Some(1), Some(1), Some(0)],
                [Some(2), None, Some(1)],
                [Some(3), Some(2), None],
                [None, Some(3), Some(3)],
                [None, None, Some(2)],
                [None, None, Some(4)],
            ]
        );
    }

    #[test]
    fn of_two_that_are_made_one_the_one_that_gives_its_name_stays() {
        let tool = named(&[("Brook", &[(0, 5)]), ("A canal official", &[(10, 26)])]);
        let merged = named(&[("Brook", &[(0, 5), (10, 26)])]);
        let found = trios([tool.clone(), merged, tool], Same::AnyShared);
        assert_eq!(found, [[Some(0), Some(0), Some(0)], [Some(1), None, Some(1)]]);
    }

    #[test]
    fn a_source_is_the_one_that_it_shares_most_mentions_with() {
        let tool = spans(&[&[(0, 5), (30, 33)], &[(10, 15)]]);
        let merged = spans(&[&[(0, 5), (10, 15), (30, 33)]]);
        let found = trios([tool.clone(), merged, tool], Same::AnyShared);
        assert_eq!(found, [[Some(0), Some(0), Some(0)], [Some(1), None, Some(1)]]);
    }
}
