//! What the bot wants to say: which article or phrase, with which buttons, and where. Never the
//! wording itself, which is the business of [`crate::voice`].

use crate::knowledge::{ArticleId, ReplyId, TopicId};
use crate::language::Language;

use super::button::Button;
use super::notice::Aside;
use super::page::{Part, Words};

/// One message of the bot, or one change of a message of the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The language it is worded in.
    pub language: Language,
    /// Where it goes.
    pub placement: Placement,
    /// What it says.
    pub content: Content,
    /// Its buttons, row by row.
    pub buttons: Vec<Vec<Button>>,
    /// What stands above and below what it says.
    pub asides: Vec<Aside>,
}

/// Where a reply goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// A new message.
    New,
    /// The message whose button was pressed is changed; a new one where that is not possible.
    InPlace,
    /// Only the buttons of that message are changed.
    ButtonsOnly,
}

/// What a reply says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An article, whole.
    Article(ArticleId),
    /// A phrase of the locale files.
    Phrase(Phrase),
    /// The heading over the articles of a topic.
    Topic(TopicId),
    /// The sentence of an article to hold up at a counter, alone.
    Counter(ArticleId),
    /// A page for an owner or a seller.
    Page(Vec<Part>),
    /// A short reply of the merchant's.
    ShortReply {
        /// Which.
        reply: ReplyId,
        /// How the customer is called.
        name: Option<String>,
        /// The last characters of their order's number.
        order: Option<String>,
    },
}

/// A pop-up over a pressed button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toast {
    /// A phrase of the locale files.
    Phrase(Phrase),
    /// What the sentence to hold up at a counter says.
    Counter(ArticleId),
    /// A sentence with values in it.
    Words(Words),
}

macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A phrase of `locales/`; the key of each names its Fluent message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Phrase { $($(#[$doc])* $name,)* }

        impl Phrase {
            /// All phrases: a test renders each in every language.
            pub const ALL: &'static [Phrase] = &[$(Phrase::$name,)*];

            /// The Fluent message.
            pub fn key(self) -> &'static str {
                match self { $(Phrase::$name => $key,)* }
            }
        }
    };
}

phrases! {
    /// The first message: who speaks, for whom, and what to do.
    Welcome = "welcome",
    /// What the bot can do.
    Help = "help",
    /// What is kept, and for how long.
    Privacy = "privacy",
    /// Whether it is to be erased.
    ForgetAsk = "forget-ask",
    /// It is erased.
    Forgotten = "forgotten",
    /// To a group that the bot was added to: one line.
    GroupIntroduction = "group-introduction",
    /// To somebody in a group who greets the bot or asks what it can do.
    GroupHelp = "group-help",
    /// In a group, not understood.
    GroupNotUnderstood = "group-not-understood",
    /// In a group, about something that belongs into the private chat: an order, a person.
    GroupPrivately = "group-privately",
    /// Over the topics for buyers.
    TopicsBuyer = "topics-buyer",
    /// Over the topics for sellers.
    TopicsSeller = "topics-seller",
    /// Over the choices of *did you mean*.
    DidYouMean = "did-you-mean",
    /// Over a single choice.
    DidYouMeanThis = "did-you-mean-this",
    /// The message was not understood.
    NotUnderstood = "not-understood",
    /// Not understood twice in a row: a person is offered.
    NotUnderstoodAgain = "not-understood-again",
    /// None of the choices fitted.
    NoneFitted = "none-fitted",
    /// The answer did not help, but other articles may.
    NotHelpedChoices = "not-helped-choices",
    /// The answer did not help, and there is nothing else to offer but a person.
    NotHelped = "not-helped",
    /// A person is wanted and none is connected.
    PersonUnavailable = "person-unavailable",
    /// The same, to a seller.
    PersonUnavailableSeller = "person-unavailable-seller",
    /// An order is asked about and no order system is connected.
    OrderUnavailable = "order-unavailable",
    /// The number of the order is wanted.
    OrderNumberWanted = "order-number-wanted",
    /// A number is there that is no order number.
    OrderNumberMisshapen = "order-number-misshapen",
    /// Sixteen digits: a payment code or a card number.
    SixteenDigits = "sixteen-digits",
    /// The order system cannot be reached.
    OrdersUnreachable = "orders-unreachable",
    /// What only the shop knows of its goods.
    OnlyShopKnows = "only-shop-knows",
    /// The urgent steps of somebody who gave away a code, a card or money.
    UrgentSteps = "urgent-steps",
    /// The languages that the bot speaks.
    LanguagesSpoken = "languages-spoken",
    /// The same, over articles that may fit.
    LanguagesSpokenChoices = "languages-spoken-choices",
    /// Hello.
    Greeting = "greeting",
    /// A second hello, or a "sis?", after a question.
    StillHere = "still-here",
    /// You are welcome.
    Thanks = "thanks",
    /// Goodbye.
    Goodbye = "goodbye",
    /// Who or what the bot is.
    Identity = "identity",
    /// A remark to the bot itself.
    Chitchat = "chitchat",
    /// A picture cannot be read.
    CannotReadPicture = "cannot-read-picture",
    /// A voice message cannot be heard.
    CannotHear = "cannot-hear",
    /// A file or video cannot be read.
    CannotReadFile = "cannot-read-file",
    /// Something without words: a sticker, emoji, a place.
    WriteInWords = "write-in-words",
    /// Which language?
    ChooseLanguage = "choose-language",
    /// The language is chosen.
    LanguageChosen = "language-chosen",
    /// The article is gone.
    ArticleGone = "article-gone",
    /// The article cannot be read in the reader's language, but in others.
    ArticleNotInLanguage = "article-not-in-language",
    /// A pop-up: thanks for the thumb.
    ToastHelped = "toast-helped",
    /// A pop-up: the button is out of date.
    ToastUnknown = "toast-unknown",
    /// A pop-up: news of the order will come.
    ToastWatching = "toast-watching",
    /// A pop-up: no more news of the order will come.
    ToastWatchingNoMore = "toast-watching-no-more",
    /// No person is there any more: the bot answers.
    DeskLeft = "desk-left",
    /// A pop-up: a person is on the way.
    ToastPersonComing = "toast-person-coming",
    /// A pop-up: a person has the conversation.
    ToastPersonHere = "toast-person-here",
    /// A pop-up: it is the bot that answers.
    ToastWithBot = "toast-with-bot",
    /// A pop-up: thanks for the rating.
    ToastRated = "toast-rated",
    /// Something went wrong inside: an apology and a way on.
    Apology = "apology",
}
