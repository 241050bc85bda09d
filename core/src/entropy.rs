//! Where randomness comes from, and the ids that are made of it.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use thiserror::Error;
use uuid::Uuid;

/// Bits of the counter inside a millisecond: what a UUIDv7 calls `rand_a`.
const COUNTER_BITS: u32 = 12;

/// The latest time that an id carries: half of what 48 bits hold, in the year 6429.
///
/// A wilder clock is held here, so that borrowing from the next millisecond never runs out of room.
const LATEST_MS: u64 = 1 << 47;

/// A source of random bytes.
///
/// Everything that needs randomness takes it as an argument of this type; only tests supply their
/// own.
pub(crate) trait Entropy: Send + Sync {
    /// Fills all of `bytes` with random bytes.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] when the source has none to give; what `bytes` holds is then unspecified.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError>;
}

/// The reason why there is no randomness.
#[derive(Debug, Error)]
pub(crate) enum EntropyError {
    /// The source answered with an error.
    #[error("the system's random generator gave no bytes")]
    Unavailable(#[source] io::Error),
    /// The source answered, again and again, with bytes that no working generator gives.
    #[error("the random generator is broken: it repeats bytes that cannot be used")]
    Unusable,
}

/// The random generator of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "this is the `Entropy` that others must use")]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|e| {
            let source = e.raw_os_error().map_or_else(
                || io::Error::other(e.to_string()), // not from the system: a text is all it has
                io::Error::from_raw_os_error,
            );
            EntropyError::Unavailable(source)
        })
    }
}

/// Bytes that follow from a seed: for tests that must see the same keys in every run.
///
/// They are SHA-256 over the seed and a counter. One thread gets the same bytes in every run; with
/// several threads no two get the same ones, but which gets which is open.
#[cfg(any(test, feature = "testing"))]
#[derive(Debug)]
pub(crate) struct SeededEntropy {
    seed: u64,
    blocks: AtomicU64,
}

#[cfg(any(test, feature = "testing"))]
impl SeededEntropy {
    /// Creates the source whose bytes all follow from `seed`.
    #[must_use]
    pub(crate) const fn new(seed: u64) -> Self {
        Self { seed, blocks: AtomicU64::new(0) }
    }
}

#[cfg(any(test, feature = "testing"))]
impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        use sha2::{Digest, Sha256};

        for chunk in bytes.chunks_mut(32) {
            let number = self.blocks.fetch_add(1, Ordering::Relaxed);
            let block = Sha256::new()
                .chain_update(b"keywright seeded entropy")
                .chain_update(self.seed.to_be_bytes())
                .chain_update(number.to_be_bytes())
                .finalize();
            for (to, from) in chunk.iter_mut().zip(block) {
                *to = from;
            }
        }
        Ok(())
    }
}

/// Makes UUIDv7 ids, each greater than all that this generator made before.
///
/// Time is an argument, and may stand still or step back. There is no lock in here, because a fork
/// in another thread would leave the child with a lock that nobody opens again. Parent and child
/// go on from the same counter; the 62 random bits keep their ids apart.
#[derive(Debug, Default)]
pub(crate) struct IdGenerator {
    /// The latest id's `milliseconds << 12 | counter`: the part of an id that decides its order.
    last: AtomicU64,
}

impl IdGenerator {
    /// Creates a generator that has made no id yet.
    pub(crate) const fn new() -> Self {
        Self { last: AtomicU64::new(0) }
    }

