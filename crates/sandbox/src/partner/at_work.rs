//! How much a vendor has in hand: whoever looks at it from outside can tell quiet from not yet.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts pieces of work that began by themselves (a webhook's) and have not ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct AtWork(Arc<AtomicUsize>);

/// One piece of work; it ends when this is dropped.
pub(crate) struct Piece(Arc<AtomicUsize>);

impl AtWork {
    /// Begins a piece of work.
    pub(crate) fn begin(&self) -> Piece {
        self.0.fetch_add(1, Ordering::SeqCst);
        Piece(Arc::clone(&self.0))
    }

    /// How many pieces are in hand.
    pub(crate) fn pieces(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::AtWork;

    #[test]
    fn what_was_begun_ends_with_its_piece() {
        let work = AtWork::default();
        let (one, two) = (work.begin(), work.clone().begin());
        assert_eq!(work.pieces(), 2);
        drop(one);
        assert_eq!(work.pieces(), 1);
        drop(two);
        assert_eq!(work.pieces(), 0);
    }
}
