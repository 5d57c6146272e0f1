//! How long links of journeys took, of candidates who have left this machine. No row says whose it was.

use fulcrum_domain::flow_time::FlowTime;
use rusqlite::params;

use crate::cache::table::{vendor_of, vendor_word};
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V7: &str = "
CREATE TABLE flow_time (
    vendor TEXT NOT NULL,
    from_link TEXT NOT NULL,
    to_link TEXT NOT NULL,
    month TEXT NOT NULL,
    template TEXT NOT NULL DEFAULT '',
    duration_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX flow_time_month ON flow_time (vendor, month);
";

/// A duration, and the template that the posting named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptFlowTime {
    /// How long what took.
    pub time: FlowTime,
    /// Text of the posting's configuration tag, where the vendor has templates.
    pub template: Option<String>,
}

impl DeskTx<'_> {
    /// Keeps durations of journeys that leave.
    ///
    /// # Errors
    /// Storage codes.
    pub(crate) fn add_flow_times(&mut self, times: &[KeptFlowTime]) -> Result<(), Error> {
        let mut insert = self
            .connection
            .prepare_cached(
                "INSERT INTO flow_time (vendor, from_link, to_link, month, template, duration_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .during("Preparing durations")?;
        for KeptFlowTime { time, template } in times {
            let word = |link| serde_json::to_string(&link).during("Writing a duration");
            insert
                .execute(params![
                    vendor_word(time.vendor),
                    word(time.from)?,
                    word(time.to)?,
                    time.month,
                    template.as_deref().unwrap_or_default(),
                    time.duration_ms
                ])
                .during("Keeping a duration")?;
        }
        Ok(())
    }
}

impl DeskReader<'_> {
    /// How many durations are kept.
    ///
    /// # Errors
    /// Storage codes.
    pub fn flow_time_count(&self) -> Result<u32, Error> {
        self.connection
            .prepare_cached("SELECT COUNT(*) FROM flow_time")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .during("Counting durations")
    }

    /// Everything that was kept, in order of vendor and month.
    ///
    /// # Errors
    /// Storage codes.
    pub fn flow_times(&self) -> Result<Vec<KeptFlowTime>, Error> {
        let mut asked = self
            .connection
            .prepare_cached(
                "SELECT vendor, from_link, to_link, month, template, duration_ms FROM flow_time
                 ORDER BY vendor, month, from_link, to_link, duration_ms",
            )
            .during("Reading durations")?;
        let rows: Vec<(String, String, String, String, String, i64)> = asked
            .query_map([], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ))
            })
            .and_then(Iterator::collect)
            .during("Reading durations")?;
        rows.into_iter()
            .map(|(vendor, from, to, month, template, duration_ms)| {
                let link =
                    |word: &str| serde_json::from_str(word).during("Understanding a duration");
                Ok(KeptFlowTime {
                    time: FlowTime {
                        vendor: vendor_of(&vendor)?,
                        from: link(&from)?,
                        to: link(&to)?,
                        duration_ms,
                        month,
                    },
                    template: Some(template).filter(|text| !text.is_empty()),
                })
            })
            .collect()
    }
}
