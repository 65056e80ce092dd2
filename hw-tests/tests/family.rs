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

use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use hw_tests::kiosk::Kiosk;
use hw_tests::words::Thing;

const PATIENCE: Duration = Duration::from_secs(40);
const GLANCE: Duration = Duration::from_millis(200);
/// Where the staff display begins.
const STAFF: i32 = 1920;
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
    kiosk: Kiosk,
    out: tempfile::TempDir,
    /// What was typed on keys: the question and how many of its boxes.
    typed: Vec<(&'static str, usize)>,
    /// Pages of questions in the order in which they came.
    asked: Vec<String>,
    checked: usize,
}

impl Family {
    fn comes() -> Self {
        let out = tempfile::tempdir().expect("folder");
        let kiosk = Kiosk::start_with_staff(out.path()).unwrap_or_else(|fault| panic!("is xvfb installed? {fault}"));
        Self { kiosk, out, typed: Vec::new(), asked: Vec::new(), checked: 0 }
    }

    /// Keeps a picture where `KAZASU_PICTURES` names a folder, for whoever wants to look.
    fn look(&self, name: &str) {
        if let Some(folder) = std::env::var_os("KAZASU_PICTURES") {
            self.kiosk.person.picture(&Path::new(&folder).join(format!("{name}.png"))).expect("a picture");
        }
    }

