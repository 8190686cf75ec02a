//! What the platforms call the state of an order, in the words of [`Status`].
//!
//! Each word was read in the platform's own pages or files; a word that is not here is `Unknown`, never guessed
//! at. Capitals, blanks and the signs between words do not matter.

use super::order::{Return, Status};

/// A status of the TikTok Shop Open API: `status` of an order, or `order_status` of its webhook, which writes
/// `CANCEL` (Partner Center, "Order API overview" and "Order status change"). The numbers are those from before
/// version 202309.
pub fn tiktok(raw: &str) -> Status {
    match words(raw).as_str() {
        "unpaid" | "100" => Status::Unpaid,
        "on hold" | "105" => Status::PaidOnHold,
        "awaiting shipment" | "111" | "partially shipping" | "114" => Status::ToShip,
        "awaiting collection" | "112" => Status::AwaitingCollection,
        "in transit" | "121" => Status::InTransit,
        "delivered" | "122" => Status::Delivered,
        "completed" | "130" => Status::Completed,
        "cancel" | "cancelled" | "canceled" | "140" => Status::Cancelled,
        _ => Status::Unknown,
    }
}

/// A `return_status` of the TikTok Shop Open API. An exchange gives no money back, so that the end of one is
/// not known here. `REPLACMENT` is spelled so by the platform.
pub fn tiktok_return(raw: &str) -> Return {
    match words(raw).as_str() {
        "return or refund request pending"
        | "refund or return request pending"
        | "replacment request pending"
        | "replacement request pending" => Return::Requested,
        "awaiting buyer ship" => Return::ToSendBack,
        "buyer shipped item" => Return::OnItsWay,
        "refund or return request reject"
        | "return or refund request reject"
        | "reject receive package"
        | "replacment request reject"
        | "replacement request reject" => Return::Rejected,
        "return or refund request success" | "refund or return request success" => Return::Accepted,
        "return or refund request complete" | "refund or return request complete" => Return::Done,
        "return or refund request cancel"
        | "return or refund cancel"
        | "refund or return request cancel"
        | "replacment request cancel"
        | "replacement request cancel" => Return::Withdrawn,
        _ => Return::Unknown,
    }
}

/// An `order_status` of the Shopee Open Platform (v2). `PENDING` and `INVOICE_PENDING` say nothing that could be
/// acted upon, and stay unknown.
pub fn shopee_api(raw: &str) -> Status {
    match words(raw).as_str() {
        "unpaid" => Status::Unpaid,
        "ready to ship" | "retry ship" => Status::ToShip,
        "processed" => Status::AwaitingCollection,
        "shipped" => Status::InTransit,
        "to confirm receive" => Status::Delivered,
        "completed" => Status::Completed,
        "in cancel" => Status::CancelRequested,
        "cancelled" | "canceled" => Status::Cancelled,
        "to return" => Status::Returning,
        _ => Status::Unknown,
    }
}

/// The status of a row of the Seller Center export, from its columns `Order Status`, `Order Substatus` and
/// `Cancelation/Return Type`, in Indonesian or English.
///
/// The substatus is the finer of the two: one that is not known leaves the status of an order on its way
/// unknown. A cancellation noted on an order that is not cancelled is a request; a return noted on one that is
/// not closed is going on.
pub fn seller_center(status: &str, substatus: &str, cancel_return_type: &str) -> Status {
    let whole = export_word(&words(status));
    let status = match (whole, words(substatus).as_str()) {
        (_, "") | (Status::Unpaid | Status::Completed | Status::Cancelled, _) => whole,
        (Status::Unknown, _) => Status::Unknown,
        (_, finer) => export_word(finer),
    };
    match (status, words(cancel_return_type).as_str()) {
        (Status::Cancelled | Status::Completed | Status::Unknown, _) | (_, "") => status,
        (_, "cancel" | "cancellation" | "pembatalan" | "batal") => Status::CancelRequested,
        (_, "return refund" | "return" | "refund" | "pengembalian") => Status::Returning,
        _ => Status::Unknown,
    }
}

/// The words of a Seller Center export. `Dikirim` and `Shipped` alone mean on its way.
fn export_word(word: &str) -> Status {
    match word {
        "belum dibayar" | "belum bayar" | "menunggu pembayaran" | "unpaid" | "awaiting payment" => Status::Unpaid,
        "on hold" | "ditahan" => Status::PaidOnHold,
        "perlu dikirim" | "menunggu pengiriman" | "to ship" | "awaiting shipment" => Status::ToShip,
        "menunggu pengambilan" | "awaiting collection" => Status::AwaitingCollection,
        "dikirim" | "sedang dikirim" | "dalam perjalanan" | "shipped" | "in transit" => Status::InTransit,
        "terkirim" | "delivered" => Status::Delivered,
        "selesai" | "completed" => Status::Completed,
        "dibatalkan" | "batal" | "canceled" | "cancelled" => Status::Cancelled,
        _ => Status::Unknown,
    }
}

