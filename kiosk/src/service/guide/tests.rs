//! The guide told by heart (手続き案内の試験): each event of a life, papers, forms in turn, and rules that contradict themselves.

use super::*;
use crate::form::Value;

fn guide() -> Guide {
    let rules: Rules = toml::from_str(include_str!("../../../../config/guide.toml")).expect("the shipped guide");
    assert_eq!(rules.contradiction(), None);
    Guide { rules: Arc::new(rules) }
}

fn chosen(ids: &[&str]) -> Vec<Heard<Told>> {
    ids.iter().map(|id| Heard::Chosen((*id).to_owned())).collect()
}

fn page(guide: &Guide, heard: &[Heard<Told>]) -> String {
    match guide.step(heard) {
        Step::Prompt(prompt) => prompt.page.to_owned(),
        Step::Said(said) => said.page.to_owned(),
        Step::Form(form) => format!("form {form}"),
        Step::Card => "card".to_owned(),
        Step::Need(_) => "record".to_owned(),
        _ => "other".to_owned(),
    }
}

fn needed(ids: &[&str]) -> Vec<String> {
    let guide = guide();
    let given: Vec<Heard<Told>> = chosen(ids).into_iter().chain(chosen(&[pages::NEXT, pages::PRINT])).collect();
    match guide.step(&given) {
        Step::Need(Ask::Record(plan)) => plan.procedures,
        _ => panic!("{ids:?} leads nowhere: {}", page(&guide, &given)),
    }
}

#[test]
fn each_event_of_a_life_leads_to_its_procedures() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["self", "in", "yes", "no", "yes", "yes"], &["idou", "kokuho-join", "jido-teate", "juminhyo"]),
        (&["self", "in", "no", "yes", "no", "yes"], &["idou"]),
        (&["self", "within", "yes", "no", "no", "no"], &["idou", "kokuho-change", "jido-teate"]),
        (&["self", "out", "no", "no"], &["idou", "kokuho-leave"]),
        (&["self", "birth", "yes"], &["birth", "jido-teate", "ninpu-kyufu"]),
        (&["self", "pregnant"], &["ninpu-kyufu"]),
        (&["self", "marriage"], &["marriage", "koseki"]),
        (&["self", "divorce", "yes", "no"], &["divorce", "kokuho-join", "jido-teate"]),
        (&["self", "death"], &["okuyami"]),
        (&["self", "insurance", "yes"], &["kokuho-join"]),
        (&["self", "insurance", "no"], &["kokuho-leave"]),
        (&["self", "insurance", "lost"], &["kokuho-saikofu"]),
        (&["other", "certificate", "koseki"], &["ininjo", "koseki"]),
    ];
    for (given, expected) in cases {
        assert_eq!(needed(given), *expected, "{given:?}");
    }
}

#[test]
fn an_answer_that_is_none_asks_again_and_back_forgets_the_last() {
    let guide = guide();
    assert_eq!(page(&guide, &[]), "rest");
    assert_eq!(page(&guide, &chosen(&["nobody"])), "rest", "no such answer");
    let mut heard = chosen(&["self", "in", "yes", "no", "yes", "yes"]);
    assert_eq!(page(&guide, &heard), "plan");
    heard.pop();
    assert_eq!(page(&guide, &heard), "question");
}

#[test]
fn papers_that_are_pressed_are_missing_and_pressed_again_are_here() {
    let guide = guide();
    let heard = |more: &[&str]| {
        let first = ["self", "in", "yes", "no", "yes", "yes", pages::NEXT];
        chosen(&[&first, more, &[pages::PRINT][..]].concat())
    };
    let missing = |more: &[&str]| match guide.step(&heard(more)) {
        Step::Need(Ask::Record(plan)) => (plan.missing, plan.forms.len()),
        _ => panic!("not recorded"),
    };
    assert_eq!(missing(&[]), (vec![], 0));
    assert_eq!(missing(&["account", "out-slip"]), (vec!["out-slip".to_owned(), "account".to_owned()], 0));
    assert_eq!(missing(&["account", "account"]), (vec![], 0));
    assert_eq!(missing(&["seal-card"]), (vec![], 0), "a paper of another procedure");
}

