//! What is done in the group of the staff: they write, change and press, handle topics by hand, and change what the
//! bot may do.

use serde_json::{Value, json};

use super::forum::said_by_the_service;
use super::groups::{chat_of, entities};
use super::state::{Chat, Rights, Topic};
use super::{FakeBotApi, Media, merge, now, person};

impl FakeBotApi {
    /// There is a forum whose admins these are, the owner first, and the bot may do in it whatever it needs.
    pub fn open_desk(&self, group: i64, admins: &[i64]) {
        self.open_forum(group, &[]);
        self.change_group(group, |group| {
            group.rights = Rights::ALL;
            group.admins = admins.iter().copied().collect();
        });
    }

    /// Somebody writes in a topic, or outside of all of them; returns the number of the message.
    pub fn staff_text(&self, group: i64, topic: Option<i64>, user: i64, text: &str) -> i64 {
        self.staff_message(group, topic, user, json!({"text": text, "entities": entities(text)}))
    }

    /// Somebody sends something; as [`FakeBotApi::staff_text`].
    pub fn staff_sends(&self, group: i64, topic: Option<i64>, user: i64, media: &Media) -> i64 {
        self.staff_message(group, topic, user, media.fields.clone())
    }

    /// Somebody sends several files together; returns the numbers of the messages.
    pub fn staff_album(&self, group: i64, topic: Option<i64>, user: i64, all: &[Media]) -> Vec<i64> {
        let album = self.new_album();
        let of_album = |media: &Media| {
            let mut fields = media.fields.clone();
            fields["media_group_id"] = json!(album);
            self.staff_message(group, topic, user, fields)
        };
        all.iter().map(of_album).collect()
    }

    /// Somebody answers a message of the group; as [`FakeBotApi::staff_text`].
    pub fn staff_reply(&self, group: i64, topic: Option<i64>, user: i64, to: i64, text: &str) -> i64 {
        let before = self.shown(group, to);
        let fields = json!({"text": text, "entities": entities(text), "reply_to_message": before});
        self.staff_message(group, topic, user, fields)
    }

    /// A message with these fields in a topic, or outside of all of them.
    pub fn staff_message(&self, group: i64, topic: Option<i64>, user: i64, fields: Value) -> i64 {
        match topic {
            Some(topic) => self.topic_message(group, topic, user, fields),
            None => self.group_message(group, user, fields),
        }
    }

    /// Somebody changes the words of a message of theirs.
    pub fn staff_edit(&self, group: i64, message: i64, text: &str) -> i64 {
        self.change(|state| {
            let Chat { heard, .. } = state.chats.entry(group).or_default();
            let changed = heard.get_mut(&message).expect("a message that somebody wrote");
            let field = if changed.get("text").is_some() { "text" } else { "caption" };
            changed[field] = json!(text);
            changed["edit_date"] = json!(now());
            let changed = changed.clone();
            state.push(json!({"edited_message": changed}))
        })
    }

    /// Somebody opens a topic by hand; returns its number.
    pub fn open_topic(&self, group: i64, user: i64, name: &str) -> i64 {
        self.change(|state| {
            let chat = state.chats.entry(group).or_default();
            let id = chat.new_message();
            let topic = Topic::named(name);
            let opening = super::groups::opening(group, id, &topic, user);
            chat.topics.get_or_insert_default().insert(id, topic);
            state.push(json!({"message": opening}));
            id
        })
    }

    /// Somebody closes a topic by hand.
    pub fn close_topic(&self, group: i64, topic: i64, user: i64) {
        self.by_hand(group, topic, user, json!({"forum_topic_closed": {}}), |topic| topic.closed = true);
    }

    /// Somebody opens a closed topic again by hand.
    pub fn reopen_topic(&self, group: i64, topic: i64, user: i64) {
        self.by_hand(group, topic, user, json!({"forum_topic_reopened": {}}), |topic| topic.closed = false);
    }

