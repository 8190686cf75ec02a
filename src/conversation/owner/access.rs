//! Who may do what, and the one-time links that grant it.
//!
//! The store looks a link up before the turn; here is decided what is said of it and what comes of
//! it. A link that is used, over, unknown or garbage is told from none of the others.

use super::admin;
use crate::conversation::desk::Change;
use crate::conversation::effect::Effect;
use crate::conversation::notice::Aside;
use crate::conversation::page;
use crate::conversation::page::{Part, Saying, Value, Words};
use crate::conversation::reply::Placement;
use crate::conversation::turn::{Start, Turn};
use crate::conversation::{Button, Place, menu};
use crate::knowledge::Audience;
use crate::orders::fact;

/// The longest name of a shop, in characters.
pub const LONGEST_SHOP: usize = 60;

/// What somebody is to the bot beyond a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Manages the bot.
    Owner,
    /// Sells in the shop of this name.
    Seller(String),
}

/// What the sender of an event may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether they manage the bot.
    pub owner: bool,
    /// The shops that they sell in.
    pub shops: Vec<String>,
}

impl Standing {
    /// Whether they have a role already.
    pub fn has(&self, role: &Role) -> bool {
        match role {
            Role::Owner => self.owner,
            Role::Seller(shop) => self.shops.contains(shop),
        }
    }
}

/// Somebody with a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The store's name for the grant.
    pub id: String,
    /// The conversation that is theirs.
    pub conversation: String,
    /// What they are.
    pub role: Role,
    /// Since when, in Unix milliseconds.
    pub since: i64,
}

/// What a link grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// A role, to whoever opens it in private.
    Role(Role),
    /// To be the support group, to the group it is opened in.
    Group,
}

impl Grant {
    /// The first letters of the payload.
    pub fn prefix(&self) -> &'static str {
        match self {
            Grant::Role(Role::Owner) => "o_",
            Grant::Role(Role::Seller(_)) => "s_",
            Grant::Group => "g_",
        }
    }
}

/// Whether a payload of `/start` claims to be a link that grants something.
pub fn is_grant(payload: &str) -> bool {
    ["o_", "s_", "g_"].iter().any(|prefix| payload.starts_with(prefix))
}

/// The payload that a code from [`Secret::group_code`] stands for: `/desk CODE` opens what `/start g_CODE` opens.
/// Words that are no code make a payload that opens nothing.
pub fn payload_of_group_code(code: &str) -> String {
    format!("{}{}", Grant::Group.prefix(), code.trim())
}

/// What the store says of such a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// It is valid.
    Valid {
        /// What it grants.
        grant: Grant,
        /// The conversation that made it; `None` for the command line.
        by: Option<String>,
    },
    /// The same conversation has used it before.
    Yours(Grant),
    /// Used, over, unknown or garbage.
    Void,
}

/// Where the support group is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SupportGroup {
    /// None is connected.
    #[default]
    None,
    /// It is the conversation of this turn.
    Here,
    /// It is another conversation.
    Elsewhere,
}

