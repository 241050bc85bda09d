//! API keys for your users and teams, inside your own process.

mod entropy;
mod secret;

pub use secret::SecretText;

#[cfg(any(test, feature = "testing"))]
pub use entropy::{Entropy, EntropyError, SeededEntropy};
