//! What the bot knows, which may be replaced while it runs: [`Renewed`] holds what came after the start.
//!
//! Whatever begins takes [`Service::current`] and keeps to it until its end, so that a turn which is under way when
//! the knowledge changes is understood, decided and worded by one and the same library.
//!
//! What is absent here: where newer knowledge comes from, and whether it is sound.

use std::sync::Arc;

use arc_swap::ArcSwapOption;

use super::receive::Service;
use crate::knowledge::Library;
use crate::understanding::Understand;

/// A library, and what understands by it: the one is of no use without the other.
#[derive(Clone)]
pub struct Known {
    /// The articles and what belongs to them.
    pub library: Arc<Library>,
    /// What understands.
    pub understanding: Arc<dyn Understand>,
}

/// The newest knowledge, shared by all copies of a service; nothing as long as that of the start holds.
#[derive(Clone, Default)]
pub struct Renewed(Arc<ArcSwapOption<Known>>);

impl Renewed {
    /// From now on this is what the bot knows.
    pub fn replace(&self, known: Known) {
        self.0.store(Some(Arc::new(known)));
    }
}

impl Service {
    /// This service with the newest knowledge.
    pub fn current(&self) -> Service {
        let mut service = self.clone();
        if let Some(known) = self.renewed.0.load_full() {
            service.library = Arc::clone(&known.library);
            service.understanding = Arc::clone(&known.understanding);
        }
        service
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::fakes::service_in_memory;
    use crate::store::StoreError;

    #[tokio::test]
    async fn what_has_begun_keeps_its_library_and_what_begins_takes_the_new_one() -> Result<(), StoreError> {
        let (service, _) = service_in_memory()?;
        let (begun, other) = (service.current(), service.clone());
        let library = Arc::new(Library::default());
        let understanding = Arc::clone(&service.understanding);
        service.renewed.replace(Known { library: Arc::clone(&library), understanding });
        assert!(Arc::ptr_eq(&other.current().library, &library), "copies share it");
        assert!(Arc::ptr_eq(&begun.library, &service.library), "what has begun keeps the old one");
        assert!(!Arc::ptr_eq(&begun.library, &library));
        Ok(())
    }
}
