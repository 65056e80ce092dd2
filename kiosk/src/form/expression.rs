//! Rules (規則): CEL expressions over the answers, compiled once when a pack is loaded.
//!
//! Every field of the pack is a variable; one that is unanswered or not asked is `null`. `today` is a text `YYYY-MM-DD`,
//! `settings` the pack's own settings, `age` the full years of the person whose card was read or `null`. No expression
//! sees more of a card than that. What may be calculated stands in [`super::functions`].

use std::collections::HashMap;

use cel::{Context, Program};

use super::{Answers, Pack, Value, functions};

/// One compiled expression with the text it came from; without one it holds always.
#[derive(Debug)]
pub struct Expression {
    source: String,
    program: Option<Program>,
}

/// Everything an expression may see.
pub(crate) type Scope = Context<'static, 'static>;

impl Expression {
    /// Compiles `source`.
    ///
    /// # Errors
    /// The first thing the parser dislikes, in one line.
    pub fn new(source: &str) -> Result<Self, String> {
        let program = Program::compile(source).map_err(|errors| one_line(&errors.to_string()))?;
        Ok(Self { source: source.to_owned(), program: Some(program) })
    }

    /// The rule that always holds.
    #[must_use]
    pub const fn always() -> Self {
        Self { source: String::new(), program: None }
    }

    /// The expression as written in the pack.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// A name the expression uses that `known` does not have.
    pub(crate) fn stranger(&self, known: &dyn Fn(&str) -> bool) -> Option<String> {
        let references = self.program.as_ref()?.references();
        let mut names: Vec<&str> = references.variables();
        names.sort_unstable();
        names.into_iter().find(|name| !known(name)).map(str::to_owned)
    }

    /// The value in yes or no.
    pub(crate) fn flag(&self, scope: &Scope) -> Result<bool, String> {
        let Some(program) = &self.program else { return Ok(true) };
        match program.execute(scope) {
            Ok(cel::Value::Bool(flag)) => Ok(flag),
            Ok(other) => Err(format!("gives {}, not true or false", other.type_of())),
            Err(error) => Err(one_line(&error.to_string())),
        }
    }

    /// The value as an answer; `None` for `null` (not known yet).
    pub(crate) fn value(&self, scope: &Scope) -> Result<Option<Value>, String> {
        let Some(program) = &self.program else { return Ok(None) };
        match program.execute(scope) {
            Ok(cel::Value::Int(number)) => Ok(Some(Value::Number(number))),
            Ok(cel::Value::Bool(flag)) => Ok(Some(Value::Flag(flag))),
            Ok(cel::Value::String(text)) => Ok(Some(Value::Text(text.to_string()))),
            Ok(cel::Value::Null) => Ok(None),
            Ok(other) => Err(format!("gives {}, which cannot be printed", other.type_of())),
            Err(error) => Err(one_line(&error.to_string())),
        }
    }

    /// The names it uses.
    pub(crate) fn names(&self) -> Vec<String> {
        let Some(program) = &self.program else { return Vec::new() };
        program.references().variables().into_iter().map(str::to_owned).collect()
    }

    /// The value as a whole number; `None` for `null` (not known yet).
    pub(crate) fn number(&self, scope: &Scope) -> Result<Option<i64>, String> {
        let Some(program) = &self.program else { return Ok(None) };
        match program.execute(scope) {
            Ok(cel::Value::Int(number)) => Ok(Some(number)),
            Ok(cel::Value::Null) => Ok(None),
            Ok(other) => Err(format!("gives {}, not a whole number", other.type_of())),
            Err(error) => Err(one_line(&error.to_string())),
        }
    }
}

/// A scope in which nothing is answered yet.
pub(crate) fn scope(pack: &Pack, today: &str) -> Scope {
    let fields = pack.pages.iter().flat_map(|page| &page.fields).chain(&pack.staff).map(|field| field.id.as_str());
    let fields = fields.chain(pack.computed.iter().map(|computed| computed.id.as_str()));
    empty(fields, &pack.settings, today)
}

/// A scope with these fields unanswered.
pub(crate) fn empty<'a>(
    fields: impl Iterator<Item = &'a str>,
    settings: &std::collections::BTreeMap<String, Value>,
    today: &str,
) -> Scope {
    let mut scope = Context::default();
    functions::add(&mut scope);
    scope.add_variable_from_value("age", cel::Value::Null);
    for field in fields {
        scope.add_variable_from_value(field, cel::Value::Null);
    }
    let settings: HashMap<String, cel::Value> =
        settings.iter().map(|(key, value)| (key.clone(), to_cel(value))).collect();
    scope.add_variable_from_value("settings", settings);
    scope.add_variable_from_value("today", today.to_owned());
    scope
}

/// Gives a field its value.
pub(crate) fn bind(scope: &mut Scope, field: &str, value: &Value) {
    scope.add_variable_from_value(field, to_cel(value));
}

fn to_cel(value: &Value) -> cel::Value {
    match value {
        Value::Flag(flag) => cel::Value::Bool(*flag),
        Value::Number(number) => cel::Value::Int(*number),
        Value::Text(text) => cel::Value::String(std::sync::Arc::new(text.clone())),
        Value::Rows(rows) => cel::Value::from(rows.iter().map(parts_to_cel).collect::<Vec<_>>()),
        Value::Parts(parts) => parts_to_cel(parts),
    }
}

fn parts_to_cel(parts: &Answers) -> cel::Value {
    let parts: HashMap<String, cel::Value> = parts.iter().map(|(id, value)| (id.clone(), to_cel(value))).collect();
    cel::Value::Map(parts.into())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
