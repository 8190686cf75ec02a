//! The pages of `/admin`: sellers, notices, hours, support group, owners. One message that changes.
//!
//! Whoever presses a button is an owner at that moment: [`super::take`] has looked. What is typed for
//! a page goes to [`super::dialogue`].

use jiff::civil::Date;

use super::access::{Grant, Person, Role, SupportGroup};
use super::announce;
use super::dialogue::{self, Dialogue};
use super::hours::{Days, Hours, LocalTime, Opening, Zone};
use crate::conversation::Button;
use crate::conversation::effect::Effect;
use crate::conversation::notice::Notice;
use crate::conversation::page::{Part, Saying, Value, Words, line, show};
use crate::conversation::reply::{Phrase, Placement};
use crate::conversation::situation::Situation;
use crate::conversation::turn::{Start, Turn};
use crate::knowledge::{ArticleId, TopicId};
use crate::language::Language;

/// So many people are listed: what a message and its buttons hold with ease.
const MOST_LISTED: usize = 30;

/// So many characters of a notice stand in the list.
const NOTICE_CHARS: usize = 80;

/// So many buttons with a number stand in a row.
const NUMBERS_IN_A_ROW: usize = 4;

/// What a button on an owner's page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The first page.
    Home,
    /// The sellers.
    Sellers,
    /// The owners.
    Owners,
    /// The notices.
    Notices,
    /// The working hours.
    Hours,
    /// The support group.
    Group,
    /// A link for a new seller: the shop is asked for.
    InviteSeller,
    /// A link for another owner.
    InviteOwner,
    /// Really remove the person with this number in the list?
    AskRemove(u8, String),
    /// Remove them.
    Remove(String),
    /// Begin a notice.
    NewNotice,
    /// Really take back the notice with this number in the list?
    AskWithdraw(u8, String),
    /// Take it back.
    Withdraw(String),
    /// Set one of the [`PRESETS`].
    Preset(u8),
    /// The zones to choose from.
    Zones,
    /// Set a zone.
    Zone(Zone),
    /// The holidays: more are asked for.
    Holidays,
    /// Forget all holidays.
    NoHolidays,
    /// Say no hours any more.
    NoHours,
    /// A link that connects a group.
    ConnectGroup,
    /// The support group is one no more.
    DisconnectGroup,
    /// The notice that is being written is in this language.
    NoticeIn(Language),
    /// No text in the language that is asked for.
    Skip(Language),
    /// It concerns everything.
    ConcernAll,
    /// It concerns a topic.
    ConcernTopic(TopicId),
    /// It concerns an article.
    ConcernArticle(ArticleId),
    /// It ends with the day after so many days.
    Until(u8),
    /// Publish it.
    Publish,
    /// End the dialogue.
    Cancel,
}

/// Hours that are set with one button: the last day of a week that begins on Monday, and the times in
/// minutes.
pub const PRESETS: [(u8, u16, u16); 3] = [(5, 9 * 60, 17 * 60), (6, 9 * 60, 17 * 60), (7, 8 * 60, 20 * 60)];

/// The opening of a preset.
pub fn preset(number: u8) -> Option<Opening> {
    let (last, from, to) = *PRESETS.get(usize::from(number))?;
    Some(Opening { days: Days(Days::ALL.0 >> (7 - last)), from, to })
}

/// The button for an act.
pub fn act(act: Act) -> Button {
    Button::Owner(act)
}

