//! M18: archiving is listened to.

use super::bench::{Bench, PATIENCE};

async fn until_hidden(bench: &Bench, id: &str, hidden: bool) {
    for _ in 0..PATIENCE {
        if bench.attempts(id).await[0]["hidden"] == hidden {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("hidden never {hidden}");
}

#[tokio::test]
async fn archiving_hides_the_invitation_and_unarchiving_restores_it() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.archive(&id, true).await;
    until_hidden(&bench, &id, true).await;
    assert_eq!(bench.http.get(&link).send().await.unwrap().status(), 410);
    assert_eq!(bench.act(&id, "complete").await, 400);

    bench.archive(&id, false).await;
    until_hidden(&bench, &id, false).await;
    assert_eq!(bench.http.get(&link).send().await.unwrap().status(), 200);
    assert_eq!(bench.act(&id, "complete").await, 200);
}

/// Who plays the candidates takes up again where archiving stopped.
#[tokio::test]
async fn a_restored_candidate_goes_on() {
    let mut settings = super::bench::settings();
    settings.vendor_seconds = Some(600.0);
    let bench = Bench::with(settings).await;
    let id = bench.reachable().await;
    bench.enter(&id).await;
    bench.until(&id, "invited").await;
    bench.archive(&id, true).await;
    until_hidden(&bench, &id, true).await;
    for _ in 0..5 {
        bench.jump_hours(1).await;
    }
    assert_eq!(bench.attempts(&id).await[0]["state"], "invited");
    bench.archive(&id, false).await;
    until_hidden(&bench, &id, false).await;
    // Opening and handing in are two waits: the second begins after the first jump was noticed.
    for _ in 0..100 {
        bench.jump_hours(1).await;
        if bench.attempts(&id).await[0]["state"] == "completed" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the restored candidate never finished");
}

/// Nobody is invited to a candidacy that is archived.
#[tokio::test]
async fn an_archived_candidate_is_not_invited() {
    let bench = Bench::start().await;
    let id = bench.reachable().await;
    bench.archive(&id, true).await;
    bench.enter(&id).await;
    assert_eq!(bench.until(&id, "ignored").await["code"], "archived");
    assert!(bench.mail(&id, "invite").await.is_empty());
    assert!(bench.notes(&id).await.is_empty());
}
