//! Trouble that passes: how long to wait before trying again, and saying so once, not every time.

use std::mem::{Discriminant, discriminant};
use std::time::Duration;

use super::client::ApiFailure;
use super::intake::Intake;

/// How long to wait after a failure: at first, and at the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// After the first failure in a row.
    pub first: Duration,
    /// After many.
    pub longest: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { first: Duration::from_secs(1), longest: Duration::from_secs(30) }
    }
}

/// Waits that double from failure to failure.
#[derive(Debug)]
pub struct Backoff {
    pace: Pace,
    next: Duration,
}

impl Backoff {
    /// The waits of a pace, from the first one.
    pub fn new(pace: Pace) -> Backoff {
        Backoff { pace, next: pace.first }
    }

    /// How long to wait now.
    pub fn wait(&mut self) -> Duration {
        let wait = self.next;
        self.next = (wait * 2).min(self.pace.longest);
        wait
    }

    /// The next failure is again the first one.
    pub fn reset(&mut self) {
        self.next = self.pace.first;
    }
}

/// A stretch of failures to reach Telegram. It is logged when it begins, when it changes its kind,
/// and when it is over.
#[derive(Debug)]
pub struct Trouble {
    backoff: Backoff,
    kind: Option<Discriminant<ApiFailure>>,
    /// Where it is told, where no updates come meanwhile.
    intake: Option<Intake>,
}

impl Trouble {
    /// No trouble yet.
    pub fn new(pace: Pace) -> Trouble {
        Trouble { backoff: Backoff::new(pace), kind: None, intake: None }
    }

    /// The same for whoever takes in updates: meanwhile none are.
    pub fn of_intake(pace: Pace, intake: &Intake) -> Trouble {
        Trouble { intake: Some(intake.clone()), ..Trouble::new(pace) }
    }

    /// Notes a failure. Returns how long to wait: what Telegram asked for to the second, else longer
    /// from time to time.
    pub fn note(&mut self, failure: &ApiFailure) -> Duration {
        let kind = discriminant(failure);
        if self.kind.replace(kind) != Some(kind) {
            tracing::warn!(error = %sentence(failure), "waiting for Telegram, and trying again until it answers");
        }
        if let Some(intake) = &self.intake {
            intake.note(&sentence(failure));
        }
        match failure {
            ApiFailure::RetryAfter(wait) => *wait,
            _ => self.backoff.wait(),
        }
    }

    /// Notes a success.
    pub fn over(&mut self) {
        self.backoff.reset();
        if let Some(intake) = &self.intake {
            intake.over();
        }
        if self.kind.take().is_some() {
            tracing::info!("Telegram answers again");
        }
    }
}

/// A failure in one sentence, with what to do where somebody must do something.
fn sentence(failure: &ApiFailure) -> String {
    match failure {
        ApiFailure::Conflict(description) if description.contains("webhook") => {
            format!(
                "a webhook is set for this bot, so that it cannot poll; remove it with deleteWebhook ({description})"
            )
        }
        ApiFailure::Conflict(description) => {
            format!("another program polls with the same token; stop it, or give each its own bot ({description})")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_begin_anew_after_a_success() {
        let mut trouble = Trouble::new(Pace::default());
        let waits: Vec<u64> = (0..7).map(|_| trouble.note(&ApiFailure::Server(502)).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
        trouble.over();
        assert_eq!(trouble.note(&ApiFailure::Server(502)).as_secs(), 1);
    }

    #[test]
    fn a_wait_that_telegram_names_is_kept_to_the_second() {
        let mut trouble = Trouble::new(Pace::default());
        let wait = Duration::from_secs(417);
        assert_eq!(trouble.note(&ApiFailure::RetryAfter(wait)), wait);
    }

    #[test]
    fn a_conflict_says_whose_it_is() {
        let conflict = |description: &str| sentence(&ApiFailure::Conflict(description.to_owned()));
        assert!(conflict("Conflict: can't use getUpdates method while webhook is active").contains("deleteWebhook"));
        assert!(conflict("Conflict: terminated by other getUpdates request").contains("another program"));
    }
}
