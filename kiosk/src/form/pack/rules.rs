//! Rules of a pack (規則の検査): every name exists, nothing goes in a circle, each holds its own with nothing answered.

use std::collections::BTreeMap;

use super::raw::{RawComputed, RawPack, Text};
use super::reader::Reader;
use crate::form::Computed;
use crate::form::expression::{self, Expression, Scope};

/// Names every rule may use.
pub(super) const OURS: [&str; 3] = ["settings", "today", "age"];

/// What expressions of the pack may name, and a scope to try them in.
pub(super) struct Rules {
    scope: Scope,
    /// Fields in the order in which they are judged, from 1; those of staff are known from the start.
    fields: BTreeMap<String, usize>,
    /// Calculations by id, with the names they use.
    computed: BTreeMap<String, Vec<String>>,
}

impl Rules {
    pub(super) fn new(raw: &RawPack) -> Self {
        let asked = raw.page.iter().flat_map(|page| &page.field).map(|field| field.id.get_ref().clone());
        let mut fields: BTreeMap<String, usize> = BTreeMap::new();
        for (at, field) in asked.enumerate() {
            fields.entry(field).or_insert(at + 1);
        }
        fields.extend(raw.staff.iter().map(|field| (field.id.get_ref().clone(), 0)));
        let names = |computed: &RawComputed| {
            Expression::new(computed.value.get_ref()).map(|rule| rule.names()).unwrap_or_default()
        };
        let computed: BTreeMap<_, _> =
            raw.computed.iter().map(|computed| (computed.id.get_ref().clone(), names(computed))).collect();
        let all = fields.keys().chain(computed.keys()).map(String::as_str);
        let scope = expression::empty(all, &raw.settings, "2026-01-01");
        Self { scope, fields, computed }
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        OURS.contains(&name) || self.fields.contains_key(name) || self.computed.contains_key(name)
    }

    /// How many fields must have been judged before `names` are all known; an error names the circle.
    fn after(&self, names: &[String], path: &mut Vec<String>) -> Result<usize, String> {
        let mut after = 0;
        for name in names {
            if let Some(at) = self.fields.get(name) {
                after = after.max(*at);
            } else if let Some(inner) = self.computed.get(name) {
                path.push(name.clone());
                if path.iter().filter(|known| *known == name).count() > 1 {
                    return Err(path.join(" → "));
                }
                after = after.max(self.after(inner, path)?);
                path.pop();
            }
        }
        Ok(after)
    }
}

impl Reader<'_> {
    fn compile(&mut self, source: &Text, field: &str, rules: &Rules) -> Option<Expression> {
        let expression = match Expression::new(source.get_ref()) {
            Ok(expression) => expression,
            Err(reason) => {
                self.blame(&source.span(), field, format!("not a CEL expression: {reason}"));
                return None;
            }
        };
        if let Some(name) = expression.stranger(&|name| rules.knows(name)) {
            self.blame(&source.span(), field, format!("there is no field `{name}`"));
            return None;
        }
        Some(expression)
    }

    /// A yes/no rule; it must hold its own when nothing is answered yet.
    pub(super) fn rule(&mut self, source: Option<&Text>, field: &str, rules: &Rules) -> Expression {
        let Some(source) = source else { return Expression::always() };
        let Some(expression) = self.compile(source, field, rules) else { return Expression::always() };
        if let Err(reason) = expression.flag(&rules.scope) {
            self.blame(&source.span(), field, unanswered("rule", &reason));
        }
        expression
    }

    pub(super) fn number(&mut self, source: &Text, field: &str, rules: &Rules) -> Expression {
        let Some(expression) = self.compile(source, field, rules) else { return Expression::always() };
        if let Err(reason) = expression.number(&rules.scope) {
            self.blame(&source.span(), field, unanswered("calculation", &reason));
        }
        expression
    }

    /// A rule that decides whether `id` is asked may only look at what was asked before it.
    pub(super) fn late(&mut self, id: &Text, when: Option<&Text>, place: &str, rules: &Rules) {
        let Some(when) = when else { return };
        let own = rules.fields.get(id.get_ref()).copied();
        let Ok(expression) = Expression::new(when.get_ref()) else { return };
        let Ok(after) = rules.after(&expression.names(), &mut Vec::new()) else { return };
        if own.is_some_and(|own| own > 0 && after >= own) {
            let reason = "looks at this question or a later one: it can never be decided (a loop)";
            self.blame(&when.span(), &format!("{place}.when"), reason);
        }
    }

    /// The calculations in an order in which each is known before it is used.
    pub(super) fn computed(&mut self, raw: Vec<RawComputed>, rules: &Rules) -> Vec<Computed> {
        let mut found: Vec<(usize, usize, Computed)> = Vec::new();
        for computed in raw {
            let place = format!("computed.{}", computed.id.get_ref());
            let Some(value) = self.compile(&computed.value, &place, rules) else { continue };
            if let Err(reason) = value.value(&rules.scope) {
                self.blame(&computed.value.span(), &place, unanswered("calculation", &reason));
            }
            let mut path = vec![computed.id.get_ref().clone()];
            match rules.after(&value.names(), &mut path) {
                Ok(after) => {
                    let depth = depth(rules, computed.id.get_ref());
                    found.push((after, depth, Computed { id: computed.id.into_inner(), value, after }));
                }
                Err(circle) => {
                    self.blame(&computed.value.span(), &place, format!("goes in a circle (a loop): {circle}"));
                }
            }
        }
        found.sort_by_key(|(after, depth, _)| (*after, *depth));
        found.into_iter().map(|(_, _, computed)| computed).collect()
    }
}

/// What is said of a rule that fails when its questions have no answer yet.
fn unanswered(what: &str, reason: &str) -> String {
    let null = reason.contains("null") || reason.contains("Null");
    let hint = if null { "; ask for null first, such as `field == null || ...`" } else { "" };
    format!("with nothing answered, the {what} {reason}{hint}")
}

/// How many calculations stand one on the other below this one. Only asked where there is no circle.
fn depth(rules: &Rules, id: &str) -> usize {
    let names = rules.computed.get(id).map(Vec::as_slice).unwrap_or_default();
    let below = names.iter().filter(|name| rules.computed.contains_key(*name)).map(|name| 1 + depth(rules, name));
    below.max().unwrap_or(0)
}
