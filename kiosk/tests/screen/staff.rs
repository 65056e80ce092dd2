//! Staff pages (係の画面): every page in every language says all it has to say, and is left as a picture.

use kiosk::reader::touch::Probe;
use kiosk::screen::staff::{
    Account, Asking, At, AuditLine, DayShown, Desk, Device, Finding, Inside, Intent, Item, Lamp, Left, Message, Paper,
    Powers, Protected, Registration, Registry, Row, State, Switched,
};
use kiosk::widget::sheet::Tray;
use zeroize::Zeroizing;

use super::*;

fn row(number: u64, name: &str, state: State, waited: Option<u32>, protected: bool) -> Row {
    let text = |text: &str| Zeroizing::new(text.to_owned());
    Row {
        id: uuid::Uuid::from_u128(u128::from(number)),
        number,
        called: format!("A-{number}"),
        time: "11:04".to_owned(),
        waited,
        name: text(name),
        service: "住民票の写し".to_owned(),
        state,
        protected,
        printed: [state == State::Printed, false],
        lines: vec![
            ("お名前".to_owned(), text(name), true),
            ("住所".to_owned(), text("海原県海原市みなと町一丁目２－３"), true),
            ("生年月日".to_owned(), text("昭和19年3月8日"), true),
            ("どなたの分".to_owned(), text("世帯全員"), false),
            ("枚数".to_owned(), text("2枚"), false),
        ],
        form: "juminhyo".to_owned(),
        language: "ja".to_owned(),
        window: String::new(),
        called_now: false,
        visit: None,
        items: vec![
            item("世帯主のお名前", "葛\u{E0100}城　一郎", Some(("カツラギ イチロウ", "本人に聞き取り"))),
            item("日中の電話番号", "09012345678", None),
        ],
    }
}

fn item(label: &str, value: &str, before: Option<(&str, &str)>) -> Item {
    let text = |text: &str| Zeroizing::new(text.to_owned());
    let before = before.map(|(value, why)| (text(value), why.to_owned()));
    Item {
        path: "head".to_owned(),
        label: label.to_owned(),
        value: text(value),
        options: Vec::new(),
        before,
        from: label.contains("電話").then_some("staff-from-home"),
    }
}

fn desk() -> Desk {
    let may = Powers { serve: true, protect: true, close_day: true, audit: true, examine: true, manage: true };
    let desk = Desk {
        inside: Some(Inside { name: "佐藤 恵".to_owned(), role: "supervisor", may }),
        names: vec!["佐藤 恵".to_owned(), "渡邉".to_owned()],
        now: "11/24  11:04".to_owned(),
        wall: "2036-11-24 11:04".to_owned(),
        held: 1,
        ..Desk::default()
    };
    desk.board.put(vec![
        row(147, "NGUYEN VAN AN", State::New, Some(1), false),
        row(146, "髙﨑　𠮷子", State::Held, Some(5), true),
        Row { visit: Some("one".to_owned()), ..row(145, "葛\u{E0100}城　一郎", State::Unprinted, Some(8), false) },
        Row {
            visit: Some("one".to_owned()),
            service: "国民健康保険に入る".to_owned(),
            ..row(144, "ALEXANDRA MARIANNE VAN DER WESTHUIZEN-KOS", State::Printed, Some(21), false)
        },
        row(143, "渡邉　花子", State::Handed, None, false),
        row(142, "田中　一郎", State::Void, None, false),
    ]);
    desk
}

fn examined(words: &Words) -> Vec<Finding> {
    let finding = |icon, subject: &str, key: &str, lamp, device| Finding {
        icon,
        name: words.get(&format!("doctor-{subject}")),
        said: words.with(
            key,
            &[
                ("list", "Reader 00"),
                ("entries", "12"),
                ("free", "2000"),
                ("reserve", "256"),
                ("at", "x"),
                ("time", "11:04"),
            ],
        ),
        lamp,
        tested: "2026-11-24 8:21 佐藤 恵".to_owned(),
        device,
        asking: false,
        unsure: false,
    };
    vec![
        finding("nfc", "readers", "doctor-readers-good", Lamp::Good, Some(Device::Reader)),
        finding("receipt-text", "slip", "doctor-slip-near-end", Lamp::Attention, Some(Device::Slip)),
        finding("database", "record", "doctor-record-good", Lamp::Good, None),
        Finding {
            said: words.with("staff-clock-leapt", &[("days", "3653")]),
            unsure: true,
            ..finding("clock", "clock", "doctor-clock-alone", Lamp::Stop, None)
        },
        finding("hard-drive", "disk", "doctor-disk-good", Lamp::Good, None),
    ]
}

