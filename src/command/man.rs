//! `demarche man [COMMAND]`: the manual page.

use anyhow::Context;
use clap::CommandFactory;
use std::io::Write;
use std::process::ExitCode;

/// Print the manual page of the program or of one command, for `man -l -`
#[derive(clap::Args)]
pub struct Args {
    /// A command; the whole program if not given
    command: Option<String>,
}

pub fn run(args: &Args, mut out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut program = super::Arguments::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .with_context(|| format!("there is no command `{name}`; `demarche help` lists them"))?
            .clone(),
    };
    clap_mangen::Man::new(command).render(&mut out)?;
    Ok(ExitCode::SUCCESS)
}
