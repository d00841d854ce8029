use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// Points in thousandths: integers, so that the lines of a score add up to it exactly on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(pub i64);

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// A full score.
    pub const FULL: Self = Self(100_000);

    /// `points` whole points.
    #[must_use]
    pub const fn whole(points: i64) -> Self {
        Self(points * 1000)
    }
}

impl fmt::Display for Points {
    /// A decimal without needless zeros: `61.5`, `-6.0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, thousandths) = (size / 1000, size % 1000);
        match thousandths {
            t if t % 100 == 0 => write!(f, "{sign}{whole}.{}", t / 100),
            t if t % 10 == 0 => write!(f, "{sign}{whole}.{:02}", t / 10),
            t => write!(f, "{sign}{whole}.{t:03}"),
        }
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Points {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn points_print_as_decimals_without_needless_zeros() {
        let shown: Vec<String> = [61_500, -6_000, 0, 7, -450].map(|p| Points(p).to_string()).into();
        assert_eq!(shown, ["61.5", "-6.0", "0.0", "0.007", "-0.45"]);
    }
}
