//! The `mizi` command.

fn main() -> std::process::ExitCode {
    mizi::cli::main()
}
