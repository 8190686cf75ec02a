//! What everybody sees, and what is different from what they saw before.

use std::collections::BTreeMap;

use crate::fake_bot_api::{FakeBotApi, Sent, State};

use super::stage::{CAST, GROUP, OTHER};

/// A place where something is seen, in the order in which it is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Customer(String),
    Topic(String),
    General,
    Other,
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Customer(name) => formatter.write_str(name),
            Place::Topic(label) => write!(formatter, "#{label}"),
            Place::General => formatter.write_str("general"),
            Place::Other => formatter.write_str("other"),
        }
    }
}

/// What everybody sees at a moment.
#[derive(Debug, Clone, Default)]
pub struct View {
    messages: BTreeMap<Place, BTreeMap<i64, (bool, String)>>,
    topics: BTreeMap<String, String>,
    reactions: BTreeMap<(Place, i64), (String, String)>,
}

/// The names under which topics are told: `1` is the first topic of ticket 1, `1b` the next.
#[derive(Debug, Default)]
pub struct Labels(BTreeMap<i64, String>);

impl Labels {
    /// Names the topics that are new.
    pub fn note(&mut self, api: &FakeBotApi) {
        for (id, topic) in api.look(|state| state.topics_of(GROUP)) {
            if self.0.contains_key(&id) {
                continue;
            }
            let name = topic.name.strip_prefix('#').unwrap_or(&topic.name).split(' ').next().unwrap_or_default();
            let taken = |label: &String| self.0.values().any(|other| other == label);
            let labels = ["", "b", "c", "d", "e"].map(|more| format!("{name}{more}"));
            let label = labels.into_iter().find(|label| !taken(label)).expect("not so many topics of one ticket");
            self.0.insert(id, label);
        }
    }

    /// The topic of a name.
    pub fn topic(&self, label: &str) -> i64 {
        let found = self.0.iter().find(|(_, known)| *known == label);
        *found.unwrap_or_else(|| panic!("no topic {label}: {:?}", self.0)).0
    }

    fn label(&self, topic: i64) -> String {
        self.0.get(&topic).cloned().unwrap_or_else(|| format!("?{topic}"))
    }
}

impl View {
    /// What everybody sees now.
    pub fn of(api: &FakeBotApi, labels: &Labels, group: i64) -> View {
        let mut view = View::default();
        for (name, id, ..) in CAST {
            view.see(api, id, labels, |_| Place::Customer(name.to_owned()));
        }
        view.see(api, group, labels, |topic| topic.map_or(Place::General, |topic| Place::Topic(labels.label(topic))));
        view.see(api, OTHER, labels, |_| Place::Other);
        api.look(|state| {
            let icon = |icon: &Option<String>| {
                let known = state.icons.iter().find(|(_, id)| Some(id) == icon.as_ref());
                known.map_or("-", |(emoji, _)| emoji.trim_end_matches('\u{fe0f}')).to_owned()
            };
            for (id, topic) in state.topics_of(group) {
                let closed = if topic.closed { ", closed" } else { "" };
                view.topics.insert(labels.label(id), format!("{} {}{closed}", icon(&topic.icon), topic.name));
            }
            for (message, (topic, sign)) in state.reactions_of(group) {
                let place = topic.map_or(Place::General, |topic| Place::Topic(labels.label(topic)));
                view.reactions.insert((place, message), (sign, state.words_of(group, message)));
            }
        });
        view
    }

    fn see(&mut self, api: &FakeBotApi, chat: i64, labels: &Labels, place: impl Fn(Option<i64>) -> Place) {
        api.look(|state| {
            for sent in state.sent_to(chat) {
                let answered = sent.reply_to.map(|message| state.words_of(chat, message));
                let seen = self.messages.entry(place(sent.topic)).or_default();
                seen.insert(sent.id, (sent.pinned, shown(sent, answered, labels, state)));
            }
        });
    }