#[test]
fn every_form_is_asked_once_and_recorded_together() {
    let guide = guide();
    let mut heard = chosen(&["self", "in", "yes", "no", "yes", "yes", pages::NEXT, pages::FILL]);
    assert_eq!(page(&guide, &heard), "card");
    heard.push(Heard::Facts);
    assert_eq!(page(&guide, &heard), "family");
    heard.extend(chosen(&[family::ENOUGH]));
    for form in ["idou", "kokuho-kanyu", "jido-teate", "juminhyo"] {
        assert_eq!(page(&guide, &heard), format!("form {form}"));
        heard.push(Heard::Answered(Answers::from([("of".to_owned(), Value::Text(form.to_owned()))])));
    }
    let Step::Need(Ask::Record(plan)) = guide.step(&heard) else { panic!("not recorded") };
    let told: Vec<_> = plan.forms.iter().map(|(form, answers)| (form.as_str(), answers.get("of"))).collect();
    let own = |form: &str| Value::Text(form.to_owned());
    let forms = ["idou", "kokuho-kanyu", "jido-teate", "juminhyo"];
    let expected: Vec<(&str, Value)> = forms.into_iter().map(|form| (form, own(form))).collect();
    assert_eq!(told, expected.iter().map(|(form, value)| (*form, Some(value))).collect::<Vec<_>>());
    heard.push(Heard::Failed("S04"));
    assert_eq!(page(&guide, &heard), "failed");
    heard.push(Heard::Chosen(ends::AGAIN.to_owned()));
    assert_eq!(page(&guide, &heard), "record", "nothing is typed twice after a failure");
    heard.push(Heard::Told(Told::Recorded { number: 9, cases: vec![6, 7, 8] }));
    let Step::Said(said) = guide.step(&heard) else { panic!("not said") };
    assert_eq!((said.number, said.slip, said.cases), (Some(9), true, vec![6, 7, 8]));
}

#[test]
fn the_family_lays_down_cards_one_by_one_and_a_step_back_forgets_the_last() {
    let guide = guide();
    let mut heard = chosen(&["self", "in", "yes", "no", "yes", "yes", pages::NEXT, pages::FILL]);
    heard.push(Heard::Facts);
    let member = |heard: &[Heard<Told>]| match guide.step(heard) {
        Step::Member(relation) => relation,
        _ => page(&guide, heard),
    };
    for (relation, count) in [("husband", 1), ("child", 2)] {
        heard.extend(chosen(&[family::ADD]));
        assert_eq!(member(&heard), "relation");
        heard.extend(chosen(&["somebody"]));
        assert_eq!(member(&heard), "relation", "no such relation");
        heard.extend(chosen(&[relation]));
        assert_eq!(member(&heard), relation);
        heard.push(Heard::Facts);
        assert_eq!(guide.told(&heard, "idou").family, count);
        assert_eq!(member(&heard), "family");
    }
    let told = guide.told(&heard, "idou");
    let text = |words: &str| Some(Value::Text(words.to_owned()));
    assert_eq!((told.relation.as_str(), told.answers.get("kind").cloned()), ("head", text("in")));
    assert_eq!(told.answers.get("visitor").cloned(), text("head"));
    assert_eq!(guide.told(&heard, "kokuho-kanyu").answers.get("kind").cloned(), text("moved"));
    assert_eq!(guide.told(&heard, "juminhyo").answers, Answers::new());
    heard.pop();
    assert_eq!((member(&heard), guide.told(&heard, "idou").family), ("child".to_owned(), 1));
}

#[test]
fn a_guide_that_contradicts_itself_is_named() {
    let fault = |text: &str| toml::from_str::<Rules>(text).map(|rules| rules.contradiction());
    let question = "[[question]]\nid = \"a\"\ntitle = \"?\"\noption = [{ id = \"x\", label = \"x\" }]\n";
    let names = |more: &str| fault(&format!("{question}{more}")).expect("TOML").map(|(key, _)| key);
    assert_eq!(names(""), None);
    assert_eq!(names(question), Some("a".to_owned()), "twice");
    let procedure = "[[procedure]]\nid = \"p\"\nname = \"p\"\nwindow = \"1\"\n";
    assert_eq!(names(&format!("{procedure}when = \"b == 'x'\"\n")), Some("b".to_owned()));
    let lost = format!("{procedure}when = \"a == 'x'\"\n[[paper]]\nid = \"z\"\nname = \"z\"\nof = [\"q\"]\n");
    assert_eq!(names(&lost), Some("q".to_owned()));
    assert!(fault(&format!("{question}{procedure}when = \"a ==\"\n")).is_err(), "no expression at all");
}
