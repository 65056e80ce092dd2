//! What people read when something is strange (画面の文の試験): the sentence of each bad input, and that nothing was lost by it.

use super::papers::words;
use super::{Do, Rig, by_card, by_name};
use crate::counter::slip::spoken;
use crate::service::counter::Step;
use crate::service::say::Say;
use crate::service::shelter::code;
use crate::text::Words;

/// Every sentence of the page at which these acts end.
fn reads(rig: &Rig, words: &Words, acts: Vec<Do>) -> String {
    let (mut said, rows): (Vec<Say>, _) = match rig.go(acts) {
        Step::Prompt(prompt) => (std::iter::once(prompt.title).chain(prompt.hint).collect(), prompt.rows),
        Step::Said(said) => (std::iter::once(said.title).chain(said.hint).collect(), said.rows),
        _ => panic!("neither asked nor told"),
    };
    said.extend(rows.into_iter().flat_map(|row| [row.label, row.value]));
    said.iter().map(|one| spoken(words, one) + "\n").collect()
}

fn all(first: Vec<Do>, more: Vec<Do>) -> Vec<Do> {
    first.into_iter().chain(more).collect()
}

fn then(first: Vec<Do>, more: &[&'static str]) -> Vec<Do> {
    all(first, more.iter().map(|id| Do::Press(id)).collect())
}

#[test]
fn each_strange_thing_has_its_sentence_and_nobody_is_refused() {
    let rig = Rig::new("N50");
    let (words, _) = words();
    let read = |acts| reads(&rig, &words, acts);
    let token = rig.comes(by_card("髙﨑　吉子", "19440308"));
    let code = || vec![Do::Code(token.clone())];

    // The same card again: asked, not counted.
    let said = read(code());
    assert!(said.contains("髙﨑　吉子（82）さんは中にいます"), "{said}");
    assert_eq!(rig.inside(), 1);
    // A token that two people use: the second one gets a card, and staff a case.
    let said = read(then(code(), &["other"]));
    assert!(said.contains("そのカードは別の方のものです。新しいカードを渡します。"), "{said}");
    let said = read(all(then(code(), &["other"]), by_name("べつのひと")));
    assert!(said.contains("入りました（1人）"), "{said}");
    assert!(said.contains("係が確かめることがあります。このままお進みください。"), "{said}");
    assert_eq!(rig.inside(), 2);
    // Torn at the reading, and torn where the facts were to be confirmed.
    let torn = "カードを読めませんでした。名前を入れても入れます。";
    let said = read(vec![Do::Press("card"), Do::Torn]);
    assert!(said.contains(torn), "{said}");
    let said = read(all(vec![Do::Press("card"), Do::Torn], by_name("ちぎれ")));
    assert!(said.contains("入りました（1人）"), "{said}");
    assert_eq!(rig.inside(), 3);
    // A code of something else, a token nobody has yet, a chip that nobody registered, a record that does not say.
    for (act, sentence) in [
        (Do::Code("4901234567894".into()), "このコードは、避難所のものではありません。"),
        (Do::Code(code::token(&[5; 16])), "新しいカードです。どなたのカードにしますか。"),
        (Do::Tap(12345), "このカードは、まだここに登録されていません。"),
    ] {
        let said = read(vec![act]);
        assert!(said.contains(sentence), "{said}");
    }
    rig.faults.borrow_mut().push("S07");
    let said = read(vec![Do::Code(code::token(&[6; 16]))]);
    assert!(said.contains("登録を確かめられませんでした。ほかの入り方で入れます。"), "{said}");
    // The disk is full and the reserve used: a numbered card.
    rig.faults.borrow_mut().extend(["S04", ""]);
    let said = read(by_name("いっぱい"));
    assert!(said.contains("1番の紙をお渡しします"), "{said}");
    assert_eq!(rig.inside(), 3);
}

#[test]
fn a_household_that_is_too_large_and_numbers_that_are_none_are_said() {
    let rig = Rig::new("N51");
    let (words, _) = words();
    let babies = |count: usize| (0..count).map(|_| Do::Press("baby"));
    let first = ["nameless", "adult", "skip"].map(Do::Press);
    let acts = first.into_iter().chain(babies(29)).collect::<Vec<_>>();
    let Step::Prompt(prompt) = rig.go(acts) else { panic!("a question") };
    assert_eq!(prompt.rows.len(), 30);
    let acts = ["nameless", "adult", "skip"].map(Do::Press).into_iter().chain(babies(30)).collect();
    let said = reads(&rig, &words, acts);
    assert!(said.contains("1世帯は30人までです。ここまでを先に入れてください。"), "{said}");
    for typed in ["0", "1000", "-3"] {
        let said = reads(&rig, &words, vec![Do::Press("heads"), Do::Type(typed)]);
        assert!(said.contains("1から999までの数を入れてください。"), "{typed}: {said}");
    }
    assert_eq!(rig.inside(), 0);
}

#[test]
fn two_shelters_and_out_before_in_are_said_to_staff_and_the_door_goes_on() {
    let rig = Rig::new("N52");
    let (words, _) = words();
    let token = rig.comes(by_card("𠮷野　茂", "19700101"));
    let person = rig.store.shelter_token(&token).unwrap().unwrap();
    let open = rig.store.shelter_here().unwrap().unwrap();
    super::office::transfer(&rig.store, &open, vec![person], "浜の公民館", &rig.may()).unwrap();
    assert_eq!(rig.inside(), 0);
    // By the record they are at the other shelter; they hold up their card here.
    let said = reads(&rig, &words, vec![Do::Code(token.clone())]);
    assert!(said.contains("入りました（1人）"), "{said}");
    assert!(said.contains("係が確かめることがあります。このままお進みください。"), "{said}");
    let sentences: Vec<String> = rig.cases().iter().map(|what| words.get(what.key())).collect();
    assert_eq!(sentences, ["2か所の避難所にいることになっています"]);
    assert_eq!(words.get(crate::store::shelter::What::OutFirst.key()), "入った記録がないのに出ました");
    // The clock is set back between in and out: counted all the same.
    rig.clock.set("2026-11-22T00:00:00Z".parse().unwrap());
    let said = reads(&rig, &words, vec![Do::Code(token), Do::Press("out")]);
    assert!(said.contains("退所しました（1人）"), "{said}");
    assert_eq!(rig.inside(), 0);
}
