//! What the dry runs have proved, vendor by vendor.

use fulcrum_domain::dry_run::{DryRun, Proof, Proven, proofs};
use fulcrum_domain::health::{Standing, Step};
use fulcrum_domain::model::{Posting, Stage};
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use super::known::Known;
use super::looked::Looked;
use super::words::{vendor_name, when};
use crate::dry_run::broken_words;
use crate::picture::stage_name;
use crate::view::Repair;

pub(super) fn checks(known: &Known) -> Vec<Looked> {
    let place = Place {
        now_ms: known.now_ms,
        zone: &known.zone,
        stages: &known.stages,
        postings: &known.postings,
    };
    // A vendor without a stage has no chain to try.
    let in_use = known
        .setups
        .iter()
        .filter(|setup| setup.trigger_stage.is_some());
    in_use
        .flat_map(|setup| {
            let proved = proofs(&known.dry_runs, &[setup.vendor], known.now_ms);
            proved
                .into_iter()
                .map(|proof| check(&place, setup, &known.dry_runs, &proof))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What the sentences name.
struct Place<'a> {
    now_ms: i64,
    zone: &'a str,
    stages: &'a [Stage],
    postings: &'a [Posting],
}

fn check(place: &Place<'_>, setup: &VendorSetup, runs: &[DryRun], proof: &Proof) -> Looked {
    let name = vendor_name(setup.vendor);
    let looked = Looked::new(
        format!("dry_run.{}", name.to_lowercase()),
        format!("{name}’s chain"),
    )
    .of(setup.vendor);
    let again = Some(Repair::Go(Step::DryRun));
    if under_way(runs, setup.vendor) {
        return looked
            .is(
                Standing::Todo,
                format!("A test candidate is on its way through {name}."),
            )
            .because("The run has not ended.", "Look how far it is.", again);
    }
    let Some(last) = &proof.last else {
        return looked
            .is(
                Standing::Todo,
                format!("No test candidate went through {name} yet."),
            )
            .because(
                "Only a dry run shows that every link holds.",
                "Run it in a posting of your choice.",
                again,
            );
    };
    let looked = looked.at(Some(last.at_ms));
    let at = when(last.at_ms, place.now_ms, place.zone);
    let posting = posting_title(place, last);
    match &last.broken {
        Some((link, cause)) => {
            let stage = setup
                .trigger_stage
                .as_ref()
                .map(|stage| stage_name(place.stages, stage))
                .unwrap_or_default();
            let said = broken_words(setup.vendor, *link, cause, &stage);
            looked
                .is(
                    Standing::Broken,
                    format!("{} ({posting}, {at})", said.sentence),
                )
                .because(said.cause, said.way_out, again)
        }
        None if last.old => looked
            .is(
                Standing::Warn,
                format!("{name} last went through on {at}, in {posting}."),
            )
            .because(
                "Templates, tags and access change within a month.",
                "Run it again.",
                again,
            ),
        None => looked.is(
            if last.plain {
                Standing::Verified
            } else {
                Standing::Observed
            },
            format!("A test candidate was invited by {name}, {at}, in {posting}."),
        ),
    }
}

/// Whether the run that is open has not found out about this vendor yet.
fn under_way(runs: &[DryRun], vendor: Vendor) -> bool {
    runs.iter().filter(|run| run.is_open()).any(|run| {
        run.legs
            .iter()
            .any(|leg| leg.vendor == vendor && leg.end.is_none())
    })
}

fn posting_title(place: &Place<'_>, last: &Proven) -> String {
    place
        .postings
        .iter()
        .find(|posting| posting.id == last.posting)
        .map_or_else(|| last.posting.0.clone(), |posting| posting.text.clone())
}

#[cfg(test)]
mod tests {
    use fulcrum_domain::dry_run::{
        Archive, Cause, Certainty, ChainLink, Create, FRESH_MS, Leg, LegEnd, Tick,
    };

    use super::*;
    use crate::view::Check;

    const NOW: i64 = 1_792_400_000_000;

    fn run(end: LegEnd) -> DryRun {
        let mut leg = Leg::new(Vendor::MyInterview, "video".into(), false);
        leg.tick(
            ChainLink::Invited,
            Tick {
                at_ms: None,
                seen_at_ms: NOW,
                certainty: Certainty::Proven,
                source: None,
            },
        );
        leg.end = Some(end);
        DryRun {
            id: "r".into(),
            posting: "p1".into(),
            reason: "x".into(),
            by: "u".into(),
            confirmed_at_ms: NOW,
            address: None,
            keep_open_ms: 0,
            create: Create::Gone,
            legs: vec![leg],
            stop_at_ms: None,
            archive: Archive::Wanted,
            ended_at_ms: Some(NOW),
        }
    }

    fn standing(runs: &[DryRun], now_ms: i64) -> Check {
        let mut video = VendorSetup::unset(Vendor::MyInterview);
        video.trigger_stage = Some("video".into());
        let place = Place {
            now_ms,
            zone: "UTC",
            stages: &[],
            postings: &[],
        };
        let proved = proofs(runs, &[Vendor::MyInterview], now_ms);
        check(&place, &video, runs, &proved[0]).check
    }

    #[test]
    fn a_chain_is_verified_broken_old_or_not_tried_yet() {
        let passed = LegEnd::Passed { at_ms: NOW };
        let broken = LegEnd::Broken {
            link: ChainLink::Reacted,
            cause: Cause::Silent,
            at_ms: NOW,
        };
        for (runs, now_ms, expected) in [
            (vec![], NOW, Standing::Todo),
            (vec![run(LegEnd::Cut)], NOW, Standing::Todo),
            (vec![run(passed.clone())], NOW, Standing::Verified),
            (vec![run(passed)], NOW + FRESH_MS + 1, Standing::Warn),
            (vec![run(broken)], NOW + FRESH_MS + 1, Standing::Broken),
        ] {
            let found = standing(&runs, now_ms);
            assert_eq!(found.standing, expected, "{found:?}");
            let green = found.standing == Standing::Verified;
            assert_eq!(found.cause.is_empty(), green);
        }
        // What is under way is neither green nor broken, whatever an earlier run has found out.
        let mut open = run(LegEnd::Cut);
        open.legs[0].end = None;
        open.ended_at_ms = None;
        let found = standing(&[open, run(LegEnd::Passed { at_ms: NOW })], NOW);
        assert_eq!(found.standing, Standing::Todo);
        assert!(found.finding.contains("on its way"), "{found:?}");
    }
}
