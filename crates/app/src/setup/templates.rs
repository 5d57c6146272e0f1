//! myInterview's list of templates: the vendor's file, and what can go wrong with the names in it.

use std::collections::BTreeSet;

use fulcrum_domain::template_names::{FRESH_MS, shared_names, trap_of};
use fulcrum_domain::vendor::{CatalogueSource, TemplateCatalogue, Vendor};
use fulcrum_vendors::myinterview::{TemplatesFile, TemplatesFileProblem};

use super::change;
use crate::app::App;
use crate::problem::Trouble;
use crate::view::{Problem, TemplateLine, Templates, TemplatesRead};

impl App {
    /// Reads the vendor's exported file in the place of what was known before.
    ///
    /// # Errors
    /// `BadInput` with what is wrong with the file; storage problems.
    pub async fn import_templates(&self, file: &[u8]) -> Result<TemplatesRead, Problem> {
        let ready = self.ready()?;
        let read = read(file)?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (id_column, name_column) = read.headings.clone().unzip();
        let said = TemplatesRead {
            templates: count(read.templates.len()),
            id_column,
            name_column,
            skipped_rows: count(read.skipped_rows),
        };
        let catalogue = listed(read, ready.now_ms());
        change(&ready, Vendor::MyInterview, move |setup| {
            setup.templates = Some(catalogue);
        })
        .await?;
        Ok(said)
    }

    /// The known templates, each with the tag that names it and with what a person who types its name gets wrong.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected.
    pub async fn templates(&self) -> Result<Templates, Problem> {
        let ready = self.ready()?;
        let setup = ready.setup_of(Vendor::MyInterview);
        let Some(catalogue) = &setup.templates else {
            return Ok(Templates {
                lines: Vec::new(),
                as_of_ms: None,
                stale: false,
            });
        };
        let shared: BTreeSet<&str> = shared_names(catalogue)
            .into_iter()
            .map(|one| one.id.as_str())
            .collect();
        let age_ms = ready.now_ms().saturating_sub(catalogue.as_of_ms);
        Ok(Templates {
            lines: catalogue
                .templates
                .iter()
                .map(|one| {
                    let shares_name = shared.contains(one.id.as_str());
                    let trap = trap_of(&one.name);
                    // As the vendor's article advises.
                    let named = if shares_name || trap.is_some() {
                        one.id.as_str()
                    } else {
                        &one.name
                    };
                    TemplateLine {
                        id: one.id.clone(),
                        name: one.name.clone(),
                        tag: format!("myInterview:{named}"),
                        shares_name,
                        trap: trap.map(|trap| trap.as_str().to_owned()),
                    }
                })
                .collect(),
            as_of_ms: Some(catalogue.as_of_ms),
            // A list that the vendor's own interface gave is renewed with every start.
            stale: catalogue.source == CatalogueSource::File && age_ms > FRESH_MS,
        })
    }
}

fn read(file: &[u8]) -> Result<TemplatesFile, Problem> {
    use TemplatesFileProblem as Wrong;
    TemplatesFile::read(file).map_err(|wrong| {
        Trouble::BadInput {
            why: match wrong {
                Wrong::Spreadsheet => "This is a spreadsheet. Save it as CSV and import that.",
                Wrong::Encoding => {
                    "The file's letters cannot be read safely. Save it as CSV in UTF-8."
                }
                Wrong::TooLarge => "The file is too large to be a list of templates.",
                Wrong::NotATable => "The file is not a CSV table.",
                Wrong::NoColumns => {
                    "The file has no column of template ids beside a column of names."
                }
                Wrong::Empty => "The file holds no templates.",
            },
        }
        .into()
    })
}

fn listed(read: TemplatesFile, now_ms: i64) -> TemplateCatalogue {
    TemplateCatalogue {
        templates: read.templates,
        as_of_ms: now_ms,
        source: CatalogueSource::File,
    }
}

/// The catalogue of an exported file.
pub(crate) fn catalogue(file: &[u8], now_ms: i64) -> Result<TemplateCatalogue, Problem> {
    Ok(listed(read(file)?, now_ms))
}
