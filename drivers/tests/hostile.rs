//! Hostile cards (悪意のあるカード): whatever bytes a card gives, no panic, no hang over a second, no more than 64 MB.
//!
//! Each harness changes good bytes of made-up people (kept in `hostile/corpus`) as the fuzzer's bytes say, and replays what
//! once went wrong (`hostile/corpus/<harness>`). `KAZASU_HOSTILE_RUNS` makes it a long run:
//! `KAZASU_HOSTILE_RUNS=10000000 nice cargo test --workspace --test hostile -- --test-threads=1`.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "hostile/harness.rs"]
mod harness;
#[path = "hostile/seeds.rs"]
mod seeds;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use drivers::card::conversation::{Budget, Conversation};
use drivers::card::face::{Record, jp2, picture};
use drivers::card::genuine::{self, Application, PracticeAnchor};
use drivers::card::jpki::{self, Certificate, CrlFile, Issuers, Terms, Unchecked};
use drivers::card::licence::{self, Entries, text};
use drivers::card::myna::{self, Asked, Given, Policy, attributes::Attributes, tlv};
use drivers::card::token::{self, CardKey, TapPolicy};
use drivers::card::{Anchors, CodeB, Fault, Link, Secret, face};

use harness::{bounded, changed, runs};

/// One harness: its name is the folder of its corpus and the test's.
macro_rules! hostile {
    ($name:ident, $most:expr, $judge:expr) => {
        #[test]
        fn $name() {
            let seeds = seeds::of(stringify!($name));
            for seed in &seeds {
                bounded(|| $judge(seed));
            }
            bolero::check!()
                .with_iterations(runs())
                .with_test_time(Duration::MAX)
                .with_max_len($most)
                .for_each(|input: &[u8]| bounded(|| $judge(&changed(&seeds, input))));
            harness::report(stringify!($name));
        }
    };
}

hostile!(ber, 96, |bytes: &[u8]| {
    if let Some((object, rest)) = tlv::split(bytes) {
        assert_eq!(object.whole.len() + rest.len(), bytes.len());
        assert!(object.whole.ends_with(object.value));
        let _ = tlv::split(object.value);
    }
    let _ = tlv::exactly(bytes, [0xDF21, 0xDF22]);
    let _ = tlv::outer(bytes, 0xFF20);
});

hostile!(simple_tlv, 96, |bytes: &[u8]| {
    let taken: usize = licence::files::entries(bytes).map(|(_, value)| value.len() + 2).sum();
    assert!(taken <= bytes.len());
});

hostile!(attributes, 96, |bytes: &[u8]| {
    if let Ok(read) = Attributes::parse(bytes) {
        let _ = read.vouched(drivers::card::Genuineness::PracticeCard);
    }
});

hostile!(cv_certificate, 96, |bytes: &[u8]| {
    let anchors = anchors();
    for application in [Application::Text, Application::Visual] {
        if let Ok(vouched) = genuine::certificate(&anchors, application, bytes) {
            let _ = vouched.vouches_for(bytes, &[0; 32]);
            let _ = vouched.card_key(bytes);
            let _ = vouched.vouches_for_face(&[[0; 32]; 3], bytes);
        }
    }
});

hostile!(certificate, 96, |bytes: &[u8]| {
    let _ = CrlFile::parse(bytes);
    let Some(certificate) = Certificate::parse(bytes) else { return };
    let _ = certificate.authenticates();
    let _ = certificate.validity(now());
    let _ = certificate.key_made(bytes, bytes);
    let _ = ISSUERS.with(|issuers| issuers.of(&certificate, now()).is_ok());
});

hostile!(visual_record, 96, |bytes: &[u8]| {
    if let Ok(record) = Record::parse(bytes) {
        let _ = record.hashes();
    }
});

hostile!(jpeg_2000, 96, |bytes: &[u8]| {
    if let Some((width, height)) = jp2::bounded(bytes) {
        assert!(width <= 1024 && height <= 1024);
    }
    if let Some(photo) = picture::photograph(bytes) {
        assert_eq!(photo.grey.len(), (photo.width * photo.height) as usize);
    }
});

hostile!(png, 96, |bytes: &[u8]| {
    if let Some(image) = picture::png(bytes) {
        assert_eq!(image.grey.len(), (image.width * image.height) as usize);
    }
});

