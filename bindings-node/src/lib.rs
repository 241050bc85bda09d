//! The native half of the npm package `keywright`: it converts in, calls the core, and converts out.
//!
//! | question | file |
//! | --- | --- |
//! | How is a store opened, and what does the handle itself do? | `keywright` |
//! | How is a key checked, and what is the answer? | `verdict`; which answers are handed out again: `kept`; the quickest way: `quick` |
//! | What do users, teams and keys offer? | `owner`, `api_key` |
//! | What looks after the store: backups, exports, seals, usage? | `upkeep` |
//! | How does a JavaScript value become one of the core's, and back? | `convert` |
//! | What runs on the event loop, what on libuv's pool, and where does a panic end? | `call` |
//! | Which object is an error? | `error` |
//!
//! People see the TypeScript half, `ts/`, which has the types, the documentation and the defaults. This module is private to
//! it: simple arguments come by position and the others as one JSON text; records go out as the JSON that the core writes.
//! Nothing here decides about a key, an owner or a right.

// A test harness (`cargo test --lib` asks for one, in spite of `test = false`) has no Node to run in, and nothing to do.
#![cfg(not(test))]
#![expect(unreachable_pub, reason = "napi exports only what is `pub`; no Rust crate sees this one")]

mod api_key;
mod call;
mod convert;
mod error;
mod kept;
mod keywright;
mod owner;
mod quick;
mod testing;
mod upkeep;
mod verdict;
