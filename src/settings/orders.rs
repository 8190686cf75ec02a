//! The settings of orders: where they come from, what they look like, what proves them.
//!
//! A source that is named and not set up is a fault that says what to set. What is absent here: any use of
//! what is set; whether the shapes in `orders.numbers` can be read is found out where they are used.

use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};

use super::Keys;
use crate::orders::FactKind;

/// A secret of fewer characters than these could be guessed.
pub(super) const SHORTEST_SECRET: usize = 16;

const APP_KEYS: [&str; 2] = ["orders.tiktok.app_key", "orders.tiktok.app_secret"];

/// The settings of orders.
#[derive(Debug, Clone)]
pub struct Orders {
    /// `orders.sources`: whom to ask, in this order.
    pub sources: Vec<OrderSourceName>,
    /// `orders.timeout_seconds`: for so long each of them is waited for.
    pub timeout_seconds: u32,
    /// `orders.numbers`: what order numbers look like, by name.
    pub numbers: Vec<String>,
    /// `orders.proof`: what is accepted as a proof that an order is somebody's; at least one.
    pub proof: Vec<FactKind>,
    /// `orders.max_age_minutes`: data that is older is no ground to ship on.
    pub max_age_minutes: u32,
    /// `orders.hash_key`: the secret of the hashes; without it one is made and kept in the store.
    pub hash_key: Option<SecretString>,
    /// `orders.time_zone`: the zone of the local times in files.
    pub time_zone: TimeZone,
    /// `orders.xlsx_megabytes`: a larger workbook is refused.
    pub xlsx_megabytes: u32,
    /// `orders.keep_days`: for so long an order is kept after it ended.
    pub keep_days: u32,
    /// `orders.http`, where it is set up.
    pub http: Option<HttpOrders>,
    /// `orders.tiktok`, where it is set up.
    pub tiktok: Option<TikTok>,
}

/// A source of orders, by its word in `orders.sources`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderSourceName {
    /// `table`: what was imported, or came by a webhook.
    Table,
    /// `http`: a server of the merchant's own.
    Http,
    /// `tiktok`: the TikTok Shop Open API.
    TikTok,
}

/// A server of the merchant's own.
#[derive(Debug, Clone)]
pub struct HttpOrders {
    /// `orders.http.url`: orders are at `URL/orders/NUMBER`.
    pub url: String,
    /// `orders.http.token`: what is shown to it, where it wants that.
    pub token: Option<SecretString>,
}

/// An app and a shop of TikTok Shop.
#[derive(Debug, Clone)]
pub struct TikTok {
    /// `orders.tiktok.app_key`.
    pub app_key: String,
    /// `orders.tiktok.app_secret`.
    pub app_secret: SecretString,
    /// `orders.tiktok.shop_cipher`: which shop, in the platform's word.
    pub shop_cipher: String,
    /// `orders.tiktok.access_token`; without it one is fetched with the refresh token.
    pub access_token: Option<SecretString>,
    /// `orders.tiktok.refresh_token`.
    pub refresh_token: SecretString,
    /// `orders.tiktok.shop`: the shop's short name here, the one that sellers are invited to.
    pub shop: String,
    /// `orders.tiktok.api_url`, without a trailing slash.
    pub api_url: String,
    /// `orders.tiktok.auth_url`, without a trailing slash.
    pub auth_url: String,
    /// `orders.tiktok.version`: the version of the order interface.
    pub version: String,
    /// `orders.tiktok.webhook`: where notifications are received; `None` when neither key is set.
    pub webhook: Option<Webhook>,
}

/// Where notifications are received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// `orders.tiktok.webhook.listen`: address and port.
    pub listen: String,
    /// `orders.tiktok.webhook.path`: begins with a slash.
    pub path: String,
}

impl Keys {
    pub(super) fn orders(&mut self) -> Orders {
        let sources = self.sources();
        Orders {
            timeout_seconds: self.number("orders.timeout_seconds", "seconds", 1..=60, 5),
            numbers: self.list("orders.numbers").unwrap_or_else(|| vec!["tiktok".to_owned()]),
            proof: self.proof(),
            max_age_minutes: self.number("orders.max_age_minutes", "minutes", 1..=1440, 30),
            hash_key: self.hash_key(),
            time_zone: self.time_zone(),
            xlsx_megabytes: self.number("orders.xlsx_megabytes", "megabytes", 1..=1000, 50),
            keep_days: self.number("orders.keep_days", "days", 1..=super::MOST_DAYS, 180),
            http: self.http(sources.contains(&OrderSourceName::Http)),
            tiktok: self.tiktok(sources.contains(&OrderSourceName::TikTok)),
            sources,
        }
    }

