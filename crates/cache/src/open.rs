//! Opening an encrypted file: key, pragmas, version, damage.
//!
//! | pragma | why |
//! |---|---|
//! | `key = x'…'` | a raw key: no derivation to wait for, the keyring already holds 32 random bytes |
//! | `journal_mode = WAL` | readers never wait for the writer |
//! | `synchronous` | cache `NORMAL`: a power cut may lose the last moments, never the file, and Lever has them. Desk `FULL`: what a |
//! | | person was told is kept must be on the disk by then, or a step that was done would be done once more |
//! | `foreign_keys = ON` | a child row without its opportunity would survive an erasure |
//! | `secure_delete = ON` | what was deleted is overwritten, not merely unlinked |
//! | `temp_store = MEMORY` | temporary files would not be encrypted |
//! | `cache_size = -16384` | 16 MB hold a team's working set decrypted; below that every read pays for decryption |
//! | `query_only = ON` | on readers: a mistake cannot write past the writer |

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::Duration;

use fulcrum_domain::clock::Clock;
use fulcrum_vault::DatabaseKey;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::{Code, During, Error};
use crate::handle::DatabaseFile;
use crate::migration;
use crate::store::{Place, Store};
use crate::worker::{Threads, Workers, query_only};

const BUSY: Duration = Duration::from_secs(5);
const PAGE: u64 = 4096;

/// What to do with a damaged file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDamage {
    /// Say so and touch nothing.
    Refuse,
    /// Cache: delete it and start empty. Desk: put the last verified backup in its place.
    Recover,
}

/// How to open a file.
#[derive(Clone)]
pub struct OpenOptions {
    /// The file; its folder exists.
    pub path: PathBuf,
    /// Its key.
    pub key: DatabaseKey,
    /// Threads.
    pub threads: Threads,
    /// Time for the journal.
    pub clock: Arc<dyn Clock>,
    /// What to do with a damaged file.
    pub on_damage: OnDamage,
}

/// What opening had to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// Opened as it was, or upgraded.
    Nothing,
    /// There was no file.
    Created,
    /// The file was damaged and has been replaced by an empty one.
    Rebuilt,
    /// The file was damaged and has been replaced by its backup.
    FromBackup,
}

/// An open file and what it took.
pub struct Opened<F> {
    /// The store.
    pub store: Store<F>,
    /// What opening had to do.
    pub recovered: Recovered,
}

pub(crate) fn open<F: DatabaseFile>(
    options: &OpenOptions,
    replace_damaged: impl FnOnce(&Place) -> Result<Recovered, Error>,
) -> Result<Opened<F>, Error> {
    let place = Place {
        path: options.path.clone(),
        key: Some(options.key.clone()),
    };
    open_place(place, options, replace_damaged)
}

pub(crate) fn open_place<F: DatabaseFile>(
    place: Place,
    options: &OpenOptions,
    replace_damaged: impl FnOnce(&Place) -> Result<Recovered, Error>,
) -> Result<Opened<F>, Error> {
    let fresh = prepare(&place.path)?;
    let mut recovered = if fresh {
        Recovered::Created
    } else {
        Recovered::Nothing
    };
    let writer = match writer::<F>(&place) {
        Err(error) if error.code() == Code::Corrupt && options.on_damage == OnDamage::Recover => {
            recovered = replace_damaged(&place)?;
            prepare(&place.path)?;
            writer::<F>(&place)?
        }
        other => other?,
    };
    let mut readers = Vec::new();
    if let Threads::Spawned { readers: count } = options.threads {
        for _ in 0..count.max(1) {
            let reader = connect(&place)?;
            query_only(&reader, true)?;
            readers.push(reader);
        }
    }
    let workers = Workers::start(F::NAME, writer, readers)?;
    Ok(Opened {
        store: Store::new(workers, Arc::clone(&options.clock), place),
        recovered,
    })
}

/// Makes sure that the file exists, is ours alone and can be written. True when there was nothing in it.
fn prepare(path: &Path) -> Result<bool, Error> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).during("Opening the file")?;
    let length = file.metadata().during("Measuring the file")?.len();
    Ok(length == 0)
}

