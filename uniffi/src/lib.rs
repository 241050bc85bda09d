//! The native half of Keywright for Kotlin, Java and Swift: it converts in, calls the core, and converts out.
//!
//! | question | file |
//! | --- | --- |
//! | How is a store opened, and what does the handle itself do? | `keywright` |
//! | How is a key checked, and what is the answer? | `verdict` |
//! | What do users, teams and keys offer? | `owner`, `api_key` |
//! | What looks after the store: backups, exports, seals, usage? | `upkeep` |
//! | What do records hold, and which words are there? | `record`, `word` |
//! | How does a value of another language become one of the core's? | `convert` |
//! | Where does a panic end? | `call` |
//! | Which error is it? | `error` |
//! | How does the JVM check a key without the cost of a general call? | `hot_path`, `kept` |
//! | And Swift? | `c_path`, `kept` |
//!
//! Kotlin and Swift are generated from these files (`make gen`); people see the hand-written half of each language. Nothing
//! here decides about a key, an owner or a right. The texts are documentation of those languages, so they use no words of Rust.

#![expect(
    unreachable_pub,
    reason = "uniffi exports only what is `pub`; no Rust crate sees this one"
)]

mod api_key;
mod c_path;
mod call;
mod convert;
mod error;
mod hot_path;
mod kept;
mod keywright;
mod owner;
mod record;
mod testing;
mod upkeep;
mod verdict;
mod word;

uniffi::setup_scaffolding!();
