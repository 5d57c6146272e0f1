//! Panels made through the API: externally managed ones, and only those can be changed through it.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::opportunities::find;
use crate::world::World;
use crate::world::model::{Id, Interview, Interviewer, Panel};

const NO_FEEDBACK: &str = "no-feedback";
/// Minutes in a week: more is a mistake.
const LONGEST: i64 = 10_080;
const REMINDERS: [&str; 4] = ["once", "daily", "frequently", "none"];

/// 201 with the panel alone, as recorded; the documentation shows a list.
pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = world.ids.id();
    let panel = read(world, call, id, &[])?;
    world.add_panel(call.id(0), panel.clone(), call.now);
    Reply::created(panel)
}

/// A full replacement: what is missing is gone.
pub(crate) fn replace(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let old = managed(world, call)?;
    let mut panel = read(world, call, old.id.clone(), &old.interviews)?;
    panel.created_at = old.created_at;
    world.replace_panel(call.id(0), panel.clone(), call.now);
    Reply::data(panel)
}

pub(crate) fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let old = managed(world, call)?;
    world.remove_panel(call.id(0), &old.id, call.now);
    Ok(Reply::Gone)
}

fn managed(world: &World, call: &Call<'_>) -> Result<Panel, Refusal> {
    find(world, call)?;
    let panels = world
        .panels
        .get(call.id(0))
        .map_or(&[] as &[Panel], Vec::as_slice);
    let panel = panels
        .iter()
        .find(|panel| panel.id == call.id(1))
        .ok_or_else(|| Refusal::not_found("panels", call.id(1)))?;
    may_change(panel)
}

/// Only panels that the API manages can be changed through it.
///
/// # Errors
/// 400; no source shows Lever's words.
pub(crate) fn may_change(panel: &Panel) -> Result<Panel, Refusal> {
    if panel.externally_managed {
        Ok(panel.clone())
    } else {
        Err(Refusal::bad(
            "Only externally managed panels can be changed",
        ))
    }
}

fn read(world: &mut World, call: &Call<'_>, id: Id, known: &[Interview]) -> Result<Panel, Refusal> {
    let body = Fields::of(&call.body)?;
    let opportunity = find(world, call)?;
    let stage = opportunity.stage.clone();
    let active: Vec<Id> = opportunity
        .application
        .iter()
        .filter(|application| application.archived.is_none())
        .map(|application| application.id.clone())
        .collect();
    // Left out: all that are active. An empty list is no choice.
    let applications = match body.strings("applications")? {
        None => active,
        Some(chosen) if chosen.is_empty() => return Err(Refusal::malformed("applications")),
        Some(chosen) => match chosen.iter().find(|id| {
            opportunity
                .application
                .as_ref()
                .is_none_or(|known| known.id != **id)
        }) {
            Some(unknown) => return Err(Refusal::not_found("applications", unknown)),
            None => chosen,
        },
    };
    let timezone = body.need("timezone")?;
    if timezone.parse::<chrono_tz::Tz>().is_err() {
        return Err(Refusal::malformed("timezone"));
    }
    let rows = body
        .list("interviews")?
        .filter(|rows| !rows.is_empty())
        .ok_or_else(|| Refusal::missing("interviews"))?;
    let reminder = reminder(&body, "daily")?;
    let mut interviews = rows
        .iter()
        .map(|row| {
            let mut one = interview(world, row, reminder, known)?;
            // Recorded after a creation; after a change of one interview it is null.
            one.feedback_template
                .get_or_insert_with(|| NO_FEEDBACK.to_owned());
            Ok(one)
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    interviews.sort_by_key(|one| one.date);
    let end = |one: &Interview| one.date + one.duration * 60_000;
    Ok(Panel {
        id,
        applications,
        canceled_at: None,
        created_at: call.now,
        start: interviews.first().map_or(call.now, |one| one.date),
        end: interviews.iter().map(end).max().unwrap_or(call.now),
        externally_managed: true,
        external_url: body.text("externalUrl")?,
        feedback_reminder: reminder,
        timezone,
        note: body.text("note")?,
        stage,
        user: call.perform_as.clone().unwrap_or_default(),
        interviews,
    })
}

fn reminder(body: &Fields<'_>, unless_said: &'static str) -> Result<&'static str, Refusal> {
    match body.text("feedbackReminder")? {
        None => Ok(unless_said),
        Some(text) => REMINDERS
            .into_iter()
            .find(|known| text == **known)
            .ok_or_else(|| Refusal::malformed("feedbackReminder")),
    }
}

/// One interview of a body. Without a template of its own it has none; its interviewers then write no feedback.
///
/// # Errors
/// 400 for what is missing or malformed, 404 for unknown users and templates.
pub(crate) fn interview(
    world: &mut World,
    row: &Value,
    remind: &'static str,
    known: &[Interview],
) -> Result<Interview, Refusal> {
    let row = Fields::of(row)?;
    let need = |key: &str| row.whole(key)?.ok_or_else(|| Refusal::missing(key));
    let (date, duration) = (need("date")?, need("duration")?);
    if !(1..=LONGEST).contains(&duration) || date < 0 {
        return Err(Refusal::malformed("duration"));
    }
    let template = template(world, &row)?;
    let interviewers = row
        .list("interviewers")?
        .into_iter()
        .flatten()
        .map(|one| interviewer(world, one))
        .collect::<Result<_, Refusal>>()?;
    let feedback_reminder = reminder(&row, remind)?;
    let (note, subject) = (row.text("note")?, row.text("subject")?);
    let location = row.text("location")?;
    let id = match row
        .text("id")?
        .filter(|id| known.iter().any(|one| one.id == *id))
    {
        Some(id) => id,
        None => world.ids.id(),
    };
    Ok(Interview {
        id,
        date,
        duration,
        feedback_reminder,
        feedback_template: template,
        location,
        note: note.unwrap_or_default(),
        subject: subject.unwrap_or_default(),
        interviewers,
    })
}

fn interviewer(world: &World, row: &Value) -> Result<Interviewer, Refusal> {
    let row = Fields::of(row)?;
    let id = row.need("id")?;
    let user = world
        .user(&id)
        .ok_or_else(|| Refusal::not_found("users", &id))?;
    Ok(Interviewer {
        id: user.id.clone(),
        email: user.email.clone(),
        name: user.name.clone(),
        response_status: "needsAction",
        feedback_template: template(world, &row)?.unwrap_or_else(|| NO_FEEDBACK.to_owned()),
    })
}

fn template(world: &World, row: &Fields<'_>) -> Result<Option<Id>, Refusal> {
    let known = &world.records.feedback_templates;
    match row.text("feedbackTemplate")? {
        Some(id) if id != NO_FEEDBACK && !known.iter().any(|one| one.id == id) => {
            Err(Refusal::not_found("feedbackTemplates", &id))
        }
        id => Ok(id),
    }
}
