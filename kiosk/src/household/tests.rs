//! Tests of the household's seam (世帯の照会の試験): the same household out of a table, a folder and a system; every way in which
//! one is away.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

use super::*;

const TABLE: &str = "世帯番号,氏名,カナ,生年月日,性別,続柄,住所\n\
    1,髙﨑　𠮷子,タカサキ　ヨシコ,昭和19年3月5日,女,世帯主,海原県海原市みなと町一丁目２－３\n\
    2,渡邉 一,ワタナベ　ハジメ,2001-02-03,男,世帯主,\n\
    1,葛\u{e0100}城　渡,カツラギ　ワタル,2010-05-06,男,孫,海原県海原市みなと町一丁目２－３\n\
    3,読めない 行,,昨日,男,世帯主,\n";

fn takasaki() -> Query {
    asked("髙﨑　𠮷子", "1944-03-05", "海原県海原市みなと町一丁目２－３")
}

fn asked(name: &str, birth: &str, address: &str) -> Query {
    let [name, birth, address] = [name, birth, address].map(|text| Zeroizing::new(text.to_owned()));
    Query::Household { name, birth, address }
}

fn names(answer: &Answer) -> Result<Vec<String>, Why> {
    match answer {
        Answer::Known(members) => Ok(members.iter().map(|member| member.name.to_string()).collect()),
        Answer::Unknown(why) => Err(*why),
    }
}

fn file(text: &str) -> (tempfile::TempDir, Register) {
    let folder = tempfile::tempdir().expect("folder");
    let place = folder.path().join("households.csv");
    std::fs::write(&place, text).expect("table");
    (folder, Register::File(place))
}

#[test]
fn a_table_gives_the_household_of_one_person_and_of_nobody_else() {
    let (_folder, table) = file(TABLE);
    let answer = table.ask(&takasaki());
    assert_eq!(names(&answer), Ok(vec!["髙﨑　𠮷子".to_owned(), "葛\u{e0100}城　渡".to_owned()]));
    let Answer::Known(members) = answer else { panic!("known") };
    assert_eq!((members[0].birth.as_str(), members[0].sex.as_str()), ("1944-03-05", "female"));
    // Spaces, widths and variants are spelled otherwise on a card.
    assert!(names(&table.ask(&asked("葛城 渡", "2010-05-06", "海原県海原市みなと町一丁目2-3"))).is_ok());
    assert!(names(&table.ask(&asked("渡邉　一", "2001-02-03", "どこでも"))).is_ok(), "a row without an address");
    for (name, birth, address) in [
        ("髙﨑　𠮷子", "1944-03-06", "海原県海原市みなと町一丁目２－３"),
        ("髙﨑　𠮷子", "1944-03-05", "海原県海原市みなと町一丁目２－４"),
        ("高崎　吉子", "1944-03-05", "海原県海原市みなと町一丁目２－３"),
    ] {
        assert_eq!(names(&table.ask(&asked(name, birth, address))), Err(Why::Nobody), "{name} {birth} {address}");
    }
}

#[test]
fn two_of_one_name_and_day_are_nobody() {
    let (_folder, table) = file(&format!("{TABLE}4,髙﨑　𠮷子,,1944-03-05,女,世帯主,\n"));
    assert_eq!(names(&table.ask(&takasaki())), Err(Why::Nobody));
}

#[test]
fn a_table_with_numbers_of_people_is_refused_and_one_that_is_not_there_is_away() {
    let (_folder, table) = file("世帯番号,氏名,生年月日,個人番号\n1,髙﨑　𠮷子,1944-03-05,1\n");
    assert_eq!(names(&table.ask(&takasaki())), Err(Why::Strange));
    let (_folder, table) = file("household,name,birth\n1,髙﨑　𠮷子,1944-03-05\n1,1234 5678 9018,2001-01-01\n");
    assert_eq!(names(&table.ask(&takasaki())), Err(Why::Strange));
    assert_eq!(names(&Register::File("/nowhere/households.csv".into()).ask(&takasaki())), Err(Why::Away));
    assert_eq!(names(&Register::None.ask(&takasaki())), Err(Why::Off));
    let many: String = (0..=MOST).map(|n| format!("1,人{n},2001-01-01\n")).collect();
    let (_folder, table) = file(&format!("household,name,birth\n{many}"));
    assert_eq!(names(&table.ask(&asked("人3", "2001-01-01", ""))), Err(Why::Strange));
}

