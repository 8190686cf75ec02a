//! Messages made of several sentences and lists, with values in them: what is said of an order, and what is
//! said to owners and sellers. Never their wording.

use jiff::civil::Date;

use super::Button;
use super::notice::{Aside, Concern};
use super::owner::hours::{Hours, LocalTime, Zone};
use super::reply::{Content, Placement, Reply};
use super::turn::{Note, Start, Turn};
use crate::knowledge::ArticleId;
use crate::language::Language;
use crate::orders::{Money, Status};

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
    /// A day and a time.
    Moment(LocalTime),
    /// A stretch of time, in milliseconds, in hours and minutes.
    Span(i64),
    /// An amount of money.
    Money(Money),
    /// Something to be copied, as it is.
    Copy(String),
    /// The short name of a status.
    Status(Status),
    /// Several texts, one beside the other.
    List(Vec<String>),
    /// The title of an article, or of a short reply.
    Title(ArticleId),
    /// Another sentence.
    Words(Box<Words>),
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
        /// A sentence of a message that is made of several, or beside an answer; `locales/*/owner.ftl`, `orders.ftl`
        /// and `desk.ftl` word each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is what its sentence in locales/en says")]
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
    DeskNoLonger = "desk-no-longer",
    DeskPublic = "desk-public",
    ExportMade = "export-made",
    DeskNoAnswer = "desk-no-answer",
    DeskOtherAnswer = "desk-other-answer",
    DeskCodeVoid = "desk-code-void",
    DeskNotHere = "desk-not-here",
    DeskLeftHere = "desk-left-here",
    DeskBackHere = "desk-back-here",
    DeskRemindHolder = "desk-remind-holder",
    DeskRemind = "desk-remind",
    DeskSilenceHere = "desk-silence-here",
    DeskLost = "desk-lost",
    DeskKnowledgeFaulty = "desk-knowledge-faulty",
    DeskKnowledgeSound = "desk-knowledge-sound",
    DeskTopicName = "desk-topic-name",
    DeskLabelCustomer = "desk-label-customer",
    DeskLabelTicket = "desk-label-ticket",
    DeskLabelLate = "desk-label-late",
    DeskGloss = "desk-gloss",
    DeskAnswered = "desk-answered",
    DeskLabelStaffNamed = "desk-label-staff-named",
    DeskLabelStaff = "desk-label-staff",
    DeskLabelChanged = "desk-label-changed",
    DeskNotPassedOn = "desk-not-passed-on",
    DeskCustomerGone = "desk-customer-gone",
    DeskNotCarried = "desk-not-carried",
    DeskNotDelivered = "desk-not-delivered",
    DeskNothingToUndo = "desk-nothing-to-undo",
    DeskUndone = "desk-undone",
    DeskTooLateToUndo = "desk-too-late-to-undo",
    DeskNameless = "desk-nameless",
    DeskReopened = "desk-reopened",
    DeskOpened = "desk-opened",
    DeskReadable = "desk-readable",
    DeskComing = "desk-coming",
    DeskClosed = "desk-closed",
    DeskClosedLong = "desk-closed-long",
    AnswerAgain = "answer-again",
    AnswerCovers = "answer-covers",
    AnswerInstead = "answer-instead",
    DeskAutomatic = "desk-automatic",
    DeskOutOfReach = "desk-out-of-reach",
    DeskPersonHere = "desk-person-here",
    DeskStillWaiting = "desk-still-waiting",
    DeskSilence = "desk-silence",
    DeskResolved = "desk-resolved",
    DeskRate = "desk-rate",
    DeskNoCustomer = "desk-no-customer",
    DeskUnknownCommand = "desk-unknown-command",
    DeskOtherLanguage = "desk-other-language",
    DeskOrphan = "desk-orphan",
    DeskHowToNote = "desk-how-to-note",
    DeskHowToCode = "desk-how-to-code",
    DeskHowToUndo = "desk-how-to-undo",
    DeskYoursAlready = "desk-yours-already",
    DeskTakenAlready = "desk-taken-already",
    DeskTaken = "desk-taken",
    DeskNobodyHasIt = "desk-nobody-has-it",
    DeskReleased = "desk-released",
    DeskEndedAlready = "desk-ended-already",
    DeskResolvedHere = "desk-resolved-here",
    DeskBanned = "desk-banned",
    DeskUnbanned = "desk-unbanned",
    DeskNoHistory = "desk-no-history",
    DeskHistory = "desk-history",
    DeskNoOrder = "desk-no-order",
    DeskOrderOutOfReach = "desk-order-out-of-reach",
    DeskOrder = "desk-order",
    DeskNoSuchOrder = "desk-no-such-order",
    DeskNothingFits = "desk-nothing-fits",
    DeskSuggestions = "desk-suggestions",
    DeskReplies = "desk-replies",
    DeskNotInLanguage = "desk-not-in-language",
    DeskFromStaff = "desk-from-staff",
    DeskSent = "desk-sent",
    DeskNoGap = "desk-no-gap",
    DeskGapNoted = "desk-gap-noted",
    DeskCardOrder = "desk-card-order",
    DeskCardBanned = "desk-card-banned",
    DeskCardStory = "desk-card-story",
    DeskCardHint = "desk-card-hint",
    DeskCardHintReply = "desk-card-hint-reply",
    DeskCardHeading = "desk-card-heading",
    DeskBuyer = "desk-buyer",
    DeskSeller = "desk-seller",
    DeskCardTaken = "desk-card-taken",
    DeskCardWaiting = "desk-card-waiting",
    DeskCardCustomerWaits = "desk-card-customer-waits",
    DeskCardWeWait = "desk-card-we-wait",
    DeskCardRatedGood = "desk-card-rated-good",
    DeskCardRatedBad = "desk-card-rated-bad",
    DeskCardResolved = "desk-card-resolved",
    DeskCardLeft = "desk-card-left",
    DeskCardSilence = "desk-card-silence",
    DeskCardEnded = "desk-card-ended",
    DeskLineCustomer = "desk-line-customer",
    DeskLineStaff = "desk-line-staff",
    DeskLineBot = "desk-line-bot",
    DeskLineNote = "desk-line-note",
    DeskLate = "desk-late",
    DeskNobodyWaits = "desk-nobody-waits",
    DeskWaiting = "desk-waiting",
    DeskWaitingTaken = "desk-waiting-taken",
    DeskWaitingLine = "desk-waiting-line",
    DeskStanding = "desk-standing",
    DeskTryAgain = "desk-try-again",
    DeskAdminsOnly = "desk-admins-only",
    DeskConnected = "desk-connected",
    DeskNoSupergroup = "desk-no-supergroup",
    DeskNoTopics = "desk-no-topics",
    DeskNoTopicRight = "desk-no-topic-right",
    DeskNoPinRight = "desk-no-pin-right",
    DeskNoDeleteRight = "desk-no-delete-right",
    DeskAllThere = "desk-all-there",
    DeskMissing = "desk-missing",
    DeskAgain = "desk-again",
    SixteenDigitsAside = "sixteen-digits-aside",
    OneOrderAtATime = "one-order-at-a-time",
    ProofAsk = "proof-ask",
    ProofOneOf = "proof-one-of",
    ProofTwoOf = "proof-two-of",
    ProofOrTwoOf = "proof-or-two-of",
    ProofContact = "proof-contact",
    ProofCode = "proof-code",
    ProofTime = "proof-time",
    ProofTotal = "proof-total",
    ProofPhoneEnd = "proof-phone-end",
    ProofSafety = "proof-safety",
    ProofOneMore = "proof-one-more",
    ProofFailed = "proof-failed",
    ProofLocked = "proof-locked",
    CodeVoid = "code-void",
    ContactNotYours = "contact-not-yours",
    ContactNoted = "contact-noted",
    OrdersLinked = "orders-linked",
    OrderGone = "order-gone",
    OrderUnlinked = "order-unlinked",
    OrderChanged = "order-changed",
    PaymentDue = "payment-due",
    OrderHeading = "order-heading",
    OrderUnpaid = "order-unpaid",
    OrderNotReleased = "order-not-released",
    OrderPaidOnHold = "order-paid-on-hold",
    OrderToShip = "order-to-ship",
    OrderToShipDigital = "order-to-ship-digital",
    OrderDeliveredDigital = "order-delivered-digital",
    OrderAwaitingCollection = "order-awaiting-collection",
    OrderInTransit = "order-in-transit",
    OrderDelivered = "order-delivered",
    OrderCompleted = "order-completed",
    OrderCancelRequested = "order-cancel-requested",
    OrderCancelled = "order-cancelled",
    OrderReturning = "order-returning",
    OrderRefunded = "order-refunded",
    OrderUnknown = "order-unknown",
    OrderPayBy = "order-pay-by",
    OrderPayByOver = "order-pay-by-over",
    OrderItem = "order-item",
    OrderFurtherItems = "order-further-items",
    OrderTotal = "order-total",
    OrderCashOnDelivery = "order-cash-on-delivery",
    OrderPaymentMethod = "order-payment-method",
    OrderPlacedAt = "order-placed-at",
    OrderPaidAt = "order-paid-at",
    OrderParcel = "order-parcel",
    OrderParcelNumber = "order-parcel-number",
    OrderParcelCourier = "order-parcel-courier",
    OrderAsOf = "order-as-of",
    OrderAsOfLongAgo = "order-as-of-long-ago",
    CancelledByBuyer = "cancelled-by-buyer",
    CancelledBySeller = "cancelled-by-seller",
    CancelledByPlatform = "cancelled-by-platform",
    CancelReason = "cancel-reason",
    ReturnRequested = "return-requested",
    ReturnToSendBack = "return-to-send-back",
    ReturnOnItsWay = "return-on-its-way",
    ReturnRejected = "return-rejected",
    ReturnAccepted = "return-accepted",
    ReturnDone = "return-done",
    ReturnWithdrawn = "return-withdrawn",
    ReturnUnknown = "return-unknown",
    CancelFreely = "cancel-freely",
    CancelWhileOnHold = "cancel-while-on-hold",
    CancelOftenPossible = "cancel-often-possible",
    CancelSellerMayDecide = "cancel-seller-may-decide",
    CancelRarelyDigital = "cancel-rarely-digital",
    CancelAskedFor = "cancel-asked-for",
    CancelRefuseAtTheDoor = "cancel-refuse-at-the-door",
    CancelReturnWhenItComes = "cancel-return-when-it-comes",
    CancelReturnNow = "cancel-return-now",
    CancelReportIfFaulty = "cancel-report-if-faulty",
    VerdictShip = "verdict-ship",
    VerdictShipCod = "verdict-ship-cod",
    VerdictDoNotShip = "verdict-do-not-ship",
    VerdictNothingToShip = "verdict-nothing-to-ship",
    VerdictCheckFirst = "verdict-check-first",
    VerdictOf = "verdict-of",
    VerdictOfNothing = "verdict-of-nothing",
    ReasonPaid = "reason-paid",
    ReasonCashOnDelivery = "reason-cash-on-delivery",
    ReasonUnpaid = "reason-unpaid",
    ReasonOnHold = "reason-on-hold",
    ReasonCancelled = "reason-cancelled",
    ReasonCancelRequested = "reason-cancel-requested",
    ReasonReturning = "reason-returning",
    ReasonRefunded = "reason-refunded",
    ReasonNotFound = "reason-not-found",
    ReasonNotReleased = "reason-not-released",
    ReasonCancellationNoted = "reason-cancellation-noted",
    ReasonReturnNoted = "reason-return-noted",
    ReasonInTransit = "reason-in-transit",
    ReasonDelivered = "reason-delivered",
    ReasonCompleted = "reason-completed",
    ReasonUnknownStatus = "reason-unknown-status",
    ReasonNoPayment = "reason-no-payment",
    ReasonOldData = "reason-old-data",
    ReasonClock = "reason-clock",
    ReasonUnreachable = "reason-unreachable",
    VerdictNotFound = "verdict-not-found",
    VerdictStatus = "verdict-status",
    VerdictAge = "verdict-age",
    VerdictTracking = "verdict-tracking",
    VerdictCheckAgain = "verdict-check-again",
    VerdictCheckInSellerCenter = "verdict-check-in-seller-center",
    VerdictStop = "verdict-stop",
    OthersHeading = "others-heading",
    OthersLine = "others-line",
    OthersShipThis = "others-ship-this",
    OthersShipOther = "others-ship-other",
    OthersAskBuyer = "others-ask-buyer",
    OthersNoneToShip = "others-none-to-ship",
    OthersCheckAll = "others-check-all",
    OthersUnchecked = "others-unchecked",
    TableHeading = "table-heading",
    TableLine = "table-line",
    TableLineTwice = "table-line-twice",
    TableFurther = "table-further",
    TableStop = "table-stop",
    TableTooMany = "table-too-many",
    Alarm = "alarm",
    CodeMade = "code-made",
    FileWhichShop = "file-which-shop",
    FileTooLarge = "file-too-large",
    FileUnreadable = "file-unreadable",
    FileGone = "file-gone",
    FileImported = "file-imported",
    FileRefusedRows = "file-refused-rows",
    FileAsOf = "file-as-of",
    OrdersAreOld = "orders-are-old",
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
    DigestHeading = "digest-heading",
    DigestQuiet = "digest-quiet",
    DigestCounts = "digest-counts",
    DigestFirstReply = "digest-first-reply",
    DigestResolution = "digest-resolution",
    DigestRatings = "digest-ratings",
    DigestLanguages = "digest-languages",
    DigestLanguage = "digest-language",
    DigestQuestions = "digest-questions",
    DigestQuestion = "digest-question",
}
