use std::path::{Path, PathBuf};
use std::sync::Arc;

use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::{OpportunityId, PostingId, StageId, UserId};
use fulcrum_domain::journey::{Actor, ExpertInterview, Journey, JourneyKey, State};
use fulcrum_domain::model::{Application, Note, NoteField, Opportunity, Posting, Stage};
use fulcrum_domain::vendor::Vendor;
use fulcrum_vault::{DatabaseKey, DatabaseKeyName, MemoryStore, create_database_key};
use tempfile::TempDir;

use crate::{Cache, Desk, Error, OnDamage, OpenOptions, Opened, Store, Threads};

pub(super) const NOW: i64 = 1_790_000_000_000;

pub(super) struct Fixed;

impl Clock for Fixed {
    fn now_ms(&self) -> i64 {
        NOW
    }
}

pub(super) fn key() -> DatabaseKey {
    create_database_key(&MemoryStore::default(), "test", DatabaseKeyName::Cache).unwrap()
}

pub(super) fn options(path: &Path, key: &DatabaseKey) -> OpenOptions {
    OpenOptions {
        path: path.to_owned(),
        key: key.clone(),
        threads: Threads::Inline,
        clock: Arc::new(Fixed),
        on_damage: OnDamage::Refuse,
    }
}

/// A folder with a key, and either file in it.
pub(super) struct Place {
    pub(super) folder: TempDir,
    pub(super) key: DatabaseKey,
}

impl Place {
    pub(super) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            key: key(),
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn options(&self, name: &str) -> OpenOptions {
        options(&self.path(name), &self.key)
    }

    pub(super) fn cache(&self) -> Store<Cache> {
        Store::open_cache(&self.options("cache")).unwrap().store
    }

    pub(super) fn desk(&self) -> Store<Desk> {
        Store::open_desk(&self.options("desk")).unwrap().store
    }

    pub(super) fn recovering_desk(&self) -> Result<Opened<Desk>, Error> {
        Store::open_desk(&OpenOptions {
            on_damage: OnDamage::Recover,
            ..self.options("desk")
        })
    }
}

pub(super) fn opportunity(id: &str, name: &str, stage: &str) -> Opportunity {
    Opportunity {
        id: id.into(),
        contact: format!("contact-{id}").into(),
        name: name.to_owned(),
        headline: String::new(),
        location: String::new(),
        stage: stage.into(),
        phones: Vec::new(),
        emails: Vec::new(),
        links: Vec::new(),
        tags: Vec::new(),
        sources: Vec::new(),
        archived: None,
        stage_changes: Vec::new(),
        origin: "applied".to_owned(),
        owner: None,
        followers: Vec::new(),
        applications: Vec::new(),
        created_at_ms: NOW - 1_000_000,
        updated_at_ms: Some(NOW - 1000),
        last_interaction_at_ms: None,
        last_advanced_at_ms: Some(NOW - 500_000),
        snoozed_until_ms: None,
        url: None,
        is_anonymized: false,
        confidential: false,
    }
}

pub(super) fn applied_to(posting: &str) -> Vec<Application> {
    vec![Application {
        id: format!("application-{posting}").into(),
        posting: Some(posting.into()),
        posting_owner: None,
        posting_hiring_manager: None,
        created_at_ms: None,
    }]
}

pub(super) fn posting(id: &str, title: &str, owner: Option<&str>) -> Posting {
    Posting {
        id: PostingId::from(id),
        text: title.to_owned(),
        state: "published".to_owned(),
        tags: Vec::new(),
        owner: owner.map(UserId::from),
        hiring_manager: None,
        team: None,
        department: None,
        location: None,
        commitment: None,
        created_at_ms: NOW,
        updated_at_ms: Some(NOW),
    }
}

pub(super) fn stages(ids: &[&str]) -> Vec<Stage> {
    (0..)
        .zip(ids)
        .map(|(index, id)| Stage {
            id: StageId::from(*id),
            text: id.to_uppercase(),
            index,
        })
        .collect()
}

pub(super) fn journey(
    opportunity: &OpportunityId,
    next: Actor,
    state: State,
    due_ms: Option<i64>,
) -> Journey {
    Journey {
        key: JourneyKey {
            opportunity: opportunity.clone(),
            vendor: Vendor::MyInterview,
            round: 1,
            attempt: 1,
        },
        state,
        stalled: None,
        next,
        since_ms: None,
        due_ms,
        links: Vec::new(),
        review_url: None,
        next_change_at_ms: due_ms,
        interview: ExpertInterview::default(),
    }
}

pub(super) fn note(id: &str, opportunity: &OpportunityId, text: &str, secret: bool) -> Note {
    Note {
        id: id.into(),
        opportunity: opportunity.clone(),
        author: None,
        secret,
        created_at_ms: NOW,
        deleted_at_ms: None,
        fields: vec![NoteField {
            value: text.to_owned(),
            author: None,
            created_at_ms: NOW,
            score: None,
        }],
    }
}
