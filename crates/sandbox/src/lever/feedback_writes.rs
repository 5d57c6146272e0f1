//! Feedback on one opportunity: writes. A new form is a story of the opportunity; its change is not, and moves no time stamp.

use serde_json::Value;

use crate::lever::answers;
use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::opportunities::find;
use crate::world::World;
use crate::world::model::{Id, Panel};
use crate::world::records::feedback::Feedback;

pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let fields = Fields::of(&call.body)?;
    let template = fields.need("baseTemplateId")?;
    let interview = interview(world, call, &fields)?;
    let created_at = fields.past("createdAt", call.now)?.unwrap_or(call.now);
    // Without it, the recorded form was complete at once.
    let completed_at = fields.whole("completedAt")?.unwrap_or(created_at);
    let values = fields.list("fieldValues")?.cloned().unwrap_or_default();
    let known = world
        .records
        .feedback_templates
        .iter()
        .find(|known| known.id == template)
        .ok_or_else(|| Refusal::not_found("feedbackTemplates", &template))?;
    let mut form = Feedback {
        id: String::new(),
        text: known.text.clone(),
        instructions: known.instructions.clone(),
        fields: known.filled(|_| Value::Null),
        template,
        interview,
        user: call.perform_as.clone(),
        created_at,
        completed_at: Some(completed_at),
        updated_at: None,
        deleted_at: None,
    };
    answers::put(&mut form.fields, &values)?;
    form.id = world.ids.id();
    let shown = form.shape();
    if let Some(kept) = world.feedback_kept(call.id(0)) {
        kept.push(form);
    }
    world.story(call.id(0), call.now);
    Reply::created(shown)
}

/// Panel and interview: both or none.
fn interview(
    world: &World,
    call: &Call<'_>,
    fields: &Fields<'_>,
) -> Result<Option<(Id, Id)>, Refusal> {
    match (fields.text("panel")?, fields.text("interview")?) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Refusal::missing("panel")),
        (Some(_), None) => Err(Refusal::missing("interview")),
        (Some(panel), Some(interview)) => {
            let panels = world.panels.get(call.id(0));
            let known = panels
                .map_or(&[] as &[Panel], Vec::as_slice)
                .iter()
                .find(|known| known.id == panel)
                .ok_or_else(|| Refusal::not_found("panels", &panel))?;
            if known.interviews.iter().any(|one| one.id == interview) {
                Ok(Some((panel, interview)))
            } else {
                Err(Refusal::not_found("interviews", &interview))
            }
        }
    }
}

fn existing<'w>(world: &'w mut World, call: &Call<'_>) -> Result<&'w mut Feedback, Refusal> {
    find(world, call)?;
    world
        .feedback_kept(call.id(0))
        .and_then(|kept| {
            kept.iter_mut()
                .find(|form| form.id == call.id(1) && form.deleted_at.is_none())
        })
        .ok_or_else(|| Refusal::not_found("feedback", call.id(1)))
}

pub(crate) fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let fields = Fields::of(&call.body)?;
    let completed_at = fields.whole("completedAt")?;
    let values = fields.list("fieldValues")?.cloned().unwrap_or_default();
    let account = world.records.account.clone();
    let form = existing(world, call)?;
    let mut changed = form.fields.clone();
    answers::put(&mut changed, &values)?;
    form.fields = changed;
    form.completed_at = completed_at.or(form.completed_at);
    form.updated_at = Some(call.now);
    let form = form.clone();
    Reply::data(form.internal_shape(&account, find(world, call)?))
}

pub(crate) fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    existing(world, call)?.deleted_at = Some(call.now);
    Ok(Reply::Gone)
}
