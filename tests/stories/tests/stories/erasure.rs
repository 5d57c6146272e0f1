//! Who is deleted or made anonymous in Lever leaves nothing behind: no row, no word of an index, no freed page, no log, no copy,
//! no file that was written, nothing in the webview's own data. An encrypted file shows no plain bytes even when nothing was
//! erased, so every page is decrypted here with the key from the keyring, also those that no table holds any more; and the scan
//! first finds what it later looks for in vain.

use fulcrum_stories::company::Person;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::traces::seen;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use reqwest::Method;
use serde_json::json;

use crate::stage::{WELL_TAGGED, setting};

/// One person's traces: whole, as they stand in a table, and as the rare letters of the name stand in an index of three letters.
struct Traces {
    name: &'static str,
    mail: &'static str,
    phone: &'static str,
    note: &'static str,
    letters: &'static str,
}

const DELETED: Traces = Traces {
    name: "Quetzalcoatla Wijnbergen 鼉鼇鼈",
    mail: "qw@secretmail.example",
    phone: "+4930123987001",
    note: "xylophonistisch",
    letters: "鼉鼇鼈",
};
const ANONYMISED: Traces = Traces {
    name: "Ptolemaia Zschokke 齉龘靐",
    mail: "pz@othermail.example",
    phone: "+4930123987002",
    note: "theremingleich",
    letters: "齉龘靐",
};
const STAYS: &str = "Bystander Bellwether";
/// Put into the webview's own data, to see that the scan reads it.
const CONTROL: &str = "controlwordofthewebview";

impl Traces {
    fn all(&self) -> [&'static str; 5] {
        [self.name, self.mail, self.phone, self.note, self.letters]
    }
}

/// Adds somebody with a note about them; the panel shows it, so that the note is here too.
async fn arrives(at: &Recruiter, who: &Traces, stage: &str) -> String {
    let person = Person {
        name: who.name,
        email: Some(who.mail),
        phone: Some(who.phone),
        posting: &at.company.posting(WELL_TAGGED).await.unwrap(),
        stage,
    };
    let id = at.company.add(&person).await.unwrap();
    let user = at.company.fact("/seat/user_id").unwrap();
    at.company
        .ask_lever(
            Method::POST,
            &format!("opportunities/{id}/notes?perform_as={user}"),
            Some(&json!({ "value": format!("Plays {} well", who.note) })),
        )
        .await
        .unwrap();
    at.open_panel(stage, &id).await.unwrap();
    at.window
        .wait_for_text(&hook("panel"), "the note in the panel", |text| {
            text.contains(who.note)
        })
        .await
        .unwrap();
    at.window.keys("\u{e00c}").await.unwrap();
    at.window.wait_until_gone(&hook("panel")).await.unwrap();
    id
}

#[tokio::test]
async fn nothing_of_an_erased_person_stays_on_this_machine() {
    let at = Recruiter::arrive(&setting(51, Evidence::VendorProfile), async |company| {
        let stage = company.stage("Recruiter screen").await?;
        let person = Person {
            name: STAYS,
            email: None,
            phone: None,
            posting: &company.posting(WELL_TAGGED).await?,
            stage: &stage,
        };
        company.add(&person).await.map(|_| ())
    })
    .await
    .unwrap();
    let stage = at.company.stage("Recruiter screen").await.unwrap();
    let vendor = at.company.stage("myInterview").await.unwrap();
    let deleted = arrives(&at, &DELETED, &stage).await;
    let anonymised = arrives(&at, &ANONYMISED, &stage).await;
    // The seat has something in mind for both: intents on the desk, and their ids in the list beside it.
    for id in [&deleted, &anonymised] {
        at.move_by_keys(&stage, id, &vendor).await.unwrap();
    }
    at.window
        .run(
            "localStorage.setItem('control', arguments[0])",
            vec![CONTROL.into()],
        )
        .await
        .unwrap();

    // The scan sees all of it, and the webview's own data.
    let mut wanted: Vec<&str> = [DELETED.all(), ANONYMISED.all()].concat();
    wanted.push(&deleted);
    wait::until("the scan to find every trace", async || {
        let seen = seen(&at.desktop, &wanted).await?;
        let missing: Vec<_> = wanted
            .iter()
            .filter(|word| !seen.iter().any(|found| found.starts_with(**word)))
            .collect();
        wait::hold(missing.is_empty(), || format!("{missing:?} not found"))
    })
    .await
    .unwrap();
    wait::until("the scan to read the webview's data", async || {
        let seen = seen(&at.desktop, &[CONTROL]).await?;
        wait::hold(!seen.is_empty(), || {
            "the control word is not there".to_owned()
        })
    })
    .await
    .unwrap();

    for (id, fate) in [(&deleted, "delete"), (&anonymised, "anonymize")] {
        at.company
            .act(&format!("opportunities/{id}/{fate}"), &json!({}))
            .await
            .unwrap();
    }
    wait::until("nothing of them to be left", async || {
        let seen = seen(&at.desktop, &wanted).await?;
        wait::hold(seen.is_empty(), || format!("{seen:?}"))
    })
    .await
    .unwrap();
    assert!(
        !seen(&at.desktop, &[STAYS]).await.unwrap().is_empty(),
        "who was not erased is still here"
    );
    // Nor does leaving, which copies the desk once more, bring anything back.
    at.window.close().await.unwrap();
    assert_eq!(seen(&at.desktop, &wanted).await.unwrap(), [""; 0]);
}
