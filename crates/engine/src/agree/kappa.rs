//! How far two people agree, in whole numbers: the share of units of which they say the same, and Cohen's kappa.

use std::collections::BTreeMap;

use crate::points::Points;

/// How often each pair of labels was given, for units that two people have labelled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    table: BTreeMap<(String, String), u64>,
    units: u64,
    agreed: u64,
}

/// Why there is no kappa.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKappa {
    /// There is nothing to agree on.
    NoUnits,
    /// Both use one and the same label for everything, so that agreement by chance is complete too.
    OneCategory,
}

impl Agreement {
    /// Counts a unit that the one calls `labels[0]` and the other `labels[1]`.
    pub fn count(&mut self, labels: [&str; 2], agree: bool) {
        *self.table.entry((labels[0].to_owned(), labels[1].to_owned())).or_default() += 1;
        self.units += 1;
        self.agreed += u64::from(agree);
    }

    /// How many units there are.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.units
    }

    /// Of how many of them both say the same.
    #[must_use]
    pub fn agreed(&self) -> u64 {
        self.agreed
    }

    /// How often each pair of labels was given, the first person's first.
    #[must_use]
    pub fn table(&self) -> &BTreeMap<(String, String), u64> {
        &self.table
    }

    /// The percentage of units on which they agree, in thousandths of a percent; `None` without units.
    #[must_use]
    pub fn percent(&self) -> Option<Points> {
        (self.units > 0).then(|| Points(rounded(i128::from(self.agreed) * 100_000, i128::from(self.units))))
    }

    /// Cohen's kappa in thousandths: what agreement there is beyond that of two people who give their labels by chance,
    /// each as often as they do, as a share of what there could be. With n units, of which they agree on a, and the sum
    /// s over all labels of how often the one gives it times how often the other does, it is (n·a - s) / (n² - s).
    ///
    /// # Errors
    /// Where that is not defined.
    pub fn kappa(&self) -> Result<Points, NoKappa> {
        let units = i128::from(self.units);
        if units == 0 {
            return Err(NoKappa::NoUnits);
        }
        let mut given: BTreeMap<&str, [i128; 2]> = BTreeMap::new();
        let mut same = 0;
        for ((first, second), &times) in &self.table {
            let times = i128::from(times);
            given.entry(first).or_default()[0] += times;
            given.entry(second).or_default()[1] += times;
            same += if first == second { times } else { 0 };
        }
        let chance: i128 = given.values().map(|[first, second]| first * second).sum();
        match units * units - chance {
            0 => Err(NoKappa::OneCategory),
            most => Ok(Points(rounded((units * same - chance) * 1000, most))),
        }
    }
}

/// The quotient, rounded to the nearest whole number, halves away from zero.
fn rounded(dividend: i128, divisor: i128) -> i64 {
    let size = (2 * dividend.abs() + divisor) / (2 * divisor);
    i64::try_from(size * dividend.signum()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(table: &[(&str, &str, u64)]) -> Agreement {
        let mut agreement = Agreement::default();
        for &(first, second, times) in table {
            (0..times).for_each(|_| agreement.count([first, second], first == second));
        }
        agreement
    }

    #[test]
    fn kappa_is_what_it_is_by_hand() {
        for (table, percent, kappa) in [
            // 50 units; a = 35, s = 25·30 + 25·20 = 1250: (50·35 - 1250) / (2500 - 1250) = 0.4.
            (&[("y", "y", 20), ("y", "n", 5), ("n", "y", 10), ("n", "n", 15)][..], 70_000, 400),
            // 10 units; a = 8, s = 9·9 + 1·1 = 82: (80 - 82) / (100 - 82) = -1/9.
            (&[("y", "y", 8), ("y", "n", 1), ("n", "y", 1)], 80_000, -111),
            // All alike: 1, however many labels.
            (&[("a", "a", 3), ("b", "b", 2), ("c", "c", 1)], 100_000, 1000),
            // Never alike: a = 0, s = 2·2 + 2·2 = 8: -8 / (16 - 8) = -1.
            (&[("a", "b", 2), ("b", "a", 2)], 0, -1000),
            // Three labels; a = 6 of 9, s = 4·3 + 3·4 + 2·2 = 28: (54 - 28) / (81 - 28) = 26/53 = 0.4906.
            (&[("a", "a", 3), ("a", "b", 1), ("b", "b", 2), ("b", "c", 1), ("c", "c", 1), ("c", "b", 1)], 66_667, 491),
            // By chance alone: a = 2 of 4, s = 2·2 + 2·2 = 8: 0.
            (&[("a", "a", 1), ("a", "b", 1), ("b", "a", 1), ("b", "b", 1)], 50_000, 0),
        ] {
            let agreement = of(table);
            assert_eq!(agreement.percent(), Some(Points(percent)), "{table:?}");
            assert_eq!(agreement.kappa(), Ok(Points(kappa)), "{table:?}");
        }
    }

    #[test]
    fn one_category_has_no_kappa_and_is_not_called_perfect() {
        assert_eq!(of(&[("y", "y", 7)]).kappa(), Err(NoKappa::OneCategory));
        assert_eq!(of(&[("y", "y", 7)]).percent(), Some(Points(100_000)));
        assert_eq!(of(&[]).kappa(), Err(NoKappa::NoUnits));
        assert_eq!(of(&[]).percent(), None);
        // One of them uses a second label once: chance is not complete, and kappa is 0.
        assert_eq!(of(&[("y", "y", 7), ("y", "n", 1)]).kappa(), Ok(Points(0)));
    }

    #[test]
    fn whoever_is_first_does_not_matter() {
        let table = [("a", "a", 3), ("a", "b", 4), ("b", "c", 1), ("c", "c", 5), ("c", "a", 2)];
        let turned: Vec<_> = table.iter().map(|&(first, second, times)| (second, first, times)).collect();
        assert_eq!(of(&table).kappa(), of(&turned).kappa());
    }

    #[test]
    fn numbers_are_rounded_to_the_nearest() {
        for (dividend, divisor, quotient) in [(5, 2, 3), (-5, 2, -3), (7, 3, 2), (8, 3, 3), (0, 9, 0), (-1, 9, 0)] {
            assert_eq!(rounded(dividend, divisor), quotient);
        }
    }
}
