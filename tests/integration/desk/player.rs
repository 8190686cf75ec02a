//! The player: does what a scene says and compares what everybody sees of it with what they should see.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use tanya::conversation::owner::hours::openings;
use tanya::conversation::{Hours, Role, Zone};
use tanya::language::Language;
use tanya::service::desk::tasks;

use super::script::{self, Scene};
use super::stage::{CAST, GROUP, OTHER, Set, Stage};
use super::view::{Labels, View};
use crate::fake_bot_api::{BOT, Fault, Media, Rights, entities};

/// Plays the scenes of a file, each on a stage of its own.
pub async fn play(paragraph: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/desk/{paragraph}.txt"));
    let text = std::fs::read_to_string(&path).unwrap();
    let head = &text[..text.find("== ").expect("a scene")];
    let mut scenes = script::read(&text);
    let blesses = std::env::var_os("BLESS").is_some();
    let only = std::env::var("SCENE").ok();
    let mut faults = Vec::new();
    for scene in scenes.iter_mut().filter(|scene| only.as_ref().is_none_or(|only| scene.title.contains(only.as_str())))
    {
        let seen = Player::play(scene).await;
        if blesses {
            scene.steps.iter_mut().zip(seen).for_each(|(step, seen)| step.seen = seen);
            continue;
        }
        for (step, seen) in scene.steps.iter().zip(seen).filter(|(step, seen)| step.seen != *seen) {
            let (expected, seen) = (step.seen.join("\n"), seen.join("\n"));
            faults.push(format!("== {}\n> {}\nexpected:\n{expected}\nseen:\n{seen}\n", scene.title, step.done));
        }
    }
    if blesses {
        std::fs::write(&path, script::write(head, &scenes)).unwrap();
    }
    assert!(faults.is_empty(), "{paragraph}:\n{}", faults.join("\n"));
}

struct Player {
    stage: Stage,
    labels: Labels,
    /// The number of the support group, which changes when it is upgraded.
    group: i64,
    before: View,
    /// The queries of what was pressed in this step.
    pressed: Vec<String>,
    typed: Vec<String>,
    code: String,
    /// The last words in the group that a tap copies: the code for a buyer.
    made: String,
    /// So many calls were made before they were told last.
    calls: usize,
    /// The last update, as it came.
    last_update: Value,
}

/// Somebody in some place: `eve`, `ana@1`, `ana@` (outside of all topics), `ana@other`.
#[derive(Debug, Clone, Copy)]
struct Who {
    id: i64,
    /// The group; nothing for a private chat.
    group: Option<i64>,
    topic: Option<i64>,
}

impl Player {
    async fn play(scene: &Scene) -> Vec<Vec<String>> {
        let settings = scene.steps.iter().take_while(|step| step.done.starts_with("set "));
        let stage = Stage::open(set(settings.map(|step| &step.done[4..]))).await;
        stage.settle().await;
        let mut player = Player {
            stage,
            labels: Labels::default(),
            group: GROUP,
            before: View::default(),
            pressed: Vec::new(),
            typed: Vec::new(),
            code: String::new(),
            made: String::new(),
            calls: 0,
            last_update: Value::Null,
        };
        player.sees();
        player.requests();
        let mut all = Vec::new();
        for step in &scene.steps {
            let mut seen = player.does(&step.done).await;
            if step.waits {
                player.stage.settle().await;
                seen.extend(player.sees());
            }
            all.push(seen);
        }
        player.stage.close().await;
        all
    }

    /// What there is to see that was not there before.
    fn sees(&mut self) -> Vec<String> {
        self.labels.note(&self.stage.api);
        let mut seen = Vec::new();
        for query in std::mem::take(&mut self.pressed) {
            let answered = self.stage.api.look(|state| state.pressed[&query].answered.clone());
            match answered {
                Some(Some(toast)) => seen.push(format!("toast: {}", toast.replace('\n', " / "))),
                Some(None) => {}
                None => seen.push("the press is not answered".to_owned()),
            }
        }
        for query in std::mem::take(&mut self.typed) {
            let answered = self.stage.api.look(|state| state.inline[&query].answered.clone()).unwrap_or_default();
            for result in answered["results"].as_array().into_iter().flatten() {
                let words = result["input_message_content"]["message_text"].as_str().unwrap_or_default();
                let first = words.lines().next().unwrap_or_default();
                seen.push(format!("suggested: {} | {first}", result["title"].as_str().unwrap_or_default()));
            }
        }
        let now = View::of(&self.stage.api, &self.labels, self.group);
        // A code is made of chance.
        let made = (!self.made.is_empty()).then_some(self.made.as_str());
        let hide = |line: String| made.map_or(line.clone(), |made| line.replace(made, "(a code)"));
        seen.extend(now.since(&self.before).into_iter().map(hide));
        self.before = now;
        seen
    }

