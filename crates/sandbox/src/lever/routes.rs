//! The table of all routes. A route is one row; its family's file holds the row and the function.

use std::collections::BTreeSet;

use crate::lever::call::Handler;
use crate::lever::{
    applications, apply, audit_events, contacts, eeo, feedback, feedback_templates, files,
    form_templates, forms, interviews, labels, notes, offers, opportunities, opportunity_create,
    opportunity_writes, pipeline, postings, requisition_fields, requisitions, resumes, uploads,
    users, webhooks,
};

/// One route.
pub(crate) struct Route {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub(crate) method: &'static str,
    /// Below `/v1`; `:name` segments match anything.
    pub(crate) path: &'static str,
    /// OAuth scope without its suffix `:admin`, and the name of a key's permission.
    pub(crate) permission: &'static str,
    /// The documentation marks `perform_as` as required.
    pub(crate) actor_documented: bool,
    /// What it does.
    pub(crate) handler: Handler,
}

const FAMILIES: &[&[Route]] = &[
    opportunities::ROUTES,
    opportunity_create::ROUTES,
    opportunity_writes::ROUTES,
    applications::ROUTES,
    notes::ROUTES,
    interviews::ROUTES,
    feedback::ROUTES,
    feedback_templates::ROUTES,
    files::ROUTES,
    resumes::ROUTES,
    offers::ROUTES,
    forms::ROUTES,
    form_templates::ROUTES,
    contacts::ROUTES,
    postings::ROUTES,
    apply::ROUTES,
    uploads::ROUTES,
    pipeline::ROUTES,
    labels::ROUTES,
    users::ROUTES,
    requisitions::ROUTES,
    requisition_fields::ROUTES,
    eeo::ROUTES,
    audit_events::ROUTES,
    webhooks::ROUTES,
];

const fn route(
    method: &'static str,
    path: &'static str,
    permission: &'static str,
    handler: Handler,
) -> Route {
    Route {
        method,
        path,
        permission,
        actor_documented: false,
        handler,
    }
}

/// A read.
pub(crate) const fn get(path: &'static str, permission: &'static str, handler: Handler) -> Route {
    route("GET", path, permission, handler)
}

/// A POST with optional `perform_as`.
pub(crate) const fn post(path: &'static str, permission: &'static str, handler: Handler) -> Route {
    route("POST", path, permission, handler)
}

/// A PUT with optional `perform_as`.
pub(crate) const fn put(path: &'static str, permission: &'static str, handler: Handler) -> Route {
    route("PUT", path, permission, handler)
}

/// A DELETE with optional `perform_as`.
pub(crate) const fn delete(
    path: &'static str,
    permission: &'static str,
    handler: Handler,
) -> Route {
    route("DELETE", path, permission, handler)
}

/// A write for which the documentation requires `perform_as`.
pub(crate) const fn acting(
    method: &'static str,
    path: &'static str,
    permission: &'static str,
    handler: Handler,
) -> Route {
    Route {
        method,
        path,
        permission,
        actor_documented: true,
        handler,
    }
}

/// The route of a request, and the values of its `:name` segments. Rows of a family are tried in order, so that a literal
/// row stands before the one with a name in its place.
///
/// `/candidates/…` is the deprecated name of `/opportunities/…`; the documentation says of most routes below it that they are
/// maintained and answer alike.
pub(crate) fn find(method: &str, path: &str) -> Option<(&'static Route, Vec<String>)> {
    let renamed = of_today(method, path);
    let path = renamed.as_deref().unwrap_or(path);
    FAMILIES
        .iter()
        .flat_map(|family| family.iter())
        .filter(|route| route.method == method)
        .find_map(|route| Some((route, captures(route.path, path)?)))
}

/// The name of today for a path below `/candidates`, where it leads anywhere.
///
/// The list and the single record are no more in the documentation, and a published client still reads them: they are read
/// only. A candidate's id is the id of its opportunity, in documentation and recordings, so that they read the same.
fn of_today(method: &str, path: &str) -> Option<String> {
    let rest = path.strip_prefix("/candidates")?;
    let below = rest.strip_prefix('/');
    let alike = below.is_some_and(|below| below.contains('/'));
    let read = method == "GET" && (rest.is_empty() || below.is_some());
    (alike || read).then(|| format!("/opportunities{rest}"))
}

/// Every route that the sandbox serves of Lever's API: method, path below `/v1`, permission; in the order in which they are
/// tried.
pub fn served() -> Vec<(&'static str, &'static str, &'static str)> {
    FAMILIES
        .iter()
        .flat_map(|family| family.iter())
        .map(|route| (route.method, route.path, route.permission))
        .collect()
}

/// All permissions that any route asks for.
pub(crate) fn permissions() -> BTreeSet<String> {
    FAMILIES
        .iter()
        .flat_map(|family| family.iter())
        .map(|route| route.permission.to_owned())
        .collect()
}

fn captures(pattern: &str, path: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut given = path.trim_end_matches('/').split('/');
    for wanted in pattern.split('/') {
        let segment = given.next()?;
        if wanted.starts_with(':') {
            if segment.is_empty() {
                return None;
            }
            found.push(segment.to_owned());
        } else if wanted != segment {
            return None;
        }
    }
    given.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::find;

    fn of(method: &str, path: &str) -> Option<(&'static str, Vec<String>)> {
        find(method, path).map(|(route, found)| (route.path, found))
    }

    #[test]
    fn literal_rows_win_over_named_ones() {
        assert_eq!(
            of("GET", "/opportunities/deleted"),
            Some(("/opportunities/deleted", vec![]))
        );
        assert_eq!(
            of("GET", "/opportunities/x"),
            Some(("/opportunities/:opportunity", vec!["x".into()]))
        );
    }

    #[test]
    fn the_old_name_of_opportunities_leads_to_what_hangs_on_them() {
        assert_eq!(
            of("GET", "/candidates/x/notes"),
            Some(("/opportunities/:opportunity/notes", vec!["x".into()]))
        );
        assert_eq!(of("GET", "/candidates"), Some(("/opportunities", vec![])));
        assert_eq!(
            of("GET", "/candidates/x"),
            Some(("/opportunities/:opportunity", vec!["x".into()]))
        );
        assert_eq!(of("POST", "/candidates"), None);
        assert_eq!(of("GET", "/candidatesx"), None);
    }

    #[test]
    fn method_and_length_must_fit() {
        assert_eq!(of("PUT", "/opportunities/x"), None);
        assert_eq!(of("GET", "/opportunities/x/notes/y/z"), None);
        assert_eq!(of("GET", "/opportunities//notes"), None);
        assert_eq!(
            of("DELETE", "/opportunities/x/notes/y"),
            Some((
                "/opportunities/:opportunity/notes/:note",
                vec!["x".into(), "y".into()]
            ))
        );
    }
}
