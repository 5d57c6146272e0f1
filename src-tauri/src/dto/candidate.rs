//! The candidate panel and what a move would do.

use fulcrum_app::domain::preflight;
use fulcrum_app::view;

use super::{
    Card, FeedbackBlock, InterviewTime, Ms, NoteId, OpportunityId, PostingId, StageId, Vendor,
    Wire, shown,
};

shown! {
    Candidate = view::Candidate {
        card: Card, headline: String, location: String, stage_name: String, owner_name: Option<String>,
        posting: Option<PostingId>, emails: Vec<EmailLine>, phones: Vec<PhoneLine>, journeys: Vec<JourneyBlock>,
        previews: Vec<MovePreview>, tags: Vec<TagLine>, notes: Vec<NoteLine>, advance_to: Option<StageChoice>,
        stages: Vec<StageChoice>, resend: Resend, in_lever: bool, archived: bool, archive_reason: Option<String>, read_at_ms: Ms,
    }
    StageChoice = view::StageChoice { id: StageId, name: String, vendor: Option<Vendor> }
    EmailLine = view::EmailLine { value: String, plausible: bool }
    PhoneLine = view::PhoneLine { value: String, international: bool, suggestion: Option<String> }
    JourneyBlock = view::JourneyBlock {
        vendor: Vendor, round: u32, attempt: u32, title: Option<String>, state: String, failure: Option<String>,
        stalled: Option<String>, links: Vec<ProofLine>, interview: Option<InterviewTime>, video: Option<VideoLine>,
        feedback: Option<FeedbackBlock>,
    }
    ProofLine = view::ProofLine {
        link: String, certainty: String, at_ms: Option<Ms>, seen_at_ms: Option<Ms>, source: Option<String>,
        detail: Option<String>,
    }
    VideoLine = view::VideoLine { host: String, pinned: bool }
    TagLine = view::TagLine { text: String, kind: String, removable: bool, first_seen_ms: Option<Ms> }
    NoteLine = view::NoteLine {
        id: NoteId, secret: bool, removable: bool, author: Option<String>, by_you: bool, at_ms: Ms, text: String, comments: u32, vendor: Option<Vendor>,
        unread_vendor_note: bool,
    }
    Resend = view::Resend { vendor: Option<Vendor>, next_round: Option<u32>, possible: bool, reason: Option<String> }
    MovePreview = view::MovePreview {
        opportunity: OpportunityId, name: String, to_stage: StageId, to_stage_name: String, vendor: Option<Vendor>,
        emails: bool, texts: bool, template: Option<String>, findings: Vec<Finding>, hold_seconds: u32,
    }
    Finding = preflight::Finding {
        code: FindingCode, severity: Severity, subject: Option<String>, suggestion: Option<String>, fix: Option<Fix>,
    }
}

/// Declares a wire enum of the rules' own snake-case codes.
macro_rules! codes {
    ($($name:ident = $rule:path { $($variant:ident),+ $(,)? })+) => {$(
        #[derive(Clone, Copy, Debug, serde::Serialize, specta::Type)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name {
            $($variant,)+
        }

        impl Wire<$name> for $rule {
            fn wire(self) -> $name {
                use $rule as Rule;
                match self {
                    $(Rule::$variant => $name::$variant,)+
                }
            }
        }
    )+};
}

codes! {
    Severity = preflight::Severity { Stop, Block, Warn, Unknown }
    FindingCode = preflight::FindingCode {
        Archived, Anonymized, TriggerStageGone, NoPosting, PostingUntagged, TemplateNotFound, TemplateAmbiguous,
        SeveralConfigurationTags, MissingEmail, InvalidEmail, RoundsStatedNone, PhoneMissing, PhoneNotInternational,
        RoundsUnknown, TemplatesStale, InviteOpen, InvitedRecently, AlreadyCompleted, InterviewBooked,
        FeedbackMissing, SamePersonElsewhere, EntersOtherVendor, OwnerMissing, WebhookSilent, WebhookUnverifiable,
        VendorStageUnverifiable,
    }
}

/// A fix the person can press.
#[derive(Clone, Debug, serde::Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Fix {
    ReplacePostingTag { from: Option<String>, to: String },
    AddEmail,
    CorrectPhone,
    ImportTemplates,
    ChooseTriggerStage,
    OpenInLever,
    Resend,
}

impl Wire<Fix> for preflight::Fix {
    fn wire(self) -> Fix {
        match self {
            preflight::Fix::ReplacePostingTag { from, to } => Fix::ReplacePostingTag { from, to },
            preflight::Fix::AddEmail => Fix::AddEmail,
            preflight::Fix::CorrectPhone => Fix::CorrectPhone,
            preflight::Fix::ImportTemplates => Fix::ImportTemplates,
            preflight::Fix::ChooseTriggerStage => Fix::ChooseTriggerStage,
            preflight::Fix::OpenInLever => Fix::OpenInLever,
            preflight::Fix::Resend => Fix::Resend,
        }
    }
}
