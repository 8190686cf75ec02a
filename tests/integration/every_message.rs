//! Every message that the bot can send is held against the Bot API: all that can be reached by commands
//! and buttons, all articles in every place, all phrases; in every language and script.

use std::collections::{BTreeSet, VecDeque};

use tanya::conversation::desk::DeskRules;
use tanya::conversation::{
    Button, Command, Content, Context, Event, Medium, Moment, Phrase, Place, Placement, Reply, Session, Situation,
    Turn, take_turn,
};
use tanya::knowledge::ArticleId;
use tanya::language::{Language, Locale, Script};
use tanya::orders::{HashKey, Rules};
use tanya::service::{Carried, ConversationId, Courier, Delivery};
use tanya::telegram::{MESSAGE_UNITS, TelegramCourier};
use tanya::understanding::{Hit, Outcome, SmallTalk, Understand, Understood};
use tanya::voice::Message;

use crate::fake_bot_api::FakeBotApi;
use crate::shipped::{Shipped, shipped};
use crate::support::courier;

const CUSTOMER: i64 = 7;
const GROUP: i64 = -1_007;
/// The longest notice that a merchant may put above an answer, in UTF-16 units.
const NOTICE_UNITS: usize = 600;
/// The longest pop-up, in characters.
const TOAST_CHARS: usize = 200;
/// The longest label, in characters.
const LABEL_CHARS: usize = 64;

/// Understands nothing by itself: what is meant is given with each event.
struct Deaf;

impl Understand for Deaf {
    fn understand(&self, _text: &str) -> Understood {
        said(Language::Indonesian, Outcome::Nothing)
    }

    fn suggest(&self, _text: &str, _understood: &Understood, _language: Language) -> Vec<ArticleId> {
        Vec::new()
    }
}

fn said(language: Language, outcome: Outcome) -> Understood {
    let hits = match &outcome {
        Outcome::Sure(id) => vec![Hit { article: id.clone(), confidence: 0.9 }],
        Outcome::Unsure(ids) => ids.iter().map(|id| Hit { article: id.clone(), confidence: 0.4 }).collect(),
        _ => Vec::new(),
    };
    Understood { language: Some(language), language_certain: true, outcome, hits }
}

/// Everything that the bot says in one language and place, and the pop-ups.
struct Walk<'a> {
    shipped: &'a Shipped,
    locale: Locale,
    place: Place,
    replies: Vec<(Reply, Script)>,
    toasts: Vec<String>,
    pressed: BTreeSet<String>,
}

impl Walk<'_> {
    fn all(shipped: &Shipped, locale: Locale, place: Place) -> Walk<'_> {
        let (replies, toasts, pressed) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut walk = Walk { shipped, locale, place, replies, toasts, pressed };
        for event in walk.beginnings() {
            walk.follow(event);
        }
        walk
    }

    /// What a customer can do without a button.
    fn beginnings(&self) -> Vec<Event> {
        let ids: Vec<ArticleId> = self.shipped.library.articles.keys().cloned().collect();
        let small = [
            SmallTalk::Greeting,
            SmallTalk::Thanks,
            SmallTalk::Goodbye,
            SmallTalk::Identity,
            SmallTalk::Chitchat,
            SmallTalk::Assent,
        ];
        let words = small.into_iter().map(Outcome::SmallTalk).chain([
            Outcome::Order,
            Outcome::Person,
            Outcome::Help,
            Outcome::Nothing,
            Outcome::Topics(None),
            Outcome::LanguageWish(None),
        ]);
        let words = words.chain(ids.iter().cloned().map(Outcome::Sure));
        let words = words.chain(ids.chunks(3).map(|three| Outcome::Unsure(three.to_vec())));
        let words = words.map(|outcome| Event::Said {
            text: "x".repeat(4096),
            understood: Box::new(said(self.locale.language(), outcome)),
            edited: false,
            album: None,
        });
        let media = [Medium::Picture, Medium::Voice, Medium::Video, Medium::Document, Medium::Gesture, Medium::Other];
        let media = media.map(|medium| Event::Showed { medium, album: None, file: None });
        let commands = ["/start", "/help", "/topics", "/language", "/privacy"].into_iter().filter_map(Command::parse);
        let links = ids.iter().map(|id| Command::Start(Some(format!("a_{id}"))));
        let commands = commands.chain(links).map(Event::Commanded);
        words.chain(media).chain(commands).chain([Event::Joined, Event::PressedUnknown]).collect()
    }

    /// Takes the turn of an event, then presses every new button of the answer, and so on.
    fn follow(&mut self, event: Event) {
        let mut waiting = VecDeque::from([(Session::default(), event)]);
        while let Some((session, event)) = waiting.pop_front() {
            let turn = self.turn(session, event);
            for button in turn.reply.iter().flat_map(|reply| reply.buttons.iter().flatten()) {
                if self.pressed.insert(button.encode()) && !matches!(button, Button::Speak(_)) {
                    waiting.push_back((turn.session.clone(), Event::Pressed(button.clone())));
                }
            }
            self.replies.extend(turn.reply.map(|reply| (reply, turn.script)));
        }
    }

    fn turn(&mut self, session: Session, event: Event) -> Turn {
        let library = &self.shipped.library;
        let rules = Rules::with_key(HashKey::of_secret("key"));
        let desk = DeskRules::default();
        let (situation, default_language) = (Situation::default(), self.locale.language());
        let context =
            Context { library, understanding: &Deaf, default_language, rules: &rules, desk: &desk, situation };
        let hint = Some(self.locale.language());
        let session = Session { chosen_language: hint.filter(|_| self.place == Place::Private), ..session };
        let script_hint = Some(self.locale.script());
        let moment = Moment { place: self.place, language_hint: hint, script_hint, ..Moment::default() };
        let turn = take_turn(&context, session, event, moment);
        self.toasts.extend(
            turn.toast
                .as_ref()
                .map(|toast| self.shipped.voice.toast(library, toast, Locale::new(turn.language, turn.script))),
        );
        turn
    }

    fn messages(&self) -> Vec<Message> {
        let mut seen = BTreeSet::new();
        let Shipped { voice, library, .. } = self.shipped;
        let rendered = self.replies.iter().map(|(reply, script)| voice.render(library, reply, *script));
        rendered.filter(|message| seen.insert(format!("{message:?}"))).collect()
    }
}

