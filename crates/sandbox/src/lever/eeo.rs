//! Survey answers: the equal-opportunity lists, with and without the people, and the diversity survey of a posting.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Row, Times, list};
use crate::lever::postings;
use crate::lever::routes::{Route, get};
use crate::lever::wire;
use crate::world::World;
use crate::world::facets::{Facet, Moment, Wanted};
use crate::world::model::{Application, Opportunity};
use crate::world::records::eeo::Survey;

const WEEK: i64 = 7 * 86_400_000;

pub(crate) const ROUTES: &[Route] = &[
    get("/eeo/responses", "eeo_responses:read", anonymous),
    get("/eeo/responses/pii", "eeo_responses_pii:read", personal),
    get(
        "/surveys/diversity/:posting",
        "diversity_surveys:read",
        diversity,
    ),
];

/// Those who applied in the range asked for, by default in the last week.
fn rows(
    world: &World,
    call: &Call<'_>,
    range: (&str, &str),
    shape: impl Fn(&World, &Opportunity, &Application, &Survey) -> Value,
) -> Result<Vec<Row>, Refusal> {
    let times = Times::read(call, range.0, range.1)?.or(call.now - WEEK, call.now);
    // Nobody answers who did not apply, and who applies is new at that moment.
    let (start, end) = times.ends();
    let wanted = Wanted {
        any_of: vec![(
            Facet::Origin,
            vec!["applied".to_owned(), "internal".to_owned()],
        )],
        between: vec![(
            Moment::Created,
            start.map(|at| at.saturating_sub(WEEK)),
            end,
        )],
        ..Wanted::default()
    };
    let found = world
        .opportunities_from(&wanted, None, usize::MAX, |_| true)
        .into_iter()
        .filter(|one| call.confidential || one.confidentiality != "confidential")
        .filter_map(|one| {
            let application = one.application.as_ref()?;
            if !times.hold(application.created_at) {
                return None;
            }
            let survey = world.survey_of(one)?;
            let shown = shape(world, one, application, &survey);
            Some((application.created_at, application.id.clone(), shown))
        });
    Ok(found.collect())
}

fn common(world: &World, one: &Opportunity, application: &Application, survey: &Survey) -> Value {
    let mark = application.archived.as_ref();
    let reason = mark.and_then(|mark| {
        let known = world.archive_reasons.iter();
        known
            .filter(|reason| reason.id == mark.reason)
            .map(|reason| reason.text.as_str())
            .next()
    });
    let mut shape = json!({
        "applicationArchiveReason": reason,
        "applicationArchivedAt": mark.map(|mark| mark.archived_at),
        "applicationArchivedBy": null,
        "applicationTitle": world.posting_of(one).map_or("", |posting| posting.text.as_str()),
        "appliedAt": application.created_at,
        "currentStage": one.stage,
    });
    // A question that was left out is absent: recorded surveys were sent without any answer.
    if let Value::Object(map) = &mut shape {
        for (question, answer) in &survey.answers {
            map.insert(question.clone(), json!(answer));
        }
    }
    shape
}

fn anonymous(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    list(call, rows(world, call, ("fromDate", "toDate"), common)?)
}

fn personal(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, &["contact", "hiringManager", "posting"])?;
    let range = ("created_at_start", "created_at_end");
    let rows = rows(world, call, range, |world, one, application, survey| {
        let mut shape = common(world, one, application, survey);
        let hired = application
            .archived
            .as_ref()
            .filter(|mark| world.hires(&mark.reason))
            .map(|mark| mark.archived_at);
        let more = json!({
            "applicationId": application.id,
            "contact": one.contact,
            "eeoResponseSource": survey.source,
            "eeoSurveyRespondedAt": survey.responded_at,
            "hiredDate": hired,
            "hiringManager": world.posting_of(one).and_then(|posting| posting.hiring_manager.as_ref()),
            "id": world.records.chance("eeo row", &one.id).id(),
            "opportunityId": one.id,
            "opportunityOwner": one.owner,
            "origin": one.origin,
            "posting": application.posting,
            "sources": one.sources,
        });
        if let (Value::Object(map), Value::Object(more)) = (&mut shape, more) {
            map.extend(more);
        }
        wire::expand_ids(world, &mut shape, call);
        shape
    })?;
    list(call, rows)
}

const COUNTRIES: [&str; 3] = ["US", "GB", "CA"];

/// The account has one survey, for people who say where they are.
fn diversity(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    postings::find(world, call)?;
    let asked = call.query.one("country_code");
    if asked.is_some_and(|country| !COUNTRIES.contains(&country)) {
        return Reply::data(json!([]));
    }
    let mut chance = world.records.chance("diversity survey", "");
    let created_at = world.records.born() - 400 * 86_400_000;
    let options =
        |texts: &[&str]| -> Value { texts.iter().map(|text| json!({ "text": text })).collect() };
    let mut question = |kind: &str, text: &str, offered: &[&str]| json!({ "id": chance.id(), "type": kind, "text": text, "description": "", "required": false, "options": options(offered) });
    let fields = [
        question(
            "multiple-choice",
            "What gender do you identify as?",
            &["Woman", "Man", "Non-binary", "I prefer not to say"],
        ),
        question(
            "multiple-select",
            "I identify my ethnicity as",
            &[
                "Asian",
                "Black",
                "Hispanic or Latino",
                "White",
                "Another one",
            ],
        ),
    ];
    Reply::data(json!([{
        "id": world.records.chance("diversity survey id", "").id(),
        "createdAt": created_at,
        "updatedAt": created_at,
        "text": "Demographic survey",
        "candidateLocations": { "countryCodes": COUNTRIES },
        "instructions": "You may leave out any question.",
        "fields": fields,
    }]))
}
