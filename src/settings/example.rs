//! Holds `tanya.example.toml` against the settings: it names each of them, and what it shows is what holds.

use std::collections::BTreeSet;

use regex::Regex;

use super::Settings;

const EXAMPLE: &str = include_str!("../../tanya.example.toml");

/// The files that ask for settings.
const SOURCES: [&str; 4] =
    [include_str!("../settings.rs"), include_str!("desk.rs"), include_str!("orders.rs"), include_str!("webhook.rs")];

fn parse(text: &str) -> Settings {
    match Settings::parse(text, "tanya.example.toml", std::iter::empty()) {
        Ok(settings) => settings,
        Err(faults) => panic!("{faults}"),
    }
}

/// The example with its commented settings switched on.
fn complete() -> String {
    let is_setting = |line: &str| line.starts_with("# ") && line.contains(" = ");
    let lines = EXAMPLE.lines().map(|line| if is_setting(line) { &line[2..] } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

fn keys(prefix: &str, table: &toml::Table) -> BTreeSet<String> {
    let of = |(key, value): (&String, &toml::Value)| match value {
        toml::Value::Table(inner) => keys(&format!("{prefix}{key}."), inner),
        _ => BTreeSet::from([format!("{prefix}{key}")]),
    };
    table.iter().flat_map(of).collect()
}

#[test]
fn what_the_example_shows_uncommented_is_what_holds_without_it() {
    assert_eq!(format!("{:?}", parse(EXAMPLE)), format!("{:?}", parse("")));
}

#[test]
fn the_example_names_every_setting_and_no_other() -> Result<(), Box<dyn std::error::Error>> {
    let table: toml::Table = complete().parse()?;
    let sections: Vec<&str> = table.keys().map(String::as_str).collect();
    let key = Regex::new(&format!("\"((?:{})(?:\\.[a-z_]+)+)\"", sections.join("|")))?;
    let asked = SOURCES.iter().map(|source| source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default());
    // Those of TikTok Shop are asked for by the last part of their name.
    let tiktok = Regex::new("(?:text|secret)\\(self, \"([a-z_]+)\"\\)")?;
    let named = |code: &str| {
        let whole = key.captures_iter(code).map(|found| found[1].to_owned());
        let last = tiktok.captures_iter(code).map(|found| format!("orders.tiktok.{}", &found[1]));
        whole.chain(last).collect::<Vec<_>>()
    };
    let asked: BTreeSet<String> = asked.flat_map(named).collect();
    assert_eq!(keys("", &table), asked);
    parse(&complete());
    Ok(())
}
