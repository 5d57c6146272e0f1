//! Start and memory with 10,000 cached cards, against an empty Tauri window that was built beside the app: in turn, in one run.

use std::path::Path;

use fulcrum_stories::binaries;
use fulcrum_stories::desktop::Desktop;
use fulcrum_stories::error::Result;
use fulcrum_stories::recruiter::Recruiter;
use fulcrum_stories::wait;
use fulcrum_stories::window::Window;

use crate::proc::Family;
use crate::{median, row};

const ROUNDS: usize = 7;

/// When the mark was set, Unix ms; null before.
const MARK: &str = "const mark = performance.getEntriesByName('first-frame')[0];
    return mark ? performance.timeOrigin + mark.startTime : null";

/// What the window has read is there when it is closed: from then on the files are what an earlier day left.
pub(crate) async fn measure(at: Recruiter) -> Result<()> {
    let Recruiter {
        window,
        company,
        desktop,
    } = at;
    window.close().await?;
    let app = binaries::find("fulcrum")?;
    let empty = binaries::find("examples/empty-window")?;
    let training = company.training_file().to_string_lossy().into_owned();
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    let arguments = [
        "--training",
        &training,
        "--data-dir",
        &data,
        "--no-vendor-profile",
    ];
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        theirs.push(once(&desktop, &empty, &[]).await?);
        ours.push(once(&desktop, &app, &arguments).await?);
    }
    let times = |of: &[(f64, f64)]| median(of.iter().map(|(took, _)| *took).collect());
    let sizes = |of: &[(f64, f64)]| median(of.iter().map(|(_, pss)| *pss).collect());
    eprintln!(
        "app-figures: start {:.0} ms and {:.0} ms, memory {:.0} MB and {:.0} MB (app, empty window)",
        times(&ours),
        times(&theirs),
        sizes(&ours),
        sizes(&theirs)
    );
    row("start_ratio", times(&ours) / times(&theirs), "×");
    row("memory_ratio", sizes(&ours) / sizes(&theirs), "×");
    Ok(())
}

/// From the start of the program to its first frame, ms, and the memory of all its processes ten seconds later, MB.
async fn once(desktop: &Desktop, program: &Path, arguments: &[&str]) -> Result<(f64, f64)> {
    let window = Window::open(desktop, program, arguments).await?;
    let at_ms = wait::until("the first frame", async || {
        let mark = window.run(MARK, Vec::new()).await?;
        match mark.as_f64() {
            Some(at) => Ok(at),
            None => crate::wrong("no mark yet"),
        }
    })
    .await?;
    let born = window.born()?;
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    let pss = Family::of(born.number)?.pss_mb();
    window.close().await?;
    Ok((at_ms - born.at_ms, pss))
}
