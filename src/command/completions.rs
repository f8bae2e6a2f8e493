//! `demarche completions SHELL`: the script that lets a shell complete commands and options.

use clap::CommandFactory;
use std::io::Write;
use std::process::ExitCode;

/// Print the completion script of a shell
#[derive(clap::Args)]
pub struct Args {
    /// The shell to print it for
    shell: clap_complete::Shell,
}

pub fn run(args: &Args, mut out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut command = super::Arguments::command();
    clap_complete::generate(args.shell, &mut command, "demarche", &mut out);
    Ok(ExitCode::SUCCESS)
}
