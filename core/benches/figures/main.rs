//! The figures that Keywright promises, each as a ratio of two things measured in one run.
//!
//! `make bench` measures all; words after `--` pick the groups whose names contain one of them (`checks`, `follow`, `creating`,
//! `million`, `table`; `large` only so). Without `--bench`, which cargo passes only there, everything runs once on a small store, to prove that it
//! runs: that is what `cargo test` does. Nothing here is a test of time.
//!
//! Absolute times depend on the machine and on who else uses it, and are printed for orientation. The ratios are what
//! counts: both sides of each run turn by turn in the same second, on the same file.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a program that measures time and prints it; it has nobody to hand an error to and reads no foreign input"
)]

mod checks;
mod creating;
mod following;
mod growth;
mod hand_written;
mod harness;
mod in_memory;
#[path = "../../src/lane.rs"]
#[expect(unused_imports, reason = "its tests are not run here")]
mod lane;
mod million;
mod stores;
#[path = "../../src/verify/table/mod.rs"]
#[expect(dead_code, unused_imports, reason = "what is not measured is not called")]
mod table;
mod threads;

use harness::{Line, Plan};

/// Takes gigabytes of memory and disk, so it runs only when it is named.
const LARGE: &str = "large";

/// Measures one group of figures.
type Measure = fn(&Plan) -> Vec<Line>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let plan = Plan {
        is_quick: !arguments.iter().any(|argument| argument == "--bench"),
        wanted: arguments.into_iter().filter(|argument| !argument.starts_with('-')).collect(),
    };
    let groups: [(&str, Measure); 8] = [
        ("checks", checks::measure),
        ("checks that follow", following::measure),
        ("checks by two threads", threads::measure),
        ("creating", creating::measure),
        ("million", million::measure),
        ("table", in_memory::measure),
        (LARGE, in_memory::measure_large),
        (LARGE, growth::measure_large),
    ];
    let mut lines = Vec::new();
    for (name, measure) in groups {
        if plan.wants(name) && (name != LARGE || plan.is_quick || !plan.wanted.is_empty()) {
            lines.extend(measure(&plan));
        }
    }
    harness::print(&plan, &lines);
}
