//! A candidate is moved into the interview stage, invited, completes, and the video opens.

use fulcrum_stories::company::Person;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::wait;
use fulcrum_stories::window::page::{card, hook, part};

use crate::stage::{WELL_TAGGED, setting};

const NAME: &str = "Ruairí Mac Giolla Fhionnuisce";

#[tokio::test]
async fn from_drag_to_video_with_a_vendor_profile() {
    from_drag_to_video(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn from_drag_to_video_from_lever_alone() {
    from_drag_to_video(Evidence::LeverAlone).await;
}

async fn from_drag_to_video(evidence: Evidence) {
    let mut people = None;
    let at = Recruiter::arrive(&setting(11, evidence), async |company| {
        let (screen, interview) = (
            company.stage("Recruiter screen").await?,
            company.stage("myInterview").await?,
        );
        let posting = company.posting(WELL_TAGGED).await?;
        let email = Some("ruairi.mgf@example.org");
        let person = Person {
            name: NAME,
            email,
            phone: Some("+447700900142"),
            posting: &posting,
            stage: &screen,
        };
        let ruairi = company.add(&person).await?;
        people = Some((ruairi, screen, interview));
        Ok(())
    })
    .await
    .unwrap();
    let (ruairi, screen, interview) = people.unwrap();
    let stage_changes = format!("{ruairi}/stage");

    // Carried over the lane: the consequence stands there before the drop.
    let carried = at.carry(&screen, &ruairi, &interview).await.unwrap();
    let consequence = |text: &str| {
        text.contains("emails an invite to") && text.contains(NAME) && text.contains("Lever Demo")
    };
    at.window
        .wait_for_text(&hook("drop-consequence"), "the consequence", consequence)
        .await
        .unwrap();
    carried.release().await.unwrap();

    // Undone in the hold: nothing was written.
    at.find_card(&interview, &ruairi).await.unwrap();
    at.wait_on_card((&interview, &ruairi), "hold", "the hold", |text| {
        text.contains("Sending in")
    })
    .await
    .unwrap();
    at.window.click(&hook("dock-undo")).await.unwrap();
    at.find_card(&screen, &ruairi).await.unwrap();
    at.window
        .wait_until_gone(&part(&card(&ruairi), "hold"))
        .await
        .unwrap();
    assert_eq!(
        at.company.writes(&ruairi).await.unwrap(),
        Vec::<serde_json::Value>::new()
    );
    assert_eq!(at.company.stage_of(&ruairi).await.unwrap(), screen);

    // Moved by keyboard: one stage change, as the recruiter.
    at.move_by_keys(&screen, &ruairi, &interview).await.unwrap();
    at.find_card(&interview, &ruairi).await.unwrap();
    at.wait_on_card((&interview, &ruairi), "hold", "the hold", |text| {
        text.contains("Sending in")
    })
    .await
    .unwrap();
    at.company
        .wait_for_interview(&ruairi, "invited")
        .await
        .unwrap();
    let changes = at.company.writes(&stage_changes).await.unwrap();
    let seat = at.company.fact("/seat/user_id").unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(
        changes[0]["path"]
            .as_str()
            .unwrap()
            .contains(&format!("perform_as={seat}")),
        "{changes:?}"
    );
    assert_eq!(
        at.company.invitations("mail", &ruairi).await.unwrap().len(),
        1
    );
    assert_eq!(
        at.company.invitations("sms", &ruairi).await.unwrap().len(),
        1
    );

    // The tag appears on the card without a click.
    let chip = |words: &'static str| move |text: &str| text.contains(words);
    at.wait_on_card(
        (&interview, &ruairi),
        "chip",
        "the invitation on the card",
        chip("Invite sent"),
    )
    .await
    .unwrap();
    let status = wait::until("one status tag when invited", async || {
        let status = status_tags(&at, &ruairi).await;
        wait::hold(status.len() == 1, || format!("{status:?}"))?;
        Ok(status)
    })
    .await
    .unwrap();

    // Completed: the tag is replaced, the journey counts one completion.
    at.company.complete(&ruairi).await.unwrap();
    let notice = at
        .desktop
        .notices()
        .wait_for("the notification", |_| true)
        .await
        .unwrap();
    assert!(
        !notice.summary.contains(NAME) && !notice.body.contains(NAME),
        "initials only: {notice:?}"
    );
    at.wait_on_card(
        (&interview, &ruairi),
        "chip",
        "the video on the card",
        chip("Video"),
    )
    .await
    .unwrap();
    wait::until("the replaced tag on the card", async || {
        let now = status_tags(&at, &ruairi).await;
        wait::hold(now.len() == 1 && now != status, || {
            format!("{now:?} after {status:?}")
        })
    })
    .await
    .unwrap();

    // The notification, clicked, leads to the card.
    at.desktop.notices().click_newest().unwrap();
    at.panel_shows(&ruairi).await.unwrap();
    let links = hook("journey-link");
    at.window
        .wait_for_text(&links, "the completion in the journey", |text| {
            text.contains("Video completed")
        })
        .await
        .unwrap();
    let completions = at.window.texts(&links).await.unwrap();
    assert_eq!(
        completions
            .iter()
            .filter(|text| text.contains("Video completed"))
            .count(),
        1,
        "{completions:?}"
    );

    // The video opens in the browser, and the page is there.
    at.window.click(&hook("open-video")).await.unwrap();
    let opened = wait::until("the address in the browser", async || {
        let opened = at.desktop.opened_links();
        wait::hold(opened.len() == 1, || format!("{opened:?}"))?;
        Ok(opened)
    })
    .await
    .unwrap();
    assert!(
        reqwest::get(&opened[0])
            .await
            .unwrap()
            .status()
            .is_success(),
        "{opened:?}"
    );
    assert_eq!(at.desktop.notices().all().len(), 1, "notified once");

    // The next morning: the same files, the same completed interview, no second notification.
    let at = at.come_back(evidence).await.unwrap();
    at.find_card(&interview, &ruairi).await.unwrap();
    at.wait_on_card(
        (&interview, &ruairi),
        "chip",
        "the video on the card",
        chip("Video"),
    )
    .await
    .unwrap();
    let polled = at.company.read("requests.json").await.unwrap();
    let since = polled["requests"].as_array().unwrap().len();
    wait::until("two more looks at Lever", async || {
        let log = at
            .company
            .read(&format!("requests.json?since={since}"))
            .await?;
        let looks = log["requests"]
            .as_array()
            .map_or(0, |all| all.iter().filter(|one| is_delta(one)).count());
        wait::hold(looks >= 2, || format!("{looks} looks"))
    })
    .await
    .unwrap();
    assert_eq!(
        at.desktop.notices().all().len(),
        1,
        "once each, also across restarts"
    );
}

/// The vendor's status tags that the card shows.
async fn status_tags(at: &Recruiter, opportunity: &str) -> Vec<String> {
    let tags = at
        .window
        .texts(&part(&card(opportunity), "tag"))
        .await
        .unwrap();
    tags.into_iter()
        .filter(|tag| tag.to_lowercase().starts_with("myinterview") && !tag.contains("Lever Demo"))
        .collect()
}

/// A question about what changed since the last one.
fn is_delta(request: &serde_json::Value) -> bool {
    request["path"]
        .as_str()
        .unwrap_or_default()
        .contains("updated_at_start")
}
