//! What customers send beside words: files of every kind, albums, things; how they answer, and go.

use serde_json::{Value, json};

use super::{BOT, FakeBotApi, merge, now, person, private, state};

/// Something that can be sent, made of fields of a message.
#[derive(Debug, Clone)]
pub struct Media {
    /// The fields.
    pub fields: Value,
}

impl Media {
    /// A file of a kind (`photo`, `video`, `animation`, `document`, `audio`, `voice`, `sticker`, `video_note`).
    pub fn file(kind: &str, id: &str) -> Media {
        let file = json!({"file_id": id, "file_unique_id": format!("u-{id}"), "file_size": 999});
        let with = |more: Value| {
            let mut file = file.clone();
            merge(&mut file, more);
            file
        };
        let shown = match kind {
            "photo" => json!([
                with(json!({"file_id": format!("{id}-small"), "width": 9, "height": 9})),
                with(json!({"width": 90, "height": 90}))
            ]),
            "video" | "animation" => with(json!({"width": 90, "height": 90, "duration": 3})),
            "audio" | "voice" => with(json!({"duration": 3})),
            "video_note" => with(json!({"length": 90, "duration": 3})),
            "sticker" => with(json!({
                "type": "regular", "width": 90, "height": 90, "is_animated": false, "is_video": false, "emoji": "😀",
            })),
            _ => with(json!({"file_name": "a.pdf", "mime_type": "application/pdf"})),
        };
        let mut fields = json!({kind: shown.clone()});
        if kind == "animation" {
            // For older programs.
            fields["document"] = file;
        }
        Media { fields }
    }

    /// A thing without a file: `location`, `venue`, `contact`, `dice`, `poll`.
    pub fn thing(kind: &str) -> Media {
        let place = json!({"latitude": -6.2, "longitude": 106.8});
        let shown = match kind {
            "location" => place,
            "venue" => json!({"location": place, "title": "Toko", "address": "Jalan 1"}),
            "contact" => json!({"phone_number": "62811", "first_name": "B"}),
            "dice" => json!({"emoji": "🎲", "value": 4}),
            _ => json!({"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": false,
                "is_anonymous": true, "type": "regular", "allows_multiple_answers": false}),
        };
        let mut fields = json!({kind: shown});
        if kind == "venue" {
            fields["location"] = json!({"latitude": -6.2, "longitude": 106.8});
        }
        Media { fields }
    }

    /// The same with words under it.
    pub fn saying(mut self, caption: &str) -> Media {
        self.fields["caption"] = json!(caption);
        self
    }

    /// The same as an answer to a message, as it is shown.
    pub fn answering(mut self, message: Value) -> Media {
        self.fields["reply_to_message"] = message;
        self
    }
}

impl FakeBotApi {
    /// A customer sends something; returns the number of the message.
    pub fn sends(&self, user: i64, media: &Media) -> i64 {
        self.message(user, media.fields.clone());
        self.last_message_of(user)
    }

    /// A customer says something; returns the number of the message.
    pub fn says(&self, user: i64, text: &str) -> i64 {
        self.text(user, text);
        self.last_message_of(user)
    }

    /// A customer sends several files together; returns the numbers of the messages.
    pub fn sends_album(&self, user: i64, all: &[Media]) -> Vec<i64> {
        let album = self.new_album();
        let of_album = |media: &Media| {
            let mut fields = media.fields.clone();
            fields["media_group_id"] = json!(album);
            self.sends(user, &Media { fields })
        };
        all.iter().map(of_album).collect()
    }

    /// What the messages of a new album have in common.
    pub(super) fn new_album(&self) -> String {
        self.change(|state| {
            state.albums += 1;
            format!("{}", 13_000_000_000_000_000_u64 + state.albums as u64)
        })
    }

    /// A customer answers a message of the private chat, the bot's or their own; returns the number of the message.
    pub fn replies(&self, user: i64, to: i64, text: &str) -> i64 {
        let before = self.shown(user, to);
        self.message(user, json!({"text": text, "reply_to_message": before}));
        self.last_message_of(user)
    }

    /// A message as another that answers it shows it.
    pub fn shown(&self, chat: i64, message: i64) -> Value {
        self.look(|state| {
            let known = state.chats.get(&chat);
            if let Some(heard) = known.and_then(|chat| chat.heard.get(&message)) {
                let mut heard = heard.clone();
                heard.as_object_mut().map(|fields| fields.remove("reply_to_message"));
                return heard;
            }
            let sent = state.sent_to(chat).iter().find(|sent| sent.id == message).cloned().unwrap_or_default();
            let kind = if chat < 0 { super::groups::chat_of(state, chat) } else { private(chat) };
            let mut shown = json!({"message_id": message, "date": now(), "from": super::groups::bot(), "chat": kind});
            let field = if sent.kind.is_some() { "caption" } else { "text" };
            shown[field] = json!(sent.text);
            if let Some(topic) = sent.topic {
                merge(&mut shown, json!({"message_thread_id": topic, "is_topic_message": true}));
            }
            shown
        })
    }

    /// A customer blocks the bot, and the bot is told.
    pub fn blocks_the_bot(&self, user: i64) {
        self.block(user);
        self.private_standing(user, "member", "kicked");
    }

    /// A customer lets the bot write again, and the bot is told.
    pub fn lets_the_bot_back(&self, user: i64) {
        self.change(|state| state.chats.entry(user).or_default().blocked = false);
        self.private_standing(user, "kicked", "member");
    }

    fn private_standing(&self, user: i64, before: &str, after: &str) {
        let member = |status: &str| json!({"status": status, "user": {"id": BOT, "is_bot": true, "first_name": "T"}});
        self.update(json!({"my_chat_member": {
            "chat": private(user), "from": person(user), "date": now(),
            "old_chat_member": member(before), "new_chat_member": member(after),
        }}));
    }

    /// What the bot has sent to a chat so far was sent more than 48 hours ago.
    pub fn two_days_pass(&self, chat: i64) {
        self.change(|state| {
            let messages: &mut Vec<state::Sent> = &mut state.chats.entry(chat).or_default().messages;
            messages.iter_mut().for_each(|sent| sent.old = true);
        });
    }
}
