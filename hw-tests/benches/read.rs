//! What a reading costs through a real card service (読み取りの速さ): exchanges and time, beside `myna-card` used plainly.
//!
//! Both read the same JPKI-TEST card on the same virtual reader of the same pcscd, over a connection that is open
//! already. A virtual card answers at once, so the time is that of the service and the driver, not of any chip; what a
//! chip adds goes by exchanges.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench that stops says more than one that goes on")]

use std::time::{Duration, Instant, UNIX_EPOCH};

use criterion::Criterion;
use drivers::card::conversation::{Budget, Conversation};
use drivers::card::jpki::{self, Issuers, Terms, Unchecked};
use drivers::card::myna::{Asked, Given, Policy, Progress, read, read_facts};
use drivers::card::pcsc::PcscSource;
use drivers::card::token::{self, TapPolicy};
use drivers::card::{Anchors, CodeB, Genuineness, Secret, Source, face};
use hw_tests::fixture::{FixtureCard, PIN};
use hw_tests::practice;
use hw_tests::service::Service;
use hw_tests::vpcd::{Lying, Slot};
use myna_card::Pin;
use myna_card::ap::text::TextAp;
use myna_card::transport::pcsc::{Sharing, connect};

/// `myna-card` as its own example uses it: four facts, nobody vouches for them.
fn plainly() -> Duration {
    let mut card = connect(Slot::First.reader(), Sharing::Exclusive).expect("a card");
    let start = Instant::now();
    let mut text = TextAp::select(&mut card).expect("text AP");
    text.verify_pin(&Pin::numeric(PIN).expect("digits")).expect("verified");
    text.read_attributes().expect("attributes");
    start.elapsed()
}

/// This driver: time and exchanges until the facts are there, and until they are known to be genuine.
fn ours(lying: &Lying<FixtureCard>) -> [(Duration, u32); 2] {
    let policy = Policy { anchors: Anchors { test: true, practice: None }, spend_last_try: false };
    let link = PcscSource::new().open(Slot::First.reader()).expect("a card");
    let mut conversation = Conversation::new(link, Budget::default());
    let secret = Secret::digits(*b"1234").expect("digits");
    let (before, start) = (lying.card().exchanges(), Instant::now());
    let so_far = || (start.elapsed(), lying.card().exchanges() - before);
    let mut to_facts = (Duration::ZERO, 0);
    let facts = read_facts(&mut conversation, secret, &policy, &mut |progress| {
        if progress == Progress::Read {
            to_facts = so_far();
        }
    });
    let whole = so_far();
    assert!(facts.is_ok(), "{:?}", facts.err());
    [to_facts, whole]
}

/// Exchanges of each way in, on a practice card that answers at once.
fn each_way() {
    let ca = practice::ca(&std::env::temp_dir().join("kazasu-bench-ca")).expect("a CA");
    let slot = drivers::card::simulated::Slot::new("practice");
    let policy = Policy { anchors: Anchors { test: false, practice: Some(ca.anchor()) }, spend_last_try: false };
    let code = || CodeB::digits(*b"19030520331147").expect("digits");
    let pin = || Secret::digits(*b"1234").expect("digits");
    let count = |act: &dyn Fn(&mut Conversation)| {
        slot.insert(practice::card("takasaki", &ca).expect("a card"));
        let budget = Budget { time: Duration::from_secs(120), ..Budget::FACE };
        let mut conversation = Conversation::new(slot.open("practice").expect("a link"), budget);
        act(&mut conversation);
        conversation.exchanges()
    };
    let read = |given: &dyn Fn() -> Given, asked| {
        count(&|talk| drop(read(talk, given(), &policy, asked, &mut |_| {}).expect("read")))
    };
    let present = Asked { present: true, register: false };
    let mut issuers = Issuers::published();
    issuers.add(&ca.issuer().expect("an issuer"), Genuineness::PracticeCard);
    let terms =
        Terms { issuers: &issuers, revocation: &Unchecked, now: UNIX_EPOCH + Duration::from_secs(1_795_316_400) };
    for (way, exchanges) in [
        ("facts by PIN, challenged", read(&|| Given::Pin(pin()), present)),
        ("facts by 照合番号B, challenged", read(&|| Given::CodeB(code()), present)),
        ("facts and registration", read(&|| Given::Pin(pin()), Asked { present: true, register: true })),
        ("face side", count(&|talk| drop(face::read(talk, code(), &policy, &mut |_| {}).expect("read")))),
        ("certificate, no PIN", count(&|talk| assert!(jpki::check(talk, &policy, &terms).is_ok()))),
        ("certificate and signature", count(&|talk| assert!(jpki::authenticate(talk, pin(), &policy, &terms).is_ok()))),
        ("tap", count(&|talk| drop(token::tap(talk, TapPolicy { my_number: true }).expect("tapped")))),
    ] {
        println!("exchanges, {way}: {exchanges}");
    }
}

fn main() {
    let service = Service::start().expect("a card service");
    let lying = service.put(Slot::First, FixtureCard::load().expect("fixtures")).expect("a virtual reader");
    plainly();
    let plain = lying.card().exchanges();
    let [(_, to_facts), (_, whole)] = ours(&lying);
    println!("exchanges: plain {plain}, to the facts {to_facts}, to believed facts {whole}");
    assert!(to_facts < plain);
    each_way();

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("through pcscd");
    group.sample_size(20).warm_up_time(Duration::from_secs(1));
    let many = |times: u64, one: &dyn Fn() -> Duration| (0..times).map(|_| one()).sum::<Duration>();
    group.bench_function("myna-card plainly", |bencher| bencher.iter_custom(|times| many(times, &plainly)));
    for (at, name) in ["to the facts", "to believed facts"].into_iter().enumerate() {
        let one = || ours(&lying).get(at).map(|(time, _)| *time).unwrap_or_default();
        group.bench_function(name, |bencher| bencher.iter_custom(|times| many(times, &one)));
    }
    group.finish();
    criterion.final_summary();
}
