//! The client against the sandbox, over real HTTP: two readings of the same documentation, written apart.

use std::collections::BTreeSet;
use std::sync::Arc;

use fulcrum_domain::clock::SystemClock;
use fulcrum_domain::ids::{OpportunityId, StageId, UserId};
use fulcrum_lever::{
    ApiKey, Authorize, Body, Budget, BudgetSettings, Code, Connection, ContactUpdate,
    HttpTransport, Lever, Method, NewCandidate, NewNote, OpportunityQuery, PostingQuery,
    PostingUpdate, Request, Step, TokioTimer, Transport, TransportSettings,
};
use fulcrum_sandbox::serve::{Running, start};
use fulcrum_sandbox::settings::{Limits, Settings};
use fulcrum_vault::Secret;
use serde_json::{Value, json};

use crate::scripted::Records;

pub(crate) struct World {
    pub(crate) running: Running,
    pub(crate) transport: Arc<HttpTransport>,
    records: Arc<Records>,
}

pub(crate) async fn world(opportunities: usize, limits: Limits) -> World {
    let settings = Settings {
        opportunities,
        postings: 12,
        limits,
        ..Settings::default()
    };
    World {
        running: start(settings).await.unwrap(),
        transport: Arc::new(HttpTransport::new(TransportSettings::default()).unwrap()),
        records: Arc::default(),
    }
}

impl World {
    pub(crate) fn text(&self, pointer: &str) -> String {
        let value = self.running.info.pointer(pointer);
        value.and_then(Value::as_str).expect(pointer).to_owned()
    }

    fn seat(&self) -> UserId {
        self.text("/seat/user_id").into()
    }

    pub(crate) fn connect(&self, authorize: Arc<dyn Authorize>, rate_per_second: u32) -> Lever {
        let clock = Arc::new(SystemClock);
        let settings = BudgetSettings {
            rate_per_second,
            burst: 16,
        };
        Lever::new(Connection {
            api_base: self.running.api_base.parse().unwrap(),
            authorize,
            transport: self.transport.clone(),
            budget: Arc::new(Budget::new(settings, clock.clone(), Arc::new(TokioTimer))),
            observer: self.records.clone(),
            clock,
            timer: Arc::new(TokioTimer),
            seed: 1,
        })
    }

    pub(crate) fn lever_with_key(&self, key: &str) -> Lever {
        self.connect(Arc::new(ApiKey::new(&Secret::from_text(key))), 500)
    }

    pub(crate) fn lever(&self) -> Lever {
        self.lever_with_key(&self.running.api_key)
    }

    /// A button of the console.
    pub(crate) async fn press(&self, path: &str, body: Value) -> Value {
        let url = format!("{}{path}", self.running.console);
        let request = Request {
            method: Method::Post,
            url: url.parse().unwrap(),
            authorization: None,
            body: Some(Body::Json(body)),
        };
        let answer = self.transport.send(request).await.unwrap();
        assert_eq!(answer.status, 200, "{path}");
        serde_json::from_slice(&answer.body).unwrap()
    }
}

