//! Cards that must not be believed (真正性の試験).

use super::made::{Files, KEYS, certificate, fault, fields, integrity, jpki_test, key_id, practice, read, tlv};
use crate::card::genuine::{Anchors, Doubt};
use crate::card::myna::Policy;
use crate::card::{Fault, Genuineness};

fn production() -> Policy {
    Policy::default()
}

/// A reading that ends with the certificate.
fn until_certificate(files: &Files) -> crate::card::myna::scripted::Script {
    files.opened().file(4, &files.certificate, files.certificate.len())
}

#[test]
fn changed_facts_are_doubted() {
    let honest = Files::ordinary();
    let changed = fields("髙﨑　花子", "東京都清瀬市中里五丁目８４２番地", "20041103", "2");
    let files = Files { attributes: super::made::attributes(&changed), ..honest };
    assert_eq!(fault(files.reading(), &practice()), Fault::NotGenuine(Doubt::Digest));
}

#[test]
fn facts_signed_by_another_key_are_doubted() {
    let changed = fields("偽田　造", "東京都", "19700101", "1");
    let honest = Files::ordinary();
    let files =
        Files { attributes: super::made::attributes(&changed), integrity: integrity(&KEYS.other, &changed), ..honest };
    assert_eq!(fault(files.reading(), &practice()), Fault::NotGenuine(Doubt::Signature));
}

#[test]
fn the_certificate_of_another_card_does_not_help() {
    // Files of a JPKI-TEST card with the facts and signature of somebody else: the copied certificate is in order.
    let copied = Files { certificate: jpki_test().certificate, ..Files::ordinary() };
    let accepted = Policy { anchors: Anchors { test: true, practice: None }, ..Policy::default() };
    assert_eq!(fault(copied.reading(), &accepted), Fault::NotGenuine(Doubt::Signature));
}

#[test]
fn an_issuer_is_believed_by_its_key_and_not_by_its_name() {
    // Our own CA calls itself the production and the test issuer of J-LIS.
    for id in [b"5000033", b"6000033"] {
        let files = Files { certificate: certificate(&KEYS.ca, key_id(id), &KEYS.ap), ..Files::ordinary() };
        for policy in [production(), practice()] {
            assert_eq!(fault(until_certificate(&files), &policy), Fault::NotGenuine(Doubt::Certificate));
        }
    }
    // A practice CA of another place.
    let files = Files { certificate: certificate(&KEYS.other, key_id(b"9000033"), &KEYS.ap), ..Files::ordinary() };
    assert_eq!(fault(until_certificate(&files), &practice()), Fault::NotGenuine(Doubt::Certificate));
}

#[test]
fn issuers_of_other_applications_and_strangers_are_unknown() {
    for id in [b"5000023", b"5000020", b"6000023", b"6000020", b"5000034", b"1234567"] {
        let files = Files { certificate: certificate(&KEYS.ca, key_id(id), &KEYS.ap), ..Files::ordinary() };
        for policy in [production(), practice()] {
            assert_eq!(fault(until_certificate(&files), &policy), Fault::NotGenuine(Doubt::UnknownIssuer));
        }
    }
    let mut id = key_id(b"9000033");
    id[15] = 1;
    let files = Files { certificate: certificate(&KEYS.ca, id, &KEYS.ap), ..Files::ordinary() };
    assert_eq!(fault(until_certificate(&files), &practice()), Fault::NotGenuine(Doubt::UnknownIssuer));
}

#[test]
fn a_practice_card_counts_in_practice_only() {
    let files = Files::ordinary();
    assert_eq!(fault(until_certificate(&files), &production()), Fault::PracticeCard);
    let with_test_cards = Policy { anchors: Anchors { test: true, practice: None }, ..Policy::default() };
    assert_eq!(fault(until_certificate(&files), &with_test_cards), Fault::PracticeCard);
    assert!(read(files.reading(), &practice()).is_ok_and(|facts| facts.genuineness == Genuineness::PracticeCard));
}

#[test]
fn a_practice_anchor_never_stands_for_a_real_issuer() {
    for id in [b"5000033", b"6000033"] {
        let mut policy = practice();
        if let Some(anchor) = &mut policy.anchors.practice {
            anchor.key_id = key_id(id);
        }
        let files = Files { certificate: certificate(&KEYS.ca, key_id(id), &KEYS.ap), ..Files::ordinary() };
        assert_eq!(fault(until_certificate(&files), &policy), Fault::NotGenuine(Doubt::Certificate));
    }
}

#[test]
fn a_card_without_its_proof_is_doubted() {
    let whole = Files::ordinary().reading();
    for n in [4, 7] {
        assert_eq!(fault(whole.cut(n, Ok(vec![0x6A, 0x82])), &practice()), Fault::NotGenuine(Doubt::File), "step {n}");
        assert_eq!(whole.command(n)[1], 0xB0);
    }
    for rubbish in [vec![0xFF; 16], tlv(0x7F21, &[]), tlv(0x7F21, &tlv(0x5F4E, &[0; 297])), tlv(0x3082, &[0; 9])] {
        let files = Files { certificate: rubbish.clone(), ..Files::ordinary() };
        assert_eq!(fault(files.opened().file(4, &rubbish, rubbish.len()), &practice()), Fault::NotGenuine(Doubt::File));
    }
    for rubbish in [vec![0xFF; 16], tlv(0xFF30, &[]), tlv(0xFF30, &tlv(0xDF32, &[0; 32])), tlv(0xFF31, &[0; 9])] {
        let files = Files { integrity: rubbish, ..Files::ordinary() };
        assert_eq!(fault(files.reading(), &practice()), Fault::NotGenuine(Doubt::File));
    }
}

#[test]
fn hostile_lengths_inside_the_certificate_do_no_harm() {
    // An inner length of eight bytes FF, which overflows a sum in less careful hands.
    let inside = [&[0x5F, 0x4E, 0x88][..], &[0xFF; 8]].concat();
    let files = Files { certificate: tlv(0x7F21, &inside), ..Files::ordinary() };
    assert_eq!(fault(until_certificate(&files), &practice()), Fault::NotGenuine(Doubt::File));
}
