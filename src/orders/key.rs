//! What is kept of personal data: keyed hashes (HMAC-SHA256), from which nothing can be found without the key.
//!
//! Telephone numbers are few enough to be tried one after the other; the key is what stands in the way of that.
//! What a hash is of goes into it, and for what is short also the order, so that hashes of different things can
//! never be compared.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::order::OrderNumber;

/// So many bytes of a hash are kept.
const BYTES: usize = 16;

/// A keyed hash: 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(pub String);

/// The key of the hashes. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct HashKey([u8; 32]);

impl std::fmt::Debug for HashKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("HashKey")
    }
}

impl HashKey {
    /// The key of a secret text, which should hold 128 bits of chance or more.
    pub fn of_secret(secret: &str) -> HashKey {
        HashKey(Sha256::digest(secret.as_bytes()).into())
    }

    /// The hash of a platform's id for a buyer: the same in all orders of that buyer.
    pub fn buyer(&self, platform_id: &str) -> Digest {
        self.digest(&["buyer", platform_id])
    }

    /// The hash of a whole telephone number, in the form of `super::phone::normal`.
    pub fn phone(&self, normal: &str) -> Digest {
        self.digest(&["phone", normal])
    }

    /// The hash of the last four digits of a telephone number, for one order.
    pub fn phone_end(&self, number: &OrderNumber, digits: &str) -> Digest {
        self.digest(&["phone-end", number.as_str(), digits])
    }

    /// The hash of what is typed to prove an order: what kind it is, and its one way of being written.
    pub fn fact(&self, number: &OrderNumber, kind: &str, written: &str) -> Digest {
        self.digest(&["fact", number.as_str(), kind, written])
    }

    /// What stands for an order number where tries are counted.
    pub fn number(&self, number: &OrderNumber) -> Digest {
        self.digest(&["number", number.as_str()])
    }

    /// The hash of a one-time code.
    pub fn code(&self, code: &str) -> Digest {
        self.digest(&["code", code])
    }

    fn digest(&self, parts: &[&str]) -> Digest {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Digest(String::new()) };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let bytes = mac.finalize().into_bytes();
        Digest(bytes.iter().take(BYTES).map(|byte| format!("{byte:02x}")).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_depend_on_the_key_the_thing_and_the_order() {
        let (one, other) = (HashKey::of_secret("one"), HashKey::of_secret("other"));
        assert_eq!(one.phone("628123"), one.phone("628123"));
        assert_ne!(one.phone("628123"), other.phone("628123"));
        assert_ne!(one.phone("628123"), one.buyer("628123"));
        let ends = ["1", "2"].map(|number| OrderNumber::new(number).map(|number| one.phone_end(&number, "4821")));
        assert_ne!(ends[0], ends[1]);
        assert!(!format!("{one:?}").contains("one"));
    }
}
