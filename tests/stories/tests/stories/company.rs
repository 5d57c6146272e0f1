//! The stories' view of the company proves itself without a window: a colleague moves somebody, the vendor invites.

use fulcrum_stories::company::Person;
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::wait;
use serde_json::json;

use crate::stage;

#[tokio::test]
async fn what_colleagues_and_the_vendor_do_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let world = stage::small_company(3);
    let company = Sandbox::start(&world, folder.path()).unwrap();
    let (from, to) = (
        company.stage("Recruiter screen").await.unwrap(),
        company.stage("myInterview").await.unwrap(),
    );
    let posting = company.posting("Backend Engineer, Payments").await.unwrap();
    let person = Person {
        name: "Jo Quill",
        email: Some("jo.quill@example.org"),
        phone: Some("+447700900142"),
        posting: &posting,
        stage: &from,
    };
    let jo = company.add(&person).await.unwrap();
    assert_eq!(company.stage_of(&jo).await.unwrap(), from);
    assert_eq!(
        company.invitations("mail", &jo).await.unwrap(),
        Vec::<serde_json::Value>::new()
    );

    company
        .act(
            &format!("opportunities/{jo}/stage"),
            &json!({ "stage": to }),
        )
        .await
        .unwrap();
    company.wait_for_interview(&jo, "invited").await.unwrap();
    let mails = company.invitations("mail", &jo).await.unwrap();
    assert_eq!(
        mails
            .iter()
            .map(|mail| mail["to"].as_str().unwrap())
            .collect::<Vec<_>>(),
        ["jo.quill@example.org"]
    );
    assert_eq!(company.invitations("sms", &jo).await.unwrap().len(), 1);

    let tagged = async |word: &str| {
        wait::until("the vendor's tag", async || {
            let tags = company.tags_of(&jo).await?;
            let found = tags.iter().any(|tag| {
                tag.to_lowercase().starts_with("myinterview") && tag.to_lowercase().contains(word)
            });
            wait::hold(found, || format!("{tags:?}"))
        })
        .await
        .unwrap();
    };
    tagged("invite").await;
    company.complete(&jo).await.unwrap();
    company.wait_for_interview(&jo, "completed").await.unwrap();
    tagged("complete").await;
    let tags = company.writes(&format!("{jo}/addTags")).await.unwrap();
    assert_eq!(
        tags.len(),
        2,
        "one tag when invited, one when completed: {tags:?}"
    );
}

#[test]
fn the_line_with_the_key_is_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let world = stage::small_company(3);
    let company = Sandbox::start(&world, folder.path()).unwrap();
    let mode = std::fs::metadata(company.training_file())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(company.fact("/api_base").unwrap().ends_with("/v1"));
}
