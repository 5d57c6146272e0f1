//! The first files of a process are opened by several threads at once, as the cache and the desk are at a start.

use std::process::Command;
use std::sync::Barrier;
use std::thread;

use crate::open::connect;
use crate::store::Place;
use crate::tests::fixtures::key;

/// Set in the processes that open; without it the test starts them.
const OPENS: &str = "FULCRUM_OPENS_ITS_FIRST_FILES";
/// A process has one first moment, and without the library's own start about every twentieth one failed.
const PROCESSES: usize = 100;
const THREADS: usize = 16;

#[test]
fn many_threads_open_their_first_file_together() {
    if std::env::var_os(OPENS).is_some() {
        return open_together();
    }
    let own = std::env::current_exe().unwrap();
    let name = thread::current().name().unwrap().to_owned();
    let failed: Vec<String> = (0..PROCESSES)
        .filter_map(|_| {
            let output = Command::new(&own)
                .args(["--exact", &name, "--nocapture"])
                .env(OPENS, "1")
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            let opened = output.status.success() && said.contains("1 passed");
            (!opened).then(|| said + &String::from_utf8_lossy(&output.stderr))
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {PROCESSES} processes could not open: {}",
        failed.len(),
        failed[0]
    );
}

fn open_together() {
    let folder = tempfile::tempdir().unwrap();
    let key = key();
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let place = Place {
                path: folder.path().join(format!("cache-{thread}")),
                key: Some(key.clone()),
            };
            let start = &start;
            scope.spawn(move || {
                start.wait();
                connect(&place).map(drop).unwrap();
            });
        }
    });
}
