//! `tanya orders`: orders out of a file into the store, and what is known of one. Works without a network and without
//! a token.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tanya::operate::orders::hash_key;
use tanya::orders::import::Options;
use tanya::orders::{Item, Order, OrderNumber, Shipment, UnixMs};
use tanya::service::import::{Summary, import};
use tanya::settings::Settings;
use tanya::store::{Store, orders, system_clock};

use super::people::{opened, wait};
use super::{print, remark};

/// What can be done with orders.
#[derive(Debug, clap::Subcommand)]
pub enum OrdersCommand {
    /// Take the orders of a file into the store: the export of the Seller Center or of Shopee (CSV or XLSX), or JSON
    /// lines. Importing again updates.
    Import(ImportArguments),
    /// Print what is known of an order.
    Show {
        /// The number of the order.
        #[arg(value_name = "NUMBER")]
        number: String,
    },
}

/// How a file is imported.
#[derive(Debug, clap::Args)]
pub struct ImportArguments {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The shop whose orders they are; rows of another are refused [default: the setting shop.name].
    #[arg(long, value_name = "NAME")]
    shop: Option<String>,
    /// The file was exported just now; otherwise its data is as old as the newest time inside it.
    #[arg(long)]
    just_now: bool,
    /// The time zone of the times in an export [default: the setting orders.time_zone].
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    zone: Option<TimeZone>,
}

fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| "there is no such time zone; Asia/Jakarta is one".to_owned())
}

/// Works with orders.
pub fn orders(settings: &Settings, command: &OrdersCommand) -> anyhow::Result<ExitCode> {
    let (store, _) = opened(settings)?;
    match command {
        OrdersCommand::Import(arguments) => import_file(settings, &store, arguments),
        OrdersCommand::Show { number } => show(settings, &store, number),
    }
}

fn import_file(settings: &Settings, store: &Store, arguments: &ImportArguments) -> anyhow::Result<ExitCode> {
    let named = || format!("{} cannot be imported", arguments.file.display());
    let mut file = opened_file(&arguments.file).with_context(named)?;
    let options = Options {
        shop: arguments.shop.clone().unwrap_or_else(|| settings.shop.name.clone()),
        only_this_shop: arguments.shop.is_some(),
        key: wait(hash_key(settings, store))??,
        zone: arguments.zone.clone().unwrap_or_else(|| settings.orders.time_zone.clone()),
        now: system_clock()(),
        just_now: arguments.just_now,
        xlsx_bytes: u64::from(settings.orders.xlsx_megabytes) * 1024 * 1024,
        numbers_kept: 0,
    };
    let bar = progress_bar();
    let imported = import(store, &mut file, &options, &mut |progress| {
        bar.set_length(progress.all);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    let summary = imported.with_context(named)?;
    Ok(report(&summary, &options.zone))
}

/// Something that can be read twice: neither a folder nor a pipe.
fn opened_file(path: &Path) -> anyhow::Result<File> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        bail!("it is no file");
    }
    Ok(file)
}

fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Says what came of an import; the refused rows on standard error.
fn report(summary: &Summary, zone: &TimeZone) -> ExitCode {
    for refused in &summary.refused {
        remark(&refused.to_string());
    }
    let untold = summary.refused_count - summary.refused.len() as u64;
    if untold > 0 {
        remark(&format!("and {untold} more"));
    }
    let Summary { new, changed, unchanged, older, .. } = summary;
    let orders = summary.orders();
    print(&format!(
        "{orders} orders: {new} new, {changed} changed, {unchanged} unchanged, {older} older than what is known; \
         {} rows refused",
        summary.refused_count
    ));
    if let Some(newest_at) = summary.newest_at {
        print(&format!("as of {}", local(newest_at, zone)));
    }
    let nothing = orders == 0 && summary.refused_count > 0;
    if nothing { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn show(settings: &Settings, store: &Store, number: &str) -> anyhow::Result<ExitCode> {
    let unknown = || format!("there is no order {number}; `tanya orders import FILE` takes orders in");
    let digits: String = number.chars().filter(|letter| !letter.is_whitespace()).collect();
    let number = OrderNumber::new(digits.trim_start_matches('#')).with_context(unknown)?;
    let wanted = number.clone();
    let found = wait(store.transaction(move |sql| orders::find(sql, &wanted)))??;
    if found.is_empty() {
        bail!(unknown());
    }
    let zone = settings.orders.time_zone.clone();
    let now = system_clock()();
    for order in &found {
        show_order(order, &zone, now);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what is known of an order; of its buyer nothing is known that could be printed.
fn show_order(order: &Order, zone: &TimeZone, now: UnixMs) {
    let line = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            print(&format!("{name:<16}{value}"));
        }
    };
    let time = |at: Option<UnixMs>| at.map(|at| local(at, zone));
    line("number", Some(order.number.as_str().to_owned()));
    line("shop", Some(order.shop.clone()));
    line("status", Some(format!("{} ({})", order.status.word(), order.raw_status)));
    line("created", time(order.created_at));
    line("paid", time(order.paid_at));
    line("pay by", time(order.pay_by));
    line("updated", time(order.updated_at));
    line("payment", order.payment_method.clone());
    line("on delivery", order.kind.cash_on_delivery.then(|| "yes".to_owned()));
    line("total", order.total.map(amount));
    for Item { name, quantity } in &order.items {
        line("item", Some(format!("{quantity} × {name}")));
    }
    for Shipment { courier, tracking_number } in &order.shipments {
        let parts = [courier.as_deref(), tracking_number.as_deref()];
        line("parcel", Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" ")));
    }
    line("cancelled", order.cancellation.as_ref().map(|cancelled| cancelled.reason.clone().unwrap_or_default()));
    line("as of", Some(format!("{} ({} ago)", local(order.known_at, zone), age(now - order.known_at))));
}

fn amount(money: tanya::orders::Money) -> String {
    let decimals = usize::try_from(money.currency.decimals()).unwrap_or_default();
    let digits = format!("{:0>width$}", money.minor, width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let fraction = fraction.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{whole}{dot}{fraction} {}", money.currency.code())
}

fn local(at: UnixMs, zone: &TimeZone) -> String {
    let known = Timestamp::from_millisecond(at).map(|at| at.to_zoned(zone.clone()));
    known.map_or_else(|_| at.to_string(), |at| at.strftime("%Y-%m-%d %H:%M:%S %Z").to_string())
}

/// An age in milliseconds, in the greatest unit that it has one of.
fn age(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    match minutes {
        0..=119 => format!("{minutes} minutes"),
        120..=2879 => format!("{} hours", minutes / 60),
        _ => format!("{} days", minutes / 60 / 24),
    }
}
