//! Whose news it is.

use crate::ids::UserId;

/// Who has to do with a candidate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ownership<'a> {
    /// The opportunity's owner.
    pub owner: Option<&'a UserId>,
    /// The posting's owner.
    pub posting_owner: Option<&'a UserId>,
    /// The user at this seat follows the opportunity.
    pub followed: bool,
    /// A move was asked for at this seat.
    pub moved_here: bool,
    /// Whom the vendor's note addresses, if anybody who still works here.
    pub addressed: Option<&'a UserId>,
}

/// Whether news of a candidate are for `seat`: the addressed user's alone; else of those who own, follow or have moved the
/// candidate. What nobody owns is everybody's.
pub fn concerns(who: &Ownership<'_>, seat: &UserId) -> bool {
    if let Some(addressed) = who.addressed {
        return addressed == seat;
    }
    let owners = [who.owner, who.posting_owner];
    owners.contains(&Some(seat))
        || who.followed
        || who.moved_here
        || owners.iter().all(Option::is_none)
}

#[cfg(test)]
mod tests {
    use super::{Ownership, concerns};
    use crate::ids::UserId;

    #[test]
    fn news_go_to_those_whose_candidate_it_is() {
        let (me, other) = (UserId::from("me"), UserId::from("other"));
        let nobody = Ownership::default();
        let theirs = Ownership {
            owner: Some(&other),
            ..nobody
        };
        for (who, mine) in [
            (nobody, true),
            (theirs, false),
            (
                Ownership {
                    owner: Some(&me),
                    ..nobody
                },
                true,
            ),
            (
                Ownership {
                    posting_owner: Some(&me),
                    ..theirs
                },
                true,
            ),
            (
                Ownership {
                    posting_owner: Some(&other),
                    ..nobody
                },
                false,
            ),
            (
                Ownership {
                    followed: true,
                    ..theirs
                },
                true,
            ),
            (
                Ownership {
                    moved_here: true,
                    ..theirs
                },
                true,
            ),
            (
                Ownership {
                    addressed: Some(&me),
                    ..theirs
                },
                true,
            ),
            (
                Ownership {
                    owner: Some(&me),
                    addressed: Some(&other),
                    ..nobody
                },
                false,
            ),
        ] {
            assert_eq!(concerns(&who, &me), mine, "{who:?}");
        }
    }
}
