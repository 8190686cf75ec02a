//! From a row of an export, or a line of JSON, to what it says of an order.
//!
//! A person's name, address and message are never looked at; the telephone number and the name of the buyer's account
//! become keyed hashes here, before anything else sees them.

use super::columns::{Column, Columns, Form};
use super::values;
use super::{Fault, Options, Refused, Unreadable};
use crate::orders::{Cancellation, Item, Kind, Money, Order, OrderNumber, Shipment, Status, UnixMs};
use crate::orders::{json, phone, status};

/// What a row of a file holds.
pub(super) enum Content {
    /// The cells of a table.
    Cells(Vec<String>),
    /// A JSON value.
    Object(serde_json::Value),
    /// Nothing that can be read.
    Broken(Fault),
}

/// Takes the rows of a file with their line numbers, counted from 1.
pub(super) type Sink<'a, E> = dyn FnMut(u64, Content) -> Result<(), E> + 'a;

/// The header is looked for in so many rows.
const HEADER_ROWS: u32 = 10;

/// Clocks of a shop and of this machine may differ by so much: five minutes in milliseconds.
const CLOCKS_DIFFER_MS: i64 = 5 * 60 * 1000;

/// What becomes of a row.
pub(super) enum Reading {
    /// It says something of an order.
    Order(Box<Part>),
    /// It cannot be used.
    Refused(Refused),
    /// It is the header, or empty, or holds the descriptions of the columns.
    Nothing,
}

/// What a row says of an order.
pub(super) struct Part {
    pub order: Order,
    /// The newest of its times, unless it lies in the future.
    pub newest: Option<UnixMs>,
}

/// Reads rows one after the other: the header comes before what it names.
pub(super) struct Rows<'a> {
    options: &'a Options,
    /// As of when the rows are true.
    known_at: UnixMs,
    columns: Option<Columns>,
    before_header: u32,
    at_descriptions: bool,
}

impl<'a> Rows<'a> {
    pub fn new(options: &'a Options, known_at: UnixMs) -> Rows<'a> {
        Rows { options, known_at, columns: None, before_header: 0, at_descriptions: false }
    }

    /// Reads a row.
    ///
    /// # Errors
    /// When it shows that the file holds no orders.
    pub fn read(&mut self, line: u64, content: Content) -> Result<Reading, Unreadable> {
        let cells = match content {
            Content::Broken(fault) => return Ok(refused(line, None, fault)),
            Content::Object(object) => return Ok(self.object(line, &object)),
            Content::Cells(cells) => cells,
        };
        if cells.iter().all(|cell| values::bare(cell).is_empty()) {
            return Ok(Reading::Nothing);
        }
        let Some(columns) = &self.columns else { return self.header(&cells) };
        let descriptions = std::mem::take(&mut self.at_descriptions);
        let row = Row { columns, cells: &cells, options: self.options };
        Ok(match row.number() {
            Err(_) if descriptions && columns.form == Form::SellerCenter => Reading::Nothing,
            Err(fault) => refused(line, None, fault),
            Ok(number) => match row.part(&number, self.known_at) {
                Ok(part) => Reading::Order(Box::new(part)),
                Err(fault) => refused(line, Some(&number), fault),
            },
        })
    }

    /// Whether the file was a table whose header never came.
    pub fn lacks_header(&self) -> bool {
        self.columns.is_none() && self.before_header > 0
    }

    fn header(&mut self, cells: &[String]) -> Result<Reading, Unreadable> {
        if Columns::are_of_returns(cells) {
            return Err(Unreadable::Returns);
        }
        self.columns = Columns::of(cells);
        self.before_header += 1;
        self.at_descriptions = true;
        let given_up = self.columns.is_none() && self.before_header >= HEADER_ROWS;
        if given_up { Err(Unreadable::NoOrders) } else { Ok(Reading::Nothing) }
    }

    fn object(&self, line: u64, object: &serde_json::Value) -> Reading {
        let mut order = match json::read(object, &self.options.key, self.known_at) {
            Ok(order) => order,
            Err(fault) => {
                let number = object.get("id").and_then(serde_json::Value::as_str).and_then(OrderNumber::new);
                return refused(line, number.as_ref(), Fault::Field(fault));
            }
        };
        if order.shop.is_empty() {
            order.shop.clone_from(&self.options.shop);
        } else if self.options.only_this_shop && order.shop != self.options.shop {
            return refused(line, Some(&order.number), Fault::OtherShop);
        }
        let newest = newest([order.created_at, order.paid_at, order.updated_at], self.options.now);
        Reading::Order(Box::new(Part { order, newest }))
    }
}

fn refused(line: u64, number: Option<&OrderNumber>, fault: Fault) -> Reading {
    Reading::Refused(Refused { line, order_end: number.map(|number| number.end().to_owned()), fault })
}

/// The newest of some times that are not in the future.
fn newest(times: impl IntoIterator<Item = Option<UnixMs>>, now: UnixMs) -> Option<UnixMs> {
    times.into_iter().flatten().filter(|at| *at <= now.saturating_add(CLOCKS_DIFFER_MS)).max()
}

/// A row of an export.
struct Row<'a> {
    columns: &'a Columns,
    cells: &'a [String],
    options: &'a Options,
}

