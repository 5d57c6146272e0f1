//! Saved views: what the board shows under a name, also tomorrow.

use fulcrum_app::domain::ids::SavedViewId;
use fulcrum_app::view::{Actor, BoardQuery, SavedView, Scope};

use crate::bench::Bench;

fn everybody() -> BoardQuery {
    BoardQuery {
        scope: Scope::All,
        ..BoardQuery::default()
    }
}

impl Bench {
    async fn save(&self, name: &str, query: BoardQuery) -> SavedViewId {
        self.app.save_view(name, query).await.unwrap()
    }

    async fn views(&self) -> Vec<SavedView> {
        self.app.saved_views().await.unwrap()
    }

    async fn names(&self) -> Vec<String> {
        self.views()
            .await
            .into_iter()
            .map(|view| view.name)
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_shows_what_its_board_shows_also_after_a_restart() {
    let mut bench = Bench::start(false).await;
    let board = bench.app.board(&everybody()).await.unwrap();
    let posting = board.postings[0].id.clone();
    let fullest = board
        .columns
        .iter()
        .max_by_key(|column| column.total)
        .unwrap();
    let queries = [
        BoardQuery {
            waiting_on: Some(Actor::You),
            ..everybody()
        },
        BoardQuery {
            postings: vec![posting],
            ..everybody()
        },
        BoardQuery {
            stages: vec![fullest.stage.clone()],
            ..everybody()
        },
        BoardQuery {
            text: "an".to_owned(),
            ..everybody()
        },
    ];
    for (at, query) in queries.iter().enumerate() {
        bench.save(&format!(" View {at} "), query.clone()).await;
    }
    bench.restart().await;
    bench.live().await;
    let views = bench.views().await;
    assert_eq!(
        bench.names().await,
        ["View 0", "View 1", "View 2", "View 3"]
    );
    for (view, query) in views.iter().zip(&queries) {
        assert_eq!(view.query, *query);
        assert!(view.gone.is_empty());
        assert_eq!(
            view.count,
            bench.app.board(query).await.unwrap().shown,
            "{}",
            view.name
        );
    }
    assert_eq!(views[2].count, fullest.total);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn views_are_renamed_reordered_and_deleted_with_a_way_back() {
    let bench = Bench::start(false).await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(bench.save(name, BoardQuery::default()).await);
    }
    bench.app.rename_view(&ids[0], "first").await.unwrap();
    bench
        .app
        .order_views(vec![ids[2].clone(), ids[0].clone(), ids[1].clone()])
        .await
        .unwrap();
    assert_eq!(bench.names().await, ["c", "first", "b"]);
    bench.app.delete_view(&ids[0]).await.unwrap();
    assert_eq!(bench.names().await, ["c", "b"]);
    bench.app.restore_view(&ids[0]).await.unwrap();
    assert_eq!(bench.names().await, ["c", "first", "b"]);
    for unusable in ["", "  ", "a\nb", &"x".repeat(81)] {
        assert!(bench.app.save_view(unusable, everybody()).await.is_err());
        assert!(bench.app.rename_view(&ids[0], unusable).await.is_err());
    }
    assert!(bench.app.delete_view(&"nobody".into()).await.is_err());
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_of_something_gone_says_so_and_opens_with_the_rest() {
    let bench = Bench::start(false).await;
    let board = bench.app.board(&everybody()).await.unwrap();
    let (posting, stage) = (board.postings[0].id.clone(), board.columns[0].stage.clone());
    bench
        .save(
            "Old",
            BoardQuery {
                postings: vec!["gone-posting".into(), posting.clone()],
                stages: vec![stage.clone(), "gone-stage".into()],
                waiting_on: Some(Actor::You),
                ..everybody()
            },
        )
        .await;
    let view = bench.views().await.remove(0);
    let kinds: Vec<&str> = view.gone.iter().map(|gone| gone.kind.as_str()).collect();
    assert_eq!(kinds, ["posting", "stage"]);
    assert_eq!(view.query.postings, [posting]);
    assert_eq!(view.query.stages, [stage]);
    assert_eq!(view.query.waiting_on, Some(Actor::You));
    assert_eq!(
        view.count,
        bench.app.board(&view.query).await.unwrap().shown
    );
    bench.app.shutdown().await;
}
