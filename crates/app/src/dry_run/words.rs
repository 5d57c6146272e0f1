//! Why a link did not come, in words: what happened, why as far as known, what to do. The check's and the watchdog's own sentences,
//! said of a candidate that is nobody.

use fulcrum_domain::dry_run::{Cause, ChainLink};
use fulcrum_domain::evidence::FailureCode;
use fulcrum_domain::preflight::FindingCode;
use fulcrum_domain::vendor::Vendor;

use crate::view::DryRunTrouble;

const RUN_AGAIN: &str = "Then run again.";

/// Words of one cause. `stage`: the vendor's stage's name.
pub(crate) fn of(vendor: Vendor, link: ChainLink, cause: &Cause, stage: &str) -> DryRunTrouble {
    let name = vendor_name(vendor);
    match cause {
        Cause::Finding {
            code,
            subject,
            suggestion,
        } => finding(vendor, *code, subject.as_deref(), suggestion.as_deref()),
        Cause::Failure { code } => failure(vendor, *code),
        Cause::AwaitingRounds => say(
            "JobTwine waits for the rounds of this job.",
            "The posting is known to JobTwine, and nobody has entered its rounds there.",
            "Enter the rounds in JobTwine and state them under JobTwine jobs & rounds. Then run again.",
        ),
        Cause::Silent => DryRunTrouble {
            sentence: format!("{name} did not react to the move."),
            cause: format!(
                "Most often the webhook “Candidate stage change” is off, {name}'s access to Lever was revoked, or {name} listens to another stage than “{stage}”."
            ),
            way_out: format!(
                "A Super Admin looks at Settings, Integrations and API, Webhooks in Lever and at the stage chosen in {name}. {RUN_AGAIN}"
            ),
        },
        Cause::NoInvitation => DryRunTrouble {
            sentence: format!("{name} reacted, and did not invite in time."),
            cause: "It heard of the move, and no tag or note says that an invitation left."
                .to_owned(),
            way_out: format!(
                "Look at the test candidate in {name}; its support knows more. {RUN_AGAIN}"
            ),
        },
        Cause::UnreadNote => DryRunTrouble {
            sentence: format!("{name} wrote a note that cannot be read here."),
            cause: "It is worded in a way that is new, so nothing is counted on it.".to_owned(),
            way_out: "Read the note in Lever: it most likely says what is wrong.".to_owned(),
        },
        Cause::AddressTaken => address_taken(),
        Cause::MovedElsewhere => say(
            "Somebody moved the test candidate to another stage.",
            "Lever's history shows a move that this run did not make.",
            "Run again, and leave the candidate where it is meanwhile.",
        ),
        Cause::ArchivedMeanwhile => say(
            "Somebody archived the test candidate before the end.",
            "It was archived in Lever while the run was under way.",
            "Run again, and leave the candidate alone meanwhile.",
        ),
        Cause::LetGo => say(
            "The move of the test candidate was taken back at this seat.",
            "It was undone before it left.",
            "Start another dry run.",
        ),
        Cause::Forbidden { permission } => forbidden(permission),
        Cause::Refused { code } => refused(code, link == ChainLink::StageEntered),
        Cause::Gone => gone(),
    }
}

/// Words of a candidate that could not be created.
pub(super) fn of_creation(cause: &Cause) -> DryRunTrouble {
    match cause {
        Cause::AddressTaken => address_taken(),
        Cause::Forbidden { permission } => forbidden(permission),
        Cause::Refused { code } => DryRunTrouble {
            sentence: "Lever refused to create the test candidate.".to_owned(),
            cause: format!("It answered {code}."),
            way_out: "Check the address and the posting, then run again.".to_owned(),
        },
        _ => gone(),
    }
}

/// Words of a candidate that could not be archived.
pub(super) fn of_archiving(cause: &Cause) -> DryRunTrouble {
    let why = match cause {
        Cause::Forbidden { permission } => {
            format!("The key lacks the permission {permission}.")
        }
        Cause::Refused { code } => format!("Lever answered {code}."),
        Cause::LetGo => "The archiving was taken back at this seat.".to_owned(),
        _ => "Lever does not show the mark of this run on it any more.".to_owned(),
    };
    DryRunTrouble {
        sentence: "The test candidate could not be archived.".to_owned(),
        cause: why,
        way_out: "Archive “Fulcrum test – please ignore” by hand in Lever.".to_owned(),
    }
}

fn say(sentence: &str, cause: &str, way_out: &str) -> DryRunTrouble {
    DryRunTrouble {
        sentence: sentence.to_owned(),
        cause: cause.to_owned(),
        way_out: way_out.to_owned(),
    }
}