/// What pressing a button on an owner's page does.
pub fn pressed(mut turn: Start<'_>, act: Act) -> Turn {
    match act {
        Act::NoticeIn(_)
        | Act::Skip(_)
        | Act::ConcernAll
        | Act::ConcernTopic(_)
        | Act::ConcernArticle(_)
        | Act::Until(_)
        | Act::Publish => return announce::pressed(turn, act),
        Act::Cancel => return dialogue::cancelled(turn),
        _ => turn.session.draft = None,
    }
    match act {
        Act::Sellers => people(turn, false, None),
        Act::Owners => people(turn, true, None),
        Act::Notices => notices(turn, None),
        Act::Hours => hours(turn, Placement::InPlace, None),
        Act::Group => group(turn),
        Act::InviteSeller => {
            dialogue::ask(&mut turn, Dialogue::Shop);
            show(turn, Placement::InPlace, vec![line(Saying::AskShop)], vec![vec![self::act(Act::Cancel)]], "admin")
        }
        Act::InviteOwner => invite(turn, Role::Owner, Placement::InPlace),
        Act::AskRemove(_, id) => ask_remove(turn, &id),
        Act::Remove(id) => remove(turn, &id),
        Act::NewNotice => announce::begin(turn, None, Placement::InPlace),
        Act::AskWithdraw(_, id) => ask_withdraw(turn, &id),
        Act::Withdraw(id) => withdraw(turn, id),
        Act::Preset(number) => {
            let openings = preset(number).into_iter().collect();
            set_hours(turn, Placement::InPlace, |hours| hours.openings = openings)
        }
        Act::Zones => zones(turn),
        Act::Zone(zone) => set_hours(turn, Placement::InPlace, |hours| hours.zone = zone),
        Act::Holidays => holidays(turn),
        Act::NoHolidays => set_hours(turn, Placement::InPlace, |hours| hours.holidays.clear()),
        Act::NoHours => set_hours(turn, Placement::InPlace, |hours| hours.openings.clear()),
        Act::ConnectGroup => connect_group(turn),
        Act::DisconnectGroup => disconnect_group(turn),
        _ => home(turn, Placement::InPlace),
    }
}

/// The first page: how things stand, and where to change them.
pub fn home(turn: Start<'_>, placement: Placement) -> Turn {
    let situation = &turn.context.situation;
    let count = |owners: bool| situation.people.iter().filter(|one| (one.role == Role::Owner) == owners).count();
    let number = |saying, count: usize| Words::new(saying).with("count", Value::Number(count));
    let rows = vec![
        number(Saying::HomeSellers, count(false)),
        number(Saying::HomeNotices, situation.notices.len()),
        hours_words(&situation.hours),
        group_words(situation.group),
        number(Saying::HomeOwners, count(true)),
    ];
    let parts = vec![line(Saying::Home), Part::Bullets(rows)];
    let buttons = vec![
        vec![act(Act::Sellers), act(Act::Notices)],
        vec![act(Act::Hours), act(Act::Group)],
        vec![act(Act::Owners)],
    ];
    show(turn, placement, parts, buttons, "admin")
}

fn hours_words(hours: &Option<Hours>) -> Words {
    match hours.as_ref().filter(|hours| !hours.openings.is_empty()) {
        Some(hours) => Words::new(Saying::HomeHours).with("hours", Value::Hours(hours.clone())),
        None => Words::new(Saying::HomeNoHours),
    }
}

fn group_words(group: SupportGroup) -> Words {
    Words::new(if group == SupportGroup::None { Saying::HomeNoGroup } else { Saying::HomeGroup })
}

/// The owners, or the sellers, with a sentence above where something was just done.
fn people(turn: Start<'_>, owners: bool, done: Option<Saying>) -> Turn {
    let zone = turn.context.situation.zone();
    let of_kind = |one: &&Person| (one.role == Role::Owner) == owners;
    let listed: Vec<&Person> = turn.context.situation.people.iter().filter(of_kind).take(MOST_LISTED).collect();
    let mut parts: Vec<Part> = done.map(line).into_iter().collect();
    parts.push(line(match (owners, listed.is_empty()) {
        (true, _) => Saying::Owners,
        (false, true) => Saying::NoSellers,
        (false, false) => Saying::Sellers,
    }));
    parts.push(Part::Numbered(listed.iter().map(|one| person_words(one, zone)).collect()));
    let removable = !owners || listed.len() > 1;
    let numbers = (1..).zip(&listed).map(|(number, one)| act(Act::AskRemove(number, one.id.clone())));
    let mut buttons = if removable { in_rows(numbers.collect()) } else { Vec::new() };
    buttons.push(vec![act(if owners { Act::InviteOwner } else { Act::InviteSeller })]);
    buttons.push(vec![act(Act::Home)]);
    show(turn, Placement::InPlace, parts, buttons, "admin")
}

