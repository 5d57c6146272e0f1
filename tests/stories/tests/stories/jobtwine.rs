//! What the stories about interviews with experts share: a candidate, a job with rounds, and what a recruiter does.

use fulcrum_stories::company::Person;
use fulcrum_stories::desktop::Notice;
use fulcrum_stories::error::Result;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::{Value, json};

use crate::stage::{WELL_TAGGED, setting};

/// The candidate lives where the clocks never change: 5 h 30 min ahead of UTC.
const CITY: &str = "Kolkata";
const AHEAD_MS: i64 = 19_800_000;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A recruiter, and a candidate whose job is shared with the vendor.
pub(crate) struct Scene {
    pub(crate) at: Recruiter,
    pub(crate) id: String,
    /// Where the candidate begins.
    pub(crate) screen: String,
    /// The stage that the vendor hears of.
    pub(crate) experts: String,
    pub(crate) posting: String,
}

/// Begins a story: the vendor writes its notes in the wording of that number, with dates that leave no doubt.
pub(crate) async fn scene(
    evidence: Evidence,
    name: &str,
    wording: u32,
    rounds: &[(&str, u32)],
) -> Scene {
    let (scene, _) = scene_after(evidence, &[name], wording, rounds, async |_, _| Ok(())).await;
    scene
}

/// [`scene`] with several candidates, of whom something is known before the window opens: `before` is told the candidates'
/// ids and the vendor's stage. The scene turns to the first.
pub(crate) async fn scene_after(
    evidence: Evidence,
    names: &[&str],
    wording: u32,
    rounds: &[(&str, u32)],
    before: impl AsyncFnOnce(&Sandbox, (&[String], &str)) -> Result<()>,
) -> (Scene, Vec<String>) {
    let mut places = None;
    let mut ids = Vec::new();
    let at = Recruiter::arrive(&setting(23, evidence), async |company| {
        let switches = json!({
            "silence": "never", "first_claim": "succeeds", "wording": wording, "date_style": 1,
            "zone": "Europe/Berlin",
        });
        company.set_experts(&switches).await?;
        let (screen, experts) = (
            company.stage("Recruiter screen").await?,
            company.stage("JobTwine").await?,
        );
        let posting = company.posting(WELL_TAGGED).await?;
        company.share_posting(&posting, rounds).await?;
        for name in names {
            let person = Person {
                name,
                email: Some("candidate@example.org"),
                phone: Some("+919810012345"),
                posting: &posting,
                stage: &screen,
            };
            ids.push(company.add(&person).await?);
        }
        before(company, (&ids, &experts)).await?;
        places = Some((screen, experts, posting));
        Ok(())
    })
    .await
    .unwrap();
    let (screen, experts, posting) = places.unwrap();
    let scene = Scene {
        at,
        id: ids[0].clone(),
        screen,
        experts,
        posting,
    };
    (scene, ids)
}

impl Scene {
    /// An admin states in the set-up how many rounds the job has; `""` takes it back.
    pub(crate) async fn state_rounds(&self, count: &str) {
        let window = &self.at.window;
        window.click(&hook("nav-setup")).await.unwrap();
        let rounds = format!("{}[data-step='rounds'] button", hook("setup-step"));
        window.click(&rounds).await.unwrap();
        window
            .click(&format!("[data-rounds-of='{}']", self.posting))
            .await
            .unwrap();
        window.choose(&hook("rounds-count"), count).await.unwrap();
        window.click(&hook("rounds-save")).await.unwrap();
        let stated = if count.is_empty() {
            format!(
                "{}[data-id='{}']:not([data-rounds])",
                hook("jobtwine-posting"),
                self.posting
            )
        } else {
            format!(
                "{}[data-id='{}'][data-rounds='{count}']",
                hook("jobtwine-posting"),
                self.posting
            )
        };
        window
            .wait_for_text(&stated, "the statement", |_| true)
            .await
            .unwrap();
        window.click(&hook("nav-board")).await.unwrap();
    }