    /// What is different now, told line by line.
    pub fn since(&self, before: &View) -> Vec<String> {
        let mut told = Vec::new();
        let nothing = BTreeMap::new();
        let mut places: Vec<&Place> = self.messages.keys().chain(before.messages.keys()).collect();
        places.sort();
        places.dedup();
        for place in places {
            let now = self.messages.get(place).unwrap_or(&nothing);
            let then = before.messages.get(place).unwrap_or(&nothing);
            for (_, (_, words)) in then.iter().filter(|(id, _)| !now.contains_key(id)) {
                told.push(format!("{place}, gone: {}", words.lines().next().unwrap_or_default()));
            }
            for (id, (pinned, words)) in now {
                let manner = match (then.get(id), pinned) {
                    (Some((_, old)), _) if old == words => continue,
                    (Some(_), true) => ", pinned, changed",
                    (Some(_), false) => ", changed",
                    (None, true) => ", pinned",
                    (None, false) => "",
                };
                told.push(format!("{place}{manner}: {}", words.replace('\n', "\n    ")));
            }
        }
        for (key @ (place, _), reaction @ (sign, words)) in &self.reactions {
            if before.reactions.get(key) != Some(reaction) {
                told.push(format!("{place}, {sign} under: {words}"));
            }
        }
        for label in before.topics.keys().filter(|label| !self.topics.contains_key(*label)) {
            told.push(format!("topic #{label} is gone"));
        }
        for (label, shape) in &self.topics {
            if before.topics.get(label) != Some(shape) {
                told.push(format!("topic: {shape}"));
            }
        }
        let lines = told.iter().flat_map(|told| told.lines().map(|line| line.trim_end().to_owned()));
        lines.filter(|line| !line.is_empty()).collect()
    }
}

/// A message as people see it: what it answers, what it is, its words, and its buttons.
fn shown(sent: &Sent, answered: Option<String>, labels: &Labels, state: &State) -> String {
    let marked = |text: String, stretches: &[String], sign: &str| {
        stretches.iter().fold(text, |text, words| text.replacen(words.as_str(), &format!("{sign}{words}{sign}"), 1))
    };
    let text = marked(sent.text.clone(), &sent.bold, "**");
    let text = marked(text, &sent.italic, "_");
    let text = marked(text, &sent.code, "`");
    // A code is made of chance.
    let of_chance = answered.as_ref().is_some_and(|words| words.starts_with("/code"));
    let text = sent.code.iter().filter(|_| of_chance).fold(text, |text, code| text.replace(code.as_str(), "(a code)"));
    let answered = answered.map(|words| format!("(to: {}) ", words.replace('\n', " / "))).unwrap_or_default();
    let kind = match (&sent.kind, &sent.file, &sent.album) {
        (Some(kind), file, album) => {
            let file = file.as_ref().map(|file| format!(" {file}")).unwrap_or_default();
            format!("<{kind}{file}{}> ", if album.is_some() { " of an album" } else { "" })
        }
        _ => String::new(),
    };
    let row = |row: &Vec<(String, String)>| {
        let labels: Vec<String> = row.iter().map(|(label, data)| button(label, data, labels, state)).collect();
        format!("\n{}", labels.join(" "))
    };
    format!("{answered}{kind}{text}{}", sent.buttons.iter().map(row).collect::<String>())
}

/// A button; one that leads to a topic names it, and one that leads to a message tells its first line: which number it has
/// depends on what else was under way.
fn button(label: &str, data: &str, labels: &Labels, state: &State) -> String {
    let Some((chat, place)) = data.strip_prefix("https://t.me/c/").and_then(|link| link.split_once('/')) else {
        return format!("[{label}]");
    };
    let chat = format!("-100{chat}").parse().expect("a link has the number of a group");
    let place = place.parse().expect("a link leads to a number");
    let topic = match chat {
        OTHER => state.topics_of(OTHER).remove(&place).map(|topic| topic.name),
        _ => labels.0.get(&place).cloned(),
    };
    match topic {
        Some(topic) => format!("[{label} leads to #{}]", topic.trim_start_matches('#')),
        None => {
            let words = state.words_of(chat, place);
            format!("[{label} leads to \"{}\"]", words.lines().next().unwrap_or_default())
        }
    }
}
