//! Functions of rules (規則の関数): days, ages and deadlines beside what CEL brings. `null` in gives `null` out, so that a
//! calculation over unanswered questions is simply not known yet.
//!
//! `days(a, b)` days from a to b · `age(birth, day)` full years, reached on the day before the birthday
//! (年齢計算ニ関スル法律) · `add_days(day, n)` · `add_months(day, n)` (民法143条: the last day of a shorter month) ·
//! `year(day)` · `fiscal_year(day)` (April to March) · `count(rows)` · `wareki(day)`.

use std::sync::Arc;

use cel::{Context, Value};
use jiff::ToSpan;
use jiff::civil::Date;

use super::era;

pub(super) fn add(context: &mut Context<'static, 'static>) {
    let added = [
        context.add_function("days", |a: Value, b: Value| opt(days(&a, &b))),
        context.add_function("age", |a: Value, b: Value| opt(full_years(&a, &b))),
        context.add_function("add_days", |a: Value, n: Value| text(add_days(&a, &n))),
        context.add_function("add_months", |a: Value, n: Value| text(add_months(&a, &n))),
        context.add_function("year", |a: Value| opt(day(&a).map(|day| i64::from(day.year())))),
        context.add_function("fiscal_year", |a: Value| opt(day(&a).map(fiscal_year))),
        context.add_function("count", |rows: Value| opt(count(&rows))),
        context.add_function("wareki", |a: Value| text(day(&a).map(era::wareki))),
    ];
    debug_assert!(added.iter().all(Result::is_ok), "a name is taken");
}

/// Age in full years on `on`: it is reached at the end of the day before the birthday.
pub(crate) fn age(birth: Date, on: Date) -> i64 {
    let on = on.tomorrow().unwrap_or(on);
    let years = i64::from(on.year()) - i64::from(birth.year());
    if (on.month(), on.day()) >= (birth.month(), birth.day()) { years } else { years - 1 }
}

fn opt(number: Option<i64>) -> Value {
    number.map_or(Value::Null, Value::Int)
}

fn text(text: Option<String>) -> Value {
    text.map_or(Value::Null, |text| Value::String(Arc::new(text)))
}

fn day(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        _ => None,
    }
}

fn days(from: &Value, to: &Value) -> Option<i64> {
    Some(i64::from((day(to)? - day(from)?).get_days()))
}

fn full_years(birth: &Value, on: &Value) -> Option<i64> {
    Some(age(day(birth)?, day(on)?))
}

fn add_days(from: &Value, by: &Value) -> Option<String> {
    let by = i32::try_from(number(by)?).ok()?;
    Some(day(from)?.checked_add(by.days()).ok()?.to_string())
}

fn add_months(from: &Value, by: &Value) -> Option<String> {
    let by = i32::try_from(number(by)?).ok().filter(|by| by.abs() < 12_000)?;
    Some(day(from)?.checked_add(by.months()).ok()?.to_string())
}

fn fiscal_year(day: Date) -> i64 {
    i64::from(day.year()) - i64::from(day.month() < 4)
}

fn count(rows: &Value) -> Option<i64> {
    match rows {
        Value::List(rows) => i64::try_from(rows.len()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cel::Program;
    use jiff::civil::date;

    fn calculate(rule: &str) -> Value {
        let mut context = Context::default();
        add(&mut context);
        context.add_variable_from_value("none", Value::Null);
        Program::compile(rule).unwrap().execute(&context).unwrap()
    }

    #[test]
    fn calculations() {
        for (rule, gives) in [
            ("days('2026-11-10', '2026-11-24')", Value::Int(14)),
            ("days('2026-11-24', '2026-11-10')", Value::Int(-14)),
            ("days('2026-02-28', '2027-02-28')", Value::Int(365)),
            ("add_days('2026-12-25', 14)", Value::from("2027-01-08")),
            ("add_months('2026-11-30', 3)", Value::from("2027-02-28")),
            ("year('2026-11-24')", Value::Int(2026)),
            ("fiscal_year('2026-03-31')", Value::Int(2025)),
            ("fiscal_year('2026-04-01')", Value::Int(2026)),
            ("count([1, 2])", Value::Int(2)),
            ("wareki('2019-05-01')", Value::from("令和元年5月1日")),
            ("days(none, '2026-11-24') == null", Value::Bool(true)),
            ("age(none, none) == null", Value::Bool(true)),
            ("add_days('x', 14) == null", Value::Bool(true)),
            ("add_months('2026-11-30', 9223372036854775807) == null", Value::Bool(true)),
        ] {
            assert_eq!(calculate(rule), gives, "{rule}");
        }
    }

    #[test]
    fn an_age_is_reached_the_day_before() {
        for (birth, on, years) in [
            (date(2008, 4, 2), date(2026, 4, 1), 18),
            (date(2008, 4, 2), date(2026, 3, 31), 17),
            (date(2008, 4, 1), date(2026, 3, 31), 18),
            (date(2008, 1, 1), date(2025, 12, 31), 18),
            (date(2004, 2, 29), date(2025, 2, 28), 21),
            (date(2004, 2, 29), date(2025, 2, 27), 20),
        ] {
            assert_eq!(age(birth, on), years, "{birth} on {on}");
        }
    }
}
