//! `kiosk library` as people call it (図書貸出のコマンドの試験): lists in, things found, figures out, and what is wrong named.

use super::*;

const HEAD: &str = "umi-no-mieru-machi";

fn library() -> Call {
    let call = Call::with_record();
    call.run_with(&["staff", "add", "管理 恵", "--new-password-stdin"], &format!("{HEAD}\n"), &[]).good();
    call
}

fn as_head(call: &Call, arguments: &[&str]) -> Said {
    let mut all = arguments.to_vec();
    all.extend(["--staff", "管理 恵", "--password-stdin"]);
    call.run_with(&all, &format!("{HEAD}\n"), &[])
}

#[test]
fn lists_are_taken_in_whole_or_not_at_all() {
    let call = library();
    let (items, patrons) = (call.path("items.csv"), call.path("patrons.csv"));
    let [items, patrons] = [items.to_str().expect("path"), patrons.to_str().expect("path")];
    std::fs::write(items, "資料番号,書名,著者,種別\n123456782,坊っちゃん,夏目漱石,本\n223456781,門,夏目漱石,巻物\n")
        .expect("list");
    let said = as_head(&call, &["library", "import", "items", items]);
    assert!(said.err.contains("B01") && said.err.contains("3行目 種別"), "{}", said.err);
    assert_eq!(call.run(&["library", "find", "坊っちゃん"]).good().out, "", "nothing was taken in");
    std::fs::write(items, "資料番号,書名,著者,種別\n123456782,坊っちゃん,夏目漱石,本\n223456781,門,夏目漱石,\n")
        .expect("list");
    let said = as_head(&call, &["library", "import", "items", items, "--check"]).good();
    assert!(said.out.contains("2件"), "{}", said.out);
    as_head(&call, &["library", "import", "items", items]).good();
    let found = call.run(&["library", "find", "漱石", "--json"]).good().out;
    assert_eq!(found.lines().count(), 2, "{found}");
    assert!(found.contains("\"due\":null") && found.contains("\"kind\":\"book\""), "{found}");

    std::fs::write(patrons, "利用者番号,氏名,生年月日\n91234567,髙﨑　花子,1944-03-05\n").expect("list");
    as_head(&call, &["library", "import", "patrons", patrons]).good();
    let found = as_head(&call, &["library", "patron", "髙﨑"]).good().out;
    assert!(found.contains("91234567"), "{found}");
    as_head(&call, &["library", "link", "91234567", "OLD-CARD-1"]).good();
    let taken = as_head(&call, &["library", "link", "91234567", "OLD-CARD-1"]);
    assert!(taken.err.contains("R01"), "{}", taken.err);
    as_head(&call, &["library", "remove", "91234567", "--why", "転出"]).good();
    assert_eq!(as_head(&call, &["library", "patron", "髙﨑"]).good().out, "");
    assert!(call.run(&["library", "report", "--csv"]).good().out.contains("貸出"));
}
