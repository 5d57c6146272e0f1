//! What the vendor knows → what a recruiter should see.

use std::collections::BTreeMap;

use fulcrum_domain::evidence::FailureCode;
use fulcrum_domain::journey::State;
use serde_json::Value;

use super::world::{World, interviews};

/// The written table: the vendor's latest word about each candidate → what a recruiter should see.
pub(super) async fn expected(world: &World, profile: bool) -> BTreeMap<String, State> {
    let state = world.state().await;
    let people: BTreeMap<String, Value> = world
        .opportunities()
        .await
        .into_iter()
        .map(|one| (one["id"].as_str().unwrap().to_owned(), one))
        .collect();
    let mut by_person: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for interview in interviews(&state) {
        by_person
            .entry(interview["opportunity"].as_str().unwrap().to_owned())
            .or_default()
            .push(interview);
    }
    by_person
        .into_iter()
        .filter_map(|(id, mut attempts)| {
            attempts.sort_by_key(|one| one["attempt"].as_u64());
            let archived = !people.get(&id)?["archived"].is_null();
            Some((id, table(&attempts, archived, profile)))
        })
        .collect()
}

fn table(attempts: &[&Value], archived: bool, profile: bool) -> State {
    let (last, earlier) = attempts.split_last().unwrap();
    let code = last["code"].as_str();
    match last["state"].as_str().unwrap() {
        "completed" => State::Completed,
        // Only the vendor knows that a deadline has passed; Lever shows an open invitation.
        "expired" if profile => State::Expired,
        _ if archived => State::Cancelled,
        "invited" | "clicked" | "expired" => State::Invited,
        "failed" => State::Failed(match code.unwrap() {
            "missing_email" => FailureCode::MissingEmail,
            "invalid_email" => FailureCode::InvalidEmail,
            "template_not_found" => FailureCode::TemplateNotFound,
            "template_ambiguous" => FailureCode::TemplateAmbiguous,
            "multiple_config_tags" => FailureCode::SeveralConfigurationTags,
            "other" => FailureCode::Other,
            unknown => panic!("no row for {unknown}"),
        }),
        // The vendor does not look at this posting; anybody can see that.
        "ignored" => State::NotEligible,
        // The vendor said nothing. What it said before is all there is.
        "silent" => match earlier.last().map(|one| one["state"].as_str().unwrap()) {
            Some("invited" | "clicked") => State::Invited,
            Some("completed") => State::Completed,
            _ => State::Triggered,
        },
        unknown => panic!("no row for {unknown}"),
    }
}
