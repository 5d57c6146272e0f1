//! Interviewers: who there is, when they offer time, and how they race for a candidate's slots.

use super::interview::{Offer, Slot};
use super::switches::FirstClaim;
use crate::partner::dice::Dice;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// The year 9999, about.
const LAST_MS: i64 = 253_000_000_000_000;

/// The vendor's expert interviewers.
pub(crate) const POOL: [&str; 12] = [
    "Anjali Deshmukh",
    "Bruno Teixeira",
    "Chidi Okonkwo",
    "Dana Feldstein",
    "Elif Karaca",
    "Farid Haddad",
    "Grace Mwangi",
    "Hiroshi Tanabe",
    "Ilse Vandamme",
    "Jonas Lindqvist",
    "Kavya Raghunathan",
    "Luca Benedetti",
];

/// "Anjali Deshmukh" as "A. D."; notes tell no more.
pub(crate) fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|part| part.chars().next())
        .map(|letter| format!("{letter}."))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The outcome of one race over `slots`: the place of the slot and who took it; `None` when nobody took any. `asked` is how
/// often slots were asked for so far (1 for the first time). `busy` tells who holds another interview then.
pub(crate) fn race(
    dice: Dice,
    id: &str,
    asked: u32,
    slots: &[Slot],
    first: FirstClaim,
    busy: impl Fn(&str, &Slot) -> bool,
) -> Option<(usize, &'static str)> {
    let ask = asked.to_string();
    let nobody = asked <= 1
        && match first {
            FirstClaim::Fails => true,
            FirstClaim::Succeeds => false,
            FirstClaim::Dice => dice.below(4, &["jobtwine", "first claim", id]) == 0,
        };
    if nobody {
        return None;
    }
    // Everybody looks at every slot in a moment of their own; the earliest free one who wants it takes it.
    let mut looks: Vec<(u64, usize, &'static str)> = Vec::new();
    for (place, slot) in slots.iter().enumerate() {
        for name in POOL {
            let parts = ["jobtwine", "look", id, &ask, &slot.start.to_string(), name];
            let moment = dice.below(1_000_000, &parts);
            // Three in five refuse at first sight, and come back when nobody else did.
            let reluctant = u64::from(dice.below(5, &["jobtwine", "wish", id, &ask, name]) < 3);
            looks.push((moment + 1_000_000 * reluctant, place, name));
        }
    }
    looks.sort_unstable();
    looks
        .into_iter()
        .find(|(_, place, name)| slots.get(*place).is_some_and(|slot| !busy(name, slot)))
        .map(|(_, place, name)| (place, name))
}

/// Times that interviewers offer: six on the working days after `now`, each by one interviewer.
pub(crate) fn offers(dice: Dice, id: &str, asked: u32, minutes: i64, now: i64) -> Vec<Offer> {
    let ask = asked.to_string();
    let mut offers: Vec<Offer> = Vec::new();
    // Dates end somewhere; nobody offers time behind that.
    if !(0..=LAST_MS).contains(&now) {
        return offers;
    }
    let mut day = now.div_euclid(DAY_MS) + 1;
    while offers.len() < 6 {
        // Day 0 was a Thursday.
        let weekend = matches!((day + 4).rem_euclid(7), 0 | 6);
        let number = offers.len() + 1;
        let place = number.to_string();
        if !weekend {
            let roll = |sides, what: &str| dice.below(sides, &["jobtwine", what, id, &ask, &place]);
            let half_hours = i64::try_from(roll(17, "offer time")).unwrap_or(0);
            let start = day * DAY_MS + 8 * HOUR_MS + half_hours * 30 * MINUTE_MS;
            let name = POOL
                .get(usize::try_from(roll(POOL.len() as u64, "offer by")).unwrap_or(0))
                .copied()
                .unwrap_or("Anjali Deshmukh");
            offers.push(Offer {
                number,
                slot: Slot {
                    start,
                    end: start + minutes * MINUTE_MS,
                },
                interviewer: name.to_owned(),
            });
        }
        day += i64::from(weekend || number.is_multiple_of(2));
    }
    offers
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FirstClaim, POOL, Slot, initials, offers, race};
    use crate::jobtwine::interview::{Claim, Interview, State};
    use crate::jobtwine::ledger::{Ledger, NotTaken};
    use crate::partner::dice::Dice;

    fn slot(start: i64) -> Slot {
        Slot {
            start,
            end: start + 60,
        }
    }

    proptest! {
        #[test]
        fn who_wins_was_free_and_the_order_of_the_slots_does_not_matter(
            seed in any::<u64>(),
            asked in 1_u32..4,
            mut starts in proptest::collection::btree_set(0_i64..500, 1..5).prop_map(|set| set.into_iter().collect::<Vec<_>>()),
            busy in proptest::collection::vec(any::<bool>(), POOL.len()),
        ) {
            let slots: Vec<Slot> = starts.iter().map(|start| slot(*start)).collect();
            let taken = |name: &str, _: &Slot| busy[POOL.iter().position(|one| *one == name).unwrap()];
            let dice = Dice::new(seed);
            let won = race(dice, "i", asked, &slots, FirstClaim::Succeeds, taken);
            match won {
                Some((place, name)) => prop_assert!(place < slots.len() && !taken(name, &slots[place])),
                None => prop_assert!(busy.iter().all(|one| *one), "somebody was free"),
            }
            starts.reverse();
            let turned: Vec<Slot> = starts.iter().map(|start| slot(*start)).collect();
            let again = race(dice, "i", asked, &turned, FirstClaim::Succeeds, taken);
            prop_assert_eq!(won.map(|(place, name)| (slots[place], name)), again.map(|(place, name)| (turned[place], name)));
        }

        #[test]
        fn however_claims_come_each_interview_is_taken_once_and_nobody_is_in_two_places(
            claims in proptest::collection::vec((0_usize..5, 0_usize..4, 0_usize..3), 1..60),
        ) {
            let mut ledger = Ledger::default();
            for number in 0..5 {
                let mut interview = Interview::new(Dice::new(1), &number.to_string(), 1, 1, 0);
                interview.id = number.to_string();
                interview.state = State::SlotsGiven;
                interview.slots = (0..3).map(|hour| slot(hour * 30)).collect();
                ledger.add(interview);
            }
            let mut won = 0;
            for (interview, place, name) in claims {
                let claim = Claim { interviewer: POOL[name].to_owned(), slot: slot(i64::try_from(place).unwrap() * 30), at: 0, self_scheduled: false };
                let answer = ledger.take(&interview.to_string(), claim);
                if place == 3 {
                    prop_assert_ne!(answer, Ok(()));
                }
                won += usize::from(answer.is_ok());
            }
            let booked: Vec<Claim> = ledger.all().iter().filter_map(|one| one.claim.clone()).collect();
            prop_assert_eq!(won, booked.len());
            for (place, one) in booked.iter().enumerate() {
                for other in &booked[place + 1..] {
                    let apart = one.slot.end <= other.slot.start || other.slot.end <= one.slot.start;
                    prop_assert!(apart || one.interviewer != other.interviewer);
                }
            }
        }
    }

    #[test]
    fn the_first_race_ends_as_the_switch_says() {
        let slots = [slot(0), slot(100)];
        let free = |_: &str, _: &Slot| false;
        let run =
            |n: u64, asked, first| race(Dice::new(n), "i", asked, &slots, first, free).is_some();
        assert!((0..50).all(|n| !run(n, 1, FirstClaim::Fails)));
        assert!((0..50).all(|n| run(n, 2, FirstClaim::Fails)));
        assert!((0..50).all(|n| run(n, 1, FirstClaim::Succeeds)));
        let failed = (0..400).filter(|n| !run(*n, 1, FirstClaim::Dice)).count();
        assert!((50..150).contains(&failed), "{failed}");
        let winners: std::collections::BTreeSet<_> = (0..200)
            .filter_map(|n| race(Dice::new(n), "i", 2, &slots, FirstClaim::Dice, free))
            .collect();
        assert!(winners.len() > 15, "{}", winners.len());
    }

    #[test]
    fn what_nobody_offered_cannot_be_taken() {
        let mut ledger = Ledger::default();
        let mut interview = Interview::new(Dice::new(1), "o", 1, 1, 0);
        interview.state = State::PendingSlots;
        interview.offers = offers(Dice::new(1), "i", 1, 45, 0);
        let offer = interview.offers[2].clone();
        let id = interview.id.clone();
        ledger.add(interview);
        let mut claim = Claim {
            interviewer: offer.interviewer.clone(),
            slot: slot(7),
            at: 0,
            self_scheduled: true,
        };
        assert_eq!(ledger.take(&id, claim.clone()), Err(NotTaken::NotOffered));
        claim.slot = offer.slot;
        assert_eq!(ledger.take(&id, claim.clone()), Ok(()));
        assert_eq!(ledger.take(&id, claim), Err(NotTaken::Closed));
    }

    #[test]
    fn offers_lie_on_working_days_ahead_and_in_order() {
        for seed in 0..50 {
            let now = 1_790_000_000_000 + i64::try_from(seed).unwrap() * 86_400_000;
            let offers = offers(Dice::new(seed), "i", 1, 45, now);
            assert_eq!(offers.len(), 6);
            for offer in &offers {
                assert!(offer.slot.start > now && offer.slot.end - offer.slot.start == 45 * 60_000);
                let day = chrono::DateTime::from_timestamp_millis(offer.slot.start)
                    .unwrap()
                    .format("%a")
                    .to_string();
                assert!(!["Sat", "Sun"].contains(&day.as_str()), "{day}");
            }
        }
        assert_eq!(initials("Anjali Deshmukh"), "A. D.");
    }
}
