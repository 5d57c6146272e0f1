//! The account's users: every role, some deactivated.

use crate::world::Cast;
use crate::world::chance::Chance;
use crate::world::model::{Ms, User};
use crate::world::{World, experts, names};

const DAY: i64 = 86_400_000;

/// Role, how many, job title, of those deactivated.
const ROLES: &[(&str, usize, &str, usize)] = &[
    ("super admin", 1, "VP People", 0),
    ("admin", 2, "Talent Acquisition Lead", 0),
    ("team member", 8, "Recruiter", 1),
    ("limited team member", 4, "Hiring Manager", 0),
    ("interviewer", 8, "Engineer", 1),
];

/// Makes the users and names those with a part. The first six active team members are the recruiters.
pub(crate) fn users(seed: u64, now: Ms) -> (Vec<User>, Cast) {
    let mut chance = Chance::new(seed, "users");
    let mut users = Vec::new();
    let mut cast = Cast::default();
    for (role, count, title, deactivated) in ROLES {
        for place in 0..*count {
            let name = names::plain(&mut chance);
            let mut user = user(&mut chance, &name, role, title, users.len(), now);
            if place >= count - deactivated {
                user.deactivated_at = Some(now - chance.between(40, 400) * DAY);
            } else if *role == "team member" && cast.recruiters.len() < 6 {
                cast.recruiters.push(user.id.clone());
            }
            if *role == "super admin" {
                cast.super_admin.clone_from(&user.id);
            } else {
                user.manager_id = Some(cast.super_admin.clone());
            }
            users.push(user);
        }
    }
    let integration = user(
        &mut chance,
        "Video Integration",
        "super admin",
        "Integration account",
        users.len(),
        now,
    );
    cast.integration.clone_from(&integration.id);
    users.push(integration);
    let experts = experts::user(seed, now);
    cast.experts.clone_from(&experts.id);
    users.push(experts);
    users.push(with_custom_role(seed, now));
    cast.seat = cast.recruiters.first().cloned().unwrap_or_default();
    users.sort_by_key(|user| user.created_at);
    (users, cast)
}

/// The id of the one role that the account made itself.
pub(crate) fn custom_role(seed: u64) -> String {
    Chance::new(seed, "custom role").id()
}

/// A user whose role is named by an id, as accounts with roles of their own have them. Out of a stream of its own.
fn with_custom_role(seed: u64, now: Ms) -> User {
    let mut chance = Chance::new(seed, "custom role user");
    let name = names::plain(&mut chance);
    let mut user = user(&mut chance, &name, "", "Recruiting Operations", 99, now);
    user.access_role = custom_role(seed);
    user.created_at = now - 2_700 * DAY;
    user
}

fn user(chance: &mut Chance, name: &str, role: &str, title: &str, number: usize, now: Ms) -> User {
    let username: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter == ' ' { '.' } else { letter })
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '.')
        .collect();
    // Two users may draw one name; their addresses still differ.
    let username = format!(
        "{username}{}",
        if number == 0 {
            String::new()
        } else {
            number.to_string()
        }
    );
    User {
        id: chance.id(),
        name: name.to_owned(),
        email: format!("{username}@example.com"),
        username,
        access_role: role.to_owned(),
        photo: None,
        created_at: now - chance.between(500, 2_500) * DAY - number as i64,
        deactivated_at: None,
        external_directory_id: None,
        linked_contact_ids: None,
        job_title: Some(title.to_owned()),
        manager_id: None,
    }
}

impl World {
    /// Gives a user another name; the address stays. Returns whether there is such a user.
    pub fn rename_user(&mut self, id: &str, name: &str) -> bool {
        let user = self.users.iter_mut().find(|user| user.id == id);
        user.map(|user| name.clone_into(&mut user.name)).is_some()
    }

    /// Deactivates a user, or reactivates one. Returns whether there is such a user.
    pub fn deactivate_user(&mut self, id: &str, off: bool, now: Ms) -> bool {
        let Some(user) = self.users.iter_mut().find(|user| user.id == id) else {
            return false;
        };
        if user.deactivated_at.is_some() != off {
            user.deactivated_at = off.then_some(now);
            let kind = if off {
                "user:deactivated"
            } else {
                "user:reactivated"
            };
            self.audit_user(kind, id, now);
        }
        true
    }
}