    /// Generates the next id, for `now_ms` milliseconds since 1970.
    ///
    /// This is method 1 of RFC 9562, section 6.2, a counter of fixed length in `rand_a`. A new
    /// millisecond starts it at a random value of 11 bits, the top bit clear, which leaves room
    /// for at least 2,048 more. When it overflows, and while the clock is behind, the generator
    /// runs ahead of the clock.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] when `entropy` has nothing to give.
    pub(crate) fn generate(
        &self,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Uuid, EntropyError> {
        let mut start = [0; 2];
        entropy.fill(&mut start)?;
        let mut tail = [0; 8];
        entropy.fill(&mut tail)?;

        let now_ms = now_ms.min(LATEST_MS);
        let start = u64::from(u16::from_be_bytes(start) >> 5);
        let fresh = (now_ms << COUNTER_BITS) | start;
        let next_after =
            |last: u64| if now_ms > last >> COUNTER_BITS { fresh } else { last.saturating_add(1) };

        // Relaxed: one variable carries the whole order, and publishes nothing else.
        let last = self.last.update(Ordering::Relaxed, Ordering::Relaxed, next_after);
        let time_and_counter = next_after(last);

        let ms = u128::from(time_and_counter >> COUNTER_BITS);
        let counter = u128::from(time_and_counter & ((1 << COUNTER_BITS) - 1));
        let random = u128::from(u64::from_be_bytes(tail) >> 2);
        Ok(Uuid::from_u128(ms << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | random))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread;

    use super::{Entropy, EntropyError, IdGenerator, LATEST_MS, SeededEntropy, SystemEntropy};

    struct NoEntropy;

    impl Entropy for NoEntropy {
        fn fill(&self, _bytes: &mut [u8]) -> Result<(), EntropyError> {
            Err(EntropyError::Unusable)
        }
    }

    #[test]
    fn ids_ascend_while_the_clock_stands_still_and_steps_back() {
        let (generator, entropy) = (IdGenerator::new(), SeededEntropy::new(1));
        let mut last = uuid::Uuid::nil();
        for draw in 0..100_000_u64 {
            // Stands still for 9,000 draws at a time (more than a counter holds) and, at every
            // third of these steps, falls a second back.
            let step = draw / 9_000;
            let now_ms = 1_800_000_000_000 + step - if step % 3 == 2 { 1_000 } else { 0 };
            let id = generator.generate(now_ms, &entropy).expect("seeded entropy never fails");
            assert!(id > last, "draw {draw}: {id} is not after {last}");
            last = id;
        }
    }

    #[test]
    fn ids_made_by_four_threads_at_once_are_distinct() {
        let (generator, entropy) = (IdGenerator::new(), SeededEntropy::new(2));
        let draw_many = || {
            let mut prefixes = Vec::new();
            for _ in 0..25_000 {
                let id = generator.generate(1_800_000_000_000, &entropy).expect("seeded");
                prefixes.push(id.as_u128() >> 64);
            }
            prefixes
        };
        let all: Vec<Vec<u128>> = thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(draw_many)).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        for of_one_thread in &all {
            assert!(of_one_thread.is_sorted_by(|a, b| a < b));
        }
        // Without the random half: the counter alone must keep them apart.
        let distinct: HashSet<u128> = all.iter().flatten().copied().collect();
        assert_eq!(distinct.len(), 100_000);
    }

    #[test]
    fn id_carries_version_variant_and_the_given_time() {
        let (generator, entropy) = (IdGenerator::new(), SeededEntropy::new(3));
        for now_ms in [0, 1, 1_800_000_000_000, LATEST_MS] {
            let id = generator.generate(now_ms, &entropy).expect("seeded");
            assert_eq!(id.get_version_num(), 7);
            assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
            assert_eq!(id.as_u128() >> 80, u128::from(now_ms));
        }
    }

    #[test]
    fn counter_of_a_new_millisecond_starts_in_its_lower_half_and_not_always_the_same() {
        let (generator, entropy) = (IdGenerator::new(), SeededEntropy::new(4));
        let counters: HashSet<u128> = (1..=200)
            .map(|now_ms| generator.generate(now_ms, &entropy).expect("seeded").as_u128() >> 64)
            .map(|time_and_counter| time_and_counter & 0xfff)
            .collect();
        assert!(counters.len() > 100, "{} different starts in 200", counters.len());
        assert!(counters.iter().all(|counter| *counter < 2_048));
    }

    #[test]
    fn absurd_clock_still_gives_ascending_ids_of_version_7() {
        let (generator, entropy) = (IdGenerator::new(), SeededEntropy::new(5));
        let mut last = uuid::Uuid::nil();
        for _ in 0..10_000 {
            let id = generator.generate(u64::MAX, &entropy).expect("seeded");
            assert!(id > last);
            assert_eq!(id.get_version_num(), 7);
            last = id;
        }
    }

    #[test]
    fn no_entropy_is_an_error_and_not_an_id() {
        assert!(IdGenerator::new().generate(1, &NoEntropy).is_err());
    }

    #[test]
    fn seeded_entropy_repeats_itself_and_differs_by_seed() {
        let draw = |seed| {
            let (entropy, mut bytes) = (SeededEntropy::new(seed), [0; 100]);
            entropy.fill(&mut bytes).expect("seeded");
            bytes
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let bytes = draw(7);
        assert_ne!(bytes[..32], bytes[32..64]);
    }

    #[test]
    fn system_entropy_does_not_repeat_itself() {
        let draw = || {
            let mut bytes = [0; 32];
            SystemEntropy.fill(&mut bytes).expect("this machine has a random generator");
            bytes
        };
        assert_ne!(draw(), draw());
    }
}
