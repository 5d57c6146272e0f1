//! What only a person can know, as it was confirmed: by whom, when, and what follows where it is not so.

use fulcrum_domain::health::{Standing, Step};
use fulcrum_domain::vendor::Vendor;

use super::known::Known;
use super::words::{NOBODY_LOOKED, when};
use crate::view::{Check, LeverPage, Repair, Stated, StatedFact};

/// What is asked about in each step.
const fn facts(step: Step) -> &'static [StatedFact] {
    match step {
        Step::Webhooks => &[
            StatedFact::MyInterviewConnected,
            StatedFact::JobTwineConnected,
            StatedFact::StageChangeWebhook,
            StatedFact::ArchiveChangeWebhook,
        ],
        Step::Templates => &[
            StatedFact::MyInterviewTrigger,
            StatedFact::MyInterviewMessages,
            StatedFact::MyInterviewDefault,
            StatedFact::MyInterviewBranding,
            StatedFact::MyInterviewReminders,
        ],
        _ => &[],
    }
}

/// Of which vendor a fact is; `None`: of both.
const fn vendor(fact: StatedFact) -> Option<Vendor> {
    match fact {
        StatedFact::JobTwineConnected => Some(Vendor::JobTwine),
        StatedFact::StageChangeWebhook => None,
        _ => Some(Vendor::MyInterview),
    }
}

/// The fact as a sentence without its end.
const fn subject(fact: StatedFact) -> &'static str {
    match fact {
        StatedFact::MyInterviewConnected => "myInterview is connected to Lever",
        StatedFact::MyInterviewTrigger => "Trigger stage chosen in myInterview",
        StatedFact::MyInterviewMessages => "myInterview’s message templates",
        StatedFact::MyInterviewDefault => "myInterview’s default messages",
        StatedFact::MyInterviewBranding => "myInterview’s branding",
        StatedFact::MyInterviewReminders => "myInterview’s reminders",
        StatedFact::StageChangeWebhook => "Switch of Candidate Stage Change",
        StatedFact::ArchiveChangeWebhook => "Switch of Candidate Archive State Change",
        StatedFact::JobTwineConnected => "JobTwine is connected to Lever",
    }
}

/// What was confirmed, what was not yet, and what somebody saw to be wrong. Only about vendors whose stage is pinned.
pub(super) fn checks(known: &Known, step: Step) -> Vec<Check> {
    facts(step)
        .iter()
        .filter(|fact| concerns(known, **fact))
        .filter_map(
            |fact| match known.stated.iter().find(|one| one.fact == *fact) {
                Some(stated) => Some(said(known, stated)),
                None if proven(known, *fact) => None,
                None => Some(unsaid(step, *fact)),
            },
        )
        .collect()
}

fn used(known: &Known, vendor: Vendor) -> bool {
    known
        .setup(vendor)
        .is_some_and(|setup| setup.invites_at().is_some())
}

fn concerns(known: &Known, fact: StatedFact) -> bool {
    match vendor(fact) {
        Some(one) => used(known, one),
        None => used(known, Vendor::MyInterview) || used(known, Vendor::JobTwine),
    }
}

/// A vendor that reacted to a move is connected and heard of it.
fn proven(known: &Known, fact: StatedFact) -> bool {
    match fact {
        StatedFact::MyInterviewConnected => known.reactions.contains_key(&Vendor::MyInterview),
        StatedFact::JobTwineConnected => known.reactions.contains_key(&Vendor::JobTwine),
        StatedFact::StageChangeWebhook => !known.reactions.is_empty(),
        _ => false,
    }
}

fn check(fact: StatedFact, standing: Standing, finding: String) -> Check {
    Check {
        id: format!("stated.{}", fact.word()),
        vendor: vendor(fact),
        standing,
        subject: subject(fact).to_owned(),
        finding,
        cause: String::new(),
        way_out: String::new(),
        at_ms: None,
        by: None,
        repair: None,
    }
}

fn unsaid(step: Step, fact: StatedFact) -> Check {
    Check {
        cause: "No interface shows it, so somebody has to look.".to_owned(),
        way_out: "Look, and confirm it here.".to_owned(),
        repair: Some(Repair::Go(step)),
        ..check(fact, Standing::Todo, NOBODY_LOOKED.to_owned())
    }
}

