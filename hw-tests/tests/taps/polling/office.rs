//! What the office looks at (係の確認): figures, counts, the paper roll and the close, each held against the tally.

use super::*;

impl Day {
    /// Staff come in, and go to the polling place among the services.
    pub fn at_reception(&self) {
        self.comes_in();
        self.goes("サービス", "services");
        self.goes("投票所", "service");
        self.sees_staff("選挙人名簿");
    }

    /// Somebody else takes over the staff display, and goes to the polling place.
    pub fn supervisor_comes(&self) {
        self.staff("閉じる");
        self.kiosk.person.wait_for("staff:login").expect("the login");
        self.staff(SUPERVISOR.0);
        self.fills(1, SUPERVISOR.1);
        self.staff("入る");
        self.goes("サービス", "services");
        self.goes("投票所", "service");
        self.sees_staff("選挙人名簿");
    }

    /// The roll comes in at the staff desk; the other one by the command.
    fn takes_in(&self) {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/polling");
        let tickets = assets.join("tickets.csv").display().to_string();
        // Old enough on the day of the example's election, not on every day of a test.
        let rows = std::fs::read_to_string(assets.join("roll.csv")).expect("the example");
        let file = self.out.path().join("roll.csv");
        std::fs::write(&file, rows.replace("2008-12-07", "2000-12-07")).expect("the roll");
        let roll = file.display().to_string();
        for election in [NOW, TODAY] {
            let import = ["polling", "import", &roll, "--tickets", &tickets, "--election", election];
            self.kiosk.command(&[import.as_slice(), &WHO].concat()).expect("taken in");
        }
    }

    pub fn opens_early(&self) {
        self.takes_in();
        self.at_reception();
        self.picture("ready-closed");
        for answer in ["海原市長選挙", "期日前投票", "期日前投票所 市役所1階", "投票区を決める"]
        {
            self.staff(answer);
        }
        self.fills(0, "1,3");
        self.picture("opening");
        self.staff("受付を始める");
        self.sees_staff("受付を始めました");
        self.sees_door("入場券をかざすか");
        self.picture("ready-open");
    }

    pub fn opens_today(&mut self) {
        self.election = TODAY;
        self.staff("開く前の確認");
        self.staff("海原市議会選挙");
        self.staff("当日の投票");
        self.staff("第1投票所 みなと小学校");
        self.staff("全員");
        self.staff("受付を始める");
        self.sees_staff("受付を始めました");
        self.sees_door("当日の投票");
    }

    /// The command's figures against the tally.
    pub fn figures(&self, election: &str) {
        let told = self.kiosk.command(&[&["polling", "report", election, "--json"], &WHO[..3]].concat());
        let told: serde_json::Value = serde_json::from_str(&told.expect("figures")).expect("JSON");
        let number = |at: &str| told.pointer(at).and_then(serde_json::Value::as_u64);
        for ballot in ["mayor", "council"] {
            assert_eq!(number(&format!("/papers/{ballot}")), Some(self.each()), "{ballot}: {told}");
        }
        let hours = told.get("hours").and_then(serde_json::Value::as_array).expect("hours");
        let sum = |sex: &str| hours.iter().filter_map(|hour| hour.get(sex)?.as_u64()).sum::<u64>();
        assert_eq!([sum("men"), sum("women")], self.people[self.election], "{told}");
        let expected = if election == NOW { [self.allowed, self.taken_back] } else { [0, 0] };
        assert_eq!(["/allowed", "/undone"].map(|at| number(at).expect("a number")), expected, "{told}");
        assert_eq!(["/twice", "/doubtful"].map(number), [Some(0), Some(0)], "{told}");
    }

    /// Staff count one paper more than the tally, then as many: an alarm until it agrees.
    pub fn counts(&self) {
        self.staff("投票者数");
        self.sees_staff("時間別の投票者");
        self.picture("figures");
        self.staff("用紙の数の照合");
        let (more, right) = ((self.each() + 1).to_string(), self.each().to_string());
        for (counted, said) in [(&more, "合いません"), (&right, "数が合いました")] {
            self.staff("市長選挙");
            self.fills(0, counted);
            self.staff("数を入れる");
            self.sees_staff(said);
            self.picture(if counted == &more { "count-alarm" } else { "count-agrees" });
            self.staff("用紙の数の照合");
        }
    }

    /// Two persons let the paper roll go to a plain folder; it holds who has papers.
    pub fn paper_roll(&self) {
        self.staff("紙の名簿");
        self.sees_staff("暗号化していない場所です");
        self.picture("paper");
        self.staff("暗号化していない場所に書く");
        self.why("訓練");
        self.fills(1, SECOND.0);
        self.fills(2, SECOND.1);
        self.picture("two-persons");
        self.staff("暗号化していない場所に書く");
        self.sees_staff("2か所の名簿を書きました");
        self.picture("paper-written");
        // Cell after cell: what stands behind the name belongs to the same row.
        let text: String = self.text("-raw", "st1").split_whitespace().collect();
        for name in ["髙﨑", "北村", "斉藤"] {
            let row: String = text.split_once(name).map_or("", |(_, row)| row).chars().take(90).collect();
            assert!(row.contains("期日前交付ずみ"), "{name}: {text}");
        }
        let nobody: String = text.split_once("藤本").map_or("", |(_, row)| row).chars().take(90).collect();
        assert!(!nobody.is_empty() && !nobody.contains("交付ずみ"), "{text}");
        let voters: u64 = self.people[NOW].iter().sum();
        let cover = self.text("-layout", "0-cover");
        let told: u64 = cover
            .lines()
            .filter(|line| line.contains("投票所"))
            .filter_map(|line| line.split_whitespace().last()?.parse::<u64>().ok())
            .sum();
        assert_eq!(told, voters, "{cover}");
        if let Some(folder) = std::env::var_os("KAZASU_PICTURES") {
            for entry in std::fs::read_dir(self.paper.path())
                .expect("papers")
                .chain(std::fs::read_dir(self.out.path()).expect("out"))
                .flatten()
            {
                std::fs::copy(entry.path(), Path::new(&folder).join(entry.file_name())).ok();
            }
        }
    }

    /// What stands on one paper of the roll.
    fn text(&self, order: &str, id: &str) -> String {
        let file = self.paper.path().join(format!("{id}.pdf"));
        let mut command = Command::new("pdftotext");
        let said = hw_tests::tool::run(command.arg(order).arg(&file).arg("-"), "", "poppler-utils").expect("runs");
        assert!(said.status.success(), "{} is no PDF: {}", file.display(), said.err);
        said.out
    }

    /// Closed by order: the paper is gone, and the terminal serves everybody again.
    pub fn closes(&self) {
        self.staff("開く前の確認");
        self.staff("受付を閉じる");
        self.sees_staff("紙の名簿を消します");
        self.picture("close-sure");
        self.staff("受付を閉じる");
        self.sees_staff("受付を閉じました");
        self.picture("closed");
        self.kiosk.person.wait_for("welcome").expect("for everybody again");
        let left: Vec<_> = std::fs::read_dir(self.paper.path()).expect("the folder").flatten().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