    /// Moves the card to the vendor's stage and ends the hold; the vendor has invited the candidate.
    pub(crate) async fn send(&self) {
        let at = &self.at;
        at.move_by_keys(&self.screen, &self.id, &self.experts)
            .await
            .unwrap();
        at.window.click(&hook("send-now")).await.unwrap();
        at.company
            .wait_for_expert(&self.id, "pending_slots")
            .await
            .unwrap();
    }

    /// The candidate's panel shows an interview of that round in that state.
    pub(crate) async fn journey_is(&self, round: u32, state: &str) {
        let wanted = format!(
            "{}[data-vendor='jobtwine'][data-round='{round}'][data-state='{state}']",
            hook("journey")
        );
        let all = hook("journey");
        wait::until(&format!("round {round} as {state}"), async || {
            let found = self.at.window.texts(&wanted).await?;
            let states = self.at.window.attributes(&all, "data-state").await?;
            wait::hold(!found.is_empty(), || format!("journeys {states:?}"))
        })
        .await
        .unwrap();
    }

    /// The window says in a toast what happened.
    pub(crate) async fn told(&self, words: &str) {
        let toast = hook("toast");
        let said = self
            .at
            .window
            .wait_for_text(&toast, words, |text| text.contains(words));
        said.await.unwrap();
    }

    /// The story goes on with another candidate.
    pub(crate) fn turn_to(&mut self, id: &str) {
        id.clone_into(&mut self.id);
    }

    /// A native notification whose first line begins like that; it names nobody in full.
    pub(crate) async fn notified(&self, beginning: &str) -> Notice {
        let notices = self.at.desktop.notices();
        let found = notices
            .wait_for(beginning, |notice| notice.summary.starts_with(beginning))
            .await;
        let mut links = String::new();
        if found.is_err() {
            // Which link broke: the vendor's deed, its note in Lever, or what came of it here.
            let vendor = self.at.company.expert_interview(&self.id).await;
            let notes = self.at.company.notes_of(&self.id).await;
            let toasts = self.at.window.texts(&hook("toast")).await;
            links = format!("vendor: {vendor:?}; notes: {notes:?}; toasts: {toasts:?}");
        }
        assert!(found.is_ok(), "{found:?}; {links}");
        found.unwrap()
    }

    /// Opens the slot editor from the panel.
    pub(crate) async fn open_slots(&self) {
        self.at.window.click(&hook("enter-slots")).await.unwrap();
        self.at
            .window
            .wait_for_text(&hook("slots"), "the slot editor", |_| true)
            .await
            .unwrap();
    }

    /// Enters slots of one hour at ten in the morning, on days from `first` on, and confirms the candidate's zone; returns
    /// their starts, ms.
    pub(crate) async fn enter_slots(&self, first: i64, count: i64) -> Vec<i64> {
        let window = &self.at.window;
        let mut starts = Vec::new();
        for day in first..first + count {
            starts.push(self.at_ten(day).await);
        }
        let mut lines = String::new();
        for start in &starts {
            lines.push_str(&format!(
                "{} 10am to 11am, ",
                self.date(start + AHEAD_MS).await
            ));
        }
        window
            .type_into(&hook("slots-text"), lines.trim_end_matches(", "))
            .await
            .unwrap();
        window.click(&hook("slots-change-zone")).await.unwrap();
        window.type_into(&hook("zone-search"), CITY).await.unwrap();
        window.keys("\u{e007}").await.unwrap();
        let found = hook("slot-line");
        wait::until("every slot that was typed", async || {
            let lines = window.texts(&found).await?;
            let count = usize::try_from(count).unwrap_or_default();
            wait::hold(lines.len() == count, || format!("{lines:?}"))
        })
        .await
        .unwrap();
        starts
    }

