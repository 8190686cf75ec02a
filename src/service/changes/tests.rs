//! What owners change, from the update to what stands in the store and in the journal.

use super::super::fakes::{Time, service_in_memory, shown};
use super::super::{Asker, ConversationId, Delivery, Incoming, What};
use super::*;
use crate::conversation::owner::admin::{Act, act};
use crate::conversation::{Place, Secret};
use crate::language::Language;
use crate::store::secrets;

type Tested = Result<(), Box<dyn std::error::Error>>;

const OWNER: &str = "telegram:1";
const CUSTOMER: &str = "telegram:2";
const GROUP: &str = "telegram:-100";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A service, its clock, and how many updates it has received.
struct Desk {
    service: Service,
    time: Time,
    updates: i64,
}

impl Desk {
    fn new() -> Result<Desk, StoreError> {
        let (service, time) = service_in_memory()?;
        Ok(Desk { service, time, updates: 0 })
    }

    async fn with_owner() -> Result<Desk, StoreError> {
        let desk = Desk::new()?;
        desk.service.store.transaction(|sql| people::grant(sql, "bot", OWNER, &Role::Owner, None)).await?;
        Ok(desk)
    }

    /// A link from the command line, as `/start` and its payload.
    async fn link(&self, grant: Grant) -> Result<String, StoreError> {
        let secret = Secret::new(secrets::new_secret()?);
        let command = format!("/start {}", secret.payload(&grant));
        self.service.store.transaction(move |sql| invitations::make(sql, "bot", &grant, &secret, None)).await?;
        Ok(command)
    }

    /// Hands something in; returns what is said there and its pop-up.
    async fn take(&mut self, from: &str, what: What) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        self.updates += 1;
        // The journal is in the order of time.
        self.time.pass(3000);
        let place = if from == GROUP { Place::Group } else { Place::Private };
        let pressed_message = matches!(what, What::Pressed(_)).then_some(9);
        let incoming = Incoming::new(self.updates, ConversationId(from.to_owned()), what);
        let received = self.service.receive(vec![Incoming { place, pressed_message, ..incoming }]).await?;
        let mut said = self.said_to(from).await?;
        said.extend(received.into_iter().filter_map(|one| one.toast));
        Ok(said)
    }

    async fn says(&mut self, from: &str, text: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        self.take(from, What::Text(text.to_owned())).await
    }

    async fn presses(&mut self, from: &str, pressed: Act) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        self.take(from, What::Pressed(act(pressed).encode())).await
    }

    /// What waits for a conversation.
    async fn said_to(&self, to: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        let to = to.to_owned();
        let rows = self.service.store.transaction(move |sql| {
            let rows = sql
                .query("SELECT payload FROM outbox WHERE destination = ?1 ORDER BY position", &[to.as_str().into()])?;
            sql.execute("DELETE FROM outbox WHERE destination = ?1", &[to.into()])?;
            Ok(rows)
        });
        let texts = rows.await?.iter().map(|row| Ok(serde_json::from_str(row.text(0)?)?)).collect::<Vec<_>>();
        let deliveries: Vec<Delivery> = texts.into_iter().collect::<Result<_, Box<dyn std::error::Error>>>()?;
        Ok(deliveries.iter().map(shown).collect())
    }

    /// The changes that were journalled: who, and what.
    async fn changes(&self) -> Result<Vec<String>, StoreError> {
        let query = "SELECT conversation, note FROM journal WHERE outcome = 'change' ORDER BY at, id";
        let rows = self.service.store.transaction(move |sql| sql.query(query, &[])).await?;
        rows.iter().map(|row| Ok(format!("{}: {}", row.text(0)?, row.text(1)?))).collect()
    }
}

#[tokio::test]
async fn a_link_makes_one_person_an_owner_and_nobody_else() -> Tested {
    let mut desk = Desk::new()?;
    let link = desk.link(Grant::Role(Role::Owner)).await?;
    assert_eq!(desk.says(OWNER, "/admin").await?, ["help en"]);
    assert_eq!(desk.says(OWNER, &link).await?, ["now-owner en"]);
    assert_eq!(desk.says(CUSTOMER, &link).await?, ["link-void en\n\nwelcome en"]);
    assert_eq!(desk.says(OWNER, &link).await?, ["already-owner en"]);
    assert!(desk.says(OWNER, "/admin").await?[0].starts_with("admin-home en"));
    assert_eq!(desk.says(CUSTOMER, "/admin").await?, ["help en"]);
    assert_eq!(desk.changes().await?, [format!("{OWNER}: became an owner by the link of the command line")]);
    Ok(())
}

