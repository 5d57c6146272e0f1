//! Postings, stages, users and archive reasons: what cards and dialogs name. Postings are known within a round, a minute; the
//! other lists, for which Lever cannot be asked "changed since", within ten minutes, or at once when somebody asks for
//! everything or somebody is met who stands in none of them.

use fulcrum_domain::model::{ArchiveReason, Posting, Stage, User};
use fulcrum_sandbox::world::{World, model};

use super::mirror::{Field, differing};
use crate::seat::Shown;

/// What is shown otherwise than Lever holds it.
pub(super) fn compare(shown: &Shown, world: &World, found: &mut Vec<String>) {
    for posting in world.postings.values() {
        match shown.postings.get(&posting.id) {
            Some(held) => differing(&posting.id, fields(held, posting), found),
            None => found.push(format!("does not know the posting {}", posting.id)),
        }
    }
    let gone = shown.postings.keys();
    for id in gone.filter(|id| !world.postings.contains_key(*id)) {
        found.push(format!("still shows the posting {id}, which is gone"));
    }
    let stages: Vec<_> = shown.stages.iter().map(held_stage).collect();
    let there: Vec<_> = world.stages.iter().map(stage).collect();
    lists("the stages", &stages, &there, found);
    let mut users: Vec<_> = shown.users.iter().map(held_user).collect();
    let mut there: Vec<_> = world.users.iter().map(user).collect();
    users.sort_unstable();
    there.sort_unstable();
    lists("the users", &users, &there, found);
    let mut reasons: Vec<_> = shown.reasons.iter().map(held_reason).collect();
    let mut there: Vec<_> = world.archive_reasons.iter().map(reason).collect();
    reasons.sort_unstable();
    there.sort_unstable();
    lists("the archive reasons", &reasons, &there, found);
}

/// Says where two lists differ.
fn lists(what: &str, shows: &[String], holds: &[String], found: &mut Vec<String>) {
    if shows == holds {
        return;
    }
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let only = these.iter().filter(|one| !those.contains(one));
        only.cloned().collect()
    };
    let (extra, missing) = (only(shows, holds), only(holds, shows));
    found.push(format!(
        "shows among {what} {extra:?}, Lever holds {missing:?} (or in another order)"
    ));
}

fn held_stage(one: &Stage) -> String {
    format!("{:?}", (one.id.as_str(), &one.text))
}

fn stage(one: &model::Stage) -> String {
    format!("{:?}", (&one.id, &one.text))
}

fn held_user(one: &User) -> String {
    let names = (&one.name, &one.username, &one.email, &one.access_role);
    format!("{:?}", (one.id.as_str(), names, one.deactivated_at_ms))
}

fn user(one: &model::User) -> String {
    let names = (&one.name, &one.username, &one.email, &one.access_role);
    format!("{:?}", (&one.id, names, one.deactivated_at))
}

fn held_reason(one: &ArchiveReason) -> String {
    format!("{:?}", (one.id.as_str(), &one.text, one.active, one.hired))
}

fn reason(one: &model::ArchiveReason) -> String {
    let (active, hired) = (one.status == "active", one.kind == "hired");
    format!("{:?}", (&one.id, &one.text, active, hired))
}

/// Every field that the window shows of a posting.
fn fields(held: &Posting, there: &model::Posting) -> Vec<Field> {
    let categories = &there.categories;
    let places = (
        categories.team.as_deref(),
        categories.department.as_deref(),
        categories.location.as_deref(),
        categories.commitment.as_deref(),
    );
    let held_places = (
        held.team.as_deref(),
        held.department.as_deref(),
        held.location.as_deref(),
        held.commitment.as_deref(),
    );
    vec![
        ("the title", held.text.clone(), there.text.clone()),
        ("the state", held.state.clone(), there.state.clone()),
        (
            "the tags",
            format!("{:?}", held.tags),
            format!("{:?}", there.tags),
        ),
        (
            "the owner",
            format!("{:?}", held.owner.as_ref().map(|id| id.as_str())),
            format!("{:?}", there.owner.as_deref()),
        ),
        (
            "the hiring manager",
            format!("{:?}", held.hiring_manager.as_ref().map(|id| id.as_str())),
            format!("{:?}", there.hiring_manager.as_deref()),
        ),
        (
            "the places",
            format!("{held_places:?}"),
            format!("{places:?}"),
        ),
        (
            "the change",
            format!("{:?}", held.updated_at_ms),
            format!("{:?}", Some(there.updated_at)),
        ),
        (
            "the beginning",
            held.created_at_ms.to_string(),
            there.created_at.to_string(),
        ),
    ]
}
