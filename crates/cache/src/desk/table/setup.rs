//! How the organisation has set up each vendor, as pinned or stated here.

use fulcrum_domain::vendor::{Vendor, VendorSetup};
use rusqlite::params;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE vendor_setup (
    vendor TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

fn word(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "myinterview",
        Vendor::JobTwine => "jobtwine",
    }
}

impl DeskTx<'_> {
    /// Stores a vendor's set-up.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_vendor_setup(&mut self, setup: &VendorSetup) -> Result<(), Error> {
        let body = serde_json::to_string(setup).during("Writing a set-up")?;
        let stored = self
            .connection
            .prepare_cached(
                "INSERT INTO vendor_setup (vendor, body) VALUES (?1, ?2)
                 ON CONFLICT (vendor) DO UPDATE SET body = excluded.body WHERE body <> excluded.body",
            )
            .and_then(|mut statement| statement.execute(params![word(setup.vendor), body]))
            .during("Storing a set-up")?;
        if stored > 0 {
            self.changed(Kind::Setup);
        }
        Ok(())
    }
}

impl DeskReader<'_> {
    /// A vendor's set-up; nothing pinned when it was never stored.
    ///
    /// # Errors
    /// Storage codes.
    pub fn vendor_setup(&self, vendor: Vendor) -> Result<VendorSetup, Error> {
        let held: Vec<VendorSetup> = self.bodies(
            "SELECT body FROM vendor_setup WHERE vendor = ?1",
            params![word(vendor)],
            "Reading a set-up",
        )?;
        Ok(held
            .into_iter()
            .next()
            .unwrap_or_else(|| VendorSetup::unset(vendor)))
    }
}
