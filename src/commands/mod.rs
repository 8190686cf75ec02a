//! The commands, one file each where there is more to it than a call.

mod ask;
mod check;
mod desk;
mod doctor;
mod evaluate;
mod init;
mod knowledge;
mod orders;
mod papers;
mod people;
mod privacy;
mod report;
mod serve;
mod store;
mod train;
mod version;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tanya::language::Language;
use tanya::settings::Settings;

/// Answers buyers and sellers in Indonesian, Chinese and English, from reviewed articles.
#[derive(Debug, Parser)]
#[command(name = "tanya", version = version::VERSION.as_str(), arg_required_else_help = true)]
pub struct Arguments {
    /// The settings file [default: tanya.toml, when there is one].
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A folder laid over the shipped knowledge: the same article replaces, a new one adds.
    #[arg(long, global = true, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set a bot up: its token, its settings, and the link that makes you its owner.
    Init(init::InitArguments),
    /// Run the Telegram bot.
    Serve,
    /// Talk to the same bot on the terminal.
    Chat(serve::ChatArguments),
    /// Ask one question and see what the bot makes of it.
    Ask(ask::AskArguments),
    /// Check the knowledge and the locales; exit 1 when anything is found.
    Check(check::CheckArguments),
    /// Score the bot on a file of messages with the right answers.
    Evaluate(evaluate::EvaluateArguments),
    /// Fit what is learnt from the articles and their examples.
    Train(train::TrainArguments),
    /// Say what came of people's messages, and what the bot does not know yet.
    Report(report::ReportArguments),
    /// Work with the knowledge.
    #[command(subcommand)]
    Knowledge(knowledge::KnowledgeCommand),
    /// Import orders, and see what is known of one.
    #[command(subcommand)]
    Orders(orders::OrdersCommand),
    /// Invite, list and remove sellers.
    #[command(subcommand)]
    Sellers(people::SellersCommand),
    /// Connect the group in which staff take over.
    #[command(subcommand)]
    Desk(desk::DeskCommand),
    /// Look the bot over: what keeps it from working, and what to do; exit 1 on errors.
    Doctor(doctor::DoctorArguments),
    /// Take a backup of the store into a new file, also while the bot runs.
    Backup(store::BackupArguments),
    /// Move everything to another store, or bring a backup back.
    #[command(subcommand)]
    Store(store::StoreCommand),
    /// Show or erase what is kept about somebody.
    #[command(subcommand)]
    Privacy(privacy::PrivacyCommand),
    /// Print the completions of a shell.
    Completions(papers::CompletionsArguments),
    /// Print the manual page.
    Man,
    /// Invite, list and remove owners.
    #[command(subcommand)]
    Owner(people::OwnerCommand),
}

/// Does what the arguments ask for.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    // Its file need not be there yet.
    if let Command::Init(init) = arguments.command {
        return init::init(arguments.config.as_deref(), init);
    }
    // These are printed wherever the program is packed, whatever settings lie there.
    match arguments.command {
        Command::Completions(shell) => return papers::completions(&shell),
        Command::Man => return papers::man(),
        _ => {}
    }
    let settings = tanya::app::settings(arguments.config.as_deref(), arguments.knowledge)?;
    match arguments.command {
        Command::Init(init) => init::init(arguments.config.as_deref(), init),
        Command::Serve => serve::serve(&settings),
        Command::Chat(arguments) => serve::chat(&settings, &arguments),
        Command::Ask(arguments) => ask::ask(&settings, &arguments),
        Command::Check(arguments) => check::check(&settings, &arguments),
        Command::Evaluate(arguments) => evaluate::evaluate(&settings, &arguments),
        Command::Train(arguments) => train::train(&settings, &arguments),
        Command::Report(arguments) => report::report(&settings, &arguments),
        Command::Knowledge(command) => knowledge::knowledge(&settings, &command),
        Command::Orders(command) => orders::orders(&settings, &command),
        Command::Sellers(command) => people::sellers(&settings, command),
        Command::Desk(command) => desk::desk(&settings, &command),
        Command::Doctor(arguments) => doctor::doctor(&settings, &arguments),
        Command::Privacy(command) => privacy::privacy(&settings, &command),
        Command::Completions(shell) => papers::completions(&shell),
        Command::Man => papers::man(),
        Command::Backup(arguments) => store::backup(&settings, &arguments),
        Command::Store(command) => store::store(&settings, &command),
        Command::Owner(command) => people::owner(&settings, command),
    }
}

/// Prints an error with its causes, as one paragraph on standard error.
pub fn complain(error: &anyhow::Error) {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    // When even standard error is closed, nobody is there to be told.
    let _ = writeln!(std::io::stderr(), "tanya: {}", causes.join(": "));
}

/// Says something beside the result, on standard error.
fn remark(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Prints a line on standard output. A closed pipe (`tanya ... | head`) is no fault.
fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The language of an argument such as `--language id`.
fn language(code: &str) -> Result<Language, String> {
    code.parse().map_err(|error: tanya::language::UnknownLanguage| error.to_string())
}

/// A spinner on standard error for waits over a second; nothing when that is no terminal.
fn waiting(what: &str) -> indicatif::ProgressBar {
    let spinner = indicatif::ProgressBar::new_spinner().with_message(what.to_owned());
    spinner.enable_steady_tick(std::time::Duration::from_millis(100));
    spinner
}

/// The knowledge and the understanding of it, with a spinner while they are built.
fn understanding(settings: &Settings) -> anyhow::Result<(tanya::app::Knowledge, tanya::understanding::Mind)> {
    let spinner = waiting("reading the articles");
    let knowledge = tanya::app::Knowledge::sound(settings)?;
    let mind = knowledge.mind(settings.shop.language)?;
    spinner.finish_and_clear();
    Ok((knowledge, mind))
}