fn day() -> DayShown {
    let pair = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    DayShown {
        title: "令和8年11月24日（火）".to_owned(),
        heads: vec![
            pair("受付", "30"),
            pair("手数料", "9,000円"),
            pair("お渡しずみ", "24"),
            pair("終わっていない", "2"),
        ],
        lines: vec![pair("取り消し", "1"), pair("受付票", "印刷 29  再発行 1"), pair("申請書（A4）", "印刷 30")],
        services: vec![("住民票の写し".to_owned(), "28件".to_owned(), "8,400円".to_owned())],
        hours: (8..17).map(|hour| (format!("{hour}時"), (hour * 7) % 11)).collect(),
        open: vec![("A-147".to_owned(), "11:03".to_owned(), "住民票の写し".to_owned())],
        open_count: 1,
        closed: None,
        later: false,
    }
}

/// A recovery key as the first administrator sees it; it opens nothing.
fn recovery() -> Desk {
    let desk = Desk { at: At::Recovery, ..desk() };
    let groups = ["A2C4E", "F6G8H", "J3K5L", "M7N9P", "Q2R4S", "T6U8V", "W3X5Y", "Z7A9B"];
    desk.sealed.put(groups.map(|group| zeroize::Zeroizing::new(group.to_owned())).to_vec());
    desk
}

/// Every staff page by name.
fn pages(words: &Words, tray: &Tray) -> Vec<(&'static str, Desk)> {
    let sheet = screen::sheet::Sheet::new(tray.clone());
    let at = |at: At| Desk { at, ..desk() };
    let ask = |intent: Intent, two: bool| {
        let asking = Asking { two, role: "reception", ..Asking::default() };
        Desk { asking: Some((intent, asking)), ..desk() }
    };
    let lines = (1..=9).map(|number| AuditLine {
        number: format!("A-{number}"),
        time: "11/24 11:04:09".to_owned(),
        kind: words.get("kind-void"),
        scope: "A-142".to_owned(),
        by: "渡邉 + 佐藤 恵".to_owned(),
        why: words.get("staff-why-void-2"),
        erased: number == 3,
    });
    let account = |name: &str, role, enabled| Account {
        name: name.to_owned(),
        role,
        since: "2026-11-24".to_owned(),
        enabled,
        card: enabled,
    };
    let accounts = vec![account("佐藤 恵", "supervisor", true), account("渡邉", "reception", false)];
    let covered = at(At::Protection);
    let text = |text: &str| Zeroizing::new(text.to_owned());
    covered.covered.put(vec![Protected {
        id: "x".to_owned(),
        name: text("髙﨑　𠮷子"),
        birth: text("昭和19年3月8日"),
        address: text("海原県海原市みなと町一丁目２－３"),
        since: "令和7年11月1日".to_owned(),
        until: "令和8年11月1日".to_owned(),
        over: true,
        by: "佐藤 恵".to_owned(),
    }]);
    let names = desk().names;
    vec![
        ("s00-first", Desk { first: true, ..Desk::default() }),
        ("s01-login", Desk { names: names.clone(), name: "渡邉".to_owned(), ..Desk::default() }),
        ("s01-card", Desk { names: names.clone(), card: true, refused: Some(("U01", 0)), ..Desk::default() }),
        ("s01-tapped", Desk { names, card: true, token: text("012E4CD7A0B1C2D3"), ..Desk::default() }),
        ("s12-list", Desk { calling: true, filter: kiosk::screen::staff::Filter::All, ..desk() }),
        ("s13-case", Desk { sheet: sheet.clone(), ..at(At::Case(145)) }),
        ("s13-form", Desk { sheet, large: true, ..at(At::Case(145)) }),
        ("s13-held", at(At::Case(146))),
        ("s13-elsewhere", Desk { elsewhere: Some("B".to_owned()), ..at(At::Case(145)) }),
        ("s13-another", ask(Intent::Another(146), false)),
        ("s13-void", ask(Intent::Void(145), true)),
        ("s13-reprint", ask(Intent::Reprint(144, Paper::Slip), false)),
        ("s14-protection", covered),
        ("s14-day", Desk { day: Some(day()), ..at(At::Day) }),
        ("s15-clock", ask(Intent::ConfirmClock, false)),
        ("s15-examine", Desk { findings: examined(words), shut: true, ..at(At::Examine) }),
        ("s18-slips", Desk { printers: printers().split_off(1), slips: slips(), ..at(At::Printers) }),
        ("s18-printers", Desk { printers: printers(), slips: slips(), ..at(At::Printers) }),
        ("s16-audit", Desk { audit: lines.collect(), checked: Some(("○".to_owned(), true)), ..at(At::Audit) }),
        ("s17-accounts", Desk { accounts: accounts.clone(), ..at(At::Accounts) }),
        ("s17-account", Desk { accounts, ..at(At::Account("渡邉".to_owned())) }),
        ("s17-new", ask(Intent::NewAccount, false)),
        ("s18-own", at(At::Own)),
        ("s20-begin", Desk { begins: begins(), ..at(At::Person) }),
        ("s20-left", Desk { begins: begins(), left: left(), ..at(At::Person) }),
        ("s20-left-list", Desk { left: left(), ..at(At::Cases) }),
        ("s20-person", Desk { leading: Some(false), ..at(At::Person) }),
        ("s20-touch", Desk { probes: probes(), probing: true, ..at(At::Touch) }),
        ("s21-registrations", registered()),
        ("s21-register", ask(Intent::Register { service: "library".into() }, false)),
        ("s21-switch-on", ask(Intent::SwitchTaps(true), true)),
        ("s22-recovery", recovery()),
    ]
}