    fn sources(&mut self) -> Vec<OrderSourceName> {
        let words =
            [("table", OrderSourceName::Table), ("http", OrderSourceName::Http), ("tiktok", OrderSourceName::TikTok)];
        self.words("orders.sources", &words).unwrap_or_else(|| vec![OrderSourceName::Table])
    }

    fn proof(&mut self) -> Vec<FactKind> {
        let words = FactKind::ALL.map(|kind| (kind.word(), kind));
        let proof = self.words("orders.proof", &words).unwrap_or_else(|| FactKind::ALL.to_vec());
        let (whole, halves) = (proof.iter().any(|kind| !kind.is_of_a_pair()), proof.len());
        if !whole && halves < 2 {
            self.faults.push("orders.proof: one fact of a pair proves nothing; name a second one as well".to_owned());
        }
        proof
    }

    fn hash_key(&mut self) -> Option<SecretString> {
        let key = self.secret("orders.hash_key")?;
        if key.expose_secret().chars().count() < SHORTEST_SECRET {
            self.faults.push(format!("orders.hash_key is too short; it needs {SHORTEST_SECRET} characters or more"));
        }
        Some(key)
    }

    fn time_zone(&mut self) -> TimeZone {
        let key = "orders.time_zone";
        let name = self.word(key).unwrap_or_else(|| "Asia/Jakarta".to_owned());
        TimeZone::get(&name).unwrap_or_else(|_| {
            self.faults.push(format!("{key}: \"{name}\" is no time zone; write it as in Asia/Jakarta"));
            TimeZone::UTC
        })
    }

    /// The server of one's own; its keys matter only where it is named.
    fn http(&mut self, named: bool) -> Option<HttpOrders> {
        let (url, token) = (self.url("orders.http.url", None), self.secret("orders.http.token"));
        if named && url.is_none() {
            self.faults.push("orders.sources names http: set orders.http.url".to_owned());
        }
        url.map(|url| HttpOrders { url, token })
    }

    /// The app and shop of TikTok Shop. What is half set up matters where the source is named, or its
    /// notifications are to be received.
    fn tiktok(&mut self, named: bool) -> Option<TikTok> {
        let webhook = self.webhook();
        let text = |keys: &mut Keys, name: &str| keys.word(&format!("orders.tiktok.{name}"));
        let secret = |keys: &mut Keys, name: &str| keys.secret(&format!("orders.tiktok.{name}"));
        let (app_key, app_secret) = (text(self, "app_key"), secret(self, "app_secret"));
        let (cipher, shop) = (text(self, "shop_cipher"), text(self, "shop"));
        let (access_token, refresh_token) = (secret(self, "access_token"), secret(self, "refresh_token"));
        let api_url = self.url("orders.tiktok.api_url", Some("https://open-api.tiktokglobalshop.com"));
        let auth_url = self.url("orders.tiktok.auth_url", Some("https://auth.tiktok-shops.com"));
        let version = text(self, "version").unwrap_or_else(|| "202309".to_owned());
        let missing = [
            (app_key.is_none(), APP_KEYS[0]),
            (app_secret.is_none(), APP_KEYS[1]),
            (cipher.is_none(), "orders.tiktok.shop_cipher"),
            (refresh_token.is_none(), "orders.tiktok.refresh_token"),
            (shop.is_none(), "orders.tiktok.shop"),
        ];
        self.want_tiktok(named, webhook.is_some(), &missing.map(|(missing, key)| missing.then_some(key)));
        Some(TikTok {
            app_key: app_key?,
            app_secret: app_secret?,
            shop_cipher: cipher?,
            access_token,
            refresh_token: refresh_token?,
            shop: shop?,
            api_url: api_url?,
            auth_url: auth_url?,
            version,
            webhook,
        })
    }

    fn want_tiktok(&mut self, named: bool, webhook: bool, missing: &[Option<&str>]) {
        let missing: Vec<&str> = missing.iter().copied().flatten().collect();
        if missing.is_empty() || !(named || webhook) {
            return;
        }
        let why = if named { "orders.sources names tiktok" } else { "orders.tiktok.webhook is set" };
        self.faults.push(format!("{why}: set {}", missing.join(", ")));
    }

