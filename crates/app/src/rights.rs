//! What a Lever role may do. A courtesy and no security boundary: Lever's API does not check the role of the user that a
//! write is performed as, so Fulcrum does not offer what that person could not do in Lever. What really protects an account
//! are the key's own permissions.

use std::sync::Arc;

use crate::app::App;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Problem, Rights};

impl Rights {
    /// What the role may do. The names are Lever's; a custom role is an id, and what it may do cannot be asked, so it is
    /// offered everything but what Lever keeps to its Super Admins.
    pub(crate) fn of(role: &str) -> Self {
        let (writes, postings, admin) = match role {
            "interviewer" => (false, false, false),
            "limited team member" => (true, false, false),
            "team member" => (true, true, false),
            _ => (true, true, true),
        };
        Self {
            writes,
            postings,
            admin,
            integrations: role == "super admin",
        }
    }
}

impl App {
    /// The seat, if its role may change candidates.
    pub(crate) fn writer(&self) -> Result<Arc<Ready>, Problem> {
        self.permitted(|rights| rights.writes)
    }

    /// The seat, if its role may change postings.
    pub(crate) fn editor(&self) -> Result<Arc<Ready>, Problem> {
        self.permitted(|rights| rights.postings)
    }

    /// The seat, if its role may hold what unlocks the whole account.
    pub(crate) fn admin(&self) -> Result<Arc<Ready>, Problem> {
        self.permitted(|rights| rights.admin)
    }

    fn permitted(&self, may: impl Fn(&Rights) -> bool) -> Result<Arc<Ready>, Problem> {
        let ready = self.ready()?;
        if may(&ready.seat.rights) {
            Ok(ready)
        } else {
            Err(Trouble::RoleMayNot {
                role: ready.seat.role.clone(),
            }
            .into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_is_offered_what_it_may_do_in_lever() {
        let of = |role: &str| {
            let rights = Rights::of(role);
            (
                rights.writes,
                rights.postings,
                rights.admin,
                rights.integrations,
            )
        };
        assert_eq!(of("super admin"), (true, true, true, true));
        assert_eq!(of("admin"), (true, true, true, false));
        assert_eq!(of("team member"), (true, true, false, false));
        assert_eq!(of("limited team member"), (true, false, false, false));
        assert_eq!(of("interviewer"), (false, false, false, false));
        assert_eq!(of("5f0d3b1a-custom"), (true, true, true, false));
    }
}
