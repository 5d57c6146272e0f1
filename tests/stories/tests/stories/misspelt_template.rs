//! A posting's tag misspells its template: the move is stopped beforehand, made anyway, fails as foretold; the tag is mended
//! from the app and the invitation is sent again, once.

use fulcrum_stories::company::Person;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use serde_json::{Value, json};

use crate::stage::{MISSPELT, setting};

#[tokio::test]
async fn a_misspelt_template_is_mended_with_a_vendor_profile() {
    a_misspelt_template_is_mended(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn a_misspelt_template_is_mended_from_lever_alone() {
    a_misspelt_template_is_mended(Evidence::LeverAlone).await;
}

async fn a_misspelt_template_is_mended(evidence: Evidence) {
    let mut people = None;
    let at = Recruiter::arrive(&setting(13, evidence), async |company| {
        // The articles promise a note "in most cases", in words nobody has published; this story is about a case with a note,
        // and about words that can be read. A note that cannot be read is kept as unread, and concludes nothing.
        company
            .set_vendor(&json!({ "silence": "never", "wording": 0 }))
            .await?;
        let (screen, interview) = (
            company.stage("Recruiter screen").await?,
            company.stage("myInterview").await?,
        );
        let posting = company.posting(MISSPELT).await?;
        let email = Some("w.konstantinidou@example.org");
        let person = Person {
            name: "Wilhelmina Konstantinidou",
            email,
            phone: None,
            posting: &posting,
            stage: &screen,
        };
        let wilhelmina = company.add(&person).await?;
        people = Some((wilhelmina, posting, screen, interview));
        Ok(())
    })
    .await
    .unwrap();
    let (wilhelmina, posting, screen, interview) = people.unwrap();
    let before = at
        .company
        .lever(&format!("postings/{posting}"))
        .await
        .unwrap();
    assert!(
        tags(&before).contains(&"myInterview:lever demo".to_owned()),
        "{before}"
    );

    // Stopped beforehand, with the right spelling; moved anyway, knowing what will not happen.
    at.move_by_keys(&screen, &wilhelmina, &interview)
        .await
        .unwrap();
    let finding = format!(
        "{}[data-code='template_not_found']",
        hook("preflight-finding")
    );
    let asked = |text: &str| text.contains("Did you mean “Lever Demo”?");
    at.window
        .wait_for_text(&finding, "the right spelling", asked)
        .await
        .unwrap();
    let button = at.window.text(&hook("move-anyway")).await.unwrap();
    assert_eq!(button, "Move anyway, no invitation will go out");
    at.window.click(&hook("move-anyway")).await.unwrap();

    // It fails as foretold: a note says so, nobody is mailed.
    let failed = at
        .company
        .wait_for_interview(&wilhelmina, "failed")
        .await
        .unwrap();
    assert_eq!(failed["code"], "template_not_found");
    at.find_card(&interview, &wilhelmina).await.unwrap();
    let failed = |text: &str| text.contains("Invite failed") && text.contains("template not found");
    at.wait_on_card(
        (&interview, &wilhelmina),
        "chip",
        "the failure on the card",
        failed,
    )
    .await
    .unwrap();
    assert_eq!(
        at.company.invitations("mail", &wilhelmina).await.unwrap(),
        Vec::<Value>::new()
    );

    // The tag is mended from the app; nothing else of the posting changes, not even its state.
    at.open_panel(&interview, &wilhelmina).await.unwrap();
    at.window
        .click(&hook("panel-fix-template_not_found"))
        .await
        .unwrap();
    let after = wait::until("the mended tag in Lever", async || {
        let now = at.company.lever(&format!("postings/{posting}")).await?;
        wait::hold(
            tags(&now).contains(&"myInterview:Lever Demo".to_owned()),
            || format!("the tags are {:?}", tags(&now)),
        )?;
        Ok(now)
    })
    .await
    .unwrap();
    assert!(
        !tags(&after).contains(&"myInterview:lever demo".to_owned()),
        "{after}"
    );
    assert_eq!(apart_from_tags(&after), apart_from_tags(&before));

    // Sent again through the neutral stage: out and back, invited once.
    at.window.click(&hook("resend")).await.unwrap();
    at.company
        .wait_for_interview(&wilhelmina, "invited")
        .await
        .unwrap();
    let changes = at
        .company
        .writes(&format!("{wilhelmina}/stage"))
        .await
        .unwrap();
    assert_eq!(
        changes.len(),
        3,
        "moved once, then out and back: {changes:?}"
    );
    assert_eq!(
        at.company
            .invitations("mail", &wilhelmina)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(at.company.stage_of(&wilhelmina).await.unwrap(), interview);
    at.wait_on_card(
        (&interview, &wilhelmina),
        "chip",
        "the invitation on the card",
        |text| text.contains("Invite sent"),
    )
    .await
    .unwrap();
}

fn tags(posting: &Value) -> Vec<String> {
    posting["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag.as_str().unwrap().to_owned())
        .collect()
}

fn apart_from_tags(posting: &Value) -> Value {
    let mut rest = posting.clone();
    for changing in ["tags", "updatedAt"] {
        rest.as_object_mut().unwrap().remove(changing);
    }
    rest
}
