//! The interface in `ui/`: its npm packages, and the bundle that the app's binary carries.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::process::run;
use crate::tree::root;

/// Installs npm packages when the lock file is newer than they are, and bundles when a source is newer than the bundle.
pub(crate) fn ensure() -> Result<(), String> {
    let ui = root().join("ui");
    if !is_newer(
        &ui.join("node_modules/.package-lock.json"),
        &ui.join("package-lock.json"),
    ) {
        println!("Installing the interface's npm packages");
        run(npm(&ui).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    }
    let bundle = modified(&ui.join("dist/index.html"));
    if bundle.is_none() || newest_source(&ui) > bundle {
        println!("Building the interface");
        run(npm(&ui).args(["run", "--silent", "build"]))?;
    }
    Ok(())
}

/// npm, in the interface's folder.
pub(crate) fn npm(ui: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(ui);
    command
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|found| found.modified()).ok()
}

fn is_newer(made: &Path, source: &Path) -> bool {
    matches!((modified(made), modified(source)), (Some(made), Some(source)) if made >= source)
}

/// The latest change among sources and their folders (a folder changes when a file in it is deleted).
fn newest_source(ui: &Path) -> Option<SystemTime> {
    let mut newest = None;
    let mut waiting: Vec<PathBuf> = entries(ui)
        .filter(|path| !path.ends_with("node_modules") && !path.ends_with("dist"))
        .collect();
    while let Some(path) = waiting.pop() {
        newest = newest.max(modified(&path));
        waiting.extend(entries(&path));
    }
    newest
}

/// What a folder holds; nothing for a file.
fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{File, create_dir_all};
    use std::time::Duration;

    fn write(path: &Path, at: u64) {
        create_dir_all(path.parent().unwrap()).unwrap();
        File::create(path)
            .unwrap()
            .set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(at))
            .unwrap();
    }

    fn age(folder: &Path, at: u64) {
        File::open(folder)
            .unwrap()
            .set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(at))
            .unwrap();
    }

    #[test]
    fn sources_count_and_products_do_not() {
        let ui = tempfile::tempdir().unwrap();
        let ui = ui.path();
        for (name, at) in [
            ("src/views/board.svelte", 40),
            ("index.html", 30),
            ("node_modules/a.js", 99),
            ("dist/index.html", 98),
        ] {
            write(&ui.join(name), at);
        }
        age(&ui.join("src/views"), 20);
        age(&ui.join("src"), 20);
        assert_eq!(
            newest_source(ui),
            Some(SystemTime::UNIX_EPOCH + Duration::from_secs(40))
        );
        age(&ui.join("src/views"), 50); // as after a deletion
        assert_eq!(
            newest_source(ui),
            Some(SystemTime::UNIX_EPOCH + Duration::from_secs(50))
        );
    }

    #[test]
    fn packages_are_stale_when_missing_or_older_than_the_lock_file() {
        let ui = tempfile::tempdir().unwrap();
        let (made, lock) = (ui.path().join("made"), ui.path().join("lock"));
        write(&lock, 10);
        assert!(!is_newer(&made, &lock));
        write(&made, 9);
        assert!(!is_newer(&made, &lock));
        write(&made, 10);
        assert!(is_newer(&made, &lock));
    }
}
