//! The handle that everybody holds: closures go in, values come out, subscribers hear what changed.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use fulcrum_domain::clock::Clock;
use fulcrum_vault::DatabaseKey;
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use crate::change::{Cause, ChangeSet};
use crate::error::{During, Error};
use crate::handle::{DatabaseFile, Reader, Tx};
use crate::worker::{Job, Workers, lock};

/// Where a file lies and what opens it.
#[derive(Clone)]
pub struct Place {
    pub(crate) path: PathBuf,
    /// `None` only where a test has to look for bytes, which says nothing in an encrypted file.
    pub(crate) key: Option<DatabaseKey>,
}

type Subscriber = Arc<dyn Fn(&ChangeSet) + Send + Sync>;

struct Shared {
    workers: Workers,
    subscriber: Mutex<Option<Subscriber>>,
    clock: Arc<dyn Clock>,
    place: Place,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.workers.close();
    }
}

/// An open file. Clones share it; it closes when the last clone is dropped, or with [`Store::close`].
///
/// Closures must not call the store they run in: inline work would wait for itself.
pub struct Store<F> {
    shared: Arc<Shared>,
    file: std::marker::PhantomData<F>,
}

impl<F> Clone for Store<F> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            file: std::marker::PhantomData,
        }
    }
}

impl<F: DatabaseFile> Store<F> {
    pub(crate) fn new(workers: Workers, clock: Arc<dyn Clock>, place: Place) -> Self {
        Self {
            shared: Arc::new(Shared {
                workers,
                subscriber: Mutex::new(None),
                clock,
                place,
            }),
            file: std::marker::PhantomData,
        }
    }

    /// Who hears of every committed write that changed something. Called on the writer's thread, after the commit and
    /// before the write's own answer; it must be quick and must not call the store. Replaces an earlier subscriber.
    pub fn subscribe(&self, subscriber: impl Fn(&ChangeSet) + Send + Sync + 'static) {
        *lock(&self.shared.subscriber) = Some(Arc::new(subscriber));
    }

    /// Runs `work` in one transaction: all of it is kept, or nothing when it returns an error.
    ///
    /// # Errors
    /// What `work` returns, or the code of the failed step.
    pub async fn write<T, W>(&self, cause: Cause, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: FnOnce(&mut Tx<'_, F>) -> Result<T, Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.shared
            .workers
            .write(self.write_job(cause, work, |result| {
                let _ = reply.send(result);
            }))?;
        answer.await.unwrap_or_else(|_| Err(Error::closed()))
    }

    /// Runs `work` over one consistent snapshot.
    ///
    /// # Errors
    /// What `work` returns, or the code of the failed step.
    pub async fn read<T, R>(&self, work: R) -> Result<T, Error>
    where
        T: Send + 'static,
        R: FnOnce(&Reader<'_, F>) -> Result<T, Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.shared.workers.read(read_job(work, |result| {
            let _ = reply.send(result);
        }))?;
        answer.await.unwrap_or_else(|_| Err(Error::closed()))
    }

    /// As [`Store::write`], waiting on this thread.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, W>(&self, cause: Cause, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: FnOnce(&mut Tx<'_, F>) -> Result<T, Error> + Send + 'static,
    {
        let (reply, answer) = std::sync::mpsc::sync_channel(1);
        self.shared
            .workers
            .write(self.write_job(cause, work, move |result| {
                let _ = reply.send(result);
            }))?;
        answer.recv().unwrap_or_else(|_| Err(Error::closed()))
    }

    /// As [`Store::read`], waiting on this thread.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, R>(&self, work: R) -> Result<T, Error>
    where
        T: Send + 'static,
        R: FnOnce(&Reader<'_, F>) -> Result<T, Error> + Send + 'static,
    {
        let (reply, answer) = std::sync::mpsc::sync_channel(1);
        self.shared.workers.read(read_job(work, move |result| {
            let _ = reply.send(result);
        }))?;
        answer.recv().unwrap_or_else(|_| Err(Error::closed()))
    }

    /// Ends the threads: queued writes finish, running reads are interrupted, everything asked later is `Closed`.
    pub fn close(&self) {
        self.shared.workers.close();
    }

    /// Runs `work` on the writer's connection outside any transaction.
    pub(crate) async fn on_writer<T, W>(&self, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: FnOnce(&Place, &mut Connection) -> Result<T, Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let place = self.shared.place.clone();
        self.shared.workers.write(Box::new(move |connection| {
            let _ = reply.send(work(&place, connection));
        }))?;
        answer.await.unwrap_or_else(|_| Err(Error::closed()))
    }

    fn write_job<T, W>(
        &self,
        cause: Cause,
        work: W,
        reply: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Job
    where
        T: Send + 'static,
        W: FnOnce(&mut Tx<'_, F>) -> Result<T, Error> + Send + 'static,
    {
        let now_ms = self.shared.clock.now_ms();
        let place = self.shared.place.clone();
        let subscriber = lock(&self.shared.subscriber).clone();
        Box::new(move |connection| {
            let result = transact::<F, T, W>(&place, connection, cause, now_ms, work);
            reply(result.map(|(value, changes)| {
                if let (false, Some(subscriber)) = (changes.is_empty(), subscriber) {
                    subscriber(&changes);
                }
                value
            }));
        })
    }
}

fn transact<F, T, W>(
    place: &Place,
    connection: &mut Connection,
    cause: Cause,
    now_ms: i64,
    work: W,
) -> Result<(T, ChangeSet), Error>
where
    F: DatabaseFile,
    W: FnOnce(&mut Tx<'_, F>) -> Result<T, Error>,
{
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .during("Beginning a write")?;
    let mut handle = Tx::new(&transaction, cause, now_ms);
    let value = work(&mut handle)?;
    F::before_commit(place, &handle)?;
    let changes = handle.changes;
    transaction.commit().during("Committing a write")?;
    Ok((value, changes))
}

fn read_job<F, T, R>(work: R, reply: impl FnOnce(Result<T, Error>) + Send + 'static) -> Job
where
    F: DatabaseFile,
    T: Send + 'static,
    R: FnOnce(&Reader<'_, F>) -> Result<T, Error> + Send + 'static,
{
    Box::new(move |connection| {
        let snapshot = connection
            .transaction_with_behavior(TransactionBehavior::Deferred)
            .during("Beginning a read");
        reply(snapshot.and_then(|snapshot| work(&Reader::new(&snapshot))));
    })
}
