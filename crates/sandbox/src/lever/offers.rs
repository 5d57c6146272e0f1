//! Offers and referrals of one opportunity.

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Row, list, single};
use crate::lever::document;
use crate::lever::opportunities::find;
use crate::lever::routes::{Route, get};
use crate::lever::wire;
use crate::world::World;

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities/:opportunity/offers", "offers:read", offers),
    get(
        "/opportunities/:opportunity/offers/:offer/download",
        "offers:read",
        download,
    ),
    get(
        "/opportunities/:opportunity/referrals",
        "referrals:read",
        referrals,
    ),
    get(
        "/opportunities/:opportunity/referrals/:referral",
        "referrals:read",
        referral,
    ),
];

fn offers(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, &["creator"])?;
    let one = find(world, call)?;
    let rows = world.offers_of(one).into_iter().map(|offer| {
        let mut shape = offer.shape();
        wire::expand_ids(world, &mut shape, call);
        (offer.created_at, offer.id, shape)
    });
    list(call, rows.collect())
}

/// The signed document if there is one, else the one that was sent, unless `status` asks for one of them.
fn download(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let one = find(world, call)?;
    let missing = || Refusal::not_found("offers", call.id(1));
    let offer = world
        .offers_of(one)
        .into_iter()
        .find(|offer| offer.id == call.id(1))
        .ok_or_else(missing)?;
    let (at, what) = match call.query.one("status") {
        None => (offer.signed_at.or(offer.sent_at), "most recent"),
        Some("sent") => (offer.sent_at, "sent"),
        Some("signed") => (offer.signed_at, "signed"),
        Some(_) => return Err(Refusal::malformed("status")),
    };
    at.ok_or_else(missing)?;
    Ok(Reply::File {
        kind: "application/pdf",
        bytes: document::page(&[
            format!("Offer letter ({what})"),
            format!("Status: {}", offer.status),
        ]),
    })
}

fn referral_rows(world: &World, call: &Call<'_>) -> Result<Vec<Row>, Refusal> {
    wire::check_expand(call, &["user", "referrer", "stage"])?;
    let one = find(world, call)?;
    let rows = world.referrals_of(one).into_iter().map(|referral| {
        let mut shape = referral.shape();
        wire::expand_ids(world, &mut shape, call);
        (referral.created_at, referral.id, shape)
    });
    Ok(rows.collect())
}

fn referrals(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    list(call, referral_rows(world, call)?)
}

fn referral(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    single(call, referral_rows(world, call)?, "referrals")
}
