//! What comes back from looking for a proof, and what of it is counted.

use super::super::fakes::service_in_memory;
use super::*;
use crate::conversation::Purpose;
use crate::conversation::orders::proving::Claim;
use crate::orders::proof::Evidence;
use crate::orders::{Digest, FactKind, Link, Status};
use crate::store::sessions;

type Tested = Result<(), Box<dyn std::error::Error>>;

const NUMBER: &str = "576461413038700001";

/// Two typed facts.
fn guess() -> Vec<Evidence> {
    let piece = |kind| Evidence { kind, digest: Digest("00".to_owned()) };
    vec![piece(FactKind::Total), piece(FactKind::PhoneEnd)]
}

/// A look-up comes back with this.
async fn comes_back(
    service: &Service,
    look_up: LookUp,
    finding: Finding,
    position: i64,
    pressed_message: Option<i64>,
) -> Tested {
    let errand = Errand {
        conversation: "telegram:1".to_owned(),
        what: Task::LookUp(look_up.clone()),
        message: Some(1),
        pressed_message,
        edited: false,
        place: Place::Private,
    };
    let event = Event::Found(Box::new(Findings { look_up, findings: vec![finding] }));
    Ok(service.came_back(("telegram:1", position), &errand, event).await?)
}

/// The order is being proven.
async fn claimed(service: &Service) -> Tested {
    let number = OrderNumber::new(NUMBER).ok_or("a number")?;
    let work = move |sql: &mut dyn Sql| {
        let claim = Some(Claim { number, evidence: Vec::new(), at: sql.now()? });
        sessions::save(sql, "bot", "telegram:1", &Session { claim, ..Session::default() })
    };
    Ok(service.store.transaction(work).await?)
}

/// A look-up for a proof comes back without an order.
async fn nothing_comes_back(service: &Service, position: i64, complete: bool, pressed_message: Option<i64>) -> Tested {
    let number = OrderNumber::new(NUMBER).ok_or("a number")?;
    let purpose = Purpose::Prove { evidence: guess(), unasked: false };
    let look_up = LookUp { numbers: vec![number.clone()], purpose, further: false };
    let found = Asked { orders: Vec::new(), complete };
    let finding = Finding { number, found, others: Vec::new() };
    comes_back(service, look_up, finding, position, pressed_message).await
}

/// How many wrong tries stand in the store, and what came of the last event.
async fn tries_and_outcome(service: &Service) -> Result<(i64, String), StoreError> {
    let work = |sql: &mut dyn Sql| {
        let tries = sql.query("SELECT COUNT(*) FROM order_tries", &[])?;
        let last = sql.query("SELECT outcome FROM journal ORDER BY id DESC LIMIT 1", &[])?;
        let outcome = last.first().map_or(Ok(""), |row| row.text(0))?.to_owned();
        Ok((tries.first().map_or(Ok(0), |row| row.int(0))?, outcome))
    };
    service.store.transaction(work).await
}

#[tokio::test]
async fn guessing_while_a_source_is_down_is_stopped_as_at_any_other_time() -> Tested {
    for complete in [false, true] {
        let (service, time) = service_in_memory()?;
        claimed(&service).await?;
        for try_ in 0..5 {
            nothing_comes_back(&service, try_, complete, None).await?;
            time.pass(1);
        }
        let expected = if complete { "proof_failed" } else { "orders_unreachable" };
        assert_eq!(tries_and_outcome(&service).await?, (5, expected.to_owned()));
        nothing_comes_back(&service, 5, complete, None).await?;
        assert_eq!(tries_and_outcome(&service).await?, (5, "proof_locked".to_owned()), "complete: {complete}");
    }
    Ok(())
}

#[tokio::test]
async fn trying_the_same_again_by_the_button_is_no_further_try() -> Tested {
    let (service, time) = service_in_memory()?;
    claimed(&service).await?;
    nothing_comes_back(&service, 0, false, None).await?;
    for again in 1..9 {
        time.pass(1);
        nothing_comes_back(&service, again, false, Some(7)).await?;
    }
    assert_eq!(tries_and_outcome(&service).await?, (1, "orders_unreachable".to_owned()));
    Ok(())
}

#[tokio::test]
async fn a_linked_order_is_shown_from_its_own_shop_only() -> Tested {
    for (shop, expected) in [("Melati", "order_shown"), ("Mawar", "order_gone"), ("", "order_gone")] {
        let (service, _) = service_in_memory()?;
        let number = OrderNumber::new(NUMBER).ok_or("a number")?;
        let link = Link { number: number.clone(), shop: shop.to_owned() };
        service.store.transaction(move |sql| links::link_to(sql, "bot", "telegram:1", &link, None)).await?;
        let purpose = Purpose::Show { shop: shop.to_owned(), watch: None };
        let look_up = LookUp { numbers: vec![number.clone()], purpose, further: false };
        let order = Order { shop: "Melati".to_owned(), ..Order::new(number.clone(), Status::ToShip, 0) };
        let found = Asked { orders: vec![order], complete: true };
        comes_back(&service, look_up, Finding { number, found, others: Vec::new() }, 0, None).await?;
        assert_eq!(tries_and_outcome(&service).await?.1, expected, "{shop}");
    }
    Ok(())
}