async fn all_ids(lever: &Lever, query: OpportunityQuery) -> Vec<String> {
    let mut pages = lever.opportunity_pages(query);
    let mut ids = Vec::new();
    while let Some(step) = pages.next().await.unwrap() {
        if let Step::Page(page) = step {
            assert_eq!(page.unreadable, 0);
            ids.extend(page.items.into_iter().map(|item| item.id.0));
        }
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_account_is_read_page_by_page() {
    let world = world(250, Limits::Off).await;
    let lever = world.lever();
    let ids = all_ids(&lever, OpportunityQuery::default()).await;
    let distinct: BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (250, 250));
    let small = OpportunityQuery {
        limit: Some(33),
        ..OpportunityQuery::default()
    };
    assert_eq!(all_ids(&lever, small).await, ids);
    let with_postings = OpportunityQuery {
        expand_applications: true,
        archived: Some(false),
        ..OpportunityQuery::default()
    };
    let page = lever.opportunities(&with_postings, None).await.unwrap();
    assert!(page.items.iter().all(|item| item.archived.is_none()));
    assert!(page.items.iter().any(|item| item.posting().is_some()));
    assert!(lever.clock_skew_ms().unwrap().abs() < 60_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reference_list_is_read() {
    let world = world(60, Limits::Off).await;
    let lever = world.lever();
    let stages = lever.stages().await.unwrap();
    assert!(stages.iter().any(|stage| stage.id.as_str() == "lead-new"));
    assert!(stages.iter().any(|stage| stage.id.as_str() == "offer"));
    assert_eq!(stages.last().unwrap().index as usize, stages.len() - 1);
    let reasons = lever.archive_reasons().await.unwrap();
    assert_eq!(reasons.iter().filter(|reason| reason.hired).count(), 1);
    let users = lever.users().await.unwrap();
    assert!(users.iter().any(|user| user.id == world.seat()));
    assert!(users.iter().any(|user| user.deactivated_at_ms.is_some()));
    assert!(!lever.tags().await.unwrap().is_empty());
    let postings = lever
        .postings(&PostingQuery::default(), None)
        .await
        .unwrap();
    assert_eq!((postings.items.len(), postings.unreadable), (12, 0));
    let webhooks = lever.webhooks().await.unwrap();
    assert!(
        webhooks
            .iter()
            .any(|hook| hook.event == "candidateStageChange" && hook.host.is_some())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_read_again() {
    let world = world(40, Limits::Off).await;
    let lever = world.lever();
    let who = world.seat();
    let made = world
        .press(
            "/opportunities",
            json!({"name": "Ann Example", "emails": ["ann@example.com"], "stage": "lead-new"}),
        )
        .await;
    let id = OpportunityId::from(made["id"].as_str().unwrap());

    let before = lever.opportunity(&id).await.unwrap();
    assert_eq!(
        (before.name.as_str(), before.stage.as_str()),
        ("Ann Example", "lead-new")
    );
    let target = StageId::from("lead-responded");
    let moved = lever.set_stage(&id, &target, &who).await.unwrap();
    assert_eq!(moved.stage, target);
    assert_eq!(
        moved.stage_changes.last().unwrap().user.as_ref(),
        Some(&who)
    );
    let after = lever.opportunity(&id).await.unwrap();
    assert_eq!((after.stage, after.name), (target, before.name));
    assert_eq!(after.stage_changes, moved.stage_changes);

    let tag = ["Späte Schicht / A&B".to_owned()];
    assert!(
        lever
            .add_tags(&id, &tag, &who)
            .await
            .unwrap()
            .tags
            .contains(&tag[0])
    );
    let query = OpportunityQuery {
        tags: tag.to_vec(),
        ..OpportunityQuery::default()
    };
    assert_eq!(all_ids(&lever, query).await, [id.as_str()]);
    assert!(
        !lever
            .remove_tags(&id, &tag, &who)
            .await
            .unwrap()
            .tags
            .contains(&tag[0])
    );

    let note = NewNote {
        value: "Spoke on the phone.\nWill call back.".to_owned(),
        secret: true,
        notify_followers: false,
    };
    let written = lever.create_note(&id, &note, &who).await.unwrap();
    let notes = lever.notes(&id).await.unwrap();
    assert_eq!(
        notes.iter().find(|note| note.id == written.id),
        Some(&written)
    );
    assert_eq!(written.fields[0].value, note.value);
    assert!(written.secret && written.author == Some(who.clone()));

    let candidate = NewCandidate {
        name: "Ada Example".to_owned(),
        emails: vec!["Ada.Example@example.com".to_owned()],
        tags: vec!["Test".to_owned()],
        sources: vec!["Fair".to_owned()],
        stage: Some(before.stage.clone()),
        origin: Some("sourced"),
        ..NewCandidate::default()
    };
    let made = lever.create_opportunity(&candidate, &who).await.unwrap();
    assert!(!made.deduped);
    let ada = &made.opportunity;
    assert_eq!(
        (&ada.name, &ada.emails),
        (&candidate.name, &candidate.emails)
    );
    assert_eq!((&ada.stage, &ada.tags), (&before.stage, &candidate.tags));
    assert_eq!(
        (&ada.sources, &ada.owner),
        (&candidate.sources, &Some(who.clone()))
    );
    // Found by its tag, and by its address however that is written.
    let by_tag = OpportunityQuery {
        tags: candidate.tags.clone(),
        ..OpportunityQuery::default()
    };
    let by_email = OpportunityQuery {
        email: Some("ada.example@EXAMPLE.com".to_owned()),
        ..OpportunityQuery::default()
    };
    for query in [by_tag, by_email.clone()] {
        assert_eq!(all_ids(&lever, query).await, [ada.id.as_str()]);
    }
    // The same address again: another candidacy of the same person.
    let again = NewCandidate {
        name: "Somebody Else".to_owned(),
        ..candidate
    };
    let again = lever.create_opportunity(&again, &who).await.unwrap();
    assert!(again.deduped);
    assert_eq!(again.opportunity.contact, ada.contact);
    assert_eq!(again.opportunity.name, "Ada Example");
    assert_eq!(all_ids(&lever, by_email).await.len(), 2);

    let update = ContactUpdate {
        emails: Some(vec!["new@example.com".to_owned()]),
        phones: None,
    };
    let updated = lever
        .update_contact(&before.contact, &update, &who)
        .await
        .unwrap();
    assert_eq!(updated.emails, ["new@example.com"]);
    let contact = lever.contact(&before.contact).await.unwrap();
    assert_eq!(
        (contact.emails, contact.name),
        (updated.emails, "Ann Example".to_owned())
    );
    assert_eq!(
        lever.opportunity(&id).await.unwrap().emails,
        ["new@example.com"]
    );

    let reasons = lever.archive_reasons().await.unwrap();
    let reason = &reasons
        .iter()
        .find(|reason| reason.active && !reason.hired)
        .unwrap()
        .id;
    let archived = lever.set_archived(&id, Some(reason), &who).await.unwrap();
    assert_eq!(archived.archived.unwrap().reason.as_ref(), Some(reason));
    assert_eq!(
        lever.set_archived(&id, None, &who).await.unwrap().archived,
        None
    );

    // What was written through the API can be taken back through it; what was typed in Lever cannot.
    lever.delete_note(&id, &written.id).await.unwrap();
    let left = lever.notes(&id).await.unwrap();
    assert!(
        left.iter()
            .all(|note| note.id != written.id || note.deleted_at_ms.is_some())
    );
    assert_eq!(
        lever
            .delete_note(&id, &"nobody".into())
            .await
            .unwrap_err()
            .code,
        Code::NotFound
    );

    let since = before.created_at_ms;
    world
        .press(&format!("/opportunities/{id}/delete"), json!({}))
        .await;
    assert_eq!(
        lever.opportunity(&id).await.unwrap_err().code,
        Code::NotFound
    );
    let deleted = lever.deleted_opportunities(since).await.unwrap();
    assert!(
        deleted
            .iter()
            .any(|gone| gone.id == id && gone.deleted_at_ms >= Some(since))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_keeps_its_state_when_its_tags_change() {
    let world = world(20, Limits::Off).await;
    let lever = world.lever();
    let page = lever
        .postings(&PostingQuery::default(), None)
        .await
        .unwrap();
    let posting = page
        .items
        .into_iter()
        .find(|posting| posting.state == "published")
        .unwrap();
    let mut tags = posting.tags.clone();
    tags.push("myInterview:Lever Demo".to_owned());
    let update = PostingUpdate {
        tags: tags.clone(),
        state: posting.state.clone(),
        put_back: serde_json::Map::new(),
    };
    lever
        .update_posting(&posting.id, &update, &world.seat())
        .await
        .unwrap();
    let read = lever.posting(&posting.id).await.unwrap();
    assert_eq!(
        (read.tags, read.state, read.text),
        (tags, posting.state, posting.text)
    );
    let since = PostingQuery {
        updated_at_start_ms: read.updated_at_ms,
        ..PostingQuery::default()
    };
    let changed = lever.postings(&since, None).await.unwrap();
    assert_eq!(
        changed
            .items
            .iter()
            .map(|posting| &posting.id)
            .collect::<Vec<_>>(),
        [&posting.id]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_without_its_permission_is_refused_with_its_name() {
    let world = world(30, Limits::Off).await;
    let key = world
        .press("/keys", json!({"without": ["notes:write"]}))
        .await;
    let narrow = world.lever_with_key(key["api_key"].as_str().unwrap());
    let page = narrow
        .opportunities(&OpportunityQuery::default(), None)
        .await
        .unwrap();
    let note = NewNote {
        value: "x".to_owned(),
        secret: false,
        notify_followers: false,
    };
    let error = narrow
        .create_note(&page.items[0].id, &note, &world.seat())
        .await
        .unwrap_err();
    assert_eq!(
        (error.code, error.permission),
        (Code::PermissionMissing, Some("notes:write"))
    );
    assert!(!error.outcome_unknown());
    let wrong = world.lever_with_key("not-a-key").stages().await;
    assert_eq!(wrong.unwrap_err().code, Code::KeyRejected);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_days_are_survived_or_told() {
    let world = world(30, Limits::Off).await;
    let lever = world.lever();
    world.press("/faults", json!({"unavailable": 2})).await;
    assert!(!lever.stages().await.unwrap().is_empty());
    world.press("/faults", json!({"too_many": 1})).await;
    assert!(!lever.stages().await.unwrap().is_empty());
    world.press("/faults", json!({"html": 1})).await;
    assert_eq!(lever.stages().await.unwrap_err().code, Code::NotJson);

    // Carried out, and the answer lost: not repeated, settled by looking.
    let page = lever
        .opportunities(&OpportunityQuery::default(), None)
        .await
        .unwrap();
    let card = page
        .items
        .iter()
        .find(|item| item.stage.as_str() == "lead-new")
        .unwrap();
    world.press("/faults", json!({"lost_answers": 1})).await;
    let target = StageId::from("lead-reached-out");
    let error = lever
        .set_stage(&card.id, &target, &world.seat())
        .await
        .unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    assert_eq!(lever.opportunity(&card.id).await.unwrap().stage, target);
    let writes = world
        .records
        .all()
        .iter()
        .filter(|record| record.endpoint == "PUT /opportunities/:id/stage")
        .count();
    assert_eq!(writes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn within_its_share_a_seat_is_never_refused() {
    let world = world(20, Limits::Lever).await;
    let key = ApiKey::new(&Secret::from_text(&*world.running.api_key));
    let lever = world.connect(Arc::new(key), 8);
    let reads = (0..48).map(|_| lever.archive_reasons());
    for read in futures::future::join_all(reads).await {
        read.unwrap();
    }
    let records = world.records.all();
    assert_eq!(records.len(), 48);
    assert!(records.iter().all(|record| record.status == Some(200)));
}