    fn webhook(&mut self) -> Option<Webhook> {
        let (listen, path) = (self.word("orders.tiktok.webhook.listen"), self.word("orders.tiktok.webhook.path"));
        if listen.is_none() && path.is_none() {
            return None;
        }
        let listen = listen.unwrap_or_else(|| "127.0.0.1:8081".to_owned());
        if listen.parse::<std::net::SocketAddr>().is_err() {
            self.faults.push("orders.tiktok.webhook.listen is no address; write it as in 127.0.0.1:8081".to_owned());
        }
        let path = path.unwrap_or_else(|| "/tiktok".to_owned());
        if !is_path(&path) {
            self.faults.push("orders.tiktok.webhook.path is no path; write it as in /tiktok".to_owned());
        }
        Some(Webhook { listen, path })
    }

    /// Texts of an array, or of a text with commas; `None` where nothing is set.
    pub(super) fn list(&mut self, key: &str) -> Option<Vec<String>> {
        let (value, from) = self.values.remove(key)?;
        let texts: Option<Vec<String>> = match value {
            toml::Value::String(text) => Some(text.split(',').map(|part| part.trim().to_owned()).collect()),
            toml::Value::Array(values) => {
                values.iter().map(|value| value.as_str().map(|text| text.trim().to_owned())).collect()
            }
            _ => None,
        };
        let texts = texts.map(|texts| texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>());
        if texts.as_ref().is_none_or(Vec::is_empty) {
            self.faults.push(format!("{key} in {from}: expected a list with one text or more"));
            return None;
        }
        texts
    }

    /// Words of a list, each once, by what they mean.
    pub(super) fn words<T: Copy + PartialEq>(&mut self, key: &str, known: &[(&str, T)]) -> Option<Vec<T>> {
        let mut meant = Vec::new();
        for word in self.list(key)? {
            match known.iter().find(|(name, _)| *name == word) {
                Some((_, meaning)) if meant.contains(meaning) => {}
                Some((_, meaning)) => meant.push(*meaning),
                None => {
                    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
                    self.faults.push(format!("{key}: \"{word}\" is not known; use {}", names.join(", ")));
                }
            }
        }
        Some(meant)
    }

    /// A text that is not blank.
    pub(super) fn word(&mut self, key: &str) -> Option<String> {
        let text: String = self.take(key, "a text in quotes")?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    pub(super) fn secret(&mut self, key: &str) -> Option<SecretString> {
        self.word(key).map(SecretString::from)
    }

    /// A URL without a trailing slash. It is not quoted in a fault: it may hold a password.
    fn url(&mut self, key: &str, usual: Option<&str>) -> Option<String> {
        let url = self.word(key).or_else(|| usual.map(str::to_owned))?;
        if !url.starts_with("http://") && !url.starts_with("https://") {
            self.faults.push(format!("{key} is no URL; it begins with http:// or https://"));
        }
        Some(url.trim_end_matches('/').to_owned())
    }
}

/// A path that a route can be made of: nothing in it has a meaning of its own there.
fn is_path(path: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/-_.~".contains(letter);
    path.len() > 1 && path.starts_with('/') && path.chars().all(plain) && !path.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    fn parse(text: &str, variables: &[(&str, &str)]) -> Result<Orders, String> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        let settings = Settings::parse(text, "tanya.toml", variables).map_err(|faults| faults.to_string());
        settings.map(|settings| settings.orders)
    }

    #[test]
    fn without_a_word_orders_come_from_the_table() -> Result<(), String> {
        let orders = parse("", &[])?;
        assert_eq!(orders.sources, [OrderSourceName::Table]);
        assert_eq!((orders.timeout_seconds, orders.max_age_minutes, orders.keep_days), (5, 30, 180));
        assert_eq!((orders.xlsx_megabytes, orders.numbers), (50, vec!["tiktok".to_owned()]));
        assert_eq!(orders.proof, FactKind::ALL);
        assert_eq!(orders.time_zone.iana_name(), Some("Asia/Jakarta"));
        assert!(orders.hash_key.is_none() && orders.http.is_none() && orders.tiktok.is_none());
        Ok(())
    }

    #[test]
    fn lists_come_from_a_file_and_from_variables() -> Result<(), String> {
        let file =
            "[orders]\nsources = [\"http\", \"table\"]\nproof = [\"contact\"]\n[orders.http]\nurl = \"http://a/\"\n";
        let orders = parse(file, &[("TANYA_ORDERS__NUMBERS", "tiktok, shopee,"), ("TANYA_ORDERS__HTTP__TOKEN", "t")])?;
        assert_eq!(orders.sources, [OrderSourceName::Http, OrderSourceName::Table]);
        assert_eq!(orders.numbers, ["tiktok", "shopee"]);
        assert_eq!(orders.proof, [FactKind::Contact]);
        assert_eq!(orders.http.map(|http| (http.url, http.token.is_some())), Some(("http://a".to_owned(), true)));
        let orders = parse("[orders]\nsources = [\"table\", \"table\"]\n", &[("TANYA_ORDERS__KEEP_DAYS", "7")])?;
        assert_eq!((orders.sources, orders.keep_days), (vec![OrderSourceName::Table], 7));
        Ok(())
    }

