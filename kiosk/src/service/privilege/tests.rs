//! Privileges (優遇サービスの試験): who is eligible, how much, how often; codes; and every way a voucher is refused.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::service::tap::{Answer, Proof};

const RULES: &str = r#"
[[merchant]]
id = "a"
name = "甲"
[[merchant]]
id = "b"
name = "乙"
[[programme]]
id = "taxi"
name = "タクシー"
gives = "discount"
who = ["registered"]
percent = 50
yen = 1000
per_day = 2
per_year = 70
[[programme]]
id = "bath"
name = "入浴券"
gives = "voucher"
who = ["holders", "applicants"]
towns = ["海原市"]
age_from = 70
yen = 500
per_month = 1
merchants = ["b"]
[[programme]]
id = "proof"
name = "市民"
gives = "proof"
who = ["holders"]
towns = ["海原市"]
"#;

fn programmes() -> Programmes {
    let rules: Programmes = toml::from_str(RULES).unwrap();
    assert_eq!(rules.contradiction(), None);
    rules
}

fn tap(proof: Proof) -> Heard<Told> {
    let owner = Answer::Known(Some(Uuid::from_u128(7)));
    Heard::Tapped(Tap { service: ID.into(), proof, owner })
}

fn chosen(id: &str) -> Heard<Told> {
    Heard::Chosen(id.to_owned())
}

fn code(text: &str) -> Heard<Told> {
    Heard::Code { rule: None, text: Zeroizing::new(text.to_owned()) }
}

fn typed(text: &str) -> Heard<Told> {
    Heard::Typed(Zeroizing::new(text.to_owned()))
}

fn judged(eligible: bool, used: Used) -> Heard<Told> {
    let (holder, today) = (Uuid::from_u128(9), date(2026, 11, 23));
    Heard::Told(Told::Judged(Judged { holder, eligible, used, today, here: "A".into() }))
}

fn taken(terminal: &str) -> Heard<Told> {
    Heard::Claimed(Claimed::Taken { terminal: terminal.into(), number: 5 })
}

fn next(heard: &[Heard<Told>]) -> String {
    let counter = Privilege { programmes: Arc::new(programmes()) };
    match counter.step(heard) {
        Step::Prompt(prompt) => prompt.page.to_owned(),
        Step::Card => "card".to_owned(),
        Step::Claim(claim) => format!("claim {}", claim.scope),
        Step::Said(said) => format!("{} {:?}", said.page, said.tone),
        Step::Need(Ask::Whose(_)) => "whose".to_owned(),
        Step::Need(Ask::Judge { programme, .. }) => format!("judge {programme}"),
        Step::Need(Ask::Issue(grant)) => format!("issue {:?}", grant.yen),
        Step::Need(Ask::Use(grant)) => format!("use {} {:?}", grant.merchant, grant.yen),
        Step::Need(Ask::Prove { yes, .. }) => format!("prove {yes}"),
        Step::Need(Ask::Look(_)) => "look".to_owned(),
        Step::Need(Ask::Redeem { merchant, yen, .. }) => format!("redeem {merchant} {yen}"),
        _ => "other".to_owned(),
    }
}

#[test]
fn something_off_goes_from_tap_to_shop_to_price_to_claim_to_record() {
    let mut heard = vec![chosen("taxi")];
    assert_eq!(next(&heard), "who");
    heard.push(tap(Proof::Card));
    assert_eq!(next(&heard), "judge taxi");
    heard.push(judged(true, Used { day: 1, year: 8, ..Used::default() }));
    assert_eq!(next(&heard), "shops");
    heard.push(chosen("a"));
    assert_eq!(next(&heard), "price");
    heard.push(typed("0"));
    assert_eq!(next(&heard), "price", "nothing costs nothing");
    heard.push(typed("2601"));
    assert_eq!(next(&heard), "claim privilege/taxi/2026/9");
    heard.push(Heard::Claimed(Claimed::Granted));
    assert_eq!(next(&heard), "use a Some(1000)", "half of it, at most a thousand");
    heard.push(Heard::Told(Told::Given(Ok(Given { number: 3, yen: Some(1000), until: None }))));
    assert_eq!(next(&heard), "given Good");
}

#[test]
fn an_id_that_can_be_copied_gives_nothing() {
    assert_eq!(next(&[chosen("taxi"), tap(Proof::None)]), "proof Doubt");
    assert_eq!(next(&[chosen("taxi"), code("LIB-1")]), "whose");
}

