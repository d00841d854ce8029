//! How scores are spread, in bounded room: only how often each value came is kept.

use std::collections::BTreeMap;

use onrecord_engine::Points;

use super::share::FEW;

/// How often each value came, with values rounded to a step.
#[derive(Clone, Debug)]
pub struct Spread {
    /// A step, in thousandths of a point.
    step: i64,
    counts: BTreeMap<u16, u32>,
    values: u64,
}

impl Spread {
    /// An empty one for values to a tenth of a point.
    #[must_use]
    pub fn of_tenths() -> Self {
        Self { step: 100, counts: BTreeMap::new(), values: 0 }
    }

    /// An empty one for values to a whole point.
    #[must_use]
    pub fn of_points() -> Self {
        Self { step: 1000, ..Self::of_tenths() }
    }

    /// Counts `value`, which lies between 0 and 100 points.
    pub fn add(&mut self, value: Points) {
        let step = (value.0.clamp(0, Points::FULL.0) + self.step / 2) / self.step;
        *self.counts.entry(step as u16).or_default() += 1;
        self.values += 1;
    }

    /// How many values there are.
    #[must_use]
    pub fn values(&self) -> u64 {
        self.values
    }

    /// The lowest value, the three quartiles and the highest value; `None` where there are few. A quartile is the
    /// lowest value that is not below a quarter, half or three quarters of all.
    #[must_use]
    pub fn quartiles(&self) -> Option<[Points; 5]> {
        if self.values < FEW {
            return None;
        }
        let nth = |quarter: u64| {
            let wanted = (self.values * quarter).div_ceil(4).max(1);
            let mut met = 0;
            let step = self.counts.iter().find(|(_, count)| {
                met += u64::from(**count);
                met >= wanted
            });
            Points(step.map_or(0, |(step, _)| i64::from(*step)) * self.step)
        };
        Some([0, 1, 2, 3, 4].map(nth))
    }

    /// How many values lie in each tenth of the scale: 0 to below 10 and so on, 90 to 100 the last.
    #[must_use]
    pub fn tens(&self) -> [u64; 10] {
        let mut tens = [0; 10];
        for (step, count) in &self.counts {
            let ten = (i64::from(*step) * self.step / 10_000).clamp(0, 9);
            tens[ten as usize] += u64::from(*count);
        }
        tens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_values_that_came() {
        let mut spread = Spread::of_tenths();
        assert_eq!(spread.quartiles(), None);
        for tenth in (0..=100).rev() {
            spread.add(Points::whole(tenth));
        }
        assert_eq!(spread.quartiles(), Some([0, 25, 50, 75, 100].map(Points::whole)));
        assert_eq!(spread.tens(), [10, 10, 10, 10, 10, 10, 10, 10, 10, 11]);
        let mut spread = Spread::of_points();
        (0..10).for_each(|_| spread.add(Points(61_500)));
        assert_eq!(spread.quartiles(), Some([Points::whole(62); 5]));
    }
}
