//! API keys for your users and teams, inside your own process.

mod entropy;
mod secret;
mod token;

pub use secret::SecretText;
pub use token::{Malformed, ParsedToken, Prefix, PrefixError, TokenKind, parse, redact};

#[cfg(any(test, feature = "testing"))]
pub use entropy::{Entropy, EntropyError, SeededEntropy};
