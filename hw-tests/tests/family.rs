//! A family of four moves in (4人家族の転入) on a real X server: the guide, four cards, four forms, and the staff who print them,
//! pressed by XTEST. What was typed by hand is counted here, by what this test did.
//!
//! needs: Xvfb (Debian package xvfb) and pdftotext (poppler-utils), which ./check installs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says so by failing"
)]

#[path = "hands/displays.rs"]
mod hands;

use std::process::Command;
use std::thread::sleep;
use std::time::Instant;

use hands::{GLANCE, Hands, PATIENCE};
use hw_tests::words::Thing;

/// The label on the dock.
const HOLDER: &str = "髙﨑";
/// The label on the dock, and the relation that is chosen; their names only their cards tell.
const FAMILY: [(&str, &str); 3] = [("葛", "夫"), ("長い住所", "子"), ("子ども", "子")];
/// The forms of the move, in the order of the windows: the act of its last page and a word of its paper.
const FORMS: [(&str, &str); 4] = [
    ("この内容で届け出る", "住民異動届"),
    ("この内容で届け出る", "資格取得届"),
    ("この内容で請求する", "児童手当"),
    ("この内容で請求する", "住民票の写し"),
];

/// The family, and the tally of what their hands did.
struct Family {
    hands: Hands,
    /// What was typed on keys: the question and how many of its boxes.
    typed: Vec<(&'static str, usize)>,
    /// Pages of questions in the order in which they came.
    asked: Vec<String>,
    checked: usize,
}

type Place = [i32; 4];

impl Family {
    fn comes() -> Self {
        Self { hands: Hands::begin("family"), typed: Vec::new(), asked: Vec::new(), checked: 0 }
    }

    /// Presses what begins with these words on the residents' display, and waits for what comes.
    fn touch(&self, words: &str, then: &str) {
        self.hands.press_on("residents", words, |things| Hands::found(things, "residents", "target", words));
        self.hands.sees_door(then);
    }

    /// Waits for the page, and until it was read.
    fn waits_for(&self, page: &str) {
        let came = self.hands.kiosk.person.wait_for(page);
        came.unwrap_or_else(|why| panic!("{why}\n{}", self.hands.kiosk.written().expect("words")));
        self.hands.changes("residents", &[]);
    }

    /// The places of the targets that say exactly this, from top to bottom.
    fn places(things: &[Thing], words: &str) -> Vec<Place> {
        let targets = things.iter().filter(|one| one.window == "residents" && one.kind == "target");
        let mut found: Vec<Place> = targets.filter(|one| one.words == words).map(|one| one.place).collect();
        found.sort_by_key(|place| place[1]);
        found
    }

    /// Presses the lowest target that says this: the key, not the box above it.
    fn key(&self, words: &str) {
        self.hands.press_on("residents", words, |things| Self::places(things, words).last().copied());
    }

    /// Chooses what only changes its colour.
    fn choose_at(&self, what: &str, found: impl Fn(&[Thing]) -> Option<Place>) {
        let [x, y, width, height] = self.hands.steady(what, found);
        let at = |from: i32, length: i32| i16::try_from(from + length / 2).expect("on the display");
        self.hands.kiosk.person.press(at(x, width), at(y, height)).expect("pressed");
        self.hands.beat();
        self.hands.beat();
    }

    fn choose(&self, words: &str) {
        self.choose_at(words, |things| {
            let exact = Self::places(things, words).last().copied();
            exact.or_else(|| Hands::found(things, "residents", "target", words))
        });
    }

    /// Chooses each target that says this, from top to bottom.
    fn choose_each(&self, words: &str) {
        let count =
            self.hands.until(words, |things| Some(Self::places(things, words).len()).filter(|count| *count > 0));
        for at in 0..count {
            self.choose_at(words, |things| Self::places(things, words).get(at).copied());
        }
    }

    /// Opens a box of the page by its label.
    fn open(&self, label: &str) {
        self.choose_at(label, |things| Hands::found(things, "residents", "target", label));
    }

    /// Lays a card of the dock down.
    fn put(&self, label: &str) {
        self.hands.put(label);
        self.waits_for("pin");
    }

    fn lift(&self) {
        self.hands.lift();
        for _ in 0..3 {
            self.hands.wheel(4, "residents", (1760, 300));
        }
    }

    /// The questions of the guide, up to the holder's own card.
    fn is_guided(&self) {
        self.waits_for("welcome");
        self.hands.picture("welcome");
        self.touch("手続きの案内", "どなたの手続きですか");
        self.hands.picture("guide-who");
        self.touch("自分・いっしょに住む家族", "何がありましたか");
        self.hands.picture("guide-event");
        self.touch("ほかの市区町村から引っ越してきた", "18歳までの子ども");
        self.touch("はい", "家族全員が会社の");
        self.touch("いいえ", "引っ越し後の住民票");
        self.touch("はい", "新しい世帯の世帯主");
        self.touch("はい", "必要な手続きです");
        self.hands.picture("guide-plan");
        for procedure in ["住民異動届", "国民健康保険に入る", "児童手当", "住民票の写し"] {
            self.hands.sees_door(procedure);
        }
        self.touch("持ち物を確かめる", "今日、お持ちですか");
        self.hands.picture("guide-papers");
        self.touch("カードで申請書を作る", "カードから読み取る内容です");
    }

