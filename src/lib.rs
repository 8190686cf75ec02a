//! tanya (Indonesian for "ask") is a help desk in one program: it answers buyers and sellers of an online
//! shop in Indonesian, Chinese and English, on Telegram and on a terminal, from articles that a person
//! has reviewed.
//!
//! # The rooms, in reading order
//!
//! | room | what it is for |
//! |---|---|
//! | [`language`] | the three languages, and which of them a short message is in; the two scripts of Chinese |
//! | [`knowledge`] | what the bot knows: articles, topics, lexicons, loading, checking |
//! | [`search`] | from a text to evidence for articles and intents, and from evidence to confidence |
//! | [`understanding`] | one text in, one value out: language, outcome, hits |
//! | [`orders`] | an order, what its status allows, whose it is, where orders come from |
//! | [`conversation`] | the pure core: what was remembered and what happened, to what is said; [`conversation::desk`]: a person takes over |
//! | [`voice`] | how it is said: wording with Fluent, messages for any transport |
//! | [`store`] | what survives: the SQL seam, SQLite and PostgreSQL, sessions, outbox, orders and their proofs, journal |
//! | [`service`] | a turn in one transaction; the worker that carries the outbox; looking orders up; what only one of several replicas does |
//! | [`telegram`] | the only room that knows Telegram: polling, webhook, groups, inline mode, sending, limits, profile |
//! | [`terminal`] | the same bot on a terminal |
//! | [`evaluate`] | is it any good: cases, predictions, scores, fitting |
//! | [`operate`] | who may manage the bot, its health and metrics, living articles, doctor, report, and what is forgotten when |
//! | [`measures`] | what is counted: every metric, used by all rooms but the pure ones |
//! | [`settings`] | the file `tanya.toml` and the environment |
//! | `names` | the addresses of a name, where the program is static and has to look them up itself |
//! | [`app`] | the only place that builds everything and ties it together |
//!
//! A room uses only rooms above it (`settings` and `app` aside); `main.rs` and `commands/` are the command
//! line and use them all.
//!
//! # One message, from end to end
//!
//! Somebody writes *gmn cara byr di indomart kak*. [`telegram::polling`] receives the update and
//! [`telegram::incoming`], a pure function, makes of it an [`service::Incoming`] for the conversation
//! `telegram:<chat>`. [`service::Service::receive`] has the text understood, outside any lock:
//! [`understanding::Mind`] finds that it is Indonesian, reads it as *bagaimana cara bayar di indomaret*,
//! weighs the evidence for each article, and returns an [`understanding::Understood`] whose outcome is
//! [`understanding::Outcome::Sure`] of `pay-at-minimarket`.
//!
//! Then one transaction: the update's number is noted (had it been seen, nothing else would happen), the
//! session is loaded, [`conversation::take_turn`] says *show this article with these buttons*,
//! [`voice::Voice`] words it, the session is saved, the message is appended to the outbox, the journal
//! gets a line. After the commit, and only then, the polling offset moves past the update.
//!
//! [`service::Worker`] leases the conversation's outbox, [`telegram::TelegramCourier`] sends the message,
//! and the entry is settled. Whenever the program dies, whatever was not settled is carried after the next
//! start.
//!
//! With a webhook (`telegram::webhook`) the update is sent to any replica, and 200 is said where the offset would move.
//! Replicas on one PostgreSQL share the outbox by its leases; what only one of them may do, such as polling, is done under
//! a lease of [`service::replica`].
//!
//! # An order, from end to end
//!
//! A buyer sends an order number. [`conversation::orders`] asks for a proof, the same for every number, without
//! looking anything up. The contact that they share is hashed ([`orders::HashKey`]) and goes, as a
//! [`conversation::LookUp`], to [`service::orders`]: within the same transaction where nobody but the table in the
//! store has to be asked, else as an errand of the outbox. What [`orders::Sources`] say comes back through the front
//! door as [`conversation::Event::Found`]; [`orders::proof`] compares, and the card of the order is the reply, or one
//! and the same page for *not yours*, *wrong* and *no such order*.
//!
//! # A person, from end to end
//!
//! Somebody writes *mau ngomong sama orang*. [`conversation::desk::customer`] opens a ticket and says when a person comes;
//! the words go, as an entry of the outbox, to the destination `desk:<customer>`. When it is its turn, [`service::desk`]
//! opens the topic in the support group, sends its card and carries the words there, joined with others that wait. What
//! staff write in the topic is read by [`telegram::incoming`] like anything else; that it is the desk is found in the
//! transaction of its turn, [`conversation::desk::staff`] decides whether it is for the customer, and the outbox carries
//! it to them. Which message is which copy is noted with each settlement, so that replies, edits and `/undo` find the
//! other side.
//!
//! # Invariants
//!
//! - What staff note with `//` is nowhere but in their topic; what they are shown of a customer has its secrets masked.
//! - While a person has a conversation, the bot says nothing in it by itself.
//!
//! - No detail of an order is shown before [`orders::proof`] has said that it is the reader's, or to anybody but a seller
//!   of its shop; whether a number exists is not to be learnt from words, buttons, or the path taken.
//!
//! - [`conversation`] has no `async`, clock, file, network, log, random number, and no wording.
//! - No customer-visible word stands in Rust: only articles and `locales/` speak.
//! - Understanding never fails and never waits; what it does not understand is an outcome.
//! - An update is confirmed to Telegram only after its turn is committed.
//! - What the bot says to a reader of traditional characters is converted where [`voice`] words it, and nowhere else; what
//!   people wrote, and the side of staff, never.
//! - Only [`telegram`] names `teloxide`, only [`search`] names `tantivy`, only [`voice`] names `fluent`,
//!   only [`language`] names `ferrous_opencc`, only the drivers in [`store`] name `rusqlite` and `tokio_postgres`, only
//!   [`settings`] reads the environment.
//! - No message text, name, token or number of a customer is logged.

pub mod app;
pub mod conversation;
pub mod evaluate;
pub mod knowledge;
pub mod language;
pub mod measures;
#[cfg(target_feature = "crt-static")]
mod names;
pub mod operate;
pub mod orders;
pub mod search;
pub mod service;
pub mod settings;
pub mod store;
pub mod telegram;
pub mod terminal;
pub mod understanding;
pub mod voice;

/// Memory is asked for and given back several hundred times an answer, on many threads: with this allocator an answer
/// takes a tenth less processor time than with that of the C library, and less memory is held. It stands here and not
/// beside `main`, so that what tests and benches see is what ships.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
