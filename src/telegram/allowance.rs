//! What this process may send, as one of several: the limits of [`super::limits`], counted in the store where other
//! replicas send for the same bot, and in memory where none does or the store cannot tell.
//!
//! What is absent here: what the budgets are (settings), and how they are counted.

use std::time::Duration;

use teloxide::types::{ChatId, ThreadId};

use super::limits::{Limiter, PRIVATE_BURST, PRIVATE_PERIOD, of_group};
use crate::service::Replica;
use crate::settings::{Budgets, Limits};
use crate::store::budgets::Rate;

/// The budget of the whole bot, beside those of its chats, which are named by their numbers.
const ALL: &str = "all";

/// Counts what is sent, with the other replicas.
pub struct Allowance {
    limiter: Limiter,
    /// Who else counts, and what; nothing where nobody does.
    together: Option<(Replica, Budgets)>,
}

impl Allowance {
    /// What a process may send that is alone.
    pub fn new(limits: Limits) -> Allowance {
        Allowance { limiter: Limiter::new(limits), together: None }
    }

    /// What a process may send that is one of several.
    pub fn together(limits: Limits, replica: Option<Replica>) -> Allowance {
        let together = match limits {
            Limits::Off => None,
            Limits::Standard(budgets) => replica.map(|replica| (replica, budgets)),
        };
        Allowance { limiter: Limiter::new(limits), together }
    }

    /// As [`Limiter::message`].
    ///
    /// # Errors
    /// With the time to wait.
    pub async fn message(&self, chat: ChatId, topic: Option<ThreadId>) -> Result<(), Duration> {
        self.messages(chat, topic, 1).await.map_err(|(_, wait)| wait)
    }

    /// As [`Limiter::messages`].
    ///
    /// # Errors
    /// With how many were taken all the same, and the time to wait for the others.
    pub async fn messages(&self, chat: ChatId, topic: Option<ThreadId>, count: usize) -> Result<(), (usize, Duration)> {
        let Some((replica, budgets)) = &self.together else { return self.limiter.messages(chat, topic, count) };
        let name = chat.0.to_string();
        if chat.0 < 0 {
            let place = topic.map_or_else(String::new, |topic| topic.0.to_string());
            return match replica.queue(&name, place, count, group_rate(*budgets)).await {
                None => self.limiter.messages(chat, topic, count),
                Some(Duration::ZERO) => Ok(()),
                Some(wait) => Err((0, wait)),
            };
        }
        for taken in 0..count {
            match replica.take_from(&name, rate(PRIVATE_PERIOD, PRIVATE_BURST)).await {
                None => {
                    return self
                        .limiter
                        .messages(chat, topic, count - taken)
                        .map_err(|(more, wait)| (taken + more, wait));
                }
                Some(Duration::ZERO) => {}
                Some(wait) => return Err((taken, wait)),
            }
        }
        Ok(())
    }

    /// As [`Limiter::hold`].
    pub async fn hold(&self, chat: ChatId, wait: Duration) {
        self.limiter.hold(chat, wait);
        if let Some((replica, budgets)) = self.together.as_ref().filter(|_| chat.0 < 0) {
            replica.hold(&chat.0.to_string(), wait, group_rate(*budgets)).await;
        }
    }

    /// As [`Limiter::turn`].
    pub async fn turn(&self) {
        let Some((replica, budgets)) = &self.together else { return self.limiter.turn().await };
        let overall = rate(Duration::from_secs(1) / budgets.per_second.max(1), 1);
        match replica.turn(ALL, overall).await {
            Some(wait) => tokio::time::sleep(wait).await,
            None => self.limiter.turn().await,
        }
    }
}

fn group_rate(budgets: Budgets) -> Rate {
    let (period, burst) = of_group(budgets.group);
    rate(period, burst)
}

/// In whole milliseconds, rather slower than faster.
fn rate(period: Duration, burst: u32) -> Rate {
    let period_ms = i64::try_from(period.as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX);
    Rate { period_ms, burst: i64::from(burst) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budgets_are_those_of_a_single_process() {
        assert_eq!(group_rate(Budgets::TELEGRAM), Rate { period_ms: 4000, burst: 5 });
        assert_eq!(rate(Duration::from_secs(1) / 30, 1), Rate { period_ms: 34, burst: 1 });
        assert_eq!(rate(PRIVATE_PERIOD, PRIVATE_BURST), Rate { period_ms: 1000, burst: 5 });
    }
}
