//! The staff half of the night (係の手): opening, registering, moving, merging, reports; each held against the tally.

use super::night::{CAPACITY, Night};

impl Night {
    /// Staff who have never seen it: in, services, the shelter, the first building of the list, go.
    pub fn opens(&mut self) {
        self.kiosk.person.wait_for("staff:login").expect("the staff display");
        self.comes_in();
        self.at_shelter();
        self.sees("staff", "開いている避難所はありません");
        self.picture("opening");
        self.staff("開設する");
        self.sees("staff", "開設しました");
        self.sees_door("避難所の受付です");
        self.picture("board-empty");
    }

    /// Staff register what a chip shows.
    pub fn registers(&self, token: &str) {
        self.goes("サービス", "services");
        self.goes("登録", "registrations");
        self.sees("staff", "登録する");
        self.staff("避難所");
        self.staff("登録する");
        self.sees("staff", "登録の名前");
        self.fills(0, "taki");
        self.fills(1, token);
        self.picture("register");
        self.staff("登録する");
        self.sees("staff", "taki");
        self.at_shelter();
    }

    /// The shelter among the services.
    pub fn at_shelter(&self) {
        self.goes("サービス", "services");
        self.goes("避難所", "service");
        self.sees("staff", "避難所の今");
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
}