fn person_words(person: &Person, zone: Zone) -> Words {
    let words = match &person.role {
        Role::Owner => Words::new(Saying::OwnerLine),
        Role::Seller(shop) => Words::new(Saying::SellerLine).with("shop", Value::Text(shop.clone())),
    };
    let since = LocalTime::of(person.since, zone).at.date();
    words.with("since", Value::Day(since)).with("chat", Value::Text(ending(&person.conversation)))
}

/// The last four signs of a conversation's name: enough to tell two people apart.
fn ending(conversation: &str) -> String {
    let signs: Vec<char> = conversation.chars().collect();
    signs[signs.len().saturating_sub(4)..].iter().collect()
}

fn in_rows(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    buttons.chunks(NUMBERS_IN_A_ROW).map(<[Button]>::to_vec).collect()
}

/// Makes a link and shows it, to be handed on.
pub fn invite(turn: Start<'_>, role: Role, placement: Placement) -> Turn {
    let Some(secret) = turn.context.situation.secret.clone() else { return home(turn, placement) };
    let grant = Grant::Role(role.clone());
    let payload = secret.payload(&grant);
    let words = match &role {
        Role::Owner => Words::new(Saying::OwnerLink),
        Role::Seller(shop) => Words::new(Saying::SellerLink).with("shop", Value::Text(shop.clone())),
    };
    let link = turn.context.situation.link.as_ref();
    let shown = link.map_or_else(|| format!("/start {payload}"), |link| format!("{link}?start={payload}"));
    let back = if role == Role::Owner { Act::Owners } else { Act::Sellers };
    let buttons = vec![vec![Button::Invitation(payload)], vec![act(back)]];
    let mut ended = show(turn, placement, vec![Part::Words(words), Part::Literal(shown)], buttons, "admin");
    ended.effects.push(Effect::Invite(grant, secret));
    ended
}

fn person(turn: &Start<'_>, id: &str) -> Option<Person> {
    turn.context.situation.people.iter().find(|one| one.id == id).cloned()
}

fn ask_remove(turn: Start<'_>, id: &str) -> Turn {
    let Some(person) = person(&turn, id) else { return gone(turn) };
    let owners = person.role == Role::Owner;
    let heading = line(if owners { Saying::AskRemoveOwner } else { Saying::AskRemoveSeller });
    let parts = vec![heading, Part::Bullets(vec![person_words(&person, turn.context.situation.zone())])];
    let back = if owners { Act::Owners } else { Act::Sellers };
    show(turn, Placement::InPlace, parts, vec![vec![act(Act::Remove(person.id))], vec![act(back)]], "admin")
}

/// Removes somebody. The last owner stays, or nobody could manage the bot any more.
fn remove(turn: Start<'_>, id: &str) -> Turn {
    let Some(person) = person(&turn, id) else { return gone(turn) };
    let owners = person.role == Role::Owner;
    let all = &turn.context.situation.people;
    if owners && all.iter().filter(|one| one.role == Role::Owner).count() < 2 {
        return people(turn, true, Some(Saying::LastOwner));
    }
    let without = |situation: &mut Situation| situation.people.retain(|one| one.id != id);
    let mut ended = turn.as_if(without, |turn| people(turn, owners, Some(Saying::Removed)));
    ended.effects.push(Effect::Remove(person));
    ended
}

