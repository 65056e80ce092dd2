//! Rolls that come in (名簿の取り込みの試験): all or nothing, what is wrong by row, and who is found afterwards.

use super::*;
use crate::service::polling::row::Wrong;

const HEAD: &str = "名簿番号,氏名,かな,生年月日,性別,住所,投票区,資格\n";
const GOOD: &str = "1,髙﨑　𠮷野,たかさき よしの,1950-01-31,女,海原市みなと町1-2-3,1,\n";

/// The faults of a roll: line and what is wrong; nothing of it is kept.
fn faults(text: &[u8]) -> Vec<(u64, Wrong)> {
    let desk = Desk::new("A");
    let report = desk.import(file(text).path(), None);
    assert!(!report.imported, "{}", String::from_utf8_lossy(text));
    assert!(desk.store.roll(ELECTION).unwrap().is_none());
    assert_eq!(desk.store.find_elector((ELECTION, CITY), "1").unwrap().of, 0);
    report.faults.into_iter().map(|(line, _, wrong)| (line, wrong)).collect()
}

#[test]
fn one_wrong_row_keeps_everything_out_and_is_named_by_its_line() {
    let cases: [(&str, Wrong); 15] = [
        ("2,渡邉　花子,わたなべ はなこ,1960-02-30,女,海原市,1,\n", Wrong::Birth),
        ("2,若い　人,わかい ひと,2008-12-08,女,海原市,1,\n", Wrong::Birth),
        ("2,渡邉　花子,わたなべ はなこ,1960-02-03,ほか,海原市,1,\n", Wrong::Sex),
        ("2,渡邉　花子,渡邉,1960-02-03,女,海原市,1,\n", Wrong::Kana),
        ("2,渡邉　花子,わたなべ はなこ,1960-02-03,女,海原市,9,\n", Wrong::District),
        ("2,渡邉　花子,わたなべ はなこ,1960-02-03,女,海原市,1,幽霊\n", Wrong::Status),
        ("1,渡邉　花子,わたなべ はなこ,1960-02-03,女,海原市,1,\n", Wrong::Twice),
        ("2,,わたなべ はなこ,1960-02-03,女,海原市,1,\n", Wrong::Empty),
        ("2,=HYPERLINK(1),わたなべ はなこ,1960-02-03,女,海原市,1,\n", Wrong::Formula),
        ("2,@渡邉,わたなべ はなこ,1960-02-03,女,海原市,1,\n", Wrong::Formula),
        ("2,渡邉\0花子,わたなべ はなこ,1960-02-03,女,海原市,1,\n", Wrong::Nul),
        ("2,\"渡邉,わたなべ はなこ,1960-02-03,女,海原市,1,\n", Wrong::Quote),
        ("2,渡邉　花子,わたなべ はなこ,1960-02-03,女,海原市,1\n", Wrong::Columns),
        ("2,渡邉　花子,わたなべ はなこ,1960-02-03,女,海原市 123456789018,1,\n", Wrong::Number12),
        ("2,渡邉　花子,わたなべ はなこ,1960/2/3,女,海原市,,\n", Wrong::District),
    ];
    for (row, wrong) in cases {
        assert_eq!(faults(format!("{HEAD}{GOOD}{row}").as_bytes()), [(3, wrong)], "{row}");
    }
}

#[test]
fn a_line_without_an_end_costs_no_memory_and_no_other_row() {
    let mut text = format!("{HEAD}{GOOD}").into_bytes();
    text.extend(std::iter::repeat_n(b'x', 100 << 20));
    text.extend("\n2,若い　人,わかい ひと,2020-12-08,女,海原市,1,\n".as_bytes());
    assert_eq!(faults(&text), [(3, Wrong::TooLong), (4, Wrong::Birth)]);
}

#[test]
fn mixed_encodings_are_refused_row_by_row() {
    let (sjis, ..) = encoding_rs::SHIFT_JIS.encode("2,渡邉　花子,わたなべ はなこ,1960-02-03,女,海原市,1,\n");
    let mut text = format!("{HEAD}{GOOD}").into_bytes();
    text.extend_from_slice(&sjis);
    assert_eq!(faults(&text), [(3, Wrong::Encoding)]);
}

