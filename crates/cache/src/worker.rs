//! The one seam for threads. In life: one writer thread, so that no two writes ever wait for each other inside SQLite,
//! and a few reader threads with `query_only` connections, each with a warm page cache. In simulation: everything
//! inline on the caller's thread and one connection, so that the same seed gives the same order.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, InterruptHandle};

use crate::error::{Code, Error};

/// How work is spread over threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    /// One writer thread and this many readers (at least one).
    Spawned {
        /// Reader threads.
        readers: usize,
    },
    /// Everything on the calling thread.
    Inline,
}

impl Threads {
    /// What the window uses: one reader for the board, one for the panel and search.
    pub const WINDOW: Self = Self::Spawned { readers: 2 };
}

pub(crate) type Job = Box<dyn FnOnce(&mut Connection) + Send>;

pub(crate) enum Workers {
    Spawned(Spawned),
    Inline(Mutex<Option<Connection>>),
}

pub(crate) struct Spawned {
    writer: Mutex<Option<Sender<Job>>>,
    readers: Mutex<Option<Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    interrupts: Vec<InterruptHandle>,
}

/// A lock that outlives a panic elsewhere: what it guards is replaced whole, never half-written.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Workers {
    /// `readers` is empty for inline work: the one connection is switched to `query_only` around each read.
    pub(crate) fn start(
        name: &'static str,
        writer: Connection,
        readers: Vec<Connection>,
    ) -> Result<Self, Error> {
        if readers.is_empty() {
            return Ok(Self::Inline(Mutex::new(Some(writer))));
        }
        let interrupts = readers
            .iter()
            .map(Connection::get_interrupt_handle)
            .collect();
        let mut threads = Vec::new();
        let (write, writes) = channel::<Job>();
        threads.push(spawn(format!("{name}-writer"), writer, move || {
            writes.recv().ok()
        })?);
        let (read, reads) = channel::<Job>();
        let reads = Arc::new(Mutex::new(reads));
        for (index, connection) in readers.into_iter().enumerate() {
            let reads: Arc<Mutex<Receiver<Job>>> = Arc::clone(&reads);
            threads.push(spawn(
                format!("{name}-reader-{index}"),
                connection,
                move || lock(&reads).recv().ok(),
            )?);
        }
        Ok(Self::Spawned(Spawned {
            writer: Mutex::new(Some(write)),
            readers: Mutex::new(Some(read)),
            threads: Mutex::new(threads),
            interrupts,
        }))
    }

    pub(crate) fn write(&self, job: Job) -> Result<(), Error> {
        match self {
            Self::Spawned(spawned) => send(&spawned.writer, job),
            Self::Inline(connection) => {
                let mut guard = lock(connection);
                job(guard.as_mut().ok_or_else(Error::closed)?);
                Ok(())
            }
        }
    }

    pub(crate) fn read(&self, job: Job) -> Result<(), Error> {
        match self {
            Self::Spawned(spawned) => send(&spawned.readers, job),
            Self::Inline(connection) => {
                let mut guard = lock(connection);
                let connection = guard.as_mut().ok_or_else(Error::closed)?;
                query_only(connection, true)?;
                job(connection);
                query_only(connection, false)
            }
        }
    }

    /// Lets the writes that are queued finish, stops readers where they are, and waits for the threads.
    pub(crate) fn close(&self) {
        match self {
            Self::Spawned(spawned) => {
                lock(&spawned.writer).take();
                lock(&spawned.readers).take();
                for interrupt in &spawned.interrupts {
                    interrupt.interrupt();
                }
                for thread in lock(&spawned.threads).drain(..) {
                    // The last handle may be dropped inside a subscriber, which runs on the writer itself.
                    if thread.thread().id() != std::thread::current().id() {
                        let _ = thread.join();
                    }
                }
            }
            Self::Inline(connection) => {
                lock(connection).take();
            }
        }
    }
}

pub(crate) fn query_only(connection: &Connection, on: bool) -> Result<(), Error> {
    use crate::error::During;
    connection
        .pragma_update(None, "query_only", on)
        .during("Switching between reading and writing")
}

fn send(to: &Mutex<Option<Sender<Job>>>, job: Job) -> Result<(), Error> {
    lock(to)
        .as_ref()
        .ok_or_else(Error::closed)?
        .send(job)
        .map_err(|_| Error::closed())
}

fn spawn(
    name: String,
    mut connection: Connection,
    next: impl Fn() -> Option<Job> + Send + 'static,
) -> Result<JoinHandle<()>, Error> {
    std::thread::Builder::new()
        .name(name)
        .spawn(move || {
            while let Some(job) = next() {
                job(&mut connection);
            }
        })
        .map_err(|_| Error::new(Code::Io, "Starting a storage thread"))
}
