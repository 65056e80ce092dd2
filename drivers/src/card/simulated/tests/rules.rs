//! The rules of the card operating system (カード OS の決まり) as scenarios: command, expected status, expected data.

use super::{bytes, card, hex};

const TEXT: &str = "00A4040C0A D3921000310001010408";
const VISUAL: &str = "00A4040C0A D3921000310001010402";
const COMMON: &str = "00A4040C0A D3921000310001010100";
const JPKI: &str = "00A4040C0A D392F000260100000001";
const MANAGER: &str = "00A4040C08 A000000151000000";
const RIGHT: &str = "0020009104 31323334";
const WRONG: &str = "0020009104 39393939";

/// A rule and the exchanges that show it.
type Scenario<'a> = (&'a str, &'a [(&'a str, u16)]);

const SCENARIOS: &[Scenario<'_>] = &[
    ("power on: no application, no file", &[("00B0000004", 0x6985), ("00A40000", 0x6A86), ("00200080", 0x6985)]),
    ("an application by its name", &[(TEXT, 0x9000), (VISUAL, 0x9000), (COMMON, 0x9000), (JPKI, 0x9000)]),
    ("an application by part of its name", &[("00A4040C07 D392F000260100", 0x9000), ("00B0860020", 0x9000)]),
    ("a trailing Le after the name is accepted", &[("00A4040C0A D392F000260100000001 00", 0x9000)]),
    ("an unknown application", &[("00A4040C10 A0000002310100000000000000000000", 0x6A82)]),
    (
        "an unknown application keeps the current one",
        &[(TEXT, 0x9000), ("00A4040C02 A1A1", 0x6A82), ("00B0840004", 0x9000)],
    ),
    ("the master file changes nothing", &[(TEXT, 0x9000), ("00A40000", 0x9000), ("00B0840004", 0x9000)]),
    ("the master file by its id", &[(TEXT, 0x9000), ("00A40000023F00", 0x6A82)]),
    ("an elementary file before any application", &[("00A4020C020011", 0x6985)]),
    ("an unknown elementary file", &[(TEXT, 0x9000), ("00A4020C020099", 0x6A82)]),
    ("no current file", &[(TEXT, 0x9000), ("00B0000004", 0x6986), ("00200080", 0x6986)]),
    ("a read of a PIN", &[(TEXT, 0x9000), ("00A4020C020011", 0x9000), ("00B0000004", 0x6981)]),
    ("a read of a key", &[(JPKI, 0x9000), ("00A4020C020017", 0x9000), ("00B0000004", 0x6981)]),
    ("a locked file", &[(TEXT, 0x9000), ("00B0820000", 0x6982), ("00B0830000", 0x6982), ("00B0810011", 0x6982)]),
    ("a free file", &[(TEXT, 0x9000), ("00B0840000", 0x9000), ("00B0850000", 0x9000)]),
    (
        "any one of the secrets opens",
        &[
            (TEXT, 0x9000),
            ("002000950E 3139303330353230333331313437", 0x9000),
            ("00B0820000", 0x9000),
            ("00B0810011", 0x6982),
        ],
    ),
    ("the PIN opens", &[(TEXT, 0x9000), (RIGHT, 0x9000), ("00B0820000", 0x9000), ("00B0830000", 0x9000)]),
    ("a wrong PIN closes what was open", &[(TEXT, 0x9000), (RIGHT, 0x9000), (WRONG, 0x63C2), ("00B0820000", 0x6982)]),
    (
        "tries count down and stay empty",
        &[
            (TEXT, 0x9000),
            (WRONG, 0x63C2),
            (WRONG, 0x63C1),
            (WRONG, 0x63C0),
            (WRONG, 0x6984),
            (RIGHT, 0x6984),
            ("00200091", 0x63C0),
        ],
    ),
    ("a right PIN fills the tries", &[(TEXT, 0x9000), (WRONG, 0x63C2), (RIGHT, 0x9000), ("00200091", 0x63C3)]),
    ("a query costs nothing", &[(TEXT, 0x9000), ("00200091", 0x63C3), ("0020009100", 0x63C3), ("00200091", 0x63C3)]),
    ("a query opens nothing", &[(TEXT, 0x9000), ("00200091", 0x63C3), ("00B0820000", 0x6982)]),
    (
        "a query leaves open what is open",
        &[(TEXT, 0x9000), (RIGHT, 0x9000), ("00200091", 0x63C3), ("00B0820000", 0x9000)],
    ),
    (
        "a secret of 17 bytes costs nothing",
        &[(TEXT, 0x9000), ("0020009111 3131313131313131313131313131313131", 0x6700), ("00200091", 0x63C3)],
    ),
    ("a PIN is no PIN of a file", &[(TEXT, 0x9000), ("00200084", 0x6981), ("00200099", 0x6A82), ("00200011", 0x6A86)]),
    ("text PIN 0012 is issued blocked", &[(TEXT, 0x9000), ("00200092", 0x63C0), ("002000920431323334", 0x6984)]),
    (
        "another application forgets",
        &[(TEXT, 0x9000), (RIGHT, 0x9000), (JPKI, 0x9000), (TEXT, 0x9000), ("00B0820000", 0x6982)],
    ),
    ("the same application remembers", &[(TEXT, 0x9000), (RIGHT, 0x9000), (TEXT, 0x9000), ("00B0820000", 0x9000)]),
    (
        "the card manager forgets",
        &[
            (TEXT, 0x9000),
            (RIGHT, 0x9000),
            (MANAGER, 0x9000),
            ("00B0820000", 0x6985),
            (TEXT, 0x9000),
            ("00B0820000", 0x6982),
        ],
    ),
    ("a short id makes the file current", &[(TEXT, 0x9000), ("00B0840000", 0x9000), ("00B0010000", 0x9000)]),
    (
        "a read past the end",
        &[
            (TEXT, 0x9000),
            ("00B0840000", 0x9000),
            ("00B0023700", 0x9000),
            ("00B0023800", 0x6B00),
            ("00B07FFF01", 0x6B00),
        ],
    ),
    ("the never readable file", &[(JPKI, 0x9000), ("00B0890000", 0x6982)]),
    (
        "a record",
        &[
            (COMMON, 0x9000),
            ("00B2010C00", 0x9000),
            ("00B2020C00", 0x6A83),
            ("00B2010D00", 0x6A81),
            ("00B2010400", 0x9000),
        ],
    ),
    ("a record of a file without records", &[(COMMON, 0x9000), ("00B2011400", 0x6981), ("00B0810004", 0x6981)]),
    (
        "a signature before its PIN",
        &[
            (JPKI, 0x9000),
            ("00A4020C020017", 0x9000),
            ("802A0080 03 616263 00", 0x6982),
            ("802A009A 03 616263 00", 0x6982),
        ],
    ),
    (
        "a signature after the other PIN",
        &[
            (JPKI, 0x9000),
            ("002000980431323334", 0x9000),
            ("802A009A 03 616263 00", 0x6982),
            ("802A0097 03 616263 00", 0x9000),
        ],
    ),
    (
        "the sign key after its password",
        &[
            (JPKI, 0x9000),
            ("0020009B09 505241435449434531", 0x9000),
            ("00B0810004", 0x9000),
            ("802A009A 03 616263 00", 0x9000),
        ],
    ),
    (
        "a signature by no key",
        &[
            (JPKI, 0x9000),
            ("802A0000 03 616263 00", 0x6985),
            ("00A4020C020006", 0x9000),
            ("802A0080 03 616263 00", 0x6985),
        ],
    ),
    (
        "signature lengths and kinds",
        &[
            (TEXT, 0x9000),
            ("802A0200 03 616263 00", 0x6700),
            ("802A0700 03 616263 00", 0x6A86),
            ("802A0000 00", 0x6700),
        ],
    ),
    ("a signature with class 00", &[(TEXT, 0x9000), ("002A0000 03 616263 00", 0x6D00)]),
    (
        "key 0019 answers a challenge",
        &[
            (COMMON, 0x9000),
            ("00880099 04 01020304 00", 0x9000),
            ("00880099 00", 0x6700),
            ("00880081 04 01020304 00", 0x6985),
        ],
    ),
    ("a challenge", &[(TEXT, 0x9000), ("0084000008", 0x9000), ("00840000000000", 0x6985)]),
    (
        "objects of the card manager",
        &[
            ("00CA00F000", 0x9000),
            ("00CA00F200", 0x9000),
            ("00CA7F2100", 0x6A88),
            (TEXT, 0x9000),
            ("00CA00F000", 0x6985),
            ("00CA5F5100", 0x9000),
        ],
    ),
    ("an object longer than Le", &[("00CA00F004", 0x6700)]),
    (
        "logical channels and secure messaging",
        &[(TEXT, 0x9000), ("01B0840000", 0x6881), ("0CB0840000", 0x6882), ("90B0840000", 0x6E00)],
    ),
    ("unknown instructions", &[("0001000000", 0x6985), (TEXT, 0x9000), ("0001000000", 0x6D00), ("80FC0000", 0x6700)]),
    ("lengths that do not fit", &[("00A404", 0x6700), ("00A4040C0AD392", 0x6700), ("00A4040C01D39200", 0x6700)]),
];

