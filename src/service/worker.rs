//! The worker: carries the outbox.
