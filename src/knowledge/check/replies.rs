//! What can be wrong with staff's short replies.

use super::{Checker, faults_of_id};
use crate::knowledge::Block;
use crate::knowledge::article::ArticleId;
use crate::knowledge::load::Severity;
use crate::knowledge::markdown;
use crate::knowledge::reply::{Fillings, ReplyId, ReplyText, StaffReply};
use crate::language::Language;

/// The longest title of a reply, in characters: two stand beside each other on a phone.
pub const LONGEST_REPLY_TITLE: usize = 40;
/// The longest reply, in UTF-16 units: with the values and the mark of who speaks it stays one message.
pub const LONGEST_REPLY: usize = 3500;

impl Checker<'_> {
    pub(super) fn replies(&mut self) {
        let loaded = self.loaded;
        for reply in loaded.library.replies.values() {
            self.reply(reply);
        }
    }

    fn reply(&mut self, reply: &StaffReply) {
        let mut faults = faults_of_id(reply.id.as_str());
        if self.loaded.library.articles.contains_key(&ArticleId(reply.id.0.clone())) {
            faults.push(format!("an article has the id \"{}\", too; both are sent by it", reply.id));
        }
        for (message, language) in faults.into_iter().zip(reply.texts.keys().cycle()) {
            self.reply_fault(&reply.id, *language, None, message);
        }
        for (language, text) in &reply.texts {
            self.reply_text(reply, *language, text);
        }
    }

    fn reply_text(&mut self, reply: &StaffReply, language: Language, text: &ReplyText) {
        let letters = text.title.chars().count();
        if text.title.trim().is_empty() || letters > LONGEST_REPLY_TITLE {
            let message = format!("the title has {letters} characters; it may have 1 to {LONGEST_REPLY_TITLE}");
            self.reply_fault(&reply.id, language, Some("title"), message);
        }
        if text.title.contains(['{', '}']) {
            let message = "the title stands on a button of staff's, before anybody is chosen: it has no placeholders";
            self.reply_fault(&reply.id, language, Some("title"), message.to_owned());
        }
        for message in text.faults() {
            self.reply_fault(&reply.id, language, None, message);
        }
        let lines = text.body.iter().flat_map(Block::lines);
        let units: usize = lines.map(|line| markdown::plain_text(line).encode_utf16().count() + 5).sum();
        if units > LONGEST_REPLY {
            let message = format!("has {units} UTF-16 units; a short reply may have {LONGEST_REPLY}");
            self.reply_fault(&reply.id, language, None, message);
        }
        let nobody = Fillings { name: None, order: None, shop: "" };
        if reply.filled(language, &nobody).is_none_or(|blocks| blocks.is_empty()) {
            let message = "nothing is left of it for a customer without a name and an order".to_owned();
            self.reply_fault(&reply.id, language, None, message);
        }
    }

    fn reply_fault(&mut self, id: &ReplyId, language: Language, words: Option<&str>, message: String) {
        let place = self.place(&format!("replies/{id}/{language}.md"), words);
        self.add(Severity::Error, place, message);
    }
}
