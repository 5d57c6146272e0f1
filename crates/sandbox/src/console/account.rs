//! What colleagues and admins change in the account itself: notes, postings, users, archive reasons.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::console::Console;
use crate::console::actions::{Body, Done, body, ok, unknown};
use crate::lever::POSTING_STATES;
use crate::world::notes::NewNote;
use crate::world::records::{DamagedField, PostingDamage};

#[derive(Deserialize)]
pub(crate) struct NoteWish {
    text: String,
    user: Option<String>,
    #[serde(default)]
    secret: bool,
    /// Of the note that this is a comment on.
    note: Option<String>,
}

/// `{"text", "user", "secret", "note"}` → `{"id"}`: a colleague writes in Lever's own window.
pub(crate) async fn note(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<NoteWish>,
) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    console.lever.act(|world, now| {
        let written = match &wish.note {
            Some(thread) => world.add_comment(&id, thread, wish.text, wish.user, now, now),
            None => {
                let note = NewNote {
                    value: wish.text,
                    secret: wish.secret,
                    score: None,
                    user: wish.user,
                    created_at: now,
                };
                world.add_note(&id, note, false, now)
            }
        };
        match written {
            Some(note) => Done::Yes(json!({ "id": note.id })),
            None => unknown("opportunity or note", wish.note.as_ref().unwrap_or(&id)),
        }
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct PostingChange {
    text: Option<String>,
    state: Option<String>,
    owner: Option<String>,
}

/// `{"text", "state", "owner"}`: what is absent stays.
pub(crate) async fn posting(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<PostingChange>,
) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    console.lever.act(|world, now| {
        let Some(mut posting) = world.postings.get(&id).cloned() else {
            return unknown("posting", &id);
        };
        if let Some(state) = wish.state {
            if !POSTING_STATES.contains(&state.as_str()) {
                let sentence = format!("no posting is {state}");
                return Done::No(StatusCode::BAD_REQUEST, sentence);
            }
            posting.state = state;
        }
        if let Some(owner) = wish.owner {
            if world.user(&owner).is_none() {
                return unknown("user", &owner);
            }
            posting.owner = Some(owner);
        }
        if let Some(text) = wish.text {
            posting.text = text;
        }
        // The posting's own tags are as they were: none of them has to follow.
        world.change_posting(posting, false, now);
        ok()
    })
}

#[derive(Deserialize)]
pub(crate) struct Damage {
    updates: u32,
    #[serde(default)]
    field: DamagedField,
}

/// `{"updates", "field"}`: so many of the next updates of postings change something that they were not asked to.
pub(crate) async fn posting_damage(State(console): State<Console>, asked: Body<Damage>) -> Done {
    let Damage { updates, field } = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    console.lever.act(|world, _| {
        world.records.posting_damage = PostingDamage { updates, field };
        ok()
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct UserChange {
    name: Option<String>,
    deactivated: Option<bool>,
}

/// `{"name", "deactivated"}`: what is absent stays.
pub(crate) async fn user(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<UserChange>,
) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    console.lever.act(|world, now| {
        let known = match wish.deactivated {
            Some(off) => world.deactivate_user(&id, off, now),
            None => world.user(&id).is_some(),
        };
        if !known {
            return unknown("user", &id);
        }
        if let Some(name) = wish.name {
            world.rename_user(&id, &name);
        }
        ok()
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ReasonChange {
    text: Option<String>,
    active: Option<bool>,
}

/// `{"text", "active"}`: what is absent stays.
pub(crate) async fn archive_reason(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<ReasonChange>,
) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    console.lever.act(|world, _| {
        let known = world.change_archive_reason(&id, wish.text, wish.active);
        if known {
            ok()
        } else {
            unknown("archive reason", &id)
        }
    })
}
