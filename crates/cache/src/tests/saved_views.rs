use fulcrum_domain::ids::SavedViewId;
use proptest::prelude::*;

use super::fixtures::Place;
use crate::desk::{Desk, SavedView};
use crate::{Cause, Kind, Store};

fn view(id: &str, name: &str) -> SavedView<Vec<u32>> {
    SavedView {
        id: id.into(),
        name: name.to_owned(),
        query: vec![1, 2],
    }
}

fn with(store: &Store<Desk>, names: &[&str]) {
    for name in names {
        let view = view(name, name);
        store
            .write_blocking(Cause::Person, move |tx| tx.add_view(&view))
            .unwrap();
    }
}

fn names(store: &Store<Desk>) -> Vec<String> {
    store
        .read_blocking(|desk| desk.saved_views::<Vec<u32>>())
        .unwrap()
        .into_iter()
        .map(|view| view.name)
        .collect()
}

fn changed(
    store: &Store<Desk>,
    change: impl FnOnce(&mut crate::DeskTx<'_>) -> Result<bool, crate::Error> + Send + 'static,
) -> bool {
    store.write_blocking(Cause::Person, change).unwrap()
}

#[test]
fn views_survive_a_restart_in_their_order() {
    let place = Place::new();
    let store = place.desk();
    with(&store, &["a", "b", "c"]);
    store
        .write_blocking(Cause::Person, |tx| {
            tx.order_views(&["c".into(), "a".into()])
        })
        .unwrap();
    assert!(changed(&store, |tx| tx.rename_view(&"a".into(), "first")));
    assert!(!changed(&store, |tx| tx.rename_view(&"x".into(), "nobody")));
    store.close();
    assert_eq!(names(&place.desk()), ["c", "first", "b"]);
}

#[test]
fn a_deleted_view_comes_back_to_its_place_until_the_next_is_deleted() {
    let store = Place::new().desk();
    with(&store, &["a", "b", "c"]);
    assert!(changed(&store, |tx| tx.remove_view(&"b".into())));
    assert_eq!(names(&store), ["a", "c"]);
    assert!(!changed(&store, |tx| tx.rename_view(&"b".into(), "gone")));
    assert!(changed(&store, |tx| tx.put_back_view(&"b".into())));
    assert_eq!(names(&store), ["a", "b", "c"]);
    for id in ["b", "c"] {
        assert!(changed(&store, move |tx| tx.remove_view(&id.into())));
    }
    assert!(!changed(&store, |tx| tx.put_back_view(&"b".into())));
    assert!(changed(&store, |tx| tx.put_back_view(&"c".into())));
    assert_eq!(names(&store), ["a", "c"]);
}

#[test]
fn a_view_that_this_build_cannot_read_is_left_out_and_kept() {
    let store = Place::new().desk();
    with(&store, &["a"]);
    let newer = SavedView {
        id: "n".into(),
        name: "newer".to_owned(),
        query: "another shape",
    };
    store
        .write_blocking(Cause::Person, move |tx| tx.add_view(&newer))
        .unwrap();
    assert_eq!(names(&store), ["a"]);
    let read = store
        .read_blocking(|desk| desk.saved_views::<serde_json::Value>())
        .unwrap();
    assert_eq!(read.len(), 2);
}

#[test]
fn a_change_of_views_is_told_as_one() {
    let store = Place::new().desk();
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = told.clone();
    store.subscribe(move |changes| heard.lock().unwrap().push(changes.kinds.clone()));
    with(&store, &["a"]);
    assert_eq!(told.lock().unwrap().len(), 1);
    assert!(told.lock().unwrap()[0].contains(&Kind::SavedView));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever order is asked for, no view is lost or doubled, and those named come first as named.
    #[test]
    fn an_order_loses_nothing(asked in prop::collection::vec(0usize..8, 0..6)) {
        let store = Place::new().desk();
        let all = ["a", "b", "c", "d", "e"];
        with(&store, &all);
        let known = ["a", "b", "c", "d", "e", "x", "y", "z"];
        let order: Vec<SavedViewId> = asked.iter().map(|at| known[*at].into()).collect();
        let wanted = order.clone();
        store.write_blocking(Cause::Person, move |tx| tx.order_views(&wanted)).unwrap();
        let found = names(&store);
        let mut sorted = found.clone();
        sorted.sort();
        prop_assert_eq!(sorted, all);
        let mut named: Vec<String> = Vec::new();
        for id in order {
            if all.contains(&id.as_str()) && !named.contains(&id.0) {
                named.push(id.0);
            }
        }
        prop_assert_eq!(&found[..named.len()], &named[..]);
    }
}
