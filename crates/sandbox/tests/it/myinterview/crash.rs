//! The vendor breaks off between two writes: what Lever shows meanwhile, and how it recovers.

use fulcrum_sandbox::myinterview::status_tag::COMPLETED;
use serde_json::{Value, json};

use super::bench::Bench;

const WRITES: [&str; 4] = ["add_tag", "remove_tag", "note", "link"];

/// All orders in which the new tag comes before the old one goes.
fn orders() -> Vec<Vec<&'static str>> {
    let mut orders: Vec<Vec<&str>> = vec![Vec::new()];
    for write in WRITES {
        orders = orders
            .iter()
            .flat_map(|order| {
                (0..=order.len()).map(move |place| {
                    let mut longer = order.clone();
                    longer.insert(place, write);
                    longer
                })
            })
            .collect();
    }
    let place = |order: &[&str], write| order.iter().position(|one| *one == write);
    orders.retain(|order| place(order, "add_tag") < place(order, "remove_tag"));
    orders
}

/// What Lever shows of a completion: which writes have been done.
async fn done(bench: &Bench, id: &str) -> Vec<&'static str> {
    let tags = bench.status_tags(id).await;
    let new = tags.iter().any(|tag| COMPLETED.contains(&tag.as_str()));
    let old = tags.iter().any(|tag| !COMPLETED.contains(&tag.as_str()));
    let links = bench.opportunity(id).await["links"]
        .as_array()
        .unwrap()
        .len();
    let notes = bench.notes(id).await.len();
    assert!(notes <= 1 && links <= 1 && tags.len() <= 2);
    let all = [new, !old, notes == 1, links == 1];
    let pairs = WRITES.into_iter().zip(all);
    pairs
        .filter_map(|(write, yes)| yes.then_some(write))
        .collect()
}

/// Every order, broken off at every point: exactly the writes before it are done; at the next look the rest is, once.
#[tokio::test]
async fn the_next_look_does_what_is_left() {
    let bench = Bench::start().await;
    let orders = orders();
    assert_eq!(orders.len(), 12);
    for (number, order) in orders.iter().enumerate() {
        // One point per order, and each point several times over all orders.
        let point = number % 4;
        let crash = match point {
            0 => json!({ "break_at_once": true }),
            _ => json!({ "break_after": order[point - 1] }),
        };
        bench.switch(json!({ "completion_order": order })).await;
        bench.switch(crash).await;
        let id = bench.invited().await;
        assert_eq!(bench.act(&id, "complete").await, 200);
        let mut before: Vec<&str> = order[..point].to_vec();
        before.sort_by_key(|write| WRITES.iter().position(|one| one == write));
        assert_eq!(done(&bench, &id).await, before, "{order:?} at {point}");
        let attempt = bench.attempts(&id).await.remove(0);
        assert_eq!(attempt["owed"], json!(order[point..]));
        assert_eq!(bench.mail(&id, "thank_you").await.len(), 1);

        bench.leave(&id).await;
        bench.still().await;
        assert_eq!(done(&bench, &id).await, WRITES, "{order:?} at {point}");
        assert_eq!(bench.attempts(&id).await[0]["owed"], json!([]));
        assert_eq!(bench.mail(&id, "thank_you").await.len(), 1);
    }
}

/// The review page is a look, too; by hand means by hand; by itself means half a minute later.
#[tokio::test]
async fn recovery_is_as_the_switch_says() {
    let bench = Bench::start().await;
    let crashed = async |recovery: &str| {
        let crash = json!({ "break_after": "remove_tag", "recovery": recovery });
        bench.switch(crash).await;
        let id = bench.invited().await;
        assert_eq!(bench.act(&id, "complete").await, 200);
        assert!(bench.notes(&id).await.is_empty());
        id
    };
    let looked = crashed("next_look").await;
    let review = bench.attempts(&looked).await[0]["review"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(bench.http.get(review).send().await.unwrap().status(), 200);
    assert_eq!(bench.notes(&looked).await.len(), 1);

    let by_hand = crashed("by_hand").await;
    bench.leave(&by_hand).await;
    bench.still().await;
    bench.jump_hours(1).await;
    bench.quiet().await;
    assert!(bench.notes(&by_hand).await.is_empty());
    assert_eq!(bench.act(&by_hand, "resume").await, 200);
    assert_eq!(bench.notes(&by_hand).await.len(), 1);

    let alone = crashed("by_itself").await;
    bench.jump_hours(1).await;
    for _ in 0..super::bench::PATIENCE {
        if bench.attempts(&alone).await[0]["owed"] == json!([]) {
            assert_eq!(bench.notes(&alone).await.len(), 1);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("never recovered");
}

/// A failure's note that Lever could not take comes later; until then the failure is a silent one.
#[tokio::test]
async fn a_failure_is_silent_until_its_note_is_there() {
    let bench = Bench::start().await;
    let id = bench.candidate(&[], &[]).await;
    bench.enter(&id).await;
    bench.until(&id, "failed").await;
    // The next one meets a Lever that answers reads and loses every answer to a write, and the looks after it.
    let second = bench.candidate(&[], &[]).await;
    let (status, _) = bench.console("/faults", json!({ "lost_answers": 9 })).await;
    assert_eq!(status, 200);
    let stage = json!({ "stage": bench.info("trigger_stage_id") });
    let path = format!("/opportunities/{second}/stage");
    assert_eq!(bench.console(&path, stage).await.0, 200);
    let mut seen: Vec<Value> = Vec::new();
    for _ in 0..super::bench::PATIENCE {
        bench.console("/clock/jump", json!({ "ms": 31_000 })).await;
        bench.console("/faults", json!({})).await;
        seen = bench.attempts(&second).await;
        if seen.last().is_some_and(|one| one["state"] == "failed") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(seen.last().unwrap()["state"], "failed");
    assert_eq!(bench.notes(&second).await.len(), 1);
}

/// A crash that is planned with Lever's other faults strikes after so many writes, once.
#[tokio::test]
async fn a_planned_crash_breaks_off_after_so_many_writes() {
    let bench = Bench::start().await;
    bench.switch(json!({ "completion_order": WRITES })).await;
    for point in 0..4 {
        let id = bench.invited().await;
        let crash = json!({ "vendor": "myinterview", "after_writes": point });
        let plan = json!({ "vendors": { "crashes": [crash] } });
        assert_eq!(bench.console("/faults", plan).await.0, 200);
        assert_eq!(bench.act(&id, "complete").await, 200);
        assert_eq!(done(&bench, &id).await, WRITES[..point]);
        bench.leave(&id).await;
        bench.still().await;
        assert_eq!(done(&bench, &id).await, WRITES);
    }
}
