//! Imports of orders: the files of `tests/fixtures/orders/`, each of which reproduces what real exports do, put into a
//! real store.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::tz::TimeZone;
use tanya::orders::import::{self, Options};
use tanya::orders::{HashKey, Kind, Order, OrderNumber, Status, UnixMs};
use tanya::service::import::{ImportError, Summary, import};
use tanya::store::{Store, orders};

/// Some weeks after the newest time in the fixtures.
const NOW: UnixMs = 1_797_000_000_000;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/orders").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).unwrap()
}

fn options() -> Options {
    Options {
        shop: "Toko".to_owned(),
        only_this_shop: false,
        key: HashKey::of_secret("key"),
        zone: TimeZone::get(import::ZONE).unwrap(),
        now: NOW,
        just_now: false,
        xlsx_bytes: import::XLSX_BYTES,
        numbers_kept: 0,
    }
}

/// A store, and what is done with it.
struct Shop(Store);

impl Shop {
    fn new() -> Shop {
        Shop(Store::open("sqlite::memory:").unwrap())
    }

    fn takes(&self, bytes: &[u8], options: &Options) -> Result<Summary, ImportError> {
        import(&self.0, &mut Cursor::new(bytes), options, &mut |_| {})
    }

    fn take(&self, name: &str) -> Summary {
        self.takes(&bytes(name), &options()).unwrap()
    }

    fn all(&self) -> Vec<Order> {
        let read = |row: &tanya::store::Row| OrderNumber::new(row.text(0)?).map(Ok).unwrap();
        let all = self.0.transaction(move |sql| {
            let rows = sql.query("SELECT number FROM orders ORDER BY number", &[])?;
            let numbers: Vec<OrderNumber> = rows.iter().map(read).collect::<Result<_, tanya::store::StoreError>>()?;
            let found: Result<Vec<_>, _> = numbers.iter().map(|number| orders::find(sql, number)).collect();
            Ok(found?.concat())
        });
        wait(all).unwrap()
    }

