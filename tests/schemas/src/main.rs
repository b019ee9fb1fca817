//! The `mizi` command, to be run by the tests of this package.

fn main() -> std::process::ExitCode {
    mizi::cli::main()
}
