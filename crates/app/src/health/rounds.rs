//! JobTwine's jobs and rounds, as they were stated.

use fulcrum_domain::health::{Standing, Step};
use fulcrum_domain::tags::jobtwine_tag;
use fulcrum_domain::vendor::Vendor;

use super::known::Known;
use super::looked::Looked;
use super::postings::is_open;
use crate::view::Repair;

pub(super) fn checks(known: &Known) -> Vec<Looked> {
    let Some(setup) = known.setup(Vendor::JobTwine) else {
        return Vec::new();
    };
    known
        .postings
        .iter()
        .filter(|posting| {
            is_open(posting) && jobtwine_tag(&posting.tags).is_some_and(|tag| tag.exact)
        })
        .map(|posting| {
            let check = Looked::new(format!("rounds.{}", posting.id), posting.text.as_str())
                .of(Vendor::JobTwine);
            match setup.rounds_of(&posting.id) {
                Some(stated) => {
                    let rounds = match stated.rounds {
                        1 => "1 round".to_owned(),
                        rounds => format!("{rounds} rounds"),
                    };
                    check
                        .at(Some(stated.stated_at_ms))
                        .is(
                            Standing::Stated,
                            format!("{}: {rounds}, you said so.", posting.text),
                        )
                        .because("JobTwine offers no way to look.", "", None)
                }
                None => check
                    .is(
                        Standing::Todo,
                        format!("{}: nobody said how many rounds there are.", posting.text),
                    )
                    .because(
                        "JobTwine offers no way to look, and does nothing for a job without rounds.",
                        "Look at the job in JobTwine and enter its rounds here.",
                        Some(Repair::Go(Step::Rounds)),
                    ),
            }
        })
        .collect()
}