    async fn does(&mut self, done: &str) -> Vec<String> {
        self.made = self.stage.api.look(|state| {
            let codes = state.sent_to(self.group).iter().rev().filter_map(|sent| sent.code.last());
            codes.map(String::clone).next().unwrap_or_default()
        });
        let done = done.replace("$CODE", &self.code).replace("$MADE", &self.made).replace("\\n", "\n");
        let done = expanded(&done);
        self.labels.note(&self.stage.api);
        let (first, rest) = done.split_once(' ').unwrap_or((&done, ""));
        if let Some(name) = first.strip_suffix(':') {
            self.writes(self.who(name), rest);
            return Vec::new();
        }
        if CAST.iter().any(|(name, ..)| first == *name || first.starts_with(&format!("{name}@"))) {
            let who = self.who(first);
            self.acts(who, rest);
            return Vec::new();
        }
        self.happens(first, rest).await
    }

    fn who(&self, name: &str) -> Who {
        let (name, place) = name.split_once('@').map_or((name, None), |(name, place)| (name, Some(place)));
        let found = CAST.iter().find(|(known, ..)| *known == name);
        let (_, id, ..) = *found.unwrap_or_else(|| panic!("nobody is called {name}"));
        let (group, topic) = match place {
            None => (None, None),
            Some("") => (Some(self.group), None),
            Some("other") => (Some(OTHER), None),
            Some(label) => (Some(self.group), Some(self.labels.topic(label))),
        };
        Who { id, group, topic }
    }

    fn writes(&mut self, who: Who, text: &str) {
        self.sends(who, json!({"text": text, "entities": entities(text)}));
    }

    fn sends(&mut self, who: Who, fields: Value) -> i64 {
        let api = &self.stage.api;
        let message = match who.group {
            Some(group) => api.staff_message(group, who.topic, who.id, fields),
            None => {
                api.message(who.id, fields);
                api.last_message_of(who.id)
            }
        };
        self.last_update = api.look(|state| state.updates.back().cloned()).unwrap_or_default();
        message
    }

    /// The newest message of somebody's place that says this.
    fn find(&self, who: Who, words: &str) -> i64 {
        let chat = who.group.unwrap_or(who.id);
        let found = self.stage.api.look(|state| state.find_message(chat, who.topic, words));
        found.unwrap_or_else(|| panic!("no message says {words:?}"))
    }

    fn acts(&mut self, who: Who, what: &str) {
        let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
        match verb {
            "presses" => self.presses(who, rest),
            "answers" => {
                let (words, text) = quoted(rest);
                let before = self.stage.api.shown(who.group.unwrap_or(who.id), self.find(who, words));
                self.sends(who, json!({"text": text, "entities": entities(text), "reply_to_message": before}));
            }
            "changes" => {
                let (words, text) = quoted(rest);
                let message = self.find(who, words);
                self.stage.api.staff_edit(who.group.unwrap_or(who.id), message, text);
            }
            "sends" => {
                self.sends(who, media(rest).fields);
            }
            "together" => {
                let all: Vec<Media> = rest.split(", ").map(media).collect();
                match who.group {
                    Some(group) => self.stage.api.staff_album(group, who.topic, who.id, &all),
                    None => self.stage.api.sends_album(who.id, &all),
                };
            }
            "bold" => {
                let length = rest.encode_utf16().count();
                self.sends(who, json!({"text": rest, "entities": [{"type": "bold", "offset": 0, "length": length}]}));
            }
            "types" => {
                let kind = if who.group.is_some() { "supergroup" } else { "private" };
                let query = self.stage.api.type_inline_in(kind, who.id, "en", rest);
                self.typed.push(query);
            }
            "picks" => {
                let via = json!({"id": BOT, "is_bot": true, "first_name": "Tanya", "username": "tanya_test_bot"});
                self.sends(who, json!({"text": rest, "entities": entities(rest), "via_bot": via}));
            }
            "shares" => {
                self.stage.api.contact(who.id, rest, Some(who.id));
            }
            "blocks" => self.stage.api.blocks_the_bot(who.id),
            "unblocks" => self.stage.api.lets_the_bot_back(who.id),
            "deletes" => {
                let message = self.find(who, rest);
                self.stage.api.delete(who.group.unwrap_or(who.id), message);
            }
            "adds" => {
                self.stage.api.add_to_group(OTHER, who.id);
            }
            _ => panic!("nobody can do this: {what}"),
        }
    }

