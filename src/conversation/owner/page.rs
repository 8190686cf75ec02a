//! What is said to owners and sellers: pages of sentences and lists, never their wording.

use jiff::civil::Date;

use super::hours::{Hours, LocalTime, Zone};
use crate::conversation::Button;
use crate::conversation::notice::{Aside, Concern};
use crate::conversation::reply::{Content, Placement, Reply};
use crate::conversation::turn::{Note, Start, Turn};
use crate::language::Language;

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Sentences.
    Words(Words),
    /// A list.
    Bullets(Vec<Words>),
    /// A list with numbers.
    Numbered(Vec<Words>),
    /// A text as it is: never read as markup.
    Literal(String),
    /// What customers see beside an answer, in a language.
    Aside(Language, Aside),
}

/// A sentence of the locale files with the values in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Which.
    pub saying: Saying,
    /// The names of its values, and the values.
    pub values: Vec<(&'static str, Value)>,
}

/// A value in a sentence. How it is written depends on the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// As it is.
    Text(String),
    /// A count.
    Number(usize),
    /// A day.
    Day(Date),
    /// Several days.
    Days(Vec<Date>),
    /// A time until which something holds.
    Until(LocalTime),
    /// A language, by its own name.
    Language(Language),
    /// A time zone.
    Zone(Zone),
    /// Days and hours of the week.
    Hours(Hours),
    /// What a notice is about.
    Concern(Concern),
}

impl Words {
    /// A sentence without values.
    pub fn new(saying: Saying) -> Words {
        Words { saying, values: Vec::new() }
    }

    /// The sentence with a value in it.
    pub fn with(mut self, name: &'static str, value: Value) -> Words {
        self.values.push((name, value));
        self
    }
}

/// A paragraph without values.
pub fn line(saying: Saying) -> Part {
    Part::Words(Words::new(saying))
}

/// Ends a turn with a page.
pub fn show(
    turn: Start<'_>,
    placement: Placement,
    parts: Vec<Part>,
    buttons: Vec<Vec<Button>>,
    outcome: &'static str,
) -> Turn {
    let reply = reply(turn.language, placement, parts, buttons);
    turn.end(Some(reply), Note { outcome, ..Note::default() })
}

/// A page as a reply. It has no button for a person: owners and sellers look after themselves.
pub fn reply(language: Language, placement: Placement, parts: Vec<Part>, buttons: Vec<Vec<Button>>) -> Reply {
    Reply { language, placement, content: Content::Page(parts), buttons, asides: Vec::new() }
}

macro_rules! sayings {
    ($($name:ident = $key:literal,)*) => {
        /// A sentence to owners and sellers, or beside an answer; `locales/*/owner.ftl` words each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is what its sentence in locales/en/owner.ftl says")]
        pub enum Saying { $($name,)* }

        impl Saying {
            /// All of them.
            pub const ALL: &'static [Saying] = &[$(Saying::$name,)*];

            /// The Fluent message.
            pub fn key(self) -> &'static str {
                match self { $(Saying::$name => $key,)* }
            }
        }
    };
}

sayings! {
    NoticeAbove = "notice-above",
    ShopAnswers = "shop-answers",
    ShopAnswersClosed = "shop-answers-closed",
    LinkVoid = "link-void",
    LinkShownToAll = "link-shown-to-all",
    LinkForGroup = "link-for-group",
    NowOwner = "now-owner",
    AlreadyOwner = "already-owner",
    NowSeller = "now-seller",
    AlreadySeller = "already-seller",
    NowGroup = "now-group",
    NewsOwner = "news-owner",
    NewsSeller = "news-seller",
    NewsGroup = "news-group",
    Home = "admin-home",
    HomeSellers = "admin-home-sellers",
    HomeNotices = "admin-home-notices",
    HomeHours = "admin-home-hours",
    HomeNoHours = "admin-home-no-hours",
    HomeGroup = "admin-home-group",
    HomeNoGroup = "admin-home-no-group",
    HomeOwners = "admin-home-owners",
    Sellers = "admin-sellers",
    NoSellers = "admin-no-sellers",
    SellerLine = "admin-seller-line",
    AskShop = "admin-ask-shop",
    ShopTooLong = "admin-shop-too-long",
    SellerLink = "admin-seller-link",
    AskRemoveSeller = "admin-ask-remove-seller",
    Owners = "admin-owners",
    OwnerLine = "admin-owner-line",
    OwnerLink = "admin-owner-link",
    AskRemoveOwner = "admin-ask-remove-owner",
    LastOwner = "admin-last-owner",
    Removed = "admin-removed",
    Notices = "admin-notices",
    NoNotices = "admin-no-notices",
    NoticeLine = "admin-notice-line",
    AskWithdraw = "admin-ask-withdraw",
    Withdrawn = "admin-withdrawn",
    Hours = "admin-hours",
    NoHours = "admin-no-hours",
    AskHours = "admin-ask-hours",
    HoursSet = "admin-hours-set",
    HoursUnread = "admin-hours-unread",
    ZoneLine = "admin-zone-line",
    AskZone = "admin-ask-zone",
    HolidaysLine = "admin-holidays-line",
    NoHolidaysLine = "admin-no-holidays-line",
    AskHolidays = "admin-ask-holidays",
    DaysUnread = "admin-days-unread",
    Group = "admin-group",
    NoGroup = "admin-no-group",
    GroupAtPresent = "admin-group-at-present",
    ConnectGroup = "admin-connect-group",
    ConnectByHand = "admin-connect-by-hand",
    AskNotice = "notice-ask",
    AskNoticeLanguage = "notice-ask-language",
    AskTranslation = "notice-ask-translation",
    NoticeTooLong = "notice-too-long",
    AskConcern = "notice-ask-concern",
    FoundArticles = "notice-found",
    NothingFound = "notice-nothing-found",
    AskUntil = "notice-ask-until",
    DayUnread = "notice-day-unread",
    DayPast = "notice-day-past",
    DayFar = "notice-day-far",
    Look = "notice-look",
    LanguageLine = "notice-language-line",
    Published = "notice-published",
    DraftOver = "notice-draft-over",
    UseButtons = "notice-use-buttons",
    EditedUnread = "dialogue-edited",
    DraftDropped = "dialogue-dropped",
    Cancelled = "dialogue-cancelled",
}