/// The secret part of a link. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret of letters, digits, `_` and `-`, at most 62 of them.
    pub fn new(secret: String) -> Secret {
        Secret(secret)
    }

    /// A one-time code for the buyer of an order.
    pub fn code(&self) -> String {
        fact::code_of(&self.0)
    }

    /// What an admin sends after `/desk` in the group that becomes the support group.
    pub fn group_code(&self) -> &str {
        &self.0
    }

    /// The payload of `/start`.
    pub fn payload(&self, grant: &Grant) -> String {
        format!("{}{}", grant.prefix(), self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

/// Somebody opened a link that grants something, or claims to.
pub fn open(turn: Start<'_>, payload: &str) -> Turn {
    let opened = turn.context.situation.opened.clone().unwrap_or(Opened::Void);
    if turn.moment.place == Place::Group {
        return open_in_group(turn, payload, opened);
    }
    match opened {
        Opened::Valid { grant: Grant::Role(role), .. } if turn.context.situation.standing.has(&role) => {
            already(turn, &role)
        }
        Opened::Valid { grant: Grant::Role(role), by } => granted(turn, role, by),
        Opened::Yours(Grant::Role(role)) if turn.context.situation.standing.has(&role) => already(turn, &role),
        Opened::Valid { grant: Grant::Group, .. } | Opened::Yours(Grant::Group) => {
            said(turn, Saying::LinkForGroup, "link_for_group")
        }
        Opened::Yours(_) | Opened::Void => void(turn),
    }
}

/// A link that grants nothing: the ordinary welcome, and one sentence above it.
fn void(turn: Start<'_>) -> Turn {
    let mut welcome = menu::start(turn, None);
    if let Some(reply) = &mut welcome.reply {
        reply.asides.push(Aside::Saying(Saying::LinkVoid));
    }
    welcome.note.outcome = "link_void";
    welcome
}

fn already(turn: Start<'_>, role: &Role) -> Turn {
    match role {
        Role::Owner => {
            let buttons = vec![vec![admin::act(admin::Act::Home)]];
            page::show(turn, Placement::New, vec![page::line(Saying::AlreadyOwner)], buttons, "link_again")
        }
        Role::Seller(shop) => seller_page(turn, Saying::AlreadySeller, shop, "link_again"),
    }
}

fn granted(mut turn: Start<'_>, role: Role, by: Option<String>) -> Turn {
    let news = match &role {
        Role::Owner => Words::new(Saying::NewsOwner),
        Role::Seller(shop) => Words::new(Saying::NewsSeller).with("shop", Value::Text(shop.clone())),
    };
    let mut ended = match &role {
        Role::Owner => {
            let buttons = vec![vec![admin::act(admin::Act::Home)]];
            page::show(turn, Placement::New, vec![page::line(Saying::NowOwner)], buttons, "link_used")
        }
        Role::Seller(shop) => {
            turn.session.role = Some(Audience::Seller);
            turn.session.said_role = Some(Audience::Seller);
            seller_page(turn, Saying::NowSeller, shop, "link_used")
        }
    };
    ended.effects.push(Effect::Redeem(Grant::Role(role)));
    ended.effects.extend(by.map(|by| tell(&ended, by, news)));
    ended
}

fn seller_page(turn: Start<'_>, saying: Saying, shop: &str, outcome: &'static str) -> Turn {
    let words = Words::new(saying).with("shop", Value::Text(shop.to_owned()));
    let buttons = vec![vec![Button::Topics(Audience::Seller)]];
    page::show(turn, Placement::New, vec![Part::Words(words)], buttons, outcome)
}

fn open_in_group(turn: Start<'_>, payload: &str, opened: Opened) -> Turn {
    if !payload.starts_with(Grant::Group.prefix()) {
        return shown_to_all(turn, opened);
    }
    match opened {
        Opened::Valid { grant: Grant::Group, by } => {
            let mut ended = said(turn, Saying::NowGroup, "link_used");
            ended.effects.push(Effect::Redeem(Grant::Group));
            // What it still lacks is said there.
            ended.effects.push(Effect::Desk(Change::Inspect(None)));
            ended.effects.extend(by.map(|by| tell(&ended, by, Words::new(Saying::NewsGroup))));
            ended
        }
        Opened::Yours(Grant::Group) if turn.context.situation.group == SupportGroup::Here => {
            said(turn, Saying::NowGroup, "link_again")
        }
        _ => said(turn, Saying::LinkVoid, "link_void"),
    }
}

/// A link for one person, where everybody can read and use it.
fn shown_to_all(turn: Start<'_>, opened: Opened) -> Turn {
    let saying = if matches!(opened, Opened::Valid { .. }) { Saying::LinkShownToAll } else { Saying::LinkVoid };
    let mut ended = said(turn, saying, "link_in_group");
    if saying == Saying::LinkShownToAll {
        ended.effects.push(Effect::UseUp);
    }
    ended
}

fn said(turn: Start<'_>, saying: Saying, outcome: &'static str) -> Turn {
    page::show(turn, Placement::New, vec![page::line(saying)], vec![], outcome)
}

fn tell(ended: &Turn, to: String, words: Words) -> Effect {
    let buttons = vec![vec![admin::act(admin::Act::Home)]];
    Effect::Tell(to, Box::new(page::reply(ended.language, Placement::New, vec![Part::Words(words)], buttons)))
}
