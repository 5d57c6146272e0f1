//! One change of a posting's tags, said so that it can be carried out on whatever list is found: Lever takes the whole list
//! only, and somebody may have added another tag since.

use serde::{Deserialize, Serialize};

/// Takes tags off, and puts one in the place of the first of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagEdit {
    /// Stored strings that go. Empty: only something is added.
    pub from: Vec<String>,
    /// What stands in their place; `None`: nothing.
    pub to: Option<String>,
}

impl TagEdit {
    /// Puts one tag in the place of another, or adds it with `from` absent.
    pub fn replace(from: Option<&str>, to: &str) -> Self {
        Self {
            from: from.map(str::to_owned).into_iter().collect(),
            to: Some(to.to_owned()),
        }
    }

    /// The list with the change, every other tag where it was; `None` when a tag that is to go is not there.
    pub fn apply(&self, tags: &[String]) -> Option<Vec<String>> {
        let mut left: Vec<String> = tags.to_vec();
        let mut place = None;
        for gone in &self.from {
            let at = left.iter().position(|tag| tag == gone)?;
            left.remove(at);
            place = Some(place.map_or(at, |first: usize| first.min(at)));
        }
        if let Some(to) = &self.to
            && !left.contains(to)
        {
            let at = place.unwrap_or(left.len()).min(left.len());
            left.insert(at, to.clone());
        }
        Some(left)
    }

    /// The list is already as the change would leave it.
    pub fn is_done(&self, tags: &[String]) -> bool {
        let there = self.to.as_ref().is_none_or(|to| tags.contains(to));
        let gone = |tag: &String| self.to.as_ref() == Some(tag) || !tags.contains(tag);
        there && self.from.iter().all(gone)
    }
}

/// The same tags, in whatever order: Lever was seen to keep another one.
pub fn same_tags(left: &[String], right: &[String]) -> bool {
    let sorted = |tags: &[String]| {
        let mut tags = tags.to_vec();
        tags.sort();
        tags
    };
    sorted(left) == sorted(right)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tags(list: &[&str]) -> Vec<String> {
        list.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn one_tag_changes_and_the_rest_stays_in_place() {
        let before = tags(&["a", "myInterview:lever demo", "b"]);
        let right = TagEdit::replace(Some("myInterview:lever demo"), "myInterview:Lever Demo");
        assert_eq!(
            right.apply(&before),
            Some(tags(&["a", "myInterview:Lever Demo", "b"]))
        );
        let added = TagEdit::replace(None, "c");
        assert_eq!(
            added.apply(&before),
            Some(tags(&["a", "myInterview:lever demo", "b", "c"]))
        );
        assert_eq!(TagEdit::replace(Some("gone"), "c").apply(&before), None);
        assert_eq!(
            TagEdit::replace(Some("a"), "b").apply(&before),
            Some(tags(&["myInterview:lever demo", "b"]))
        );
        let one_of_several = TagEdit {
            from: tags(&["a", "b"]),
            to: None,
        };
        assert_eq!(
            one_of_several.apply(&before),
            Some(tags(&["myInterview:lever demo"]))
        );
    }

    proptest! {
        #[test]
        fn other_tags_stay_and_a_change_is_done_once(
            before in prop::collection::vec("[a-f]", 0..6),
            from in prop::collection::vec("[a-f]", 0..3),
            to in prop::option::of("[a-h]"),
        ) {
            let edit = TagEdit { from, to };
            let Some(after) = edit.apply(&before) else {
                // Refused only where something that should go is not there as often as it should go.
                let missing = edit.from.iter().any(|gone| {
                    let count = |list: &[String]| list.iter().filter(|tag| *tag == gone).count();
                    count(&edit.from) > count(&before)
                });
                prop_assert!(missing);
                return Ok(());
            };
            let concerned = |tag: &&String| !edit.from.contains(tag) && edit.to.as_ref() != Some(*tag);
            let left: Vec<_> = before.iter().filter(concerned).collect();
            let kept: Vec<_> = after.iter().filter(concerned).collect();
            prop_assert_eq!(left, kept);
            prop_assert!(edit.to.iter().all(|to| after.contains(to)));
        }
    }
}
