//! Chance from the operating system: secrets of links, and short ids.
//!
//! Nothing here keeps anything.

use sha2::{Digest, Sha256};

use super::sql::StoreError;

/// So many random bytes make a secret: 160 bits, so that guessing is pointless.
const SECRET_BYTES: usize = 20;

/// So many random bytes make an id; what is in front of a person must not be long.
const ID_BYTES: usize = 5;

/// A new secret: 40 hexadecimal digits.
///
/// # Errors
/// When the operating system gives no random numbers.
pub fn new_secret() -> Result<String, StoreError> {
    random_hex::<SECRET_BYTES>()
}

/// A new id of ten hexadecimal digits, for rows that people name.
///
/// # Errors
/// As [`new_secret`].
pub fn new_short_id() -> Result<String, StoreError> {
    random_hex::<ID_BYTES>()
}

/// What is kept of a secret. It holds too much chance for salt or slowness to add anything.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn random_hex<const BYTES: usize>() -> Result<String, StoreError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| StoreError::Unavailable(format!("the system gives no random numbers: {error}")))?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_and_new_each_time_and_its_hash_is_not_it() -> Result<(), StoreError> {
        let (one, other) = (new_secret()?, new_secret()?);
        assert_eq!(one.len(), 40);
        assert_ne!(one, other);
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(!hash(&one).contains(&one));
        Ok(())
    }
}
