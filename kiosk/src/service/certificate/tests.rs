//! Requests for certificates (証明書の請求の試験): the course, fees against sums done by hand, and the register's code.

use drivers::printer::bars::{Symbology, draw};
use proptest::prelude::*;

use super::*;

fn rules() -> Rules {
    let text = r#"
[[certificate]]
id = "a"
name = "住民票"
fee = 300
card_fee = 200
[[certificate]]
id = "b"
name = "戸籍"
fee = 450
most = 3
[[exemption]]
id = "pension"
name = "年金"
certificates = ["a"]
[[exemption]]
id = "half"
name = "半額"
percent = 50
"#;
    let rules: Rules = toml::from_str(text).unwrap();
    assert_eq!(rules.contradiction(), None);
    rules
}

fn chosen(ids: &[&str]) -> Vec<Heard<Told>> {
    ids.iter().map(|id| Heard::Chosen((*id).to_owned())).collect()
}

fn next(heard: &[Heard<Told>]) -> String {
    match (Certificates { rules: Arc::new(rules()) }).step(heard) {
        Step::Prompt(prompt) => prompt.page.to_owned(),
        Step::Authenticate => "authenticate".to_owned(),
        Step::Card => "card".to_owned(),
        Step::Said(said) => format!("{} {:?}", said.page, said.tone),
        Step::Need(Ask::Submit(wanted)) => {
            let lines = wanted.lines.iter().map(|line| format!("{}×{}={}", line.certificate, line.copies, line.sum));
            format!("submit {} {:?}", lines.collect::<Vec<_>>().join(" "), wanted.exemption)
        }
        _ => "other".to_owned(),
    }
}

#[test]
fn a_request_is_chosen_counted_checked_proven_and_only_then_written() {
    assert_eq!(next(&[]), "rest");
    assert_eq!(next(&chosen(&["a"])), "copies");
    assert_eq!(next(&chosen(&["a", "2"])), "more");
    assert_eq!(next(&chosen(&["a", "2", "b", "1", "enough"])), "exemptions");
    assert_eq!(next(&chosen(&["a", "2", "enough", "none"])), "check");
    let mut heard = chosen(&["a", "2", "b", "1", "enough", "pension", "agreed"]);
    assert_eq!(next(&heard), "authenticate", "the PIN is asked for last");
    heard.push(Heard::Authenticated);
    assert_eq!(next(&heard), "card");
    heard.push(Heard::Facts);
    assert_eq!(next(&heard), "submit a×2=0 b×1=450 Some(\"pension\")");
    heard.push(Heard::Told(Told::Accepted { number: 7, queue: "101".into() }));
    assert_eq!(next(&heard), "accepted Good");
    let back = chosen(&["a", "2", "a", "3", "enough", "none", "agreed"]);
    let with = |last: Vec<Heard<Told>>| next(&chosen(&["a", "2"]).into_iter().chain(last).collect::<Vec<_>>());
    assert_eq!(next(&back), "authenticate", "the same certificate again replaces its copies");
    assert_eq!(with(vec![Heard::Failed("S04")]), "failed Doubt");
    assert_eq!(with(vec![Heard::Late]), "late Doubt", "no answer is no number");
}

#[test]
fn fees_are_what_the_table_says_with_the_card_and_with_a_reason() {
    let sums = |choices: &[(&str, u8)], card, exemption| {
        let choices: Vec<_> = choices.iter().map(|(id, copies)| ((*id).to_owned(), *copies)).collect();
        fees::total(&rules().lines(&choices, card, exemption))
    };
    assert_eq!(sums(&[("a", 2), ("b", 1)], true, None), 2 * 200 + 450);
    assert_eq!(sums(&[("a", 2), ("b", 1)], false, None), 2 * 300 + 450);
    assert_eq!(sums(&[("a", 2), ("b", 1)], true, Some("pension")), 450);
    assert_eq!(sums(&[("b", 3)], true, Some("half")), 3 * 225);
    assert_eq!(sums(&[("gone", 3)], true, None), 0, "what the table does not know costs nothing and is not asked for");
}

#[test]
fn rules_that_contradict_themselves_are_named() {
    let wrong = |text: &str| {
        let rules: Rules = toml::from_str(text).unwrap();
        rules.contradiction().map(|(key, _)| key)
    };
    assert_eq!(wrong("register = { prefix = '45' }").as_deref(), Some("register.prefix"));
    let one = |more: &str| format!("[[certificate]]\nid = 'a'\nname = 'a'\nfee = 300\n{more}\n");
    assert_eq!(wrong(&one("card_fee = 400")).as_deref(), Some("certificate.a.card_fee"));
    assert_eq!(wrong(&one("most = 10")).as_deref(), Some("certificate.a.most"));
    assert_eq!(wrong(&one("").repeat(2)).as_deref(), Some("certificate.a.id"));
    assert_eq!(
        wrong("[[exemption]]\nid = 'x'\nname = 'x'\ncertificates = ['a']").as_deref(),
        Some("exemption.x.certificates")
    );
}

proptest! {
    /// The driver's own barcode code takes it as a valid JAN-13, and yen and number can be read back from their places.
    #[test]
    fn the_registers_code_is_a_jan_13(number in 1u64..10_000_000, yen in 0u32..200_000) {
        let code = fees::register_code(&rules(), number, yen);
        prop_assert_eq!(code.is_some(), yen <= 99_999);
        if let Some(code) = code {
            prop_assert!(draw(&code, Symbology::Jan, 2, 40).is_some());
            prop_assert_eq!(code.get(..2), Some("29"));
            prop_assert_eq!(code.get(2..7).unwrap().parse::<u64>().unwrap(), number % 100_000);
            prop_assert_eq!(code.get(7..12).unwrap().parse::<u32>().unwrap(), yen);
        }
    }
}
