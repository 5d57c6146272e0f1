//! What stands in the way, said before the move and mended from the program.

use fulcrum_app::domain::preflight::{FindingCode, Fix};
use fulcrum_app::view::{ChipKind, ProblemCode};
use reqwest::Method;

use crate::bench::{Bench, until};

async fn a_misspelt_template(profile: bool) {
    let bench = Bench::start(profile).await;
    let posting = bench.posting(&["myInterview:lever demo"]).await;
    let id = bench.candidate(&posting, &["ana@example.com"], &[]).await;
    let trigger = bench.trigger();
    until("the misspelling is seen", async || {
        bench.app.sync_now().await.unwrap();
        let preview = bench.app.preview(&id, &trigger).await.unwrap();
        preview
            .findings
            .iter()
            .any(|one| one.code == FindingCode::TemplateNotFound)
    })
    .await;
    let preview = bench.app.preview(&id, &trigger).await.unwrap();
    let finding = preview
        .findings
        .iter()
        .find(|one| one.code == FindingCode::TemplateNotFound)
        .unwrap();
    assert!(!preview.emails);
    let Some(Fix::ReplacePostingTag { from, to }) = finding.fix.clone() else {
        panic!("no fix in {finding:?}")
    };
    assert_eq!(to, "myInterview:Lever Demo");

    let refused = bench.app.move_card(&id, &trigger, false).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Blocked);
    let sent = bench.app.move_card(&id, &trigger, true).await.unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    bench.until_state(&id, "failed").await;
    assert_eq!(
        bench.journey(&id).await,
        ("failed".to_owned(), Some("template_not_found".to_owned()))
    );
    until("the failure is told", async || {
        bench.heard.native().iter().any(|one| one.code == "failed")
    })
    .await;

    bench
        .app
        .fix_posting_tag(&posting.as_str().into(), from.as_deref(), &to)
        .await
        .unwrap();
    let kept = bench
        .lever(Method::GET, &format!("/postings/{posting}"))
        .await;
    assert_eq!(
        kept["data"]["tags"],
        serde_json::json!(["myInterview:Lever Demo"])
    );
    assert_eq!(kept["data"]["state"], "published");

    let again = bench.app.resend(&id).await.unwrap();
    bench.app.send_now(&again.intent).await.unwrap();
    bench.until_settled(&again.intent).await;
    bench.until_state(&id, "invited").await;
    let invited = bench
        .interviews(&id)
        .await
        .iter()
        .filter(|interview| !interview["mail"].is_null())
        .count();
    assert_eq!(invited, 1);
    let writes = bench.stage_writes(&id).await;
    assert_eq!(
        writes.len(),
        3,
        "once in, once out, once in again: {writes:?}"
    );
    let resend = bench.app.candidate(&id).await.unwrap().resend;
    assert!(!resend.possible, "{resend:?}");
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_misspelt_template_with_a_vendor_profile() {
    a_misspelt_template(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_misspelt_template_from_levers_evidence_alone() {
    a_misspelt_template(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_email_is_added_and_then_the_mail_goes() {
    let bench = Bench::start(false).await;
    let with = bench.invitable().await;
    let posting = bench.app.candidate(&with).await.unwrap().posting.unwrap();
    let id = bench
        .candidate(posting.as_str(), &[], &["(555) 010-0100"])
        .await;
    let trigger = bench.trigger();
    let codes = |findings: &[fulcrum_app::domain::preflight::Finding]| {
        findings.iter().map(|one| one.code).collect::<Vec<_>>()
    };
    let preview = bench.app.preview(&id, &trigger).await.unwrap();
    assert!(codes(&preview.findings).contains(&FindingCode::MissingEmail));
    assert!(codes(&preview.findings).contains(&FindingCode::PhoneNotInternational));
    let card = bench.card(&id).await;
    assert_eq!(card.chip.unwrap().kind, ChipKind::Obstacle);
    assert_eq!(card.next.phrase, "add_email");

    let wrong = bench.app.set_email(&id, "nobody").await.unwrap_err();
    assert_eq!(wrong.code, ProblemCode::BadInput);
    bench
        .app
        .set_email(&id, "ana.prova@example.com")
        .await
        .unwrap();
    let preview = bench.app.preview(&id, &trigger).await.unwrap();
    assert!(preview.emails && !preview.texts, "{preview:?}");
    assert!(!codes(&preview.findings).contains(&FindingCode::MissingEmail));
    assert!(codes(&preview.findings).contains(&FindingCode::PhoneNotInternational));
    let panel = bench.app.candidate(&id).await.unwrap();
    assert_eq!(panel.phones[0].value, "(555) 010-0100");

    let sent = bench.app.move_card(&id, &trigger, false).await.unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    bench.until_state(&id, "invited").await;
    let interview = &bench.interviews(&id).await[0];
    assert!(
        !interview["mail"].is_null() && interview["sms"].is_null(),
        "{interview}"
    );
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_is_corrected_and_then_the_sms_goes() {
    let bench = Bench::start(true).await;
    let with = bench.invitable().await;
    let posting = bench.app.candidate(&with).await.unwrap().posting.unwrap();
    let id = bench
        .candidate(posting.as_str(), &["b@example.com"], &["(555) 010-0100"])
        .await;
    bench.app.set_phone(&id, "+1 555 010 0100").await.unwrap();
    let preview = bench.app.preview(&id, &bench.trigger()).await.unwrap();
    assert!(preview.emails && preview.texts, "{preview:?}");
    let panel = bench.app.candidate(&id).await.unwrap();
    assert_eq!(panel.phones.len(), 1, "replaced, not added");
    assert!(panel.phones[0].international);
    bench.app.shutdown().await;
}
