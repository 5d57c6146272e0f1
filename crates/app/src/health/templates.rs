//! myInterview's templates.

use std::collections::BTreeMap;

use fulcrum_domain::health::{Standing, Step};
use fulcrum_domain::vendor::{CatalogueSource, TemplateCatalogue, Vendor};

use super::known::Known;
use super::looked::Looked;
use super::words::when;
use crate::view::Repair;

/// A file older than this is pointed out, ms.
const OLD_MS: i64 = 30 * 24 * 3_600_000;

pub(super) fn checks(known: &Known) -> Vec<Looked> {
    let Some(setup) = known.setup(Vendor::MyInterview) else {
        return Vec::new();
    };
    let check = Looked::new("templates", "myInterview's templates").of(Vendor::MyInterview);
    let Some(catalogue) = &setup.templates else {
        return vec![
            check
                .is(Standing::Todo, "No templates are known yet.")
                .because(
                    "Without them, nobody can say whether a posting's tag names one.",
                    "Import the list that myInterview exports.",
                    Some(Repair::Go(Step::Templates)),
                ),
        ];
    };
    let check = check.at(Some(catalogue.as_of_ms));
    let source = match catalogue.source {
        CatalogueSource::File => "your export",
        CatalogueSource::Api => "myInterview",
    };
    let shared = match sharing(catalogue) {
        0 => String::new(),
        count => format!(" {count} share a name."),
    };
    let finding = format!(
        "{} templates from {source} of {}.{shared}",
        catalogue.templates.len(),
        when(catalogue.as_of_ms, known.now_ms, &known.zone)
    );
    let old = catalogue.source == CatalogueSource::File
        && known.now_ms.saturating_sub(catalogue.as_of_ms) > OLD_MS;
    vec![if old {
        check.is(Standing::Warn, finding).because(
            "The list is older than a month: a template that was renamed since is not known here.",
            "Export it again at myInterview and import it here.",
            Some(Repair::ImportTemplates),
        )
    } else {
        check.is(Standing::Verified, finding)
    }]
}

/// Templates whose name another one has too.
fn sharing(catalogue: &TemplateCatalogue) -> usize {
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for template in &catalogue.templates {
        *named.entry(template.name.as_str()).or_default() += 1;
    }
    named.into_values().filter(|count| *count > 1).sum()
}
