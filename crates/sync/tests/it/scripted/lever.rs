//! The scripted Lever itself.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::DateTime;
use fulcrum_domain::clock::Clock;
use fulcrum_lever::{Body, Method, Request, Response, Transport, TransportError};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::crowd::Crowd;
use super::{NEUTRAL, ONSITE, PERSON, SCREEN, SEAT, TRIGGER};

/// What happens to the next write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Carried out, and the answer is lost.
    AnswerLost,
    /// Lost on the way: not carried out, no answer.
    RequestLost,
    /// No connection.
    Unreachable,
    /// Refused with this status.
    Status(u16),
}

/// What happens between the first page of the list and the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meanwhile {
    /// The candidate is deleted; the second page comes two hours later.
    Deleted,
    /// A colleague moves the candidate on, off the unread page; the second page comes two hours later.
    Moved,
    /// Lever forgets the token, once.
    Forgotten,
    /// No connection from here on.
    Offline,
}

/// A request as it came: its path and its query.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) query: BTreeMap<String, String>,
}

impl Asked {
    /// A number in the query.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.query.get(name).map(|value| value.parse().unwrap())
    }
}

/// The scripted Lever: one candidate, one posting, nine routes.
pub(crate) struct Script {
    world: Mutex<World>,
    clock: Arc<Hand>,
    /// How far Lever's clock is ahead of this machine's, ms.
    ahead: i64,
    /// What somebody asked to be held waits here.
    gate: Mutex<Option<(Held, Arc<Gate>)>>,
}

/// What is held at the gate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Writes, on their way to Lever.
    Writes,
    /// Answers about somebody's notes, on their way back.
    Notes,
}

impl Held {
    fn holds(self, request: &Request) -> bool {
        match self {
            Self::Writes => request.method != Method::Get,
            Self::Notes => request.method == Method::Get && request.url.path().ends_with("/notes"),
        }
    }
}

/// Something stands still on its way to Lever or back.
#[derive(Default)]
pub(crate) struct Gate {
    /// It has come this far.
    pub(crate) reached: Notify,
    /// It may go on.
    pub(crate) open: Notify,
}

struct World {
    stage: String,
    history: Vec<(String, i64, Option<String>)>,
    advanced: i64,
    updated: i64,
    archived: bool,
    anonymised: bool,
    deleted: Option<i64>,
    tags: Vec<String>,
    faults: VecDeque<Fault>,
    offline: bool,
    writes: Vec<String>,
    applied: Vec<String>,
    asked: Vec<Asked>,
    meanwhile: Option<Meanwhile>,
    posting_tags: Vec<String>,
    drops_tags: bool,
    posting_writes: usize,
    postings_withheld: bool,
    /// What an admin has made of the pipeline: titles and a stage more.
    stages: Vec<(String, String)>,
    /// When a posting was changed, ms: one's own, and another whose title a colleague has changed.
    postings_changed: (i64, i64),
    crowd: Crowd,
    notes_withheld: bool,
    notes_denied: bool,
    notes_spoilt: bool,
    reason: String,
    notes: Vec<Value>,
    day: Vec<String>,
}

/// A clock that a test sets.
pub(crate) struct Hand(AtomicI64);

