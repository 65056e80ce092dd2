//! The hands of the polling days and their tally (投票所の手と数).

#[path = "office.rs"]
mod office;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use hw_tests::kiosk::{Kiosk, beside};
use hw_tests::scan::Scanner;
use hw_tests::words::Thing;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Voting early for a day that is a week away.
pub const NOW: &str = "early-now";
/// Voting today.
pub const TODAY: &str = "today";
const PATIENCE: Duration = Duration::from_secs(45);
const GLANCE: Duration = Duration::from_millis(120);
/// The same code within this time is one scan.
const TWICE: Duration = Duration::from_millis(900);
/// Where the staff display begins.
const STAFF: i32 = 1920;
const WHO: [&str; 5] = ["--staff", "練習", "--password-stdin", "--why", "試験"];
/// The second person, with a password of its own.
const SECOND: (&str, &str) = ("hamaguchi", "seven boats at sea");

/// One terminal with two displays, its scanner, and what the test handed out at it.
pub struct Day {
    kiosk: Kiosk,
    scanner: Scanner,
    out: tempfile::TempDir,
    paper: tempfile::TempDir,
    last: (String, Instant),
    /// Papers and people by election.
    papers: BTreeMap<&'static str, u64>,
    people: BTreeMap<&'static str, [u64; 2]>,
    election: &'static str,
    pub allowed: u64,
    taken_back: u64,
}

