//! An owner's talk with the whole bot: the link, the pages, the buttons that are links, the group.

use tanya::conversation::Role;
use tanya::operate::access;

use crate::bot::{Bot, service};
use crate::fake_bot_api::{FakeBotApi, Sent};

const OWNER: i64 = 7;
const GROUP: i64 = -1_007;

/// The last message of a chat once there are so many.
async fn message(api: &FakeBotApi, chat: i64, number: usize) -> Sent {
    api.wait_until("it is answered", |state| state.sent_to(chat).len() >= number).await;
    api.sent_to(chat).last().unwrap().clone()
}

/// Presses a button of the owner's last message and waits until the message has changed.
async fn press(api: &FakeBotApi, data: &str) -> Sent {
    let before = api.sent_to(OWNER).last().unwrap().clone();
    api.press(OWNER, before.id, data);
    let changed = |sent: Option<&Sent>| sent.is_some_and(|sent| sent.text != before.text);
    api.wait_until("the page changes", |state| changed(state.sent_to(OWNER).last())).await;
    api.sent_to(OWNER).last().unwrap().clone()
}

/// The payload in the first button that is a link with this in it.
fn payload(sent: &Sent, mark: &str) -> String {
    let links = sent.buttons.iter().flatten().map(|(_, link)| link);
    let link = links.into_iter().find(|link| link.contains(mark)).expect("a link");
    link.split(mark).nth(1).unwrap().split('&').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_owner_invites_a_seller_and_connects_a_group() {
    let (api, service) = (FakeBotApi::start().await, service());
    api.open_group(GROUP);
    let bot_name = service.bot.to_string();
    let link = access::invite(&service.store, Some(bot_name), Role::Owner).await.unwrap().to_string();
    let bot = Bot::with(&api, service);

    api.text(OWNER, &format!("/start {}", link.split("start=").nth(1).unwrap()));
    assert!(message(&api, OWNER, 1).await.text.contains("/admin"));
    api.text(OWNER, "/admin");
    message(&api, OWNER, 2).await;

    press(&api, "@s").await;
    press(&api, "@si").await;
    api.text(OWNER, "Toko <b>A</b>");
    let invited = message(&api, OWNER, 3).await;
    let secret = payload(&invited, "start%3D");
    assert!(secret.starts_with("s_") && invited.text.contains("Toko <b>A</b>"), "{}", invited.text);
    assert!(invited.text.contains(&format!("https://t.me/tanya_test_bot?start={secret}")), "{}", invited.text);

    press(&api, "@g").await;
    let asked = press(&api, "@g+").await;
    let secret = payload(&asked, "startgroup=");
    api.anonymous_text(GROUP, &format!("/start@tanya_test_bot {secret}"));
    message(&api, GROUP, 1).await;
    message(&api, OWNER, 4).await;
    api.group_text(GROUP, 8, &format!("/start@tanya_test_bot {}", link.split("start=").nth(1).unwrap()));
    let in_group = message(&api, GROUP, 2).await;
    assert!(!in_group.text.contains("/admin"), "{}", in_group.text);
    bot.stop().await;
    api.assert_no_violations();
}
