//! Notes that are no news: a colleague's words, and words of the vendor that nobody understands.

use fulcrum_stories::error::Error;
use fulcrum_stories::recruiter::Evidence;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;

use crate::jobtwine::{Scene, scene};

#[tokio::test]
async fn words_alone_change_nothing_with_a_vendor_profile() {
    words_alone_change_nothing(Evidence::VendorProfile).await;
}

#[tokio::test]
async fn words_alone_change_nothing_from_lever_alone() {
    words_alone_change_nothing(Evidence::LeverAlone).await;
}

async fn words_alone_change_nothing(evidence: Evidence) {
    let scene = scene(evidence, "محمود أبو زيد", 0, &[("Coding", 60)]).await;
    let (at, id) = (&scene.at, &scene.id);
    scene.send().await;
    scene.notified("Slots wanted for").await;
    at.open_panel(&scene.experts, id).await.unwrap();
    scene.journey_is(1, "slots_wanted").await;
    let told = scene.summaries();

    let colleague = scene.colleague().await;
    let human = "JobTwine: interview scheduled tomorrow";
    at.company.write_note(id, &colleague, human).await.unwrap();
    let line = note(&scene, human).await;
    assert_eq!(line, "false", "a colleague's note is no vendor note");
    scene.journey_is(1, "slots_wanted").await;

    let vendor = at.company.fact("/jobtwine/vendor_user_id").unwrap();
    let host = at.company.fact("/jobtwine/link_host").unwrap();
    let odd = format!("Pelican forty-two, as agreed. http://{host}/jobtwine/x");
    at.company.write_note(id, vendor, &odd).await.unwrap();
    let line = note(&scene, "Pelican forty-two").await;
    assert_eq!(line, "true", "shown as an unread vendor note");
    let unread = format!("{}[data-unread='true']", hook("note-line"));
    let shown = at.window.text(&unread).await.unwrap();
    assert!(shown.contains("Unread vendor note"), "{shown}");
    scene.journey_is(1, "slots_wanted").await;
    assert_eq!(scene.summaries(), told, "nothing was notified");
}

/// Waits for a note in the panel; whether it is shown as an unread vendor note.
async fn note(scene: &Scene, words: &'static str) -> String {
    let window = &scene.at.window;
    window
        .wait_for_text(&hook("note-line"), words, |text| text.contains(words))
        .await
        .unwrap();
    // Two looks at a list that may grow between them: they belong together when both are equally long.
    wait::until("the note and its mark", async || {
        let texts = window.texts(&hook("note-line")).await?;
        let marks = window.attributes(&hook("note-line"), "data-unread").await?;
        let place = texts.iter().position(|text| text.contains(words));
        let mark = place.and_then(|place| marks.get(place)).cloned();
        match mark {
            Some(mark) if texts.len() == marks.len() => Ok(mark),
            _ => Err(Error::Wrong(format!(
                "{} notes, {} marks",
                texts.len(),
                marks.len()
            ))),
        }
    })
    .await
    .unwrap()
}
