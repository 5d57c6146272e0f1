//! Who is deleted or made anonymous in Lever leaves nothing behind: no row, no word of an index, no freed page, no log, no copy,
//! no file that was written, nothing in the webview's own data. An encrypted file shows no plain bytes even when nothing was
//! erased, so every page is decrypted here with the key from the keyring, also those that no table holds any more; and the scan
//! first finds what it later looks for in vain.

use std::path::{Path, PathBuf};

use aes::Aes256;
use cbc::Decryptor;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use fulcrum_stories::company::Person;
use fulcrum_stories::desktop::Desktop;
use fulcrum_stories::error::Result;
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::wait;
use fulcrum_stories::window::page::hook;
use reqwest::Method;
use serde_json::json;

use crate::files;
use crate::stage::{WELL_TAGGED, setting};

/// Bytes of a page, and of the initial vector and the checksum at its end. Source: SQLCipher 4's design, "page size" and
/// "reserve"; with a raw key there is nothing to derive.
const PAGE: usize = 4096;
const VECTOR: usize = 16;
const RESERVE: usize = 80;
/// The first page begins with the file's salt, in plain.
const SALT: usize = 16;
/// Bytes before the first frame of a log, and before the page in each frame. Source: sqlite.org/fileformat2, "The WAL".
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

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

/// A page's plain bytes.
fn plain(page: &[u8], first: bool, key: &[u8; 32]) -> Vec<u8> {
    let start = if first { SALT } else { 0 };
    let end = PAGE - RESERVE;
    let cipher = Decryptor::<Aes256>::new_from_slices(key, &page[end..end + VECTOR]).unwrap();
    let mut bytes = page[start..end].to_vec();
    cipher.decrypt_padded::<NoPadding>(&mut bytes).unwrap();
    bytes
}

/// A file or its log with every page decrypted.
fn decrypted(path: &Path, key: &[u8; 32]) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap_or_default();
    if path.to_string_lossy().ends_with("-wal") {
        let frames = bytes.get(LOG_HEAD..).unwrap_or_default();
        return frames
            .chunks_exact(FRAME_HEAD + PAGE)
            .flat_map(|frame| plain(&frame[FRAME_HEAD..], frame[..4] == [0, 0, 0, 1], key))
            .collect();
    }
    let pages = bytes.chunks_exact(PAGE).enumerate();
    pages
        .flat_map(|(number, page)| plain(page, number == 0, key))
        .collect()
}

fn raw(key: &str) -> [u8; 32] {
    let byte = |at: usize| u8::from_str_radix(&key[2 * at..2 * at + 2], 16).unwrap();
    std::array::from_fn(byte)
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            below(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// Where these words stand: in the app's two files with their logs and copies, decrypted, and in everything else below the home
/// folder and in the app's log as it is. The webview writes two bytes for a letter.
async fn seen(desktop: &Desktop, words: &[&str]) -> Result<Vec<String>> {
    let mut keys = Vec::new();
    for name in files::BOTH {
        keys.push((name, raw(&files::key(desktop, name).await?)));
    }
    let mut paths = vec![desktop.log("window")];
    below(desktop.home(), &mut paths);
    let mut seen = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let ours = path.starts_with(desktop.home().join("data"));
        let key = keys.iter().find(|(file, _)| {
            ours && name.starts_with(&format!("{file}.db")) && !name.ends_with("-shm")
        });
        let encrypted = key.is_some() && !name.ends_with(".pending");
        let bytes = match key {
            Some((_, key)) if encrypted => decrypted(&path, key),
            _ => std::fs::read(&path).unwrap_or_default(),
        };
        let lower = bytes.to_ascii_lowercase();
        for word in words {
            let low = word.to_ascii_lowercase();
            let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let holds =
                |text: &[u8], part: &[u8]| text.windows(part.len()).any(|window| window == part);
            if holds(&lower, low.as_bytes()) || holds(&bytes, &wide) {
                seen.push(format!("{word} in {name}"));
            }
        }
    }
    Ok(seen)
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
