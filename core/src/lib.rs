//! API keys for your users and teams, inside your own process.
