//! What people type and press of themselves at the door (本人の入力): PIN, digits on the card, kana, needs.

use super::night::Night;

impl Night {
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
            let act = hw_tests::walk::act();
            self.press("residents", [i32::from(act.0), i32::from(act.1), 0, 0]);
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
}
