//! In which script a customer reads Chinese: in the one that they write.
//!
//! What they wrote last counts; before they have written anything that tells, the language of their app; and more than
//! both what they asked for in words. Which language they read is decided elsewhere and changes nothing here.

use super::event::Event;
use super::session::Session;
use super::turn::Moment;
use crate::language::{Language, Script};
use crate::understanding::Outcome;

/// The script of a conversation before anything new is written.
pub fn standing_script(session: &Session, moment: Moment) -> Script {
    session.chosen_script.or(session.script).or(moment.script_hint).or(session.app_script).unwrap_or_default()
}

impl Session {
    /// The script that the customer reads.
    pub fn reads_in(&self) -> Script {
        standing_script(self, Moment::default())
    }

    /// Notes what an event tells of the script. What staff do tells nothing of their customer.
    pub(super) fn note_script(&mut self, event: &Event, moment: Moment) {
        if matches!(event, Event::AtDesk(_)) {
            return;
        }
        self.app_script = moment.script_hint.or(self.app_script);
        let Event::Said { text, understood, .. } = event else { return };
        if understood.language == Some(Language::Chinese) {
            self.script = Script::of(text).or(self.script);
        }
        if matches!(understood.outcome, Outcome::LanguageWish(_)) {
            self.chosen_script = Script::named_in(text).or(self.chosen_script);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Script::{Simplified, Traditional};
    use super::*;
    use crate::conversation::desk::{AtDesk, Did, Seat};
    use crate::understanding::Understood;

    fn said(text: &str, language: Language, outcome: Outcome) -> Event {
        let understood = Understood { language: Some(language), language_certain: true, outcome, hits: Vec::new() };
        Event::Said { text: text.to_owned(), understood: Box::new(understood), edited: false, album: None }
    }

    fn chinese(text: &str) -> Event {
        said(text, Language::Chinese, Outcome::Nothing)
    }

    fn note(session: &mut Session, event: &Event, script_hint: Option<Script>) {
        session.note_script(event, Moment { script_hint, ..Moment::default() });
    }

    fn after(events: &[Event], hint: Option<Script>) -> Script {
        let mut session = Session::default();
        events.iter().for_each(|event| note(&mut session, event, hint));
        session.reads_in()
    }

    #[test]
    fn what_was_written_last_counts_and_what_tells_nothing_changes_nothing() {
        assert_eq!(after(&[], None), Simplified);
        assert_eq!(after(&[chinese("怎麼退款")], None), Traditional);
        assert_eq!(after(&[chinese("怎麼退款"), chinese("好"), Event::Unheard], None), Traditional);
        assert_eq!(after(&[chinese("怎麼退款"), chinese("怎么退款")], None), Simplified);
    }

    #[test]
    fn the_app_gives_the_first_guess() {
        assert_eq!(after(&[Event::Joined], Some(Traditional)), Traditional);
        assert_eq!(after(&[chinese("退款")], Some(Traditional)), Traditional);
        assert_eq!(after(&[chinese("怎么退款")], Some(Traditional)), Simplified);
        assert_eq!(after(&[chinese("怎麼退款")], Some(Simplified)), Traditional);
        let mut session = Session::default();
        for (hint, script) in [(Some(Simplified), Simplified), (Some(Traditional), Traditional), (None, Traditional)] {
            note(&mut session, &chinese("退款"), hint);
            assert_eq!(session.reads_in(), script);
        }
    }

    #[test]
    fn what_staff_do_tells_nothing_of_the_script() {
        let at = AtDesk { agent: None, seat: Seat::Elsewhere, did: Did::Nothing };
        assert_eq!(after(&[Event::AtDesk(Box::new(at))], Some(Traditional)), Simplified);
    }

    #[test]
    fn a_word_quoted_in_another_language_tells_nothing() {
        assert_eq!(after(&[said("what does 待發貨 mean", Language::English, Outcome::Nothing)], None), Simplified);
    }

    #[test]
    fn a_script_that_was_asked_for_stays() {
        let wish = |text| said(text, Language::Chinese, Outcome::LanguageWish(Some(Language::Chinese)));
        assert_eq!(after(&[wish("请用繁体"), chinese("怎么退款")], None), Traditional);
        assert_eq!(after(&[wish("请用繁体"), wish("说中文"), wish("还是简体吧")], None), Simplified);
    }
}