    fn until<T>(&self, what: &str, found: impl Fn(&[Thing]) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            let things = self.kiosk.things().expect("words");
            if let Some(found) = found(&things) {
                return found;
            }
            if start.elapsed() > PATIENCE {
                self.look("stuck");
                let pages = self.kiosk.person.pages();
                panic!("looked for {what:?} on {pages:?}; asked {:?}; there stands:\n{}", self.asked, self.written());
            }
            sleep(GLANCE);
        }
    }

    fn written(&self) -> String {
        self.kiosk.written().expect("words")
    }

    fn press(&self, thing: &Thing) {
        sleep(GLANCE);
        let [x, y, width, height] = thing.place;
        let left = if thing.window == "staff" { STAFF } else { 0 };
        let at = |from: i32, length: i32| i16::try_from(from + length / 2).expect("on the display");
        self.kiosk.person.press(at(x + left, width), at(y, height)).expect("pressed");
        sleep(GLANCE);
    }

    fn found(things: &[Thing], window: &str, kind: &str, words: &str) -> Option<Thing> {
        let all = || things.iter().filter(|thing| thing.window == window && thing.kind == kind);
        let whole = all().find(|thing| thing.words == words);
        whole.or_else(|| all().find(|thing| thing.words.starts_with(words))).cloned()
    }

    /// Presses what begins with these words on the residents' display, and waits for what comes.
    fn touch(&self, words: &str, then: &str) {
        let thing = self.until(words, |things| Self::found(things, "residents", "target", words));
        self.press(&thing);
        self.sees("residents", then);
    }

    fn sees(&self, window: &str, words: &str) {
        let there =
            |things: &[Thing]| things.iter().any(|one| one.window == window && one.words.contains(words)).then_some(());
        self.until(words, there);
    }

    fn staff(&self, words: &str) {
        let thing = self.until(words, |things| Self::found(things, "staff", "target", words));
        self.press(&thing);
    }

    /// The targets that say exactly this, from top to bottom.
    fn all(&self, words: &str) -> Vec<Thing> {
        let all = |things: &[Thing]| {
            let targets = things.iter().filter(|one| one.window == "residents" && one.kind == "target");
            let mut found: Vec<Thing> = targets.filter(|one| one.words == words).cloned().collect();
            found.sort_by_key(|one| one.place[1]);
            (!found.is_empty()).then_some(found)
        };
        self.until(words, all)
    }

    /// The lowest target that says this: the key, not the box above it.
    fn key(&self, words: &str) {
        self.press(self.all(words).last().expect("one"));
    }

    /// Lays a card of the dock down.
    fn put(&self, label: &str) {
        let place = self.until(label, |things| {
            let found = Self::found(things, "residents", "text", label);
            if found.is_none() {
                for _ in 0..3 {
                    self.kiosk.person.press_button(5, 1760, 300).expect("turned");
                }
            }
            found
        });
        self.press(&place);
        self.kiosk.person.wait_for("pin").unwrap_or_else(|fault| panic!("{label}: {fault}\n{}", self.written()));
    }

    fn lift(&self) {
        let place = self.until("lift", |things| Self::found(things, "residents", "text", "カードを取る"));
        self.press(&place);
        for _ in 0..6 {
            self.kiosk.person.press_button(4, 1760, 300).expect("turned");
        }
    }

    /// The questions of the guide, up to the holder's own card.
    fn is_guided(&self) {
        self.kiosk.person.wait_for("welcome").expect("welcome");
        self.look("family-welcome");
        self.touch("手続きの案内", "どなたの手続きですか");
        self.look("family-guide-who");
        self.touch("自分・いっしょに住む家族", "何がありましたか");
        self.look("family-guide-event");
        self.touch("ほかの市区町村から引っ越してきた", "18歳までの子ども");
        self.touch("はい", "家族全員が会社の");
        self.touch("いいえ", "引っ越し後の住民票");
        self.touch("はい", "新しい世帯の世帯主");
        self.touch("はい", "必要な手続きです");
        self.look("family-guide-plan");
        for procedure in ["住民異動届", "国民健康保険に入る", "児童手当", "住民票の写し"] {
            self.sees("residents", procedure);
        }
        self.touch("持ち物を確かめる", "今日、お持ちですか");
        self.look("family-guide-papers");
        self.touch("カードで申請書を作る", "カードから読み取る内容です");
    }

    /// Everyone lays down their own card; nobody's name or birthday is typed.
    fn lay_their_cards(&self) {
        self.kiosk.person.wait_for("notice").expect("notice");
        self.look("family-notice");
        self.touch("読み取りへ進む", "置いてください");
        self.put(HOLDER);
        self.kiosk.type_pin_for("1234", "confirm").expect("the holder's PIN");
        self.touch("はい、この内容です", "ご家族のカードを追加しますか");
        self.look("family-add");
        for (at, (label, relation)) in FAMILY.into_iter().enumerate() {
            self.lift();
            self.touch("ご家族のカードを追加する", "どなたのカードですか");
            self.look("family-relation");
            let chosen = self.until(relation, |things| Self::found(things, "residents", "target", relation));
            self.press(&chosen);
            self.kiosk.person.wait_for("place").expect("a place for their card");
            self.put(label);
            self.kiosk.type_pin_for("1234", "confirm").expect("their own PIN");
            self.look(&format!("family-confirm-{at}"));
            self.touch("はい、この内容です", "ご家族のカードを追加しますか");
            let read = self.written().matches("カードから読みました").count();
            assert_eq!(read, at + 1, "members that are listed");
        }
        self.look("family-added");
        let thing = self.until("enough", |things| Self::found(things, "residents", "target", "全員追加した"));
        self.press(&thing);
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
            let start = Instant::now();
            let page = loop {
                let page = self.kiosk.person.page().expect("page").unwrap_or_default();
                if page != before && (page.starts_with("question:") || page == "check" || page.starts_with("guide:")) {
                    break page;
                }
                assert!(start.elapsed() < PATIENCE, "{page} stays after {:?}:\n{}", self.asked, self.written());
                sleep(GLANCE);
            };
            self.kiosk.person.look().expect("drawn");
            self.look(&format!("family-{:02}-{}", self.asked.len() + self.checked, page.replace(':', "-")));
            match page.as_str() {
                "guide:done" => return,
                "check" => {
                    let (act, _) = FORMS[self.checked];
                    self.checked += 1;
                    self.key(act);
                }
                question => {
                    self.asked.push(question.to_owned());
                    let question = question.trim_start_matches("question:").to_owned();
                    self.question(&question);
                    self.key("次へ");
                }
            }
            before = page;
        }
    }

    fn question(&mut self, page: &str) {
        match page {
            "moved" => {
                self.key("令和");
                self.digits("080401");
                self.typed("the day of the move", 1);
            }
            "new_address" => {
                let town = self.until("住所", |things| Self::found(things, "residents", "target", "住所"));
                self.press(&town);
                ["ミ", "ナ", "ト", "マ", "チ"].into_iter().for_each(|kana| self.key(kana));
                self.typed("the new address", 1);
            }
            "foreign" | "include" => {
                let no = if page == "foreign" { "いいえ" } else { "のせない" };
                self.all(no).iter().for_each(|one| self.press(one));
            }
            "phone" => {
                self.digits("0312345678");
                self.typed("the telephone number", 1);
            }
            "work" => self.key("厚生年金"),
            "higher" => self.key("はい"),
            "children" => {
                let children = self.all("直す").len();
                for child in 0..children {
                    self.press(&self.all("直す")[child]);
                    self.press(self.all("同居").first().expect("the box"));
                    self.key("同居");
                    self.key("あり");
                    self.key("次へ");
                }
            }
            "account" => {
                self.key("ゆうちょ");
                self.digits("11940");
                self.key("番号");
                self.digits("12345671");
                let holder = self.until("holder", |things| Self::found(things, "residents", "target", "口座名義"));
                self.press(&holder);
                ["タ", "カ", "サ", "キ"].into_iter().for_each(|kana| self.key(kana));
                self.typed("the account", 3);
            }
            "who" => {
                let all = self.until("all", |things| Self::found(things, "residents", "target", "世帯全員"));
                self.press(&all);
            }
            "copies" => self.key("1通"),
            "purpose" => self.key("勤務先に出す"),
            other => panic!("{other} was asked after {:?}:\n{}", self.asked, self.written()),
        }
    }

    /// The text of the last A4 paper.
    fn paper(&self) -> String {
        let told = Command::new("pdftotext").arg("-raw").arg(self.out.path().join("form.pdf")).arg("-").output();
        let told = told.expect("pdftotext of poppler-utils is installed");
        String::from_utf8_lossy(&told.stdout).into_owned()
    }
}

