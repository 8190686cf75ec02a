//! Every table of a store with its columns and its key, as the files of the migrations make them: what copies a store
//! knows from here what there is, and nobody keeps a second list.
//!
//! What this file does not do: look into a database. That both kinds hold just these tables is told by a test.

use super::migrations::FILES;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in the order in which they were made.
    pub columns: Vec<String>,
    /// The columns of its primary key, in their order.
    pub key: Vec<String>,
}

impl Table {
    /// The places of the key's columns among the columns.
    pub fn key_places(&self) -> Vec<usize> {
        let place = |column: &String| self.columns.iter().position(|one| one == column);
        self.key.iter().filter_map(place).collect()
    }
}

/// All tables, in the order in which they were made; what the migrations keep of themselves is not among them.
pub fn tables() -> Vec<Table> {
    tables_of(FILES)
}

fn tables_of(files: &[&str]) -> Vec<Table> {
    let mut tables = Vec::new();
    for file in files {
        let plain: Vec<&str> = file.lines().map(|line| line.split("--").next().unwrap_or_default().trim()).collect();
        plain.join(" ").split(';').for_each(|statement| apply(&mut tables, statement.trim()));
    }
    tables
}

fn apply(tables: &mut Vec<Table>, statement: &str) {
    let words: Vec<&str> = statement.split_whitespace().collect();
    match words.as_slice() {
        ["CREATE", "TABLE", "IF", "NOT", "EXISTS", name, ..] | ["CREATE", "TABLE", name, ..] => {
            tables.push(created(name.split('(').next().unwrap_or_default(), statement));
        }
        ["DROP", "TABLE", name] => tables.retain(|table| table.name != *name),
        ["ALTER", "TABLE", name, change, "COLUMN", column, ..] => {
            let Some(table) = tables.iter_mut().find(|table| table.name == *name) else { return };
            match *change {
                "ADD" => table.columns.push((*column).to_owned()),
                "DROP" => table.columns.retain(|one| one != column),
                _ => {}
            }
        }
        _ => {}
    }
}

fn created(name: &str, statement: &str) -> Table {
    let mut table = Table { name: name.to_owned(), columns: Vec::new(), key: Vec::new() };
    let body = statement.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map_or("", |(body, _)| body);
    for item in parts(body) {
        let first = item.split([' ', '(']).next().unwrap_or_default();
        match first {
            "PRIMARY" => {
                let columns = item.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
                table.key = columns.split(',').map(|column| column.trim().to_owned()).collect();
            }
            "UNIQUE" | "CHECK" | "FOREIGN" | "CONSTRAINT" => {}
            column => {
                table.columns.push(column.to_owned());
                if item.contains("PRIMARY KEY") {
                    table.key = vec![column.to_owned()];
                }
            }
        }
    }
    table
}

/// What stands between the commas that are in no brackets.
fn parts(body: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut parts) = (0_i32, 0, Vec::new());
    for (place, letter) in body.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(body[begin..place].trim());
                begin = place + 1;
            }
            _ => {}
        }
    }
    parts.push(body[begin..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_as_they_were_made_and_changed() {
        let files = [
            "-- One; two.\nCREATE TABLE one (\n    a TEXT NOT NULL, -- of it\n    b BIGINT,\n    PRIMARY KEY (a, b),\n    UNIQUE (b)\n);\n\
             CREATE INDEX x ON one (a);\nCREATE TABLE two (id TEXT NOT NULL PRIMARY KEY, gone BIGINT);\n\
             CREATE TABLE three (id TEXT PRIMARY KEY);\n",
            "ALTER TABLE one ADD COLUMN c TEXT;\nALTER TABLE two DROP COLUMN gone;\nDROP TABLE three;\n",
        ];
        let shown = |table: &Table| format!("{} {} {}", table.name, table.columns.join(","), table.key.join(","));
        let shown: Vec<String> = tables_of(&files).iter().map(shown).collect();
        assert_eq!(shown, ["one a,b,c a,b", "two id id"]);
    }

    #[test]
    fn every_table_has_a_key_among_its_columns() {
        let tables = tables();
        assert!(tables.len() >= 25, "{}", tables.len());
        for table in tables {
            assert!(!table.key.is_empty() && table.key_places().len() == table.key.len(), "{table:?}");
        }
    }
}
