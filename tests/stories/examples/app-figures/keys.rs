//! What a person waits for in the window with 10,000 cards: from the event's own time to the second frame after the page has
//! changed, so that the change is painted by then.

use std::time::Duration;

use fantoccini::key::Key;
use fulcrum_stories::error::Result;
use fulcrum_stories::recruiter::Recruiter;
use fulcrum_stories::wait;
use fulcrum_stories::window::page::{column, hook};
use serde_json::Value;

use crate::{at_share, row, wrong};

const CURSOR_STEPS: usize = 60;
/// Before anything counts: a window that rested for minutes was put aside by the system, and whoever works has it at hand.
const WARM_UP_STEPS: usize = 20;
const MOVES: usize = 12;
/// Typed one letter after the other, then deleted again.
const WORDS: [&str; 6] = ["ander", "ma", "lever", "son", "engi", "hart"];
/// Between two keys, as of somebody who types quickly.
const BETWEEN: Duration = Duration::from_millis(150);

/// From now on the first change of `subject()` after an event of the kind counts: `took` receives its milliseconds. The subject
/// stands in the script itself, since the page's policy lets no text become a script.
const WATCH: &str = r"
    const kind = arguments[0], subject = () => SUBJECT;
    window.took = [];
    window.unwatch?.();
    let since = null, before = null;
    const begin = event => { since = event.timeStamp; before = subject(); };
    const look = () => {
        if (since === null || subject() === before) return;
        const from = since;
        since = null;
        requestAnimationFrame(() => requestAnimationFrame(now => window.took.push(performance.now() - from)));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    addEventListener(kind, begin, true);
    addEventListener('focusin', look);
    window.unwatch = () => {
        observer.disconnect();
        removeEventListener(kind, begin, true);
        removeEventListener('focusin', look);
    };
    return true";

/// The card that has the cursor.
const CURSOR: &str = "document.activeElement?.dataset?.id ?? null";
/// What the palette shows and says about it.
const HITS: &str = "document.querySelector('[data-testid=search]')?.innerText ?? null";
/// The cards on screen: one that was moved into a folded column is no longer among them.
const CARDS: &str = "[...document.querySelectorAll('[data-testid=card]')].map(c => c.dataset.id + c.dataset.phase).join()";

/// Scrolls every column to its beginning.
const TO_THE_TOP: &str = "for (const one of document.querySelectorAll('[data-testid=board-column] *')) \
     if (one.scrollTop > 0) one.scrollTop = 0; return true";

pub(crate) async fn measure(at: &Recruiter) -> Result<()> {
    cursor(at).await?;
    search(at).await?;
    moves(at).await
}

async fn watch(at: &Recruiter, kind: &str, subject: &str) -> Result<()> {
    at.window
        .run(&WATCH.replace("SUBJECT", subject), vec![kind.into()])
        .await?;
    Ok(())
}

/// What was measured until now, ms; at least so many.
async fn took(at: &Recruiter, what: &str, least: usize) -> Result<f64> {
    let answer = at.window.run("return window.took", Vec::new()).await?;
    let mut all: Vec<f64> = answer
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect();
    if all.len() < least {
        return wrong(format!("{what}: only {} of {least} were seen", all.len()));
    }
    let p95 = at_share(&mut all, 0.95);
    eprintln!(
        "app-figures: {what}: {} measured, median {:.1} ms, p95 {p95:.1} ms, longest {:.1} ms",
        all.len(),
        at_share(&mut all, 0.5),
        at_share(&mut all, 1.0)
    );
    Ok(p95)
}

async fn cursor(at: &Recruiter) -> Result<()> {
    at.window.click(&hook("card")).await?;
    // The click opened the card's panel; the board has the keys again once it is closed.
    at.window.keys(&char::from(Key::Escape).to_string()).await?;
    for _ in 0..WARM_UP_STEPS {
        at.window.keys("j").await?;
        tokio::time::sleep(BETWEEN).await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    watch(at, "keydown", CURSOR).await?;
    for _ in 0..CURSOR_STEPS {
        at.window.keys("j").await?;
        tokio::time::sleep(BETWEEN).await;
    }
    row(
        "cursor_p95_ms",
        took(at, "cursor", CURSOR_STEPS * 9 / 10).await?,
        "ms",
    );
    Ok(())
}

async fn search(at: &Recruiter) -> Result<()> {
    at.window.click(&hook("search-open")).await?;
    at.window.click(&hook("search-input")).await?;
    let mut typed = 0;
    for (number, word) in WORDS.iter().enumerate() {
        if number == 1 {
            // The first word warmed up.
            watch(at, "input", HITS).await?;
            typed = 0;
        }
        for letter in word.chars() {
            at.window.keys(&letter.to_string()).await?;
            tokio::time::sleep(BETWEEN).await;
        }
        for _ in word.chars() {
            at.window
                .keys(&char::from(Key::Backspace).to_string())
                .await?;
            tokio::time::sleep(BETWEEN).await;
        }
        typed += word.len();
    }
    // Of the deletions some change nothing on screen.
    row(
        "search_key_p95_ms",
        took(at, "search", typed * 8 / 10).await?,
        "ms",
    );
    at.window.keys(&char::from(Key::Escape).to_string()).await
}

async fn moves(at: &Recruiter) -> Result<()> {
    let from = at.company.stage("Recruiter screen").await?;
    let to = at.company.stage("Manager review").await?;
    // The cursor went far down: the first cards have to be in sight.
    at.window.run(TO_THE_TOP, Vec::new()).await?;
    at.window.painted().await?;
    watch(at, "pointerup", CARDS).await?;
    for done in 0..MOVES {
        let first = format!("{} {}", column(&from), hook("card"));
        let mut drag = at.window.press(&first).await?;
        // Folded to a strip: three columns have room beside each other.
        drag.over(&format!("[data-column='{to}']")).await?;
        drag.release().await?;
        wait::until("the move to be seen", async || {
            let seen = at
                .window
                .run("return window.took.length", Vec::new())
                .await?;
            wait::hold(seen.as_u64() > Some(done as u64), || "not yet".to_owned())
        })
        .await?;
    }
    row("card_move_p95_ms", took(at, "move", MOVES).await?, "ms");
    Ok(())
}