    /// Everyone lays down their own card; nobody's name or birthday is typed.
    fn lay_their_cards(&self) {
        self.waits_for("notice");
        self.hands.picture("notice");
        self.touch("読み取りへ進む", "置いてください");
        self.put(HOLDER);
        self.hands.kiosk.type_pin_for("1234", "confirm").expect("the holder's PIN");
        self.touch("はい、この内容です", "ご家族のカードを追加しますか");
        self.hands.picture("add");
        for (at, (label, relation)) in FAMILY.into_iter().enumerate() {
            self.lift();
            self.touch("ご家族のカードを追加する", "どなたのカードですか");
            self.hands.picture("relation");
            self.choose(relation);
            self.waits_for("place");
            self.put(label);
            self.hands.kiosk.type_pin_for("1234", "confirm").expect("their own PIN");
            self.hands.picture(&format!("confirm-{at}"));
            self.touch("はい、この内容です", "ご家族のカードを追加しますか");
            self.hands.until("members that are listed", |things| {
                let read = things.iter().filter(|one| one.kind == "text" && one.words == "カードから読みました");
                (read.count() == at + 1).then_some(())
            });
        }
        self.hands.picture("added");
        self.choose("全員追加した");
    }

    fn digits(&self, digits: &str) {
        for digit in digits.chars() {
            self.key(&digit.to_string());
        }
    }

    fn typed(&mut self, what: &'static str, boxes: usize) {
        self.typed.push((what, boxes));
    }

    /// Answers whatever is asked until the end of the guide.
    fn answer(&mut self) {
        let mut before = String::new();
        loop {
            let page = self.next_page(&before);
            self.hands.changes("residents", &[]);
            self.hands.picture(&format!("{:02}-{}", self.asked.len() + self.checked, page.replace(':', "-")));
            match page.as_str() {
                "guide:done" => return,
                "check" => {
                    let (act, _) = FORMS[self.checked];
                    self.checked += 1;
                    // A form that asks nothing more is checked right after the one before: the same page with other words.
                    self.hands.settles("residents");
                    self.key(act);
                    before = String::new();
                    continue;
                }
                question => {
                    self.asked.push(question.to_owned());
                    let question = question.trim_start_matches("question:").to_owned();
                    self.question(&question);
                    self.hands.picture(&format!("{:02}-{question}-filled", self.asked.len() + self.checked));
                    self.choose("次へ");
                }
            }
            before = page;
        }
    }

    /// The page that is another one than this.
    fn next_page(&self, before: &str) -> String {
        let start = Instant::now();
        loop {
            let page = self.hands.kiosk.person.page().expect("page").unwrap_or_default();
            if page != before && (page.starts_with("question:") || page == "check" || page.starts_with("guide:")) {
                return page;
            }
            if start.elapsed() > PATIENCE {
                self.hands.picture("stuck");
                let written = self.hands.kiosk.written().expect("words");
                panic!("{page} stays after {:?}:\n{written}", self.asked);
            }
            sleep(GLANCE);
        }
    }

    fn question(&mut self, page: &str) {
        match page {
            "moved" => {
                self.choose("令和");
                self.digits("080401");
                self.typed("the day of the move", 1);
            }
            "new_address" => {
                self.digits("0000012");
                self.open("住所");
                self.hands.picture("towns");
                self.key("海原県海原市沖見台");
                self.key("数字");
                self.digits("7-11");
                self.typed("the new address", 2);
            }
            "foreign" => self.choose_each("いいえ"),
            "include" => self.choose_each("のせない"),
            "phone" => {
                self.digits("0312345678");
                self.typed("the telephone number", 1);
            }
            "work" => self.choose("厚生年金"),
            "higher" => self.choose("はい"),
            "children" => self.children(),
            "account" => self.account(),
            "who" => self.choose("世帯全員"),
            "copies" => self.choose("1通"),
            "purpose" => self.choose("勤務先に出す"),
            other => {
                self.hands.picture("unknown");
                panic!("{other} was asked after {:?}:\n{}", self.asked, self.hands.kiosk.written().expect("words"));
            }
        }
    }

    fn children(&self) {
        let count =
            self.hands.until("直す", |things| Some(Self::places(things, "直す").len()).filter(|count| *count > 0));
        for child in 0..count {
            self.choose_at("直す", |things| Self::places(things, "直す").get(child).copied());
            self.open("同居");
            self.choose("同居");
            self.hands.picture(&format!("child-{child}"));
            self.choose("あり");
            self.choose("次へ");
        }
    }

    fn account(&mut self) {
        self.choose("ゆうちょ");
        self.digits("11940");
        self.open("番号");
        self.digits("12345671");
        self.open("口座名義");
        ["タ", "カ", "サ", "キ"].into_iter().for_each(|kana| self.key(kana));
        self.typed("the account", 3);
    }

