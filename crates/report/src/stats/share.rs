//! Shares with intervals, in whole numbers.
//!
//! Sources of one article are alike: an outlet that keeps back one name keeps back the next. An interval that took
//! each source for a draw of its own would be too narrow. So the article is what is drawn, and the share is a ratio of
//! two sums over articles. From its variance comes how many sources drawn one by one would tell as much (the number of
//! sources by the design effect, which is never taken for less than 1), and with that number Wilson's interval is made,
//! which stays between 0 and 100 % and has a width at either end. Its quantile is Student's, for articles less one.

use onrecord_engine::Points;

/// So many articles are needed before a share or a quartile is told.
pub const FEW: u64 = 10;

/// One billion: shares are counted in billionths.
const ONE: u128 = 1_000_000_000;

/// Sums over articles, of which each has some units, and some of them are hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratio {
    /// Articles with a unit.
    pub articles: u64,
    /// All units.
    pub units: u64,
    /// Those that are hits.
    pub hits: u64,
    hits_squared: u128,
    hits_by_units: u128,
    units_squared: u128,
}

impl Ratio {
    /// Counts an article with so many units and hits among them.
    pub fn add(&mut self, hits: u64, units: u64) {
        if units == 0 {
            return;
        }
        let (u, n) = (u128::from(hits), u128::from(units));
        self.articles += 1;
        self.units += units;
        self.hits += hits;
        self.hits_squared += u * u;
        self.hits_by_units += u * n;
        self.units_squared += n * n;
    }

    /// Whether there are too few articles with a unit to tell a share.
    #[must_use]
    pub fn is_of_few(&self) -> bool {
        self.articles < FEW
    }

    /// Hits of 100 units, in thousandths of a per cent; `None` below [`FEW`] articles.
    #[must_use]
    pub fn percent(&self) -> Option<Points> {
        (!self.is_of_few()).then(|| percent(u128::from(self.hits) * ONE / u128::from(self.units)))
    }

    /// The ends of the 95 % interval of [`Ratio::percent`].
    #[must_use]
    pub fn interval(&self) -> Option<[Points; 2]> {
        if self.is_of_few() {
            return None;
        }
        let (hits, units) = (u128::from(self.hits), u128::from(self.units));
        let share = hits * ONE / units;
        let z = quantile(self.articles - 1);
        let k = z * z * self.variance() / 1_000_000;
        let inside = k * (share * (ONE - share) / ONE) + k * k / 4;
        let (middle, half) = (share + k / 2, inside.isqrt());
        let end = |at: u128| percent((at * ONE / (ONE + k)).min(ONE));
        Some([end(middle.saturating_sub(half)), end(middle + half)])
    }

    /// One over the number of units that would tell as much if each were drawn alone, in billionths.
    fn variance(&self) -> u128 {
        let (m, hits, units) = (u128::from(self.articles), u128::from(self.hits), u128::from(self.units));
        let misses = units - hits;
        if hits == 0 || misses == 0 {
            // All articles are alike, so nothing tells how alike their sources are: each counts as one.
            return ONE / m;
        }
        let sum = || {
            let of_hits = units.checked_mul(units)?.checked_mul(self.hits_squared)?;
            let of_units = hits.checked_mul(hits)?.checked_mul(self.units_squared)?;
            let of_both = units.checked_mul(hits)?.checked_mul(self.hits_by_units)?.checked_mul(2)?;
            Some(of_hits.checked_add(of_units)?.saturating_sub(of_both))
        };
        // Counts beyond all that was ever written overflow; then nothing is known.
        let Some(sum) = sum() else { return ONE };
        let spread = ratio(sum, units * units);
        let variance = ratio(spread, hits * misses) / ONE * m / (m - 1);
        variance.clamp(ONE / units, ONE)
    }
}

/// `number` by `of`, in billionths.
fn ratio(mut number: u128, mut of: u128) -> u128 {
    while number > u128::MAX / ONE {
        number >>= 1;
        of >>= 1;
    }
    number * ONE / of.max(1)
}

/// Billionths as per cent.
fn percent(share: u128) -> Points {
    Points(((share + ONE / 200_000) / (ONE / 100_000)) as i64)
}

/// The quantile of Student's distribution that leaves 2.5 % above it, in thousandths, rounded to the safe side between
/// the degrees of freedom that tables have.
fn quantile(freedom: u64) -> u128 {
    const TABLE: [(u64, u128); 17] = [
        (9, 2262),
        (10, 2228),
        (11, 2201),
        (12, 2179),
        (13, 2160),
        (14, 2145),
        (15, 2131),
        (16, 2120),
        (18, 2101),
        (20, 2086),
        (25, 2060),
        (30, 2042),
        (40, 2021),
        (60, 2000),
        (120, 1980),
        (500, 1965),
        (2000, 1961),
    ];
    TABLE.iter().rev().find(|(least, _)| freedom >= *least).map_or(2262, |(_, z)| *z)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(articles: &[(u64, u64)]) -> String {
        let mut ratio = Ratio::default();
        articles.iter().for_each(|(hits, units)| ratio.add(*hits, *units));
        match (ratio.percent(), ratio.interval()) {
            (Some(share), Some([low, high])) => format!("{share} ({low} to {high})"),
            _ => "too few".to_owned(),
        }
    }

    #[test]
    fn intervals_are_what_they_are_by_hand() {
        // Worked out apart, in floating point, from the formulas of docs/stats.md.
        for (articles, expected) in [
            // No article differs from another: each source counts for itself, as Wilson has it.
            (vec![(1, 2); 20], "50.0 (34.237 to 65.763)"),
            // Half of the articles have unnamed sources only: each article counts as one.
            ([vec![(4, 4); 10], vec![(0, 4); 10]].concat(), "50.0 (28.29 to 71.71)"),
            // None at all, in ten articles.
            (vec![(0, 5); 10], "0.0 (0.0 to 33.848)"),
            (vec![(5, 5); 10], "100.0 (66.152 to 100.0)"),
            ((0..17).map(|i| (i % 3, 3 + i % 4)).collect(), "21.333 (13.079 to 32.829)"),
            (vec![(0, 0); 50], "too few"),
            (vec![(1, 3); 9], "too few"),
        ] {
            assert_eq!(told(&articles), expected);
        }
    }

    #[test]
    fn the_order_and_the_scale_of_numbers_do_no_harm() {
        let mut ratio = Ratio::default();
        for i in 0..1000_u64 {
            ratio.add(u64::from(i % 3 == 0) * 1_000_000, 4_000_000_000);
        }
        let [low, high] = ratio.interval().expect("enough");
        assert!(low <= ratio.percent().expect("enough") && ratio.percent().expect("enough") <= high);
    }
}