impl Row<'_> {
    fn cell(&self, column: Column) -> &str {
        self.columns.cell(self.cells, column)
    }

    fn number(&self) -> Result<OrderNumber, Fault> {
        let text = values::bare_number(self.cell(Column::Number));
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let power = |text: &str| text.parse::<f64>().is_ok() && text.contains(['e', 'E']) && !is_number;
        match (self.columns.form, OrderNumber::new(text)) {
            (_, None) if text.is_empty() => Err(Fault::NoNumber),
            (Form::SellerCenter, _) if power(text) => Err(Fault::RoundedNumber),
            (Form::SellerCenter, Some(number)) if is_number => Ok(number),
            (Form::Shopee, Some(number)) => Ok(number),
            _ => Err(Fault::WrongNumber),
        }
    }

    fn part(&self, number: &OrderNumber, known_at: UnixMs) -> Result<Part, Fault> {
        let key = &self.options.key;
        let phone = self.cell(Column::Phone);
        let times = self.times()?;
        let method = values::text(self.cell(Column::Payment));
        let order = Order {
            shop: self.options.shop.clone(),
            raw_status: self.raw_status(),
            kind: self.kind(method.as_deref()),
            payment_method: method,
            created_at: times[0],
            paid_at: times[1],
            updated_at: times.iter().copied().max().flatten(),
            total: self.amount()?,
            items: self.item()?.into_iter().collect(),
            shipments: self.shipment().into_iter().collect(),
            cancellation: self.cancellation(),
            buyer: values::text(self.cell(Column::Buyer))
                .filter(|name| !name.contains('*'))
                .map(|name| key.buyer(&name)),
            phone: phone::normal(phone).map(|whole| key.phone(&whole)),
            phone_end: phone::end(phone).map(|digits| key.phone_end(number, &digits)),
            ..Order::new(number.clone(), self.status()?, known_at)
        };
        Ok(Part { newest: newest(times, self.options.now), order })
    }

    fn status(&self) -> Result<Status, Fault> {
        let word = self.cell(Column::Status);
        let cancel_return = self.cell(Column::CancelReturn);
        match self.columns.form {
            _ if word.is_empty() => Err(Fault::Empty(self.columns.name(Column::Status))),
            Form::SellerCenter => Ok(status::seller_center(word, self.cell(Column::Substatus), cancel_return)),
            Form::Shopee => Ok(status::shopee_export(word, cancel_return)),
        }
    }

    fn raw_status(&self) -> String {
        let words = [Column::Status, Column::Substatus, Column::CancelReturn].map(|column| self.cell(column));
        let words: Vec<String> = words.into_iter().filter_map(values::text).collect();
        words.join(" / ")
    }

    fn kind(&self, method: Option<&str>) -> Kind {
        let delivery = self.cell(Column::Delivery).to_lowercase();
        let order_kind = self.cell(Column::PreOrder).to_lowercase();
        Kind {
            cash_on_delivery: method.is_some_and(values::is_cash_on_delivery),
            pre_order: order_kind.starts_with("pre") || order_kind.starts_with("pra"),
            digital: false,
            shipped_by_seller: delivery.contains("seller") || delivery.contains("penjual"),
        }
    }

    /// When it was placed and paid first, then its other times.
    fn times(&self) -> Result<[Option<UnixMs>; 7], Fault> {
        let columns = [
            Column::Created,
            Column::Paid,
            Column::Arranged,
            Column::Shipped,
            Column::Delivered,
            Column::Cancelled,
            Column::Completed,
        ];
        let mut times = [None; 7];
        for (time, column) in times.iter_mut().zip(columns) {
            let Some(text) = values::text(self.cell(column)) else { continue };
            let read = values::time(&text, &self.options.zone);
            *time = Some(read.ok_or(Fault::NoTime(self.columns.name(column)))?);
        }
        Ok(times)
    }

    fn amount(&self) -> Result<Option<Money>, Fault> {
        let Some(text) = values::text(self.cell(Column::Amount)) else { return Ok(None) };
        values::money(&text).map_err(|_| Fault::NoAmount(self.columns.name(Column::Amount)))
    }

    fn item(&self) -> Result<Option<Item>, Fault> {
        let Some(product) = values::text(self.cell(Column::Product)) else { return Ok(None) };
        let variation = values::text(self.cell(Column::Variation)).filter(|text| !text.eq_ignore_ascii_case("default"));
        let name = variation.map_or_else(|| product.clone(), |variation| format!("{product} ({variation})"));
        let quantity = match self.cell(Column::Quantity) {
            "" => 1,
            text => text.parse().map_err(|_| Fault::NoQuantity(self.columns.name(Column::Quantity)))?,
        };
        Ok(Some(Item { name, quantity }))
    }

    fn shipment(&self) -> Option<Shipment> {
        let tracking_number = values::text(values::bare_number(self.cell(Column::Tracking)));
        let courier = values::text(self.cell(Column::Courier));
        // Before it is shipped, a courier alone says how it will be.
        tracking_number.is_some().then_some(Shipment { courier, tracking_number })
    }

    fn cancellation(&self) -> Option<Cancellation> {
        let reason = values::text(self.cell(Column::CancelReason));
        let by = values::actor(self.cell(Column::CancelBy));
        (by.is_some() || reason.is_some()).then_some(Cancellation { by, reason })
    }
}
