//! The program `jury`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