/// A card that was found, held too far and found again.
fn probes() -> Vec<Probe> {
    let mut probes = vec![Probe::Nothing; 12];
    probes.extend((0..40).map(|at| if at % 3 == 0 { Probe::Torn } else { Probe::Answered(300) }));
    probes.extend((0..60).map(|at| Probe::Answered(40 + at * 5)));
    probes
}

fn registered() -> Desk {
    let desk = Desk { at: At::Registrations, ..desk() };
    let row = |label: &str, tokens: Vec<(String, &'static str)>| Registration {
        id: "x".to_owned(),
        label: Zeroizing::new(label.to_owned()),
        tokens,
        since: "2026-11-20".to_owned(),
    };
    desk.registry.rows.put(vec![
        row("髙﨑 𠮷子", vec![("a".to_owned(), "felica"), ("b".to_owned(), "code")]),
        row("渡邉 実", vec![("c".to_owned(), "my-number")]),
    ]);
    let switch = Switched { on: true, officer: "市民課長 海原 花子".to_owned(), day: "2026-11-22".to_owned() };
    let services = ["library", "attendance", "privilege"].map(str::to_owned).to_vec();
    let rows = desk.registry.rows.clone();
    Desk { registry: Registry { services, service: "library".to_owned(), rows, switch: Some(switch) }, ..desk }
}

/// Visits that came to no end.
fn left() -> Vec<Left> {
    let one = |id, what: &str, passed, of| Left { id, when: "10:04".to_owned(), what: what.to_owned(), passed, of };
    vec![
        one(1, "住民票の写し等交付請求書", 2, 6),
        one(2, "住民異動届・国民健康保険 加入届・児童手当 認定請求書・住民票の写し等交付請求書", 11, 23),
    ]
}

/// Forms to begin, as many as there are.
fn begins() -> Vec<(String, String)> {
    let titles =
        ["住民票の写し等交付請求書", "住民異動届", "印鑑登録申請書", "戸籍証明書等交付請求書", "税証明交付申請書"];
    let more =
        ["国民健康保険 加入届", "児童手当 認定請求書", "妊婦のための支援給付 申請書", "委任状", "図書館 利用者登録"];
    let all = titles.into_iter().chain(more).enumerate();
    all.map(|(at, title)| (format!("form-{at}"), title.to_owned())).collect()
}

fn drawn<'a>(stage: &Stage, element: Element<'a, Message>, size: Size) -> Simulator<'a, Message> {
    Simulator::with_size(settings(&stage.assets), size, element)
}

/// Pages of the person where no card was read yet.
fn before_a_card(name: &str) -> bool {
    ["s20-begin", "s20-left"].contains(&name)
}

#[test]
fn pictures_of_staff_pages() {
    let Ok(folder) = std::env::var("KAZASU_PICTURES") else { return };
    let stage = Stage::new();
    for (set, lang, size) in [("ja", "ja", FULL), ("en", "en", FULL), ("small", "ja", Size::new(1707.0, 1067.0))] {
        let words = stage.catalogue.words(lang);
        let cx = stage.context(&words, Look::default(), size);
        for (name, desk) in pages(&words, &stage.tray) {
            // Where a form is begun, nobody is there yet.
            let cx = Context { facts: cx.facts.filter(|_| !before_a_card(name)), ..cx };
            let mut simulator = drawn(&stage, desk.view(&cx, true), size);
            let path = Path::new(&folder).join("staff").join(set).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            simulator.snapshot(&iced::Theme::Light).expect("snapshot").matches_image(&path).expect("picture");
        }
    }
}

