//! Requests are checked against Telegram's own description of the Bot API.
//!
//! `tests/fixtures/botapi.json` holds the methods and types that the bot uses; `botapi.jq` beside it
//! makes it. A field that Telegram does not know is refused here, though Telegram would ignore it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

/// The part of the Bot API that the bot uses.
pub static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../fixtures/botapi.json")).expect("the fixture is made by a script")
});

/// Methods and types by name.
#[derive(Deserialize)]
pub struct Schema {
    /// The kinds of updates that may be asked for.
    pub update_kinds: Vec<String>,
    methods: BTreeMap<String, Shape>,
    types: BTreeMap<String, Shape>,
}

/// The fields of a method or type, or the types that may stand for it.
#[derive(Deserialize)]
struct Shape {
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    subtypes: Vec<String>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    types: Vec<String>,
    required: bool,
}

impl Schema {
    /// The method of a name in any case.
    pub fn method(&self, name: &str) -> Option<&str> {
        self.methods.keys().map(String::as_str).find(|known| known.eq_ignore_ascii_case(name))
    }

    /// Checks the arguments of a method.
    pub fn check(&self, method: &str, arguments: &Map<String, Value>) -> Result<(), String> {
        self.object(method, &self.methods[method].fields, arguments)
    }

    /// Whether a field of a method holds words and nothing else.
    pub fn is_words(&self, method: &str, field: &str) -> bool {
        let fields = self.methods.get(method).map(|shape| shape.fields.as_slice()).unwrap_or_default();
        fields.iter().any(|known| known.name == field && known.types == ["String"])
    }

    fn object(&self, of: &str, fields: &[Field], object: &Map<String, Value>) -> Result<(), String> {
        let missing = fields.iter().find(|field| field.required && !object.contains_key(&field.name));
        if let Some(field) = missing {
            return Err(format!("{of} needs {}", field.name));
        }
        for (name, value) in object {
            let field = fields.iter().find(|field| field.name == *name);
            let field = field.ok_or_else(|| format!("{of} has no {name}"))?;
            let place = format!("{of}.{name}");
            let faults: Vec<_> = field.types.iter().map(|kind| self.value(&place, kind, value)).collect();
            if faults.iter().all(Result::is_err) {
                return faults.into_iter().next().unwrap_or(Ok(()));
            }
        }
        Ok(())
    }

    fn value(&self, place: &str, kind: &str, value: &Value) -> Result<(), String> {
        if let Some(kind) = kind.strip_prefix("Array of ") {
            let items = value.as_array().ok_or_else(|| format!("{place} is no list"))?;
            return items.iter().try_for_each(|item| self.value(place, kind, item));
        }
        let fits = match kind {
            "Integer" => value.is_i64(),
            "String" => value.is_string(),
            "Boolean" => value.is_boolean(),
            "True" => *value == Value::Bool(true),
            _ => return self.typed(place, kind, value),
        };
        if fits { Ok(()) } else { Err(format!("{place} is no {kind}")) }
    }

    fn typed(&self, place: &str, kind: &str, value: &Value) -> Result<(), String> {
        let shape =
            self.types.get(kind).ok_or_else(|| format!("{place}: {kind} is not in tests/fixtures/botapi.json"))?;
        if !shape.subtypes.is_empty() {
            let mut faults = shape.subtypes.iter().map(|subtype| self.typed(place, subtype, value));
            return if faults.any(|fault| fault.is_ok()) { Ok(()) } else { Err(format!("{place} is no {kind}")) };
        }
        let object = value.as_object().ok_or_else(|| format!("{place} is no {kind}"))?;
        self.object(kind, &shape.fields, object)
    }
}