impl Clock for Hand {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Hand {
    pub(super) fn at(ms: i64) -> Self {
        Self(AtomicI64::new(ms))
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl World {
    fn go(&mut self, to: &str, by: Option<&str>, now: i64) {
        if self.stage == to {
            return;
        }
        // Lever's times differ even for moves that follow each other at once.
        self.advanced = now.max(self.advanced + 1);
        self.updated = self.advanced + 1;
        to.clone_into(&mut self.stage);
        self.history
            .push((to.to_owned(), self.advanced, by.map(str::to_owned)));
    }

    fn person(&self, contact: bool) -> Value {
        let history: Vec<Value> = self
            .history
            .iter()
            .map(|(to, at, by)| json!({ "toStageId": to, "toStageIndex": 0, "updatedAt": at, "userId": by }))
            .collect();
        json!({
            "id": PERSON, "contact": "contact-1",
            "name": if contact && !self.anonymised { "Ana Prova" } else { "" }, "headline": "", "location": "",
            "stage": self.stage, "stageChanges": history, "tags": self.tags,
            "emails": if contact && !self.anonymised { json!(["ana@example.com"]) } else { json!([]) },
            "phones": [], "links": [], "sources": [], "origin": "sourced", "owner": SEAT, "followers": [],
            "applications": [], "createdAt": 1, "updatedAt": self.updated, "lastInteractionAt": self.advanced,
            "lastAdvancedAt": self.advanced, "confidentiality": "non-confidential", "isAnonymized": self.anonymised,
            "archived": if self.archived { json!({ "reason": self.reason, "archivedAt": self.updated }) } else { json!(null) },
        })
    }
}

impl Script {
    /// The candidate has been in this stage for a minute.
    pub(super) fn new(
        stage: &str,
        clock: Arc<Hand>,
        ahead: i64,
        meanwhile: Option<Meanwhile>,
    ) -> Self {
        let begun = clock.now_ms() + ahead - 60_000;
        Self {
            world: Mutex::new(World {
                stage: stage.to_owned(),
                history: vec![(stage.to_owned(), begun, None)],
                advanced: begun,
                updated: begun,
                archived: false,
                anonymised: false,
                deleted: None,
                tags: Vec::new(),
                faults: VecDeque::new(),
                offline: false,
                writes: Vec::new(),
                applied: Vec::new(),
                asked: Vec::new(),
                meanwhile,
                posting_tags: vec!["myInterview:lever demo".to_owned()],
                drops_tags: false,
                posting_writes: 0,
                postings_withheld: false,
                stages: [SCREEN, TRIGGER, NEUTRAL, ONSITE]
                    .map(|id| (id.to_owned(), id.to_owned()))
                    .to_vec(),
                postings_changed: (1, 1),
                crowd: Crowd {
                    began: (stage.to_owned(), begun),
                    ..Crowd::default()
                },
                notes_withheld: false,
                notes_denied: false,
                notes_spoilt: false,
                reason: "r".to_owned(),
                notes: vec![note("note-1", "Ana plays the cello", "user-2", 2)],
                day: Vec::new(),
            }),
            clock,
            ahead,
            gate: Mutex::new(None),
        }
    }

    /// Lever's time, ms.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms() + self.ahead
    }

    /// The candidate's `updatedAt`, ms.
    pub(crate) fn updated(&self) -> i64 {
        self.world.lock().unwrap().updated
    }

    /// So many more candidates stand where the first one stands: `other-1` and so on.
    pub(crate) fn crowd(&self, others: usize) {
        self.world.lock().unwrap().crowd.count = others;
    }

    /// A colleague moves one of the crowd.
    pub(crate) fn colleague_moves_other(&self, id: &str, to: &str) {
        let now = self.now();
        self.world.lock().unwrap().crowd.go(id, to, now);
    }

    /// Lever refuses to move this one of the crowd.
    pub(crate) fn refuse(&self, id: &str) {
        self.world
            .lock()
            .unwrap()
            .crowd
            .refused
            .insert(id.to_owned());
    }

    /// Somebody takes the e-mail of this one away.
    pub(crate) fn take_email(&self, id: &str) {
        self.world
            .lock()
            .unwrap()
            .crowd
            .unreachable
            .insert(id.to_owned());
    }

    /// Who of the crowd was to be moved by this seat, in order.
    pub(crate) fn crowd_writes(&self) -> Vec<String> {
        self.world.lock().unwrap().crowd.writes.clone()
    }

    /// Writes are not held up any more, nor is the one that waits.
    pub(crate) fn release_writes(&self) {
        if let Some((_, gate)) = self.gate.lock().unwrap().take() {
            gate.open.notify_one();
        }
    }

    /// No notes come through.
    pub(crate) fn withhold_notes(&self, withheld: bool) {
        self.world.lock().unwrap().notes_withheld = withheld;
    }

    /// Lever breaks down over notes.
    pub(crate) fn spoil_notes(&self, spoilt: bool) {
        self.world.lock().unwrap().notes_spoilt = spoilt;
    }

    /// From now on Lever says of everybody's notes that there is nobody, although there is.
    pub(crate) fn deny_notes(&self) {
        self.world.lock().unwrap().notes_denied = true;
    }

    /// Every path that was asked for, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        let world = self.world.lock().unwrap();
        world.asked.iter().map(|asked| asked.path.clone()).collect()
    }