    /// Ten in the morning on the candidate's clock, so many days after today, ms.
    pub(crate) async fn at_ten(&self, days: i64) -> i64 {
        at_ten(&self.at.company, days).await
    }

    /// A moment as calendar files write it.
    pub(crate) async fn stamp(&self, at_ms: i64) -> String {
        let script = "return new Date(arguments[0]).toISOString().replace(/[-:]|\\.000/g, '')";
        let said = self
            .at
            .window
            .run(script, vec![at_ms.into()])
            .await
            .unwrap();
        format!("DTSTART:{}", said.as_str().unwrap())
    }

    /// The candidate's line in the agenda.
    pub(crate) fn agenda_line(&self) -> String {
        format!("{}[data-id='{}']", hook("agenda-entry"), self.id)
    }

    /// Shows the agenda.
    pub(crate) async fn open_agenda(&self) {
        self.at.window.click(&hook("nav-agenda")).await.unwrap();
    }

    /// The agenda's line gives that start, ms.
    pub(crate) async fn agenda_says(&self, start_ms: i64) {
        let times = format!("{} time", self.agenda_line());
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(e => Date.parse(e.dateTime))";
        wait::until("the agenda's time", async || {
            let said = self
                .at
                .window
                .run(script, vec![times.clone().into()])
                .await?;
            // A script's numbers have no integers.
            let starts = said
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| one.as_f64());
            let found = starts.eq([Some(start_ms as f64)]);
            wait::hold(found, || format!("the agenda says {said}, not {start_ms}"))
        })
        .await
        .unwrap();
    }

    /// The agenda crosses the candidate's line out.
    pub(crate) async fn agenda_crosses_out(&self) {
        let entry = format!("{}[data-cancelled='true']", self.agenda_line());
        let shown = self
            .at
            .window
            .wait_for_text(&entry, "the crossed-out line", |text| {
                text.contains("Cancelled")
            });
        shown.await.unwrap();
    }

    /// Shows the board.
    pub(crate) async fn show_board(&self) {
        self.at.window.click(&hook("nav-board")).await.unwrap();
    }

    /// Somebody else who works there.
    pub(crate) async fn colleague(&self) -> String {
        let company = &self.at.company;
        let users = company.lever("users?limit=100").await.unwrap();
        let seat = company.fact("/seat/user_id").unwrap();
        let vendors = ["/jobtwine/vendor_user_id", "/myinterview/vendor_user_id"]
            .map(|pointer| company.fact(pointer).unwrap_or_default());
        let mut ids = users
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|user| user["id"].as_str());
        ids.find(|id| *id != seat && !vendors.contains(id))
            .unwrap()
            .to_owned()
    }

    /// First lines of all native notifications so far.
    pub(crate) fn summaries(&self) -> Vec<String> {
        let all = self.at.desktop.notices().all();
        all.into_iter().map(|notice| notice.summary).collect()
    }

    /// A moment's day, as people write it without a doubt: `25 November 2026`.
    async fn date(&self, at_ms: i64) -> String {
        let script = "return new Date(arguments[0]).toLocaleDateString('en-GB', \
            {day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'})";
        let said = self
            .at
            .window
            .run(script, vec![at_ms.into()])
            .await
            .unwrap();
        said.as_str().unwrap().to_owned()
    }

    /// The starts of the slots that the vendor holds, ms.
    pub(crate) async fn slots_held(&self) -> Vec<i64> {
        let interview = self.at.company.expert_interview(&self.id).await.unwrap();
        let slots = interview["slots"].as_array().unwrap();
        slots
            .iter()
            .map(|slot| slot["start"].as_i64().unwrap())
            .collect()
    }

    /// Plays a part in the latest interview.
    pub(crate) async fn play(&self, action: &str, told: Value) -> Value {
        self.at
            .company
            .expert(&self.id, action, told)
            .await
            .unwrap()
    }

    /// The recruiter enters the slots where they have been opened: on the vendor's page.
    pub(crate) async fn enter_on_the_page(&self, starts: &[i64]) {
        self.play("slots", json!({ "slots": starts, "by": "client" }))
            .await;
    }
}

