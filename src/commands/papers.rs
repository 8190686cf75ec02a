//! `tanya completions` and `tanya man`: what a package carries beside the program, made from its command line.

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use super::Arguments;

/// What `tanya completions` is given.
#[derive(Debug, Parser)]
pub struct CompletionsArguments {
    /// Which shell.
    #[arg(value_name = "SHELL")]
    shell: clap_complete::Shell,
}

/// Prints what a shell needs to complete the command line.
pub fn completions(arguments: &CompletionsArguments) -> anyhow::Result<ExitCode> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "tanya", &mut text);
    written(&text)
}

/// Prints the manual page: that of the program, and after it that of each command.
pub fn man() -> anyhow::Result<ExitCode> {
    let mut command = Arguments::command();
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    for one in command.get_subcommands().filter(|one| one.get_name() != "help") {
        writeln!(text, ".SH \"TANYA {}\"", one.get_name().to_uppercase())?;
        described(one, &mut text)?;
        for part in one.get_subcommands().filter(|part| part.get_name() != "help") {
            writeln!(text, ".SS \"{} {}\"", one.get_name(), part.get_name())?;
            described(part, &mut text)?;
        }
    }
    written(&text)
}

fn described(command: &clap::Command, text: &mut Vec<u8>) -> std::io::Result<()> {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    writeln!(text, "{}\n", about.replace('-', "\\-"))?;
    let own = command.get_arguments().filter(|one| !one.is_global_set() && one.get_id() != "help");
    for argument in own {
        let name = argument.get_long().map_or_else(|| argument.get_id().to_string(), |long| format!("--{long}"));
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        writeln!(text, ".TP\n\\fB{}\\fR\n{}", name.replace('-', "\\-"), help.replace('-', "\\-"))?;
    }
    Ok(())
}

/// A closed pipe is no fault.
fn written(text: &[u8]) -> anyhow::Result<ExitCode> {
    let _ = std::io::stdout().write_all(text);
    Ok(ExitCode::SUCCESS)
}
