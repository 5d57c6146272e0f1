//! The team file: what a team shares about its account, so that nobody decides it twice. Versioned JSON with ids and names
//! of stages and templates; it holds no secret, no colleague's name and no candidate.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_domain::ids::{PostingId, StageId, UserId};
use fulcrum_domain::vendor::{StatedRounds, TemplateCatalogue, Vendor, VendorSetup};
use serde::{Deserialize, Serialize};

use crate::setup::{LONGEST_NAME, MOST_ROUNDS, POSSIBLE_MINUTES};
use crate::statements::Kept;
use crate::view::{NamedStage, StatedFact};

/// The version that is written and read.
const VERSION: u32 = 1;

/// Largest file that is looked at, bytes: a few thousand templates and postings.
const LARGEST: usize = 4 * 1024 * 1024;

/// Most entries of any list.
const MOST: usize = 20_000;

/// Longest id or host.
const LONGEST_ID: usize = 200;

/// Longest name of a stage or template.
const LONGEST_TITLE: usize = 500;

/// What a team shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TeamFile {
    /// Version of the format; also what tells such a file from any other JSON.
    fulcrum_team: u32,
    /// Exported, ms.
    pub(crate) exported_at_ms: i64,
    /// Host of Lever's API that the ids belong to.
    pub(crate) account: String,
    /// Lever users who can be a seat.
    #[serde(default)]
    pub(crate) users: Vec<UserId>,
    #[serde(default)]
    pub(crate) myinterview: Shared,
    #[serde(default)]
    pub(crate) jobtwine: Shared,
    /// What an admin confirmed, by whom and when.
    #[serde(default)]
    pub(crate) stated: Vec<Kept>,
}

/// What is shared about one vendor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shared {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) trigger_stage: Option<SharedStage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) neutral_stage: Option<SharedStage>,
    /// Lever users whose notes are the vendor's.
    #[serde(default)]
    pub(crate) note_authors: Vec<UserId>,
    /// Hosts whose links are the vendor's, `host` or `host:port`.
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) templates: Option<TemplateCatalogue>,
    /// Rounds of each posting, as somebody stated them.
    #[serde(default)]
    pub(crate) rounds: BTreeMap<PostingId, StatedRounds>,
    /// The vendor also keeps interviews in Lever.
    #[serde(default)]
    pub(crate) keeps_interviews: bool,
}

/// A stage: the id counts, the name is for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SharedStage {
    pub(crate) id: StageId,
    #[serde(default)]
    pub(crate) name: String,
}

/// Why a file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    TooLarge,
    NotText,
    NotATeamFile,
    Newer,
    TooLong,
    Unreadable,
    Host,
    SameStage,
    Rounds,
    Statement,
    Time,
}

impl Wrong {
    /// The cause, as a sentence about the form and never the content.
    pub(crate) fn why(self) -> &'static str {
        match self {
            Self::TooLarge => "It is larger than any team file.",
            Self::NotText => "It is not text in UTF-8.",
            Self::NotATeamFile => "It is not a file that Fulcrum exported for a team.",
            Self::Newer => "A newer version of Fulcrum wrote it.",
            Self::TooLong => "It holds more entries, or longer ones, than any account has.",
            Self::Unreadable => "It holds a name or an id that no account can have.",
            Self::Host => "It pins something that is not a host.",
            Self::SameStage => "It uses one stage for two purposes that exclude each other.",
            Self::Rounds => "It states rounds that no job can have.",
            Self::Statement => "It confirms something that cannot be said.",
            Self::Time => "It holds a date from before there was a Fulcrum.",
        }
    }

    /// What to do.
    pub(crate) fn way_out(self) -> &'static str {
        match self {
            Self::Newer => "Update Fulcrum, or ask your admin to export with your version.",
            _ => "Ask your admin to export the team file again. You can go on without it.",
        }
    }
}