fn said(known: &Known, stated: &Stated) -> Check {
    let at = when(stated.at_ms, known.now_ms, &known.zone);
    let who = stated.by.as_deref().unwrap_or("Somebody");
    let told = |what: &str| format!("{what}: {who} said so, {at}.");
    let check = |standing, finding| Check {
        at_ms: Some(stated.at_ms),
        by: stated.by.clone(),
        ..check(stated.fact, standing, finding)
    };
    match (stated.fact, stated.value.as_str()) {
        (StatedFact::StageChangeWebhook | StatedFact::ArchiveChangeWebhook, "off") => Check {
            cause: "While it is off, Lever tells the vendors nothing of it.".to_owned(),
            way_out: "A Super Admin switches it on: Settings, Integrations and API, Webhooks."
                .to_owned(),
            repair: Some(Repair::OpenLever {
                what: LeverPage::Webhooks,
            }),
            ..check(Standing::Broken, told("Off"))
        },
        (StatedFact::MyInterviewTrigger, id) => {
            let name = |wanted: &str| {
                let stage = known.stages.iter().find(|one| one.id.as_str() == wanted);
                stage.map_or("a stage that is gone", |stage| &stage.text)
            };
            let pinned = known
                .setup(Vendor::MyInterview)
                .and_then(|setup| setup.trigger_stage.as_ref());
            match pinned {
                Some(pinned) if pinned.as_str() != id => Check {
                    cause: format!("Here “{}” is pinned.", name(pinned.as_str())),
                    way_out: "Choose the same stage in both places.".to_owned(),
                    repair: Some(Repair::Go(Step::Stages)),
                    ..check(Standing::Broken, told(&format!("“{}”", name(id))))
                },
                _ => check(Standing::Stated, told(&format!("“{}”", name(id)))),
            }
        }
        (_, "on") => check(Standing::Stated, told("On")),
        (_, "off") => check(Standing::Stated, told("Off")),
        _ => check(Standing::Stated, told("Done")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use fulcrum_domain::model::Stage;
    use fulcrum_domain::vendor::VendorSetup;

    use super::*;

    const NOW: i64 = 1_795_000_000_000;

    fn known(pinned: Option<&str>, stated: &[(StatedFact, &str)], reacted: &[Vendor]) -> Known {
        let mut videos = VendorSetup::unset(Vendor::MyInterview);
        videos.trigger_stage = pinned.map(Into::into);
        let stage = |id: &str, text: &str| Stage {
            id: id.into(),
            text: text.to_owned(),
            index: 0,
        };
        Known {
            setups: Arc::new(vec![videos, VendorSetup::unset(Vendor::JobTwine)]),
            stages: vec![stage("video", "Video Interview"), stage("screen", "Screen")],
            stated: stated
                .iter()
                .map(|(fact, value)| Stated {
                    fact: *fact,
                    value: (*value).to_owned(),
                    by: Some("Marta Vellinho".to_owned()),
                    at_ms: NOW - 34 * 86_400_000,
                })
                .collect(),
            reactions: reacted.iter().map(|vendor| (*vendor, NOW)).collect(),
            ..Known::nothing(NOW)
        }
    }

    fn standings(known: &Known, step: Step) -> Vec<(String, Standing)> {
        checks(known, step)
            .into_iter()
            .map(|check| (check.id, check.standing))
            .collect()
    }

    #[test]
    fn a_vendor_that_is_not_used_is_not_asked_about() {
        assert_eq!(standings(&known(None, &[], &[]), Step::Webhooks), []);
        let ids: Vec<String> = standings(&known(Some("video"), &[], &[]), Step::Webhooks)
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        assert_eq!(
            ids,
            [
                "stated.myinterview_connected",
                "stated.stage_change_webhook",
                "stated.archive_change_webhook"
            ]
        );
    }

    #[test]
    fn a_reaction_proves_more_than_anybody_can_say() {
        let reacted = known(Some("video"), &[], &[Vendor::MyInterview]);
        assert_eq!(
            standings(&reacted, Step::Webhooks),
            [("stated.archive_change_webhook".to_owned(), Standing::Todo)],
            "no move shows the switch of the archive"
        );
    }

    #[test]
    fn a_switch_that_somebody_saw_off_is_broken_and_says_what_to_do() {
        let off = known(
            Some("video"),
            &[(StatedFact::StageChangeWebhook, "off")],
            &[],
        );
        let found = checks(&off, Step::Webhooks);
        let switch = found.iter().find(|one| one.id.ends_with("change_webhook"));
        let switch = switch.unwrap();
        assert_eq!(switch.standing, Standing::Broken);
        assert!(
            switch.finding.contains("Marta Vellinho said so"),
            "{switch:?}"
        );
        assert!(switch.way_out.contains("Super Admin"));
    }

    #[test]
    fn the_vendors_own_trigger_has_to_be_the_one_that_is_pinned() {
        let of = |id: &str| {
            let known = known(Some("video"), &[(StatedFact::MyInterviewTrigger, id)], &[]);
            checks(&known, Step::Templates).remove(0)
        };
        assert_eq!(of("video").standing, Standing::Stated);
        let other = of("screen");
        assert_eq!(other.standing, Standing::Broken);
        assert!(other.finding.contains("“Screen”") && other.cause.contains("“Video Interview”"));
    }
}
