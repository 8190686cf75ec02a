//! The signature of a request to the TikTok Shop Open API.
//!
//! HMAC-SHA256 over the path, the sorted parameters and the very bytes of the body, with the app's secret as
//! the key and around the message (Partner Center, "Sign your API request"). What is absent here: the signature
//! of notifications, which is another one; see [`super::notification`].

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The parameters that are not signed.
const NOT_SIGNED: [&str; 2] = ["sign", "access_token"];

/// The value of `sign`: 64 hexadecimal digits. The path has no host and no query; values are as they are before
/// they are written into a URL; an empty one is not signed (and must not be sent).
pub fn sign(secret: &str, path: &str, query: &[(&str, &str)], body: &[u8]) -> String {
    let mut signed: Vec<&(&str, &str)> =
        query.iter().filter(|(name, value)| !NOT_SIGNED.contains(name) && !value.is_empty()).collect();
    signed.sort_unstable();
    let parameters: String = signed.iter().flat_map(|(name, value)| [*name, *value]).collect();
    let parts = [secret.as_bytes(), path.as_bytes(), parameters.as_bytes(), body, secret.as_bytes()];
    hmac_hex(secret, &parts)
}

/// HMAC-SHA256 of parts that follow each other, as hexadecimal digits.
pub fn hmac_hex(secret: &str, parts: &[&[u8]]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTED: &str = "e59af819cc";
    const OWN: &str = "testsecret01";
    const WEBHOOKS: &str = "/event/202309/webhooks";
    const SHOP: [(&str, &str); 3] =
        [("timestamp", "1696909648"), ("shop_cipher", "ROW_xkMbgAAAeVAQra0eZWebFQq5aIK"), ("app_key", "68xu9ks5p4i8")];

    #[test]
    fn the_example_of_the_partner_center() {
        let query = [("app_key", "29a39d"), ("timestamp", "1623812664")];
        let sign = sign(DOCUMENTED, "/authorization/202309/shops", &query, b"");
        assert_eq!(sign, "b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8");
    }

    #[test]
    fn requests_with_and_without_a_body() {
        let address = r#""address":"https://partner.tiktokshop.com""#;
        let event = r#""event_type":"PACKAGE_UPDATE""#;
        let bodies = [
            (String::new(), "ed58e1b5e59865c22a7b828c1cab65007441f43cc91a6cb2f2cdc638e0995a37"),
            (format!("{{{event},{address}}}"), "701dd6deb2389fe4c469b89bd37fc56f96a6da6afeb4d01c9077a65169752fa7"),
            (format!("{{{address},{event}}}"), "cd0d6268252f4ba293bf7ea4c0a2873bf9beec600d22530638564ab301435f7a"),
        ];
        for (body, expected) in bodies {
            assert_eq!(sign(DOCUMENTED, WEBHOOKS, &SHOP, body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn a_single_parameter() {
        let expected = "d3cb7fe11ecae942802ceeca67e7cf10120cc12f1517d45fbc1c8cfe5413c80f";
        assert_eq!(sign("app_secret", "/test-api", &[("foo", "bar")], b""), expected);
        let more = [("sign", "x"), ("access_token", "y"), ("empty", ""), ("foo", "bar")];
        assert_eq!(sign("app_secret", "/test-api", &more, b""), expected, "what is not signed changes nothing");
    }

    #[test]
    fn orders_by_their_numbers_and_a_search() {
        let common = [("app_key", "testappkey01"), ("shop_cipher", "ROW_testcipher"), ("timestamp", "1700000000")];
        let of = |path, more: &[(&'static str, &'static str)], body: &str| {
            sign(OWN, path, &[&common, more].concat(), body.as_bytes())
        };
        let one = of("/order/202309/orders", &[("ids", "576461413038785752")], "");
        assert_eq!(one, "4b64711573665c01225c42a574e82f158968126fd8c22381d78bb9b42d5919e2");
        let two = of("/order/202309/orders", &[("ids", "576461413038785752,576461413038785753")], "");
        assert_eq!(two, "19cc96baed9c782c22f1d1d01cc193528503699aca45e90f1f60c9be56ff3bf8");
        let paging = [("page_size", "20"), ("sort_field", "create_time"), ("sort_order", "DESC")];
        let search = r#"{"order_status":"UNPAID","create_time_ge":1699900000}"#;
        let search = of("/order/202309/orders/search", &paging, search);
        assert_eq!(search, "f84a74eaea78f4b68d6bd84fcc96cd378958789be728b8756c7afc28e520a8b0");
    }
}
