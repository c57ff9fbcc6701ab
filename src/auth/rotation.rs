//! How signing keys follow one another: by their number, and by the clock of the servers that sign,
//! never by that of the machine where `keys rotate` ran. Pure: the instants are given.

use chrono::{DateTime, TimeDelta, Utc};

use super::token::LIFETIME;

/// Seconds between a server's first sight of a key and its first signature, so that every node knows
/// it by then.
const WARM_UP: TimeDelta = TimeDelta::seconds(10);

/// Seconds a key stays after its last token can have expired: clocks of nodes differ, and one may
/// sign once more before it sees the successor.
const MARGIN: TimeDelta = TimeDelta::seconds(60);

/// A key's place in the order; keys are always given the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub kid: String,
    /// From when it signs; absent until a server has seen it.
    pub signs_from: Option<DateTime<Utc>>,
}

/// From when a key seen now for the first time signs.
pub fn first_signature(now: DateTime<Utc>) -> DateTime<Utc> {
    now + WARM_UP
}

/// The place, in the order given, of the key that signs: the newest whose time has come, else the oldest.
pub fn signing<'t>(turns: impl Iterator<Item = &'t Turn>, now: DateTime<Utc>) -> Option<usize> {
    let mut oldest = None;
    for (place, turn) in turns.enumerate() {
        if turn.signs_from.is_some_and(|from| from <= now) {
            return Some(place);
        }
        oldest = Some(place);
    }
    oldest
}

/// The keys without a time to sign from, or with one that only a wrong clock can have given.
pub fn unsettled<'t>(turns: impl Iterator<Item = &'t Turn>, now: DateTime<Utc>) -> Vec<String> {
    turns.filter(|turn| turn.signs_from.is_none_or(|from| from > now + MARGIN)).map(|turn| turn.kid.clone()).collect()
}

/// The keys whose last token has expired: 900 s and a margin after a newer key took over.
pub fn gone<'t>(turns: impl Iterator<Item = &'t Turn>, now: DateTime<Utc>) -> Vec<String> {
    let mut taken_over: Option<DateTime<Utc>> = None;
    let mut gone = Vec::new();
    for turn in turns {
        if taken_over.is_some_and(|at| at + TimeDelta::seconds(LIFETIME) + MARGIN <= now) {
            gone.push(turn.kid.clone());
        }
        taken_over = [taken_over, turn.signs_from].into_iter().flatten().min();
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn turns(all: &[(&str, Option<i64>)]) -> Vec<Turn> {
        all.iter().map(|(kid, from)| Turn { kid: (*kid).to_owned(), signs_from: from.map(at) }).collect()
    }

    #[test]
    fn the_newest_key_whose_time_has_come_signs_and_a_lone_one_at_once() {
        let three = turns(&[("c", None), ("b", Some(10)), ("a", Some(-5_000))]);
        for (now, signs) in [(0, 2), (9, 2), (10, 1), (10_000, 1)] {
            assert_eq!(signing(three.iter(), at(now)), Some(signs), "{now}");
        }
        assert_eq!(signing(turns(&[("a", None)]).iter(), at(0)), Some(0));
        assert_eq!(signing([].iter(), at(0)), None);
    }

    #[test]
    fn two_rotations_within_a_minute_keep_every_key_whose_tokens_live() {
        let three = turns(&[("c", Some(22)), ("b", Some(20)), ("a", Some(-5_000))]);
        // `a` signed until second 20; its last token dies at 920.
        for now in [20, 22, 600, 919, 920, 979] {
            assert_eq!(gone(three.iter(), at(now)), Vec::<String>::new(), "{now}");
        }
        assert_eq!(gone(three.iter(), at(980)), ["a"]);
        assert_eq!(gone(three.iter(), at(982)), ["b", "a"]);
    }

    #[test]
    fn a_key_that_no_server_has_seen_takes_nothing_over() {
        let two = turns(&[("b", None), ("a", Some(0))]);
        assert_eq!(gone(two.iter(), at(1_000_000)), Vec::<String>::new());
        assert_eq!(unsettled(two.iter(), at(1_000_000)), ["b"]);
    }

    #[test]
    fn a_time_that_a_clock_ahead_gave_is_settled_anew() {
        let two = turns(&[("b", Some(3_600)), ("a", Some(0))]);
        assert_eq!(signing(two.iter(), at(100)), Some(1));
        assert_eq!(unsettled(two.iter(), at(100)), ["b"]);
        // A node whose clock is some seconds behind leaves what another has settled.
        assert_eq!(unsettled(turns(&[("b", Some(110)), ("a", Some(0))]).iter(), at(95)), Vec::<String>::new());
    }

    #[test]
    fn a_hundred_rotations_in_a_row_leave_one_key_in_the_end() {
        let many: Vec<(String, Option<i64>)> = (0..100).rev().map(|number| (format!("k{number}"), Some(number * 3))).collect();
        let many: Vec<Turn> = many.into_iter().map(|(kid, from)| Turn { kid, signs_from: from.map(at) }).collect();
        assert_eq!(gone(many.iter(), at(959)).len(), 0);
        assert_eq!(gone(many.iter(), at(297 + 960)).len(), 99);
        assert_eq!(signing(many.iter(), at(297)), Some(0));
    }
}
