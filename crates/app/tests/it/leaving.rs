//! Leaving in parts: a vendor is switched off and watched, Lever is disconnected, archived candidates go.

use fulcrum_app::domain::ids::OpportunityId;
use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{Actor, Phase, ProblemCode, VendorLeaving, VendorStanding};
use fulcrum_vault::SecretName;
use serde_json::json;

use crate::bench::{Bench, until};
use crate::sign_in;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

async fn myinterview(bench: &Bench) -> VendorLeaving {
    let facts = bench.app.leaving().await.unwrap();
    let mut vendors = facts.vendors.into_iter();
    vendors
        .find(|one| one.vendor == Vendor::MyInterview)
        .unwrap()
}

async fn until_standing(bench: &Bench, wanted: VendorStanding) -> VendorLeaving {
    until(&format!("{wanted:?}"), async || {
        bench.app.sync_now().await.unwrap();
        myinterview(bench).await.standing == wanted
    })
    .await;
    myinterview(bench).await
}

/// A move into the vendor's stage that is sent at once.
async fn invited(bench: &Bench, id: &OpportunityId) {
    let sent = bench
        .app
        .move_card(id, &bench.trigger(), false)
        .await
        .unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    bench.until_settled(&sent.intent).await;
    bench.until_state(id, "invited").await;
}

