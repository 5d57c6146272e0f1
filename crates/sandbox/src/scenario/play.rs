//! Plays a scenario.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::assembly::Assembled;
use crate::clock::SandboxClock;
use crate::jobtwine::JobTwine;
use crate::lever::Lever;
use crate::myinterview::MyInterview;
use crate::scenario::file::Person;
use crate::scenario::script::Script;
use crate::scenario::step::{Step, Vendor};
use crate::scenario::{Trouble, length_ms};
use crate::serve::Running;
use crate::world::create::NewPerson;
use crate::world::model::{Id, Phone};
use crate::world::notes::NewNote;

/// Where time runs, a vendor may still be at what a step before began: so often is it asked again, so long apart.
const ASKED_AGAIN: u32 = 50;
const APART: Duration = Duration::from_millis(200);

/// What acts in a sandbox.
#[derive(Clone)]
pub struct Hands {
    lever: Arc<Lever>,
    myinterview: Arc<MyInterview>,
    jobtwine: Arc<JobTwine>,
    clock: SandboxClock,
}

impl From<&Assembled> for Hands {
    fn from(sandbox: &Assembled) -> Self {
        Self {
            lever: Arc::clone(&sandbox.lever),
            myinterview: Arc::clone(&sandbox.myinterview),
            jobtwine: Arc::clone(&sandbox.jobtwine),
            clock: sandbox.clock.clone(),
        }
    }
}

impl From<&Running> for Hands {
    fn from(sandbox: &Running) -> Self {
        Self {
            lever: Arc::clone(&sandbox.lever),
            myinterview: Arc::clone(&sandbox.myinterview),
            jobtwine: Arc::clone(&sandbox.jobtwine),
            clock: sandbox.lever.clock.clone(),
        }
    }
}

impl Script {
    /// Adds the people. Answers with their opportunities' ids, by the names they have in the file.
    pub fn add_people(&self, hands: &Hands) -> BTreeMap<String, Id> {
        let mut added: BTreeMap<String, Id> = BTreeMap::new();
        for person in &self.people {
            let same = person.same_person_as.as_ref();
            let same = same.and_then(|key| added.get(key)).cloned();
            let id = add(hands, person, same.as_deref());
            added.insert(person.key.clone(), id);
        }
        added
    }

    /// Lets step after step happen, each at its time on the sandbox's clock.
    ///
    /// # Errors
    /// [`Trouble`] for the first step that was refused; those behind it do not happen.
    pub async fn play(&self, hands: &Hands, people: &BTreeMap<String, Id>) -> Result<(), Trouble> {
        let progress = &hands.lever.scenario;
        progress.begin(self.steps.iter().map(|dated| (dated.line, dated.after_ms)));
        for dated in &self.steps {
            hands.clock.sleep(dated.after_ms).await;
            let done = hands.step(&dated.step, people).await;
            progress.played(hands.clock.now_ms(), done.as_ref().err());
            done.map_err(|sentence| Trouble::new(dated.line, sentence))?;
        }
        Ok(())
    }
}

fn add(hands: &Hands, person: &Person, same: Option<&str>) -> Id {
    let phone = |value: &String| Phone {
        kind: "mobile".to_owned(),
        value: value.clone(),
    };
    hands.lever.act(|world, now| {
        let same = same.and_then(|id| world.opportunities.get(id));
        let wish = NewPerson {
            name: person.name.clone(),
            emails: person.emails.clone(),
            phones: person.phones.iter().map(phone).collect(),
            posting: person.posting.clone(),
            stage: person.stage.clone(),
            owner: person.owner.clone(),
            tags: person.tags.clone(),
            contact: same.map(|one| one.contact.clone()),
        };
        let id = world.create_opportunity(wish, now);
        if person.archived {
            let reason = world
                .archive_reasons
                .first()
                .map(|reason| reason.id.clone());
            world.archive(&id, reason.as_deref(), now);
        }
        id
    })
}