    /// The order whose number ends so.
    fn order(&self, end: &str) -> Order {
        self.all().into_iter().find(|order| order.number.end() == end).unwrap()
    }
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn at(local: &str) -> Option<UnixMs> {
    let time: jiff::civil::DateTime = local.parse().unwrap();
    Some(time.in_tz(import::ZONE).unwrap().timestamp().as_millisecond())
}

fn counts(summary: &Summary) -> [u64; 5] {
    [summary.new, summary.changed, summary.unchanged, summary.older, summary.refused_count]
}

fn items(order: &Order) -> Vec<(&str, u32)> {
    order.items.iter().map(|item| (item.name.as_str(), item.quantity)).collect()
}

#[test]
fn an_indonesian_export_with_all_its_traps_is_read() {
    for name in ["seller_center_id.csv", "seller_center_id.xlsx"] {
        let shop = Shop::new();
        let summary = shop.take(name);
        assert_eq!(counts(&summary), [5, 0, 0, 0, 0], "{name}: {:?}", summary.refused);
        assert_eq!(summary.newest_at, at("2026-11-19T15:00:00"));
        let first = shop.order("0001");
        assert_eq!(first.number.as_str(), "576461413038700001");
        assert_eq!((first.shop.as_str(), first.status), ("Toko", Status::ToShip));
        assert_eq!(items(&first), [("Tas kanvas (Merah)", 1), ("Topi", 2), ("Syal (Biru)", 1)]);
        assert_eq!(first.total.map(|total| total.minor), Some(10_500_000));
        assert_eq!((first.created_at, first.paid_at), (at("2026-11-19T14:30:05"), at("2026-11-19T14:35:00")));
        assert_eq!(first.known_at, at("2026-11-19T15:00:00").unwrap());
        assert_eq!(first.payment_method.as_deref(), Some("GoPay"));
        let second = shop.order("0002");
        assert_eq!((second.status, second.kind.pre_order), (Status::AwaitingCollection, true));
        assert_eq!(second.shipments[0].tracking_number.as_deref(), Some("JX0000000002"));
        assert_eq!(second.total.map(|total| total.minor), Some(105_000_000));
        assert_eq!(shop.order("0003").status, Status::Completed);
        let fourth = shop.order("0004");
        assert_eq!(fourth.status, Status::Cancelled);
        assert_eq!(fourth.cancellation.unwrap().reason.as_deref(), Some("Pengiriman paket gagal"));
        assert_eq!(shop.order("0005").kind, Kind { cash_on_delivery: true, ..Kind::default() });
    }
}

#[test]
fn of_a_person_only_hashes_are_kept() {
    let shop = Shop::new();
    shop.take("seller_center_id.csv");
    let key = options().key;
    let (whole, masked) = (shop.order("0001"), shop.order("0002"));
    assert_eq!((whole.buyer, whole.phone), (Some(key.buyer("buyer.one")), Some(key.phone("6281234567890"))));
    assert_eq!((masked.buyer, masked.phone), (Some(key.buyer("buyer.two")), None));
    assert_eq!(masked.phone_end, Some(key.phone_end(&masked.number, "4821")));
    let kept = serde_json::to_string(&shop.all()).unwrap();
    for personal in ["buyer.", "Siti", "Melati", "81234", "4821", "terima kasih"] {
        assert!(!kept.contains(personal), "{personal}");
    }
}

#[test]
fn english_values_are_read_and_a_status_that_is_not_known_is_not_guessed() {
    for name in ["seller_center_en.csv", "seller_center_semicolon.csv", "seller_center_en.xlsx"] {
        let shop = Shop::new();
        let summary = shop.take(name);
        assert_eq!(summary.new, 4, "{name}: {:?}", summary.refused);
        assert_eq!(shop.order("0006").status, Status::AwaitingCollection);
        assert_eq!(shop.order("0006").created_at, at("2026-11-19T14:30:00"));
        let seventh = shop.order("0007");
        assert_eq!((seventh.status, seventh.kind.cash_on_delivery), (Status::Delivered, true));
        assert_eq!(shop.order("0008").total.map(|total| total.minor), Some(10_500_000));
        let ninth = shop.order("0009");
        assert_eq!((ninth.status, ninth.raw_status.as_str()), (Status::Unknown, "Something new"));
    }
}

#[test]
fn an_id_that_a_spreadsheet_has_rounded_is_refused_by_its_row() {
    let summary = Shop::new().take("seller_center_en.xlsx");
    let refused: Vec<String> = summary.refused.iter().map(ToString::to_string).collect();
    let rounded = "line 6: a spreadsheet has rounded the order number; import the file as it was exported";
    assert_eq!(refused, [rounded]);
}

#[test]
fn american_times_are_read_and_an_amount_in_an_unnamed_dollar_is_left_out() {
    let shop = Shop::new();
    assert_eq!(counts(&shop.take("seller_center_us.csv")), [1, 0, 0, 0, 0]);
    let order = shop.order("0006");
    assert_eq!((order.created_at, order.total), (at("2026-11-19T14:30:00"), None));
}

#[test]
fn the_export_of_shopee_is_read() {
    for name in ["shopee_id.csv", "shopee_id.xlsx"] {
        let shop = Shop::new();
        assert_eq!(counts(&shop.take(name)), [2, 0, 0, 0, 0], "{name}");
        let bag = shop.order("HN9X");
        assert_eq!((bag.number.as_str(), bag.status), ("261119QSV5HN9X", Status::Completed));
        assert_eq!((items(&bag), bag.paid_at), (vec![("Tas (Merah)", 1), ("Topi", 2)], at("2026-11-17T14:31:00")));
        let glass = shop.order("EFGH");
        assert_eq!((glass.status, glass.paid_at, glass.kind.cash_on_delivery), (Status::ToShip, None, true));
    }
}

#[test]
fn json_lines_are_read_and_broken_ones_reported() {
    let shop = Shop::new();
    let summary = shop.take("orders.jsonl");
    assert_eq!(counts(&summary), [3, 0, 0, 0, 3]);
    let refused: Vec<String> = summary.refused.iter().map(ToString::to_string).collect();
    let expected = [
        "line 3 (order …0052): `status` is none of the known words",
        "line 4: it is not JSON",
        "line 6: `id` is not a text",
    ];
    assert_eq!(refused, expected);
    assert_eq!((shop.order("0050").shop.as_str(), shop.order("0051").shop.as_str()), ("Toko", "Warung"));
    assert_eq!(shop.order("0050").buyer, Some(options().key.buyer("u1")));
    let fresh = wait(shop.0.transaction(orders::freshness)).unwrap();
    assert_eq!(fresh.iter().map(|one| one.shop.as_str()).collect::<Vec<_>>(), ["Toko", "Warung"]);
    assert!(fresh.iter().all(|one| Some(one.newest_at) == at("2026-11-19T15:00:00")));
}

#[test]
fn broken_rows_are_reported_with_their_lines_and_the_rest_goes_on() {
    let shop = Shop::new();
    let summary = shop.take("broken_rows.csv");
    assert_eq!(counts(&summary), [2, 0, 0, 0, 6]);
    let refused: Vec<String> = summary.refused.iter().map(ToString::to_string).collect();
    let expected = [
        "line 3: a spreadsheet has rounded the order number; import the file as it was exported",
        "line 4: the order number is missing",
        "line 5 (order …0040): \"order status\" is empty",
        "line 6 (order …0041): \"created time\" is not a time",
        "line 7 (order …0042): \"order amount\" is not an amount",
        "line 8 (order …0043): \"quantity\" is not a whole number",
    ];
    assert_eq!(refused, expected);
}

#[test]
fn sql_and_html_in_any_field_are_text() {
    let shop = Shop::new();
    let summary = shop.take("hostile.csv");
    // A number, six times, an amount and a quantity cannot be such a text; nor can a whole row of it.
    assert_eq!((summary.new, summary.refused_count), (18, 10));
    assert!(summary.refused.iter().all(|refused| !refused.to_string().contains("DROP")));
    assert_eq!(shop.all().len(), 18);
    let evil = "Robert'); DROP TABLE orders; --<script>alert(1)</script>";
    assert!(shop.all().iter().any(|order| order.items.iter().any(|item| item.name == evil)));
    assert!(shop.all().iter().any(|order| order.raw_status == evil && order.status == Status::Unknown));
}

#[test]
fn the_same_file_twice_changes_nothing() {
    for name in ["seller_center_id.csv", "seller_center_id.xlsx", "shopee_id.csv", "orders.jsonl", "hostile.csv"] {
        let shop = Shop::new();
        let first = shop.take(name);
        let before = shop.all();
        let second = shop.take(name);
        assert_eq!(counts(&second), [0, 0, first.new, 0, first.refused_count], "{name}");
        assert_eq!(shop.all(), before, "{name}");
    }
}

#[test]
fn rows_of_an_order_at_both_ends_of_a_long_file_are_one_order() {
    let row = |number: usize, product: &str| format!("{number:018},To ship,19/11/2026 14:30:00,{product},1,Rp7.000\n");
    let middle: String = (1..2 * import::PORTION).map(|number| row(number, "x")).collect();
    let header = "Order ID,Order Status,Created Time,Product Name,Quantity,Order Amount\n";
    let file = format!("{header}{}{middle}{}", row(0, "first"), row(0, "last"));
    let shop = Shop::new();
    for _ in 0..2 {
        shop.takes(file.as_bytes(), &options()).unwrap();
        let order = shop.order("0000");
        assert_eq!((items(&order), order.total.unwrap().minor), (vec![("first", 1), ("last", 1)], 700_000));
    }
    let again = shop.takes(file.as_bytes(), &options()).unwrap();
    assert_eq!((again.new, again.changed), (0, 0));
    let later = shop.takes(file.as_bytes(), &Options { just_now: true, ..options() }).unwrap();
    assert_eq!((later.new, later.changed, shop.order("0000").known_at), (0, 0, NOW));
}

#[test]
fn older_data_never_overwrites_newer() {
    let shop = Shop::new();
    let table = |status: &str, time: &str| format!("Order ID,Order Status,Created Time\n1,{status},{time}\n");
    let take = |status: &str, time: &str| shop.takes(table(status, time).as_bytes(), &options()).unwrap();
    assert_eq!(take("Selesai", "19/11/2026 14:30:00").new, 1);
    assert_eq!(counts(&take("Perlu dikirim", "18/11/2026 14:30:00")), [0, 0, 0, 1, 0]);
    assert_eq!(shop.all()[0].status, Status::Completed);
    assert_eq!(shop.all()[0].created_at, at("2026-11-19T14:30:00"));
    assert_eq!(take("Dibatalkan", "20/11/2026 14:30:00").changed, 1);
    assert_eq!(shop.all()[0].status, Status::Cancelled);
}

#[test]
fn a_truncated_workbook_is_refused_in_one_sentence_and_leaves_nothing() {
    let whole = bytes("seller_center_id.xlsx");
    let shop = Shop::new();
    for end in [4, 100, whole.len() / 2, whole.len() - 30, whole.len() - 1] {
        let refusal = shop.takes(&whole[..end], &options()).unwrap_err().to_string();
        assert_eq!(refusal, "the XLSX file is damaged or incomplete: export it again", "{end}");
    }
    assert_eq!(shop.all(), []);
    let small = Options { xlsx_bytes: 1024, ..options() };
    assert!(shop.takes(&whole, &small).unwrap_err().to_string().starts_with("the XLSX file is larger than"));
    for at in (0..whole.len()).step_by(13) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        // Whatever becomes of it, it ends, and nothing is made up.
        drop(Shop::new().takes(&damaged, &options()));
    }
}