fn writer<F: DatabaseFile>(place: &Place) -> Result<Connection, Error> {
    let mut connection = connect(place)?;
    let versions = F::migrations();
    migration::refuse_newer(migration::version(&connection)?, versions)?;
    check_length(&connection, &place.path)?;
    let mode: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .during("Switching to a write-ahead log")?;
    if mode != "wal" {
        return Err(Error::new(Code::Io, "Switching to a write-ahead log"));
    }
    if F::REBUILDABLE {
        connection
            .execute_batch("PRAGMA synchronous = NORMAL")
            .during("Setting pragmas")?;
    }
    migration::migrate(&mut connection, versions)?;
    empty_log(&connection)?;
    Ok(connection)
}

/// What an earlier run left in the log goes into the file. It may have died after it had erased somebody and before the old
/// pages were gone from the log; after an orderly end there is no log.
fn empty_log(connection: &Connection) -> Result<(), Error> {
    // Somebody else who reads the file keeps the log; whoever ends last empties it.
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            row.get::<_, bool>(0)
        })
        .map(drop)
        .during("Emptying the log")
}

/// Starts the library once in the process, before any file is opened.
///
/// SQLite calls itself started a moment before SQLCipher has set its cipher up, so that of two threads which open
/// their first file together the later one finds no cipher and cannot apply its key.
pub(crate) fn start_library() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| drop(Connection::open_in_memory()));
}

pub(crate) fn connect(place: &Place) -> Result<Connection, Error> {
    start_library();
    let connection = Connection::open_with_flags(
        &place.path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .during("Opening the file")?;
    unlock(&connection, place)?;
    connection
        .busy_timeout(BUSY)
        .during("Setting the busy timeout")?;
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -16384;",
        )
        .during("Setting pragmas")?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Applies the key and reads the first page with it.
fn unlock(connection: &Connection, place: &Place) -> Result<(), Error> {
    // SQLCipher writes what it thinks of a page to standard error; the codes say it to those who can act on it.
    connection
        .execute_batch("PRAGMA cipher_log_level = NONE")
        .during("Silencing the cipher's own log")?;
    if let Some(key) = &place.key {
        let hex = key.expose_hex();
        let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str()));
        connection
            .execute_batch(&pragma)
            .during("Applying the key")?;
    }
    let first = connection
        .query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })
        .during("Reading the first page");
    match first {
        Err(error) if error.sqlite_code() == Some(rusqlite::ffi::SQLITE_NOTADB) => Err(Error::new(
            first_page_fault(&place.path),
            "Reading the first page",
        )),
        other => other.map(|_| ()),
    }
}

/// The first page carries its own checksum, which a wrong key and a damaged page fail alike. A file that is not even
/// made of whole pages, or is not encrypted at all, is damage; otherwise the key is the likelier fault.
fn first_page_fault(path: &Path) -> Code {
    let Ok(mut file) = std::fs::File::open(path) else {
        return Code::Io;
    };
    let length = file.metadata().map(|meta| meta.len()).unwrap_or(0);
    let mut head = [0_u8; 16];
    if length < PAGE || !length.is_multiple_of(PAGE) || file.read_exact(&mut head).is_err() {
        return Code::Corrupt;
    }
    if head == *b"SQLite format 3\0" || head == [0; 16] {
        Code::Corrupt
    } else {
        Code::WrongKey
    }
}

/// A file cut short opens, since its first page is whole, and fails pages later. Better now than in the middle of a day.
fn check_length(connection: &Connection, path: &Path) -> Result<(), Error> {
    let wal = wal_path(path);
    if std::fs::metadata(&wal).is_ok_and(|meta| meta.len() > 0) {
        // Pages may still live in the log: the file alone says nothing.
        return Ok(());
    }
    let pages: u64 = connection
        .query_row("PRAGMA page_count", [], |row| row.get::<_, i64>(0))
        .during("Counting pages")?
        .try_into()
        .unwrap_or(0);
    let length = std::fs::metadata(path).during("Measuring the file")?.len();
    if pages.saturating_mul(PAGE) > length {
        return Err(Error::new(Code::Corrupt, "Measuring the file"));
    }
    Ok(())
}

fn wal_path(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// The path with a suffix after its whole name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Deletes the file and what SQLite keeps beside it.
pub(crate) fn remove_file(path: &Path) -> Result<(), Error> {
    for suffix in ["", "-wal", "-shm"] {
        match std::fs::remove_file(beside(path, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).during("Removing a damaged file");
            }
            _ => {}
        }
    }
    Ok(())
}
