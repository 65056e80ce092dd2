//! The same person (同一人の判断): how names and addresses are compared when somebody must not be missed.
//!
//! Old and new forms of kanji, variation selectors, width, case, spaces and ways of writing a house number do not count.
//! It catches too many rather than too few; a supervisor decides about the rest.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

/// Every row is one form of today and the forms that people with that name write: 常用漢字表's 康熙字典体 and the forms
/// that names keep (人名用漢字, 戸籍統一文字). Forms that Unicode itself folds (CJK compatibility) need no row.
pub(in crate::store) const SAME: &[(char, &str)] = &[
    ('高', "髙"),
    ('崎', "﨑嵜碕埼"),
    ('吉', "𠮷"),
    ('辺', "邉邊"),
    ('沢', "澤"),
    ('斎', "齋齊斉"),
    ('広', "廣"),
    ('浜', "濱濵"),
    ('桜', "櫻"),
    ('国', "國"),
    ('島', "嶋嶌"),
    ('徳', "德悳"),
    ('恵', "惠"),
    ('真', "眞"),
    ('曽', "曾"),
    ('瀬', "瀨"),
    ('富', "冨"),
    ('峰', "峯"),
    ('竜', "龍"),
    ('滝', "瀧"),
    ('柳', "栁桺"),
    ('条', "條"),
    ('円', "圓"),
    ('栄', "榮"),
    ('弥', "彌"),
    ('与', "與"),
    ('関', "關"),
    ('塩', "鹽"),
    ('黒', "黑"),
    ('宮', "宫"),
    ('万', "萬"),
    ('実', "實"),
    ('学', "學"),
    ('寿', "壽"),
    ('将', "將"),
    ('静', "靜"),
    ('清', "淸"),
    ('青', "靑"),
    ('増', "增"),
    ('蔵', "藏"),
    ('総', "總"),
    ('対', "對"),
    ('台', "臺"),
    ('沖', "冲"),
    ('伝', "傳"),
    ('図', "圖"),
    ('横', "橫"),
    ('薮', "藪籔"),
    ('弁', "辨瓣辯"),
    ('宝', "寶"),
    ('豊', "豐"),
    ('緑', "綠"),
    ('涼', "凉"),
    ('凛', "凜"),
    ('礼', "禮"),
    ('亀', "龜"),
    ('鉄', "鐵"),
    ('戸', "戶"),
    ('鶴', "靍靏"),
    ('鴎', "鷗"),
    ('桧', "檜"),
    ('巌', "巖"),
    ('兎', "兔菟"),
    ('芦', "蘆"),
    ('館', "舘"),
    ('船', "舩"),
    ('杉', "椙"),
    ('渕', "淵渊"),
    ('畑', "畠"),
    ('桑', "桒"),
    ('衛', "衞"),
    ('満', "滿"),
    ('来', "來"),
    ('暁', "曉"),
    ('絵', "繪"),
    ('郎', "郞"),
    ('朗', "朖"),
    ('穂', "穗"),
    ('為', "爲"),
    ('駅', "驛"),
    ('尭', "堯"),
    ('晃', "晄"),
    ('槙', "槇"),
    ('遥', "遙"),
    ('瑶', "瑤"),
    ('団', "團"),
    ('検', "檢"),
    ('剣', "劍劔釼"),
    ('県', "縣"),
    ('楽', "樂"),
    ('頼', "賴"),
    ('歩', "步"),
    ('毎', "每"),
    ('内', "內"),
    ('祢', "禰"),
    ('篭', "籠"),
    ('ケ', "ヶ"),
];

/// A name as it is compared. Kana are hiragana without voicing marks (ヤマザキ, ヤマサキ), Latin letters have no accents,
/// and nothing stands between them.
pub(super) fn name(text: &str) -> Zeroizing<String> {
    Zeroizing::new(folded(text).filter(|letter| letter.is_alphanumeric()).collect())
}

/// An address as it is compared: up to the last number of the house, whatever follows it (building, room) left out.
pub(super) fn address(text: &str) -> Zeroizing<String> {
    let letters: Zeroizing<Vec<char>> = Zeroizing::new(folded(text).filter(|letter| !letter.is_whitespace()).collect());
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = letters.iter().copied().peekable();
    let mut inside = false;
    while let Some(letter) = rest.next() {
        let mut number = Zeroizing::new(String::from(letter));
        while is_number(letter) && rest.peek().is_some_and(|next| is_number(*next)) {
            number.extend(rest.next());
        }
        let parted = rest.peek().is_none_or(|next| is_part(*next));
        if is_number(letter) && (parted || letter.is_ascii_digit()) {
            if inside {
                out.push('-');
            }
            out.push_str(&arabic(&number));
            inside = true;
            let mut last = true;
            while rest.peek().is_some_and(|next| is_part(*next)) {
                rest.next();
                last = false;
            }
            // Nothing between this number and the next word: the house ends here.
            if last || rest.peek().is_none_or(|next| !is_number(*next)) {
                return out;
            }
        } else {
            out.push_str(&number);
        }
    }
    out
}

