//! What the buttons about orders ask for, and how that is written into a button's data.

use crate::orders::OrderNumber;

/// What a button about an order asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Show the order as it is now, in the place of the card.
    Refresh(OrderNumber),
    /// Show a linked order.
    Show(OrderNumber),
    /// Tell of every change from now on.
    Watch(OrderNumber),
    /// Tell of none any more.
    Unwatch(OrderNumber),
    /// The order is linked to this conversation no more.
    Unlink(OrderNumber),
    /// The linked orders.
    List,
    /// Try to reach the order system again.
    Retry(OrderNumber),
    /// A seller checks again.
    Check(OrderNumber),
    /// A seller checks the numbers of their last message again.
    CheckAll,
    /// A seller wants a one-time code for the buyer of an order.
    MakeCode(OrderNumber),
    /// The file that the seller sent is for the shop with this mark; see [`mark`].
    FileFor(u32),
    /// The file that the seller sent at this time, in Unix milliseconds, was exported just before.
    JustExported(i64),
}

impl Act {
    /// The data of a button: at most 42 bytes.
    pub fn encode(&self) -> String {
        match self {
            Act::Refresh(number) => format!("r:{}", number.as_str()),
            Act::Show(number) => format!("s:{}", number.as_str()),
            Act::Watch(number) => format!("w:{}", number.as_str()),
            Act::Unwatch(number) => format!("u:{}", number.as_str()),
            Act::Unlink(number) => format!("d:{}", number.as_str()),
            Act::Retry(number) => format!("t:{}", number.as_str()),
            Act::Check(number) => format!("k:{}", number.as_str()),
            Act::MakeCode(number) => format!("c:{}", number.as_str()),
            Act::FileFor(mark) => format!("f:{mark}"),
            Act::JustExported(sent) => format!("j:{sent}"),
            Act::List => "l".to_owned(),
            Act::CheckAll => "a".to_owned(),
        }
    }

    /// The act of some data; `None` for data that [`Act::encode`] did not write.
    pub fn decode(data: &str) -> Option<Act> {
        let Some((kind, rest)) = data.split_once(':') else {
            return match data {
                "l" => Some(Act::List),
                "a" => Some(Act::CheckAll),
                _ => None,
            };
        };
        if kind == "f" {
            return rest.parse().ok().map(Act::FileFor);
        }
        if kind == "j" {
            return rest.parse().ok().map(Act::JustExported);
        }
        let number = OrderNumber::new(rest)?;
        match kind {
            "r" => Some(Act::Refresh(number)),
            "s" => Some(Act::Show(number)),
            "w" => Some(Act::Watch(number)),
            "u" => Some(Act::Unwatch(number)),
            "d" => Some(Act::Unlink(number)),
            "t" => Some(Act::Retry(number)),
            "k" => Some(Act::Check(number)),
            "c" => Some(Act::MakeCode(number)),
            _ => None,
        }
    }
}

/// What stands for the name of a shop on a button: a name may be too long for one (FNV-1a, 32 bits).
pub fn mark(shop: &str) -> u32 {
    shop.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded() {
        let Some(number) = OrderNumber::new(&"7".repeat(40)) else { panic!("it is no order number") };
        let number = || number.clone();
        let acts = [
            Act::Refresh(number()),
            Act::Show(number()),
            Act::Watch(number()),
            Act::Unwatch(number()),
            Act::Unlink(number()),
            Act::List,
            Act::Retry(number()),
            Act::Check(number()),
            Act::CheckAll,
            Act::MakeCode(number()),
            Act::FileFor(mark("Melati")),
            Act::JustExported(1_797_000_000_000),
        ];
        for act in acts {
            let data = act.encode();
            assert!(data.len() <= 42, "{data}");
            assert_eq!(Act::decode(&data), Some(act));
        }
        for foreign in ["", "x", "r", "r:", "r:12 34", "f:x", "f:-1", "j:", "z:1"] {
            assert_eq!(Act::decode(foreign), None, "{foreign}");
        }
    }
}
