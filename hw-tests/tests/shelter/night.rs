//! The night's hands and its tally (一夜の手と数): what is pressed, scanned and laid down, and what the test counted of it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use hw_tests::kiosk::{Kiosk, beside};
use hw_tests::words::Thing;
use serialport::{SerialPort, TTYPort};

const PATIENCE: Duration = Duration::from_secs(40);
const GLANCE: Duration = Duration::from_millis(150);
/// The same code within this time is one scan.
const TWICE: Duration = Duration::from_millis(900);
/// Where the staff display begins.
const STAFF: i32 = 1920;
const CAPACITY: u64 = 400;

/// One terminal with two displays, its scanner, and the tally.
pub struct Night {
    kiosk: Kiosk,
    scanner: TTYPort,
    /// Held open, so that a kiosk that ends does not hang the line up.
    _line: TTYPort,
    out: tempfile::TempDir,
    /// Who is inside by what the test did.
    inside: u64,
    heads: u64,
    pub arrivals: usize,
    last: (String, Instant),
}

impl Night {
    pub fn begin() -> Self {
        let (scanner, mut line) = TTYPort::pair().expect("a pseudo-terminal");
        line.set_exclusive(false).expect("the kiosk opens it too");
        let name = line.name().expect("a name");
        let out = tempfile::tempdir().expect("folder");
        let more = format!("\n[[scanners]]\nkind = \"serial\"\nat = \"{name}\"\nrole = \"resident\"\n");
        let kiosk = Kiosk::start_with_staff_and(out.path(), &more).unwrap_or_else(|why| panic!("is xvfb there? {why}"));
        let last = (String::new(), Instant::now());
        Self { kiosk, scanner, _line: line, out, inside: 0, heads: 0, arrivals: 0, last }
    }

    /// Staff who have never seen it: in, services, the shelter, the first building of the list, go.
    pub fn opens(&mut self) {
        self.kiosk.person.wait_for("staff:login").expect("the staff display");
        self.comes_in();
        self.staff("サービス");
        self.staff("避難所");
        self.sees("staff", "開いている避難所はありません");
        self.picture("opening");
        self.staff("開設する");
        self.sees("staff", "開設しました");
        self.sees_door("避難所の受付です");
        self.picture("board-empty");
    }

    fn comes_in(&self) {
        for _ in 0..4 {
            self.staff("0");
        }
        self.staff("入る");
        self.sees("staff", "サービス");
    }

    /// SIGKILL, and a start on what it left: the door is the shelter's at once.
    pub fn cord(&mut self) {
        self.kiosk.kill_and_start_again().expect("again");
        // What stood there before is not what stands there now.
        sleep(Duration::from_secs(3));
        self.kiosk.person.wait_for("shelter:door").expect("still a shelter");
        self.comes_in();
        self.staff("サービス");
        self.staff("避難所");
    }