/// The status of a row of the Shopee export, from its columns `Status Pesanan` and
/// `Status Pembatalan/ Pengembalian`, in Indonesian or English.
///
/// A request that was turned down or withdrawn changes nothing. Any other request on an order that is still to
/// be shipped is named by its kind, or leaves the status unknown where no kind is written.
pub fn shopee_export(status: &str, cancel_return: &str) -> Status {
    let status = shopee_word(&words(status));
    let request = words(cancel_return);
    let says = |parts: &[&str]| parts.iter().any(|part| request.contains(part));
    if request.is_empty() || says(&["ditolak", "reject", "ditarik", "withdrawn"]) {
        return status;
    }
    match status {
        Status::Cancelled | Status::Completed | Status::Unknown => status,
        _ if says(&["pengembalian", "return", "refund"]) => Status::Returning,
        _ if says(&["batal", "cancel"]) => Status::CancelRequested,
        Status::InTransit | Status::Delivered => status,
        _ => Status::Unknown,
    }
}

fn shopee_word(word: &str) -> Status {
    // The rest of the sentence is a date.
    if word.starts_with("pesanan diterima namun pembeli masih dapat mengajukan pengembalian") {
        return Status::Delivered;
    }
    match word {
        "belum bayar" | "belum dibayar" | "unpaid" => Status::Unpaid,
        "perlu dikirim" | "to ship" => Status::ToShip,
        "sedang dikirim" | "dikirim" | "shipping" | "shipped" | "in transit" => Status::InTransit,
        "telah dikirim" | "terkirim" | "delivered" => Status::Delivered,
        "selesai" | "completed" => Status::Completed,
        "batal" | "dibatalkan" | "cancelled" | "canceled" => Status::Cancelled,
        "pengembalian" | "return" | "return refund" => Status::Returning,
        _ => Status::Unknown,
    }
}