    fn presses(&mut self, who: Who, label: &str) {
        let chat = who.group.unwrap_or(who.id);
        let (message, data) = self.stage.api.look(|state| {
            let all = state.sent_to(chat).iter().filter(|sent| who.topic.is_none() || sent.topic == who.topic).rev();
            let mut buttons = all.flat_map(|sent| sent.buttons.iter().flatten().map(move |button| (sent.id, button)));
            let found = buttons.find(|(_, (words, _))| words.contains(label));
            let (id, (_, data)) = found.unwrap_or_else(|| panic!("no button {label:?}: {:#?}", state.sent_to(chat)));
            (id, data.clone())
        });
        let query = match who.group {
            Some(group) => self.stage.api.group_press(group, who.id, message, &data),
            None => self.stage.api.press(who.id, message, &data),
        };
        self.pressed.push(query);
    }

    /// Something happens that no person of the play does.
    async fn happens(&mut self, what: &str, rest: &str) -> Vec<String> {
        let api = &self.stage.api;
        let (group, olga) = (self.group, CAST[0].1);
        match what {
            "set" => {}
            "pass" => self.stage.pass(span(rest)).await,
            "restart" => {
                self.stage.stop().await;
                self.stage.start();
            }
            "stop" => self.stage.stop().await,
            "start" => self.stage.start(),
            "code" => self.code = self.stage.code().await,
            "close" => api.close_topic(group, self.labels.topic(rest), CAST[1].1),
            "reopen" => api.reopen_topic(group, self.labels.topic(rest), CAST[1].1),
            "delete" => api.delete_topic(group, self.labels.topic(rest)),
            "rename" => {
                let (label, name) = rest.split_once(' ').unwrap_or((rest, "X"));
                api.rename_topic(group, self.labels.topic(label), CAST[1].1, name);
            }
            "open-topic" => {
                api.open_topic(group, CAST[1].1, rest);
            }
            "topics-off" => api.switch_topics_off(group),
            "rights" => {
                let may = |right: &str| rest.split(' ').any(|word| word == right);
                let rights = Rights { manages_topics: may("topics"), pins: may("pin"), deletes: may("delete") };
                api.change_rights(group, olga, rights);
            }
            "bot-removed" => api.remove_bot(group, olga),
            "bot-back" => api.bring_bot_back(group, olga, Rights::ALL),
            "basic" => api.change_group(group, |group| (group.basic, group.topics) = (true, None)),
            "upgrade" => {
                self.group = rest.parse().unwrap();
                api.upgrade(group, self.group);
            }
            "forum" => api.change_group(group, |group| group.topics = Some(Default::default())),
            "fail" => self.fails(rest),
            "again" => {
                api.repeat(self.last_update.clone());
            }
            "two-days" => api.two_days_pass(who_is(rest)),
            "budget" => {
                let (sends, seconds) = rest.split_once(' ').unwrap();
                api.limit_groups(sends.parse().unwrap(), Duration::from_secs_f64(seconds.parse().unwrap()), Some(0.2));
            }
            "admins-of-other" => api.open_desk(OTHER, &[who_is(rest)]),
            // Time passes, and nothing is waited for.
            "jump" => self.stage.ahead(span(rest)),
            // The first time that this is said in the group.
            "until" => {
                self.stage.until(|state| state.sent_to(group).iter().any(|sent| sent.text.contains(rest))).await;
                return self.sees();
            }
            "until-topics" => {
                let topics: usize = rest.parse().unwrap();
                api.wait_until("there are topics", |state| state.topics_of(group).len() == topics).await;
            }
            "unreachable" => api.trouble(|_| Some(Fault::Lost)),
            "reachable" => api.no_trouble(),
            "requests" => return self.requests(),
            "tidy" => {
                let days: i64 = rest.parse().unwrap();
                let before = (self.stage.service.clock)() - days * 24 * 3_600_000;
                tasks::forget_topics(&self.stage.service, before).await.unwrap();
            }
            "gaps" => return self.gaps().await,
            "owner" => self.stage.grant(who_is(rest), Role::Owner).await,
            "seller" => self.stage.grant(who_is(rest), Role::Seller("Toko Melati".to_owned())).await,
            _ => panic!("nothing like this happens: {what} {rest}"),
        }
        Vec::new()
    }