impl Scene {
    /// The first address that was opened in the browser after so many others.
    pub(crate) async fn opened_after(&self, before: usize) -> String {
        wait::until("the address in the browser", async || {
            let opened = self.at.desktop.opened_links();
            wait::hold(opened.len() == before + 1, || {
                format!("{} addresses", opened.len())
            })?;
            Ok(opened[before].clone())
        })
        .await
        .unwrap()
    }

    /// Saves the calendar file of the candidate's line in the agenda and reads it, unfolded.
    pub(crate) async fn calendar_file(&self) -> String {
        let before = self.files("ics");
        let button = format!("{} {}", self.agenda_line(), hook("agenda-file"));
        self.at.window.click(&button).await.unwrap();
        wait::until("the calendar file", async || {
            let now = self.files("ics");
            let new = now.iter().find(|path| !before.contains(path));
            let text = match new {
                Some(path) => std::fs::read_to_string(path)?.replace("\r\n ", ""),
                None => String::new(),
            };
            wait::hold(text.contains("END:VCALENDAR"), || format!("{now:?} {text}"))?;
            Ok(text)
        })
        .await
        .unwrap()
    }

    /// The one download that ends like that.
    pub(crate) async fn downloaded(&self, extension: &str) -> Vec<u8> {
        let found = self.files(extension);
        assert_eq!(found.len(), 1, "{found:?}");
        std::fs::read(&found[0]).unwrap()
    }

    fn files(&self, extension: &str) -> Vec<std::path::PathBuf> {
        let mut all = self.at.desktop.downloads();
        all.retain(|path| path.extension().is_some_and(|one| one == extension));
        all
    }
}

/// Sends the slots through the vendor, or copies them and enters them on its page.
pub(crate) async fn give(scene: &Scene, evidence: Evidence, starts: &[i64]) {
    let (at, id) = (&scene.at, &scene.id);
    let send = hook("slots-send");
    let count = starts.len();
    let label = match evidence {
        Evidence::VendorProfile => format!("Send {count} slots to JobTwine"),
        Evidence::LeverAlone => format!("Copy {count} slots and open JobTwine"),
    };
    let (opened, noted) = (at.desktop.opened_links().len(), offers(scene).await.len());
    at.window
        .wait_for_text(&send, &label, |text| text.starts_with(&label))
        .await
        .unwrap();
    at.window.click(&send).await.unwrap();
    at.window.wait_until_gone(&hook("slots")).await.unwrap();
    if evidence == Evidence::LeverAlone {
        let page = scene.opened_after(opened).await;
        assert!(reqwest::get(&page).await.unwrap().status().is_success());
        scene.enter_on_the_page(starts).await;
    }
    let interview = at.company.wait_for_expert(id, "slots_given").await.unwrap();
    assert_eq!(interview["slots_by"], "client");
    let said = offers(scene).await;
    assert_eq!(said.len(), noted + 1, "noted once: {said:?}");
    assert!(said[0].contains("Kolkata time"), "{said:?}");
}

/// The notes in Lever that say which slots were offered, newest first.
async fn offers(scene: &Scene) -> Vec<String> {
    let mut notes = scene.at.company.notes_of(&scene.id).await.unwrap();
    notes.retain(|text| text.starts_with("Interview slots for"));
    notes
}

/// Ten in the morning on the candidate's clock, so many days after today, ms.
pub(crate) async fn at_ten(company: &Sandbox, days: i64) -> i64 {
    let state = company.read("state.json").await.unwrap();
    let now_ms = state["now"].as_i64().unwrap();
    now_ms - now_ms.rem_euclid(DAY_MS) + days * DAY_MS + 10 * HOUR_MS - AHEAD_MS
}