/// Both elections as a municipality would write them down, around today.
fn rules(today: Date, paper: &Path) -> String {
    let mut text = format!("slips = false\npaper_seconds = 10\npaper_folder = \"{}\"\n", paper.display());
    for (id, name, day) in [(NOW, "海原市長選挙", today + 7.days()), (TODAY, "海原市議会選挙", today)] {
        text += &format!(
            "[[elections]]\nid = \"{id}\"\nname = {{ ja = \"{name}\", ja-yasashi = \"{name}\", en = \"{id}\" }}\nday = \"{day}\"\n"
        );
        for (ballot, called) in [("mayor", "市長選挙"), ("council", "市議会議員補欠選挙")] {
            text += &format!(
                "[[elections.ballots]]\nid = \"{ballot}\"\nname = {{ ja = \"{called}\" }}\nearly_from = \"{}\"\n",
                today - 3.days()
            );
        }
        for (station, called, districts) in
            [("st1", "第1投票所 みなと小学校", r#"["1"]"#), ("st2", "第2投票所 中央公民館", r#"["2", "3"]"#)]
        {
            text += &format!(
                "[[elections.stations]]\nid = \"{station}\"\nname = {{ ja = \"{called}\" }}\ndistricts = {districts}\n"
            );
        }
        text += "[[elections.early]]\nid = \"hall\"\nname = { ja = \"期日前投票所 市役所1階\" }\n";
    }
    text
}

/// Today in Japan, and long enough before its end.
fn today() -> Date {
    loop {
        let now = jiff::Timestamp::now().to_zoned(TimeZone::get("Asia/Tokyo").expect("a zone"));
        if now.hour() < 23 || now.minute() < 54 {
            return now.date();
        }
        sleep(Duration::from_secs(5));
    }
}

impl Day {
    pub fn begin() -> Self {
        let scanner = Scanner::new().expect("a pseudo-terminal");
        let (out, paper) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
        let (more, rules) = (scanner.settings().expect("its line"), rules(today(), paper.path()));
        let file = Some(("polling.toml", rules.as_str()));
        let kiosk = Kiosk::start_with_staff_and_file(out.path(), &more, file).expect("is xvfb installed?");
        let last = (String::new(), Instant::now());
        let (papers, people) = (BTreeMap::new(), BTreeMap::new());
        let day = Self { kiosk, scanner, out, paper, last, papers, people, election: NOW, allowed: 0, taken_back: 0 };
        day.kiosk.person.wait_for("staff:login").expect("the staff display");
        let add = ["staff", "add", SECOND.0, "--new-password-stdin"];
        let lines = format!("0000\n{}\n", SECOND.1);
        day.kiosk.command_with(&[add.as_slice(), &WHO].concat(), &lines).expect("a second person");
        day
    }

    pub fn runs(&mut self) -> bool {
        self.kiosk.runs()
    }

    /// SIGKILL, and a start on what it left: the terminal is the polling place's at once.
    pub fn cord(&mut self) {
        self.kiosk.kill_and_start_again().expect("again");
        // What stood there before is not what stands there now.
        sleep(Duration::from_secs(3));
        self.kiosk.person.wait_for("staff:login").expect("nobody is logged in");
        self.comes_in();
        self.sees("入場券をかざすか");
    }

    fn until<T>(&self, what: &str, found: impl Fn(&[Thing]) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            let things = self.kiosk.things().expect("words");
            if let Some(found) = found(&things) {
                return found;
            }
            if start.elapsed() > PATIENCE {
                self.picture("stuck");
                panic!("looked for {what:?}; there stands:\n{}", self.kiosk.written().expect("words"));
            }
            sleep(GLANCE);
        }
    }

    fn stands(&self, window: &str, words: &str) {
        let there = |thing: &Thing| thing.window == window && thing.words.contains(words);
        self.until(words, |things| things.iter().any(there).then_some(()));
    }

    pub fn sees(&self, words: &str) {
        self.stands("residents", words);
    }

    pub fn staff_sees(&self, words: &str) {
        self.stands("staff", words);
    }

    fn found(things: &[Thing], window: &str, kind: &str, words: &str) -> Option<[i32; 4]> {
        let all = || things.iter().filter(|thing| thing.window == window && thing.kind == kind);
        let whole = all().find(|thing| thing.words == words);
        let first = || all().find(|thing| thing.words.starts_with(words));
        let any = || all().find(|thing| thing.words.contains(words));
        whole.or_else(first).or_else(any).map(|thing| thing.place)
    }

    fn press(&self, window: &str, [x, y, width, height]: [i32; 4]) {
        let left = if window == "staff" { STAFF } else { 0 };
        let at = |from: i32, length: i32| i16::try_from(from + length / 2).expect("on the display");
        self.kiosk.person.press(at(x + left, width), at(y, height)).expect("pressed");
        sleep(GLANCE);
    }

    /// What stands on the staff display, and where.
    fn on_staff(&self) -> Vec<Thing> {
        self.kiosk.things().expect("words").into_iter().filter(|thing| thing.window == "staff").collect()
    }

    /// Turns the staff page a step down and waits until it stands again; a page that was at its end is begun anew.
    fn turns(&self) {
        let before = self.on_staff();
        let wheel = |button, times| {
            (0..times).for_each(|_| self.kiosk.person.press_button(button, 1920 + 1100, 800).expect("turned"));
        };
        wheel(5, 3);
        let start = Instant::now();
        let mut last = before.clone();
        loop {
            sleep(GLANCE);
            let now = self.on_staff();
            if now != before && now == last {
                return;
            }
            if now == before && start.elapsed() > Duration::from_secs(2) {
                wheel(4, 40);
                return sleep(Duration::from_secs(1));
            }
            last = now;
        }
    }

    /// Presses what says this at the reception.
    pub fn press_here(&self, words: &str) {
        let place = self.until(words, |things| Self::found(things, "residents", "target", words));
        self.press("residents", place);
    }

    /// Presses what says this on the staff display; further down the page where it is not seen. A page that still moves is
    /// not pressed.
    pub fn staff(&self, words: &str) {
        let stood = std::cell::Cell::new(None);
        let place = self.until(words, |things| {
            let found = Self::found(things, "staff", "target", words);
            if found.is_none() {
                self.turns();
            }
            found.filter(|place| stood.replace(Some(*place)) == Some(*place))
        });
        self.press("staff", place);
    }

    /// Types into a field of the staff display.
    fn fills(&self, at: usize, text: &str) {
        let field = |things: &[Thing]| {
            things.iter().filter(|thing| thing.window == "staff" && thing.kind == "field").nth(at).map(|one| one.place)
        };
        let place = self.until("a field", |things| {
            let found = field(things);
            if found.is_none() {
                self.turns();
            }
            found
        });
        self.press("staff", place);
        // Without a window manager the keys do not follow the finger.
        let pages = self.kiosk.person.pages().expect("pages");
        let page = pages.iter().find(|page| page.starts_with("staff:")).expect("the staff window");
        self.kiosk.person.take_keyboard(page).expect("the keyboard");
        text.chars().for_each(|letter| self.kiosk.person.letter(letter).expect("typed"));
        sleep(GLANCE);
    }

    /// The reception waits for the next one.
    pub fn rests(&self) {
        let next = |things: &[Thing]| {
            let waits =
                things.iter().any(|thing| thing.window == "residents" && thing.words.contains("入場券をかざすか"));
            let way = |words: &str| Self::found(things, "residents", "target", words);
            if waits {
                Some(None)
            } else {
                way("次の方へ").or_else(|| way("もう一度さがす")).or_else(|| way("別の方")).map(Some)
            }
        };
        while let Some(place) = self.until("the next one", next) {
            self.press("residents", place);
        }
    }

    /// A ticket before the scanner.
    pub fn scan(&mut self, code: &str) {
        self.rests();
        if self.last.0 == code {
            sleep(TWICE.saturating_sub(self.last.1.elapsed()));
        }
        self.scanner.scans(code).expect("sent");
        self.last = (code.to_owned(), Instant::now());
    }

    pub fn twice_at_once(&mut self, code: &str) {
        self.stops(code, "渡ずみです");
        self.scanner.scans(code).expect("sent");
        self.scanner.scans(code).expect("sent");
        sleep(TWICE);
        self.sees("渡ずみです");
    }

    /// A ticket that ends in red.
    pub fn stops(&mut self, code: &str, why: &str) {
        self.scan(code);
        self.is_red(why);
    }

    pub fn stops_number(&self, number: &str, why: &str) {
        self.rests();
        self.press_here("数字で入れる");
        self.digits(number);
        self.press_here("次へ");
        self.is_red(why);
    }

    fn is_red(&self, why: &str) {
        self.sees(why);
        let written = self.kiosk.written().expect("words");
        assert!(!written.contains("渡してください"), "a red page offers a paper:\n{written}");
    }

    pub fn digits(&self, number: &str) {
        for digit in number.chars() {
            self.press_here(&digit.to_string());
            sleep(Duration::from_millis(200));
        }
    }

    pub fn put(&self, label: &str) {
        let place = self.until(label, |things| Self::found(things, "residents", "text", label));
        self.press("residents", place);
    }

    pub fn lift(&self) {
        let place = self.until("lift", |things| Self::found(things, "residents", "text", "カードを取る"));
        self.press("residents", place);
    }

    pub fn pin(&self, pin: &str) {
        self.kiosk.person.wait_for("pin").expect("the PIN page");
        self.kiosk.type_pin(pin).expect("the PIN");
    }

    /// From the page that asks who it is, to green.
    pub fn goes_on(&mut self, how: &str, papers: u64, sex: char) {
        self.press_here(how);
        if self.election == NOW {
            self.press_here("仕事、学業");
        }
        self.hands(papers, sex);
    }

    pub fn serves(&mut self, code: &str, how: &str, papers: u64) {
        self.scan(code);
        self.goes_on(how, papers, 'm');
    }

    pub fn hands(&mut self, papers: u64, sex: char) {
        self.press_here(&format!("{papers}枚を渡す"));
        self.green(papers, sex);
    }

    /// Another program in the middle of a write.
    pub fn holds_the_record(&self) -> Child {
        let mut holder = Command::new(beside("hold-lock").expect("hold-lock"))
            .arg(self.kiosk.practice().join("practice.db-shm"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("hold-lock");
        let mut said = String::new();
        let mut told = std::io::BufReader::new(holder.stdout.take().expect("pipe"));
        std::io::BufRead::read_line(&mut told, &mut said).expect("line");
        assert_eq!(said, "held\n");
        holder
    }

    pub fn lets_go(&self, mut holder: Child) {
        drop(holder.stdin.take());
        assert!(holder.wait().expect("it lets go").success());
    }

    /// Waits for these words; until then and with them no paper is offered.
    pub fn never_green(&self, words: &str) {
        self.until(words, |things| {
            let here = || things.iter().filter(|thing| thing.window == "residents");
            let green = here().find(|thing| thing.words.contains("枚 渡してください"));
            assert!(green.is_none(), "green before the claim: {green:?}");
            here().any(|thing| thing.words.contains(words)).then_some(())
        });
    }

    /// Green stands there: so many papers go over the counter. `m` and `f` are new people, `o` was counted before.
    pub fn green(&mut self, papers: u64, sex: char) {
        self.sees(&format!("用紙を{papers}枚 渡してください"));
        *self.papers.entry(self.election).or_default() += papers;
        let people = self.people.entry(self.election).or_default();
        match sex {
            'm' => people[0] += 1,
            'f' => people[1] += 1,
            _ => {}
        }
    }

    pub fn undone(&mut self, papers: u64, sex: char) {
        *self.papers.entry(self.election).or_default() -= papers;
        self.people.entry(self.election).or_default()[usize::from(sex == 'f')] -= 1;
        self.taken_back += 1;
    }

    /// The page of one elector at the staff desk.
    pub fn elector(&self, number: &str, name: &str) {
        self.staff("選挙人をさがす");
        self.staff_sees("氏名・かな・番号");
        self.fills(0, number);
        self.staff("さがす");
        self.staff(name);
        self.staff_sees("宣誓書を印刷する");
    }

    /// Why it is done, in own words.
    pub fn why(&self, reason: &str) {
        self.staff_sees("そのほかの理由");
        self.fills(0, reason);
    }

    /// Both papers were handed to everybody here, so each ballot has half of them.
    fn each(&self) -> u64 {
        self.papers.get(self.election).copied().unwrap_or_default() / 2
    }

    /// For looking at.
    pub fn picture(&self, name: &str) {
        super::super::look(&self.kiosk, &format!("polling-{name}"));
    }
}