/// Sends a message as a new one and as a changed one; both must arrive with every button.
async fn hold_against_telegram(api: &FakeBotApi, courier: &TelegramCourier, chat: i64, message: &Message) {
    let shown = message.flat().text;
    let to = ConversationId(format!("telegram:{chat}"));
    let new = match chat {
        GROUP => Delivery::Answer { to: 1, quoting: true, message: message.clone() },
        _ => Delivery::Send(message.clone()),
    };
    let Carried::Sent(number) = courier.carry(&to, &new).await else { panic!("not sent: {shown}") };
    let arrived = api.sent_to(chat).pop().unwrap();
    let labels =
        |message: &Message| message.buttons.iter().flatten().map(|button| button.label.clone()).collect::<Vec<_>>();
    let inline = arrived.buttons.iter().flatten().map(|(label, _)| label.clone());
    let kept: Vec<String> = inline.chain(arrived.keyboard.iter().flatten().map(|(label, _)| label.clone())).collect();
    assert_eq!(kept, labels(message), "a button was left out or its label cut: {shown}");
    let edit = Delivery::Edit { message: number, to: message.clone() };
    let edited = courier.carry(&to, &edit).await;
    // What has a keyboard in the place of the letters cannot be changed.
    let anew = message.asks_for_contact() && matches!(edited, Carried::Sent(_));
    assert!(edited == Carried::Done || anew, "{edited:?}: {shown}");
}

#[tokio::test]
async fn telegram_takes_every_message_that_commands_words_and_buttons_lead_to() {
    let (api, shipped) = (FakeBotApi::start().await, shipped());
    api.open_chat(CUSTOMER);
    api.open_group(GROUP);
    let courier = courier(&api);
    for locale in Locale::ALL {
        for (place, chat, at_least) in [(Place::Private, CUSTOMER, 150), (Place::Group, GROUP, 48)] {
            let walk = Walk::all(shipped, locale, place);
            let messages = walk.messages();
            assert!(messages.len() >= at_least, "{locale:?} {place:?}: only {} messages were found", messages.len());
            for message in &messages {
                let units = message.length();
                assert!(units + NOTICE_UNITS <= MESSAGE_UNITS, "{units} units: {}", message.flat().text);
                hold_against_telegram(&api, &courier, chat, message).await;
            }
            for toast in &walk.toasts {
                assert!((1..=TOAST_CHARS).contains(&toast.chars().count()), "{toast}");
            }
        }
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn telegram_takes_every_phrase() {
    let (api, shipped) = (FakeBotApi::start().await, shipped());
    api.open_chat(CUSTOMER);
    let courier = courier(&api);
    for locale in Locale::ALL {
        for phrase in Phrase::ALL {
            let language = locale.language();
            let content = Content::Phrase(*phrase);
            let reply = Reply { language, placement: Placement::New, content, asides: vec![], buttons: vec![] };
            let message = shipped.voice.render(&shipped.library, &reply, locale.script());
            assert!(message.length() + NOTICE_UNITS <= MESSAGE_UNITS, "{locale:?} {phrase:?}");
            hold_against_telegram(&api, &courier, CUSTOMER, &message).await;
        }
    }
    api.assert_no_violations();
}

#[test]
fn titles_and_links_of_articles_and_topics_fit() {
    let library = &shipped().library;
    for (id, article) in &library.articles {
        assert!(id.as_str().len() <= 58, "{id}: a link to it is \"a_\" and its id, 64 characters at the most");
        assert!(id.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{id}");
        for text in article.texts.values() {
            assert!((1..=LABEL_CHARS).contains(&text.title.chars().count()), "{}", text.title);
        }
    }
    for topic in &library.topics {
        assert!(topic.id.as_str().len() <= 58, "{}", topic.id);
        assert!(topic.titles.values().all(|title| (1..=LABEL_CHARS).contains(&title.chars().count())), "{}", topic.id);
    }
}
