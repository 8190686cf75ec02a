//! Topics and rights: what the courier does with a support group, and what it says of it.

use std::time::Duration;

use tanya::service::{Carried, ConversationId, Courier, Icon, Managed, Obstacle, Standing, TopicAct};
use tanya::telegram::TelegramCourier;

use crate::fake_bot_api::{FakeBotApi, Fault, Rights, Topic};
use crate::support::courier;

const GROUP: i64 = -1_007;
const OWNER: i64 = 100;
const AGENT: i64 = 101;

async fn desk() -> (FakeBotApi, TelegramCourier) {
    let api = FakeBotApi::start().await;
    api.open_desk(GROUP, &[OWNER, AGENT]);
    let courier = courier(&api);
    (api, courier)
}

fn group() -> ConversationId {
    ConversationId(format!("telegram:{GROUP}"))
}

async fn open(courier: &TelegramCourier, name: &str, icon: Icon) -> i64 {
    let managed = courier.manage(&group(), &TopicAct::Open { name: name.to_owned(), icon }).await;
    let Managed::Opened(topic) = managed else { panic!("{managed:?}") };
    topic
}

/// What hindered it.
fn obstacle(managed: Managed) -> Option<Obstacle> {
    match managed {
        Managed::Not(Carried::Hindered(obstacle, _)) => Some(obstacle),
        Managed::Not(Carried::Undeliverable(_)) => None,
        other => panic!("{other:?}"),
    }
}

fn topic(api: &FakeBotApi, topic: i64) -> Topic {
    api.look(|state| state.topics_of(GROUP)[&topic].clone())
}

#[tokio::test]
async fn a_topic_goes_through_its_life_and_everything_may_be_done_twice() {
    let (api, courier) = desk().await;
    let id = open(&courier, "#1 Siti · id", Icon::WaitsForUs).await;
    let first = topic(&api, id);
    assert_eq!((first.name.as_str(), first.icon.is_some()), ("#1 Siti · id", true));
    let change = TopicAct::Change { topic: id, name: None, icon: Some(Icon::WaitsForCustomer) };
    let rename = TopicAct::Change { topic: id, name: Some("退".repeat(200)), icon: Some(Icon::Done) };
    let nothing = TopicAct::Change { topic: id, name: None, icon: None };
    for act in [change, rename, nothing, TopicAct::Close(id), TopicAct::Reopen(id), TopicAct::Delete(id)] {
        for _ in 0..2 {
            assert_eq!(courier.manage(&group(), &act).await, Managed::Done, "{act:?}");
        }
        let shown = api.look(|state| state.topics_of(GROUP).get(&id).cloned());
        match act {
            TopicAct::Close(_) => assert!(shown.unwrap().closed),
            TopicAct::Reopen(_) => assert!(!shown.unwrap().closed),
            TopicAct::Delete(_) => assert_eq!(shown, None),
            _ => assert_ne!(shown.unwrap().icon, first.icon),
        }
    }
    assert_eq!(api.called("getForumTopicIconStickers"), 1, "asked once");
    for act in [TopicAct::Close(id), TopicAct::Reopen(id)] {
        assert_eq!(obstacle(courier.manage(&group(), &act).await), Some(Obstacle::TopicGone));
    }
    api.assert_no_violations();
}

#[tokio::test]
async fn an_icon_is_never_a_reason_to_fail() {
    let (api, courier) = desk().await;
    api.fail("getForumTopicIconStickers", 1, Fault::Json(500));
    let without = open(&courier, "A", Icon::Done).await;
    assert_eq!(topic(&api, without).icon, None);
    let with = open(&courier, " ", Icon::Done).await;
    assert_eq!((topic(&api, with).icon.is_some(), topic(&api, with).name), (true, "#".to_owned()));
    // Telegram offers others now.
    api.change(|state| state.icons.clear());
    let refused = open(&courier, "B", Icon::WaitsForUs).await;
    assert_eq!(topic(&api, refused).icon, None);
    let change = TopicAct::Change { topic: with, name: Some("C".to_owned()), icon: Some(Icon::WaitsForUs) };
    assert_eq!(courier.manage(&group(), &change).await, Managed::Done);
    assert_eq!(topic(&api, with).name, "C");
    let change = TopicAct::Change { topic: with, name: None, icon: Some(Icon::WaitsForUs) };
    assert_eq!(courier.manage(&group(), &change).await, Managed::Done);
    api.assert_no_violations();
}

