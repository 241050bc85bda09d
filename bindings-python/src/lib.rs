//! The native half of the Python package `keywright`: it converts in, calls the core, and converts out.
//!
//! | question | file |
//! | --- | --- |
//! | How is a store opened, and what does the handle itself do? | `keywright` |
//! | How is a key checked, and what is the answer? | `check`, `verdict` |
//! | What do users, teams and keys offer? | `owner`, `api_key` |
//! | What looks after the store: backups, exports, seals, usage? | `upkeep` |
//! | How does a Python value become one of the core's, and back? | `convert`, `record` |
//! | Which verdict is handed out again? | `kept` |
//! | What holds the GIL, what lets go of it, and where does a panic end? | `call` |
//! | Which exception is an error? | `error` |
//!
//! People see the Python half, `python/keywright`, which has the types, the documentation and the defaults. The module of
//! this crate is private to it: arguments come by position, and nothing here decides about a key, an owner or a right.

// A test harness (`cargo test --lib` asks for one, in spite of `test = false`) has no Python to link with, and nothing to do.
#![cfg(not(test))]

mod api_key;
mod call;
mod check;
mod convert;
mod error;
mod kept;
mod keywright;
mod owner;
mod record;
mod testing;
mod upkeep;
mod verdict;

/// The native half of `keywright`. Private: its names and arguments change without notice.
#[pyo3::pymodule]
mod _keywright {
    #[pymodule_export]
    use crate::api_key::ApiKeyHandle;
    #[cfg(debug_assertions)]
    #[pymodule_export]
    use crate::call::panic_inside;
    #[pymodule_export]
    use crate::check::{Check, Question};
    #[pymodule_export]
    use crate::error::error_http;
    #[pymodule_export]
    use crate::keywright::{
        Keywright, generate_master_key, migrate, open_file, open_in_memory, parse, redact, run,
    };
    #[pymodule_export]
    use crate::owner::{TeamHandle, UserHandle};
    #[pymodule_export]
    use crate::testing::{TestClock, open_for_tests};
    #[pymodule_export]
    use crate::verdict::Verdict;

    /// The version of the package.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
