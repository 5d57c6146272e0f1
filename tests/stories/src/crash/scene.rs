//! A recruiter at a company, before and after the program dies.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Finding, Harm};
use crate::company::Person;
use crate::desktop::{self, Desktop};
use crate::error::{Error, Result};
use crate::files;
use crate::recruiter::{Evidence, Recruiter, Setting};
use crate::sandbox::{Sandbox, World};
use crate::wait;
use crate::window::Window;

const EVIDENCE: Evidence = Evidence::VendorProfile;
const WORLD: World = World {
    seed: 77,
    opportunities: 150,
    postings: 24,
    past_interviews: 0.1,
    vendor_seconds: None,
};
/// A posting whose tag names its template exactly: moving somebody into the vendor's stage there is held, then mails.
const POSTING: &str = "Backend Engineer, Payments";

/// Stages that mail nobody, and the one that does.
#[derive(Clone, Debug)]
pub(super) struct Stages {
    pub(super) screen: String,
    pub(super) review: String,
    pub(super) vendor: String,
}

/// Everything that outlives the program.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) at: Recruiter,
    pub(super) stages: Stages,
    posting: String,
}

/// A scene whose program is dead.
#[derive(Debug)]
pub(super) struct Fallen {
    pub(super) company: Sandbox,
    pub(super) desktop: Desktop,
    stages: Stages,
    posting: String,
}

/// The person's own answer of the program, as it stands in the page.
#[derive(Clone, Debug)]
pub(super) struct Accepted {
    /// The intent's id.
    pub(super) intent: String,
    /// It waits in its hold.
    pub(super) held: bool,
}

impl Scene {
    /// Desktop, company and a window that is up to date.
    pub(super) async fn set() -> Result<Self> {
        let setting = Setting {
            world: WORLD,
            evidence: EVIDENCE,
            desktop: desktop::Options::default(),
        };
        let at = Recruiter::arrive(&setting, async |_| Ok(())).await?;
        // Everybody is compared, also who was archived long ago.
        ask(&at.window, "set_retention", json!({ "days": null })).await?;
        let stages = Stages {
            screen: at.company.stage("Recruiter screen").await?,
            review: at.company.stage("Manager review").await?,
            vendor: at.company.stage("myInterview").await?,
        };
        let posting = at.company.posting(POSTING).await?;
        Ok(Self {
            at,
            stages,
            posting,
        })
    }

    /// Adds somebody in the recruiter's screen stage, and waits until the program knows them; returns the opportunity.
    pub(super) async fn somebody(&self, name: &str, mail: &str, phone: &str) -> Result<String> {
        let person = Person {
            name,
            email: Some(mail),
            phone: Some(phone),
            posting: &self.posting,
            stage: &self.stages.screen,
        };
        let id = self.at.company.add(&person).await?;
        ask(&self.at.window, "sync_now", json!({})).await?;
        wait::until("the program to know somebody new", async || {
            ask(&self.at.window, "candidate", json!({ "id": id })).await
        })
        .await?;
        Ok(id)
    }

    /// Works until the time is up, and kills the program in the middle of it.
    pub(super) async fn fall(
        self,
        after: Duration,
        work: impl AsyncFnOnce(&Recruiter) -> Result<()>,
    ) -> Result<Fallen> {
        let at = self.at;
        {
            let work = async {
                work(&at).await?;
                std::future::pending::<Result<()>>().await
            };
            tokio::select! {
                biased;
                () = tokio::time::sleep(after) => {}
                outcome = work => outcome?,
            }
        }
        at.window.strike()?;
        at.window.wait_until_left().await?;
        Ok(Fallen {
            company: at.company,
            desktop: at.desktop,
            stages: self.stages,
            posting: self.posting,
        })
    }
}

impl Fallen {
    /// Both files as they were left: every page whole, and with what was acknowledged.
    pub(super) async fn look(&self, acknowledged: &[&str], found: &mut Vec<Finding>) -> Result<()> {
        for name in files::BOTH {
            match files::copy(&self.desktop, name).await? {
                None => found.push(Finding::of(Harm::Lost, format!("there is no {name}"))),
                Some(left) => {
                    let damage = files::damage(&left.file)?;
                    found.extend(
                        damage
                            .into_iter()
                            .map(|what| Finding::of(Harm::Corrupt, format!("{name}: {what}"))),
                    );
                }
            }
        }
        let intents = self.intents().await?;
        for intent in acknowledged {
            if !intents.iter().any(|kept| kept == intent) {
                let what = format!("{intent} was acknowledged and is not on the desk");
                found.push(Finding::of(Harm::Lost, what));
            }
        }
        Ok(())
    }

    /// Intents on the desk, in order of their ids.
    pub(super) async fn intents(&self) -> Result<Vec<String>> {
        match files::copy(&self.desktop, "desk").await? {
            None => Ok(Vec::new()),
            Some(desk) => files::answers(&desk.file, "SELECT id FROM intent ORDER BY id"),
        }
    }