#[test]
fn shift_jis_and_utf8_with_a_mark_give_the_same_people() {
    let rows = "1,髙﨑　花子,ﾀｶｻｷ ﾊﾅｺ,19500131,2,海原市みなと町１－２－３,1,\r\n";
    let text = format!("{}{rows}", HEAD.replace('\n', "\r\n"));
    let (sjis, _, lost) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!lost);
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(text.as_bytes());
    for bytes in [sjis.to_vec(), marked] {
        let desk = Desk::new("A");
        assert!(desk.import(file(&bytes).path(), None).imported);
        let found = desk.store.find_elector((ELECTION, CITY), "たかさき").unwrap();
        assert_eq!((found.of, found.rows[0].name.as_str()), (1, "髙﨑　花子"));
        assert_eq!(found.rows[0].birth, "1950-01-31");
    }
}

#[test]
fn missing_columns_and_the_wrong_election_are_refused() {
    let desk = Desk::new("A");
    let report = desk.import(file(b"number,name\n1,x\n").path(), None);
    assert_eq!(report.missing, ["かな", "生年月日", "性別", "住所", "投票区"]);
    assert!(!report.imported);
    let other =
        "名簿番号,氏名,かな,生年月日,性別,住所,投票区,選挙\n1,渡邉,わたなべ,1960-02-03,女,海原市,1,2022-other\n";
    assert_eq!(faults(other.as_bytes()), [(2, Wrong::Election)]);
}

#[test]
fn a_check_keeps_nothing_and_a_second_import_takes_the_place_of_the_first() {
    let desk = Desk::new("A");
    let report = desk.try_import(&assets("roll.csv"), Some(&assets("tickets.csv")), true);
    assert!(report.is_good() && !report.imported);
    assert_eq!((report.electors, report.tickets), (24, 22));
    assert!(desk.store.roll(ELECTION).unwrap().is_none());
    assert!(desk.import(&assets("roll.csv"), None).imported);
    assert!(desk.import(&assets("roll.csv"), Some(&assets("tickets.csv"))).imported);
    let roll = desk.store.roll(ELECTION).unwrap().unwrap();
    assert_eq!((roll.electors, roll.tickets), (24, Some(22)));
    desk.open(Mode::Early, "hall", Decides::Everything);
    assert_eq!(desk.serve(&ticket(101)).tone, Tone::Good);
    let election = desk.polling.rules.election(ELECTION).unwrap();
    let path = assets("roll.csv");
    let files = Files { roll: &path, tickets: None, election, municipality: CITY, check_only: false };
    let again = read(&desk.store, &files, &desk.may(Act::ImportRoll, "髙﨑"), &mut |_, _| {});
    assert!(again.is_err(), "papers went out by the roll that is there");
}

