//! How much can be granted with so many grants: the most first.

/// How many; none: without limit.
pub type Times = Option<u64>;

/// Grants by size, the largest first: `amount` each, so many of them.
///
/// It is the concave function from a number of grants to the most they can pay together, so that caps of points and of times cut
/// it exactly.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Runs(Vec<(i128, Times)>);

impl Runs {
    /// Any number of grants of one size.
    pub fn any_number_of(amount: i128) -> Runs {
        Runs::of(vec![(amount, None)])
    }

    /// What pays nothing is left out.
    fn of(mut runs: Vec<(i128, Times)>) -> Runs {
        runs.retain(|(amount, times)| *amount > 0 && *times != Some(0));
        runs.sort_by_key(|run| std::cmp::Reverse(run.0));
        Runs(runs)
    }

    /// Either of both, any number of times.
    #[must_use]
    pub fn and(self, other: Runs) -> Runs {
        Runs::of(self.0.into_iter().chain(other.0).collect())
    }

    /// All of them, any number of times.
    pub fn sum(all: impl IntoIterator<Item = Runs>) -> Runs {
        Runs::of(all.into_iter().flat_map(|runs| runs.0).collect())
    }

    /// So many people, days or the like with the same.
    #[must_use]
    pub fn each(self, many: Times) -> Runs {
        let product = |times: Times| match (times, many) {
            (_, Some(0)) => Some(0),
            (Some(a), Some(b)) => Some(a.saturating_mul(b)),
            _ => None,
        };
        Runs::of(self.0.into_iter().map(|(amount, times)| (amount, product(times))).collect())
    }

    /// No more than `limit` together.
    #[must_use]
    pub fn at_most(self, limit: i128) -> Runs {
        let (mut room, mut kept) = (limit.max(0), Vec::new());
        for (amount, times) in self.0 {
            let fit = u64::try_from(room / amount).unwrap_or(u64::MAX);
            let full = times.map_or(fit, |times| times.min(fit));
            kept.push((amount, Some(full)));
            room = room.saturating_sub(amount.saturating_mul(full.into()));
            if times.is_none_or(|times| times > full) {
                // What is left of the room is one smaller grant.
                kept.push((room, Some(1)));
                break;
            }
        }
        Runs::of(kept)
    }

    /// No more than so many grants.
    #[must_use]
    pub fn no_more_than(self, times: u64) -> Runs {
        let (mut left, mut kept) = (times, Vec::new());
        for (amount, times) in self.0 {
            let taken = times.map_or(left, |times| times.min(left));
            kept.push((amount, Some(taken)));
            left = left.saturating_sub(taken);
        }
        Runs::of(kept)
    }

    /// Each grant times a share, upwards; `(2, 5)` is two fifths.
    #[must_use]
    pub fn share(self, (numer, denom): (i128, i128)) -> Runs {
        let part = |amount: i128| {
            let product = amount.saturating_mul(numer);
            product.div_euclid(denom).saturating_add(i128::from(product.rem_euclid(denom) > 0))
        };
        Runs::of(self.0.into_iter().map(|(amount, times)| (part(amount), times)).collect())
    }

    /// All together; none: without limit.
    pub fn total(&self) -> Option<i128> {
        self.0.iter().try_fold(0_i128, |sum, (amount, times)| {
            times.map(|times| sum.saturating_add(amount.saturating_mul(times.into())))
        })
    }

    /// How many grants; none: without limit.
    pub fn count(&self) -> Times {
        self.0.iter().try_fold(0_u64, |sum, (_, times)| times.map(|times| sum.saturating_add(times)))
    }
}

#[cfg(test)]
mod tests {
    use super::Runs;

    #[test]
    fn caps_of_points_and_of_times_cut_exactly() {
        let day = Runs::any_number_of(30).at_most(40);
        assert_eq!(day.total(), Some(40));
        // Five grants in a month of such days: each on a day of its own.
        let month = day.clone().each(Some(31));
        assert_eq!(month.clone().no_more_than(5).total(), Some(150));
        assert_eq!(month.clone().no_more_than(33).total(), Some(31 * 30 + 2 * 10));
        assert_eq!(month.clone().at_most(200).total(), Some(200));
        assert_eq!(month.at_most(200).count(), Some(7));
        assert_eq!(Runs::any_number_of(30).total(), None);
        assert_eq!(Runs::any_number_of(0).total(), Some(0));
        assert_eq!(Runs::any_number_of(5).share((1, 2)).no_more_than(2).total(), Some(6));
        assert_eq!(day.and(Runs::any_number_of(3).no_more_than(2)).total(), Some(46));
    }
}