    /// The program is started again and brings itself up to date: without having had to mend anything, and showing what Lever
    /// holds.
    pub(super) async fn stand_up(self, found: &mut Vec<Finding>) -> Result<Scene> {
        let at = Recruiter::open(self.company, self.desktop, EVIDENCE).await?;
        at.wait_until_live().await?;
        let session = ask(&at.window, "session", json!({})).await?;
        if session
            .get("problem")
            .is_some_and(|problem| !problem.is_null())
        {
            found.push(Finding::of(
                Harm::Corrupt,
                format!("the window says {session}"),
            ));
        }
        let quiet = wait::until("everything that was asked for to be settled", async || {
            let dock = ask(&at.window, "dock", json!({})).await?;
            let items = dock.get("items").and_then(Value::as_array).cloned();
            let under_way =
                |item: &&Value| item.pointer("/pending/phase") != Some(&json!("needsYou"));
            let open: Vec<Value> = items.iter().flatten().filter(under_way).cloned().collect();
            wait::hold(open.is_empty(), || format!("{open:?}"))
        });
        found.extend(never(quiet.await)?);
        let same = wait::until("the window's file to hold what Lever holds", async || {
            let (held, there) = (held(&at.desktop).await?, there(&at.company).await?);
            wait::hold(held == there, || {
                let only_here = held.iter().filter(|row| !there.contains(row));
                let only_there = there.iter().filter(|row| !held.contains(row));
                format!(
                    "only here {:?}, only in Lever {:?}",
                    only_here.collect::<Vec<_>>(),
                    only_there.collect::<Vec<_>>()
                )
            })
        });
        found.extend(never(same.await)?);
        Ok(Scene {
            at,
            stages: self.stages,
            posting: self.posting,
        })
    }
}

impl Scene {
    /// What became of a move into the vendor's stage that was in its hold when the program died: it was not sent, the window
    /// says so, and nobody was mailed. Then it is put away.
    pub(super) async fn not_sent(&self, opportunity: &str, found: &mut Vec<Finding>) -> Result<()> {
        let window = &self.at.window;
        let dock = ask(window, "dock", json!({})).await?;
        let items = dock.get("items").and_then(Value::as_array);
        let item = items
            .into_iter()
            .flatten()
            .find(|item| item.get("opportunity").is_some_and(|id| id == opportunity));
        match item.and_then(|item| item.pointer("/pending/intent")) {
            None => {
                let what = format!("nothing says that {opportunity} was not sent");
                found.push(Finding::of(Harm::Lost, what));
            }
            Some(intent) => {
                ask(window, "dismiss", json!({ "intent": intent })).await?;
            }
        }
        let times = self.times_in(opportunity, &self.stages.vendor).await?;
        let mails = self.at.company.invitations("mail", opportunity).await?;
        if times + mails.len() > 0 {
            let what = format!("{opportunity} was sent by itself after its hold");
            found.push(Finding::of(Harm::Doubled, what));
        }
        Ok(())
    }

    /// How often somebody came into a stage, as Lever says.
    pub(super) async fn times_in(&self, opportunity: &str, stage: &str) -> Result<usize> {
        let lever = &self.at.company;
        let held = lever.lever(&format!("opportunities/{opportunity}")).await?;
        let changes = held.get("stageChanges").and_then(Value::as_array);
        let here = |change: &&Value| change.get("toStageId").is_some_and(|to| to == stage);
        Ok(changes.into_iter().flatten().filter(here).count())
    }
}

/// Asks the program what the page asks it.
pub(super) async fn ask(window: &Window, command: &str, words: Value) -> Result<Value> {
    let script = "return window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
        .then(answer => ({ answer }), problem => ({ problem }))";
    let mut said = window.run(script, vec![command.into(), words]).await?;
    match said.get_mut("answer") {
        Some(answer) => Ok(answer.take()),
        None => Err(Error::Wrong(format!("{command} was refused: {said}"))),
    }
}

/// A wish that answers with an intent.
pub(super) async fn wish(window: &Window, command: &str, words: Value) -> Result<Accepted> {
    let answer = ask(window, command, words).await?;
    let intent = answer.get("intent").and_then(Value::as_str);
    Ok(Accepted {
        intent: intent
            .ok_or_else(|| Error::Wrong(format!("{command} names no intent: {answer}")))?
            .to_owned(),
        held: answer.get("holdUntilMs").is_some_and(Value::is_number),
    })
}

/// What never came about is lost; every other error is one.
pub(super) fn never<T>(outcome: Result<T>) -> Result<Option<Finding>> {
    match outcome {
        Ok(_) => Ok(None),
        Err(Error::NotSeen { what, last, .. }) => {
            Ok(Some(Finding::of(Harm::Lost, format!("{what}: {last}"))))
        }
        Err(error) => Err(error),
    }
}

/// Everybody in the program's file: id, stage, whether archived, tags.
async fn held(desktop: &Desktop) -> Result<Vec<String>> {
    let file = files::open(desktop, "cache").await?;
    let mut rows = files::answers(
        &file,
        "SELECT id || ' ' || stage || ' ' || (archived <> 0) || ' ' || COALESCE((SELECT json_group_array(tag) FROM
            (SELECT tag FROM opportunity_tag WHERE opportunity = seq ORDER BY tag)), '[]') FROM opportunity",
    )?;
    rows.sort();
    Ok(rows)
}

/// The same of everybody in Lever.
async fn there(company: &Sandbox) -> Result<Vec<String>> {
    let mut rows = Vec::new();
    let mut path = "opportunities?limit=100".to_owned();
    loop {
        let page = company.ask_lever(reqwest::Method::GET, &path, None).await?;
        for one in page
            .get("data")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
            let mut tags: Vec<&str> = one
                .get("tags")
                .and_then(Value::as_array)
                .map(|tags| tags.iter().filter_map(Value::as_str).collect())
                .unwrap_or_default();
            tags.sort_unstable();
            let archived = one.get("archived").is_some_and(|mark| !mark.is_null());
            rows.push(format!(
                "{} {} {} {}",
                text("id"),
                text("stage"),
                u8::from(archived),
                json!(tags)
            ));
        }
        match page.get("next").and_then(Value::as_str) {
            Some(next) => path = format!("opportunities?limit=100&offset={next}"),
            None => break,
        }
    }
    rows.sort();
    Ok(rows)
}