/// A colleague moves somebody into the vendor's stage, in Lever.
async fn colleague_moves(bench: &Bench, id: &OpportunityId) {
    let body = json!({ "stage": bench.trigger().as_str() });
    bench
        .console(&format!("/opportunities/{id}/stage"), body)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vendor_is_switched_off_and_what_it_does_afterwards_is_judged() {
    let mut bench = Bench::start(false).await;
    let mid_flow = bench.invitable().await;
    invited(&bench, &mid_flow).await;
    let held = bench.invitable().await;
    let waits = bench
        .app
        .move_card(&held, &bench.trigger(), false)
        .await
        .unwrap();
    assert!(waits.hold_until_ms.is_some());

    let before = myinterview(&bench).await;
    assert_eq!(before.standing, VendorStanding::On);
    assert_eq!(before.stage.as_deref(), Some("myInterview"));
    let named: Vec<_> = before
        .mid_flow
        .iter()
        .map(|one| (one.opportunity.clone(), one.state.as_str()))
        .collect();
    // Others stand in the stage from before, and wait for the vendor.
    assert!(named.contains(&(mid_flow.clone(), "invited")), "{named:?}");
    let others = named.iter().filter(|(id, _)| *id != mid_flow);
    assert!(others.clone().all(|(_, state)| *state == "triggered"));
    assert!(others.into_iter().all(|(id, _)| *id != held), "{named:?}");
    assert_eq!(before.waiting, 1);
    let revoked_first = bench.app.vendor_revoked(Vendor::MyInterview).await;
    assert_eq!(revoked_first.unwrap_err().code, ProblemCode::BadInput);

    bench.app.disable_vendor(Vendor::MyInterview).await.unwrap();
    let off = myinterview(&bench).await;
    assert_eq!((off.standing, off.waiting), (VendorStanding::Off, 0));
    let still = off.mid_flow.iter().filter(|one| one.state == "invited");
    assert_eq!(still.count(), 1, "the past stays");
    let dock = bench.app.dock().await.unwrap();
    assert!(
        !dock
            .items
            .iter()
            .any(|item| item.pending.intent == waits.intent),
        "taken back"
    );
    assert_eq!(bench.stage_writes(&held).await, [""; 0]);
    // Nothing is awaited of who was invited, however long it takes.
    bench.clock.move_on(20 * DAY_MS);
    bench.quiet().await;
    let card = bench.card(&mid_flow).await;
    assert!(!card.late);
    assert_eq!(card.next.actor, Actor::Nobody);
    bench.clock.move_on(-20 * DAY_MS);
    // Entering the stage is a move like any other.
    let preview = bench.app.preview(&held, &bench.trigger()).await.unwrap();
    assert_eq!((preview.vendor, preview.hold_seconds), (None, 0));
    assert_eq!(preview.findings, []);

    // It is on the desk, not in this run.
    bench.restart().await;
    bench.live().await;
    assert_eq!(myinterview(&bench).await.standing, VendorStanding::Off);

    // Said and not done: what it writes afterwards proves the contrary.
    bench.app.vendor_revoked(Vendor::MyInterview).await.unwrap();
    let said = until_standing(&bench, VendorStanding::NothingToAnswer).await;
    assert!(said.revoked_at_ms.is_some());
    bench.console("/clock/jump", json!({ "ms": 2_000 })).await;
    bench.act(&mid_flow, "complete").await;
    let reacting = until_standing(&bench, VendorStanding::Reacting).await;
    assert!(reacting.at_ms > reacting.revoked_at_ms);

    // Done now: a move that it used to answer passes.
    bench.console("/grants/myInterview/revoke", json!({})).await;
    bench.console("/clock/jump", json!({ "ms": 5_000 })).await;
    // Lever's time is known from its answers, to the second.
    bench.app.sync_now().await.unwrap();
    bench.quiet().await;
    bench.app.vendor_revoked(Vendor::MyInterview).await.unwrap();
    until_standing(&bench, VendorStanding::NothingToAnswer).await;
    bench.console("/clock/jump", json!({ "ms": 2_000 })).await;
    colleague_moves(&bench, &held).await;
    let early = until_standing(&bench, VendorStanding::TooEarly).await;
    assert!(early.at_ms > early.revoked_at_ms);
    bench
        .console("/clock/jump", json!({ "ms": 3 * MINUTE_MS }))
        .await;
    bench.clock.move_on(3 * MINUTE_MS);
    let quiet = until_standing(&bench, VendorStanding::Quiet).await;
    assert_eq!(quiet.unanswered, 1);
    let heard = bench.interviews(&held).await;
    // It may have heard, and could not get in.
    assert!(
        heard.iter().all(|one| one["state"] == "silent"),
        "{heard:?}"
    );

    // On again, with everything that was pinned.
    bench.app.enable_vendor(Vendor::MyInterview).await.unwrap();
    let on = myinterview(&bench).await;
    assert_eq!((on.standing, on.stage), (VendorStanding::On, before.stage));
    until("the silence is late again", async || {
        bench.app.sync_now().await.unwrap();
        bench.card(&held).await.late
    })
    .await;
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn archived_candidates_stay_as_long_as_was_chosen() {
    let bench = Bench::start(false).await;
    for days in [0, 6, 366, u32::MAX] {
        let refused = bench.app.set_retention(Some(days)).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::BadInput, "{days}");
    }
    let id = bench.invitable().await;
    let there = || async { bench.app.candidate(&id).await.is_ok() };
    bench
        .console(
            &format!("/opportunities/{id}/archived"),
            json!({ "archived": true }),
        )
        .await;
    until("it is archived here", async || {
        bench.app.sync_now().await.unwrap();
        bench.app.candidate(&id).await.unwrap().archived
    })
    .await;
    let pass = async |days: i64| {
        let ms = days * DAY_MS;
        bench.console("/clock/jump", json!({ "ms": ms })).await;
        bench.clock.move_on(ms);
    };
    bench.app.set_retention(Some(7)).await.unwrap();
    pass(6).await;
    bench.quiet().await;
    assert!(there().await);
    pass(2).await;
    until("it has left", async || {
        bench.app.sync_now().await.unwrap();
        !there().await
    })
    .await;
    // A longer time reads it again, and one that it has outlived takes it away.
    let facts = bench.app.set_retention(Some(365)).await.unwrap();
    assert_eq!(facts.retention.days, Some(365));
    until("it is back", there).await;
    bench.app.set_retention(None).await.unwrap();
    pass(400).await;
    bench.quiet().await;
    assert!(there().await);
    bench.app.set_retention(Some(30)).await.unwrap();
    until("it has left again", async || !there().await).await;
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn disconnected_with_its_files_everything_waits_for_the_same_person() {
    let bench = Bench::start(false).await;
    let id = bench.invitable().await;
    let waits = bench
        .app
        .move_card(&id, &bench.trigger(), false)
        .await
        .unwrap();
    let facts = bench.app.leaving().await.unwrap();
    assert_eq!(facts.access, "key");
    let [one] = facts.waiting.as_slice() else {
        panic!("{facts:?}")
    };
    assert_eq!(
        (one.name.as_str(), one.to.as_deref()),
        ("Ana Prova", Some("myInterview"))
    );

    let gone = bench.app.disconnect_lever(true).await.unwrap();
    assert_eq!(gone.session.phase, Phase::Connect);
    assert_eq!((gone.access.as_str(), gone.files_kept), ("key", true));
    assert_eq!(bench.kept(SecretName::LeverApiKey), None);
    assert!(bench.kept(SecretName::DeskKey).is_some());

    let users = bench.app.check_key(&bench.sandbox.api_key).await.unwrap();
    assert_eq!(users.len(), 1, "the same person: {users:?}");
    bench.app.choose_seat(&users[0].id).await.unwrap();
    bench.live().await;
    assert!(bench.app.candidate(&id).await.is_ok());
    assert_eq!(bench.stage_writes(&id).await, [""; 0]);
    let dock = bench.app.dock().await.unwrap();
    assert!(
        dock.items
            .iter()
            .any(|item| item.pending.intent == waits.intent),
        "it waits to be decided"
    );

    let gone = bench.app.disconnect_lever(false).await.unwrap();
    assert!(!gone.files_kept);
    for name in SecretName::ALL {
        assert_eq!(bench.kept(name), None, "{name:?}");
    }
    let left: Vec<_> = std::fs::read_dir(bench.folder().join("training"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 0);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_is_given_back_where_lever_takes_it() {
    for there in [true, false] {
        let desk = sign_in::Desk::with(|settings| {
            settings.switches.protocol.revocation_endpoint = there;
        })
        .await;
        let app = desk.start().await;
        let users = desk.signed_in(&app).await;
        app.choose_seat(&users[0].id).await.unwrap();
        sign_in::filled(&app).await;
        let token = desk.access();
        assert!(desk.accepts(&token).await);
        let gone = app.disconnect_lever(false).await.unwrap();
        let wanted = if there { "revoked" } else { "not_offered" };
        assert_eq!(gone.access, wanted);
        assert_eq!(desk.accepts(&token).await, !there);
        for name in SecretName::ALL {
            assert!(desk.secret(name).is_none(), "{name:?}");
        }
        app.shutdown().await;
    }
}
