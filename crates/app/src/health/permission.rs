//! What the key may do: each permission with its reason, and those that nothing here needs.

use fulcrum_domain::health::{Mark, Standing};
use fulcrum_lever::{Given, Permissions, askable};

use super::known::Known;
use super::looked::Looked;
use crate::view::{LeverPage, PermissionLine, Repair};

/// A permission and what it is for.
pub(super) struct Need {
    /// Named like a scope without its suffix.
    pub(super) permission: &'static str,
    /// As Lever's settings say it.
    name: &'static str,
    needed_for: &'static str,
    optional: bool,
}

const fn needs(permission: &'static str, name: &'static str, needed_for: &'static str) -> Need {
    Need {
        permission,
        name,
        needed_for,
        optional: false,
    }
}

const fn can_use(permission: &'static str, name: &'static str, needed_for: &'static str) -> Need {
    Need {
        permission,
        name,
        needed_for,
        optional: true,
    }
}

/// Everything Fulcrum does in Lever.
pub(super) static NEEDS: [Need; 13] = [
    needs(
        "opportunities:read",
        "Opportunities: list and read",
        "The board, and what the vendors' tags say.",
    ),
    needs(
        "opportunities:write",
        "Opportunities: update",
        "Moves, archiving and tags.",
    ),
    needs(
        "postings:read",
        "Postings: list and read",
        "Whether a posting is shared with a vendor.",
    ),
    needs(
        "stages:read",
        "Stages: list and read",
        "The columns of the board, and the vendors' stages.",
    ),
    needs(
        "users:read",
        "Users: list and read",
        "Who you are, and the names of owners and authors.",
    ),
    needs(
        "notes:read",
        "Notes: list and read",
        "What the vendors write: invitations, slots, results.",
    ),
    needs(
        "notes:write",
        "Notes: create and delete",
        "Your notes, and a note of the slots that were offered.",
    ),
    needs(
        "contact:read",
        "Contacts: read",
        "E-mail and phone, checked before an invitation.",
    ),
    needs(
        "archive_reasons:read",
        "Archive reasons: list and read",
        "The reasons to choose from when you archive.",
    ),
    can_use(
        "contact:write",
        "Contacts: update",
        "Mending an e-mail or a phone here instead of in Lever.",
    ),
    can_use(
        "postings:write",
        "Postings: update",
        "Mending a posting's tag here instead of in Lever.",
    ),
    can_use(
        "interviews:read",
        "Interviews: list and read",
        "Interviews that JobTwine keeps in Lever.",
    ),
    can_use(
        "webhooks:read",
        "Webhooks: list and read",
        "Noticing a webhook that is gone, as far as Lever shows it.",
    ),
];

/// Where permissions are chosen, and by whom.
const WHO: &str = "A Super Admin, in Lever under Settings → Integrations and API → API credentials. Permissions are chosen when a key is made, so it takes a new key.";

const PROVEN_BY_USE: &str = "Lever did not refuse a question about nothing, and no source says that it would: only a write proves it, and none is made to find out.";

/// What Fulcrum asks about when it looks at everything.
pub(super) fn all() -> Vec<&'static str> {
    askable().collect()
}

/// What it needs and can find out by reading: asked again and again.
pub(super) fn reads() -> impl Iterator<Item = &'static str> {
    NEEDS
        .iter()
        .map(|need| need.permission)
        .filter(|permission| !permission.ends_with(":write"))
}

fn id(permission: &str) -> String {
    permission.replace(':', "_")
}

/// Each permission with its reason, then those that the key has and nothing here needs.
pub(super) fn lines(found: &Permissions) -> Vec<PermissionLine> {
    let needed = NEEDS.iter().map(|need| {
        let (standing, finding) = match found.given(need.permission) {
            Given::Yes => (Standing::Verified, "It is there."),
            Given::No if need.optional => (Standing::Warn, "The key does not have it."),
            Given::No => (Standing::Broken, "The key does not have it."),
            Given::NotRefused => (Standing::Unverifiable, PROVEN_BY_USE),
            Given::Unasked => (Standing::Unverifiable, "Lever was not asked yet."),
        };
        PermissionLine {
            id: id(need.permission),
            permission: need.name.to_owned(),
            needed_for: need.needed_for.to_owned(),
            optional: need.optional,
            extra: false,
            standing,
            finding: finding.to_owned(),
            who_can_give: match standing {
                Standing::Warn | Standing::Broken => WHO.to_owned(),
                _ => String::new(),
            },
        }
    });
    let extra = extras(found).into_iter().map(|permission| PermissionLine {
        id: id(permission),
        permission: permission.replace(':', ": ").replace('_', " "),
        needed_for: "Nothing. Fulcrum never uses it.".to_owned(),
        optional: true,
        extra: true,
        standing: Standing::Warn,
        finding: "The key has it.".to_owned(),
        who_can_give: "A Super Admin can make a key without it.".to_owned(),
    });
    needed.chain(extra).collect()
}

