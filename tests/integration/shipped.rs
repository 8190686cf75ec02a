//! The shipped knowledge, wording and understanding, built once for all tests.

use std::sync::LazyLock;

use tanya::knowledge::{self, Files, Library};
use tanya::language::Language;
use tanya::understanding::Mind;
use tanya::voice::Voice;

/// What every bot ships with.
pub struct Shipped {
    pub library: Library,
    pub mind: Mind,
    pub voice: Voice,
}

/// The shipped knowledge; building it takes a second or two, once.
pub fn shipped() -> &'static Shipped {
    static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
        let library = knowledge::load(&[Files::shipped_knowledge()]).library;
        let mind = Mind::build(&library, Language::Indonesian).unwrap();
        let (voice, _) = Voice::load(&Files::shipped_locales(), "Toko Melati");
        Shipped { library, mind, voice }
    });
    &SHIPPED
}
