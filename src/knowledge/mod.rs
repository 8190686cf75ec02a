//! What the bot knows: articles in three languages, the topics they stand under, the lexicons, the
//! example messages of what is not an article, and the short replies of staff.
//!
//! In reading order:
//! - [`article`]: one article and its text in one language; the file formats are described there.
//! - [`markdown`]: the small subset of Markdown that an article may use, as [`Block`]s.
//! - [`reply`]: the short replies that staff send.
//! - [`lexicon`]: spelling variants, brands, concepts and word lists of one language.
//! - [`files`]: where files come from: those inside the binary, with a merchant's folder over them.
//! - [`mod@load`]: files to a [`Library`] and a list of [`Problem`]s; loading never stops at the first.
//! - [`mod@check`]: what else can be wrong in a library that loaded.
//! - [`review`]: how new the knowledge is.
//!
//! Nothing here searches, and nothing here knows how a reply is sent.

pub mod article;
pub mod check;
pub mod files;
pub mod lexicon;
pub mod load;
pub mod look;
pub mod markdown;
pub mod reply;
pub mod review;

pub use article::{Article, ArticleId, ArticleText, Audience, Library, Topic, TopicId};
pub use check::check;
pub use files::Files;
pub use lexicon::Lexicon;
pub use load::{Loaded, Problem, Severity, load};
pub use look::Look;
pub use markdown::{Block, Span};
pub use reply::{Fillings, ReplyId, ReplyText, StaffReply};
pub use review::last_review;
