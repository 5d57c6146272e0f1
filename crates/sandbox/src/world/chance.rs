//! Seeded randomness. Every part of the world draws from its own stream, so that a change in one leaves the others as they were.

use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// One stream.
pub struct Chance {
    rng: ChaCha8Rng,
}

impl Chance {
    /// The stream of `part` in the world of `seed`.
    pub fn new(seed: u64, part: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(part.as_bytes());
        Self {
            rng: ChaCha8Rng::from_seed(hash.finalize().into()),
        }
    }

    /// A fresh UUID in Lever's spelling.
    pub fn id(&mut self) -> String {
        let mut bytes = [0; 16];
        self.rng.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes)
            .into_uuid()
            .to_string()
    }

    /// `bytes` random bytes as lower-case hex.
    pub fn hex(&mut self, bytes: usize) -> String {
        let mut buffer = vec![0; bytes];
        self.rng.fill_bytes(&mut buffer);
        hex::encode(buffer)
    }

    /// An integer in `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.rng.random_range(low..=high.max(low))
    }

    /// A number in `0.0..1.0`.
    pub fn share(&mut self) -> f64 {
        self.rng.random()
    }

    /// True in `share` of the cases.
    pub fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of `items`; the default of the type when there is none.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T
    where
        &'a T: Default,
    {
        items
            .get(self.index(items.len()))
            .copied()
            .unwrap_or_default()
    }

    /// An index below `len` (0 when `len` is 0).
    pub fn index(&mut self, len: usize) -> usize {
        if len == 0 {
            0
        } else {
            self.rng.random_range(0..len)
        }
    }

    /// An index drawn by weight.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let total: f64 = weights.iter().sum();
        let mut left = self.share() * total;
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }

    /// Puts `items` into random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.rng.random_range(0..=last);
            items.swap(last, other);
        }
    }
}