    pub fn runs(&mut self) -> bool {
        self.kiosk.runs()
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
                let log = std::fs::read_to_string(self.kiosk.practice().join("log.txt")).unwrap_or_default();
                let log: Vec<&str> = log.lines().rev().filter(|line| !line.starts_with("ALSA")).take(9).collect();
                panic!("looked for {what:?}; log {log:#?}; there stands:\n{}", self.kiosk.written().expect("words"));
            }
            sleep(GLANCE);
        }
    }

    fn sees(&self, window: &str, words: &str) {
        let there = |thing: &Thing| thing.window == window && thing.words.contains(words);
        self.until(words, |things| things.iter().any(there).then_some(()));
    }

    pub fn sees_door(&self, words: &str) {
        self.sees("residents", words);
    }

    fn found(things: &[Thing], window: &str, kind: &str, words: &str) -> Option<[i32; 4]> {
        let all = || things.iter().filter(|thing| thing.window == window && thing.kind == kind);
        let whole = all().find(|thing| thing.words == words);
        let first = || all().find(|thing| thing.words.starts_with(words));
        let any = || all().find(|thing| thing.words.contains(words));
        whole.or_else(first).or_else(any).map(|thing| thing.place)
    }

    fn press(&self, window: &str, [x, y, width, height]: [i32; 4]) {
        sleep(GLANCE);
        let left = if window == "staff" { STAFF } else { 0 };
        let at = |from: i32, length: i32| i16::try_from(from + length / 2).expect("on the display");
        self.kiosk.person.press(at(x + left, width), at(y, height)).expect("pressed");
        sleep(GLANCE);
    }

    /// Presses what says this on the residents' display.
    pub fn door(&self, words: &str) {
        let place = self.until(words, |things| Self::found(things, "residents", "target", words));
        self.press("residents", place);
    }

    /// Presses what says this on the staff display; further down the page where it is not seen.
    fn staff(&self, words: &str) {
        let place = self.until(words, |things| {
            let found = Self::found(things, "staff", "target", words);
            if found.is_none() {
                self.wheel(5, 1920 + 1100, 800);
            }
            found
        });
        self.press("staff", place);
    }

    /// Turns the wheel: 4 up, 5 down.
    fn wheel(&self, button: u8, x: i16, y: i16) {
        for _ in 0..3 {
            self.kiosk.person.press_button(button, x, y).expect("turned");
        }
        sleep(GLANCE);
    }

    /// Types into a field of the staff display.
    fn fills(&self, at: usize, text: &str) {
        let field = |things: &[Thing]| {
            things.iter().filter(|thing| thing.window == "staff" && thing.kind == "field").nth(at).map(|one| one.place)
        };
        self.press("staff", self.until("a field", field));
        text.chars().for_each(|letter| self.kiosk.person.letter(letter).expect("typed"));
        sleep(GLANCE);
    }

    /// Lays a card of the dock down.
    pub fn put(&self, label: &str) {
        let place = self.until(label, |things| {
            let found = Self::found(things, "residents", "text", label);
            if found.is_none() {
                self.wheel(5, 1760, 300);
            }
            found
        });
        self.press("residents", place);
    }

    pub fn lift(&self) {
        let place = self.until("lift", |things| Self::found(things, "residents", "text", "カードを取る"));
        self.press("residents", place);
    }

    /// Holds a card to the reader and takes it away.
    pub fn tap(&self, label: &str) {
        self.rests();
        self.put(label);
        sleep(Duration::from_secs(1));
        self.lift();
    }

    /// From the digits of the card to the PIN, and on.
    pub fn with_pin(&self, pin: &str) {
        // A shelter asks for the printed digits first; a step back leads to the PIN.
        self.sees_door("生年月日を入れてください");
        self.picture("code");
        self.door("戻る");
        self.door("もう一度");
        self.kiosk.type_pin_for(pin, "confirm").expect("the right PIN");
        self.door("はい、この内容です");
        self.lift();
    }

    /// What is printed on the card: born, good until, the four digits under the photograph.
    pub fn with_code(&self, era: &str, digits: [&str; 3]) {
        self.door(era);
        for part in digits {
            for digit in part.chars() {
                self.door(&digit.to_string());
            }
            self.kiosk.press(hw_tests::walk::act()).expect("next");
            sleep(Duration::from_secs(1));
        }
        self.door("はい、この内容です");
        self.lift();
    }

    /// Types on the kana keys.
    pub fn kana(&self, name: &str) {
        for letter in name.chars() {
            self.door(&letter.to_string());
        }
        self.door("次へ");
    }

    pub fn described(&self, band: &str, sex: &str) {
        self.sees_door("年齢はどのくらい");
        self.door(band);
        self.sees_door("性別を選んで");
        self.door(sex);
    }

    pub fn alone(&mut self, consent: &str) {
        self.in_with(1, consent);
    }

    /// Everybody on the page comes in.
    pub fn in_with(&mut self, people: u64, consent: &str) {
        self.door(&format!("{people}人で入る"));
        self.sees_door("聞かれたら");
        self.door(consent);
        self.came(people);
    }

    /// The page says that so many came in, and how many are inside now: as many as the tally.
    pub fn came(&mut self, people: u64) {
        self.inside += people;
        self.arrivals += 1;
        self.sees_door(&format!("入りました（{people}人）"));
        self.said();
    }

    pub fn went(&mut self, people: u64) {
        self.inside -= people;
        self.sees_door("しました（");
        self.said();
    }

    fn said(&self) {
        self.sees_door(&format!("{} / 定員 {CAPACITY}", self.inside));
    }

    /// People without names.
    pub fn heads(&mut self, count: &str) {
        self.rests();
        self.door("人数だけ数える");
        for digit in count.chars() {
            self.door(&digit.to_string());
        }
        self.door("次へ");
        let people: u64 = count.parse().expect("a number");
        self.inside += people;
        self.heads += people;
        self.arrivals += 1;
        self.sees_door(&format!("{people}人を数えました"));
        self.said();
    }

    /// The door's first page.
    fn rests(&self) {
        let start = |things: &[Thing]| {
            Self::found(things, "residents", "target", "次の方")
                .map(Some)
                .or_else(|| things.iter().any(|thing| thing.words.contains("避難所の受付です")).then_some(None))
        };
        if let Some(next) = self.until("the first page", start) {
            self.press("residents", next);
            self.sees_door("避難所の受付です");
        }
    }

    /// A code before the scanner. The next person may come while the last one's end is shown.
    pub fn scan(&mut self, code: &str) {
        let left = TWICE.saturating_sub(self.last.1.elapsed());
        if self.last.0 == code {
            sleep(left);
        }
        self.scanner.write_all(format!("{code}\r").as_bytes()).expect("sent");
        self.last = (code.to_owned(), Instant::now());
        sleep(GLANCE * 2);
    }

    pub fn scan_twice(&mut self, code: &str) {
        self.scan(code);
        self.scanner.write_all(format!("{code}\r").as_bytes()).expect("sent");
        self.last.1 = Instant::now();
    }

    /// What the last slip has as its code.
    pub fn token(&self) -> String {
        let file = self.out.path().join("slip.txt");
        let start = Instant::now();
        loop {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let fresh = text.contains("KZS1");
            let token = text.split_whitespace().find(|word| word.starts_with("KZS1"));
            if let Some(token) = token.filter(|_| fresh && start.elapsed() > Duration::from_secs(2)) {
                return token.replace('-', "");
            }
            assert!(start.elapsed() < PATIENCE, "no slip with a code: {text}");
            sleep(GLANCE);
        }
    }

    /// Oxygen at once, and a bottle of water.
    pub fn tells(&self) {
        self.door("体のこと・困りごとを伝える");
        self.sees_door("わかる範囲で");
        self.picture("more");
        self.door("配慮が必要なこと");
        for _ in 0..3 {
            self.door("酸素・電源");
        }
        self.sees_door("今すぐ");
        self.picture("needs");
        self.door("これでよい");
        self.door("この内容で残す");
        self.sees_door("残しました");
        self.door("物資を受け取る");
        self.door("水");
        self.sees_door("お渡ししました");
        self.door("次の方");
    }

    /// Staff register what a chip shows.
    pub fn registers(&self, token: &str) {
        self.staff("サービス");
        self.staff("登録");
        self.sees("staff", "登録する");
        self.staff("避難所");
        sleep(Duration::from_secs(1));
        self.staff("登録する");
        self.sees("staff", "登録の名前");
        self.fills(0, "taki");
        self.fills(1, token);
        self.picture("register");
        self.staff("登録する");
        self.sees("staff", "taki");
        self.staff("サービス");
        self.staff("避難所");
    }

    /// A card of a batch that nobody has yet.
    pub fn blank(&self) -> String {
        let told = self.command(&["shelter", "tokens", "--count", "10", "--json"]);
        let rows: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(rows.as_array().map(Vec::len), Some(10));
        rows.pointer("/3/token").and_then(serde_json::Value::as_str).expect("a token").to_owned()
    }

    /// The staff board says as many as the tally.
    pub fn shown(&self) {
        self.staff("避難所の今");
        let inside = self.inside.to_string();
        self.until(&format!("{inside} on the board"), |things| {
            let at = things.iter().position(|thing| thing.window == "staff" && thing.words == "今いる人")?;
            things.iter().skip(at).take(3).any(|thing| thing.words == inside).then_some(())
        });
        self.picture("board");
    }

    /// A person's own page.
    fn opens_person(&self, name: &str) {
        self.staff("名簿と安否");
        self.sees("staff", "安否を調べる");
        self.staff(name);
        self.sees("staff", "1人のページ");
    }

    pub fn moves(&mut self, name: &str, to: &str) {
        self.opens_person(name);
        self.picture("person");
        self.staff(to);
        self.staff("移す");
        self.inside -= 1;
        self.sees("staff", "できました");
        self.shown();
    }

    pub fn settles(&self, what: &str, way: &str) {
        self.staff("確かめること");
        self.picture("cases");
        self.staff(what);
        self.picture("case");
        self.staff(way);
        self.sees("staff", "確かめました");
    }

    /// Two rows of one name become one.
    pub fn merges(&mut self, name: &str) {
        self.opens_person(name);
        self.wheel(5, 1920 + 1100, 800);
        self.wheel(5, 1920 + 1100, 800);
        self.picture("merge");
        self.staff(name);
        self.staff("1人にまとめる");
        self.sees("staff", "元に戻せません");
        self.picture("merge-sure");
        self.staff("1人にまとめる");
        self.sees("staff", "できました");
        self.inside -= 1;
    }

    pub fn everybody_out(&mut self) {
        self.staff("名簿と安否");
        self.staff("いる人を全員退所にする");
        self.sees("staff", "中にいる全員を退所にします");
        self.picture("bulk-sure");
        self.staff("いる人を全員退所にする");
        self.sees("staff", &format!("{}人を退所にしました", self.inside));
        (self.inside, self.heads) = (0, 0);
        self.shown();
    }

    /// Report and list as the command line gives them, against the tally.
    pub fn reports(&self) {
        let report: serde_json::Value =
            serde_json::from_str(&self.command(&["shelter", "report", "--json"])).expect("JSON");
        let told = |name: &str| report.get(name).and_then(serde_json::Value::as_u64);
        assert_eq!(told("避難者数_総数"), Some(self.inside));
        assert_eq!(told("空き人数"), Some(CAPACITY - self.inside));
        let parts = ["避難者数_男", "避難者数_女", "避難者数_不明"].map(|name| told(name).expect("a number"));
        assert_eq!(parts.iter().sum::<u64>(), self.inside, "everybody stands in one part");
        let table = self.out.path().join("list.csv");
        self.command(&["shelter", "list", "--csv", table.to_str().expect("a path")]);
        let text = String::from_utf8(std::fs::read(&table).expect("the list")).expect("UTF-8");
        let rows = text.lines().filter(|line| line.contains(':')).count() as u64;
        assert_eq!(rows, self.inside - self.heads, "one row a person:\n{text}");
    }

    /// Another process over the same record, after a login.
    fn command(&self, words: &[&str]) -> String {
        let mut command = Command::new(beside("kiosk").expect("built"));
        command.args(words).args(["--practice", "--staff", "練習", "--password-stdin"]);
        command.env("KAZASU_PRACTICE", self.kiosk.practice());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
        child.stdin.take().expect("open").write_all(b"0000\n").expect("sent");
        let done = child.wait_with_output().expect("ended");
        assert!(done.status.success(), "{words:?}");
        String::from_utf8(done.stdout).expect("UTF-8")
    }

    /// For looking at.
    pub fn picture(&self, name: &str) {
        if let Ok(folder) = std::env::var("KAZASU_PICTURES") {
            let file = Path::new(&folder).join(format!("shelter-{name}")).with_extension("png");
            self.kiosk.person.picture(&file).expect("picture");
        }
    }
}