    fn fails(&self, rest: &str) {
        let mut words = rest.splitn(4, ' ');
        let (method, times) = (words.next().unwrap_or_default(), words.next().unwrap_or_default().parse().unwrap());
        let fault = match (words.next().unwrap_or_default(), words.next()) {
            ("429", Some(seconds)) => Fault::Flood(seconds.parse().unwrap()),
            ("500", _) => Fault::Json(500),
            ("lost", _) => Fault::Lost,
            ("cut", _) => Fault::DoneThenCut,
            ("refused", Some(why)) => Fault::Refuse(400, Box::leak(why.to_owned().into_boxed_str())),
            other => panic!("no such fault: {other:?}"),
        };
        self.stage.api.fail(method, times, fault);
    }

    /// The calls since they were told last.
    fn requests(&mut self) -> Vec<String> {
        let calls: Vec<String> =
            self.stage.api.look(|state| state.calls[self.calls..].iter().map(|call| call.method.clone()).collect());
        self.calls += calls.len();
        let mut kinds: Vec<&String> = calls.iter().filter(|method| *method != "getUpdates").collect();
        kinds.sort();
        let count = |kind: &String| calls.iter().filter(|method| *method == kind).count();
        let mut all: Vec<String> = kinds.iter().map(|kind| format!("{} {kind}", count(kind))).collect();
        all.dedup();
        vec![format!("requests: {}", all.join(", "))]
    }

    async fn gaps(&self) -> Vec<String> {
        let gaps = self.stage.store(|sql| tanya::store::desk::gaps(sql, Some("telegram:4242"), 0)).await;
        gaps.iter().map(|gap| format!("gap: {} | {}", gap.question, gap.answer).replace('\n', " / ")).collect()
    }
}

fn who_is(name: &str) -> i64 {
    CAST.iter().find(|(known, ..)| *known == name).unwrap_or_else(|| panic!("nobody is called {name}")).1
}

/// `"words": text`.
fn quoted(rest: &str) -> (&str, &str) {
    let (words, text) = rest.trim_start_matches('"').split_once("\": ").expect("\"words\": text");
    (words, text)
}

/// `photo p1 a caption`, `location`.
fn media(words: &str) -> Media {
    let mut words = words.splitn(3, ' ');
    let kind = words.next().unwrap_or_default();
    if ["location", "venue", "contact", "dice", "poll"].contains(&kind) {
        return Media::thing(kind);
    }
    let file = Media::file(kind, words.next().unwrap_or("f"));
    match words.next() {
        Some(caption) => file.saying(caption),
        None => file,
    }
}

/// `10m`, `24h`, `2s`, `90d`.
fn span(text: &str) -> i64 {
    let (number, unit) = text.split_at(text.len() - 1);
    let unit = match unit {
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => 24 * 3_600_000,
    };
    number.parse::<i64>().unwrap() * unit
}

/// `{x 5000}` stands for so many of this sign.
fn expanded(text: &str) -> String {
    let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
    let Some((inside, after)) = rest.split_once('}') else { return text.to_owned() };
    match inside.rsplit_once(' ').and_then(|(sign, times)| Some(sign.repeat(times.parse().ok()?))) {
        Some(long) => format!("{before}{long}{}", expanded(after)),
        None => text.to_owned(),
    }
}

fn set<'a>(settings: impl Iterator<Item = &'a str>) -> Set {
    let mut set = Set::default();
    for setting in settings {
        let (key, value) = setting.split_once(' ').unwrap_or((setting, ""));
        let hours = || Hours { zone: Zone::Jakarta, ..Hours::default() };
        match key {
            "unconnected" => set.connected = false,
            "show_names" => set.rules.shows_names = true,
            "reply_minutes" => set.rules.reply_minutes = value.parse().unwrap(),
            "language" => {
                set.rules.language = Language::from_tag(value).unwrap();
                set.rules.reads = vec![set.rules.language];
            }
            "hours" => {
                set.hours = Some(Hours { openings: openings(value).unwrap(), ..set.hours.unwrap_or_else(hours) })
            }
            "holiday" => {
                let mut with = set.hours.unwrap_or_else(hours);
                with.holidays.push(value.parse().unwrap());
                set.hours = Some(with);
            }
            "digest" => set.digest = Some(value.parse().unwrap()),
            _ => panic!("nothing to set: {key}"),
        }
    }
    set
}
