//! The program `keywright`: hands the arguments to the library and its answer to the system.

use std::process::ExitCode;

fn main() -> ExitCode {
    keywright_cli::run(std::env::args_os()).into()
}
