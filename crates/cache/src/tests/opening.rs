use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::Connection;

use super::fixtures::{NOW, Place, key, opportunity, options};
use crate::{Cache, Cause, Code, DatabaseFile, OnDamage, OpenOptions, Recovered, Store, Threads};

fn refused(options: &OpenOptions) -> Code {
    match Store::open_cache(options) {
        Ok(_) => panic!("the file was opened"),
        Err(error) => error.code(),
    }
}

fn fill(store: &Store<Cache>, rows: usize) {
    let batch: Vec<_> = (0..rows)
        .map(|row| opportunity(&format!("o{row}"), &format!("Candidate {row}"), "s"))
        .collect();
    store
        .write_blocking(Cause::Sync, move |tx| {
            tx.upsert_opportunities(&batch, NOW, true)
        })
        .unwrap();
}

/// A cache with some rows, closed, its log folded into the file.
fn closed_cache(place: &Place) {
    let store = place.cache();
    fill(&store, 200);
    store.close();
}

#[test]
fn a_new_file_is_created_and_opens_again_with_what_was_written() {
    let place = Place::new();
    let first = Store::open_cache(&place.options("cache")).unwrap();
    assert_eq!(first.recovered, Recovered::Created);
    fill(&first.store, 3);
    drop(first);
    let again = Store::open_cache(&place.options("cache")).unwrap();
    assert_eq!(again.recovered, Recovered::Nothing);
    let counts = again.store.read_blocking(|cache| cache.counts()).unwrap();
    assert_eq!((counts.opportunities, counts.active), (3, 3));
}

#[test]
fn what_only_this_seat_knows_is_on_the_disk_when_a_write_is_answered() {
    fn synchronous<F: DatabaseFile>(store: &Store<F>) -> i64 {
        let asked = |connection: &Connection| {
            connection.query_row("PRAGMA synchronous", [], |row| row.get(0))
        };
        store
            .write_blocking(Cause::Person, move |tx| Ok(asked(tx.connection).unwrap()))
            .unwrap()
    }
    let place = Place::new();
    // 1: a power cut may lose the last moments; 2: what was written is there. Source: sqlite.org/pragma, "synchronous".
    assert_eq!(synchronous(&place.cache()), 1);
    assert_eq!(synchronous(&place.desk()), 2);
}