impl Family {
    /// Staff come in at their own display.
    fn staff_come_in(&self) {
        for _ in 0..4 {
            self.staff("0");
        }
        self.staff("入る");
        self.sees("staff", "受付一覧");
        self.look("family-staff-list");
    }

    /// Staff open the case, print its form, and go back to the list; the paper's text.
    fn staff_print(&self, service: &str, title: &str) -> String {
        let case = self.until(service, |things| {
            let on_list = |one: &&Thing| one.window == "staff" && one.kind == "target" && one.words.contains(service);
            things.iter().find(on_list).cloned()
        });
        self.press(&case);
        self.staff("申請書を印刷する");
        self.sees("staff", "控えがいる");
        self.look(&format!("family-staff-ask-{service}"));
        self.staff("控えがいる");
        self.staff("印刷する");
        let start = Instant::now();
        let paper = loop {
            let paper = self.paper();
            if paper.contains(title) && paper.contains("再発行") {
                break paper;
            }
            assert!(start.elapsed() < PATIENCE, "{title} was not printed: {paper}\n{}", self.written());
            sleep(GLANCE);
        };
        self.look(&format!("family-staff-{service}"));
        self.staff("一覧");
        paper
    }
}

#[test]
#[ignore = "needs: several minutes of an idle machine, and has not come to its end yet: cargo nextest run --workspace --test family --run-ignored only"]
fn four_cards_fill_four_forms_and_staff_print_them_all() {
    let mut family = Family::comes();
    family.is_guided();
    family.lay_their_cards();
    family.answer();
    family.look("family-done");
    assert_eq!(family.checked, FORMS.len(), "each form is seen whole before it is recorded");
    // Names, birthdays, sexes and addresses of four people came from four chips: only what no card holds was typed, once.
    let typed: Vec<&str> = family.typed.iter().map(|(what, _)| *what).collect();
    assert_eq!(typed, ["the day of the move", "the new address", "the telephone number", "the account"]);
    let boxes: usize = family.typed.iter().map(|(_, boxes)| boxes).sum();
    assert_eq!(boxes, 6, "boxes that were typed into");
    family.staff_come_in();
    for (service, title, people) in [
        ("住民異動届", "住民異動届", &["髙﨑", "五十嵐", "小川", "城"][..]),
        ("国保 加入", "資格取得届", &["髙﨑", "五十嵐", "小川", "城"]),
        ("児童手当", "児童手当", &["髙﨑", "五十嵐", "小川", "城"]),
        ("住民票の写し", "住民票の写し等", &["髙﨑"]),
    ] {
        let paper = family.staff_print(service, title);
        for person in people {
            assert!(paper.contains(person), "{person} does not stand on {title}: {paper}");
        }
        assert_eq!(paper.matches("自分の手で書いて").count(), 1, "one signature: {paper}");
    }
    println!("typed boxes {boxes}, pages {}, forms {}", family.asked.len(), family.checked);
    let mut once = family.asked.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), family.asked.len(), "nothing was asked twice: {:?}", family.asked);
}
