use std::collections::BTreeSet;

use fulcrum_domain::model::Opportunity;

use super::{Lever, OffsetToken, OpportunityQuery, Page};
use crate::error::{Code, LeverError, Retry};

/// How often a window is started over before it counts as failed.
const RESTARTS: u32 = 3;

/// What came next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A page; `next` is where to resume after a restart of the program.
    Page(Page<Opportunity>),
    /// Lever forgot the token: the window starts over, and what was read of it may come again.
    Restarted,
}

/// Walks through all pages of a query.
pub struct OpportunityPages {
    lever: Lever,
    query: OpportunityQuery,
    position: Position,
    seen: BTreeSet<String>,
    restarts: u32,
}

enum Position {
    Start,
    At(OffsetToken),
    End,
}

impl OpportunityPages {
    pub(super) fn new(lever: Lever, query: OpportunityQuery) -> Self {
        Self {
            lever,
            query,
            position: Position::Start,
            seen: BTreeSet::new(),
            restarts: 0,
        }
    }

    /// Goes on where an earlier walk over the same query stopped.
    #[must_use]
    pub fn resume_at(mut self, offset: OffsetToken) -> Self {
        self.position = Position::At(offset);
        self
    }

    /// The next page, or `None` after the last.
    ///
    /// # Errors
    /// After an error the same page is asked for again by the next call.
    /// [`Code::StaleOffset`] only after several restarts; [`Code::Unreadable`] when the tokens go round in a circle.
    pub async fn next(&mut self) -> Result<Option<Step>, LeverError> {
        let offset = match &self.position {
            Position::Start => None,
            Position::At(token) => Some(token),
            Position::End => return Ok(None),
        };
        match self.lever.opportunities(&self.query, offset).await {
            Ok(page) => {
                self.position = match &page.next {
                    None => Position::End,
                    Some(token) if !self.seen.insert(token.0.clone()) => {
                        self.position = Position::End;
                        return Err(LeverError::local(
                            Code::Unreadable,
                            Retry::Permanent,
                            super::endpoints::OPPORTUNITIES.name,
                        ));
                    }
                    Some(token) => Position::At(token.clone()),
                };
                Ok(Some(Step::Page(page)))
            }
            Err(error) if error.code == Code::StaleOffset && self.restarts < RESTARTS => {
                self.restarts += 1;
                self.seen.clear();
                self.position = Position::Start;
                Ok(Some(Step::Restarted))
            }
            Err(error) => Err(error),
        }
    }
}
