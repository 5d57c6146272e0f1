//! From the click that chooses a seat to the first frame with cards, with Lever's limits on and 150 ms before every answer.

use fulcrum_stories::binaries;
use fulcrum_stories::desktop::{Desktop, Options};
use fulcrum_stories::error::Result;
use fulcrum_stories::sandbox::{Sandbox, World, write_private};
use fulcrum_stories::wait;
use fulcrum_stories::window::Window;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::list::AT_A_DISTANCE;
use crate::{median, row, wrong};

const ROUNDS: usize = 3;

/// Notes when the seat was clicked, by the event's own time.
const LISTEN: &str =
    "addEventListener('click', event => { if (event.target.closest('[data-testid=seat-choice]'))
        window.seatChosenAt = event.timeStamp }, true); return true";

/// Seconds from there to the app's mark of its first frame with cards; null before.
const TOOK: &str = "const mark = performance.getEntriesByName('first-frame')[0];
    return mark && window.seatChosenAt ? (mark.startTime - window.seatChosenAt) / 1000 : null";

pub(crate) async fn measure(world: &World) -> Result<()> {
    let mut all = Vec::new();
    for _ in 0..ROUNDS {
        all.push(once(world).await?);
    }
    eprintln!("app-figures: first page after {all:?} s");
    row("first_page_seconds", median(all), "s");
    Ok(())
}

async fn once(world: &World) -> Result<f64> {
    let desktop = Desktop::start(Options::default()).await?;
    let company = Sandbox::start_with(world, desktop.home(), &AT_A_DISTANCE)?;
    let mut line = company.line().clone();
    if let Some(line) = line.as_object_mut() {
        line.insert("api_key".to_owned(), json!(""));
        line.insert("seat".to_owned(), json!(null));
    }
    let file = desktop.home().join("no-key.json");
    write_private(&file, &line.to_string())?;
    let (file, data) = (file.to_string_lossy(), desktop.home().join("data"));
    let window = Window::open(
        &desktop,
        &binaries::find("fulcrum")?,
        &["--training", &file, "--data-dir", &data.to_string_lossy()],
    )
    .await?;
    window
        .type_into(&hook("connect-key"), company.fact("/api_key")?)
        .await?;
    window.run(LISTEN, Vec::new()).await?;
    window.click(&hook("connect-go")).await?;
    let seat = company.fact("/seat/user_id")?;
    window
        .click(&format!("{}[data-id='{seat}']", hook("seat-choice")))
        .await?;
    let took = wait::until("the first frame with cards", async || {
        match window.run(TOOK, Vec::new()).await?.as_f64() {
            Some(took) => Ok(took),
            None => wrong("no mark yet"),
        }
    })
    .await?;
    window.close().await?;
    Ok(took)
}