    /// What was asked for at this path, in order.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        let world = self.world.lock().unwrap();
        let asked = world.asked.iter().filter(|asked| asked.path == path);
        asked.cloned().collect()
    }

    /// Lever accepts a posting's tags from now on and keeps the ones it has.
    pub(crate) fn drop_posting_tags(&self) {
        self.world.lock().unwrap().drops_tags = true;
    }

    /// The list of postings does not come through.
    pub(crate) fn withhold_postings(&self, withheld: bool) {
        self.world.lock().unwrap().postings_withheld = withheld;
    }

    /// An admin gives a stage another title, or makes one.
    pub(crate) fn admin_names_stage(&self, id: &str, title: &str) {
        let mut world = self.world.lock().unwrap();
        world.stages.retain(|(known, _)| known != id);
        world.stages.push((id.to_owned(), title.to_owned()));
    }

    /// A colleague writes a note about the candidate.
    pub(crate) fn colleague_writes(&self, text: &str) {
        let now = self.now();
        let mut world = self.world.lock().unwrap();
        world.advanced = now.max(world.advanced + 1);
        world.updated = world.advanced + 1;
        let id = format!("note-{}", world.notes.len() + 1);
        world.notes.push(note(&id, text, "user-2", now));
    }

    /// A colleague gives the other posting another title: `Harpist`.
    pub(crate) fn colleague_renames_posting(&self) {
        self.world.lock().unwrap().postings_changed.1 = self.now();
    }

    /// The posting has these tags, whoever wrote them.
    pub(crate) fn set_posting_tags(&self, tags: &[&str]) {
        let mut world = self.world.lock().unwrap();
        world.posting_tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    }

    /// The posting's tags.
    pub(crate) fn posting_tags(&self) -> Vec<String> {
        self.world.lock().unwrap().posting_tags.clone()
    }

    /// How often the posting was written.
    pub(crate) fn posting_writes(&self) -> usize {
        self.world.lock().unwrap().posting_writes
    }

    pub(crate) fn colleague_moves(&self, to: &str) {
        let now = self.now();
        self.world.lock().unwrap().go(to, Some("user-2"), now);
    }

    pub(crate) fn colleague_archives(&self) {
        let mut world = self.world.lock().unwrap();
        world.archived = true;
        world.updated += 1;
    }

    pub(crate) fn colleague_unarchives(&self) {
        let mut world = self.world.lock().unwrap();
        world.archived = false;
        world.updated = self.now();
    }

    /// Lever removes the person's data and keeps the record.
    pub(crate) fn anonymise(&self) {
        let mut world = self.world.lock().unwrap();
        world.anonymised = true;
        world.updated += 1;
    }

    pub(crate) fn delete(&self) {
        let now = self.now();
        self.world.lock().unwrap().deleted = Some(now);
    }

    pub(crate) fn vendor_tags(&self, tag: &str) {
        let mut world = self.world.lock().unwrap();
        world.tags.push(tag.to_owned());
        world.updated += 1;
    }

    pub(crate) fn plan(&self, faults: &[Fault]) {
        self.world.lock().unwrap().faults.extend(faults);
    }

    /// From now on every write stands still until the gate opens for it.
    pub(crate) fn hold_writes(&self) -> Arc<Gate> {
        self.hold(Held::Writes)
    }

    /// From now on every answer about somebody's notes stands still until the gate opens for it.
    pub(crate) fn hold_notes(&self) -> Arc<Gate> {
        self.hold(Held::Notes)
    }

    fn hold(&self, held: Held) -> Arc<Gate> {
        let gate = Arc::default();
        *self.gate.lock().unwrap() = Some((held, Arc::clone(&gate)));
        gate
    }

    pub(crate) fn offline(&self, offline: bool) {
        self.world.lock().unwrap().offline = offline;
    }