#[tokio::test]
async fn links_that_are_over_unknown_or_garbage_read_the_same() -> Tested {
    let mut desk = Desk::new()?;
    let over = desk.link(Grant::Role(Role::Owner)).await?;
    desk.time.pass(2 * DAY_MS);
    let long = format!("/start s_{}", "x".repeat(70));
    for text in [over.as_str(), "/start o_1", "/start s_' OR 1=1", "/start o_\u{1f600}", "/start g_", &long] {
        assert_eq!(desk.says(CUSTOMER, text).await?, ["link-void en\n\nwelcome en"], "{text}");
    }
    assert_eq!(desk.changes().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_seller_is_invited_told_of_and_removed() -> Tested {
    let mut desk = Desk::with_owner().await?;
    desk.presses(OWNER, Act::InviteSeller).await?;
    let page = desk.says(OWNER, "Toko  Melati").await?.concat();
    let link = page.split("\n\n").find(|part| part.starts_with("/start s_")).ok_or("no link")?.to_owned();
    assert_eq!(desk.says(GROUP, &link).await?, ["link-shown-to-all en"]);
    assert_eq!(desk.says(CUSTOMER, &link).await?, ["link-void en\n\nwelcome en"], "too many have seen it");
    desk.presses(OWNER, Act::InviteSeller).await?;
    let page = desk.says(OWNER, "Toko  Melati").await?.concat();
    let link = page.split("\n\n").find(|part| part.starts_with("/start s_")).ok_or("no link")?.to_owned();
    assert_eq!(desk.says(CUSTOMER, &link).await?, ["now-seller en"]);
    assert_eq!(desk.said_to(OWNER).await?, ["news-seller en"]);
    let everybody = desk.service.store.transaction(|sql| people::all(sql, Some("bot"))).await?;
    let seller = everybody.iter().find(|one| one.conversation == CUSTOMER).ok_or("no seller")?;
    assert_eq!(seller.role, Role::Seller("Toko Melati".to_owned()));
    assert_eq!(desk.presses(CUSTOMER, Act::Remove(seller.id.clone())).await?, ["toast-unknown en"]);
    desk.presses(OWNER, Act::Remove(seller.id.clone())).await?;
    assert_eq!(desk.says(CUSTOMER, &link).await?, ["link-void en\n\nwelcome en"]);
    assert_eq!(
        desk.changes().await?,
        [
            format!("{OWNER}: made a link for a seller of \"Toko Melati\""),
            format!("{GROUP}: used up a link that was shown in a group"),
            format!("{OWNER}: made a link for a seller of \"Toko Melati\""),
            format!("{CUSTOMER}: became a seller of \"Toko Melati\" by the link of {OWNER}"),
            format!("{OWNER}: removed {CUSTOMER} as a seller of \"Toko Melati\""),
        ]
    );
    let kept = desk.service.store.transaction(|sql| sql.query("SELECT * FROM invitations", &[])).await?;
    assert!(!format!("{kept:?}").contains(&link[9..]), "the secret is kept: {kept:?}");
    Ok(())
}

#[tokio::test]
async fn owners_invite_and_remove_each_other_but_not_the_last() -> Tested {
    let mut desk = Desk::with_owner().await?;
    let page = desk.presses(OWNER, Act::InviteOwner).await?.concat();
    let link = page.split("\n\n").find(|part| part.starts_with("/start o_")).ok_or("no link")?.to_owned();
    assert_eq!(desk.says(CUSTOMER, &link).await?, ["now-owner en"]);
    let everybody = desk.service.store.transaction(|sql| people::all(sql, Some("bot"))).await?;
    let id =
        |conversation: &str| everybody.iter().find(|one| one.conversation == conversation).map(|one| one.id.clone());
    desk.presses(CUSTOMER, Act::Remove(id(OWNER).unwrap_or_default())).await?;
    assert_eq!(desk.says(OWNER, "/admin").await?, ["news-owner en", "help en"]);
    let refused = desk.presses(CUSTOMER, Act::Remove(id(CUSTOMER).unwrap_or_default())).await?.concat();
    assert!(refused.contains("admin-last-owner en"), "{refused}");
    assert!(desk.says(CUSTOMER, "/admin").await?[0].starts_with("admin-home en"));
    Ok(())
}

#[tokio::test]
async fn a_notice_stands_above_the_answers_until_it_ends() -> Tested {
    let mut desk = Desk::with_owner().await?;
    let text = "<b>GoPay</b> *is* down";
    assert_eq!(desk.says(OWNER, &format!("/notice {text}")).await?, [format!("notice-ask-language en\n\n{text}")]);
    for (pressed, expected) in [
        (Act::Until(1), "edit 9: notice-ask-language en"),
        (Act::NoticeIn(Language::English), "edit 9: notice-ask-translation en"),
        (Act::Skip(Language::Indonesian), "edit 9: notice-ask-translation en"),
        (Act::Skip(Language::Chinese), "edit 9: notice-ask-concern en"),
        (Act::ConcernAll, "edit 9: notice-ask-until en"),
        (Act::Until(1), "edit 9: notice-look en"),
        (Act::Publish, "edit 9: notice-published en"),
        (Act::Publish, "edit 9: notice-draft-over en"),
    ] {
        let said = desk.presses(OWNER, pressed.clone()).await?.concat();
        assert!(said.starts_with(expected), "{pressed:?}: {said}");
    }
    let above = format!("notice-above en\n{text}\n\n");
    assert!(desk.says(CUSTOMER, "sure").await?[0].starts_with(&above));
    assert_eq!(desk.says(CUSTOMER, "/start").await?, [format!("{above}welcome en")]);
    assert_eq!(desk.says(CUSTOMER, "what?").await?, ["not-understood en"]);
    let suggested = desk.service.suggest("sure".to_owned(), Asker::default()).await;
    assert!(suggested.articles.iter().all(|one| one.message.flat().text.starts_with(&above)));
    desk.time.pass(2 * DAY_MS);
    assert_eq!(desk.says(CUSTOMER, "/start").await?, ["welcome en"]);
    let changes = desk.changes().await?;
    assert_eq!(changes.len(), 1);
    assert!(changes[0].contains("published notice") && !changes[0].contains("GoPay"), "{changes:?}");
    Ok(())
}

#[tokio::test]
async fn a_group_is_connected_once_and_forgotten_on_demand() -> Tested {
    let mut desk = Desk::with_owner().await?;
    desk.presses(OWNER, Act::ConnectGroup).await?;
    let link = desk.link(Grant::Group).await?;
    assert_eq!(desk.says(OWNER, &link).await?, ["link-for-group en"]);
    let connected = desk.says(GROUP, &link.replace("/start", "/start@shop_bot")).await?;
    // The bot looks how it stands there.
    assert_eq!(connected, ["now-group en", "an errand"]);
    assert_eq!(desk.says(GROUP, &link).await?, ["now-group en"]);
    assert_eq!(desk.says("telegram:-200", &link).await?, ["link-void en\n\nwelcome en"]);
    desk.presses(OWNER, Act::DisconnectGroup).await?;
    // The group is told, in its own language.
    assert_eq!(desk.says(GROUP, &link).await?, ["desk-no-longer id", "link-void en"]);
    let changes = desk.changes().await?;
    assert_eq!(changes[1], format!("{GROUP}: became the support group by the link of the command line"));
    assert_eq!(changes[2], format!("{OWNER}: disconnected the support group"));
    Ok(())
}

#[tokio::test]
async fn hours_that_were_set_are_told_to_who_asks_for_a_person() -> Tested {
    let mut desk = Desk::with_owner().await?;
    assert_eq!(desk.says(CUSTOMER, "person").await?, ["person-unavailable en"]);
    desk.presses(OWNER, Act::Hours).await?;
    assert!(desk.says(OWNER, "Sen-Jum 09.00-17.00").await?[0].starts_with("admin-hours-set en"));
    assert_eq!(desk.says(CUSTOMER, "person").await?, ["person-unavailable en\n\nshop-answers en"]);
    desk.presses(OWNER, Act::NoHours).await?;
    assert_eq!(desk.says(CUSTOMER, "person").await?, ["person-unavailable en"]);
    assert_eq!(desk.changes().await?.len(), 2);
    Ok(())
}