#[test]
fn every_rule_holds() {
    for (rule, exchanges) in SCENARIOS {
        let mut card = card("takasaki");
        for (at, (command, status)) in exchanges.iter().enumerate() {
            let answer = bytes(card.process(&hex(command)));
            let got = &answer[answer.len() - 2..];
            assert_eq!(got, status.to_be_bytes(), "{rule}: exchange {at}, {command}");
        }
    }
}

#[test]
fn counters_outlive_the_power_and_open_files_do_not() {
    let mut card = card("takasaki");
    for command in [TEXT, WRONG, WRONG] {
        card.process(&hex(command));
    }
    card.power();
    card.process(&hex(TEXT));
    assert_eq!(bytes(card.process(&hex("00200091"))), [0x63, 0xC1]);
    assert_eq!(bytes(card.process(&hex(RIGHT))), [0x90, 0x00]);
    card.reset();
    assert_eq!(bytes(card.process(&hex("00B0820002"))).len(), 4, "a warm reset keeps what was open");
    card.power();
    card.process(&hex(TEXT));
    assert_eq!(bytes(card.process(&hex("00B0820002"))), [0x69, 0x82]);
}

#[test]
fn files_have_the_surveyed_sizes() {
    let mut card = card("takasaki");
    card.process(&hex(TEXT));
    card.process(&hex(RIGHT));
    for (file, size) in [(1, 17), (3, 336), (4, 568), (5, 256), (6, 269), (7, 536), (8, 16)] {
        let command = [0x00, 0xB0, 0x80 + file, 0x00, 0x00, 0x00, 0x00];
        assert_eq!(bytes(card.process(&command)).len() - 2, size, "text EF {file:04X}");
    }
    card.process(&hex(JPKI));
    let token = bytes(card.process(&hex("00B0860000")));
    assert_eq!((token.len() - 2, &token[..16]), (160, &b"JPKIAPICCTOKEN2 "[..]));
    card.process(&hex(COMMON));
    let record = bytes(card.process(&hex("00B2010C00")));
    assert_eq!(record, [b"\x01\x1C5103999000000019920120330305".as_slice(), &[0x90, 0x00]].concat());
}

#[test]
fn a_short_read_gives_what_was_asked_and_the_last_what_is_left() {
    let mut card = card("takasaki");
    card.process(&hex(TEXT));
    assert_eq!(bytes(card.process(&hex("00B0840007"))).len(), 9);
    assert_eq!(bytes(card.process(&hex("00B0020000"))).len(), 568 - 512 + 2);
}

#[test]
fn no_card_carries_a_possible_number() {
    let mut card = card("takasaki");
    card.process(&hex(TEXT));
    card.process(&hex(RIGHT));
    let file = bytes(card.process(&hex("00B0810011")));
    let digits: Vec<u32> = file[3..15].iter().map(|digit| u32::from(digit - b'0')).collect();
    let sum: u32 = digits.iter().zip([6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    let check = if sum % 11 <= 1 { 0 } else { 11 - sum % 11 };
    assert_ne!(check, digits[11], "the check digit fits");
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_answered(commands in proptest::collection::vec(proptest::collection::vec(proptest::prelude::any::<u8>(), 0..40), 1..8)) {
        let mut card = card("nguyen");
        for command in commands {
            proptest::prop_assert!(bytes(card.process(&command)).len() >= 2);
        }
    }
}
