//! What is asked for, and from when on: the first full read, its closing pass, and what changed since.

use fulcrum_cache::desk::{IntentKind, IntentState, StepKind};
use fulcrum_domain::clock::Clock;

use crate::scripted::{Meanwhile, ONSITE, PERSON, SCREEN, Stage, TRIGGER};

const LIST: &str = "/opportunities";
const DAY_MS: i64 = 86_400_000;
const SHORT_MS: i64 = 2_000;
const LONG_MS: i64 = 300_000;

/// From when on changes were asked for, in order.
fn since(set: &Stage) -> Vec<i64> {
    let asked = set.script.asked(LIST);
    asked
        .iter()
        .filter_map(|asked| asked.number("updated_at_start"))
        .collect()
}

/// Where the pages of the first full read began, in order; the first page has no token. Everybody was created long ago: only
/// the oldest of the windows that are read side by side holds anybody.
fn pages(set: &Stage) -> Vec<Option<String>> {
    let asked = set.script.asked(LIST);
    asked
        .iter()
        .filter(|asked| asked.number("updated_at_start").is_none())
        .filter(|asked| asked.number("created_at_start").is_none())
        .map(|asked| asked.query.get("offset").cloned())
        .collect()
}

async fn stage_of_the_candidate(set: &Stage) -> String {
    let held = set.cache.read(|tx| tx.opportunity(&PERSON.into())).await;
    held.unwrap().unwrap().stage.0
}

#[tokio::test]
async fn polls_reach_back_a_little_and_once_a_round_five_minutes_in_levers_time() {
    for ahead in [-DAY_MS, DAY_MS] {
        let mut set = Stage::unread(SCREEN, ahead, None);
        let started = set.script.now();
        set.start().await;
        assert_eq!(since(&set)[..2], [started - LONG_MS, started - LONG_MS]);
        set.until("two polls", async |set| since(set).len() > 3)
            .await;
        assert_eq!(since(&set)[2..4], [started - SHORT_MS; 2], "{ahead}");

        set.clock.pass(61_000);
        set.script.colleague_moves(ONSITE);
        let moved = set.script.updated();
        // The clock of this machine runs on without anything new: the mark stays where Lever's last change was.
        set.clock.pass(30_000);
        set.until("the move is seen", async |set| {
            since(set).last() == Some(&(moved - SHORT_MS))
        })
        .await;
        let rounds = since(&set)[2..]
            .iter()
            .filter(|since| **since == started - LONG_MS)
            .count();
        assert_eq!(rounds, 1, "{ahead}");
        assert!((moved - set.clock.now_ms()).abs() > DAY_MS / 2);
    }
}

#[tokio::test]
async fn who_moves_to_a_page_already_read_is_found_by_the_closing_pass() {
    let mut set = Stage::unread(SCREEN, 0, Some(Meanwhile::Moved));
    let started = set.script.now();
    set.start().await;
    assert_eq!(since(&set)[0], started - LONG_MS);
    assert_eq!(stage_of_the_candidate(&set).await, ONSITE);
}

#[tokio::test]
async fn a_first_read_cut_short_goes_on_at_its_page() {
    let mut set = Stage::unread(SCREEN, 0, Some(Meanwhile::Offline));
    let started = set.script.now();
    set.start_without_waiting();
    set.until("the second page was asked for", async |set| {
        pages(set).len() > 1
    })
    .await;
    set.stop().await;
    set.script.offline(false);
    set.clock.pass(7_200_000);
    let before = set.script.asked(LIST).len();
    set.start().await;
    let mut after = set.script.asked(LIST).split_off(before);
    after.retain(|asked| asked.number("created_at_start").is_none());
    assert_eq!(after[0].query.get("offset").unwrap(), "page-2");
    // The closing pass goes back to when the first run began.
    assert_eq!(after[1].number("updated_at_start"), Some(started - LONG_MS));
    assert_eq!(stage_of_the_candidate(&set).await, SCREEN);
}

#[tokio::test]
async fn a_token_that_lever_forgot_starts_the_read_over() {
    let mut set = Stage::unread(SCREEN, 0, Some(Meanwhile::Forgotten));
    set.start().await;
    assert_eq!(pages(&set), [None, Some("page-2".to_owned()), None]);
    assert_eq!(stage_of_the_candidate(&set).await, SCREEN);
}

#[tokio::test]
async fn the_card_on_the_screen_is_read_before_those_who_wait() {
    let mut set = Stage::unread(TRIGGER, 0, None);
    set.script.crowd(30);
    set.script.withhold_notes(true);
    set.start_without_waiting();
    set.until("everybody waits", async |set| {
        set.engine().status().filled && set.engine().details_waiting() > 28
    })
    .await;
    set.engine().show(Some("other-17".into()));
    let before = set.script.paths().len();
    set.script.withhold_notes(false);
    set.until("all are read", async |set| {
        set.engine().sync_now();
        let asked = set.script.paths();
        let read = asked[before..]
            .iter()
            .filter(|path| path.ends_with("/notes"));
        set.engine().details_waiting() == 0 && read.count() > 30
    })
    .await;
    let asked = &set.script.paths()[before..];
    let place = asked
        .iter()
        .filter(|path| path.ends_with("/notes"))
        .position(|path| path == "/opportunities/other-17/notes")
        .unwrap();
    // Each of the two readers may have had another candidate in hand.
    assert!(place <= 2, "{place}");
    let interviews: Vec<_> = asked
        .iter()
        .filter(|path| path.ends_with("/interviews"))
        .collect();
    assert_eq!(interviews, ["/opportunities/other-17/interviews"]);
}