impl Hands {
    /// Lets one step happen now.
    pub(crate) async fn step(
        &self,
        step: &Step,
        people: &BTreeMap<String, Id>,
    ) -> Result<(), String> {
        let id = |who: &str| people.get(who).cloned().unwrap_or_default();
        match step {
            Step::Move { who, stage, by } => self.changed(who, &id(who), |world, id, now| {
                world.move_to_stage(id, stage, by.clone(), now);
            }),
            Step::Archive { who, reason } => self.changed(who, &id(who), |world, id, now| {
                let any = world.archive_reasons.first().map(|any| any.id.clone());
                world.archive(id, reason.clone().or(any).as_deref(), now);
            }),
            Step::Restore { who } => self.changed(who, &id(who), |world, id, now| {
                world.archive(id, None, now);
            }),
            Step::Tag { who, add, remove } => self.changed(who, &id(who), |world, id, now| {
                world.change_tags(id, add, remove, now);
            }),
            Step::Note {
                who,
                text,
                by,
                secret,
            } => self.changed(who, &id(who), |world, id, now| {
                let note = NewNote {
                    value: text.clone(),
                    secret: *secret,
                    score: None,
                    user: by.clone(),
                    created_at: now,
                };
                world.add_note(id, note, false, now);
            }),
            Step::Anonymize { who } => self.changed(who, &id(who), |world, id, now| {
                let contact = world.opportunities.get(id).map(|one| one.contact.clone());
                world.anonymize(&contact.unwrap_or_default(), now);
            }),
            Step::Delete { who } => self.changed(who, &id(who), |world, id, now| {
                let by = world.cast.super_admin.clone();
                world.delete_opportunity(id, Some(by), now);
            }),
            Step::PostingTags { posting, tags } => {
                self.posting(posting, |changed| changed.tags.clone_from(tags))
            }
            Step::RenamePosting { posting, title } => {
                self.posting(posting, |changed| changed.text.clone_from(title))
            }
            Step::Myinterview { who, action } => self.vendor(&id(who), action, None).await,
            Step::Jobtwine { who, action, with } => self.vendor(&id(who), action, Some(with)).await,
            Step::Rounds { posting, rounds } => {
                let body = json!({ "rounds": rounds });
                self.jobtwine.enter_rounds(posting, body).await
            }
            Step::Switch {
                vendor: Vendor::Myinterview,
                to,
            } => self.myinterview.set_switches(to).map(|_| ()),
            Step::Switch {
                vendor: Vendor::Jobtwine,
                to,
            } => self.jobtwine.set_switches(to).map(|_| ()),
            Step::Faults { plan } => {
                self.lever.plan_faults(plan.clone());
                Ok(())
            }
            Step::Webhooks { group, on } => {
                self.lever.toggle(group, *on);
                Ok(())
            }
            Step::Jump { by } => {
                self.clock.jump(length_ms(by)?);
                Ok(())
            }
        }
    }

    fn changed(
        &self,
        who: &str,
        id: &str,
        change: impl FnOnce(&mut crate::world::World, &str, i64),
    ) -> Result<(), String> {
        self.lever.act(|world, now| {
            if world.opportunities.contains_key(id) {
                change(world, id, now);
                Ok(())
            } else {
                Err(format!(
                    "\"{who}\" was deleted by a step before; put this step in front of it"
                ))
            }
        })
    }

    fn posting(
        &self,
        id: &str,
        change: impl FnOnce(&mut crate::world::model::Posting),
    ) -> Result<(), String> {
        let backfill = self
            .lever
            .settings
            .switches
            .posting_tags_reach_opportunities;
        self.lever.act(|world, now| {
            let mut posting = world
                .postings
                .get(id)
                .cloned()
                .ok_or("the posting is gone")?;
            change(&mut posting);
            world.change_posting(posting, backfill, now);
            Ok(())
        })
    }

    /// Asks a vendor (the expert-interview vendor where there is a body) until it does it: where time runs, what a step before
    /// began may still be under way.
    async fn vendor(&self, id: &str, action: &str, body: Option<&Value>) -> Result<(), String> {
        let mut left = if self.clock.is_manual() {
            0
        } else {
            ASKED_AGAIN
        };
        loop {
            let answer = match body {
                Some(body) => self.jobtwine.act(id, action, body.clone()).await,
                None => self.myinterview.act(id, action).await,
            };
            match answer {
                Err(_) if left > 0 => left -= 1,
                answer => return answer.map(|_| ()),
            }
            self.clock.pause(APART).await;
        }
    }
}