    /// The text of the last A4 paper.
    fn paper(&self) -> String {
        let told = Command::new("pdftotext").arg("-raw").arg(self.hands.out.path().join("form.pdf")).arg("-").output();
        let told = told.expect("pdftotext of poppler-utils is installed");
        String::from_utf8_lossy(&told.stdout).into_owned()
    }
}

impl Family {
    /// Staff come in at their own display.
    fn staff_come_in(&self) {
        for _ in 0..4 {
            self.hands.staff("0");
        }
        self.hands.staff("入る");
        self.hands.sees_staff("受付一覧");
        self.hands.picture("staff-list");
    }

    /// A row of the list is pressed where its service is written.
    fn open_case(&self, service: &str) {
        self.hands.sees_staff("受付一覧");
        self.hands.press_on("staff", service, |things| Hands::found(things, "staff", "text", service));
    }

    /// Staff open the case, print its form, and go back to the list; the paper's text.
    fn staff_print(&self, service: &str, title: &str) -> String {
        self.open_case(service);
        self.hands.sees_staff("申請書を");
        self.hands.picture(&format!("staff-{service}"));
        self.hands.staff("申請書を印刷する");
        self.hands.sees_staff("控えがいる");
        self.hands.picture(&format!("staff-ask-{service}"));
        self.hands.staff("控えがいる");
        self.hands.staff("印刷する");
        let start = Instant::now();
        let paper = loop {
            let paper = self.paper();
            if paper.contains(title) && paper.contains("再発行") {
                break paper;
            }
            assert!(start.elapsed() < PATIENCE, "{title} was not printed: {paper}");
            sleep(GLANCE);
        };
        self.hands.staff("一覧");
        paper
    }

    /// From the page of one case all four are printed once more with one press, and each of them then says so.
    fn staff_print_all(&self) {
        self.open_case("住民異動届");
        self.hands.sees_staff("いっしょに受け付けたもの");
        self.hands.picture("staff-together");
        self.hands.staff("4枚とも印刷する");
        self.hands.sees_staff("窓口で確認して渡す");
        self.hands.picture("staff-ask-together");
        self.hands.staff("窓口で確認して渡す");
        self.hands.staff("まとめて印刷する");
        self.hands.sees_staff("の印刷を始めました");
        // Each form once by itself and once with the others, every time marked: the original came out with the record.
        let start = Instant::now();
        let entries =
            |kind: &str| self.hands.command(&["audit", "list", "--kind", kind, "--json"]).matches(kind).count();
        while entries("reprinted") < 2 * FORMS.len() {
            assert!(start.elapsed() < PATIENCE, "not every form came out: {}", entries("reprinted"));
            sleep(GLANCE);
        }
        assert_eq!((entries("reprinted"), entries("reprint-asked")), (2 * FORMS.len(), 2 * FORMS.len()));
        self.hands.staff("一覧");
    }
}

#[test]
#[ignore = "needs: five minutes of an idle machine: ./check long"]
fn four_cards_fill_four_forms_and_staff_print_them_all() {
    let mut family = Family::comes();
    family.is_guided();
    family.lay_their_cards();
    family.answer();
    family.hands.picture("done");
    assert_eq!(family.checked, FORMS.len(), "each form is seen whole before it is recorded");
    // Names, birthdays, sexes and addresses of four people came from four chips: only what no card holds was typed, once.
    let typed: Vec<&str> = family.typed.iter().map(|(what, _)| *what).collect();
    assert_eq!(typed, ["the day of the move", "the new address", "the telephone number", "the account"]);
    let boxes: usize = family.typed.iter().map(|(_, boxes)| boxes).sum();
    assert_eq!(boxes, 7, "boxes that were typed into");
    family.staff_come_in();
    for (service, title, people) in [
        ("住民異動届", "住民異動届", &["髙﨑", "五十嵐", "小川", "城"][..]),
        ("国保 加入", "資格取得届", &["髙﨑", "五十嵐", "小川", "城"]),
        ("児童手当", "児童手当", &["髙﨑", "五十嵐", "小川", "城"]),
        ("住民票の写し", "住民票の写し等", &["髙﨑"]),
    ] {
        let looked = Instant::now();
        let paper = family.staff_print(service, title);
        println!("{title}: opened, looked through and printed in {:.0?}", looked.elapsed());
        for person in people {
            assert!(paper.contains(person), "{person} does not stand on {title}: {paper}");
        }
        if service == "住民異動届" {
            assert!(paper.contains("海原県海原市沖見台7-11"), "the new address: {paper}");
        }
        assert_eq!(paper.matches("自分の手で書いて").count(), 1, "one signature: {paper}");
    }
    family.staff_print_all();
    println!("typed boxes {boxes}, pages {}, forms {}", family.asked.len(), family.checked);
    let mut once = family.asked.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), family.asked.len(), "nothing was asked twice: {:?}", family.asked);
}
