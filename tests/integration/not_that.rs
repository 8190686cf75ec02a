//! "Not that", in words and by button, on the real core and knowledge: whatever was turned down since the last new
//! question does not come back by itself, and after a while a person is offered.

use tanya::conversation::desk::DeskRules;
use tanya::conversation::{
    Button, Content, Context, Event, Moment, Phrase, Reply, Session, Situation, Turn, take_turn,
};
use tanya::knowledge::ArticleId;
use tanya::language::Language;
use tanya::orders::{HashKey, Rules};

use crate::shipped::shipped;

/// How people turn down what they were given.
const REFUSALS: &[&str] = &[
    "bukan itu",
    "bukan yg itu maksudku",
    "salah",
    "jawabannya ga nyambung",
    "bukan itu, yang lain",
    "不是这个",
    "我问的不是这个",
    "答非所问",
    "不对",
    "not that",
    "that's not what i asked",
    "wrong answer",
    "no",
];

/// Questions of which some have an answer and some only choices.
const QUESTIONS: &[&str] = &[
    "cara bayar pakai gopay",
    "refund",
    "kapan uang saya balik",
    "batalin pesanan gimana",
    "cara lacak paket",
    "pembayaran gagal terus",
    "how do i cancel my order",
    "payment",
    "my voucher does not work",
    "how much is shipping",
    "怎么取消订单",
    "退款多久到账",
    "付款失败",
    "怎么开店",
    "月付怎么还",
];

/// How a refusal is given.
#[derive(Debug, Clone, Copy)]
enum By {
    Words(&'static str),
    Button,
}

struct Talk<'a> {
    context: &'a Context<'a>,
    session: Session,
    now: i64,
    last: Option<Reply>,
}

impl Talk<'_> {
    fn take(&mut self, event: Event) -> Turn {
        self.now += 30_000;
        let moment = Moment { now: self.now, sent_at: self.now, ..Moment::default() };
        let turn = take_turn(self.context, std::mem::take(&mut self.session), event, moment);
        self.session = turn.session.clone();
        self.last.clone_from(&turn.reply);
        turn
    }

    fn say(&mut self, text: &str) -> Turn {
        let understood = Box::new(self.context.understanding.understand(text));
        self.take(Event::Said { text: text.to_owned(), understood, edited: false, album: None })
    }

    /// Turns down what is on the screen: by the button that stands there, where there is one.
    fn refuse(&mut self, by: By) -> Turn {
        let wanted = |button: &&Button| matches!(button, Button::NoneOfThese | Button::NotHelped(_));
        let button = self.last.as_ref().and_then(|reply| reply.buttons.iter().flatten().find(wanted).cloned());
        match (by, button) {
            (By::Words(text), _) => self.say(text),
            (By::Button, Some(button)) => self.take(Event::Pressed(button)),
            (By::Button, None) => self.say("bukan itu"),
        }
    }
}

fn shown(reply: &Reply) -> Option<&ArticleId> {
    match &reply.content {
        Content::Article(id) => Some(id),
        _ => None,
    }
}

fn choices(reply: &Reply) -> Vec<ArticleId> {
    if shown(reply).is_some() || !reply.buttons.iter().flatten().any(|button| *button == Button::NoneOfThese) {
        return Vec::new();
    }
    let ids = reply.buttons.iter().flatten().filter_map(|button| match button {
        Button::Article(id) => Some(id.clone()),
        _ => None,
    });
    ids.collect()
}

fn offers_person(reply: &Reply) -> bool {
    let first = reply.buttons.first().and_then(|row| row.first());
    reply.content == Content::Phrase(Phrase::NotUnderstoodAgain) && first == Some(&Button::Person)
}

/// Turns everything down until a person is offered; says how often that took.
fn turn_everything_down(context: &Context<'_>, question: &str, by: By) -> usize {
    let mut talk = Talk { context, session: Session::default(), now: 0, last: None };
    let Some(first) = talk.say(question).reply else { panic!("{question} gets no answer") };
    let mut rejected: Vec<ArticleId> = Vec::new();
    let mut on_screen: Vec<ArticleId> = shown(&first).cloned().into_iter().chain(choices(&first)).collect();
    assert!(!on_screen.is_empty(), "{question} is not understood any more: choose another");
    for times in 1..=6 {
        rejected.append(&mut on_screen);
        let Some(reply) = talk.refuse(by).reply else { panic!("{question} / {by:?} is not answered") };
        on_screen = shown(&reply).cloned().into_iter().chain(choices(&reply)).collect();
        for article in &on_screen {
            assert!(!rejected.contains(article), "{question} / {by:?}: {article} was turned down, and came back");
        }
        if offers_person(&reply) {
            return times;
        }
    }
    panic!("{question} / {by:?}: no person is offered");
}

#[test]
fn what_was_turned_down_does_not_come_back_and_a_person_is_offered() {
    let (rules, desk) = (Rules::with_key(HashKey::of_secret("key")), DeskRules::default());
    let shipped = shipped();
    let context = Context {
        library: &shipped.library,
        understanding: &shipped.mind,
        default_language: Language::Indonesian,
        rules: &rules,
        desk: &desk,
        situation: Situation::default(),
    };
    let ways = REFUSALS.iter().map(|text| By::Words(text)).chain([By::Button]);
    for by in ways {
        for question in QUESTIONS {
            let times = turn_everything_down(&context, question, by);
            assert!(times <= 4, "{question} / {by:?}: a person is offered only after {times} refusals");
        }
    }
}