#[test]
fn files_of_other_kinds_are_refused_in_one_sentence() {
    let shop = Shop::new();
    let refusal = |bytes: &[u8]| shop.takes(bytes, &options()).unwrap_err().to_string();
    assert_eq!(refusal(&bytes("returns.csv")), "the file is the export of returns: import the export of orders");
    let utf16: Vec<u8> = "\u{feff}Order ID\tOrder Status\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refusal(&utf16).starts_with("the file is written in UTF-16"));
    assert!(refusal(b"<!DOCTYPE html><html>").starts_with("the file holds no orders"));
    assert_eq!(refusal(b""), "the file is empty");
}

#[test]
fn a_seller_imports_for_their_own_shop_only() {
    let own = Options { only_this_shop: true, numbers_kept: 100, ..options() };
    let shop = Shop::new();
    let summary = shop.takes(&bytes("orders.jsonl"), &own).unwrap();
    assert_eq!(counts(&summary), [2, 0, 0, 0, 4]);
    assert_eq!(summary.refused[0].to_string(), "line 2 (order …0051): it is an order of another shop");
    let ends: Vec<&str> = summary.numbers.iter().map(OrderNumber::end).collect();
    assert_eq!(ends, ["0050", "0054"]);
}

fn tanya(folder: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tanya"));
    let Output { status, stdout, stderr } = command.args(arguments).current_dir(folder).env_clear().output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(stdout), text(stderr), status.code())
}

