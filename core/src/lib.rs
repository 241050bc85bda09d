//! API keys for your users and teams, inside your own process.

mod secret;

pub use secret::SecretText;
