//! The board: heads of all columns, and windows of one.

use fulcrum_cache::query::{self, Column as CacheColumn, Filter};
use fulcrum_domain::ids::StageId;
use fulcrum_domain::journey::Actor as DomainActor;

use crate::app::App;
use crate::card::CardContext;
use crate::failure;
use crate::picture::stage_name;
use crate::ready::{Ready, vendor_of};
use crate::view::{
    Actor, Board, BoardQuery, Column, ColumnPage, PostingChoice, Problem, Scope, Sort, Waiting,
};

/// Cards of a window at most.
const WINDOW: u32 = 200;

impl App {
    /// The board without its cards.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn board(&self, asked: &BoardQuery) -> Result<Board, Problem> {
        let ready = self.ready()?;
        let moves = ready.open_moves().await?;
        let overlay = moves.overlay();
        let setups = ready.setups();
        let narrowed = cache_query(&ready, asked);
        let mut wide = narrowed.clone();
        wide.filter.actors.clear();
        let mut choosable = narrowed.clone();
        choosable.filter = Filter::default();
        let chosen = asked.stages.clone();
        ready
            .cache
            .read(move |tx| {
                let stages = tx.stages()?;
                let heads = tx.column_heads(&narrowed, &overlay)?;
                let waiting = if narrowed == wide {
                    heads.waiting
                } else {
                    tx.column_heads(&wide, &overlay)?.waiting
                };
                let columns: Vec<Column> = heads
                    .columns
                    .into_iter()
                    .map(|head| Column {
                        name: stage_name(&stages, &head.stage),
                        total: head.total,
                        you_owe: head.waiting_on_you,
                        vendor: vendor_of(&head.stage, &setups),
                        stage: head.stage,
                    })
                    .collect();
                let mut postings = Vec::new();
                for (id, cards) in tx.posting_counts(&choosable)? {
                    if let Some(posting) = tx.posting(&id)? {
                        postings.push(PostingChoice {
                            id,
                            title: posting.text,
                            cards,
                        });
                    }
                }
                postings.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
                Ok(Board {
                    shown: columns
                        .iter()
                        .filter(|column| chosen.is_empty() || chosen.contains(&column.stage))
                        .map(|column| column.total)
                        .sum(),
                    columns,
                    waiting: Waiting {
                        you: waiting.you,
                        candidate: waiting.candidate,
                        vendor: waiting.vendor,
                        nobody: waiting.nobody,
                    },
                    total: tx.counts()?.active,
                    postings,
                })
            })
            .await
            .map_err(failure::cache)
    }

    /// A window of one column.
    ///
    /// # Errors
    /// As [`App::board`].
    pub async fn column(
        &self,
        asked: &BoardQuery,
        stage: &StageId,
        offset: u32,
        limit: u32,
    ) -> Result<ColumnPage, Problem> {
        let ready = self.ready()?;
        let moves = ready.open_moves().await?;
        let overlay = moves.overlay();
        let context = CardContext {
            setups: ready.setups().to_vec(),
            moves: moves.latest(),
            watched: ready.watched().await?,
            now_ms: ready.now_ms(),
        };
        let query = cache_query(&ready, asked);
        let (sort, stage) = (sort(asked.sort), stage.clone());
        ready
            .cache
            .read(move |tx| {
                let total = tx
                    .column_heads(&query, &overlay)?
                    .columns
                    .into_iter()
                    .find(|head| head.stage == stage)
                    .map_or(0, |head| head.total);
                let rows = tx.column_page(
                    &query,
                    &overlay,
                    CacheColumn {
                        stage: &stage,
                        sort,
                        offset,
                        limit: limit.min(WINDOW),
                        now_ms: context.now_ms,
                    },
                )?;
                let mut cards = Vec::new();
                for row in &rows {
                    cards.extend(context.card(tx, row)?);
                }
                Ok(ColumnPage {
                    stage,
                    offset,
                    total,
                    cards,
                })
            })
            .await
            .map_err(failure::cache)
    }
}

pub(crate) fn cache_query(ready: &Ready, asked: &BoardQuery) -> query::BoardQuery {
    query::BoardQuery {
        scope: match asked.scope {
            Scope::Mine => query::Scope::Mine {
                user: ready.seat.user.clone(),
            },
            Scope::All => query::Scope::AllActive,
        },
        filter: Filter {
            postings: asked.postings.to_vec(),
            stages: asked.stages.to_vec(),
            actors: asked.waiting_on.map(actor).into_iter().collect(),
            tags: asked.tag.iter().cloned().collect(),
            text: asked.text.clone(),
            ..Filter::default()
        },
    }
}

fn actor(actor: Actor) -> DomainActor {
    match actor {
        Actor::You => DomainActor::You,
        Actor::Candidate => DomainActor::Candidate,
        Actor::Vendor => DomainActor::Vendor,
        Actor::Nobody => DomainActor::Nobody,
    }
}

fn sort(sort: Sort) -> query::Sort {
    match sort {
        Sort::TimeOwed => query::Sort::TimeOwed,
        Sort::Newest => query::Sort::Newest,
        Sort::Name => query::Sort::Name,
    }
}
