//! Tags of postings, over HTTP: the first change is compared whole, many follow, and both can be taken back.

use fulcrum_app::domain::ids::PostingId;
use fulcrum_app::view::{
    CellStanding, Invites, PostingRow, ProblemCode, RoundsStanding, StatedRound, TagDesk,
    TagProgressState,
};
use fulcrum_sandbox::settings::Settings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Bench, until, world};

/// Postings that are misspelt in case, as many as asked for, and known to the program.
async fn misspelt(bench: &Bench, many: usize) -> Vec<PostingId> {
    let list = bench.lever(Method::GET, "/postings?limit=100").await;
    let all = list["data"].as_array().unwrap();
    let published = all.iter().filter(|posting| posting["state"] == "published");
    let ids: Vec<PostingId> = published
        .map(|posting| PostingId::from(posting["id"].as_str().unwrap()))
        .take(many)
        .collect();
    for posting in all {
        let id = posting["id"].as_str().unwrap();
        let tags = if ids.iter().any(|wrong| wrong.as_str() == id) {
            json!(["Hot", "myInterview:lever demo"])
        } else {
            json!(["Hot"])
        };
        bench
            .console(&format!("/postings/{id}/tags"), json!({ "tags": tags }))
            .await;
    }
    until("the misspelt postings are here", async || {
        bench.app.sync_now().await.unwrap();
        let wrong = bench.app.posting_matrix(true, 0, 500).await.unwrap().rows;
        wrong.len() == many && wrong.iter().all(|row| ids.contains(&row.id))
    })
    .await;
    ids
}

/// A posting as Lever has it.
async fn posting(bench: &Bench, id: &PostingId) -> Value {
    bench.lever(Method::GET, &format!("/postings/{id}")).await["data"].clone()
}

async fn tags(bench: &Bench, id: &PostingId) -> Value {
    posting(bench, id).await["tags"].clone()
}

fn apart_from_tags(posting: &Value) -> Value {
    let mut rest = posting.clone();
    for changing in ["tags", "updatedAt"] {
        rest.as_object_mut().unwrap().remove(changing);
    }
    rest
}

async fn row(bench: &Bench, id: &PostingId) -> PostingRow {
    let matrix = bench.app.posting_matrix(false, 0, 500).await.unwrap();
    matrix.rows.into_iter().find(|row| row.id == *id).unwrap()
}

/// The first fix that is offered for a posting.
async fn mend(bench: &Bench, id: &PostingId) -> Result<(), fulcrum_app::view::Problem> {
    let lint = bench.app.posting_lint(id).await.unwrap();
    let fix = lint.findings[0].fixes[0].clone();
    bench.app.mend_posting(id, fix.from, fix.to).await
}

/// As [`mend`], and the program knows it: what was read of the account meanwhile may be older than the change.
async fn mend_and_know(bench: &Bench, id: &PostingId) {
    mend(bench, id).await.unwrap();
    until("the mended posting is known", async || {
        bench.app.sync_now().await.unwrap();
        row(bench, id).await.problem.is_none()
    })
    .await;
}

async fn until_ended(bench: &Bench) -> TagDesk {
    until("the run has ended", async || {
        let run = bench.app.tag_desk().await.unwrap().run.unwrap();
        run.state == TagProgressState::Ended
    })
    .await;
    bench.app.tag_desk().await.unwrap()
}

fn right() -> Value {
    json!(["Hot", "myInterview:Lever Demo"])
}