#[tokio::test]
async fn a_message_is_pinned_silently() {
    let (api, courier) = desk().await;
    let id = open(&courier, "A", Icon::Done).await;
    let place = ConversationId(format!("telegram:{GROUP}/{id}"));
    let message = tanya::voice::Message {
        blocks: vec![tanya::knowledge::Block::Paragraph(vec![tanya::knowledge::Span::plain("Kartu")])],
        ..Default::default()
    };
    let Carried::Sent(card) = courier.carry(&place, &tanya::service::Delivery::Send(message)).await else { panic!() };
    assert_eq!(courier.manage(&group(), &TopicAct::Pin(card)).await, Managed::Done);
    assert_eq!(courier.manage(&group(), &TopicAct::Pin(card)).await, Managed::Done);
    assert!(api.look(|state| state.sent_to_topic(GROUP, id)[0].pinned));
    let arguments = api.look(|state| state.calls.last().unwrap().arguments.clone());
    assert_eq!(arguments["disable_notification"], true);
    let managed = courier.manage(&group(), &TopicAct::Pin(card + 100)).await;
    assert_eq!(obstacle(managed), Some(Obstacle::MessageGone));
    api.assert_no_violations();
}

#[tokio::test]
async fn what_hinders_an_act_is_told_apart() {
    let (api, courier) = desk().await;
    let by_hand = api.open_topic(GROUP, AGENT, "Lain");
    let opening = TopicAct::Open { name: "A".to_owned(), icon: Icon::Done };
    let act = async |act: &TopicAct| courier.manage(&group(), act).await;
    api.fail("createForumTopic", 1, Fault::Flood(7));
    assert_eq!(act(&opening).await, Managed::Not(Carried::NotBefore(Duration::from_secs(7))));
    api.fail("createForumTopic", 1, Fault::DoneThenCut);
    assert!(matches!(act(&opening).await, Managed::Not(Carried::Failed(_))), "nobody knows its number");
    api.change_rights(GROUP, OWNER, Rights { manages_topics: false, ..Rights::ALL });
    assert_eq!(obstacle(act(&opening).await), Some(Obstacle::NoTopics));
    assert_eq!(obstacle(act(&TopicAct::Close(by_hand)).await), None, "a right is missing, and nothing is gone");
    api.change_rights(GROUP, OWNER, Rights { pins: false, deletes: false, ..Rights::ALL });
    assert_eq!(obstacle(act(&TopicAct::Pin(1)).await), None);
    assert_eq!(obstacle(act(&TopicAct::Delete(by_hand)).await), None);
    api.switch_topics_off(GROUP);
    assert_eq!(obstacle(act(&opening).await), Some(Obstacle::NoTopics));
    api.remove_bot(GROUP, OWNER);
    assert_eq!(obstacle(act(&opening).await), Some(Obstacle::ShutOut));
    api.open_group(-5);
    api.upgrade(-5, -1_009);
    let managed = courier.manage(&ConversationId("telegram:-5".to_owned()), &opening).await;
    assert_eq!(obstacle(managed), Some(Obstacle::Moved("telegram:-1009".to_owned())));
    let managed = courier.manage(&ConversationId("terminal:1".to_owned()), &opening).await;
    assert_eq!(obstacle(managed), None);
    api.assert_no_violations();
}

#[tokio::test]
async fn how_the_bot_stands_is_asked_of_telegram() {
    let (api, courier) = desk().await;
    let all = Standing {
        public: false,
        title: "Toko".to_owned(),
        supergroup: true,
        topics: true,
        administrator: true,
        manages_topics: true,
        pins: true,
        deletes: true,
        asker_is_administrator: false,
    };
    let asked = async |asker: Option<&str>| courier.inspect(&group(), asker).await;
    assert_eq!(asked(None).await, Ok(all.clone()));
    for (asker, expected) in
        [("telegram:100", true), ("telegram:101", true), ("telegram:-1007", true), ("telegram:7", false)]
    {
        let standing = asked(Some(asker)).await.unwrap();
        assert_eq!(standing.asker_is_administrator, expected, "{asker}");
    }
    api.change_rights(GROUP, OWNER, Rights { pins: false, ..Rights::ALL });
    api.switch_topics_off(GROUP);
    assert_eq!(asked(None).await, Ok(Standing { pins: false, topics: false, ..all.clone() }));
    api.change_rights(GROUP, OWNER, Rights::default());
    let plain = Standing { title: "Toko".to_owned(), supergroup: true, ..Standing::default() };
    assert_eq!(asked(None).await, Ok(plain));
    api.fail("getChatMember", 1, Fault::Json(502));
    assert!(matches!(asked(None).await, Err(Carried::Failed(_))));
    api.remove_bot(GROUP, OWNER);
    assert!(matches!(asked(None).await, Err(Carried::Hindered(Obstacle::ShutOut, _))));
    api.assert_no_violations();
}