/// What the key can do and Fulcrum does not.
fn extras(found: &Permissions) -> Vec<&'static str> {
    askable()
        .filter(|permission| NEEDS.iter().all(|need| need.permission != *permission))
        .filter(|permission| found.given(permission) == Given::Yes)
        .collect()
}

/// How many that Fulcrum uses are there, or may be.
pub(super) fn count(found: &Permissions) -> usize {
    let has = |need: &&Need| matches!(found.given(need.permission), Given::Yes | Given::NotRefused);
    NEEDS.iter().filter(has).count()
}

/// Those that are needed, each by itself; those that are extra, together.
pub(super) fn checks(known: &Known) -> Vec<Looked> {
    let found = &known.asked.permissions;
    let at = known.asked.permissions_at_ms;
    let mut checks: Vec<Looked> = NEEDS
        .iter()
        // What somebody left out on purpose is no trouble.
        .filter(|need| !(need.optional && never_had(known, need)))
        .map(|need| {
            let check = Looked::new(
                format!("permission.{}", id(need.permission)),
                format!("Permission “{}”", need.name),
            )
            .at(at);
            match found.given(need.permission) {
                Given::Yes => check
                    .is(Standing::Verified, "It is there.")
                    .compared(Mark::Works, "there"),
                Given::No => {
                    let standing = if need.optional {
                        Standing::Warn
                    } else {
                        Standing::Broken
                    };
                    check
                        .is(standing, format!("The key lacks “{}”.", need.name))
                        .because(
                            format!("It is needed for: {}", need.needed_for),
                            WHO,
                            Some(Repair::Reconnect),
                        )
                        .compared(Mark::Works, "missing")
                }
                Given::NotRefused => check
                    .is(
                        Standing::Unverifiable,
                        format!("“{}” was not refused.", need.name),
                    )
                    .because(
                        PROVEN_BY_USE,
                        "Look at the key in Lever's settings, or wait for the first change.",
                        Some(Repair::OpenLever {
                            what: LeverPage::Credentials,
                        }),
                    ),
                Given::Unasked => check
                    .is(Standing::Unverifiable, "Lever was not asked yet.")
                    .because(
                        "Nobody looked since the program began.",
                        "Check again.",
                        Some(Repair::CheckAgain),
                    ),
            }
        })
        .collect();
    let extra = extras(found);
    if !extra.is_empty() {
        let names: Vec<String> = extra
            .iter()
            .map(|one| one.replace(':', ": ").replace('_', " "))
            .collect();
        checks.push(
            Looked::new("permission.extra", "Permissions that are not needed")
                .at(at)
                .is(
                    Standing::Warn,
                    format!(
                        "The key can do {} things more than Fulcrum does.",
                        extra.len()
                    ),
                )
                .because(
                    format!("It also has: {}.", names.join(", ")),
                    "A Super Admin can make a key without them.",
                    Some(Repair::OpenLever {
                        what: LeverPage::Credentials,
                    }),
                ),
        );
    }
    checks
}

fn never_had(known: &Known, need: &Need) -> bool {
    let check = format!("permission.{}", id(need.permission));
    known.asked.permissions.given(need.permission) == Given::No
        && known.unchanged_since(&check).is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fulcrum_lever::PERMISSIONS;

    use super::*;

    #[test]
    fn what_is_watched_is_what_is_asked_for() {
        let watched: BTreeSet<String> = NEEDS
            .iter()
            .map(|need| need.permission.to_owned())
            .collect();
        let asked: BTreeSet<String> = PERMISSIONS
            .iter()
            .flat_map(|one| {
                let write = one.writes.map(|_| format!("{}:write", one.name));
                std::iter::once(format!("{}:read", one.name)).chain(write)
            })
            .collect();
        assert_eq!(watched, asked);
    }
}
