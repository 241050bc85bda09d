//! A key with what no record shows, for exports.

use super::record::{ApiKey, Generation};

/// A generation with its digest. It is not printed: a digest confirms a guess.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct WholeGeneration {
    pub(crate) generation: Generation,
    pub(crate) digest: [u8; 32],
}

/// A key with all its generations, oldest first.
pub(crate) struct WholeApiKey {
    pub(crate) api_key: ApiKey,
    pub(crate) generations: Vec<WholeGeneration>,
}