#[test]
fn people_are_found_however_they_are_written() {
    let desk = Desk::with_roll("A");
    let found = |typed: &str| {
        let found = desk.store.find_elector((ELECTION, CITY), typed).unwrap();
        let mut numbers: Vec<_> = found.rows.iter().map(|row| row.number.clone()).collect();
        numbers.sort();
        numbers.join(" ")
    };
    for (typed, numbers) in [
        ("101", "101"),
        ("たかさき", "101"),
        ("ﾀｶｻｷ ﾖｼｺ", "101"),
        ("タカサキ", "101"),
        ("たか", "101 111"),
        ("高崎", "101"),
        ("髙﨑吉子", "101"),
        ("葛城", "110"),
        ("渡辺", "113"),
        ("渡邊 実", "113"),
        ("19440305", "101"),
        ("１９６００４０１", "114 115"),
        ("19600401 すずき", "114 115"),
        ("19600401 鈴木", "114 115"),
        ("すすき いちろう", "114 115"),
        ("いとお かい", "124"),
        ("おーの きょーこ", "116 117"),
        ("おおの", "116"),
        ("やまさき ゆー", "118"),
        ("きよこ", ""),
        ("みなと町1-2-3", "101"),
        ("みなと町１丁目２番３号", "101"),
        ("浜通り3", "116 117"),
        ("アレクサンドラ", "121"),
        ("", ""),
        ("%", ""),
        ("'; DROP TABLE electors; --", ""),
    ] {
        assert_eq!(found(typed), numbers, "{typed}");
    }
    let card = |name: &str, birth: &str, address: &str| {
        let found = desk.store.find_person((ELECTION, CITY), (name, birth, address)).unwrap();
        found.rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    assert_eq!(card("髙﨑　𠮷子", "19440305", "海原県海原市みなと町一丁目２－３"), ["101"]);
    assert_eq!(card("鈴木　一郎", "19600401", "海原県海原市浜通り１－１"), ["114", "115"], "staff choose by address");
    assert_eq!(card("旧姓　葵", "19750505", "海原県海原市浜通り８－２"), ["103"], "another spelling, the same house");
    assert!(card("だれか　ほか", "19750505", "海原県海原市どこか１").is_empty());
}

#[test]
fn a_hundred_are_shown_and_all_are_counted() {
    let mut text = HEAD.to_owned();
    for number in 1..=250 {
        text.push_str(&format!("{number},佐藤　{number},さとう,1960-02-03,女,海原市1-{number},1,\n"));
    }
    let desk = Desk::new("A");
    assert!(desk.import(file(text.as_bytes()).path(), None).imported);
    let found = desk.store.find_elector((ELECTION, CITY), "さと").unwrap();
    assert_eq!((found.rows.len(), found.of), (100, 250));
}

#[test]
fn the_same_file_serves_two_elections_and_nobody_is_the_same_in_both() {
    let desk = Desk::with_roll("A");
    let mut other = desk.polling.rules.election(ELECTION).unwrap().clone();
    other.id = "2027-other".into();
    let path = assets("roll.csv");
    let files = Files { roll: &path, tickets: None, election: &other, municipality: CITY, check_only: false };
    let report = read(&desk.store, &files, &desk.may(Act::ImportRoll, "髙﨑"), &mut |_, _| {}).unwrap();
    assert!(report.imported, "{:?}", report.faults);
    let both = [ELECTION, "2027-other"].map(|election| desk.store.find_number(election, "101").unwrap().unwrap());
    assert_ne!(both[0], both[1], "an id says nothing about another election");
    assert_eq!(desk.store.find_elector((ELECTION, CITY), "すずき").unwrap().of, 2, "each is looked up in its own roll");
    let agreed = staff::approve(&desk.store, Act::Erase, "admin", "髙﨑", "battery staple").unwrap();
    let permit = staff::permit(&desk.store, Act::Erase, "admin", "選管の指示", true, Some(agreed)).unwrap();
    assert_eq!(desk.store.erase_roll("2027-other", &permit).unwrap(), 24);
    assert_eq!(desk.store.find_elector((ELECTION, CITY), "すずき").unwrap().of, 2);
    assert_eq!(desk.store.find_elector(("2027-other", CITY), "すずき").unwrap().of, 0);
}

#[test]
fn a_large_roll_is_read_by_two_threads_and_every_row_keeps_its_line() {
    let mut text = HEAD.to_owned();
    for at in 1..=5_000 {
        let birth = if at % 1_000 == 0 { "1950-02-30" } else { "1950-01-31" };
        text += &format!("{at},渡邉　花子{at},わたなべ はなこ,{birth},女,海原市浜通り{at},1,\n");
    }
    let lines: Vec<u64> = faults(text.as_bytes()).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [1_001, 2_001, 3_001, 4_001, 5_001]);
    let desk = Desk::new("A");
    let report = desk.import(file(text.replace("02-30", "01-31").as_bytes()).path(), None);
    assert!(report.imported);
    assert_eq!(report.electors, 5_000);
    for at in [1, 1_024, 1_025, 5_000] {
        let found = desk.store.find_elector((ELECTION, CITY), &at.to_string()).unwrap();
        assert_eq!(found.rows[0].name, format!("渡邉　花子{at}"));
    }
    assert_eq!(desk.store.find_elector((ELECTION, CITY), "わたなへ").unwrap().of, 5_000, "by what sounds like it");
}