    #[test]
    fn a_source_that_is_not_set_up_is_a_fault_that_says_what_to_set() {
        let faults = parse("[orders]\nsources = [\"http\", \"tiktok\"]\n", &[]).err().unwrap_or_default();
        let expected = "orders.sources names http: set orders.http.url\norders.sources names tiktok: set \
            orders.tiktok.app_key, orders.tiktok.app_secret, orders.tiktok.shop_cipher, orders.tiktok.refresh_token, \
            orders.tiktok.shop";
        assert_eq!(faults, expected);
        let faults = parse("[orders.tiktok.webhook]\npath = \"/x\"\n", &[]).err().unwrap_or_default();
        assert!(faults.starts_with("orders.tiktok.webhook is set: set orders.tiktok.app_key"), "{faults}");
        assert!(parse("[orders.tiktok]\napp_key = \"a\"\n", &[]).is_ok_and(|orders| orders.tiktok.is_none()));
    }

    #[test]
    fn all_faults_are_listed_and_no_secret_is_shown() {
        let file = "[orders]\nsources = [\"fax\"]\nproof = [\"time\"]\nmax_age_minutes = 0\nhash_key = \"SECRET\"\n\
            time_zone = \"Asia/Nowhere\"\nnumbers = []\nkeep_days = \"many\"\n[orders.http]\nurl = \"SECRET\"\n\
            [orders.tiktok.webhook]\nlisten = \"8081\"\npath = \"tiktok/{x}\"\n";
        let faults = parse(file, &[]).err().unwrap_or_default();
        for key in ["sources", "proof", "max_age_minutes", "hash_key", "time_zone", "numbers", "keep_days", "http.url"]
            .into_iter()
            .chain(["tiktok.webhook.listen", "tiktok.webhook.path", "tiktok.app_key"])
        {
            assert!(faults.contains(&format!("orders.{key}")), "{key} is not in: {faults}");
        }
        assert!(!faults.contains("SECRET"), "{faults}");
    }

    #[test]
    fn secrets_are_hidden_when_settings_are_shown() {
        let file = "[orders]\nsources = [\"tiktok\"]\nhash_key = \"SECRET-SECRET-SECRET\"\n[orders.tiktok]\n\
            app_key = \"k\"\napp_secret = \"SECRET\"\nshop_cipher = \"c\"\naccess_token = \"SECRET\"\n\
            refresh_token = \"SECRET\"\nshop = \"s\"\n[orders.tiktok.webhook]\nlisten = \"127.0.0.1:1\"\n";
        let orders = parse(file, &[]);
        assert!(orders.as_ref().is_ok_and(|orders| !format!("{orders:?}").contains("SECRET")), "{orders:?}");
        let tiktok = orders.ok().and_then(|orders| orders.tiktok);
        let webhook = Webhook { listen: "127.0.0.1:1".to_owned(), path: "/tiktok".to_owned() };
        assert_eq!(tiktok.as_ref().and_then(|tiktok| tiktok.webhook.clone()), Some(webhook));
        assert_eq!(tiktok.map(|tiktok| tiktok.version), Some("202309".to_owned()));
    }

    /// The example with every commented setting switched on: all of them exist, and what it shows where nothing
    /// is commented is what holds without it.
    #[test]
    fn the_example_is_true() -> Result<(), String> {
        let example = include_str!("../../tanya.example.toml");
        let (usual, shown) = (parse("", &[])?, parse(example, &[])?);
        assert_eq!(format!("{usual:?}"), format!("{shown:?}"));
        let is_setting = |line: &&str| line.starts_with("# ") && line.contains(" = ");
        let commented: Vec<&str> = example.lines().filter(is_setting).collect();
        assert!(commented.len() > 10, "{commented:?}");
        let all = example.lines().map(|line| if is_setting(&line) { &line[2..] } else { line });
        let all = parse(&all.collect::<Vec<_>>().join("\n"), &[])?;
        assert!(all.http.is_some() && all.hash_key.is_some());
        let webhook = Some(Webhook { listen: "127.0.0.1:8081".to_owned(), path: "/tiktok".to_owned() });
        assert_eq!(all.tiktok.and_then(|tiktok| tiktok.webhook), webhook);
        Ok(())
    }
}
