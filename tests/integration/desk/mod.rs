//! The desk, played through: customers and staff in their topics, paragraph by paragraph of what it promises.
//!
//! Every scene is a transcript in `tests/desk/`, which holds everything that both sides see, word for word; see
//! `script` for how to read one. The real service, worker and Telegram room run against the fake Bot API server.

mod player;
mod script;
mod stage;
mod view;

use player::play;

macro_rules! paragraphs {
    ($($name:ident),*) => {
        $(
            #[tokio::test]
            async fn $name() {
                play(stringify!($name)).await;
            }
        )*
    };
}

paragraphs!(connecting, opening, topic, relaying, tools, quiet, promises, learning, privacy, trouble, traditional);
