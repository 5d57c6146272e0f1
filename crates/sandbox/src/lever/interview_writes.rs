//! Interviews in panels that the API manages.

use serde_json::json;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::opportunities::find;
use crate::lever::panel_writes::{interview, may_change};
use crate::lever::wire;
use crate::world::World;
use crate::world::model::{Id, Panel};

/// The panel with the interview that the path names.
fn panel_of(world: &World, call: &Call<'_>) -> Result<Panel, Refusal> {
    find(world, call)?;
    let panels = world.panels.get(call.id(0));
    let panel = panels
        .into_iter()
        .flatten()
        .find(|panel| panel.interviews.iter().any(|one| one.id == call.id(1)))
        .ok_or_else(|| Refusal::not_found("interviews", call.id(1)))?;
    may_change(panel)
}

fn shown(world: &World, call: &Call<'_>, panel: &Id, interview: &Id) -> serde_json::Value {
    let panels = world.panels.get(call.id(0));
    panels
        .into_iter()
        .flatten()
        .find(|known| known.id == *panel)
        .and_then(|panel| {
            let one = panel.interviews.iter().find(|one| one.id == *interview)?;
            Some(wire::interview(world, call.id(0), panel, one))
        })
        .unwrap_or_default()
}

/// One more interview. Documented is a list of them in the answer; recorded answers of the sibling routes hold the object
/// alone, and so does this one unless its switch is on.
pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let body = Fields::of(&call.body)?;
    let id = body.need("panel")?;
    let panels = world.panels.get(call.id(0));
    let panel = panels
        .into_iter()
        .flatten()
        .find(|known| known.id == id)
        .ok_or_else(|| Refusal::not_found("panels", &id))?;
    let panel = may_change(panel)?;
    let mut new = interview(world, &call.body, panel.feedback_reminder, &[])?;
    new.feedback_template
        .get_or_insert_with(|| "no-feedback".to_owned());
    let new_id = new.id.clone();
    world.put_interview(call.id(0), &id, new, call.now);
    let one = shown(world, call, &id, &new_id);
    if call.switches.interview_answers_are_lists {
        Reply::created(json!({ "data": [one], "hasNext": false }))
    } else {
        Reply::created(one)
    }
}

/// A full replacement: what is missing is gone. 200 with the object alone, as recorded.
pub(crate) fn replace(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let panel = panel_of(world, call)?;
    let mut new = interview(world, &call.body, panel.feedback_reminder, &[])?;
    call.id(1).clone_into(&mut new.id);
    let id = new.id.clone();
    world.put_interview(call.id(0), &panel.id, new, call.now);
    Reply::data(shown(world, call, &panel.id, &id))
}

/// The last interview takes its panel with it.
pub(crate) fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let panel = panel_of(world, call)?;
    world.remove_interview(call.id(0), &panel.id, call.id(1), call.now);
    Ok(Reply::Gone)
}