#[tokio::test]
async fn a_posting_that_is_written_for_itself_hides_no_change_of_another() {
    let mut set = Stage::unread(SCREEN, 0, None);
    set.start().await;
    set.script.withhold_postings(true);
    set.clock.pass(120_000);
    set.script.colleague_renames_posting();
    set.clock.pass(120_000);
    let tag = StepKind::ReplacePostingTag {
        posting: "posting-1".into(),
        from: None,
        to: "strings".to_owned(),
    };
    let fix = set
        .ask_for("fix", PERSON, IntentKind::PostingTag, tag)
        .await;
    assert_eq!(set.settled(&fix).await.state, IntentState::Done);
    set.script.withhold_postings(false);
    set.until("the other posting's new title is known", async |set| {
        let held = set.cache.read(|tx| tx.posting(&"posting-2".into())).await;
        held.unwrap().is_some_and(|held| held.text == "Harpist")
    })
    .await;
}

async fn title_of(set: &Stage, id: &str) -> Option<String> {
    let stages = set.cache.read(|tx| tx.stages()).await.unwrap();
    let mut stages = stages.into_iter();
    stages
        .find(|stage| stage.id.as_str() == id)
        .map(|stage| stage.text)
}

#[tokio::test]
async fn who_asks_for_everything_gets_the_slow_lists_too_also_after_an_outage() {
    let mut set = Stage::unread(SCREEN, 0, None);
    set.start().await;
    set.script.admin_names_stage(ONSITE, "Concert");
    set.engine().sync_now();
    set.until("the new title is known", async |set| {
        title_of(set, ONSITE).await.as_deref() == Some("Concert")
    })
    .await;
    set.script.offline(true);
    set.script.admin_names_stage(ONSITE, "Recital");
    let before = set.script.asked("/stages").len();
    set.engine().sync_now();
    set.until("it was asked in vain", async |set| {
        set.engine().status().trouble.is_some()
    })
    .await;
    set.script.offline(false);
    set.until("the title is known after the outage", async |set| {
        title_of(set, ONSITE).await.as_deref() == Some("Recital")
    })
    .await;
    assert!(set.script.asked("/stages").len() > before);
}

#[tokio::test]
async fn a_stage_that_is_in_no_list_is_looked_for_once_and_at_once() {
    let mut set = Stage::unread(SCREEN, 0, None);
    set.start().await;
    set.script.admin_names_stage("trial", "Trial week");
    set.script.colleague_moves("trial");
    set.until("the new stage is known", async |set| {
        title_of(set, "trial").await.is_some()
    })
    .await;
    // One that Lever itself does not list is not asked for again and again.
    set.script.colleague_moves("gone");
    let asked = set.script.asked("/stages").len();
    set.until("ten polls later", async |set| {
        let polls = set.script.asked(LIST);
        let moved = set.script.updated() - SHORT_MS;
        let since = polls
            .iter()
            .filter_map(|one| one.number("updated_at_start"));
        since.filter(|since| *since == moved).count() > 10
    })
    .await;
    assert_eq!(set.script.asked("/stages").len(), asked + 1);
}

async fn notes_of(set: &Stage) -> usize {
    let notes = set.cache.read(|tx| tx.notes(&PERSON.into())).await;
    notes.unwrap().len()
}

#[tokio::test]
async fn who_was_given_up_is_read_once_lever_answers_again() {
    let mut set = Stage::unread(TRIGGER, 0, None);
    set.start().await;
    assert_eq!(notes_of(&set).await, 1);
    set.script.spoil_notes(true);
    set.script.colleague_writes("The interview is over");
    let path = format!("/opportunities/{PERSON}/notes");
    let before = set.script.asked(&path).len();
    set.until("it is given up", async |set| {
        set.script.asked(&path).len() > before + 3 && set.engine().details_waiting() == 0
    })
    .await;
    set.script.spoil_notes(false);
    // Nothing more happens to the candidate; the slow lists are due.
    set.clock.pass(601_000);
    set.until("the note is there", async |set| notes_of(set).await == 2)
        .await;
}

#[tokio::test]
async fn notes_about_the_card_on_the_screen_are_read_whoever_it_is() {
    let mut set = Stage::unread(SCREEN, 0, None);
    set.start().await;
    set.engine().show(Some(PERSON.into()));
    set.until("the panel is filled", async |set| notes_of(set).await == 1)
        .await;
    set.script.colleague_writes("Ana plays the harp, too");
    set.until("the colleague's note is there", async |set| {
        notes_of(set).await == 2
    })
    .await;
    // Nobody looks any more, and no vendor has to do with the candidate.
    set.engine().show(None);
    set.script.colleague_writes("And the flute");
    set.idle().await;
    assert_eq!(notes_of(&set).await, 2);
}
