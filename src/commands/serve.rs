//! `tanya serve` and `tanya chat`: the bot on Telegram and on the terminal.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use tanya::app;
use tanya::conversation::Session;
use tanya::knowledge::Audience;
use tanya::language::Language;
use tanya::settings::{LogFormat, Settings};
use tanya::terminal;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// A store that keeps nothing: it has demo orders.
const IN_MEMORY: &str = "sqlite::memory:";

/// What `tanya chat` is given.
#[derive(Debug, clap::Args)]
pub struct ChatArguments {
    /// Speak this language from the start: id, zh or en.
    #[arg(long, value_name = "L", value_parser = super::language)]
    language: Option<Language>,
    /// Talk as a buyer or as a seller.
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Option<Audience>,
    /// Keep the conversation in a store, such as sqlite:chat.db; without it nothing is kept.
    #[arg(long, value_name = "URL", default_value = IN_MEMORY, hide_default_value = true)]
    store: String,
}

/// So long after the first signal the process ends, whatever still holds it up: less than the ten
/// seconds after which a supervisor kills.
const AT_THE_LATEST: Duration = Duration::from_millis(9_500);

/// So long threads that are still busy have to end, once the bot has stopped.
const LAST_THREADS: Duration = Duration::from_secs(1);

/// Runs the Telegram bot until Ctrl-C or SIGTERM.
pub fn serve(settings: &Settings) -> anyhow::Result<ExitCode> {
    log_to_standard_error(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let stop = CancellationToken::new();
        stop_on_signals(&stop)?;
        survive_limits_of_files()?;
        app::serve(settings, stop).await
    });
    runtime.shutdown_timeout(LAST_THREADS);
    served.map(|()| ExitCode::SUCCESS)
}

/// Cancels the token on Ctrl-C and on SIGTERM. A second signal ends the process at once, and so does
/// the end of the time that there is: what was not settled is carried after the next start.
fn stop_on_signals(stop: &CancellationToken) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: what is being carried is finished first");
        stop.cancel();
        let code = tokio::select! {
            _ = terminate.recv() => 130,
            _ = interrupt.recv() => 130,
            () = tokio::time::sleep(AT_THE_LATEST) => 0,
        };
        std::process::exit(code);
    });
    Ok(())
}

/// A file that may not grow any more makes writing fail, which is told; by itself, the signal for it would end the program.
fn survive_limits_of_files() -> anyhow::Result<()> {
    // Once somebody has listened for a signal, it does nothing by itself any more.
    drop(signal(SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw()))?);
    Ok(())
}

fn log_to_standard_error(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.log.level).with_context(|| {
        format!("log.level: \"{}\" is no level; use error, warn, info or debug", settings.log.level)
    })?;
    // Where a line cannot be written, as on a full disk, to say so in the same place would end the program.
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false).with_writer(std::io::stderr);
    match settings.log.format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => lines.json().init(),
    }
    // The usual report of a panic may print a customer's words; the place is enough to find it.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a part of the program panicked");
    }));
    Ok(())
}

/// Talks on the terminal.
pub fn chat(settings: &Settings, arguments: &ChatArguments) -> anyhow::Result<ExitCode> {
    let spinner = super::waiting("reading the articles");
    let beginning = Session { chosen_language: arguments.language, role: arguments.role, ..Session::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let service = app::service(settings, &arguments.store, terminal::BOT, usize::MAX).await?;
        if arguments.store == IN_MEMORY {
            terminal::demonstrate(&service, &settings.shop.name, arguments.role).await?;
        }
        spinner.finish_and_clear();
        terminal::chat(service, beginning).await
    })?;
    Ok(ExitCode::SUCCESS)
}

fn role(word: &str) -> Result<Audience, String> {
    match word {
        "buyer" => Ok(Audience::Buyer),
        "seller" => Ok(Audience::Seller),
        other => Err(format!("\"{other}\" is no role: use buyer or seller")),
    }
}