#[test]
fn a_folder_has_one_file_a_household() {
    let folder = tempfile::tempdir().expect("folder");
    let place = folder.path();
    std::fs::write(place.join("1.json"), HOUSEHOLD).expect("file");
    std::fs::write(place.join("readme.txt"), "no household").expect("file");
    let register = Register::File(place.to_owned());
    assert_eq!(names(&register.ask(&takasaki())).map(|names| names.len()), Ok(2));
    std::fs::write(place.join("2.json"), HOUSEHOLD.replace("\"kana\"", "\"number\"")).expect("file");
    assert_eq!(names(&register.ask(&takasaki())), Err(Why::Strange));
}

const HOUSEHOLD: &str = r#"{"members":[
    {"name":"髙﨑　𠮷子","kana":"タカサキ　ヨシコ","birth":"1944-03-05","sex":"female","relation":"head"},
    {"name":"渡邉　一","birth":"2001-02-03"}]}"#;

/// A system that hears one request and does with the wire what the test says; the request comes back.
fn system(act: impl FnOnce(&mut TcpStream) + Send + 'static) -> (Register, Receiver<String>) {
    let door = TcpListener::bind("127.0.0.1:0").expect("port");
    let host = door.local_addr().expect("address").to_string();
    let (tell, heard) = channel();
    std::thread::spawn(move || {
        let (mut wire, _) = door.accept().expect("caller");
        let mut request = Vec::new();
        let mut buffer = [0; 1024];
        while !request.ends_with(b"}") {
            let n = wire.read(&mut buffer).expect("request");
            request.extend(&buffer[..n]);
        }
        let _heard = tell.send(String::from_utf8(request).expect("text"));
        act(&mut wire);
    });
    (Register::Http { host, path: "/household".to_owned(), patience: Duration::from_millis(1500) }, heard)
}

fn says(text: String) -> (Register, Receiver<String>) {
    system(move |wire| wire.write_all(text.as_bytes()).expect("answer"))
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn a_system_is_told_the_person_in_the_body_and_never_in_the_address() {
    let (register, heard) = says(ok(HOUSEHOLD));
    assert_eq!(names(&register.ask(&takasaki())).map(|names| names.len()), Ok(2));
    let request = heard.recv().expect("request");
    let (head, body) = request.split_once("\r\n\r\n").expect("head");
    assert!(
        head.starts_with("POST /household HTTP/1.1\r\n") && !head.contains('髙') && !head.contains("1944"),
        "{head}"
    );
    let body: serde_json::Value = serde_json::from_str(body).expect("json");
    assert_eq!((&body["name"], &body["birth"]), (&"髙﨑　𠮷子".into(), &"1944-03-05".into()));
    assert_eq!(body.as_object().expect("object").len(), 3);
}

#[test]
fn every_other_answer_is_unknown_and_says_why() {
    let number = HOUSEHOLD.replace("渡邉　一", "123456789018");
    for (said, why) in [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(), Why::Nobody),
        ("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".to_owned(), Why::Away),
        (ok("{\"members\":[]}"), Why::Nobody),
        (ok("[]"), Why::Strange),
        (ok(&number), Why::Strange),
        (ok(&HOUSEHOLD.replace("2001-02-03", "昭和65年1月1日")), Why::Strange),
        (ok(&"x".repeat(400_000)), Why::Strange),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n".to_owned(), Why::Strange),
        ("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{}".to_owned(), Why::Away),
        ("SSH-2.0-OpenSSH_9.2\r\n\r\n".to_owned(), Why::Strange),
        (String::new(), Why::Strange),
    ] {
        // The other side may close while it is still writing what nobody reads.
        let begin: String = said.chars().take(60).collect();
        let (register, _heard) = system(move |wire| drop(wire.write_all(said.as_bytes())));
        assert_eq!(names(&register.ask(&takasaki())), Err(why), "{begin}");
    }
}

#[test]
fn a_system_that_hangs_or_drips_is_late_and_one_that_is_gone_is_away() {
    let (end, ended) = channel::<()>();
    let (register, _heard) = system(move |_| assert!(ended.recv().is_err(), "held until the test is over"));
    assert_eq!(names(&register.ask(&takasaki())), Err(Why::Late));
    drop(end);
    let (register, _heard) = system(|wire| {
        while wire.write_all(b"H").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    assert_eq!(names(&register.ask(&takasaki())), Err(Why::Late));
    let door = TcpListener::bind("127.0.0.1:0").expect("port");
    let host = door.local_addr().expect("address").to_string();
    drop(door);
    let gone = Register::Http { host, path: "/".to_owned(), patience: Duration::from_millis(1500) };
    assert_eq!(names(&gone.ask(&takasaki())), Err(Why::Away));
}
