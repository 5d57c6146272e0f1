//! The client against the sandbox's router, called directly: no port, no socket, no timer. What a simulation stands on.

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::http::{Request as HttpRequest, header};
use fulcrum_domain::clock::SystemClock;
use fulcrum_domain::ids::UserId;
use fulcrum_lever::{
    ApiKey, Body, Budget, BudgetSettings, Connection, Lever, OpportunityQuery, Request, Response,
    Step, Transport, TransportError,
};
use fulcrum_sandbox::settings::Settings;
use fulcrum_sandbox::simulation::Simulation;
use fulcrum_vault::Secret;
use futures::future::BoxFuture;
use tower::ServiceExt;

use crate::scripted::Records;

/// The network's place: a request becomes a call of the router.
struct Direct(Router);

impl Transport for Direct {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        let router = self.0.clone();
        Box::pin(async move {
            let mut call = HttpRequest::builder()
                .method(request.method.as_str())
                .uri(request.url.as_str());
            if let Some(authorization) = &request.authorization {
                call = call.header(header::AUTHORIZATION, authorization.expose_text().unwrap());
            }
            let body = match &request.body {
                Some(Body::Json(json)) => {
                    call = call.header(header::CONTENT_TYPE, "application/json");
                    axum::body::Body::from(json.to_string())
                }
                Some(Body::Form(_)) => return Err(TransportError::Unreachable),
                None => axum::body::Body::empty(),
            };
            let answer = match router.oneshot(call.body(body).unwrap()).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            };
            let status = answer.status().as_u16();
            let headers = answer
                .headers()
                .iter()
                .filter_map(|(name, value)| {
                    Some((name.to_string(), value.to_str().ok()?.to_owned()))
                })
                .collect();
            let body = to_bytes(answer.into_body(), usize::MAX)
                .await
                .map_err(|_| TransportError::Interrupted)?;
            Ok(Response {
                status,
                headers,
                body: body.to_vec(),
            })
        })
    }
}

#[test]
fn the_client_reads_and_moves_without_a_socket() {
    let simulation = Simulation::new(Settings {
        seed: 11,
        opportunities: 130,
        postings: 8,
        ..Settings::default()
    })
    .unwrap();
    let sandbox = &simulation.sandbox;
    let clock = Arc::new(SystemClock);
    let lever = Lever::new(Connection {
        api_base: sandbox.api_base.parse().unwrap(),
        authorize: Arc::new(ApiKey::new(&Secret::from_text(&sandbox.api_key))),
        transport: Arc::new(Direct(sandbox.router.clone())),
        budget: Arc::new(Budget::new(
            BudgetSettings {
                rate_per_second: 500,
                burst: 500,
            },
            clock.clone(),
        )),
        observer: Arc::new(Records::default()),
        clock,
        seed: 1,
    });
    let (seat, from, to) = sandbox.lever.look(|world| {
        let cast = &world.cast;
        (
            cast.seat.clone(),
            cast.neutral_stage.clone(),
            cast.video_stage.clone(),
        )
    });
    let seat = UserId::from(seat.as_str());

    let ids = simulation
        .run(async {
            let mut pages = lever.opportunity_pages(OpportunityQuery::default());
            let mut ids = Vec::new();
            while let Some(step) = pages.next().await.unwrap() {
                if let Step::Page(page) = step {
                    ids.extend(page.items.into_iter().map(|one| one.id));
                }
            }
            ids
        })
        .unwrap();
    let held = sandbox.lever.look(|world| world.opportunities.len());
    assert_eq!(ids.len(), held);

    let id = ids.first().unwrap();
    simulation
        .run(async {
            lever
                .set_stage(id, &from.as_str().into(), &seat)
                .await
                .unwrap();
            lever
                .set_stage(id, &to.as_str().into(), &seat)
                .await
                .unwrap();
        })
        .unwrap();
    let now = sandbox.lever.look(|world| {
        world
            .opportunities
            .get(id.as_str())
            .map(|one| one.stage.clone())
    });
    assert_eq!(now, Some(to));
}
