//! Which column of an export holds what. Columns are found by their names, whatever their order; others are
//! passed over.
//!
//! The names are those of the Seller Center of TikTok Shop and Tokopedia, whose header is English in every language
//! of the account, and of Shopee's export in Indonesian.

use std::collections::BTreeMap;

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Number,
    Status,
    Substatus,
    CancelReturn,
    PreOrder,
    Product,
    Variation,
    Quantity,
    Amount,
    Created,
    Paid,
    Arranged,
    Shipped,
    Delivered,
    Cancelled,
    Completed,
    CancelBy,
    CancelReason,
    Delivery,
    Tracking,
    Courier,
    Buyer,
    Phone,
    Payment,
}

/// Whose export it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// TikTok Shop and Tokopedia.
    SellerCenter,
    /// Shopee.
    Shopee,
}

const SELLER_CENTER: &[(&str, Column)] = &[
    ("order id", Column::Number),
    ("order status", Column::Status),
    ("order substatus", Column::Substatus),
    ("cancelation/return type", Column::CancelReturn),
    ("cancellation/return type", Column::CancelReturn),
    ("normal or pre-order", Column::PreOrder),
    ("product name", Column::Product),
    ("variation", Column::Variation),
    ("quantity", Column::Quantity),
    ("order amount", Column::Amount),
    ("created time", Column::Created),
    ("paid time", Column::Paid),
    ("rts time", Column::Arranged),
    ("shipped time", Column::Shipped),
    ("delivered time", Column::Delivered),
    ("cancelled time", Column::Cancelled),
    ("cancel by", Column::CancelBy),
    ("cancel reason", Column::CancelReason),
    ("delivery option", Column::Delivery),
    ("tracking id", Column::Tracking),
    ("shipping provider name", Column::Courier),
    ("buyer username", Column::Buyer),
    ("phone #", Column::Phone),
    ("payment method", Column::Payment),
];

const SHOPEE: &[(&str, Column)] = &[
    ("no. pesanan", Column::Number),
    ("status pesanan", Column::Status),
    ("status pembatalan/ pengembalian", Column::CancelReturn),
    ("status pembatalan/pengembalian", Column::CancelReturn),
    ("nama produk", Column::Product),
    ("nama variasi", Column::Variation),
    ("jumlah", Column::Quantity),
    ("total pembayaran", Column::Amount),
    ("waktu pesanan dibuat", Column::Created),
    ("waktu pembayaran dilakukan", Column::Paid),
    ("waktu pengiriman diatur", Column::Arranged),
    ("waktu pesanan selesai", Column::Completed),
    ("alasan pembatalan", Column::CancelReason),
    ("no. resi", Column::Tracking),
    ("opsi pengiriman", Column::Courier),
    ("username (pembeli)", Column::Buyer),
    ("no. telepon", Column::Phone),
    ("metode pembayaran", Column::Payment),
];

/// Where each column stands.
#[derive(Debug)]
pub(super) struct Columns {
    /// Whose export it is.
    pub form: Form,
    places: BTreeMap<Column, usize>,
}

impl Columns {
    /// The columns of a header; `None` when it is that of no export of orders.
    pub fn of(header: &[String]) -> Option<Columns> {
        let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
        [(Form::SellerCenter, SELLER_CENTER), (Form::Shopee, SHOPEE)].into_iter().find_map(|(form, known)| {
            let mut places = BTreeMap::new();
            for (name, column) in known {
                if let Some(place) = names.iter().position(|one| one == name) {
                    places.entry(*column).or_insert(place);
                }
            }
            let complete = places.contains_key(&Column::Number) && places.contains_key(&Column::Status);
            complete.then_some(Columns { form, places })
        })
    }

    /// Whether a header is that of the Seller Center's export of returns, which holds no orders.
    pub fn are_of_returns(header: &[String]) -> bool {
        header.iter().any(|name| plain(name) == "return order id")
    }

    /// The cell of a column, without what surrounds its value; empty where there is none.
    pub fn cell<'a>(&self, row: &'a [String], column: Column) -> &'a str {
        let cell = self.places.get(&column).and_then(|place| row.get(*place));
        cell.map_or("", |cell| super::values::bare(cell))
    }

    /// What the export calls a column, for whoever has to mend a cell.
    pub fn name(&self, column: Column) -> &'static str {
        let known = match self.form {
            Form::SellerCenter => SELLER_CENTER,
            Form::Shopee => SHOPEE,
        };
        known.iter().find(|(_, one)| *one == column).map_or("", |(name, _)| name)
    }
}

fn plain(name: &str) -> String {
    super::values::bare(name).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_found_by_name_wherever_they_stand() {
        let columns =
            Columns::of(&header("\u{feff}Seller Note| order  status |Order ID\t")).unwrap_or_else(|| unreachable!());
        assert_eq!(columns.form, Form::SellerCenter);
        let row = header("x|Selesai|57\t");
        assert_eq!((columns.cell(&row, Column::Number), columns.cell(&row, Column::Status)), ("57", "Selesai"));
        assert_eq!(columns.cell(&row, Column::Phone), "");
        assert_eq!(columns.cell(&[], Column::Number), "");
        assert_eq!(Columns::of(&header("No. Pesanan|Status Pesanan")).map(|found| found.form), Some(Form::Shopee));
        assert!(Columns::of(&header("Order ID|Name")).is_none());
        assert!(Columns::are_of_returns(&header("Return Order ID|Order ID|Order Status")));
    }
}