/// The words of a text in small letters, with one blank between them.
fn words(raw: &str) -> String {
    let words = raw.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_tiktok_interface() {
        for (raw, status) in [
            ("UNPAID", Status::Unpaid),
            ("ON_HOLD", Status::PaidOnHold),
            ("AWAITING_SHIPMENT", Status::ToShip),
            ("PARTIALLY_SHIPPING", Status::ToShip),
            ("AWAITING_COLLECTION", Status::AwaitingCollection),
            ("IN_TRANSIT", Status::InTransit),
            ("DELIVERED", Status::Delivered),
            ("COMPLETED", Status::Completed),
            ("CANCELLED", Status::Cancelled),
            ("CANCELED", Status::Cancelled),
            ("CANCEL", Status::Cancelled),
            (" awaiting shipment\t", Status::ToShip),
            ("100", Status::Unpaid),
            ("105", Status::PaidOnHold),
            ("111", Status::ToShip),
            ("112", Status::AwaitingCollection),
            ("114", Status::ToShip),
            ("121", Status::InTransit),
            ("122", Status::Delivered),
            ("130", Status::Completed),
            ("140", Status::Cancelled),
            ("", Status::Unknown),
            ("PAID", Status::Unknown),
            ("UNPAID_AND_MORE", Status::Unknown),
            ("141", Status::Unknown),
        ] {
            assert_eq!(tiktok(raw), status, "{raw}");
        }
    }

    #[test]
    fn words_of_returns() {
        for (raw, state) in [
            ("RETURN_OR_REFUND_REQUEST_PENDING", Return::Requested),
            ("REFUND_OR_RETURN_REQUEST_REJECT", Return::Rejected),
            ("AWAITING_BUYER_SHIP", Return::ToSendBack),
            ("BUYER_SHIPPED_ITEM", Return::OnItsWay),
            ("REJECT_RECEIVE_PACKAGE", Return::Rejected),
            ("RETURN_OR_REFUND_REQUEST_SUCCESS", Return::Accepted),
            ("RETURN_OR_REFUND_REQUEST_CANCEL", Return::Withdrawn),
            ("RETURN_OR_REFUND_REQUEST_COMPLETE", Return::Done),
            ("return or refund request complete", Return::Done),
            ("REPLACMENT_REQUEST_PENDING", Return::Requested),
            ("REPLACMENT_REQUEST_COMPLETE", Return::Unknown),
            ("", Return::Unknown),
            ("SUCCESS", Return::Unknown),
        ] {
            assert_eq!(tiktok_return(raw), state, "{raw}");
        }
    }

    #[test]
    fn words_of_the_shopee_interface() {
        for (raw, status) in [
            ("UNPAID", Status::Unpaid),
            ("READY_TO_SHIP", Status::ToShip),
            ("RETRY_SHIP", Status::ToShip),
            ("PROCESSED", Status::AwaitingCollection),
            ("SHIPPED", Status::InTransit),
            ("TO_CONFIRM_RECEIVE", Status::Delivered),
            ("COMPLETED", Status::Completed),
            ("IN_CANCEL", Status::CancelRequested),
            ("CANCELLED", Status::Cancelled),
            ("TO_RETURN", Status::Returning),
            ("PENDING", Status::Unknown),
            ("INVOICE_PENDING", Status::Unknown),
            ("", Status::Unknown),
        ] {
            assert_eq!(shopee_api(raw), status, "{raw}");
        }
    }

    #[test]
    fn rows_of_the_seller_center() {
        for (status, substatus, kind, expected) in [
            ("Belum dibayar", "", "", Status::Unpaid),
            ("Unpaid", "Unpaid", "", Status::Unpaid),
            ("Perlu dikirim", "", "", Status::ToShip),
            ("Perlu dikirim", "Menunggu pengiriman", "", Status::ToShip),
            ("Perlu dikirim", "Menunggu pengambilan", "", Status::AwaitingCollection),
            ("To ship", "Awaiting collection", "", Status::AwaitingCollection),
            ("To ship", "Awaiting shipment", "", Status::ToShip),
            ("To ship", "On hold", "", Status::PaidOnHold),
            ("Dikirim", "", "", Status::InTransit),
            ("Shipped", "In transit", "", Status::InTransit),
            ("Shipped", "Delivered", "", Status::Delivered),
            ("Dikirim", "Terkirim", "", Status::Delivered),
            ("Selesai", "Selesai", "", Status::Completed),
            ("Completed", "", "", Status::Completed),
            ("Dibatalkan", "Dibatalkan", "Cancel", Status::Cancelled),
            ("Canceled", "", "Cancel", Status::Cancelled),
            ("Cancelled", "", "", Status::Cancelled),
            (" PERLU  DIKIRIM\t", " menunggu pengambilan ", "", Status::AwaitingCollection),
            ("To ship", "Awaiting shipment", "Cancel", Status::CancelRequested),
            ("Unpaid", "", "Cancel", Status::CancelRequested),
            ("Shipped", "Delivered", "Return/Refund", Status::Returning),
            ("Completed", "", "Return/Refund", Status::Completed),
            ("To ship", "Awaiting shipment", "Frobnication", Status::Unknown),
            ("To ship", "Frobnicated", "", Status::Unknown),
            ("Frobnicated", "Awaiting shipment", "", Status::Unknown),
            ("", "", "", Status::Unknown),
        ] {
            assert_eq!(seller_center(status, substatus, kind), expected, "{status} / {substatus} / {kind}");
        }
    }

    #[test]
    fn rows_of_the_shopee_export() {
        for (status, request, expected) in [
            ("Belum Bayar", "", Status::Unpaid),
            ("Perlu Dikirim", "", Status::ToShip),
            ("Sedang Dikirim", "", Status::InTransit),
            ("Telah Dikirim", "", Status::Delivered),
            ("Selesai", "", Status::Completed),
            ("Batal", "", Status::Cancelled),
            ("To Ship", "", Status::ToShip),
            ("Shipping", "", Status::InTransit),
            ("Cancelled", "", Status::Cancelled),
            (
                "Pesanan diterima, namun Pembeli masih dapat mengajukan pengembalian hingga 2026-11-19",
                "",
                Status::Delivered,
            ),
            ("Perlu Dikirim", "Permintaan Pembatalan", Status::CancelRequested),
            ("Perlu Dikirim", "Permintaan Pembatalan Ditolak", Status::ToShip),
            ("Perlu Dikirim", "Permintaan Diajukan", Status::Unknown),
            ("Telah Dikirim", "Permintaan Pengembalian", Status::Returning),
            ("Selesai", "Permintaan Disetujui", Status::Completed),
            ("Batal", "Permintaan Disetujui", Status::Cancelled),
            ("Frobnicated", "", Status::Unknown),
            ("", "", Status::Unknown),
        ] {
            assert_eq!(shopee_export(status, request), expected, "{status} / {request}");
        }
    }
}