#[test]
fn what_a_page_offers_says_so_when_it_is_pressed() {
    let stage = Stage::new();
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        let cx = stage.context(&words, Look::default(), FULL);
        for (page, key, so) in [
            ("s12-list", "staff-heard", (|said: &Message| matches!(said, Message::Heard)) as fn(&Message) -> bool),
            ("s13-case", "staff-void-act", |said| matches!(said, Message::Ask(Intent::Void(145)))),
            ("s13-held", "staff-release", |said| matches!(said, Message::Ask(Intent::Release(146)))),
            ("s13-held", "staff-another", |said| matches!(said, Message::Ask(Intent::Another(146)))),
            ("s15-examine", "staff-clock-right", |said| matches!(said, Message::Ask(Intent::ConfirmClock))),
            ("s13-void", "staff-do-void", |said| matches!(said, Message::Do)),
            ("s13-void", "staff-not-now", |said| matches!(said, Message::NotNow)),
            ("s14-protection", "staff-unprotect", |said| matches!(said, Message::Ask(Intent::Unprotect(_)))),
            ("s14-day", "staff-day-close", |said| matches!(said, Message::Ask(Intent::CloseDay))),
            ("s15-examine", "staff-examine-print", |said| matches!(said, Message::PrintReport)),
            ("s16-audit", "staff-audit-check", |said| matches!(said, Message::Check)),
            ("s17-accounts", "staff-account-new", |said| matches!(said, Message::Ask(Intent::NewAccount))),
            ("s20-left", "staff-left-on", |said| matches!(said, Message::BeginLeft(_))),
            ("s20-left", "staff-left-drop", |said| matches!(said, Message::DropLeft(_))),
            ("s20-left-list", "staff-left-look", |said| matches!(said, Message::Go(At::Person))),
            ("s12-list", "staff-leave", |said| matches!(said, Message::Leave)),
        ] {
            let (_, desk) = pages(&words, &stage.tray).into_iter().find(|(name, _)| *name == page).unwrap();
            let cx = Context { facts: cx.facts.filter(|_| !before_a_card(page)), ..cx };
            let mut simulator = drawn(&stage, desk.view(&cx, true), FULL);
            assert!(simulator.click(words.get(key).as_str()).is_ok(), "{lang} {page}: {key} is not there");
            assert!(simulator.into_messages().any(|said| so(&said)), "{lang} {page}: {key} says something else");
        }
    }
}

#[test]
fn nothing_of_a_resident_is_left_after_staff_left() {
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    let cx = stage.context(&words, Look::default(), FULL);
    let mut desk = desk();
    assert!(drawn(&stage, desk.view(&cx, true), FULL).find("渡邉　花子").is_ok() || !desk.board.rows().is_empty());
    desk.update(&Message::Leave);
    assert!(desk.board.rows().is_empty() && desk.inside.is_none());
    assert!(drawn(&stage, desk.view(&cx, true), FULL).find("NGUYEN VAN AN").is_err());
}

/// A voucher that is out, one whose paper ended, one that may be out, a loan's that was erased.
fn slips() -> Vec<kiosk::screen::staff::SlipRow> {
    use kiosk::screen::staff::SlipState;
    let slip = |number: u64, service: &str, state, begun, erased| kiosk::screen::staff::SlipRow {
        number,
        called: format!("A-{number}"),
        time: "10:04".to_owned(),
        service: service.to_owned(),
        state,
        begun,
        erased,
    };
    vec![
        slip(153, "本を借りる・返す", SlipState::Waits, false, false),
        slip(148, "優遇サービス・引換券", SlipState::Failed, false, false),
        slip(147, "避難所の受付", SlipState::Unknown, true, false),
        slip(146, "優遇サービス・引換券", SlipState::Out, true, false),
        slip(131, "本を借りる・返す", SlipState::Out, true, true),
    ]
}

/// One printer that wants paper, one that is well and has two pages to do.
fn printers() -> Vec<kiosk::paper::Machine> {
    use kiosk::paper::{At as There, Machine, Past, Waiting};
    let waits = |number, at, case| Waiting { number, at, case };
    use kiosk::store::cases::Paper as Which;
    let well = Machine {
        which: Which::Sheet,
        name: "Kazasu A4".to_owned(),
        speaks: true,
        fault: None,
        near_end: true,
        said: vec!["media-low-report".to_owned()],
        last_took: None,
        waiting: vec![waits(151, There::Printer(7), true), waits(152, There::Held, true)],
        past: std::collections::VecDeque::new(),
    };
    let at = jiff::civil::time(10, 4, 0, 0);
    let past = [Past { code: "P02", at }, Past { code: "P03", at: jiff::civil::time(9, 31, 0, 0) }];
    let (name, said, waiting) = ("EPSON TM-m30".to_owned(), Vec::new(), vec![waits(153, There::Held, false)]);
    let (fault, last_took) = (Some("P02"), Some(840));
    let broken = Machine { which: Which::Slip, name, fault, near_end: true, said, last_took, waiting, ..well.clone() };
    vec![Machine { past: past.into(), ..broken }, well]
}
