//! Lever's scopes. All are granted by an admin, for the account; a scope to write implies reading.

use std::collections::BTreeSet;

use crate::lever::routes;

/// Needed for a refresh token.
pub const OFFLINE: &str = "offline_access";
/// Opens confidential data.
pub const CONFIDENTIAL: &str = "confidential:access:admin";
/// An application is registered with, and a request may name, no more than so many.
pub const MOST: usize = 20;

/// All 52 there are.
pub const SCOPES: [&str; 52] = [
    OFFLINE,
    "applications:read:admin",
    "archive_reasons:read:admin",
    "audit_events:read:admin",
    CONFIDENTIAL,
    "contact:read:admin",
    "contact:write:admin",
    "diversity_surveys:read:admin",
    "eeo_responses:read:admin",
    "eeo_responses_pii:read:admin",
    "feedback:read:admin",
    "feedback:write:admin",
    "feedback_templates:read:admin",
    "feedback_templates:write:admin",
    "files:read:admin",
    "files:write:admin",
    "forms:read:admin",
    "forms:write:admin",
    "form_templates:read:admin",
    "form_templates:write:admin",
    "groups:read:admin",
    "groups:write:admin",
    "interviews:read:admin",
    "interviews:write:admin",
    "notes:read:admin",
    "notes:write:admin",
    "offers:read:admin",
    "opportunities:read:admin",
    "opportunities:write:admin",
    "panels:read:admin",
    "panels:write:admin",
    "permissions:read:admin",
    "permissions:write:admin",
    "postings:read:admin",
    "postings:write:admin",
    "referrals:read:admin",
    "requisitions:read:admin",
    "requisitions:write:admin",
    "requisition_fields:read:admin",
    "requisition_fields:write:admin",
    "resumes:read:admin",
    "roles:read:admin",
    "roles:write:admin",
    "sources:read:admin",
    "stages:read:admin",
    "tags:read:admin",
    "tasks:read:admin",
    "uploads:write:admin",
    "users:read:admin",
    "users:write:admin",
    "webhooks:read:admin",
    "webhooks:write:admin",
];

/// Whether Lever has such a scope.
pub fn known(scope: &str) -> bool {
    SCOPES.contains(&scope)
}

/// The permissions that scopes stand for: their names without `:admin`, and reading for each that writes.
pub(crate) fn permissions(scopes: &BTreeSet<String>) -> BTreeSet<String> {
    let names = scopes
        .iter()
        .filter_map(|scope| scope.strip_suffix(":admin"));
    names
        .flat_map(|name| {
            let read = name
                .strip_suffix(":write")
                .map(|subject| format!("{subject}:read"));
            std::iter::once(name.to_owned()).chain(read)
        })
        .collect()
}

/// The boxes that can be ticked for an API key, one by one: a key that may write may not read by that. Confidential access is
/// no box; it is chosen apart.
pub(crate) fn boxes() -> BTreeSet<String> {
    SCOPES
        .iter()
        .filter(|scope| **scope != CONFIDENTIAL)
        .filter_map(|scope| scope.strip_suffix(":admin"))
        .map(str::to_owned)
        .chain(routes::permissions())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{SCOPES, boxes, known, permissions};
    use crate::lever::routes;

    #[test]
    fn there_are_fifty_two_different_ones() {
        let different: BTreeSet<_> = SCOPES.iter().collect();
        assert_eq!(different.len(), 52);
        let with_suffix = SCOPES.iter().filter(|scope| scope.ends_with(":admin"));
        assert_eq!(with_suffix.count(), 51, "all but offline_access");
        assert!(
            !known("tags:write:admin"),
            "tags are written with opportunities:write"
        );
    }

    #[test]
    fn every_route_asks_for_a_permission_that_a_scope_gives() {
        let all: BTreeSet<String> = SCOPES.iter().map(|scope| (*scope).to_owned()).collect();
        let given = permissions(&all);
        let missing: Vec<_> = routes::permissions()
            .into_iter()
            .filter(|asked| !given.contains(asked))
            .collect();
        assert_eq!(missing, Vec::<String>::new());
        assert!(!boxes().contains("confidential:access"));
    }

    #[test]
    fn writing_implies_reading_and_nothing_else() {
        let one = BTreeSet::from(["notes:write:admin".to_owned()]);
        let given: Vec<_> = permissions(&one).into_iter().collect();
        assert_eq!(given, ["notes:read", "notes:write"]);
    }
}
