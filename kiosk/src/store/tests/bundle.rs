//! Bundles (持ち運び): out and in, in any order, and nothing at all of a file with one wrong byte.

use age::x25519::Identity;
use proptest::prelude::*;
use rusqlite::types::Value;

use super::super::bundle::{Imported, Stretch};
use super::super::{Body, Fault, Purpose, Query, Store, kind, staff};
use super::{NAMES, Place, accepted, clock, record_one, record_some};

const BY: (&str, &str) = ("監査 太郎", "本庁へ");

fn terminal(name: &str) -> Store {
    Store::in_memory_for(name, Purpose::Production, clock()).unwrap()
}

fn bundle(from: &Store, stretch: (u64, u64), to: &Identity) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stretch.age");
    let wanted = Stretch { from: Some(stretch.0), to: Some(stretch.1) };
    from.export_stretch(wanted, &to.to_public(), &file, BY).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half-made is left");
    std::fs::read(file).unwrap()
}

fn take(store: &Store, file: &[u8], identity: &Identity, from: &Store) -> Result<Imported, Fault> {
    store.import_stretch(file, identity, Some(&from.public_key()), BY)
}

/// Everything about another terminal, and every state table.
fn known_of(store: &Store, terminal: &str) -> Vec<Vec<Value>> {
    let connection = store.connection();
    let mut all = Vec::new();
    for sql in [
        "SELECT * FROM journal WHERE terminal = ?1 ORDER BY number",
        "SELECT * FROM heads WHERE terminal = ?1 ORDER BY number",
        "SELECT journal.number FROM body_keys JOIN journal USING (id) WHERE terminal = ?1 ORDER BY number",
        "SELECT * FROM waiting WHERE terminal = ?1 ORDER BY number",
        "SELECT * FROM waiting_heads WHERE terminal = ?1 ORDER BY number",
        "SELECT * FROM case_states WHERE terminal = ?1 ORDER BY number",
        "SELECT * FROM erased WHERE terminal = ?1 ORDER BY number",
        "SELECT * FROM trusted_terminals WHERE terminal = ?1",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([terminal], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
        all.extend(rows.map(Result::unwrap));
    }
    all
}

/// A terminal with cases, papers, an account and an erased body: 9 entries.
fn busy() -> Store {
    let store = terminal("B");
    record_some(&store);
    store.seal().unwrap();
    staff::add_first(&store, "管理 花子", "right-horse-7").unwrap();
    store.erase_one(2, "監査 太郎", "").unwrap();
    record_one(&store, accepted(&store, "九番目"));
    record_one(&store, accepted(&store, "最後"));
    assert_eq!(store.verify().unwrap().entries, 9);
    store
}

#[test]
fn a_journal_goes_out_and_comes_in_with_its_bodies_heads_and_cases() {
    let (b, a, identity) = (busy(), terminal("A"), Identity::generate());
    let file = bundle(&b, (1, 9), &identity);
    assert!(!super::holds(&file, "髙﨑".as_bytes()));
    let imported = take(&a, &file, &identity, &b).unwrap();
    assert_eq!((imported.added, imported.waiting, imported.next), (9, 0, 10));
    for number in 1..=9 {
        let (there, here) = (b.entry(number).unwrap(), a.entry_of("B", number).unwrap());
        assert_eq!(there, here);
        match (number, a.body_of(&here).unwrap()) {
            (2, Body::Erased) => {}
            (6, Body::Erased) => {} // An account: its password's hash stays where it belongs.
            (number, Body::Kept(body)) => {
                let Body::Kept(original) = b.body_of(&there).unwrap() else { panic!("{number}") };
                assert_eq!(body, original);
            }
            (number, Body::Erased) => panic!("{number} did not come"),
        }
    }
    assert_eq!(a.open_cases(10).unwrap().iter().filter(|case| case.entry.terminal == "B").count(), 7);
    let report = a.verify().unwrap();
    let chain = report.chains.iter().find(|chain| chain.terminal == "B").unwrap();
    assert_eq!((chain.entries, chain.sealed), (9, 9));
    assert_eq!(a.compare().unwrap(), [""; 0]);
    assert_eq!(staff::list(&a).unwrap(), [], "another terminal's accounts open nothing here");
    let newest = record_one(&a, accepted(&a, "次"));
    assert!(newest.hlc > b.entry(9).unwrap().hlc, "one order over both");
}

#[test]
fn the_act_is_recorded_on_both_sides() {
    let (b, a, identity) = (busy(), terminal("A"), Identity::generate());
    take(&a, &bundle(&b, (1, 9), &identity), &identity, &b).unwrap();
    let out = b.entries(&Query { kind: Some(kind::JOURNAL_EXPORTED.into()), ..Query::default() }).unwrap().remove(0);
    let Body::Kept(body) = b.body_of(&out).unwrap() else { panic!("erased") };
    let told: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((told["by"].as_str(), told["from"].as_str(), told["to"].as_str()), (Some(BY.0), Some("1"), Some("9")));
    let kinds: Vec<_> = a
        .entries(&Query { terminal: Some("A".into()), newest_first: false, ..Query::default() })
        .unwrap()
        .into_iter()
        .map(|entry| entry.kind)
        .collect();
    assert_eq!(kinds, [kind::TERMINAL_TRUSTED, kind::JOURNAL_IMPORTED]);
}

#[test]
fn what_is_not_there_is_not_written_and_nothing_is_written_over() {
    let (b, identity) = (busy(), Identity::generate());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stretch.age");
    for (from, to) in [(0, 3), (5, 4), (1, 10), (10, 10)] {
        let stretch = Stretch { from: Some(from), to: Some(to) };
        assert_eq!(
            b.export_stretch(stretch, &identity.to_public(), &file, BY).unwrap_err().code(),
            "S10",
            "{from}–{to}"
        );
    }
    assert_eq!(
        terminal("C").export_stretch(Stretch::default(), &identity.to_public(), &file, BY).unwrap_err().code(),
        "S10"
    );
    std::fs::write(&file, "mine").unwrap();
    assert_eq!(b.export_stretch(Stretch::default(), &identity.to_public(), &file, BY).unwrap_err().code(), "S26");
    let nowhere = folder.path().join("no/such/folder/x.age");
    assert_eq!(b.export_stretch(Stretch::default(), &identity.to_public(), &nowhere, BY).unwrap_err().code(), "S07");
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(b.verify().unwrap().entries, 9, "no export is recorded");
}

#[test]
fn strangers_wrong_keys_our_own_and_a_second_terminal_of_one_name_are_refused() {
    let (b, a, identity) = (busy(), terminal("A"), Identity::generate());
    let file = bundle(&b, (1, 9), &identity);
    let before = known_of(&a, "B");
    let refused = |fault: Fault, code: &str| assert_eq!(fault.code(), code, "{fault}");
    refused(take(&a, &file, &Identity::generate(), &b).unwrap_err(), "S21");
    refused(a.import_stretch(&file[..], &identity, None, BY).unwrap_err(), "S22");
    refused(a.import_stretch(&file[..], &identity, Some(&a.public_key()), BY).unwrap_err(), "S22");
    refused(a.import_stretch(&file[..], &identity, Some("髙"), BY).unwrap_err(), "S22");
    refused(take(&b, &file, &identity, &b).unwrap_err(), "S23");
    refused(take(&a, b"not a bundle", &identity, &b).unwrap_err(), "S20");
    let other = age::encrypt(&identity.to_public(), b"something else entirely").unwrap();
    refused(take(&a, &other, &identity, &b).unwrap_err(), "S20");
    assert_eq!(known_of(&a, "B"), before);
    assert_eq!(a.verify().unwrap().entries, 0, "nothing was recorded");

    take(&a, &file, &identity, &b).unwrap();
    let twin = busy();
    let fork = take(&a, &bundle(&twin, (1, 9), &identity), &identity, &twin).unwrap_err();
    refused(fork, "S24");
    a.import_stretch(&file[..], &identity, None, BY).unwrap();
}

#[test]
fn a_copied_disk_is_found_where_the_two_part() {
    let (identity, a) = (Identity::generate(), terminal("A"));
    let place = Place::new();
    drop(super::record_one(&place.open(), accepted(&place.open(), NAMES[0])));
    place.open().seal().unwrap();
    let copy = Place::new();
    std::fs::create_dir_all(copy.path().parent().unwrap()).unwrap();
    place.raw().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    std::fs::copy(place.path(), copy.path()).unwrap();
    let open = |place: &Place| Store::open_for(&place.path(), &place.key(), "B", Purpose::Production, clock()).unwrap();
    let (one, two) = (open(&place), open(&copy));
    for (store, name) in [(&one, "一方"), (&two, "他方")] {
        record_one(store, accepted(store, name));
    }
    // The same terminal "B", the same signing key once it was made on the first.
    take(&a, &bundle(&one, (1, 1), &identity), &identity, &one).unwrap();
    let fault = take(&a, &bundle(&two, (1, 1), &identity), &identity, &two).unwrap_err();
    assert_eq!(fault.code(), "S24");
}

#[test]
fn a_peer_from_the_future_and_an_unsure_clock_of_our_own_are_refused() {
    let (b, a, identity) = (terminal("B"), terminal("A"), Identity::generate());
    b.clock().set("2026-11-24T01:06:01Z".parse().unwrap());
    record_some(&b);
    let file = bundle(&b, (1, 5), &identity);
    assert_eq!(take(&a, &file, &identity, &b).unwrap_err().code(), "S25");
    record_one(&a, accepted(&a, "1"));
    a.clock().set("2076-11-24T01:04:00Z".parse().unwrap());
    assert_eq!(take(&a, &file, &identity, &b).unwrap_err().code(), "S27");
    a.clock().set("2026-11-24T01:04:02Z".parse().unwrap());
    assert_eq!(take(&a, &file, &identity, &b).unwrap().added, 5, "two minutes are no drift");
}

#[test]
fn a_later_stretch_waits_for_the_earlier_one() {
    let (b, a, identity) = (busy(), terminal("A"), Identity::generate());
    let later = take(&a, &bundle(&b, (5, 9), &identity), &identity, &b).unwrap();
    assert_eq!((later.added, later.waiting, later.next), (0, 5, 1));
    assert_eq!(a.entry_of("B", 5).unwrap_err().code(), "S10", "not in the journal yet");
    a.verify().unwrap();
    let earlier = take(&a, &bundle(&b, (1, 4), &identity), &identity, &b).unwrap();
    assert_eq!((earlier.added, earlier.waiting, earlier.next), (9, 0, 10));
    a.verify().unwrap();
    assert_eq!(a.compare().unwrap(), [""; 0]);
}

#[test]
fn an_erased_body_does_not_come_back_from_an_older_file() {
    let (b, identity) = (terminal("B"), Identity::generate());
    record_some(&b);
    let older = bundle(&b, (1, 5), &identity);
    let end = b.verify().unwrap().entries;
    b.erase_one(3, "監査 太郎", "").unwrap();
    let newer = bundle(&b, (1, end + 1), &identity);
    let rest = bundle(&b, (end + 1, end + 1), &identity);
    let gone = |a: &Store| matches!(a.body_of(&a.entry_of("B", 3).unwrap()).unwrap(), Body::Erased);
    for order in [[&older, &newer, &rest], [&newer, &older, &rest], [&rest, &older, &newer], [&older, &rest, &older]] {
        let a = terminal("A");
        order.iter().for_each(|file| drop(take(&a, file, &identity, &b)));
        if a.entry_of("B", end + 1).is_ok() {
            assert!(gone(&a), "what the terminal erased is erased here");
            assert!(matches!(a.body_of(&a.entry_of("B", 4).unwrap()).unwrap(), Body::Kept(_)));
        }
    }
    // Erased here only: the other terminal's file does not bring it back either.
    let a = terminal("A");
    take(&a, &older, &identity, &b).unwrap();
    let subject = a.entry_of("B", 1).unwrap();
    a.connection().execute("DELETE FROM body_keys WHERE id = ?1", [subject.id.as_bytes()]).unwrap();
    take(&a, &older, &identity, &b).unwrap();
    assert!(matches!(a.body_of(&subject).unwrap(), Body::Erased));
}

#[test]
fn every_flipped_byte_and_every_cut_is_refused_and_changes_nothing() {
    let (b, a, identity) = (terminal("B"), terminal("A"), Identity::generate());
    b.record(vec![accepted(&b, NAMES[0]), accepted(&b, NAMES[2])]).unwrap();
    let file = bundle(&b, (1, 2), &identity);
    let before = known_of(&a, "B");
    for at in 0..file.len() {
        let mut flipped = file.clone();
        flipped[at] ^= 1 << (at % 8);
        let fault = take(&a, &flipped, &identity, &b).unwrap_err();
        assert!(["S20", "S21"].contains(&fault.code()), "byte {at}: {fault}");
        if at % 7 == 0 {
            let fault = take(&a, &file[..at], &identity, &b).unwrap_err();
            assert!(["S20", "S21"].contains(&fault.code()), "cut at {at}: {fault}");
        }
    }
    let mut longer = file.clone();
    longer.push(0);
    assert_eq!(take(&a, &longer, &identity, &b).unwrap_err().code(), "S20");
    assert_eq!(known_of(&a, "B"), before);
    assert_eq!(a.verify().unwrap().entries, 0);
    assert_eq!(take(&a, &file, &identity, &b).unwrap().added, 2, "the file itself is well");
}

/// Somebody who may encrypt for us, but does not have the terminal's key, changes the plain content.
#[test]
fn every_flipped_byte_of_the_content_is_refused_when_it_is_closed_anew() {
    let (b, a, identity) = (terminal("B"), terminal("A"), Identity::generate());
    b.record(vec![accepted(&b, NAMES[0]), accepted(&b, NAMES[2])]).unwrap();
    let plain = age::decrypt(&identity, &bundle(&b, (1, 2), &identity)).unwrap();
    for at in 0..plain.len() {
        let mut forged = plain.clone();
        forged[at] ^= 1 << (at % 8);
        let file = age::encrypt(&identity.to_public(), &forged).unwrap();
        let fault = take(&a, &file, &identity, &b).unwrap_err();
        assert!(["S20", "S22", "S23", "S25"].contains(&fault.code()), "byte {at}: {fault}");
    }
    assert_eq!(a.verify().unwrap().entries, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Any stretches that cover the journal, in any order, overlapping and repeated, end in the same state.
    #[test]
    fn any_order_of_any_stretches_gives_the_same(
        stretches in prop::collection::vec((1_u64..=12, 0_u64..6), 0..8),
        order in prop::collection::vec(any::<prop::sample::Index>(), 8..20),
    ) {
        let (b, identity) = (busy(), Identity::generate());
        b.record(vec![accepted(&b, "十"), accepted(&b, "十一"), accepted(&b, "十二")]).unwrap();
        b.erase_one(4, "監査 太郎", "").unwrap();
        let mut wanted: Vec<_> = stretches.into_iter().map(|(from, more)| (from, (from + more).min(13))).collect();
        wanted.extend([(1, 5), (5, 9), (9, 13)]);
        // Cut first, so that every terminal is given the very same files.
        wanted.iter().for_each(|(_, to)| b.sign_at(*to).unwrap());
        let files: Vec<_> = wanted.iter().map(|stretch| bundle(&b, *stretch, &identity)).collect();
        let straight = terminal("A");
        files.iter().rev().take(3).rev().for_each(|file| drop(take(&straight, file, &identity, &b).unwrap()));
        files.iter().for_each(|file| drop(take(&straight, file, &identity, &b).unwrap()));
        let other = terminal("A");
        for at in order {
            take(&other, at.get::<Vec<u8>>(&files), &identity, &b).unwrap();
            prop_assert_eq!(other.compare().unwrap(), [""; 0]);
        }
        files.iter().for_each(|file| drop(take(&other, file, &identity, &b).unwrap()));
        prop_assert_eq!(known_of(&straight, "B"), known_of(&other, "B"));
        other.verify().unwrap();
    }
}

#[test]
fn a_key_is_replaced_or_revoked_by_an_entry_and_what_it_signed_stays_signed() {
    let (b, a, identity) = (busy(), terminal("A"), Identity::generate());
    let by = "管理 一郎";
    staff::add_first(&a, by, "correct horse").unwrap();
    let keep = || staff::permit(&a, staff::Act::Keep, by, "端末の盗難", false, None).unwrap();
    let code = |refusal: staff::Refusal| refusal.code();
    assert_eq!(code(a.revoke_terminal("B", &keep()).unwrap_err()), "U12", "nothing was believed");
    take(&a, &bundle(&b, (1, 5), &identity), &identity, &b).unwrap();
    let came = || a.verify().unwrap().chains.iter().find(|chain| chain.terminal == "B").unwrap().entries;
    a.revoke_terminal("B", &keep()).unwrap();
    let next = bundle(&b, (6, 9), &identity);
    assert_eq!(a.import_stretch(next.as_slice(), &identity, None, BY).unwrap_err().code(), "S22", "believed no more");
    assert_eq!(came(), 5, "what came before stays, and its heads are still good");

    let stranger = terminal("C").public_key();
    a.trust_terminal("B", &stranger, &keep()).unwrap();
    assert_eq!(
        a.import_stretch(next.as_slice(), &identity, None, BY).unwrap_err().code(),
        "S24",
        "signed by another key"
    );
    a.trust_terminal("B", &b.public_key(), &keep()).unwrap();
    a.import_stretch(next.as_slice(), &identity, None, BY).unwrap();
    assert_eq!(came(), 9);
    for (terminal, key, said) in [("A", &stranger, "S23"), ("B", &"00".to_owned(), "S22")] {
        assert_eq!(code(a.trust_terminal(terminal, key, &keep()).unwrap_err()), said);
    }
    let kinds = a.entries(&Query { newest_first: false, ..Query::default() }).unwrap();
    let kinds = kinds.iter().filter(|entry| entry.kind.starts_with("terminal-")).map(|entry| entry.kind.as_str());
    let (trusted, revoked) = (kind::TERMINAL_TRUSTED, kind::TERMINAL_REVOKED);
    assert_eq!(kinds.collect::<Vec<_>>(), [trusted, revoked, trusted, trusted]);
    assert_eq!(a.compare().unwrap(), [""; 0], "the tables follow from the entries");
}
