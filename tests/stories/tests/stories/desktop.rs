//! The desktop and the driver prove themselves before any story relies on them: a page of our own in WebKit's own small
//! browser, a real keyring, a real notification.

use std::path::Path;

use fulcrum_stories::desktop::{Desktop, Keyring, Notice, Options};
use fulcrum_stories::window::Window;

/// The same webview as the app's, in a program that comes with it.
const BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
/// Writes down what reaches it: pointer moves while the button is down, and keys.
const PAGE: &str = "<!doctype html><title>page</title>
<style>body{margin:0} #card,#lane{position:absolute;top:100px;width:120px;height:80px;background:#8af} #lane{left:700px}</style>
<div id=card data-id=c-1>one   card</div><div id=lane>lane</div><input id=name style='position:absolute;top:300px'>
<p id=seen></p><p id=moves></p>
<script>
let down = false, moves = 0;
const say = (id, text) => document.getElementById(id).textContent = text;
card.onpointerdown = () => { down = true; say('seen', 'picked up'); };
document.onpointermove = () => { if (down) say('moves', ++moves); };
lane.onpointerup = () => { if (down) say('seen', 'dropped'); down = false; };
document.onkeydown = e => { if (e.key === 'Escape') say('seen', 'escaped'); };
</script>";

async fn open_page(desktop: &Desktop) -> Window {
    let page = desktop.home().join("page.html");
    std::fs::write(&page, PAGE).unwrap();
    let window = Window::open(desktop, Path::new(BROWSER), &["--automation"])
        .await
        .unwrap();
    window
        .go_to(&format!("file://{}", page.display()))
        .await
        .unwrap();
    window
}

#[tokio::test]
async fn a_pointer_drags_in_steps_and_keys_arrive() {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    let window = open_page(&desktop).await;
    assert_eq!(window.text("#card").await.unwrap(), "one card");
    assert_eq!(
        window.attributes("[data-id]", "data-id").await.unwrap(),
        ["c-1"]
    );

    let mut drag = window.press("#card").await.unwrap();
    drag.over("#lane").await.unwrap();
    assert_eq!(window.text("#seen").await.unwrap(), "picked up");
    drag.release().await.unwrap();
    window
        .wait_for_text("#seen", "the drop", |text| text == "dropped")
        .await
        .unwrap();
    let moves: u32 = window.text("#moves").await.unwrap().parse().unwrap();
    assert!(
        moves >= 5,
        "the page saw {moves} moves, a drag is more than a jump"
    );

    window.type_into("#name", "Zoë").await.unwrap();
    assert_eq!(
        window
            .run("return document.getElementById('name').value", vec![])
            .await
            .unwrap(),
        "Zoë"
    );
    window.keys("\u{e00c}").await.unwrap(); // Escape
    window
        .wait_for_text("#seen", "the key", |text| text == "escaped")
        .await
        .unwrap();

    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("screen.png");
    desktop.picture(&picture).unwrap();
    let png = std::fs::read(&picture).unwrap();
    assert!(
        png.starts_with(b"\x89PNG") && png.len() > 1_000,
        "{} bytes are no picture",
        png.len()
    );
    window.close().await.unwrap();
}

#[tokio::test]
async fn a_notification_is_read_and_clicked() {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    assert_eq!(desktop.notices().all(), []);
    let call = "gdbus call --session --dest org.freedesktop.Notifications --object-path /org/freedesktop/Notifications \
                --method org.freedesktop.Notifications.Notify story 0 '' Interview 'Video is in' \"['default','Open']\" {} 0";
    let sent = desktop.command("sh").args(["-c", call]).output().unwrap();
    assert!(
        sent.status.success(),
        "{}",
        String::from_utf8_lossy(&sent.stderr)
    );
    let notice = desktop
        .notices()
        .wait_for("the notification", |_| true)
        .await
        .unwrap();
    assert_eq!(
        notice,
        Notice {
            summary: "Interview".to_owned(),
            body: "Video is in".to_owned()
        }
    );
    desktop.notices().click_newest().unwrap();
}

#[tokio::test]
async fn a_desktop_can_lack_a_keyring_and_notifications() {
    let options = Options {
        keyring: Keyring::Absent,
        no_notifications: true,
        ..Options::default()
    };
    let desktop = Desktop::start(options).await.unwrap();
    for name in ["org.freedesktop.secrets", "org.freedesktop.Notifications"] {
        assert!(desktop.bus().has_owner(name).is_err(), "{name} is there");
    }
}

#[tokio::test]
async fn a_keyring_can_be_locked() {
    let property = |desktop: &Desktop| {
        let (path, method) = (
            "/org/freedesktop/secrets/aliases/default",
            "org.freedesktop.DBus.Properties.Get",
        );
        let arguments = ["string:org.freedesktop.Secret.Collection", "string:Locked"];
        desktop
            .bus()
            .call("org.freedesktop.secrets", path, method, &arguments)
            .unwrap()
    };
    let open = Desktop::start(Options::default()).await.unwrap();
    assert!(property(&open).contains("boolean false"));
    let locked = Desktop::start(Options {
        keyring: Keyring::Locked,
        ..Options::default()
    })
    .await
    .unwrap();
    assert!(property(&locked).contains("boolean true"));
}

#[tokio::test]
async fn the_browser_notes_what_it_is_asked_to_open() {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    assert!(
        desktop
            .command("xdg-open")
            .arg("https://example.com/a?b=1")
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(desktop.opened_links(), ["https://example.com/a?b=1"]);
}
