//! The file that Lever and the vendors can fill again.

pub mod query;
pub(crate) mod table;

mod erase;
mod recover;

use crate::error::Error;
use crate::handle::{DatabaseFile, Reader, Tx};
use crate::open::{OpenOptions, Opened};
use crate::store::{Place, Store};

/// Marks a store of the rebuildable file.
#[derive(Clone, Copy, Debug)]
pub struct Cache;

/// Reads of the cache.
pub type CacheReader<'a> = Reader<'a, Cache>;
/// Writes of the cache.
pub type CacheTx<'a> = Tx<'a, Cache>;

impl DatabaseFile for Cache {
    const NAME: &'static str = "cache";
    const REBUILDABLE: bool = true;

    fn migrations() -> &'static [&'static [&'static str]] {
        &[table::V1, table::V2, table::V3, table::V4]
    }

    fn before_commit(_place: &Place, tx: &Tx<'_, Self>) -> Result<(), Error> {
        tx.write_journal()
    }
}

impl Store<Cache> {
    /// Opens or creates the cache. A damaged file is deleted and started again when the options say so; what it held
    /// comes back from Lever with the next backfill, without notices (first sight is a baseline).
    ///
    /// # Errors
    /// `Newer`, `WrongKey`, `Corrupt` (with [`crate::OnDamage::Refuse`]), `ReadOnly`, `DiskFull`, `Locked`, `Io`.
    pub fn open_cache(options: &OpenOptions) -> Result<Opened<Cache>, Error> {
        crate::open::open(options, recover::start_empty)
    }
}

#[cfg(feature = "measure")]
impl Store<Cache> {
    /// As [`Store::open_cache`], without encryption: what the key of the options says is ignored. For invented people only.
    ///
    /// # Errors
    /// As [`Store::open_cache`].
    pub fn open_plain_cache(options: &OpenOptions) -> Result<Opened<Cache>, Error> {
        let place = Place {
            path: options.path.clone(),
            key: None,
        };
        crate::open::open_place(place, options, recover::start_empty)
    }
}
