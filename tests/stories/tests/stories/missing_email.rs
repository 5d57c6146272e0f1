//! Somebody without an e-mail address cannot be invited; the address is added from the app, and the invitation goes out.

use fulcrum_stories::company::Person;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::window::page::hook;

use crate::stage::{WELL_TAGGED, setting};

const EMAIL: &str = "tane.moana@example.org";

#[tokio::test]
async fn an_address_is_added_with_a_vendor_profile() {
    an_address_is_added(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn an_address_is_added_from_lever_alone() {
    an_address_is_added(Evidence::LeverAlone).await;
}

fn finding(code: &str) -> String {
    format!("{}[data-code='{code}']", hook("preflight-finding"))
}

async fn an_address_is_added(evidence: Evidence) {
    let mut people = None;
    let at = Recruiter::arrive(&setting(12, evidence), async |company| {
        let (screen, interview) = (
            company.stage("Recruiter screen").await?,
            company.stage("myInterview").await?,
        );
        let posting = company.posting(WELL_TAGGED).await?;
        // No country code: no text message can reach it.
        let phone = Some("(555) 010-0100");
        let person = Person {
            name: "Tāne Moanawhetū",
            email: None,
            phone,
            posting: &posting,
            stage: &screen,
        };
        let tane = company.add(&person).await?;
        people = Some((tane, screen, interview));
        Ok(())
    })
    .await
    .unwrap();
    let (tane, screen, interview) = people.unwrap();

    // Blocked before anything is written, and both consequences are named.
    at.move_by_keys(&screen, &tane, &interview).await.unwrap();
    at.window
        .wait_for_text(&finding("missing_email"), "the missing address", |text| {
            text.contains("No email")
        })
        .await
        .unwrap();
    let phone = at
        .window
        .text(&finding("phone_not_international"))
        .await
        .unwrap();
    assert!(phone.contains("no SMS"), "{phone}");
    assert_eq!(
        at.company.writes(&tane).await.unwrap(),
        Vec::<serde_json::Value>::new()
    );

    // The address is added from here, to the contact in Lever, as the recruiter.
    at.window.click(&hook("fix-missing_email")).await.unwrap();
    at.window
        .type_into(&hook("email-input"), EMAIL)
        .await
        .unwrap();
    at.window.click(&hook("email-save")).await.unwrap();
    at.window
        .wait_until_gone(&finding("missing_email"))
        .await
        .unwrap();
    let puts = at.company.writes("/contacts/").await.unwrap();
    assert_eq!(puts.len(), 1, "{puts:?}");
    assert_eq!(puts[0]["method"], "PUT");
    assert!(
        puts[0]["path"].as_str().unwrap().contains("perform_as="),
        "{puts:?}"
    );

    // Now it moves, and mails; no text message.
    at.window.click(&hook("move-now")).await.unwrap();
    at.find_card(&interview, &tane).await.unwrap();
    at.wait_on_card((&interview, &tane), "hold", "the hold", |text| {
        text.contains("Sending in")
    })
    .await
    .unwrap();
    at.company
        .wait_for_interview(&tane, "invited")
        .await
        .unwrap();
    let mails = at.company.invitations("mail", &tane).await.unwrap();
    assert_eq!(
        mails
            .iter()
            .map(|mail| mail["to"].as_str().unwrap())
            .collect::<Vec<_>>(),
        [EMAIL]
    );
    assert_eq!(
        at.company.invitations("sms", &tane).await.unwrap(),
        Vec::<serde_json::Value>::new()
    );
    at.wait_on_card(
        (&interview, &tane),
        "chip",
        "the invitation on the card",
        |text| text.contains("Invite sent"),
    )
    .await
    .unwrap();
}
