//! What Lever has removed goes here too: rows, words and what the seat had in mind for the person.

use fulcrum_cache::desk::{ContactEdit, IntentKind, StepKind};
use fulcrum_domain::ids::{IntentId, OpportunityId};

use crate::scripted::{Meanwhile, ONSITE, PERSON, SCREEN, Stage, TRIGGER};

async fn found(set: &Stage, word: &'static str) -> usize {
    set.cache
        .read(move |tx| tx.search(word, 10))
        .await
        .unwrap()
        .len()
}

/// The number of the journal's last line.
async fn journal_end(set: &Stage) -> i64 {
    let journal = set.cache.read(|tx| tx.journal_after(0, 10_000)).await;
    journal.unwrap().last().unwrap().id
}

/// Everything about the candidate is here, notes included.
async fn known() -> Stage {
    let set = Stage::set_in(TRIGGER).await;
    set.until("the notes are here", async |set| {
        set.engine().sync_now();
        found(set, "cello").await == 1
    })
    .await;
    assert_eq!(found(&set, "prova").await, 1);
    set
}

#[tokio::test]
async fn a_deleted_candidate_is_erased() {
    let set = known().await;
    let intent = set.ask("held", IntentKind::Move, &[ONSITE], 60_000).await;
    set.script.delete();
    let person: OpportunityId = PERSON.into();
    set.until("the candidate is gone", async |set| {
        set.engine().sync_now();
        let person = person.clone();
        let held = set
            .cache
            .read(move |tx| tx.opportunity(&person))
            .await
            .unwrap();
        held.is_none()
    })
    .await;
    assert_eq!(found(&set, "prova").await + found(&set, "cello").await, 0);
    set.until("the intent is gone", async |set| {
        let intent = intent.clone();
        set.desk
            .read(move |tx| tx.intent(&intent))
            .await
            .unwrap()
            .is_none()
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_comes_after_the_erasure_leaves_no_mark() {
    let set = known().await;
    let person: OpportunityId = PERSON.into();
    let gate = set.script.hold_notes();
    set.engine().read_again(&person);
    gate.reached.notified().await;
    set.script.delete();
    set.until("the candidate is gone", async |set| {
        set.engine().sync_now();
        let person = person.clone();
        let held = set.cache.read(move |tx| tx.opportunity(&person)).await;
        held.unwrap().is_none()
    })
    .await;
    // The journal names nobody who is gone, but has a line for every write.
    set.idle().await;
    let before = journal_end(&set).await;
    gate.open.notify_one();
    set.idle().await;
    assert_eq!(journal_end(&set).await, before);
}

#[tokio::test]
async fn an_anonymised_candidate_leaves_no_words_behind() {
    let set = known().await;
    let intent = set.ask("held", IntentKind::Move, &[ONSITE], 60_000).await;
    set.script.anonymise();
    let person: OpportunityId = PERSON.into();
    set.until("the name is gone", async |set| {
        set.engine().sync_now();
        let person = person.clone();
        let held = set
            .cache
            .read(move |tx| tx.opportunity(&person))
            .await
            .unwrap();
        held.is_some_and(|held| held.is_anonymized && held.name.is_empty())
    })
    .await;
    assert_eq!(found(&set, "prova").await, 0);
    let kept = set.desk.read(move |tx| tx.intent(&intent)).await.unwrap();
    assert!(kept.is_none());
}

async fn has_gone(set: &Stage, intent: &IntentId) -> bool {
    let intent = intent.clone();
    set.desk
        .read(move |tx| tx.intent(&intent))
        .await
        .unwrap()
        .is_none()
}

#[tokio::test]
async fn who_is_deleted_during_a_long_first_read_does_not_stay() {
    let mut set = Stage::unread(SCREEN, 0, Some(Meanwhile::Deleted));
    set.start().await;
    let person: OpportunityId = PERSON.into();
    set.until("the candidate is gone", async |set| {
        let person = person.clone();
        let held = set.cache.read(move |tx| tx.opportunity(&person)).await;
        held.unwrap().is_none()
    })
    .await;
    assert_eq!(found(&set, "prova").await, 0);
}

#[tokio::test]
async fn the_desk_forgets_a_deleted_candidate_whom_the_cache_does_not_hold() {
    let mut set = Stage::unread(SCREEN, 0, None);
    set.script.delete();
    let note = StepKind::AddNote {
        text: "Ana plays the cello".to_owned(),
        secret: false,
    };
    let intent = set.ask_for("note", PERSON, IntentKind::Note, note).await;
    set.start_without_waiting();
    set.until("the intent is gone", async |set| {
        has_gone(set, &intent).await
    })
    .await;
}

#[tokio::test]
async fn an_edit_of_an_anonymised_contact_goes_with_the_person() {
    let set = known().await;
    set.script.anonymise();
    set.until("the name is gone", async |set| {
        set.engine().sync_now();
        found(set, "prova").await == 0
    })
    .await;
    // Asked for through another opportunity of the same person, and after the name had gone.
    let edit = StepKind::PutContact {
        contact: "contact-1".into(),
        edit: ContactEdit::Email {
            from: None,
            to: "ana@example.com".to_owned(),
        },
    };
    let intent = set
        .ask_for("edit", "opportunity-9", IntentKind::Contact, edit)
        .await;
    set.until("the intent is gone", async |set| {
        set.engine().sync_now();
        has_gone(set, &intent).await
    })
    .await;
}

#[tokio::test]
async fn notes_that_lever_denies_do_not_erase_the_candidate() {
    let set = known().await;
    let intent = set.ask("held", IntentKind::Move, &[ONSITE], 60_000).await;
    set.script.deny_notes();
    let looks = |set: &Stage| {
        let whole = format!("/opportunities/{PERSON}");
        let paths = set.script.paths();
        paths.iter().filter(|path| path.ends_with(&whole)).count()
    };
    let before = looks(&set);
    set.engine().show(Some(PERSON.into()));
    set.until("the opportunity itself was asked for", async |set| {
        looks(set) > before
    })
    .await;
    set.engine().sync_now();
    assert_eq!(found(&set, "prova").await, 1, "the candidate is still here");
    let kept = set.desk.read(move |tx| tx.intent(&intent)).await.unwrap();
    assert!(kept.is_some(), "and so is what was asked for");
}