/// Day of birth as eight digits.
pub(super) fn birth(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.nfkc().filter(char::is_ascii_digit).collect())
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd()
        .filter(|letter| !is_combining_mark(*letter) && !is_selector(*letter))
        .map(today)
        .flat_map(char::to_lowercase)
}

/// The form of today, kana as hiragana.
fn today(letter: char) -> char {
    let plain = SAME.iter().find(|(_, forms)| forms.contains(letter)).map_or(letter, |(plain, _)| *plain);
    match plain {
        'ァ'..='ヶ' => char::from_u32(u32::from(plain) - 0x60).unwrap_or(plain),
        _ => plain,
    }
}

const fn is_selector(letter: char) -> bool {
    matches!(letter, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

const fn is_number(letter: char) -> bool {
    letter.is_ascii_digit() || kanji_digit(letter).is_some() || letter == '十'
}

/// What stands between the numbers of a house.
const fn is_part(letter: char) -> bool {
    matches!(letter, '丁' | '目' | '番' | '地' | '号' | 'の' | '之' | '-' | '‐' | '−' | '–' | '—' | 'ー')
}

const fn kanji_digit(letter: char) -> Option<u32> {
    match letter {
        '〇' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

/// 三 is 3, 十二 is 12, 二十 is 20; digits stay.
fn arabic(number: &str) -> String {
    let mut tens = None;
    let mut ones = String::new();
    for letter in number.chars() {
        match (letter, kanji_digit(letter)) {
            ('十', _) => {
                tens = Some(ones.parse::<u32>().unwrap_or(1));
                ones.clear();
            }
            (_, Some(digit)) => ones.push_str(&digit.to_string()),
            _ => ones.push(letter),
        }
    }
    match tens {
        Some(tens) => tens.saturating_mul(10).saturating_add(ones.parse().unwrap_or(0)).to_string(),
        None => ones,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_all_its_spellings() {
        let spellings: [&[&str]; 7] = [
            &["髙﨑　𠮷野", "高崎 吉野", "高﨑吉野", "髙嵜　𠮷野"],
            &["渡邉　花子", "渡邊花子", "渡辺 花子"],
            &["葛\u{E0100}城　一郎", "葛\u{E0101}城一郎", "葛城 一郎"],
            &["齋藤", "斎藤", "齊藤", "斉藤"],
            &["ALEXANDRA MARIANNE VAN DER WESTHUIZEN-KOS", "Alexandra Marianne van der Westhuizen Kos"],
            &["NGUYỄN VĂN AN", "NGUYEN VAN AN", "ＮＧＵＹＥＮ　ＶＡＮ　ＡＮ"],
            &["ヤマダ　タロウ", "やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ"],
        ];
        for forms in spellings {
            for form in forms {
                assert_eq!(*name(form), *name(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn other_names_stay_others() {
        let names = [
            "高崎 吉野",
            "高崎 吉子",
            "山崎 吉野",
            "渡部 花子",
            "渡辺 花子",
            "斎藤",
            "佐藤",
            "NGUYEN VAN AN",
            "NGUYEN VAN ANH",
        ];
        for (at, one) in names.iter().enumerate() {
            for other in names.iter().skip(at + 1) {
                assert_ne!(*name(one), *name(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn one_house_in_all_its_spellings() {
        let spellings: [&[&str]; 3] = [
            &[
                "海原県海原市みなと町一丁目２－３",
                "海原県海原市みなと町1-2-3",
                "海原県海原市みなと町１丁目２番３号",
                "海原県海原市みなと町一丁目2番3号　メゾン海原201号室",
                "海原県海原市みなと町1の2の3",
            ],
            &["海原市中央十二丁目３番４号", "海原市中央12-3-4", "海原市中央１２丁目３－４"],
            &["海原市三町２０番地", "海原市三町20", "海原市三町20番"],
        ];
        for forms in spellings {
            for form in forms {
                assert_eq!(*address(form), *address(forms[0]), "{form}");
            }
        }
        assert_ne!(*address("海原市中央1-2-3"), *address("海原市中央1-2-4"));
        assert_ne!(*address("海原市中央1-2-3"), *address("海原市中央12-3"));
    }

    #[test]
    fn a_form_of_today_is_never_folded_again() {
        for (plain, forms) in SAME {
            for form in forms.chars() {
                assert_eq!(today(form), today(*plain), "{form}");
            }
        }
    }
}