fn wrong() -> Value {
    json!(["Hot", "myInterview:lever demo"])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_matrix_says_what_a_move_will_bring_about() {
    let bench = Bench::start(false).await;
    let ids = misspelt(&bench, 2).await;
    let matrix = bench.app.posting_matrix(true, 0, 500).await.unwrap();
    let shown: Vec<(&PostingId, Option<u32>)> = matrix
        .rows
        .iter()
        .map(|row| (&row.id, row.problem))
        .collect();
    assert_eq!((matrix.problems, matrix.rows.len()), (2, 2));
    assert!(
        ids.iter()
            .all(|id| shown.iter().any(|(shown, _)| *shown == id))
    );
    let numbers: Vec<u32> = matrix.rows.iter().filter_map(|row| row.problem).collect();
    assert_eq!(numbers, (1..=matrix.problems).collect::<Vec<_>>());

    let wrong = row(&bench, &ids[0]).await;
    assert_eq!(
        (
            wrong.template,
            wrong.template_text.as_str(),
            wrong.invites,
            wrong.short
        ),
        (CellStanding::Wrong, "lever demo", Invites::Nobody, true)
    );
    let lint = bench.app.posting_lint(&ids[0]).await.unwrap();
    assert_eq!(lint.findings[0].code, "letter_case");
    let marked: Vec<&str> = lint.findings[0]
        .on_posting
        .iter()
        .filter(|piece| piece.differs)
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!((marked, lint.findings[0].places), (vec!["l", "d"], 2));

    // Mended, shared, and its rounds stated: both vendors will invite.
    mend(&bench, &ids[0]).await.unwrap();
    bench.app.share_with_jobtwine(&ids[0]).await.unwrap();
    let unknown = row(&bench, &ids[0]).await;
    assert_eq!(
        (unknown.rounds, unknown.invites, unknown.short),
        (RoundsStanding::Unknown, Invites::MyInterview, true)
    );
    let rounds = vec![StatedRound::default(), StatedRound::default()];
    bench.app.state_rounds(&ids[0], Some(rounds)).await.unwrap();
    let both = row(&bench, &ids[0]).await;
    assert_eq!(
        (both.rounds, both.invites, both.short, both.problem),
        (RoundsStanding::Stated, Invites::Both, false, None)
    );
    // A window holds what was asked for and no more.
    let window = bench.app.posting_matrix(false, 3, 2).await.unwrap();
    let all = bench.app.posting_matrix(false, 0, 500).await.unwrap();
    assert_eq!(window.rows, all.rows[3..5]);
    assert_eq!(window.all, u32::try_from(all.rows.len()).unwrap());
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_follow_the_first_that_was_compared_and_all_can_be_taken_back() {
    let bench = Bench::start(false).await;
    let ids = misspelt(&bench, 5).await;
    let locked = bench.app.fix_all_tags().await.unwrap_err();
    assert_eq!(locked.code, ProblemCode::Blocked, "{locked}");
    assert!(bench.writes("/postings/").await.is_empty());

    let before = posting(&bench, &ids[0]).await;
    assert_eq!(before["state"], "published");
    mend(&bench, &ids[0]).await.unwrap();
    let after = posting(&bench, &ids[0]).await;
    assert_eq!(after["tags"], right());
    assert_eq!(apart_from_tags(&after), apart_from_tags(&before));
    let proof = bench.app.tag_desk().await.unwrap().proof.unwrap();
    assert!(proof.kept && proof.posting == ids[0] && proof.differing.is_empty());
    until("the mended posting is known", async || {
        bench.app.sync_now().await.unwrap();
        row(&bench, &ids[0]).await.problem.is_none()
    })
    .await;

    bench.app.fix_all_tags().await.unwrap();
    let ended = until_ended(&bench).await;
    let run = ended.run.unwrap();
    assert_eq!((run.total, run.done, run.failed), (4, 4, 0));
    assert_eq!(ended.plain, 0);
    for id in &ids {
        assert_eq!(tags(&bench, id).await, right());
        assert_eq!(posting(&bench, id).await["state"], "published");
    }
    assert_eq!(bench.writes("/postings/").await.len(), 5, "each once");

    // Somebody changes one meanwhile: it is left alone, and said so.
    let changed = json!({ "tags": ["Hot", "myInterview:Lever Demo", "New"] });
    bench
        .console(&format!("/postings/{}/tags", ids[2]), changed.clone())
        .await;
    let last = ended.last.unwrap();
    assert_eq!((last.postings, &last.run), (4, &run.run));
    bench.app.undo_tag_run(&last.run).await.unwrap();
    let undone = until_ended(&bench).await;
    let back = undone.run.unwrap();
    assert!(back.undo);
    assert_eq!((back.total, back.done, back.failed), (4, 3, 1));
    let failed: Vec<_> = back
        .failures
        .iter()
        .map(|one| (&one.posting, one.code.as_str()))
        .collect();
    assert_eq!(failed, [(&ids[2], "changed")]);
    for (at, id) in ids.iter().enumerate() {
        let expected = match at {
            0 => right(),
            2 => changed["tags"].clone(),
            _ => wrong(),
        };
        assert_eq!(tags(&bench, id).await, expected, "{at}");
    }

    // What is left of that run would conflict again; the first single change can be taken back, once.
    let written = bench
        .app
        .posting_lint(&ids[0])
        .await
        .unwrap()
        .written
        .unwrap();
    assert_eq!(written.came, ["myInterview:Lever Demo"]);
    bench.app.undo_tag_write(&written.write).await.unwrap();
    assert_eq!(tags(&bench, &ids[0]).await, wrong());
    let twice = bench.app.undo_tag_write(&written.write).await.unwrap_err();
    assert_eq!(twice.code, ProblemCode::NotFound);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_single_change_is_not_taken_back_over_a_colleagues() {
    let bench = Bench::start(false).await;
    let ids = misspelt(&bench, 1).await;
    mend(&bench, &ids[0]).await.unwrap();
    let written = bench
        .app
        .posting_lint(&ids[0])
        .await
        .unwrap()
        .written
        .unwrap();
    let theirs = json!(["Theirs"]);
    bench
        .console(
            &format!("/postings/{}/tags", ids[0]),
            json!({ "tags": theirs }),
        )
        .await;
    let refused = bench.app.undo_tag_write(&written.write).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Conflict, "{refused}");
    assert_eq!(tags(&bench, &ids[0]).await, theirs);
    // The look has shown it: nothing is offered any more.
    let lint = bench.app.posting_lint(&ids[0]).await.unwrap();
    assert_eq!((lint.tags, lint.written), (vec!["Theirs".to_owned()], None));
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_change_that_comes_back_changed_is_put_back_and_keeps_many_locked() {
    let bench = Bench::start(false).await;
    let ids = misspelt(&bench, 3).await;
    let before = posting(&bench, &ids[0]).await;
    bench
        .console(
            "/posting_damage",
            json!({ "updates": 1, "field": "locations" }),
        )
        .await;
    let said = mend(&bench, &ids[0]).await.unwrap_err();
    assert_eq!(said.code, ProblemCode::Conflict);
    assert!(said.sentence.contains("categories.allLocations"), "{said}");
    assert!(said.cause.contains("put it back"), "{said}");
    let after = posting(&bench, &ids[0]).await;
    assert_eq!(apart_from_tags(&after), apart_from_tags(&before));
    assert_eq!(after["tags"], wrong());
    let proof = bench.app.tag_desk().await.unwrap().proof.unwrap();
    assert_eq!(
        (proof.kept, proof.differing.as_slice(), proof.put_back),
        (
            false,
            ["categories.allLocations".to_owned()].as_slice(),
            Some(true)
        )
    );
    let locked = bench.app.fix_all_tags().await.unwrap_err();
    assert_eq!(locked.code, ProblemCode::Blocked);
    assert!(locked.cause.contains("categories.allLocations"), "{locked}");

    // What no update takes cannot be put back, and that is said.
    bench
        .console(
            "/posting_damage",
            json!({ "updates": 1, "field": "followers" }),
        )
        .await;
    let said = mend(&bench, &ids[1]).await.unwrap_err();
    assert!(said.cause.contains("Not all of it"), "{said}");
    let proof = bench.app.tag_desk().await.unwrap().proof.unwrap();
    assert_eq!(
        (proof.posting, proof.put_back),
        (ids[1].clone(), Some(false))
    );
    assert_eq!(tags(&bench, &ids[1]).await, wrong());

    // The way out: one that compares well.
    mend(&bench, &ids[2]).await.unwrap();
    bench.app.fix_all_tags().await.unwrap();
    assert_eq!(until_ended(&bench).await.run.unwrap().done, 2);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_stop_at_the_first_that_comes_back_changed() {
    let bench = Bench::start(false).await;
    let ids = misspelt(&bench, 5).await;
    mend_and_know(&bench, &ids[0]).await;
    bench
        .console("/posting_damage", json!({ "updates": 1 }))
        .await;
    bench.app.fix_all_tags().await.unwrap();
    until("the run is locked", async || {
        let run = bench.app.tag_desk().await.unwrap().run.unwrap();
        run.state == TagProgressState::Locked
    })
    .await;
    let desk = bench.app.tag_desk().await.unwrap();
    let run = desk.run.unwrap();
    assert_eq!((run.total, run.done, run.failed), (4, 0, 1));
    assert_eq!(run.failures[0].code, "not_kept");
    assert_eq!(run.failures[0].put_back, Some(true));
    let refused = bench.app.resume_tag_run(&run.run).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Blocked);
    // A single change that compares well lets it go on.
    let left = ids
        .iter()
        .find(|id| **id != ids[0] && !run.failures.iter().any(|one| one.posting == **id));
    mend(&bench, left.unwrap()).await.unwrap();
    bench.app.resume_tag_run(&run.run).await.unwrap();
    let run = until_ended(&bench).await.run.unwrap();
    assert_eq!((run.done, run.failed), (3, 1));
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_rests_writes_nothing_and_what_is_let_go_is_let_go() {
    let bench = Bench::start(false).await;
    let ids = misspelt(&bench, 6).await;
    mend_and_know(&bench, &ids[0]).await;
    // Answers take their time, so that somebody can press Pause in between.
    bench
        .console(
            "/faults/add",
            json!({ "fault": "latency", "route": "POST /postings/:id", "ms": 400 }),
        )
        .await;
    bench.app.fix_all_tags().await.unwrap();
    let run = bench.app.tag_desk().await.unwrap().run.unwrap().run;
    bench.app.pause_tag_run(&run).await.unwrap();
    let mut before = usize::MAX;
    until("nothing is on its way any more", async || {
        bench.app.sync_now().await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        let now = bench.writes("/postings/").await.len();
        std::mem::replace(&mut before, now) == now
    })
    .await;
    let desk = bench.app.tag_desk().await.unwrap().run.unwrap();
    assert_eq!(desk.state, TagProgressState::Paused);
    assert!(desk.done < desk.total, "{desk:?}");
    let again = bench.app.fix_all_tags().await.unwrap_err();
    assert_eq!(again.code, ProblemCode::BadInput);
    bench.app.stop_tag_run(&run).await.unwrap();
    let ended = until_ended(&bench).await.run.unwrap();
    assert_eq!(ended.done + ended.stopped, ended.total);
    assert_eq!(
        bench.writes("/postings/").await.len(),
        1 + usize::try_from(ended.done).unwrap()
    );
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_survives_the_end_of_the_program_and_writes_nothing_twice() {
    let mut bench = Bench::with(
        Settings {
            postings: 40,
            ..world()
        },
        false,
    )
    .await;
    let ids = misspelt(&bench, 12).await;
    mend_and_know(&bench, &ids[0]).await;
    // So slow that the program ends in the middle of it.
    bench
        .console(
            "/faults/add",
            json!({ "fault": "latency", "route": "POST /postings/:id", "ms": 250 }),
        )
        .await;
    bench.app.fix_all_tags().await.unwrap();
    until("some are written", async || {
        bench.app.tag_desk().await.unwrap().run.unwrap().done > 0
    })
    .await;
    bench.restart().await;
    bench.live().await;
    let run = bench.app.tag_desk().await.unwrap().run.unwrap();
    assert_eq!(run.state, TagProgressState::PausedByRestart, "{run:?}");
    bench.console("/faults/clear", json!({})).await;
    bench.app.resume_tag_run(&run.run).await.unwrap();
    let run = until_ended(&bench).await.run.unwrap();
    assert_eq!((run.total, run.done), (11, 11));
    for id in &ids {
        assert_eq!(tags(&bench, id).await, right());
        assert_eq!(
            bench.writes(&format!("/postings/{id}")).await.len(),
            1,
            "once"
        );
    }
    // What an earlier program wrote can be taken back by this one.
    bench.app.undo_tag_run(&run.run).await.unwrap();
    assert_eq!(until_ended(&bench).await.run.unwrap().done, 11);
    assert_eq!(tags(&bench, &ids[5]).await, wrong());
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_looked_for_and_nothing_is_written_twice() {
    let bench = Bench::start(false).await;
    let ids = misspelt(&bench, 3).await;
    mend_and_know(&bench, &ids[0]).await;
    bench
        .console(
            "/faults/add",
            json!({ "fault": "lost_answer", "route": "POST /postings/:id", "times": 1 }),
        )
        .await;
    bench.app.fix_all_tags().await.unwrap();
    let run = until_ended(&bench).await.run.unwrap();
    assert_eq!((run.done, run.failed), (2, 0));
    for id in &ids {
        assert_eq!(tags(&bench, id).await, right());
        assert_eq!(
            bench.writes(&format!("/postings/{id}")).await.len(),
            1,
            "once"
        );
    }
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_posting_without_candidates_can_be_tagged() {
    let bench = Bench::with(
        Settings {
            opportunities: 0,
            ..world()
        },
        false,
    )
    .await;
    let ids = misspelt(&bench, 1).await;
    bench
        .app
        .fix_posting_tag(
            &ids[0],
            Some("myInterview:lever demo"),
            "myInterview:Lever Demo",
        )
        .await
        .unwrap();
    assert_eq!(tags(&bench, &ids[0]).await, right());
    // The one way there is: it was compared, too.
    assert!(bench.app.tag_desk().await.unwrap().proof.unwrap().kept);
    let choices = bench.app.template_choices("lever").await.unwrap();
    let template = choices.iter().find(|one| one.name == "Lever Demo").unwrap();
    bench
        .app
        .choose_posting_template(&ids[0], &template.id)
        .await
        .unwrap();
    let refused = bench
        .app
        .mend_posting(&ids[0], Vec::new(), Some("two\nlines".to_owned()))
        .await
        .unwrap_err();
    assert_eq!(refused.code, ProblemCode::BadInput);
    bench.app.shutdown().await;
}
