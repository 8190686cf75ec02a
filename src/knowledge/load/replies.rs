//! Staff's short replies, from their files. In a later layer a reply of the same id takes its texts from there, as a
//! whole; a new id adds one; `hidden = true` in `reply.toml` removes one.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Loader, body_line};
use crate::knowledge::markdown::with_plain_brackets;
use crate::knowledge::reply::{ReplyId, ReplyText, StaffReply};
use crate::language::Language;

/// What one layer says about one reply.
#[derive(Default)]
pub(super) struct ReplyDraft {
    place: String,
    hidden: bool,
    texts: BTreeMap<Language, ReplyText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyFile {
    #[serde(default)]
    hidden: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyFrontMatter {
    title: String,
}

impl Loader {
    pub(super) fn reply_file(&mut self, shown: &str, reply: &str, text: &str) {
        if let Some(file) = self.toml::<ReplyFile>(shown, text, 0) {
            self.reply_draft(shown, reply).hidden = file.hidden;
        }
    }

    pub(super) fn reply_text(&mut self, shown: &str, reply: &str, name: &str, text: &str) {
        let Some(language) = self.language_of(shown, name, ".md") else { return };
        let Some((front, body)) = self.front_and_body(shown, text) else { return };
        let Some(front_matter) = self.toml::<ReplyFrontMatter>(shown, front, 1) else { return };
        let body = with_plain_brackets(body);
        let Some(body) = self.blocks(shown, &body, body_line(front), "a short reply") else { return };
        let text = ReplyText { title: front_matter.title, body };
        self.reply_draft(shown, reply).texts.insert(language, text);
    }

    fn reply_draft(&mut self, shown: &str, reply: &str) -> &mut ReplyDraft {
        let place = shown.rsplit_once('/').map_or(shown, |(folder, _)| folder).to_owned();
        let id = ReplyId(reply.to_owned());
        self.layer_replies.entry(id).or_insert_with(|| ReplyDraft { place, ..ReplyDraft::default() })
    }

    /// Lays the drafts of one layer over those of the layers before.
    pub(super) fn lay_replies(&mut self) {
        for (id, draft) in std::mem::take(&mut self.layer_replies) {
            if draft.hidden {
                self.replies.remove(&id);
            } else if !draft.texts.is_empty() {
                self.replies.insert(id, draft);
            }
        }
    }

    /// All replies, once every layer is laid down.
    pub(super) fn all_replies(&mut self) -> BTreeMap<ReplyId, StaffReply> {
        let mut replies = BTreeMap::new();
        for (id, draft) in std::mem::take(&mut self.replies) {
            for language in Language::ALL {
                if !draft.texts.contains_key(&language) {
                    self.warning(&draft.place, None, format!("is not translated: {language}.md is missing"));
                }
            }
            replies.insert(id.clone(), StaffReply { id, texts: draft.texts });
        }
        replies
    }
}