fn address_taken() -> DryRunTrouble {
    say(
        "This address belongs to somebody in Lever.",
        "Lever joins a new candidate to the person who has the address already, and that person's name and addresses win: a vendor would write to somebody real. Nobody was written to.",
        "Use an address that no candidate has, for example your own with +fulcrum before the @.",
    )
}

fn gone() -> DryRunTrouble {
    say(
        "The test candidate is gone from Lever.",
        "It was deleted, made anonymous, or its mark was taken off while the run was under way.",
        "Start another dry run.",
    )
}

fn forbidden(permission: &str) -> DryRunTrouble {
    DryRunTrouble {
        sentence: format!("The key lacks the permission {permission}."),
        cause: "A key's permissions are chosen when it is made and cannot be changed later."
            .to_owned(),
        way_out: format!("Ask a Super Admin for a new key that includes {permission}. {RUN_AGAIN}"),
    }
}

fn refused(code: &str, moving: bool) -> DryRunTrouble {
    DryRunTrouble {
        sentence: if moving {
            "Lever refused to move the test candidate."
        } else {
            "Lever refused the change."
        }
        .to_owned(),
        cause: format!("It answered {code}."),
        way_out: "Look at the candidate and the stage in Lever, then run again.".to_owned(),
    }
}

pub(super) fn vendor_name(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "myInterview",
        Vendor::JobTwine => "JobTwine",
    }
}

fn quoted(text: Option<&str>, otherwise: &str) -> String {
    text.map_or_else(|| otherwise.to_owned(), |text| format!("“{text}”"))
}

fn finding(
    vendor: Vendor,
    code: FindingCode,
    subject: Option<&str>,
    suggestion: Option<&str>,
) -> DryRunTrouble {
    let name = vendor_name(vendor);
    let tag_it = "Correct the tag under Tag postings. Then run again.";
    match code {
        FindingCode::PostingUntagged => DryRunTrouble {
            sentence: match (vendor, subject) {
                (Vendor::MyInterview, _) => {
                    "The posting has no template tag. myInterview ignores it and tells nobody."
                        .to_owned()
                }
                (Vendor::JobTwine, None) => {
                    "The posting has no JobTwine tag. JobTwine ignores it and tells nobody."
                        .to_owned()
                }
                (Vendor::JobTwine, Some(_)) => format!(
                    "The posting has {} where JobTwine looks for the JobTwine tag.",
                    quoted(subject, "another tag")
                ),
            },
            cause: format!("{name} reads the posting's own tags, letter for letter."),
            way_out: tag_it.to_owned(),
        },
        FindingCode::TemplateNotFound => DryRunTrouble {
            sentence: format!(
                "Template {} was not found.",
                quoted(subject, "on the posting")
            ),
            cause: match suggestion {
                Some(suggestion) => {
                    format!("Names must match letter for letter. “{suggestion}” would be right.")
                }
                None => "No template of the imported list has that name or id.".to_owned(),
            },
            way_out: format!(
                "Correct the tag under Tag postings, or import the templates again if it is new. {RUN_AGAIN}"
            ),
        },
        FindingCode::TemplateAmbiguous => DryRunTrouble {
            sentence: format!("Two templates are called {}.", quoted(subject, "that")),
            cause: "myInterview invites to neither when a name fits two.".to_owned(),
            way_out: "Name the template by its id under Tag postings. Then run again.".to_owned(),
        },
        FindingCode::SeveralConfigurationTags => DryRunTrouble {
            sentence: "The posting has more than one template tag.".to_owned(),
            cause: format!(
                "myInterview accepts one: {}.",
                subject.unwrap_or("there are several")
            ),
            way_out: tag_it.to_owned(),
        },
        FindingCode::NoPosting => say(
            "There is no posting, so there is no template to invite with.",
            "The candidate lost its posting in Lever.",
            "Run again in a posting that is open.",
        ),
        FindingCode::TriggerStageGone => DryRunTrouble {
            sentence: "The stage that invites no longer exists in Lever.".to_owned(),
            cause: format!("{name}'s stage was removed after it was pinned."),
            way_out: "Choose it again under Stages. Then run again.".to_owned(),
        },
        FindingCode::RoundsStatedNone => say(
            "No rounds are entered for this job, as you stated.",
            "JobTwine holds candidates of a job without rounds.",
            "Enter the rounds in JobTwine and state them under JobTwine jobs & rounds. Then run again.",
        ),
        FindingCode::MissingEmail | FindingCode::InvalidEmail => say(
            "There is no usable e-mail on the test candidate.",
            "Lever holds another contact than the one that was sent.",
            "Run again with another address.",
        ),
        FindingCode::Archived => say(
            "The test candidate is archived already.",
            "It was archived in Lever while the run was under way.",
            "Run again, and leave the candidate alone meanwhile.",
        ),
        FindingCode::Anonymized => gone(),
        other => DryRunTrouble {
            sentence: format!("{name} would not invite."),
            cause: format!(
                "The check found: {}.",
                crate::card::finding_word(other).replace('_', " ")
            ),
            way_out: "See the finding in the check before the next run.".to_owned(),
        },
    }
}

