//! Which key gets a place in a full bucket: one that was asked for lately, in place of the one used least.

use super::segment::Home;

/// The keys that found a bucket full: four fingerprints for each, the newest first.
///
/// A key that is asked for once leaves a fingerprint and nothing else, so a scan over millions of keys pushes out none
/// that is in use. One that comes again while its fingerprint stands is let in.
pub(super) struct Waiting(Vec<[u16; 4]>);

impl Waiting {
    pub(super) fn new(buckets: usize) -> Self {
        Self(vec![[0; 4]; buckets])
    }

    /// Returns whether a key has waited before; if not, it waits from now on.
    pub(super) fn was_here(&mut self, bucket: usize, home: Home) -> bool {
        let fingerprint = home.fingerprint().max(1);
        let Some(waiting) = self.0.get_mut(bucket) else { return false };
        if let Some(place) = waiting.iter_mut().find(|waiting| **waiting == fingerprint) {
            *place = 0;
            return true;
        }
        waiting.rotate_right(1);
        let [newest, ..] = waiting;
        *newest = fingerprint;
        false
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.len() * size_of::<[u16; 4]>()
    }
}
