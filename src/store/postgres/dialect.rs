//! The SQL and the values of this program as PostgreSQL takes them.
//!
//! Columns of texts are made with the collation `C`: texts are compared by their bytes, as SQLite does it, whatever
//! language the database was created in.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::store::sql::Value;

/// A statement of this program in PostgreSQL's spelling: `$1` for `?1`, and columns of texts compared by bytes.
pub(super) fn translated(sql: &str) -> String {
    let defines = is_definition(sql);
    let mut translated = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => quoted(rest, first),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            letter if is_of_word(letter) => rest.find(|other| !is_of_word(other)).unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        match piece {
            "?" => translated.push('$'),
            "TEXT" if defines => translated.push_str("TEXT COLLATE \"C\""),
            other => translated.push_str(other),
        }
        rest = after;
    }
    translated
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// How long a quotation is, in bytes; a doubled quotation mark is two quotations side by side.
fn quoted(text: &str, mark: char) -> usize {
    text[1..].find(mark).map_or(text.len(), |end| end + 2)
}

/// Whether a statement says what columns there are.
fn is_definition(sql: &str) -> bool {
    let first = sql.lines().map(str::trim_start).find(|line| !line.is_empty() && !line.starts_with("--"));
    first.is_some_and(|line| line.starts_with("CREATE TABLE") || line.starts_with("ALTER TABLE"))
}

/// A value on its way to the server. `Debug` shows none: the client library logs the parameters of each statement, and
/// they may be a customer's words.
pub(super) struct Parameter<'a>(pub(super) &'a Value);

impl std::fmt::Debug for Parameter<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("…")
    }
}

impl ToSql for Parameter<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Value::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Value::Text(text) if is_text(kind) && text.contains('\0') => text.replace('\0', "").to_sql(kind, out),
            Value::Text(text) if is_text(kind) => text.to_sql(kind, out),
            Value::Int(_) => Err(format!("a number stands where {kind} belongs").into()),
            Value::Text(_) => Err(format!("a text stands where {kind} belongs").into()),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Value, Box<dyn Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => Value::Int(bool::from_sql(kind, raw)?.into()),
            Type::VOID => Value::Null,
            _ if is_text(kind) => Value::Text(String::from_sql(kind, raw)?),
            _ => return Err(format!("{kind} is neither a whole number nor a text").into()),
        })
    }

    fn from_sql_null(_kind: &Type) -> Result<Value, Box<dyn Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }
}

fn is_text(kind: &Type) -> bool {
    matches!(*kind, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_renamed_where_they_are_parameters() {
        let table = [
            ("SELECT ?1, ?22", "SELECT $1, $22"),
            ("SELECT '?1', 'it''s ?1', ?1", "SELECT '?1', 'it''s ?1', $1"),
            ("SELECT \"?1\" -- what? ?1's\n, ?2", "SELECT \"?1\" -- what? ?1's\n, $2"),
            ("SELECT 'TEXT', '€?' = ?1 -- the end?", "SELECT 'TEXT', '€?' = $1 -- the end?"),
            ("SELECT 'unended ?1", "SELECT 'unended ?1"),
        ];
        for (sql, expected) in table {
            assert_eq!(translated(sql), expected);
        }
    }

    #[test]
    fn no_value_is_shown() {
        let shown = format!("{:?}", [Parameter(&Value::from("secret")), Parameter(&Value::from(1234))]);
        assert_eq!(shown, "[…, …]");
    }

    #[test]
    fn columns_of_texts_are_compared_by_bytes() {
        let create = "-- A TEXT.\n\nCREATE TABLE a (\n    b TEXT NOT NULL, -- TEXT\n    TEXTS BIGINT DEFAULT 'TEXT')";
        assert_eq!(translated(create), create.replace("b TEXT", "b TEXT COLLATE \"C\""));
        assert_eq!(translated("ALTER TABLE a ADD COLUMN c TEXT"), "ALTER TABLE a ADD COLUMN c TEXT COLLATE \"C\"");
        assert_eq!(translated("CREATE INDEX a ON b (TEXT)"), "CREATE INDEX a ON b (TEXT)");
    }
}
