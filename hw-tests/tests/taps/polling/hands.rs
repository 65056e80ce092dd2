//! The hands of the polling days and their tally (投票所の手と数).

#[path = "office.rs"]
mod office;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use hw_tests::kiosk::beside;
use hw_tests::words::Thing;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::hands::{Hands, TWICE};

/// Voting early for a day that is a week away.
pub const NOW: &str = "early-now";
/// Voting today.
pub const TODAY: &str = "today";
const WHO: [&str; 5] = ["--staff", "練習", "--password-stdin", "--why", "試験"];
/// The second person, with a password of its own.
const SECOND: (&str, &str) = ("hamaguchi", "seven boats at sea");
/// Who may let somebody through and take papers back.
const SUPERVISOR: (&str, &str) = ("minatoya", "nine lamps at dawn");

/// One terminal with two displays, its scanner, and what the test handed out at it.
pub struct Day {
    hands: Hands,
    paper: tempfile::TempDir,
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

impl Deref for Day {
    type Target = Hands;

    fn deref(&self) -> &Hands {
        &self.hands
    }
}

impl Day {
    pub fn runs(&mut self) -> bool {
        self.hands.kiosk.runs()
    }

    pub fn begin() -> Self {
        let paper = tempfile::tempdir().expect("folder");
        let rules = rules(today(), paper.path());
        let hands = Hands::with("polling", |settings| settings, Some(("polling.toml", rules.as_str())));
        let (papers, people) = (BTreeMap::new(), BTreeMap::new());
        let day = Self { hands, paper, papers, people, election: NOW, allowed: 0, taken_back: 0 };
        for ((name, password), role) in [(SECOND, "reception"), (SUPERVISOR, "supervisor")] {
            let add = ["staff", "add", name, "--role", role, "--new-password-stdin"];
            let lines = format!("0000\n{password}\n");
            day.kiosk.command_with(&[add.as_slice(), &WHO].concat(), &lines).expect("an account");
        }
        day
    }

    /// SIGKILL, and a start on what it left: the terminal is the polling place's at once.
    pub fn cord(&mut self) {
        self.hands.kiosk.kill_and_start_again().expect("again");
        // What stood there before is not what stands there now.
        sleep(Duration::from_secs(3));
        self.kiosk.person.wait_for("staff:login").expect("nobody is logged in");
        self.at_reception();
        self.sees_door("入場券をかざすか");
    }

    /// The reception waits for the next one.
    pub fn rests(&self) {
        let next = |things: &[Thing]| {
            let waits =
                things.iter().any(|thing| thing.window == "residents" && thing.words.contains("入場券をかざすか"));
            let way = |words: &str| Hands::found(things, "residents", "target", words);
            if waits {
                Some(None)
            } else {
                way("次の方へ").or_else(|| way("もう一度さがす")).or_else(|| way("別の方")).map(Some)
            }
        };
        while let Some(place) = self.until("the next one", next) {
            _ = self.press("residents", place);
        }
    }

    /// A ticket before the scanner.
    pub fn scan(&mut self, code: &str) {
        self.rests();
        self.hands.scan(code);
    }

    pub fn twice_at_once(&mut self, code: &str) {
        self.stops(code, "渡ずみです");
        self.hands.scanner.scans(code).expect("sent");
        self.hands.scanner.scans(code).expect("sent");
        sleep(TWICE);
        self.sees_door("渡ずみです");
    }

    /// A ticket that ends in red.
    pub fn stops(&mut self, code: &str, why: &str) {
        self.scan(code);
        self.is_red(why);
    }

    pub fn stops_number(&self, number: &str, why: &str) {
        self.rests();
        self.door("数字で入れる");
        self.digits(number);
        self.door("次へ");
        self.is_red(why);
    }

    fn is_red(&self, why: &str) {
        self.sees_door(why);
        let written = self.kiosk.written().expect("words");
        assert!(!written.contains("渡してください"), "a red page offers a paper:\n{written}");
    }

    pub fn digits(&self, number: &str) {
        for digit in number.chars() {
            self.door(&digit.to_string());
            sleep(Duration::from_millis(200));
        }
    }

    pub fn pin(&self, pin: &str) {
        self.kiosk.person.wait_for("pin").expect("the PIN page");
        self.kiosk.type_pin_for(pin, "confirm").expect("the PIN");
    }

    /// From the page that asks who it is, to green.
    pub fn goes_on(&mut self, how: &str, papers: u64, sex: char) {
        self.door(how);
        if self.election == NOW {
            self.door("仕事、学業");
        }
        self.hands(papers, sex);
    }

    pub fn serves(&mut self, code: &str, how: &str, papers: u64) {
        self.scan(code);
        self.goes_on(how, papers, 'm');
    }

    pub fn hands(&mut self, papers: u64, sex: char) {
        self.door(&format!("{papers}枚を渡す"));
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
        self.sees_door(&format!("用紙を{papers}枚 渡してください"));
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
        self.sees_staff("氏名・かな・番号");
        self.fills(0, number);
        self.staff("さがす");
        self.staff(name);
        self.sees_staff("前のページ");
    }

    /// Why it is done, in own words.
    pub fn why(&self, reason: &str) {
        self.sees_staff("理由（12けた");
        self.fills(0, reason);
    }

    /// Both papers were handed to everybody here, so each ballot has half of them.
    fn each(&self) -> u64 {
        self.papers.get(self.election).copied().unwrap_or_default() / 2
    }
}