    /// Somebody gives a topic another name.
    pub fn rename_topic(&self, group: i64, topic: i64, user: i64, name: &str) {
        let said = json!({"forum_topic_edited": {"name": name}});
        self.by_hand(group, topic, user, said, |topic| name.clone_into(&mut topic.name));
    }

    fn by_hand(&self, group: i64, topic: i64, user: i64, said: Value, change: impl FnOnce(&mut Topic)) {
        self.change(|state| {
            let chat = state.chats.entry(group).or_default();
            let known = chat.topics.iter_mut().find_map(|topics| topics.get_mut(&topic));
            change(known.expect("a topic that there is"));
            said_by_the_service(state, group, Some(topic), user, said);
        });
    }

    /// Somebody deletes a topic by hand, of which no bot is told.
    pub fn delete_topic(&self, group: i64, topic: i64) {
        self.change_group(group, |group| group.forget_topic(topic));
    }

    /// The owner switches topics off: all messages stand in one row then. The topics are there again when they are
    /// switched on.
    pub fn switch_topics_off(&self, group: i64) {
        self.change_group(group, |group| group.topics = None);
    }

    /// Somebody puts the bot out of a group.
    pub fn remove_bot(&self, group: i64, user: i64) {
        let before = self.look(|state| state.chats.get(&group).map(|chat| chat.rights).unwrap_or_default());
        self.change_group(group, |group| {
            group.blocked = true;
            group.rights = Rights::default();
        });
        self.standing(group, user, standing(before), json!({"status": "kicked", "until_date": 0}));
    }

    /// Somebody brings the bot back into a group, with these rights.
    pub fn bring_bot_back(&self, group: i64, user: i64, rights: Rights) {
        self.change_group(group, |group| {
            group.blocked = false;
            group.rights = rights;
        });
        self.standing(group, user, json!({"status": "left"}), standing(rights));
    }

    /// Somebody changes what the bot may do in a group.
    pub fn change_rights(&self, group: i64, user: i64, rights: Rights) {
        let before = self.look(|state| state.chats.get(&group).map(|chat| chat.rights).unwrap_or_default());
        self.change_group(group, |group| group.rights = rights);
        self.standing(group, user, standing(before), standing(rights));
    }

    /// A group becomes a supergroup with a new number. The bot stays in it as it was; what was written is left behind.
    pub fn upgrade(&self, old: i64, new: i64) {
        self.change(|state| {
            let before = state.chats.entry(old).or_default();
            before.basic = true;
            let (rights, admins) = (before.rights, before.admins.clone());
            said_by_the_service(state, old, None, 1, json!({"migrate_to_chat_id": new}));
            let after = state.chats.entry(new).or_default();
            (after.rights, after.admins) = (rights, admins);
            said_by_the_service(state, new, None, 1, json!({"migrate_from_chat_id": old}));
            state.chats.entry(old).or_default().migrated_to = Some(new);
        });
    }

    /// Somebody joins the group, or leaves it.
    pub fn staff_come_or_go(&self, group: i64, user: i64, comes: bool) {
        let said =
            if comes { json!({"new_chat_members": [person(user)]}) } else { json!({"left_chat_member": person(user)}) };
        self.change(|state| {
            let id = state.new_message(group);
            let mut message = json!({
                "message_id": id, "date": now(), "from": person(user), "chat": chat_of(state, group),
            });
            merge(&mut message, said);
            state.push(json!({"message": message}));
        });
    }
}

/// The bot's standing, as `my_chat_member` tells it.
fn standing(rights: Rights) -> Value {
    if !rights.administrator() {
        return json!({"status": "member"});
    }
    json!({
        "status": "administrator", "can_be_edited": false, "is_anonymous": false, "can_manage_chat": true,
        "can_delete_messages": rights.deletes, "can_pin_messages": rights.pins,
        "can_manage_topics": rights.manages_topics,
    })
}