/// What the button was about is not there any more.
fn gone(turn: Start<'_>) -> Turn {
    turn.toast(Phrase::ToastUnknown, "unknown_button")
}

/// The notices, with a sentence above where something was just done.
pub fn notices(turn: Start<'_>, done: Option<Saying>) -> Turn {
    let situation = &turn.context.situation;
    let mut parts: Vec<Part> = done.map(line).into_iter().collect();
    parts.push(line(if situation.notices.is_empty() { Saying::NoNotices } else { Saying::Notices }));
    let listed = situation.notices.iter().take(MOST_LISTED);
    parts.push(Part::Numbered(listed.clone().map(|one| notice_words(&turn, one)).collect()));
    let numbers = (1..).zip(listed).map(|(number, one)| act(Act::AskWithdraw(number, one.id.clone())));
    let mut buttons = in_rows(numbers.collect());
    buttons.push(vec![act(Act::NewNotice)]);
    buttons.push(vec![act(Act::Home)]);
    show(turn, Placement::InPlace, parts, buttons, "admin")
}

fn notice_words(turn: &Start<'_>, notice: &Notice) -> Words {
    let text = notice.text(turn.language);
    let mut short: String = text.chars().take(NOTICE_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    Words::new(Saying::NoticeLine)
        .with("text", Value::Text(short))
        .with("concern", Value::Concern(notice.concern.clone()))
        .with("until", Value::Until(LocalTime::of(notice.until, turn.context.situation.zone())))
}

fn ask_withdraw(turn: Start<'_>, id: &str) -> Turn {
    let Some(notice) = turn.context.situation.notices.iter().find(|one| one.id == id) else { return gone(turn) };
    let parts = vec![line(Saying::AskWithdraw), Part::Bullets(vec![notice_words(&turn, notice)])];
    let buttons = vec![vec![act(Act::Withdraw(id.to_owned()))], vec![act(Act::Notices)]];
    show(turn, Placement::InPlace, parts, buttons, "admin")
}

fn withdraw(turn: Start<'_>, id: String) -> Turn {
    if !turn.context.situation.notices.iter().any(|one| one.id == id) {
        return gone(turn);
    }
    let without = |situation: &mut Situation| situation.notices.retain(|one| one.id != id);
    let mut ended = turn.as_if(without, |turn| notices(turn, Some(Saying::Withdrawn)));
    ended.effects.push(Effect::Withdraw(id));
    ended
}

/// The hours, how to change them, and a sentence above where something was just done.
pub fn hours(mut turn: Start<'_>, placement: Placement, done: Option<Saying>) -> Turn {
    dialogue::ask(&mut turn, Dialogue::Hours);
    let hours = turn.context.situation.hours.clone().unwrap_or_default();
    let mut parts: Vec<Part> = done.map(line).into_iter().collect();
    parts.push(if hours.openings.is_empty() {
        line(Saying::NoHours)
    } else {
        Part::Words(Words::new(Saying::Hours).with("hours", Value::Hours(hours.clone())))
    });
    parts.push(Part::Bullets(vec![
        Words::new(Saying::ZoneLine).with("zone", Value::Zone(hours.zone)),
        holiday_words(&hours.holidays),
    ]));
    parts.push(line(Saying::AskHours));
    let mut buttons: Vec<Vec<Button>> = (0..PRESETS.len() as u8).map(|number| vec![act(Act::Preset(number))]).collect();
    buttons.push(vec![act(Act::Zones), act(Act::Holidays)]);
    if !hours.openings.is_empty() {
        buttons.push(vec![act(Act::NoHours)]);
    }
    buttons.push(vec![act(Act::Home)]);
    show(turn, placement, parts, buttons, "admin")
}

fn holiday_words(days: &[Date]) -> Words {
    if days.is_empty() {
        return Words::new(Saying::NoHolidaysLine);
    }
    Words::new(Saying::HolidaysLine).with("days", Value::Days(days.to_vec()))
}

/// Changes the hours and shows them.
pub fn set_hours(turn: Start<'_>, placement: Placement, change: impl FnOnce(&mut Hours)) -> Turn {
    let mut new = turn.context.situation.hours.clone().unwrap_or_default();
    change(&mut new);
    let set = |situation: &mut Situation| situation.hours = Some(new.clone());
    let mut ended = turn.as_if(set, |turn| hours(turn, placement, Some(Saying::HoursSet)));
    ended.effects.push(Effect::SetHours(new));
    ended
}

fn zones(turn: Start<'_>) -> Turn {
    let mut buttons: Vec<Vec<Button>> = Zone::ALL.into_iter().map(|zone| vec![act(Act::Zone(zone))]).collect();
    buttons.push(vec![act(Act::Hours)]);
    show(turn, Placement::InPlace, vec![line(Saying::AskZone)], buttons, "admin")
}

fn holidays(mut turn: Start<'_>) -> Turn {
    dialogue::ask(&mut turn, Dialogue::Holidays);
    let days = turn.context.situation.hours.clone().unwrap_or_default().holidays;
    let parts = vec![Part::Words(holiday_words(&days)), line(Saying::AskHolidays)];
    let mut buttons = Vec::new();
    if !days.is_empty() {
        buttons.push(vec![act(Act::NoHolidays)]);
    }
    buttons.push(vec![act(Act::Hours)]);
    show(turn, Placement::InPlace, parts, buttons, "admin")
}

fn group(turn: Start<'_>) -> Turn {
    let connected = turn.context.situation.group != SupportGroup::None;
    let parts = vec![line(if connected { Saying::Group } else { Saying::NoGroup }), line(Saying::GroupAtPresent)];
    let change = if connected { Act::DisconnectGroup } else { Act::ConnectGroup };
    show(turn, Placement::InPlace, parts, vec![vec![act(change)], vec![act(Act::Home)]], "admin")
}

fn connect_group(turn: Start<'_>) -> Turn {
    let Some(secret) = turn.context.situation.secret.clone() else { return home(turn, Placement::InPlace) };
    let payload = secret.payload(&Grant::Group);
    let command = Words::new(Saying::ConnectByHand).with("command", Value::Text(format!("/start {payload}")));
    let parts = vec![line(Saying::ConnectGroup), Part::Words(command)];
    let buttons = vec![vec![Button::AddToGroup(payload)], vec![act(Act::Group)]];
    let mut ended = show(turn, Placement::InPlace, parts, buttons, "admin");
    ended.effects.push(Effect::Invite(Grant::Group, secret));
    ended
}

fn disconnect_group(turn: Start<'_>) -> Turn {
    let mut ended = turn.as_if(|situation| situation.group = SupportGroup::None, group);
    ended.effects.push(Effect::DisconnectGroup);
    ended
}

impl Act {
    /// The callback data, after the sign for owners' buttons; at most 61 bytes.
    pub fn encode(&self) -> String {
        match self {
            Act::Home => "h".to_owned(),
            Act::Sellers => "s".to_owned(),
            Act::Owners => "o".to_owned(),
            Act::Notices => "n".to_owned(),
            Act::Hours => "w".to_owned(),
            Act::Group => "g".to_owned(),
            Act::InviteSeller => "si".to_owned(),
            Act::InviteOwner => "oi".to_owned(),
            Act::AskRemove(number, id) => format!("p{number}:{id}"),
            Act::Remove(id) => format!("r:{id}"),
            Act::NewNotice => "nn".to_owned(),
            Act::AskWithdraw(number, id) => format!("m{number}:{id}"),
            Act::Withdraw(id) => format!("d:{id}"),
            Act::Preset(number) => format!("b:{number}"),
            Act::Zones => "z".to_owned(),
            Act::Zone(zone) => format!("z:{}", zone.name()),
            Act::Holidays => "f".to_owned(),
            Act::NoHolidays => "f-".to_owned(),
            Act::NoHours => "w-".to_owned(),
            Act::ConnectGroup => "g+".to_owned(),
            Act::DisconnectGroup => "g-".to_owned(),
            Act::NoticeIn(language) => format!("l:{language}"),
            Act::Skip(language) => format!("k:{language}"),
            Act::ConcernAll => "c".to_owned(),
            Act::ConcernTopic(topic) => format!("t:{topic}"),
            Act::ConcernArticle(article) => format!("a:{article}"),
            Act::Until(days) => format!("u:{days}"),
            Act::Publish => "y".to_owned(),
            Act::Cancel => "x".to_owned(),
        }
    }

    /// The act of some callback data; `None` for data of another version.
    pub fn decode(data: &str) -> Option<Act> {
        let Some((kind, rest)) = data.split_once(':') else { return Act::of_letters(data) };
        if rest.is_empty() {
            return None;
        }
        Some(match kind {
            "r" => Act::Remove(rest.to_owned()),
            "d" => Act::Withdraw(rest.to_owned()),
            "b" => Act::Preset(rest.parse().ok().filter(|number| preset(*number).is_some())?),
            "z" => Act::Zone(Zone::ALL.into_iter().find(|zone| zone.name() == rest)?),
            "l" => Act::NoticeIn(rest.parse().ok()?),
            "k" => Act::Skip(rest.parse().ok()?),
            "t" => Act::ConcernTopic(TopicId::from(rest)),
            "a" => Act::ConcernArticle(ArticleId::from(rest)),
            "u" => Act::Until(rest.parse().ok()?),
            kind => match kind.split_at_checked(1)? {
                ("p", number) => Act::AskRemove(number.parse().ok()?, rest.to_owned()),
                ("m", number) => Act::AskWithdraw(number.parse().ok()?, rest.to_owned()),
                _ => return None,
            },
        })
    }

    fn of_letters(data: &str) -> Option<Act> {
        const PLAIN: [Act; 18] = [
            Act::Home,
            Act::Sellers,
            Act::Owners,
            Act::Notices,
            Act::Hours,
            Act::Group,
            Act::InviteSeller,
            Act::InviteOwner,
            Act::NewNotice,
            Act::Zones,
            Act::Holidays,
            Act::NoHolidays,
            Act::NoHours,
            Act::ConnectGroup,
            Act::DisconnectGroup,
            Act::ConcernAll,
            Act::Publish,
            Act::Cancel,
        ];
        PLAIN.into_iter().find(|act| act.encode() == data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_nothing_else() {
        let id = || "abcdefgh23".to_owned();
        let with_values = [
            Act::AskRemove(30, id()),
            Act::Remove(id()),
            Act::AskWithdraw(1, id()),
            Act::Withdraw(id()),
            Act::Preset(2),
            Act::Zone(Zone::Shanghai),
            Act::NoticeIn(Language::Chinese),
            Act::Skip(Language::English),
            Act::ConcernTopic(TopicId::from("paying")),
            Act::ConcernArticle(ArticleId::from("seller-cancelled-after-shipping")),
            Act::Until(7),
            Act::Cancel,
            Act::Home,
        ];
        for act in with_values {
            let data = act.encode();
            assert!(data.len() <= 61, "{data}");
            assert_eq!(Act::decode(&data), Some(act));
        }
        for data in ["", ":", "r:", "b:9", "z:Asia/Nowhere", "q", "p:x", "px:y", "€:x", "l:fr", "u:-1"] {
            assert_eq!(Act::decode(data), None, "{data}");
        }
    }

    #[test]
    fn presets_begin_on_monday() {
        let days: Vec<_> = (0..3).filter_map(preset).map(|one| one.days.runs()).collect();
        assert_eq!(days, [[(1, 5)], [(1, 6)], [(1, 7)]]);
        assert_eq!(preset(3), None);
    }
}
