//! A morning at the staff entrance (出退勤): badges are registered, a line of people comes, one errand, one double tap, a pulled
//! cord, and the list of who is inside.

use super::hands::Hands;
use super::keep;

/// Whose badge carries which code. The keyboard of the test has no kana.
const PEOPLE: [(&str, &str); 3] =
    [("1001 takasaki", "KB-1001"), ("1002 watanabe", "KB-1002"), ("1003 yoshino", "KB-1003")];

/// The number before the name.
fn number(label: &str) -> &str {
    label.split_once(' ').map_or(label, |(number, _)| number)
}

/// Staff give each of them a badge, and the terminal is the entrance's from then on.
fn opens(at: &Hands) {
    at.comes_in();
    at.goes("サービス", "services");
    at.goes("登録", "registrations");
    at.staff("出勤");
    for (label, code) in PEOPLE {
        at.staff("登録する");
        at.sees_staff("登録の名前");
        at.fills(0, label);
        at.fills(1, code);
        at.staff("登録する");
        at.sees_staff(label);
    }
    at.picture("registered");
    at.goes("サービス", "services");
    at.goes("出退勤", "service");
    at.serves_alone();
    at.sees_door("タッチしてください");
    at.picture("rest");
}

/// A badge before the scanner; the page says this, and the next person comes.
fn badge(at: &mut Hands, code: &str, said: &str) {
    at.sees_door("タッチしてください");
    at.scan(code);
    at.sees_door(said);
}

/// The page says this way and the time; a button says the way alone.
fn punches(at: &mut Hands, code: &str, way: &str) {
    at.scan(code);
    let said = format!("{way} ");
    at.until(&said, |things| {
        let time = |thing: &hw_tests::words::Thing| {
            let rest = thing.words.strip_prefix(&said).unwrap_or_default();
            // `8:05`, `10:30`: no nought before the hour.
            thing.window == "residents" && matches!(rest.len(), 4 | 5) && rest.contains(':')
        };
        things.iter().any(time).then_some(())
    });
}

fn next(at: &Hands) {
    at.rests_after("終わる", "そのままタッチすると");
}

/// Who is inside, as another process tells it, beside what the test knows.
fn inside(at: &Hands, expected: &[(&str, &str)]) {
    let rows: serde_json::Value = serde_json::from_str(&at.command(&["attendance", "inside", "--json"])).expect("JSON");
    let text = |row: &serde_json::Value, key: &str| {
        row.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let mut told: Vec<_> =
        rows.as_array().expect("a list").iter().map(|row| (text(row, "number"), text(row, "state"))).collect();
    told.sort();
    let expected: Vec<_> = expected.iter().map(|(number, state)| ((*number).to_owned(), (*state).to_owned())).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_line_of_people_is_counted_in_and_out() {
    let mut at = Hands::begin("attendance");
    opens(&at);
    for (label, code) in PEOPLE {
        punches(&mut at, code, "出勤");
        at.picture(&format!("in-{}", number(label)));
        next(&at);
    }
    inside(&at, &[("1001", "inside"), ("1002", "inside"), ("1003", "inside")]);
    // The same badge within the minute is one punch; a badge that nobody registered is none.
    badge(&mut at, PEOPLE[0].1, "記録ずみです");
    at.picture("double");
    next(&at);
    badge(&mut at, "KB-9999", "登録");
    at.picture("nobody");
    next(&at);
    // Out for an errand, by the button; then the cord is pulled, and nobody is forgotten.
    at.door("外出");
    at.sees_door("外出です");
    punches(&mut at, PEOPLE[1].1, "外出");
    next(&at);
    inside(&at, &[("1001", "inside"), ("1002", "away"), ("1003", "inside")]);
    at.kiosk.kill_and_start_again().expect("again");
    // Within the minute a tap alone would count as the same one once more.
    at.door("戻り");
    at.sees_door("戻りです");
    punches(&mut at, PEOPLE[1].1, "戻り");
    next(&at);
    at.door("退勤");
    at.sees_door("退勤です");
    punches(&mut at, PEOPLE[2].1, "退勤");
    next(&at);
    inside(&at, &[("1001", "inside"), ("1002", "inside")]);
    on_paper(&at);
}

/// The list for the place where all gather, and the month's table.
fn on_paper(at: &Hands) {
    at.comes_in();
    at.goes("サービス", "services");
    at.goes("出退勤", "service");
    at.sees_staff("在館者一覧");
    at.picture("inside");
    at.staff("在館者一覧を印刷する");
    at.sees_staff("A4プリンターに送りました");
    keep(&at.sheet());
    let file = at.out.path().join("month.csv");
    at.command(&["attendance", "month", "--csv", file.to_str().expect("a path")]);
    let table = std::fs::read_to_string(&file).expect("the month");
    for (label, _) in PEOPLE {
        assert_eq!(
            table.lines().filter(|line| line.contains(number(label))).count(),
            1,
            "one shift of {label}: {table}"
        );
    }
}
