//! A day at the library (図書貸出の1日): three books are lent, what is no book of the library is refused, all come back.

use std::fs;

use hw_tests::kiosk::Kiosk;
use hw_tests::scan::Scanner;

use super::{choose, digits, look};

const PATRON: &str = "91234567";
const NAME: &str = "髙﨑　花子";
/// What the test lends, with each title.
const BOOKS: [(&str, &str); 3] = [("123456782", "坊っちゃん"), ("223456781", "門"), ("323456780", "海辺の町の百年史")];
const STAFF: [&str; 3] = ["--staff", "練習", "--password-stdin"];

fn kiosk(out: &std::path::Path, scanner: &Scanner) -> Kiosk {
    let ours = scanner.settings().expect("the scanner's line");
    let kiosk = Kiosk::with_settings(out, |settings| settings.to_owned() + &ours).expect("is xvfb installed?");
    kiosk.person.wait_for("welcome").expect("welcome");
    let items = BOOKS.map(|(item, title)| format!("{item},{title},本\n")).concat();
    fs::write(out.join("items.csv"), format!("資料番号,書名,種別\n{items}")).expect("list");
    fs::write(out.join("patrons.csv"), format!("利用者番号,氏名,生年月日\n{PATRON},{NAME},1944-03-05\n"))
        .expect("list");
    for list in ["items", "patrons"] {
        let file = out.join(format!("{list}.csv"));
        let all = [&["library", "import", list, file.to_str().expect("path")], STAFF.as_slice()].concat();
        kiosk.command(&all).expect("taken in");
    }
    kiosk
}

/// Loans that are out, as the command tells them: items with a day to be back.
fn out(kiosk: &Kiosk) -> Vec<String> {
    let mut found = Vec::new();
    for (item, title) in BOOKS {
        let told = kiosk.command(&["library", "find", title, "--json"]).expect("found");
        assert!(told.contains(item), "{told}");
        if !told.contains("\"due\":null") {
            found.push(item.to_owned());
        }
    }
    found
}

fn come(kiosk: &Kiosk) {
    choose(kiosk, "本を借りる・返す");
    kiosk.sees("利用者カードをかざすか").expect("the library's first page");
    look(kiosk, "library-rest");
    kiosk.touch("番号を入れる").expect("by number");
    digits(kiosk, PATRON);
    kiosk.touch_for("次へ", "library:library-lend").expect("the patron");
}

#[test]
fn books_are_lent_and_returned_and_only_their_number_is_kept() {
    let folder = tempfile::tempdir().expect("folder");
    let mut scanner = Scanner::new().expect("pseudo-terminal");
    let kiosk = kiosk(folder.path(), &scanner);
    come(&kiosk);
    look(&kiosk, "library-nobody-yet");
    for ((item, title), lent) in BOOKS.into_iter().zip(1..) {
        scanner.scans(&format!("A{item}B")).expect("scanned");
        kiosk.sees(&format!("借りる本 {lent}点")).unwrap_or_else(|fault| panic!("{title}: {fault}"));
    }
    // Doubled, spoilt and somebody's 12 digits: nothing is lent by them.
    for code in ["A123456782B", "A123456783B", "123456789018"] {
        scanner.scans(code).expect("scanned");
        std::thread::sleep(std::time::Duration::from_millis(700));
    }
    look(&kiosk, "library-lent");
    kiosk.sees("借りる本 3点").expect("still three");
    assert_eq!(out(&kiosk), BOOKS.map(|(item, _)| item.to_owned()));
    kiosk.touch_for("終わる", "library:library-over").expect("the end");
    look(&kiosk, "library-over");
    let slip = fs::read_to_string(folder.path().join("slip.txt")).expect("a slip");
    for (_, title) in BOOKS {
        assert!(slip.contains(title), "{title} is not on the slip: {slip}");
    }
    assert!(!slip.contains(PATRON) && !slip.contains("花子"), "the slip names a person: {slip}");

    come(&kiosk);
    kiosk.sees("いま借りている本").expect("what is at home");
    look(&kiosk, "library-at-home");
    kiosk.touch_for("やめる", "welcome").expect("away");

    choose(&kiosk, "本を借りる・返す");
    kiosk.touch_for("本を返す", "library:library-back").expect("returns");
    for (item, _) in BOOKS {
        scanner.scans(&format!("A{item}B")).expect("scanned");
        std::thread::sleep(std::time::Duration::from_millis(900));
    }
    look(&kiosk, "library-back");
    kiosk.touch_for("終わる", "library:library-over").expect("the end");
    assert_eq!(out(&kiosk), Vec::<String>::new(), "all three came back");
    let report = kiosk.command(&["library", "report", "--csv"]).expect("figures");
    let today = report.lines().nth(1).unwrap_or_default();
    assert!(today.ends_with("\"3\",\"0\",\"3\""), "three lent, none renewed, three returned: {report}");
}