impl TeamFile {
    /// What is shared, taken from the two set-ups. `stage_name`: as in Lever now.
    pub(crate) fn new(
        exported_at_ms: i64,
        account: String,
        users: Vec<UserId>,
        setups: &[VendorSetup],
        stated: Vec<Kept>,
        stage_name: impl Fn(&StageId) -> String,
    ) -> Self {
        let shared = |vendor: Vendor| {
            let stage = |id: &StageId| SharedStage {
                name: stage_name(id),
                id: id.clone(),
            };
            setups
                .iter()
                .find(|setup| setup.vendor == vendor)
                .map(|setup| Shared {
                    trigger_stage: setup.trigger_stage.as_ref().map(stage),
                    neutral_stage: setup.neutral_stage.as_ref().map(stage),
                    note_authors: setup.note_authors.clone(),
                    hosts: setup.hosts.clone(),
                    templates: setup.templates.clone(),
                    rounds: setup.stated_rounds.clone(),
                    keeps_interviews: setup.keeps_interviews,
                })
                .unwrap_or_default()
        };
        Self {
            fulcrum_team: VERSION,
            exported_at_ms,
            account,
            users,
            myinterview: shared(Vendor::MyInterview),
            jobtwine: shared(Vendor::JobTwine),
            stated,
        }
    }

    /// As it is written, for people to look at.
    pub(crate) fn text(&self) -> Option<String> {
        serde_json::to_string_pretty(self)
            .ok()
            .map(|text| text + "\n")
    }