#[test]
fn the_file_does_not_begin_as_a_plain_one_does() {
    let place = Place::new();
    closed_cache(&place);
    let mut head = [0_u8; 16];
    std::fs::File::open(place.path("cache"))
        .unwrap()
        .read_exact(&mut head)
        .unwrap();
    assert_ne!(&head, b"SQLite format 3\0");
    let plain = Connection::open(place.path("cache")).unwrap();
    assert!(
        plain
            .query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row
                .get::<_, i64>(0))
            .is_err(),
        "without the key nothing can be read"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    closed_cache(&place);
    let mode = std::fs::metadata(place.path("cache"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let place = Place::new();
    closed_cache(&place);
    {
        let connection = Connection::open(place.path("cache")).unwrap();
        connection
            .execute_batch(&format!(
                "PRAGMA key = \"x'{}'\"",
                place.key.expose_hex().as_str()
            ))
            .unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
    }
    let before = std::fs::read(place.path("cache")).unwrap();
    let recover = OpenOptions {
        on_damage: OnDamage::Recover,
        ..place.options("cache")
    };
    assert_eq!(
        refused(&recover),
        Code::Newer {
            found: 99,
            known: 4
        }
    );
    assert_eq!(std::fs::read(place.path("cache")).unwrap(), before);
}

#[test]
fn a_wrong_key_is_told_apart_and_never_costs_the_file() {
    let place = Place::new();
    closed_cache(&place);
    let wrong = OpenOptions {
        on_damage: OnDamage::Recover,
        ..options(&place.path("cache"), &key())
    };
    assert_eq!(refused(&wrong), Code::WrongKey);
    let counts = place.cache().read_blocking(|cache| cache.counts()).unwrap();
    assert_eq!(counts.opportunities, 200);
}

fn cut(path: &Path, length: impl FnOnce(u64) -> u64) {
    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    let whole = file.metadata().unwrap().len();
    file.set_len(length(whole)).unwrap();
}

#[test]
fn a_file_cut_short_is_damage_wherever_it_is_cut() {
    for length in [100, 4096, 3 * 4096, 5 * 4096 + 17] {
        let place = Place::new();
        closed_cache(&place);
        cut(&place.path("cache"), |whole| {
            assert!(whole > 6 * 4096);
            length
        });
        assert_eq!(
            refused(&place.options("cache")),
            Code::Corrupt,
            "cut to {length} bytes"
        );
    }
}

#[test]
fn a_plain_file_in_its_place_is_damage() {
    let place = Place::new();
    let plain = Connection::open(place.path("cache")).unwrap();
    plain.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(plain);
    assert_eq!(refused(&place.options("cache")), Code::Corrupt);
}

#[test]
fn a_page_that_was_changed_is_found_when_it_is_read() {
    let place = Place::new();
    closed_cache(&place);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(place.path("cache"))
        .unwrap();
    let pages = file.metadata().unwrap().len() / 4096;
    for page in 1..pages {
        file.seek(SeekFrom::Start(page * 4096 + 2000)).unwrap();
        file.write_all(b"not what was written").unwrap();
    }
    drop(file);
    let code = match Store::open_cache(&place.options("cache")) {
        Err(error) => error.code(),
        Ok(opened) => opened
            .store
            .read_blocking(|cache| cache.counts())
            .unwrap_err()
            .code(),
    };
    assert_eq!(code, Code::Corrupt);
}

#[test]
fn a_damaged_cache_can_be_started_again() {
    let place = Place::new();
    closed_cache(&place);
    cut(&place.path("cache"), |_| 3 * 4096);
    let opened = Store::open_cache(&OpenOptions {
        on_damage: OnDamage::Recover,
        ..place.options("cache")
    })
    .unwrap();
    assert_eq!(opened.recovered, Recovered::Rebuilt);
    fill(&opened.store, 2);
    let counts = opened.store.read_blocking(|cache| cache.counts()).unwrap();
    assert_eq!(counts.opportunities, 2);
}

#[test]
fn a_full_disk_says_so() {
    let place = Place::new();
    let store = place.cache();
    let error = store
        .write_blocking(Cause::Sync, |tx| {
            // The same result code that a full disk gives, from a limit on pages.
            let used: i64 = tx
                .connection
                .query_row("PRAGMA page_count", [], |row| row.get(0))
                .unwrap();
            tx.connection
                .query_row(&format!("PRAGMA max_page_count = {used}"), [], |_| Ok(()))
                .unwrap();
            let batch: Vec<_> = (0..500)
                .map(|row| opportunity(&format!("o{row}"), "Candidate", "s"))
                .collect();
            tx.upsert_opportunities(&batch, NOW, true)
        })
        .unwrap_err();
    assert_eq!(error.code(), Code::DiskFull);
    let counts = store.read_blocking(|cache| cache.counts()).unwrap();
    assert_eq!(
        counts.opportunities, 0,
        "nothing of the failed write is kept"
    );
}

#[test]
fn another_process_holding_the_file_is_told() {
    let place = Place::new();
    closed_cache(&place);
    let other = Connection::open(place.path("cache")).unwrap();
    other
        .execute_batch(&format!(
            "PRAGMA key = \"x'{}'\"; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;",
            place.key.expose_hex().as_str()
        ))
        .unwrap();
    assert_eq!(refused(&place.options("cache")), Code::Locked);
}

#[test]
fn a_folder_that_does_not_exist_is_an_io_error() {
    let place = Place::new();
    let missing = place.path("nowhere/cache");
    assert_eq!(refused(&options(&missing, &place.key)), Code::Io);
}

/// Permissions do not bind root: the same test runs again as nobody, in a folder nobody may read and not write.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_told() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    const FOLDER: &str = "FULCRUM_TEST_READ_ONLY_FOLDER";
    if let Some(folder) = std::env::var_os(FOLDER) {
        let path = Path::new(&folder).join("cache");
        assert_eq!(refused(&options(&path, &key())), Code::ReadOnly);
        return;
    }
    let place = Place::new();
    let folder = place.folder.path();
    let root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    if root {
        let here = "tests::opening::a_read_only_folder_is_told";
        // The build folder may lie where nobody is let in.
        let open_to_all = tempfile::tempdir().unwrap();
        std::fs::set_permissions(open_to_all.path(), std::fs::Permissions::from_mode(0o755))
            .unwrap();
        let this_test = open_to_all.path().join("this-test");
        std::fs::copy(std::env::current_exe().unwrap(), &this_test).unwrap();
        let as_nobody = std::process::Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&this_test)
            .args(["--exact", here])
            .env(FOLDER, folder)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&as_nobody.stdout);
        assert!(
            as_nobody.status.success() && said.contains("1 passed"),
            "{said}"
        );
    } else {
        assert_eq!(refused(&place.options("cache")), Code::ReadOnly);
    }
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn readers_cannot_write() {
    let place = Place::new();
    for threads in [Threads::Inline, Threads::WINDOW] {
        let store = Store::open_cache(&OpenOptions {
            threads,
            ..place.options("cache")
        })
        .unwrap()
        .store;
        let refused = store
            .read_blocking(|cache| {
                Ok(cache
                    .connection
                    .execute("DELETE FROM opportunity", [])
                    .is_err())
            })
            .unwrap();
        assert!(refused, "{threads:?}");
    }
}
