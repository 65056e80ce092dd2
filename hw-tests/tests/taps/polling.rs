//! Days at a polling place (投票所の受付): an early voting day and the polling day, with staff, a scanner, a card and a pulled cord.
//!
//! What the screens, the papers and the commands say is compared with a tally of what the test itself handed out.

#[path = "polling/hands.rs"]
mod hands;

use hands::{Day, NOW, TODAY};

/// Those who come, as their tickets say.
const TAKASAKI: &str = "2612000101";
const MIZUNO: &str = "2612000103";
const MORIMOTO: &str = "2612000104";
const KITAMURA: &str = "2612000105";
const SAITO: &str = "2612000109";
const SUZUKI: &str = "2612000114";

#[test]
#[ignore = "needs: five minutes of an idle machine: ./check long"]
fn nobody_gets_a_paper_twice_and_every_paper_is_counted() {
    let mut day = Day::begin();
    day.opens_early();
    by_card_and_ticket(&mut day);
    by_what_is_typed(&mut day);
    who_gets_none(&mut day);
    by_the_supervisor(&mut day);
    // The cord is pulled while somebody stands there with a ticket; nothing was handed out yet.
    day.scan(SAITO);
    day.sees_door("読み上げて確かめてください");
    day.cord();
    day.stops(TAKASAKI, "渡ずみです");
    while_the_claim_waits(&mut day);
    day.figures(NOW);
    day.counts();
    day.paper_roll();
    day.closes();
    on_the_day(&mut day);
    day.figures(TODAY);
    assert!(day.runs());
}

/// Another program writes: the claim has no answer, and nothing green stands there until it has one.
fn while_the_claim_waits(day: &mut Day) {
    day.scan(SAITO);
    day.door("入場券");
    day.door("仕事、学業");
    day.sees_door("どの用紙を渡しますか");
    let writes = day.holds_the_record();
    day.door("2枚を渡す");
    day.picture("claim-waits");
    day.never_green("まだ渡さないでください");
    day.picture("unsure");
    day.door("もう一度たしかめる");
    day.never_green("まだ渡さないでください");
    day.lets_go(writes);
    day.door("もう一度たしかめる");
    day.green(2, 'm');
}

fn by_card_and_ticket(day: &mut Day) {
    day.rests();
    day.picture("find");
    day.door("カードでさがす");
    day.picture("notice");
    day.door("読み取りへ進む");
    day.sees_door("カードを");
    day.picture("card");
    day.put("髙﨑");
    day.pin("1234");
    day.picture("is-this-you");
    day.door("はい、この内容です");
    day.sees_door("読み上げて確かめてください");
    day.picture("confirm-card");
    day.door("カードと暗証番号");
    day.picture("reasons");
    day.door("仕事、学業");
    day.sees_door("どの用紙を渡しますか");
    day.picture("ballots");
    day.hands(2, 'f');
    day.picture("green");
    day.lift();
    // Her ticket a minute later, and read twice at once.
    day.stops(TAKASAKI, "渡ずみです");
    day.picture("already");
    day.twice_at_once(TAKASAKI);
    // One paper now and the other one later: never both again.
    day.scan(MORIMOTO);
    day.door("入場券");
    day.door("仕事、学業");
    day.door("市長選挙");
    day.green(1, 'f');
    day.scan(MORIMOTO);
    day.sees_door("期日前交付ずみ");
    day.picture("one-is-out");
    day.door("入場券");
    day.door("仕事、学業");
    day.sees_door("赤い行の用紙は渡ずみです");
    day.picture("ballots-some");
    day.door("1枚を渡す");
    day.green(1, 'o');
    day.stops(MORIMOTO, "渡ずみです");
}

fn by_what_is_typed(day: &mut Day) {
    day.rests();
    day.door("数字で入れる");
    day.sees_door("名簿番号か生年月日");
    day.picture("digits");
    day.digits("105");
    day.door("次へ");
    day.sees_door("北村　進");
    day.goes_on("カードの券面", 2, 'm');
    day.rests();
    for letter in "イトウ".chars() {
        day.door(&letter.to_string());
    }
    day.door("次へ");
    day.sees_door("伊藤　海");
    day.goes_on("宣誓書・聞き取り", 2, 'm');
    // Two of one name and one birth date: the address says who it is.
    day.rests();
    for letter in "スス".chars() {
        day.door(&letter.to_string());
    }
    day.door("濁点・小さい字");
    day.door("キ");
    day.door("次へ");
    day.sees_door("どなたですか");
    day.picture("choose");
    day.door("みなと町２－１");
    day.goes_on("係が知っている", 2, 'm');
    day.stops(SUZUKI, "渡ずみです");
}

fn who_gets_none(day: &mut Day) {
    day.stops(MIZUNO, "この端末では受け付けられない方です");
    day.sees_door("第2投票所 中央公民館 の方です");
    day.picture("slice");
    day.stops("9912000101", "この入場券は、この名簿にありません");
    day.picture("nobody");
    day.stops_number("119", "投票できない方です");
    day.picture("not-eligible");
}

fn by_the_supervisor(day: &mut Day) {
    day.supervisor_comes();
    day.stops_number("120", "投票できない方です");
    day.elector("120", "田中　移");
    day.staff("特別に認める");
    day.why("転出届の取り下げを確かめた");
    day.picture("why");
    day.staff("特別に認める");
    day.sees_staff("この方を認めました");
    day.allowed += 1;
    day.rests();
    day.door("数字で入れる");
    day.digits("120");
    day.door("次へ");
    day.sees_door("責任者が認めました");
    day.picture("allowed");
    day.goes_on("係が知っている", 2, 'f');
    // He gave his papers back and comes later.
    day.elector("105", "北村　進");
    day.picture("elector");
    day.staff("宣誓書を印刷する");
    day.sees_staff("印刷に送りました");
    day.staff("交付を取り消す");
    day.why("用紙が2枚戻った");
    day.picture("undo-sure");
    day.staff("交付を取り消す");
    day.sees_staff("取り消しました");
    day.undone(2, 'm');
    day.serves(KITAMURA, "入場券", 2);
}

/// Polling day, at one station, another election: no oath, and whoever belongs elsewhere is sent there.
fn on_the_day(day: &mut Day) {
    day.opens_today();
    day.stops(MIZUNO, "別の投票所の方です");
    day.sees_door("第2投票所 中央公民館 の方です");
    day.picture("wrong-station");
    day.scan(TAKASAKI);
    day.door("入場券");
    day.sees_door("どの用紙を渡しますか");
    day.picture("ballots-day");
    day.hands(2, 'f');
    day.stops(TAKASAKI, "渡ずみです");
    day.picture("already-day");
}