    /// Reads a file that anybody may have made. Times from the future become `now_ms`: nothing stays fresh for ever.
    pub(crate) fn read(bytes: &[u8], now_ms: i64) -> Result<Self, Wrong> {
        if bytes.len() > LARGEST {
            return Err(Wrong::TooLarge);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Wrong::NotText)?;
        let text = text.trim_start_matches('\u{feff}');
        // The version first: a newer file may hold anything else.
        #[derive(Deserialize)]
        struct Head {
            fulcrum_team: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(|_| Wrong::NotATeamFile)?;
        match head.fulcrum_team {
            VERSION => {}
            0 => return Err(Wrong::NotATeamFile),
            _ => return Err(Wrong::Newer),
        }
        let mut file: Self = serde_json::from_str(text).map_err(|_| Wrong::NotATeamFile)?;
        file.check()?;
        file.tidy(now_ms);
        Ok(file)
    }

    fn check(&self) -> Result<(), Wrong> {
        if !is_host(&self.account) {
            return Err(Wrong::NotATeamFile);
        }
        few(&self.users)?;
        few(&self.stated)?;
        self.users.iter().try_for_each(|user| plain(&user.0))?;
        let stage = |stage: &Option<SharedStage>| match stage {
            Some(stage) => {
                plain(&stage.id.0)?;
                title(&stage.name)
            }
            None => Ok(()),
        };
        for shared in self.vendors() {
            stage(&shared.trigger_stage)?;
            stage(&shared.neutral_stage)?;
            few(&shared.note_authors)?;
            few(&shared.hosts)?;
            shared
                .note_authors
                .iter()
                .try_for_each(|author| plain(&author.0))?;
            if !shared.hosts.iter().all(|host| is_host(host)) {
                return Err(Wrong::Host);
            }
            if let Some(catalogue) = &shared.templates {
                few(&catalogue.templates)?;
                not_before(catalogue.as_of_ms)?;
                for template in &catalogue.templates {
                    plain(&template.id.0)?;
                    title(&template.name)?;
                }
            }
            if shared.rounds.len() > MOST {
                return Err(Wrong::TooLong);
            }
            for (posting, rounds) in &shared.rounds {
                plain(&posting.0)?;
                check_rounds(rounds)?;
            }
        }
        self.check_stages()?;
        for one in &self.stated {
            plain(&one.by.0)?;
            plain(&one.fact)?;
            not_before(one.at_ms)?;
            // A fact of a newer build is kept out later; a known one must make sense.
            if StatedFact::of(&one.fact).is_some_and(|fact| !fact.takes(&one.value)) {
                return Err(Wrong::Statement);
            }
        }
        Ok(())
    }

    /// A stage that invites is no other vendor's, and nothing passes through it.
    fn check_stages(&self) -> Result<(), Wrong> {
        let id = |stage: &Option<SharedStage>| stage.as_ref().map(|stage| stage.id.clone());
        let triggers: Vec<StageId> = self
            .vendors()
            .iter()
            .filter_map(|shared| id(&shared.trigger_stage))
            .collect();
        let distinct: BTreeSet<&StageId> = triggers.iter().collect();
        let passed = self.vendors();
        let mut passed = passed.iter().filter_map(|shared| id(&shared.neutral_stage));
        if distinct.len() < triggers.len() || passed.any(|stage| triggers.contains(&stage)) {
            return Err(Wrong::SameStage);
        }
        Ok(())
    }

    fn tidy(&mut self, now_ms: i64) {
        self.exported_at_ms = self.exported_at_ms.min(now_ms);
        for shared in [&mut self.myinterview, &mut self.jobtwine] {
            shared.hosts = shared
                .hosts
                .iter()
                .map(|host| host.to_lowercase())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect();
            if let Some(catalogue) = &mut shared.templates {
                catalogue.as_of_ms = catalogue.as_of_ms.min(now_ms);
            }
            for rounds in shared.rounds.values_mut() {
                rounds.stated_at_ms = rounds.stated_at_ms.min(now_ms);
            }
        }
        // Facts that this build does not know would be kept without ever being shown.
        self.stated
            .retain(|one| StatedFact::of(&one.fact).is_some());
        for one in &mut self.stated {
            one.at_ms = one.at_ms.min(now_ms);
        }
    }

    pub(crate) fn vendors(&self) -> [&Shared; 2] {
        [&self.myinterview, &self.jobtwine]
    }

    pub(crate) fn of(&self, vendor: Vendor) -> &Shared {
        match vendor {
            Vendor::MyInterview => &self.myinterview,
            Vendor::JobTwine => &self.jobtwine,
        }
    }

    /// All stages that it pins.
    pub(crate) fn stages(&self) -> Vec<NamedStage> {
        let mut stages: BTreeMap<StageId, String> = BTreeMap::new();
        for shared in self.vendors() {
            for stage in shared.trigger_stage.iter().chain(&shared.neutral_stage) {
                stages.insert(stage.id.clone(), stage.name.clone());
            }
        }
        stages
            .into_iter()
            .map(|(id, name)| NamedStage { id, name })
            .collect()
    }
}

/// 1 January 2020, ms.
const EARLIEST_MS: i64 = 1_577_836_800_000;

fn not_before(at_ms: i64) -> Result<(), Wrong> {
    if at_ms < EARLIEST_MS {
        return Err(Wrong::Time);
    }
    Ok(())
}

fn few<T>(list: &[T]) -> Result<(), Wrong> {
    if list.len() > MOST {
        return Err(Wrong::TooLong);
    }
    Ok(())
}

/// An id: one line, neither empty nor endless.
fn plain(id: &str) -> Result<(), Wrong> {
    if id.len() > LONGEST_ID {
        return Err(Wrong::TooLong);
    }
    if id.is_empty() || id.contains(|letter: char| letter.is_control() || letter.is_whitespace()) {
        return Err(Wrong::Unreadable);
    }
    Ok(())
}

/// A name: kept to the last space, since names count to the last space.
fn title(name: &str) -> Result<(), Wrong> {
    if name.len() > LONGEST_TITLE {
        return Err(Wrong::TooLong);
    }
    if name.contains(char::is_control) {
        return Err(Wrong::Unreadable);
    }
    Ok(())
}

fn is_host(host: &str) -> bool {
    host.len() <= LONGEST_ID
        && crate::links::host(&format!("https://{host}"))
            .is_some_and(|read| read == host.to_lowercase())
}

fn check_rounds(stated: &StatedRounds) -> Result<(), Wrong> {
    let rounds = usize::try_from(stated.rounds).unwrap_or(usize::MAX);
    let name =
        |name: &String| name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
    let possible = |minutes: &u32| POSSIBLE_MINUTES.contains(minutes);
    let fits = rounds <= MOST_ROUNDS
        && stated.names.len() <= rounds
        && stated.minutes.len() <= rounds
        && stated.names.iter().all(name)
        && stated.minutes.iter().flatten().all(possible);
    if !fits {
        return Err(Wrong::Rounds);
    }
    not_before(stated.stated_at_ms)
}
