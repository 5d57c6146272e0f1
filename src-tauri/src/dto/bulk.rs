//! Many moves at once.

use fulcrum_app::view;

use super::{
    BatchId, Finding, IntentId, Ms, OpportunityId, PostingId, Problem, StageId, Vendor, Wire,
    choice, shown,
};

choice! {
    BulkWeight = view::BulkWeight { Blocked, LeftOut, Warned, Ready }
    BulkPhase = view::BulkPhase { Held, Running, Paused, Finished }
    BulkItemState = view::BulkItemState {
        Waiting, Sending, Settling, Moved, Answered, NotInvited, Already, NeedsYou, TakenOut,
    }
}

shown! {
    BulkPreview = view::BulkPreview {
        to_stage: StageId, to_stage_name: String, vendor: Option<Vendor>, rows: Vec<BulkRow>, checked_at_ms: Ms,
        hold_seconds: u32,
    }
    BulkRow = view::BulkRow {
        opportunity: OpportunityId, name: String, posting: Option<PostingId>, posting_title: Option<String>,
        email: String, weight: BulkWeight, held_back: Option<String>, findings: Vec<Finding>, emails: bool,
        texts: bool,
    }
    BulkEstimate = view::BulkEstimate {
        requests_each: u32, requests: u32, waiting: u32, rate_per_second: u32, seconds: u32,
    }
    BulkStarted = view::BulkStarted { batch: BatchId, moves: u32, hold_until_ms: Ms }
    BulkMove = view::BulkMove {
        batch: BatchId, to_stage: StageId, to_stage_name: String, vendor: Option<Vendor>, phase: BulkPhase,
        rests_because: Option<String>, hold_until_ms: Option<Ms>, items: Vec<BulkItem>, left: BulkEstimate,
    }
    BulkItem = view::BulkItem {
        intent: IntentId, opportunity: OpportunityId, name: String, posting_title: Option<String>,
        state: BulkItemState, failure: Option<String>, problem: Option<Problem>, findings: Vec<Finding>,
        moved_at_ms: Option<Ms>,
    }
}

#[cfg(test)]
mod tests {
    use fulcrum_app::domain::preflight::{Finding, FindingCode, Fix, Severity};

    use super::*;

    #[test]
    fn a_row_and_an_outcome_as_the_window_gets_them() {
        let row = view::BulkRow {
            opportunity: "o1".into(),
            name: "Ana Prova".to_owned(),
            posting: Some("p1".into()),
            posting_title: Some("Cellist".to_owned()),
            email: String::new(),
            weight: view::BulkWeight::LeftOut,
            held_back: None,
            findings: vec![Finding {
                code: FindingCode::MissingEmail,
                severity: Severity::Block,
                subject: None,
                suggestion: None,
                fix: Some(Fix::AddEmail),
            }],
            emails: false,
            texts: false,
        };
        let move_ = view::BulkMove {
            batch: "b1".into(),
            to_stage: "s1".into(),
            to_stage_name: "myInterview".to_owned(),
            vendor: None,
            phase: view::BulkPhase::Paused,
            rests_because: Some("restart".to_owned()),
            hold_until_ms: None,
            items: vec![view::BulkItem {
                intent: "i1".into(),
                opportunity: "o1".into(),
                name: "Ana Prova".to_owned(),
                posting_title: None,
                state: view::BulkItemState::NotInvited,
                failure: Some("template_not_found".to_owned()),
                problem: None,
                findings: Vec::new(),
                moved_at_ms: Some(1_800_000_000_000),
            }],
            left: view::BulkEstimate {
                requests_each: 3,
                requests: 9,
                waiting: 1,
                rate_per_second: 8,
                seconds: 2,
            },
        };
        let (row, move_): (BulkRow, BulkMove) = (row.wire(), move_.wire());
        insta::assert_json_snapshot!("a_row_of_the_table_and_a_bulk_move", (row, move_));
    }
}