/// What the vendor said itself.
fn failure(vendor: Vendor, code: FailureCode) -> DryRunTrouble {
    let name = vendor_name(vendor);
    let (what, way_out) = match code {
        FailureCode::MissingEmail => (
            "it found no e-mail on the candidate",
            "Check how the address stands in Lever, then run again.".to_owned(),
        ),
        FailureCode::InvalidEmail => (
            "the e-mail is no address to it",
            "Run again with another address.".to_owned(),
        ),
        FailureCode::TemplateNotFound => (
            "it knows no template of the name or id in the posting's tag",
            "Correct the tag under Tag postings: names must match letter for letter. Then run again.".to_owned(),
        ),
        FailureCode::TemplateAmbiguous => (
            "two of its templates have the name in the posting's tag",
            "Name the template by its id under Tag postings. Then run again.".to_owned(),
        ),
        FailureCode::SeveralConfigurationTags => (
            "the posting has more than one tag for it",
            "Keep one of them under Tag postings. Then run again.".to_owned(),
        ),
        FailureCode::Other => (
            "something went wrong on its side",
            match vendor {
                Vendor::MyInterview => "Read its note in Lever, or ask support@myinterview.com. Then run again.".to_owned(),
                Vendor::JobTwine => "Read its note in Lever, or ask JobTwine's support. Then run again.".to_owned(),
            },
        ),
    };
    DryRunTrouble {
        sentence: format!("{name} could not invite: {what}."),
        cause: format!("{name} said so in a note on the test candidate."),
        way_out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cause of every link has three sentences of its own, and none of them a hole.
    #[test]
    fn every_cause_has_a_sentence_a_cause_and_a_way_out() {
        let text = |words: &str| Some(words.to_owned());
        let findings = [
            FindingCode::Archived,
            FindingCode::Anonymized,
            FindingCode::TriggerStageGone,
            FindingCode::NoPosting,
            FindingCode::PostingUntagged,
            FindingCode::TemplateNotFound,
            FindingCode::TemplateAmbiguous,
            FindingCode::SeveralConfigurationTags,
            FindingCode::MissingEmail,
            FindingCode::InvalidEmail,
            FindingCode::RoundsStatedNone,
            FindingCode::WebhookSilent,
        ]
        .into_iter()
        .flat_map(|code| {
            [
                (None, None),
                (text("Lever demo"), text("myInterview:Lever Demo")),
            ]
            .map(|(subject, suggestion)| Cause::Finding {
                code,
                subject,
                suggestion,
            })
        });
        let failures = [
            FailureCode::MissingEmail,
            FailureCode::InvalidEmail,
            FailureCode::TemplateNotFound,
            FailureCode::TemplateAmbiguous,
            FailureCode::SeveralConfigurationTags,
            FailureCode::Other,
        ]
        .map(|code| Cause::Failure { code });
        let others = [
            Cause::AwaitingRounds,
            Cause::Silent,
            Cause::NoInvitation,
            Cause::UnreadNote,
            Cause::AddressTaken,
            Cause::MovedElsewhere,
            Cause::ArchivedMeanwhile,
            Cause::LetGo,
            Cause::Forbidden {
                permission: "opportunities:write".to_owned(),
            },
            Cause::Refused {
                code: "BadRequestError".to_owned(),
            },
            Cause::Gone,
        ];
        for cause in findings.chain(failures).chain(others) {
            let mut all = vec![of_creation(&cause), of_archiving(&cause)];
            for vendor in [Vendor::MyInterview, Vendor::JobTwine] {
                all.push(of(vendor, ChainLink::Invited, &cause, "Video Interview"));
            }
            for said in all {
                for part in [&said.sentence, &said.cause, &said.way_out] {
                    assert!(
                        part.len() > 10 && part.ends_with('.') && !part.contains('{'),
                        "{cause:?}: {part}"
                    );
                }
            }
        }
    }
}
