//! Whether the vendors hear of a move. Lever shows its switches to a Super Admin only, so a reaction is the only proof.

use fulcrum_domain::health::{Mark, Standing, silence};
use fulcrum_domain::vendor::Vendor;

use super::known::Known;
use super::looked::Looked;
use super::words::{key, vendor_name, when};
use crate::view::{LeverPage, Repair};

const WHERE: &str = "A Super Admin looks in Lever under Settings → Integrations and API → Webhooks";

const OPEN: Option<Repair> = Some(Repair::OpenLever {
    what: LeverPage::Webhooks,
});

pub(super) fn checks(known: &Known) -> Vec<Looked> {
    let mut checks: Vec<Looked> = known
        .setups
        .iter()
        .map(|setup| moves(known, setup.vendor))
        .collect();
    checks.push(archiving());
    checks.extend(seen(known));
    checks
}

fn moves(known: &Known, vendor: Vendor) -> Looked {
    let name = vendor_name(vendor);
    let check = Looked::new(
        format!("webhook.{}", key(vendor)),
        format!("Candidate Stage Change, heard by {name}"),
    )
    .of(vendor);
    let reaction = known.reactions.get(&vendor).copied();
    let unanswered = known.unanswered.get(&vendor).copied().unwrap_or(0);
    let last = reaction.map(|at| when(at, known.now_ms, &known.zone));
    if let Some(standing) = silence(unanswered, reaction.is_some()) {
        let moves = if unanswered == 1 {
            "a move".to_owned()
        } else {
            format!("{unanswered} moves")
        };
        return check
            .at(reaction)
            .is(
                standing,
                format!(
                    "{name} did not react to {moves} since {}.",
                    last.unwrap_or_default()
                ),
            )
            .because(
                format!("It reacted before. The webhook may be off or replaced, {name} may be disconnected or have trouble, or it may listen to another stage."),
                format!("{WHERE} whether “Candidate Stage Change” is on, and at {name} which stage it listens to. Then resend."),
                OPEN,
            )
            .compared(Mark::Works, "silent");
    }
    match last {
        Some(last) => check
            .at(reaction)
            .is(
                Standing::Observed,
                format!("Stage Change: {name} reacted to a move at {last}."),
            )
            .compared(Mark::Works, "reacts to moves"),
        None => check
            .is(
                Standing::Unverifiable,
                format!("Stage Change: no reaction of {name} was seen yet."),
            )
            .because(
                "No interface of Lever shows whether the webhook is switched on.",
                format!("{WHERE} whether “Candidate Stage Change” is on; the first move that {name} answers proves it."),
                OPEN,
            ),
    }
}

/// myInterview asks for a second webhook, whose effect it does not publish.
fn archiving() -> Looked {
    Looked::new(
        "webhook.myinterview.archive",
        "Candidate Archive State Change, heard by myInterview",
    )
    .of(Vendor::MyInterview)
    .is(
        Standing::Unverifiable,
        "Archive State Change: nothing that could be seen follows from it.",
    )
    .because(
        "myInterview asks for it and does not say what it does then, and Lever shows its switch to a Super Admin only.",
        format!("{WHERE} whether “Candidate Archive State Change” is on."),
        OPEN,
    )
}

/// What Lever's list shows: those that were made over its interface. That one is there does not say that it is switched on.
fn seen(known: &Known) -> Option<Looked> {
    let hooks = known.asked.webhooks.as_ref()?;
    let mut list: Vec<String> = hooks
        .iter()
        .filter(|hook| {
            matches!(
                hook.event.as_str(),
                "candidateStageChange" | "candidateArchiveChange"
            )
        })
        .map(|hook| {
            let host = hook.host.as_deref().unwrap_or("an unknown address");
            format!("{} to {host} ({})", hook.event, hook.id)
        })
        .collect();
    list.sort();
    let mut plain: Vec<String> = hooks.iter().filter_map(|hook| hook.host.clone()).collect();
    plain.sort();
    plain.dedup();
    let count = list.len();
    let says = if plain.is_empty() {
        "none".to_owned()
    } else {
        format!("{count}, to {}", plain.join(", "))
    };
    Some(
        Looked::new("webhooks.seen", "Webhooks that Lever lists")
            .at(known.asked.webhooks_at_ms)
            .is(
                Standing::Verified,
                format!("Lever lists {count} webhooks for moves and archiving: {says}."),
            )
            .compared(Mark::Webhooks { seen: list }, says),
    )
}