#[test]
fn caps_and_conditions_stop_before_anything_is_claimed() {
    let with = |used: Used| next(&[chosen("taxi"), tap(Proof::Card), judged(true, used)]);
    assert_eq!(with(Used { day: 2, year: 8, ..Used::default() }), "used-up Doubt");
    assert_eq!(with(Used { year: 70, ..Used::default() }), "used-up Doubt");
    assert_eq!(next(&[chosen("taxi"), tap(Proof::Card), judged(false, Used::default())]), "not-eligible Doubt");
}

#[test]
fn without_an_answer_nothing_is_given() {
    let begin = || vec![chosen("bath"), chosen("card"), Heard::Facts, judged(true, Used::default())];
    assert_eq!(next(&[chosen("bath"), chosen("card")]), "card");
    assert_eq!(next(&begin()), "claim privilege/bath/2026-11/1");
    let with = |last: Heard<Told>| next(&begin().into_iter().chain([last]).collect::<Vec<_>>());
    assert_eq!(with(Heard::Claimed(Claimed::Granted)), "issue Some(500)");
    assert_eq!(with(taken("A")), "issue Some(500)", "the power went between the claim and the record of this terminal");
    assert_eq!(with(taken("B")), "elsewhere Stop");
    assert_eq!(with(Heard::Claimed(Claimed::Outside)), "undecided Doubt");
    assert_eq!(with(Heard::Claimed(Claimed::Unknown("S07"))), "undecided Doubt");
    assert_eq!(with(Heard::Late), "late Doubt");
}

#[test]
fn a_proof_says_yes_or_no_and_nothing_else() {
    for yes in [true, false] {
        let begin = || vec![chosen("proof"), Heard::Facts, judged(yes, Used::default())];
        assert_eq!(next(&begin()), format!("prove {yes}"));
        let counter = Privilege { programmes: Arc::new(programmes()) };
        let all: Vec<_> = begin().into_iter().chain([Heard::Told(Told::Proved { number: 4, yes })]).collect();
        let Step::Said(said) = counter.step(&all) else { panic!("no end") };
        assert_eq!((said.page, said.rows.len()), ("proved", 1), "the programme's name is all that is on it");
    }
}

#[test]
fn a_voucher_is_redeemed_once_and_every_other_way_is_refused() {
    let good = Code::from_random(&[7; 12]).unwrap();
    let voucher = |state: State, until| {
        let (today, here) = (date(2026, 11, 23), "A".to_owned());
        let id = good.id();
        Heard::Told(Told::Voucher(Some(Voucher { id, programme: "bath".into(), until, state, today, here })))
    };
    let open = || voucher(State::Open, date(2026, 11, 23));
    let with = |more: Vec<Heard<Told>>| next(&[code(good.as_str())].into_iter().chain(more).collect::<Vec<_>>());
    assert_eq!(with(vec![]), "look");
    assert_eq!(with(vec![open()]), "claim voucher/bath", "the last day counts, and the only shop is not asked for");
    assert_eq!(with(vec![open(), Heard::Claimed(Claimed::Granted)]), "redeem b 500");
    assert_eq!(with(vec![open(), taken("A")]), "redeem b 500", "granted here and never written");
    assert_eq!(with(vec![open(), taken("B")]), "spent Stop", "a copy was redeemed on another terminal");
    assert_eq!(with(vec![open(), Heard::Claimed(Claimed::Outside)]), "undecided Doubt");
    let granted = || vec![open(), Heard::Claimed(Claimed::Granted)];
    let after = |number| granted().into_iter().chain([Heard::Told(Told::Redeemed(number))]).collect();
    assert_eq!(with(after(Some(8))), "redeemed Good");
    assert_eq!(with(after(None)), "spent Stop");
    assert_eq!(with(vec![voucher(State::Redeemed("11/22 9:10".into()), date(2026, 12, 1))]), "spent Stop");
    assert_eq!(with(vec![voucher(State::Cancelled, date(2026, 12, 1))]), "cancelled Stop");
    assert_eq!(with(vec![voucher(State::Open, date(2026, 11, 22))]), "over Stop");
    assert_eq!(with(vec![Heard::Told(Told::Voucher(None))]), "stranger Stop");
    let mut wrong = good.as_str().to_owned();
    wrong.replace_range(3..4, if wrong.as_bytes()[3] == b'A' { "B" } else { "A" });
    assert_eq!(next(&[code(&wrong)]), "misread Doubt");
    assert_eq!(next(&[code("4901234567894")]), "misread Doubt", "thirteen digits of a book are no voucher");
    assert_eq!(next(&[code("https://example.jp/")]), "no-voucher Doubt");
}

