//! `/authorize`: the page where a Super Admin consents, and the way back.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::console::page::escape;
use crate::lever::Lever;
use crate::lever::form::{self, Fields, field};
use crate::lever::grants::Consent;
use crate::lever::intake;
use crate::lever::scopes;
use crate::lever::switches::{Pkce, UnknownScopes};
use crate::world::model::{Id, User};

/// Lever's name for the role that may consent.
const SUPER_ADMIN: &str = "super admin";

/// Why nobody is asked.
enum Refused {
    /// Nobody can be sent back: a page says why.
    Here(String),
    /// The application is told: OAuth error and a sentence.
    Back(&'static str, String),
}

/// What may be asked of a Super Admin.
struct Request {
    client: String,
    name: String,
    redirect_uri: String,
    state: String,
    scopes: BTreeSet<String>,
    challenge: Option<(String, String)>,
}

/// Checks a request. Client and redirect URI come first: nobody is sent to an address that was not registered, letter by letter.
fn check(lever: &Lever, fields: &Fields) -> Result<Request, Refused> {
    let here = |sentence: &str| Refused::Here(sentence.to_owned());
    let access = lever.access();
    let client = access
        .client(field(fields, "client_id"))
        .ok_or_else(|| here("ClientID not found."))?;
    let redirect_uri = field(fields, "redirect_uri");
    if !client.redirect_uris.iter().any(|uri| uri == redirect_uri) {
        return Err(here(
            "redirect_uri does not match any that is registered for this application.",
        ));
    }
    if field(fields, "response_type") != "code" {
        return Err(here("response_type must be code."));
    }
    if field(fields, "state").is_empty() {
        return Err(here("state is required."));
    }
    let rules = &lever.settings.switches.protocol;
    let mut asked = asked_scopes(fields, rules.unknown_scopes)?;
    if let Some(allowed) = &client.scopes
        && let Some(other) = asked.iter().find(|scope| !allowed.contains(*scope))
    {
        return Err(Refused::Back(
            "invalid_scope",
            format!("This application is not registered for the scope {other}"),
        ));
    }
    // With a missing or wrong audience Lever's consent screen shows `offline_access` only.
    let audience = field(fields, "audience");
    if audience != lever.audience() && audience != "https://api.lever.co/v1/" {
        asked.retain(|scope| scope == scopes::OFFLINE);
    }
    Ok(Request {
        client: client.id.clone(),
        name: client.name.to_string(),
        redirect_uri: redirect_uri.to_owned(),
        state: field(fields, "state").to_owned(),
        scopes: asked,
        challenge: challenge(fields, rules.pkce)?,
    })
}

fn asked_scopes(fields: &Fields, unknown: UnknownScopes) -> Result<BTreeSet<String>, Refused> {
    let back = |sentence: String| Refused::Back("invalid_scope", sentence);
    let mut asked: BTreeSet<String> = field(fields, "scope")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    if asked.is_empty() {
        return Err(back("scope is required".to_owned()));
    }
    if asked.len() > scopes::MOST {
        return Err(back(format!("No more than {} scopes", scopes::MOST)));
    }
    if unknown == UnknownScopes::Dropped {
        asked.retain(|scope| scopes::known(scope));
    }
    match asked.iter().find(|scope| !scopes::known(scope)) {
        Some(scope) => Err(back(format!("Unknown scope: {scope}"))),
        None => Ok(asked),
    }
}

fn challenge(fields: &Fields, pkce: Pkce) -> Result<Option<(String, String)>, Refused> {
    let back = |sentence: &str| Refused::Back("invalid_request", sentence.to_owned());
    let sent = match (pkce, fields.get("code_challenge")) {
        (Pkce::Ignored, _) => return Ok(None),
        (Pkce::Required, None) => return Err(back("code_challenge is required")),
        (Pkce::Refused, Some(_)) => return Err(back("code_challenge is not a known parameter")),
        (_, sent) => sent,
    };
    let method = fields
        .get("code_challenge_method")
        .map_or("plain", String::as_str);
    match sent {
        None => Ok(None),
        Some(challenge) if matches!(method, "S256" | "plain") => {
            Ok(Some((challenge.clone(), method.to_owned())))
        }
        Some(_) => Err(back("code_challenge_method must be S256 or plain")),
    }
}

/// GET: the consent page.
pub(crate) async fn page(
    State(lever): State<Arc<Lever>>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let fields = match form::read(uri.query().unwrap_or("").as_bytes()) {
        Ok(fields) => fields,
        Err(twice) => return refused_here(&format!("{twice} was sent twice.")),
    };
    let request = match check(&lever, &fields) {
        Ok(request) => request,
        Err(refused) => return refusal(&fields, refused),
    };
    let remembered = lever.settings.switches.protocol.consent_remembered
        && field(&fields, "prompt") != "consent"
        && lever.access().covers(&request.client, &request.scopes);
    if remembered {
        return accepted(&lever, request, lever.super_admin());
    }
    let who = lever.super_admin_name();
    let scopes: String = request
        .scopes
        .iter()
        .map(|scope| format!("<li><code>{}</code></li>", escape(scope)))
        .collect();
    let hidden: String = fields
        .iter()
        .filter(|(key, _)| *key != "user" && *key != "decision")
        .map(|(key, value)| {
            format!(
                "<input type=hidden name=\"{}\" value=\"{}\">",
                escape(key),
                escape(value)
            )
        })
        .collect();
    Html(frame(&format!(
        "<p>Signed in as <b>{}</b> (Super Admin).</p><p><b>{}</b> asks for:</p><ul>{scopes}</ul>\
         <form method=post action=\"/authorize\">{hidden}\
         <p><label>Decide as <select id=user name=user>{}</select></label></p>\
         <button id=accept name=decision value=accept>Accept</button> <button id=deny name=decision value=deny>Deny</button></form>",
        escape(&who),
        escape(&request.name),
        choices(&lever),
    )))
    .into_response()
}

/// Who can be chosen: every active Super Admin, and the first of each other role, so that a refusal can be seen too.
fn choices(lever: &Lever) -> String {
    let chosen = lever.super_admin();
    let mut seen = BTreeSet::new();
    let people: Vec<User> = lever.look(|world| {
        let active = world
            .users
            .iter()
            .filter(|user| user.deactivated_at.is_none());
        active
            .filter(|user| user.access_role == SUPER_ADMIN || seen.insert(user.access_role.clone()))
            .cloned()
            .collect()
    });
    people
        .iter()
        .map(|user| {
            let selected = if user.id == chosen { " selected" } else { "" };
            format!(
                "<option value=\"{}\"{selected}>{} ({})</option>",
                escape(&user.id),
                escape(&user.name),
                escape(&user.access_role),
            )
        })
        .collect()
}

/// POST: Accept or Deny; redirects back with a code or with `access_denied`. `user` is who decides, the account's Super Admin
/// when absent; nobody else's consent counts.
pub(crate) async fn decide(State(lever): State<Arc<Lever>>, body: Body) -> Response {
    let body = match intake::read(&lever.clock, body, intake::FORM_LIMIT).await {
        Ok(body) => body,
        Err(refusal) => return refused_here(&refusal.message),
    };
    let fields = match form::read(&body) {
        Ok(fields) => fields,
        Err(twice) => return refused_here(&format!("{twice} was sent twice.")),
    };
    let request = match check(&lever, &fields) {
        Ok(request) => request,
        Err(refused) => return refusal(&fields, refused),
    };
    let denied =
        |sentence: &str| refusal(&fields, Refused::Back("access_denied", sentence.to_owned()));
    if field(&fields, "decision") != "accept" {
        return denied("User did not authorize the request");
    }
    let user = match field(&fields, "user") {
        "" => lever.super_admin(),
        user => user.to_owned(),
    };
    let may = lever.look(|world| {
        world
            .user(&user)
            .is_some_and(|user| user.access_role == SUPER_ADMIN && user.deactivated_at.is_none())
    });
    if may {
        accepted(&lever, request, user)
    } else {
        denied("Only a Super Admin can authorize this application")
    }
}

fn accepted(lever: &Lever, request: Request, user: Id) -> Response {
    let consent = Consent {
        client: request.client,
        redirect_uri: request.redirect_uri.clone(),
        scopes: request.scopes,
        challenge: request.challenge,
        user: Some(user),
    };
    let code = lever.access().consent(consent, lever.clock.now_ms());
    back(&request.redirect_uri, &[("code", &code)], &request.state)
}

fn refusal(fields: &Fields, refused: Refused) -> Response {
    match refused {
        Refused::Here(sentence) => refused_here(&sentence),
        Refused::Back(error, sentence) => back(
            field(fields, "redirect_uri"),
            &[("error", error), ("error_description", &sentence)],
            field(fields, "state"),
        ),
    }
}

/// `redirect_uri` is a registered one.
fn back(redirect_uri: &str, parameters: &[(&str, &str)], state: &str) -> Response {
    let Ok(mut target) = url::Url::parse(redirect_uri) else {
        return refused_here("redirect_uri is no URL.");
    };
    target
        .query_pairs_mut()
        .extend_pairs(parameters)
        .append_pair("state", state);
    Redirect::to(target.as_str()).into_response()
}

fn refused_here(sentence: &str) -> Response {
    let page = frame(&format!("<p>{}</p>", escape(sentence)));
    (StatusCode::BAD_REQUEST, Html(page)).into_response()
}

fn frame(body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Training sign-in</title>\
         <style>body{{font:16px/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem}}button,select{{font:inherit;padding:.4rem 1rem}}</style>\
         <h1>Training account</h1>{body}</html>"
    )
}
