//! What is known of the role of whoever writes, and how much that counts.
//!
//! A role moves the odds of an article for this role and of one for the other role by the same factor in opposite
//! directions. About a quarter of all questions are a seller's, odds of one to three. Of the questions of somebody
//! whom the shop lists as a seller nine in ten are: odds of nine, which is a factor of about 5 for the one and
//! against the other. Of somebody who says that they sell, or has just read something for sellers, it is three in
//! four: a factor of 3. Nearly all questions of those who just read something for buyers are buyers' questions, as
//! are most questions anyway: a factor of 1.7.

use super::turn::Start;
use crate::knowledge::Audience;
use crate::understanding::{Lean, Understood};

/// The sellers' list says it.
const LISTED: f32 = 5.0;
/// They said so, or chose the topics of the other role.
const SAID: f32 = 3.0;
/// They have just read something for sellers.
const READ_FOR_SELLERS: f32 = 3.0;
/// They have just read something for buyers.
const READ_FOR_BUYERS: f32 = 1.7;

/// What was understood, as it is meant by somebody of this role, where one is known.
pub fn leaning(turn: &Start<'_>, text: &str, understood: Understood) -> Understood {
    match known(turn) {
        Some((role, odds)) => {
            let lean = Lean { library: turn.context.library, role, odds };
            turn.context.understanding.leaning(text, understood, &lean)
        }
        None => understood,
    }
}

fn known(turn: &Start<'_>) -> Option<(Audience, f32)> {
    if !turn.context.situation.standing.shops.is_empty() {
        return Some((Audience::Seller, LISTED));
    }
    if let Some(said) = turn.session.said_role {
        return Some((said, SAID));
    }
    let read = turn.session.thread.as_ref().and_then(|thread| thread.shown.last())?;
    match turn.context.library.articles.get(read)?.audience {
        Audience::Seller => Some((Audience::Seller, READ_FOR_SELLERS)),
        Audience::Buyer => Some((Audience::Buyer, READ_FOR_BUYERS)),
    }
}