#[test]
fn where_people_live_and_how_old_they_are_decides() {
    let rules = programmes();
    let bath = rules.get("bath").unwrap();
    let today = date(2026, 11, 23);
    for (address, birth, expected) in [
        ("新潟県海原市みなと町１－２", date(1956, 11, 24), true),
        ("海原市みなと町１－２", date(1956, 11, 25), false),
        ("東京都海原市西", date(1940, 1, 1), true),
        ("新潟県三海原市", date(1940, 1, 1), false),
        ("新潟県海原町", date(1940, 1, 1), false),
        ("京都府海原市", date(1940, 1, 1), true),
    ] {
        assert_eq!(bath.admits(address, Some(birth), today), expected, "{address} {birth}");
    }
    assert!(!bath.admits("海原市", None, today), "no birth date is no age");
}

#[test]
fn caps_by_day_month_year_and_once_are_all_kept() {
    let with = |more: &str| -> Programme {
        let text = format!("id = 'p'\nname = 'p'\ngives = 'voucher'\nwho = ['holders']\nyen = 1\n{more}");
        toml::from_str(&text).unwrap()
    };
    let used = |day, month, year, ever| Used { day, month, year, ever };
    for (rule, used, reached) in [
        ("per_day = 2", used(1, 1, 1, 1), None),
        ("per_day = 2", used(2, 2, 2, 2), Some(Cap::Day)),
        ("per_month = 3\nper_day = 2", used(0, 3, 3, 3), Some(Cap::Month)),
        ("per_year = 70", used(0, 0, 70, 90), Some(Cap::Year)),
        ("once = true", used(0, 0, 0, 1), Some(Cap::Once)),
        ("", used(9, 9, 9, 9), None),
    ] {
        assert_eq!(with(rule).reached(&used), reached, "{rule}");
    }
    let fiscal = with("per_year = 1");
    assert_eq!(fiscal.slot(&Used::default(), date(2027, 3, 31)).as_deref(), Some("privilege/p/2026/1"));
    assert_eq!(fiscal.slot(&Used::default(), date(2027, 4, 1)).as_deref(), Some("privilege/p/2027/1"));
    let calendar = with("per_year = 1\nyear = 'calendar'");
    assert_eq!(calendar.slot(&Used::default(), date(2027, 1, 1)).as_deref(), Some("privilege/p/2027/1"));
    assert_eq!(with("voucher_days = 1").last_day(date(2027, 3, 31)), date(2027, 3, 31));
    assert_eq!(
        with("until = '2027-04-01'").last_day(date(2027, 3, 31)),
        date(2027, 4, 1),
        "never beyond the programme"
    );
}

#[test]
fn rules_that_contradict_themselves_are_named() {
    let wrong = |from: &str, to: &str| {
        let rules: Programmes = toml::from_str(&RULES.replace(from, to)).unwrap();
        rules.contradiction().map(|(key, _)| key)
    };
    assert_eq!(wrong("merchants = [\"b\"]", "merchants = [\"c\"]").as_deref(), Some("programme.bath.merchants"));
    assert_eq!(wrong("id = \"bath\"", "id = \"taxi\"").as_deref(), Some("programme.taxi.id"));
    assert_eq!(wrong("percent = 50", "percent = 101").as_deref(), Some("programme.taxi.percent"));
    assert_eq!(wrong("who = [\"registered\"]", "who = []").as_deref(), Some("programme.taxi.who"));
    assert_eq!(wrong("\nyen = 500", "").as_deref(), Some("programme.bath.yen"));
}

proptest! {
    /// One wrong letter, or any two that changed places, is always found; the reader's blanks and case never matter.
    #[test]
    fn a_code_proves_itself(random in prop::collection::vec(0u8..248, 12), at in 0usize..13, other in 0usize..13, letter in 0usize..31) {
        let code = Code::from_random(&random).unwrap();
        prop_assert_eq!(Code::parse(&code.in_groups().to_lowercase()), Some(code.clone()));
        let mut letters: Vec<char> = code.as_str().chars().collect();
        let put = char::from(b"23456789ABCDEFGHJKMNPQRSTUVWXYZ"[letter]);
        if letters[at] != put {
            let mut one = letters.clone();
            one[at] = put;
            prop_assert_eq!(Code::parse(&one.iter().collect::<String>()), None);
        }
        if letters[at] != letters[other] {
            letters.swap(at, other);
            prop_assert_eq!(Code::parse(&letters.iter().collect::<String>()), None);
        }
    }

    /// Anything a scanner reads is taken without stopping.
    #[test]
    fn any_text_is_a_code_or_none(text in "\\PC{0,40}") {
        if let Some(code) = Code::parse(&text) {
            prop_assert_eq!(code.as_str().len(), 13);
        }
    }
}