    pub(crate) fn stage(&self) -> String {
        self.world.lock().unwrap().stage.clone()
    }

    /// Stages that were asked for, carried out or not.
    pub(crate) fn writes(&self) -> Vec<String> {
        self.world.lock().unwrap().writes.clone()
    }

    /// Writes from the card that reached the script, carried out or not: "METHOD last-part-of-the-path".
    pub(crate) fn day_writes(&self) -> Vec<String> {
        self.world.lock().unwrap().day.clone()
    }

    /// Why the candidate is archived.
    pub(crate) fn archived_as(&self) -> Option<String> {
        let world = self.world.lock().unwrap();
        world.archived.then(|| world.reason.clone())
    }

    /// The candidate's tags.
    pub(crate) fn tags(&self) -> Vec<String> {
        self.world.lock().unwrap().tags.clone()
    }

    /// Notes that are there, by their text.
    pub(crate) fn notes(&self) -> Vec<String> {
        let world = self.world.lock().unwrap();
        let there = world
            .notes
            .iter()
            .filter(|note| note["deletedAt"].is_null());
        there
            .map(|note| note["fields"][0]["value"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Stages that were really entered by this seat, in order.
    pub(crate) fn applied(&self) -> Vec<String> {
        self.world.lock().unwrap().applied.clone()
    }

    fn answer(&self, request: &Request) -> Result<Response, TransportError> {
        let mut world = self.world.lock().unwrap();
        if world.offline {
            return Err(TransportError::Unreachable);
        }
        let path = request.url.path().trim_start_matches("/v1").to_owned();
        let asked = Asked {
            path: path.clone(),
            query: request.url.query_pairs().into_owned().collect(),
        };
        world.asked.push(asked.clone());
        if world.notes_withheld && path.ends_with("/notes") {
            return Err(TransportError::Unreachable);
        }
        if world.notes_spoilt && path.ends_with("/notes") {
            let broken = json!({ "code": "InternalError", "message": "as the script says" });
            return Ok(self.json_answer(500, &broken));
        }
        if world.notes_denied && path.ends_with("/notes") {
            let nobody = json!({ "code": "ResourceNotFound", "message": "not found" });
            return Ok(self.json_answer(404, &nobody));
        }
        let found = match (request.method, path.as_str()) {
            (Method::Get, "/stages") => {
                let shown = world.stages.iter();
                json!(
                    shown
                        .map(|(id, text)| json!({ "id": id, "text": text }))
                        .collect::<Vec<_>>()
                )
            }
            (Method::Get, "/opportunities/deleted") => {
                let since = asked.number("deleted_at_start").unwrap();
                match world.deleted.filter(|at| *at >= since) {
                    Some(at) => json!([{ "id": PERSON, "deletedAt": at }]),
                    None => json!([]),
                }
            }
            (Method::Get, "/opportunities") => return self.list(&mut world, &asked),
            (Method::Get, "/postings") => {
                if world.postings_withheld {
                    return Err(TransportError::Unreachable);
                }
                let since = asked.number("updated_at_start").unwrap_or(0);
                let all = [posting(&world), other_posting(&world)];
                let changed = all
                    .iter()
                    .filter(|one| one["updatedAt"].as_i64() >= Some(since));
                json!(changed.collect::<Vec<_>>())
            }
            (Method::Get, "/postings/posting-1") => posting(&world),
            (Method::Post, "/postings/posting-1") => {
                world.posting_writes += 1;
                world.postings_changed.0 = self.now();
                if !world.drops_tags {
                    world.posting_tags = tags_of(request);
                }
                posting(&world)
            }
            (Method::Get, one) if one == format!("/opportunities/{PERSON}/notes") => {
                json!(world.notes)
            }
            (Method::Get, one) if one == format!("/opportunities/{PERSON}") => world.person(true),
            (Method::Put, one) if one == format!("/opportunities/{PERSON}/stage") => {
                return self.move_to(&mut world, request);
            }
            (method, one) if let Some((id, rest)) = world.crowd.find(one) => match (method, rest) {
                (Method::Get, "") => world.crowd.one(id, &world.person(true)),
                (Method::Put, "stage") => return Ok(self.move_other(&mut world, id, request)),
                _ => json!([]),
            },
            (Method::Get, _) => json!([]),
            (_, one) if one.starts_with(&format!("/opportunities/{PERSON}/")) => {
                return self.day(&mut world, request);
            }
            other => panic!("not scripted: {other:?}"),
        };
        Ok(self.json_answer(200, &json!({ "data": found, "hasNext": false })))
    }

    /// A write from the card: archive, note, tag.
    fn day(&self, world: &mut World, request: &Request) -> Result<Response, TransportError> {
        let path = request.url.path();
        let verb = path.rsplit('/').next().unwrap().to_owned();
        let body = match &request.body {
            Some(Body::Json(body)) => body.clone(),
            None => json!(null),
            other => panic!("not JSON: {other:?}"),
        };
        let fault = world.faults.pop_front();
        world
            .day
            .push(format!("{} {verb}", request.method.as_str()));
        match fault {
            Some(Fault::Unreachable) => return Err(TransportError::Unreachable),
            Some(Fault::RequestLost) => return Err(TransportError::TimedOut),
            Some(Fault::Status(status)) => {
                let refusal = json!({ "code": "Refusal", "message": "as the script says" });
                return Ok(self.json_answer(status, &refusal));
            }
            Some(Fault::AnswerLost) | None => {}
        }
        let now = self.now();
        let mut answer = None;
        match (request.method, verb.as_str()) {
            (Method::Put, "archived") => {
                world.archived = !body["reason"].is_null();
                if let Some(reason) = body["reason"].as_str() {
                    reason.clone_into(&mut world.reason);
                    world.advanced = now;
                }
            }
            (Method::Post, "addTags") => {
                let tags = tags_of(request);
                world.tags.extend(tags);
            }
            (Method::Post, "removeTags") => {
                let tags = tags_of(request);
                world.tags.retain(|tag| !tags.contains(tag));
            }
            (Method::Post, "notes") => {
                let id = format!("note-{}", world.notes.len() + 1);
                let written = note(&id, body["value"].as_str().unwrap(), SEAT, now);
                answer = Some(written.clone());
                world.notes.push(written);
            }
            (Method::Delete, id) => {
                let found = world.notes.iter_mut().find(|note| note["id"] == id);
                found.unwrap()["deletedAt"] = json!(now);
                answer = Some(json!(null));
            }
            other => panic!("not scripted: {other:?}"),
        }
        world.updated = now;
        match fault {
            Some(Fault::AnswerLost) => Err(TransportError::Interrupted),
            _ => {
                let data = answer.unwrap_or_else(|| world.person(false));
                Ok(self.json_answer(200, &json!({ "data": data })))
            }
        }
    }

    fn list(&self, world: &mut World, asked: &Asked) -> Result<Response, TransportError> {
        let since = asked.number("updated_at_start");
        let whole = since.is_none();
        if whole && asked.query.contains_key("offset") {
            match world.meanwhile.take() {
                Some(Meanwhile::Deleted) => {
                    world.deleted = Some(self.now());
                    self.clock.pass(7_200_000);
                }
                Some(Meanwhile::Moved) => {
                    world.go(ONSITE, Some("user-2"), self.now());
                    self.clock.pass(7_200_000);
                }
                Some(Meanwhile::Forgotten) => {
                    let refusal =
                        json!({ "code": "BadRequestError", "message": "Invalid offset token" });
                    return Ok(self.json_answer(400, &refusal));
                }
                Some(Meanwhile::Offline) => {
                    world.offline = true;
                    return Err(TransportError::Unreachable);
                }
                None => {}
            }
            return Ok(self.json_answer(200, &json!({ "data": [], "hasNext": false })));
        }
        // Everybody here was created in the first millisecond of the epoch.
        if asked
            .number("created_at_start")
            .is_some_and(|from| from > 1)
        {
            return Ok(self.json_answer(200, &json!({ "data": [], "hasNext": false })));
        }
        let listed = world.deleted.is_none() && since.is_none_or(|since| world.updated >= since);
        let mut data = Vec::new();
        if listed {
            data.push(world.person(true));
        }
        data.extend(world.crowd.all(&world.person(true)));
        let mut body = json!({ "data": data, "hasNext": false });
        if whole && world.meanwhile.is_some() {
            body["hasNext"] = json!(true);
            body["next"] = json!("page-2");
        }
        Ok(self.json_answer(200, &body))
    }

    fn json_answer(&self, status: u16, body: &Value) -> Response {
        let now = DateTime::from_timestamp_millis(self.now()).unwrap();
        Response {
            status,
            headers: vec![("date".to_owned(), now.to_rfc2822())],
            body: body.to_string().into_bytes(),
        }
    }

    fn move_other(&self, world: &mut World, id: &str, request: &Request) -> Response {
        let to = match &request.body {
            Some(Body::Json(body)) => body["stage"].as_str().unwrap().to_owned(),
            other => panic!("no body: {other:?}"),
        };
        world.crowd.writes.push(id.to_owned());
        if world.crowd.refused.contains(id) {
            let refusal = json!({ "code": "Refusal", "message": "as the script says" });
            return self.json_answer(400, &refusal);
        }
        world.crowd.go(id, &to, self.now());
        let moved = world.crowd.one(id, &world.person(false));
        self.json_answer(200, &json!({ "data": moved }))
    }

    fn move_to(&self, world: &mut World, request: &Request) -> Result<Response, TransportError> {
        let body = match &request.body {
            Some(Body::Json(body)) => body.clone(),
            other => panic!("no body: {other:?}"),
        };
        let to = body["stage"].as_str().unwrap().to_owned();
        let by = request
            .url
            .query_pairs()
            .find(|(name, _)| name == "perform_as")
            .map(|(_, user)| user.into_owned());
        assert_eq!(by.as_deref(), Some(SEAT), "every write names its seat");
        world.writes.push(to.clone());
        let fault = world.faults.pop_front();
        match fault {
            Some(Fault::Unreachable) => return Err(TransportError::Unreachable),
            Some(Fault::RequestLost) => return Err(TransportError::TimedOut),
            Some(Fault::Status(status)) => {
                let refusal = json!({ "code": "Refusal", "message": "as the script says" });
                return Ok(self.json_answer(status, &refusal));
            }
            Some(Fault::AnswerLost) | None => {}
        }
        let now = self.now();
        if world.stage != to {
            world.applied.push(to.clone());
        }
        world.go(&to, by.as_deref(), now);
        match fault {
            Some(Fault::AnswerLost) => Err(TransportError::Interrupted),
            _ => Ok(self.json_answer(200, &json!({ "data": world.person(false) }))),
        }
    }
}

fn note(id: &str, text: &str, by: &str, at: i64) -> Value {
    json!({
        "id": id, "text": "Note", "user": by, "secret": false, "createdAt": at, "deletedAt": null,
        "fields": [{ "type": "note", "value": text, "createdAt": at, "user": by }],
    })
}

fn posting(world: &World) -> Value {
    json!({
        "id": "posting-1", "text": "Cellist", "state": "published", "tags": world.posting_tags, "createdAt": 1,
        "updatedAt": world.postings_changed.0,
    })
}

fn other_posting(world: &World) -> Value {
    let changed = world.postings_changed.1;
    let title = if changed == 1 { "Pianist" } else { "Harpist" };
    json!({ "id": "posting-2", "text": title, "state": "published", "tags": [], "createdAt": 1, "updatedAt": changed })
}

fn tags_of(request: &Request) -> Vec<String> {
    match &request.body {
        Some(Body::Json(body)) => serde_json::from_value(body["tags"].clone()).unwrap(),
        other => panic!("no body: {other:?}"),
    }
}

/// The script as a network.
pub(super) struct Wire(pub(super) Arc<Script>);

impl Transport for Wire {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let gate = self.0.gate.lock().unwrap().clone();
            let Some((held, gate)) = gate.filter(|(held, _)| held.holds(&request)) else {
                return self.0.answer(&request);
            };
            let answered = (held == Held::Notes).then(|| self.0.answer(&request));
            gate.reached.notify_one();
            gate.open.notified().await;
            answered.unwrap_or_else(|| self.0.answer(&request))
        })
    }
}