hostile!(licence_files, 96, |bytes: &[u8]| {
    let (printed, changed) = bytes.split_at(bytes.len() / 2);
    let mut gaiji = text::Gaiji::default();
    gaiji.take(bytes, text::Gaiji::PRINTED);
    gaiji.take(bytes, text::Gaiji::CHANGED);
    for (one, other) in [(bytes, &[][..]), (printed, changed), (bytes, bytes)] {
        if let Some(entries) = Entries::parse(one, other) {
            let _ = entries.draw(&gaiji);
        }
    }
    let _ = text::glyphs(bytes, &gaiji);
});

hostile!(kept_key, 300, |bytes: &[u8]| {
    if let Some(key) = CardKey::from_bytes(bytes) {
        assert_eq!(key.to_bytes(), bytes);
    }
});

hostile!(answers, 1200, |bytes: &[u8]| {
    // The first byte chooses what is asked; the others are the card.
    let (&choice, card) = bytes.split_first().unwrap_or((&0, &[]));
    let policy = Policy { anchors: anchors(), spend_last_try: false };
    let given = |code: bool| match code {
        true => Given::CodeB(CodeB::digits(*b"55021720352285").expect("digits")),
        false => Given::Pin(Secret::digits(*b"2468").expect("digits")),
    };
    let asked = Asked { present: true, register: true };
    let talk = &mut Conversation::new(Box::new(Tape::new(card)), Budget::FACE);
    match choice % 8 {
        0 => drop(myna::look(talk)),
        1 => drop(myna::info(talk)),
        2 => drop(myna::read(talk, given(false), &policy, asked, &mut |_| {})),
        3 => drop(myna::read(talk, given(true), &policy, asked, &mut |_| {})),
        4 => drop(face::read(talk, CodeB::digits(*b"55021720352285").expect("digits"), &policy, &mut |_| {})),
        5 => drop(token::tap(talk, TapPolicy { my_number: true })),
        6 => ISSUERS.with(|issuers| {
            let terms = Terms { issuers, revocation: &Unchecked, now: now() };
            drop(jpki::authenticate(talk, Secret::digits(*b"2468").expect("digits"), &policy, &terms));
        }),
        _ => drop(licence::read(talk, Secret::digits(*b"2468"), &policy)),
    }
});

/// 2026-11-22 12:00 in Japan.
fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_316_400)
}

thread_local! {
    static ISSUERS: Issuers = {
        let mut issuers = Issuers::published();
        for seed in seeds::of("certificate") {
            issuers.add(&seed, drivers::card::Genuineness::PracticeCard);
        }
        issuers
    };
}

/// Anchors that also know the practice CA of the corpus.
fn anchors() -> Anchors {
    thread_local! {
        static KEY: PracticeAnchor = seeds::anchor();
    }
    Anchors { test: true, practice: Some(KEY.with(Clone::clone)) }
}

/// A card whose answers stand on a tape: a byte that says how, then what. VERIFY is answered well, so that reading goes on.
struct Tape {
    bytes: Vec<u8>,
    at: usize,
    verified: u32,
}

impl Tape {
    fn new(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), at: 0, verified: 0 }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        let taken: Vec<u8> = self.bytes.iter().skip(self.at).take(count).copied().collect();
        self.at += count;
        taken
    }
}

impl Link for Tape {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        if command.get(1) == Some(&0x20) && command.len() > 4 {
            self.verified += 1;
            assert!(self.verified < 2, "a second VERIFY");
            return Ok(vec![0x90, 0x00]);
        }
        let Some(how) = self.next() else { return Err(Fault::Removed) };
        let mut answer = match how {
            0..=79 => Vec::new(),
            80..=199 => {
                let count = self.next().unwrap_or(0);
                self.take(usize::from(count) + 1)
            }
            // What the command asks for, tag and all, so that a reading gets far.
            200..=229 => seeds::answer(command),
            230..=239 => return Ok(vec![0x6C, how]),
            240..=247 => return Ok(vec![0x61, how]),
            248..=251 => return Ok(self.take(1)),
            252 => return Err(Fault::Removed),
            _ => return Ok(vec![0x63, 0xC0 | (how & 0x0F)]),
        };
        answer.extend_from_slice(&[0x90, 0x00]);
        Ok(answer)
    }
}
