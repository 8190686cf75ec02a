//! Order numbers in what people write.
//!
//! Numbers come in groups, with signs of other scripts, inside sentences, many at once, and beside telephone
//! numbers, dates and amounts. Whether there is such an order is not known here. Sixteen digits are a payment code
//! or a card, and never an order. The time taken grows with the length of the text and no faster.

mod groups;
mod shapes;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;

use super::order::OrderNumber;
use super::plain::{Letter, letters};

pub use shapes::Shapes;

/// The numbers that stand in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Order numbers, each once, in the order of the text.
    pub orders: Vec<OrderNumber>,
    /// Sixteen digits stand there: a payment code or a card number.
    pub sixteen: bool,
    /// A long number that has no known shape: 17 or 20 digits, say.
    pub misshapen: bool,
    /// A number in the shape of another platform's orders, which is not among the shapes.
    pub foreign: bool,
    /// The text without all these numbers, for whoever wants to know whether a question stands beside them.
    pub rest: Rest,
}

/// What is left of a text without its numbers. `Debug` does not show it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Rest(String);

impl Rest {
    /// What is left, with one blank between words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left but words that say what the number is: "no pesanan saya".
    pub fn is_bare(&self) -> bool {
        shapes::says_only_what_it_is(&self.0)
    }
}

impl std::fmt::Debug for Rest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Rest({} characters)", self.0.chars().count())
    }
}

/// What a stretch of a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Order(OrderNumber),
    Sixteen,
    Misshapen,
    Foreign,
}

/// A stretch of a text, by its letters, and what it is.
type Find = (Range<usize>, Meaning);

/// The numbers that stand in a text.
pub fn read(text: &str, shapes: &Shapes) -> Numbers {
    let letters: Vec<Letter> = letters(text).collect();
    let words = shapes::words(&letters, shapes);
    let mut finds = groups::finds(&letters, &words, shapes);
    finds.extend(words);
    finds.sort_by_key(|(at, _)| at.start);
    let mut numbers = Numbers { rest: Rest(rest(text, &letters, &finds)), ..Numbers::default() };
    let mut seen = HashSet::new();
    for (_, meaning) in finds {
        match meaning {
            Meaning::Order(number) if seen.insert(number.clone()) => numbers.orders.push(number),
            Meaning::Order(_) => {}
            Meaning::Sixteen => numbers.sixteen = true,
            Meaning::Misshapen => numbers.misshapen = true,
            Meaning::Foreign => numbers.foreign = true,
        }
    }
    numbers
}

/// A text without what was found in it.
fn rest(text: &str, letters: &[Letter], finds: &[Find]) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in finds {
        let (Some(first), Some(last)) =
            (letters.get(at.start), at.end.checked_sub(1).and_then(|last| letters.get(last)))
        else {
            continue;
        };
        rest.push_str(text.get(from..first.from).unwrap_or_default());
        rest.push(' ');
        from = from.max(last.to);
    }
    rest.push_str(&text[from..]);
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}
