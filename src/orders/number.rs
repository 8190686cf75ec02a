//! Order numbers in what people write.

use super::order::OrderNumber;

/// What order numbers look like.
#[derive(Debug, Clone, Default)]
pub struct Shapes {}

/// The numbers that stand in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Order numbers, each once, in the order of the text.
    pub orders: Vec<OrderNumber>,
    /// Sixteen digits stand there: a payment code or a card number.
    pub sixteen: bool,
    /// A long number that has no known shape: 17 or 20 digits, say.
    pub misshapen: bool,
}
