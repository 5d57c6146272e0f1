//! Panels made through the API: externally managed ones, and only those can be changed through it.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::opportunities::find;
use crate::world::World;
use crate::world::model::{Id, Interview, Interviewer, Panel};

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
    if panel.externally_managed {
        Ok(panel.clone())
    } else {
        // No source shows Lever's words.
        Err(Refusal::bad(
            "Only externally managed panels can be changed",
        ))
    }
}

fn read(world: &mut World, call: &Call<'_>, id: Id, known: &[Interview]) -> Result<Panel, Refusal> {
    let opportunity = find(world, call)?;
    let stage = opportunity.stage.clone();
    let applications = opportunity
        .application
        .iter()
        .filter(|application| application.archived.is_none())
        .map(|application| application.id.clone())
        .collect();
    let timezone = call
        .text("timezone")?
        .ok_or_else(|| Refusal::missing("timezone"))?;
    let rows = call
        .body
        .get("interviews")
        .and_then(Value::as_array)
        .filter(|rows| !rows.is_empty())
        .ok_or_else(|| Refusal::missing("interviews"))?;
    let reminder = reminder(call.body.get("feedbackReminder"))?;
    let mut interviews = rows
        .iter()
        .map(|row| interview(world, row, reminder, known))
        .collect::<Result<Vec<_>, _>>()?;
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
        external_url: call.text("externalUrl")?,
        feedback_reminder: reminder,
        timezone,
        note: call.text("note")?,
        stage,
        user: call.perform_as.clone().unwrap_or_default(),
        interviews,
    })
}

fn reminder(value: Option<&Value>) -> Result<&'static str, Refusal> {
    match value {
        None | Some(Value::Null) => Ok("daily"),
        Some(value) => REMINDERS
            .into_iter()
            .find(|known| value == known)
            .ok_or_else(|| Refusal::malformed("feedbackReminder")),
    }
}

fn interview(
    world: &mut World,
    row: &Value,
    reminder: &'static str,
    known: &[Interview],
) -> Result<Interview, Refusal> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let whole = |name: &str| {
        row.get(name)
            .and_then(Value::as_i64)
            .ok_or_else(|| Refusal::missing(name))
    };
    let (date, duration) = (whole("date")?, whole("duration")?);
    if duration < 1 {
        return Err(Refusal::malformed("duration"));
    }
    let named = row.get("interviewers").and_then(Value::as_array);
    let interviewers = named
        .into_iter()
        .flatten()
        .map(|one| {
            let id = one.get("id").and_then(Value::as_str).unwrap_or_default();
            let user = world
                .user(id)
                .ok_or_else(|| Refusal::not_found("users", id))?;
            Ok(Interviewer {
                id: user.id.clone(),
                email: user.email.clone(),
                name: user.name.clone(),
                response_status: "needsAction",
                feedback_template: "no-feedback".to_owned(),
            })
        })
        .collect::<Result<_, Refusal>>()?;
    let id = match text("id").filter(|id| known.iter().any(|one| one.id == *id)) {
        Some(id) => id,
        None => world.ids.id(),
    };
    Ok(Interview {
        id,
        date,
        duration,
        feedback_reminder: reminder,
        feedback_template: text("feedbackTemplate"),
        location: text("location"),
        note: text("note").unwrap_or_default(),
        subject: text("subject").unwrap_or_default(),
        interviewers,
    })
}