#[test]
fn the_command_imports_and_shows_without_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let file = fixture("broken_rows.csv");
    let (out, err, code) = tanya(folder.path(), &["orders", "import", file.to_str().unwrap(), "--shop", "Toko"]);
    assert_eq!(code, Some(0), "{err}");
    let summary = "2 orders: 2 new, 0 changed, 0 unchanged, 0 older than what is known; 6 rows refused\n\
                   as of 2026-11-19 14:31:00 WIB\n";
    assert_eq!(out, summary);
    assert_eq!(err.lines().count(), 6);
    let (out, _, code) = tanya(folder.path(), &["orders", "show", "576461413038700044"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("status          to_ship (To ship)\n") && out.contains("shop            Toko\n"), "{out}");
    let (out, err, code) = tanya(folder.path(), &["orders", "show", "1"]);
    let unknown = "tanya: there is no order 1; `tanya orders import FILE` takes orders in\n";
    assert_eq!((out.as_str(), err.as_str(), code), ("", unknown, Some(1)));
}

#[test]
fn the_command_says_in_one_sentence_why_a_file_cannot_be_imported() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("page.csv"), "<html>").unwrap();
    let (out, err, code) = tanya(folder.path(), &["orders", "import", "page.csv"]);
    assert_eq!((out.as_str(), code), ("", Some(1)));
    assert!(err.starts_with("tanya: page.csv cannot be imported: the file holds no orders"), "{err}");
    assert_eq!(tanya(folder.path(), &["orders", "import", "absent.csv"]).2, Some(1));
    assert_eq!(tanya(folder.path(), &["orders", "import", "."]).2, Some(1));
    assert_eq!(tanya(folder.path(), &["orders", "import", "x", "--zone", "Mars/Base"]).2, Some(2));
}

/// The tests of this file that import within this process, for whoever reads the log of them.
pub const EVERY: &[fn()] = &[
    an_indonesian_export_with_all_its_traps_is_read,
    of_a_person_only_hashes_are_kept,
    english_values_are_read_and_a_status_that_is_not_known_is_not_guessed,
    an_id_that_a_spreadsheet_has_rounded_is_refused_by_its_row,
    american_times_are_read_and_an_amount_in_an_unnamed_dollar_is_left_out,
    the_export_of_shopee_is_read,
    json_lines_are_read_and_broken_ones_reported,
    broken_rows_are_reported_with_their_lines_and_the_rest_goes_on,
    sql_and_html_in_any_field_are_text,
    the_same_file_twice_changes_nothing,
    rows_of_an_order_at_both_ends_of_a_long_file_are_one_order,
    older_data_never_overwrites_newer,
    a_truncated_workbook_is_refused_in_one_sentence_and_leaves_nothing,
    files_of_other_kinds_are_refused_in_one_sentence,
    a_seller_imports_for_their_own_shop_only,
];
