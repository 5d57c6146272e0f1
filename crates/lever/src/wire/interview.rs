use fulcrum_domain::ids::{OpportunityId, PanelId, UserId};
use fulcrum_domain::model::Interview;
use serde::Deserialize;

use super::scalar::{Ms, Reference, or_default};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InterviewBody {
    id: String,
    #[serde(default)]
    panel: Option<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    subject: String,
    date: Ms,
    #[serde(default)]
    duration: Option<u32>,
    #[serde(default)]
    timezone: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    interviewers: Vec<InterviewerBody>,
    #[serde(default)]
    canceled_at: Option<Ms>,
}

#[derive(Debug, Deserialize)]
struct InterviewerBody {
    #[serde(default)]
    id: Option<String>,
}

impl InterviewBody {
    pub(crate) fn into_interview(self, opportunity: &OpportunityId) -> Interview {
        Interview {
            id: self.id.into(),
            panel: self.panel.map(|panel| panel.into_id().into()),
            opportunity: opportunity.clone(),
            subject: self.subject,
            at_ms: self.date.0,
            duration_minutes: self.duration.unwrap_or(0),
            timezone: self.timezone,
            interviewers: self
                .interviewers
                .into_iter()
                .filter_map(|interviewer| interviewer.id.map(Into::into))
                .collect(),
            canceled_at_ms: self.canceled_at.map(|at| at.0),
        }
    }
}

/// A panel: interviews that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Lever's id.
    pub id: PanelId,
    /// Made through the API or an integration; only such panels can be changed through the API.
    pub externally_managed: bool,
    /// Where an integration keeps its page of the panel.
    pub external_url: Option<String>,
    /// IANA zone.
    pub timezone: Option<String>,
    /// Who made it.
    pub user: Option<UserId>,
    /// ms, from its interviews.
    pub start_ms: Option<i64>,
    /// ms, from its interviews.
    pub end_ms: Option<i64>,
    /// Set when cancelled, ms.
    pub canceled_at_ms: Option<i64>,
    /// Its interviews; zone and cancellation are the panel's where the interview says nothing.
    pub interviews: Vec<Interview>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PanelBody {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    externally_managed: bool,
    #[serde(default)]
    external_url: Option<String>,
    #[serde(default)]
    timezone: Option<String>,
    #[serde(default)]
    user: Option<Reference>,
    #[serde(default)]
    start: Option<Ms>,
    #[serde(default)]
    end: Option<Ms>,
    #[serde(default)]
    canceled_at: Option<Ms>,
    #[serde(default, deserialize_with = "or_default")]
    interviews: Vec<InterviewBody>,
}

impl PanelBody {
    pub(crate) fn into_panel(self, opportunity: &OpportunityId) -> Panel {
        let id: PanelId = self.id.into();
        let canceled_at_ms = self.canceled_at.map(|at| at.0);
        let interviews = self
            .interviews
            .into_iter()
            .map(|body| {
                let mut interview = body.into_interview(opportunity);
                interview.panel = Some(id.clone());
                interview.timezone = interview.timezone.or_else(|| self.timezone.clone());
                interview.canceled_at_ms = interview.canceled_at_ms.or(canceled_at_ms);
                interview
            })
            .collect();
        Panel {
            id,
            externally_managed: self.externally_managed,
            external_url: self.external_url,
            timezone: self.timezone,
            user: self.user.map(|user| user.into_id().into()),
            start_ms: self.start.map(|at| at.0),
            end_ms: self.end.map(|at| at.0),
            canceled_at_ms,
            interviews,
        }
    }
}
