//! Audit and the day (監査と日締めの試験): what is found, what stays closed, what is signed, and what a day adds up to.

use zeroize::Zeroizing;

use super::super::audit::Search;
use super::super::audit::export::{Format, Seal};
use super::super::cases::{Paper, about, about_paper};
use super::super::protection::Sight;
use super::super::staff::{self, Act, Doing, Role};
use super::super::{Draft, Entry, Store, kind};
use super::{Place, record_one, store};

const ADMINISTRATOR: &str = "管理 花子";

fn staffed(store: &Store) {
    staff::add_first(store, ADMINISTRATOR, "right-horse-7").unwrap();
    let managing = staff::permit(store, Act::ManageStaff, ADMINISTRATOR, "人事異動", false, None).unwrap();
    for (name, role) in [("渡邉", Role::Reception), ("監査 一郎", Role::Auditor), ("責任", Role::Supervisor)] {
        staff::add(store, name, "quiet-horse-8", role, &managing).unwrap();
    }
}

fn case(store: &Store, service: &str, yen: i64) -> Entry {
    let body = format!(r#"{{"form":"x","facts":"髙﨑 𠮷野 の内容","fee":{{"total":{yen},"each":{yen}}}}}"#);
    let body = Zeroizing::new(body.into_bytes());
    record_one(store, Draft::new(store.clock().id(), service, kind::ACCEPTED).body(1, body))
}

fn void(store: &Store, number: u64, by: &str, why: &str) {
    let permit = staff::permit(store, Act::Void, by, why, false, None).unwrap();
    staff::on_case(store, number, Doing::Void, Sight::Counter, &permit).unwrap();
}

fn found(store: &Store, search: Search) -> Vec<(u64, String)> {
    store.audit(&search).unwrap().into_iter().map(|line| (line.entry.number, line.entry.kind)).collect()
}

#[test]
fn lines_are_found_by_kind_service_staff_scope_number_and_day() {
    let store = store();
    staffed(&store);
    let first = case(&store, "juminhyo", 300).number;
    let second = case(&store, "library", 0).number;
    void(&store, first, "渡邉", "書きまちがい");
    record_one(&store, about_paper(store.clock().id(), &store.entry(first).unwrap(), Paper::Slip, kind::PRINTED));
    let is = |search: Search| found(&store, search).into_iter().map(|(_, kind)| kind).collect::<Vec<_>>();
    assert_eq!(is(Search { kind: Some("void".into()), ..Search::default() }), ["void"]);
    assert_eq!(found(&store, Search { service: Some("library".into()), ..Search::default() })[0].0, second);
    assert_eq!(is(Search { staff: Some("渡邉".into()), ..Search::default() }), ["void", "staff-added"]);
    assert_eq!(is(Search { receipt: Some(first), ..Search::default() }), ["printed", "void", "accepted"]);
    let scope = super::super::cases::scope("A", first);
    assert_eq!(is(Search { scope: Some(scope), ..Search::default() }), ["printed", "void"]);
    assert_eq!(found(&store, Search { receipt: Some(second), ..Search::default() }).len(), 1, "no neighbour");
    let today = store.clock().today();
    let tomorrow = today.tomorrow().unwrap();
    assert_eq!(found(&store, Search { to: Some(today), ..Search::default() }).len(), 8);
    assert!(found(&store, Search { from: Some(tomorrow), ..Search::default() }).is_empty());
    let page = store.audit(&Search { limit: 3, ..Search::default() }).unwrap();
    let before = Some(page.last().unwrap().entry.hlc.to_column());
    let rest = store.audit(&Search { before, ..Search::default() }).unwrap();
    assert_eq!((page.len(), rest.len()), (3, 5));
    let line = store.audit(&Search { kind: Some("void".into()), ..Search::default() }).unwrap().remove(0);
    assert_eq!((line.act.by.as_str(), line.act.why.as_str(), line.erased), ("渡邉", "書きまちがい", false));
}

#[test]
fn an_export_opens_no_body_without_a_supervisor_and_shows_any_change() {
    let store = store();
    staffed(&store);
    let number = case(&store, "juminhyo", 300).number;
    void(&store, number, "渡邉", "=HYPERLINK(\"x\")");
    let auditing = staff::permit(&store, Act::Audit, "監査 一郎", "", false, None).unwrap();
    for format in [Format::Csv, Format::JsonLines] {
        let export = store.export(&Search::default(), format, &auditing).unwrap();
        let text = std::str::from_utf8(&export.bytes).unwrap();
        assert!(!text.contains("髙﨑") && !text.contains("\"body\""), "{text}");
        assert!(export.seal.fits(&export.bytes));
        let mut changed = export.bytes.to_vec();
        let last = changed.len() - 3;
        changed[last] ^= 1;
        assert!(!export.seal.fits(&changed));
        let other = Seal { number: export.seal.number + 1, ..export.seal.clone() };
        assert!(!other.fits(&export.bytes), "another head");
        if format == Format::Csv {
            assert!(export.bytes.starts_with("\u{feff}\"端末\"".as_bytes()), "a byte order mark and the heads");
            assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\""), "no formula: {text}");
            assert_eq!(text.matches("\r\n").count(), export.lines + 1);
        }
    }
    let alone = staff::permit(&store, Act::AuditBodies, "監査 一郎", "調査", false, None);
    assert_eq!(alone.unwrap_err().code(), "U08");
    let agreed = staff::approve(&store, Act::AuditBodies, "監査 一郎", "責任", "quiet-horse-8").unwrap();
    let both = staff::permit(&store, Act::AuditBodies, "監査 一郎", "調査", false, Some(agreed)).unwrap();
    let export = store.export(&Search::default(), Format::JsonLines, &both).unwrap();
    assert!(std::str::from_utf8(&export.bytes).unwrap().contains("髙﨑"));
    assert_eq!(found(&store, Search { kind: Some("audit-exported".into()), ..Search::default() }).len(), 3);
}

#[test]
fn one_check_names_every_part_that_is_wrong() {
    let place = Place::new();
    let store = place.open();
    staffed(&store);
    case(&store, "juminhyo", 300);
    store.seal().unwrap();
    let good = store.audit_check();
    assert!(good.wrong.is_empty() && good.journal.is_some_and(|report| report.heads == 1));
    store.connection().execute("UPDATE accounts SET role = 'administrator'", []).unwrap();
    let parts = |store: &Store| store.audit_check().wrong.into_iter().map(|(part, _)| part.id()).collect::<Vec<_>>();
    assert_eq!(parts(&store), ["projections"]);
    store
        .connection()
        .execute_batch("DROP TRIGGER journal_changes_no_entry; UPDATE journal SET kind = 'void' WHERE number = 5")
        .unwrap();
    assert_eq!(parts(&store), ["chain", "projections"], "it goes on after the first finding");
}

#[test]
fn a_day_adds_up_to_what_was_done_and_is_closed_once() {
    let store = store();
    staffed(&store);
    let cases: Vec<Entry> =
        [("juminhyo", 300), ("juminhyo", 600), ("library", 0)].map(|(service, yen)| case(&store, service, yen)).into();
    store.clock().advance(std::time::Duration::from_secs(3600));
    let late = case(&store, "juminhyo", 450);
    let print = |case: &Entry, paper, kind| record_one(&store, about_paper(store.clock().id(), case, paper, kind));
    print(&cases[0], Paper::Slip, kind::PRINTED);
    print(&cases[0], Paper::Sheet, kind::PRINTED);
    print(&cases[1], Paper::Slip, kind::PRINT_FAILED);
    print(&cases[1], Paper::Slip, kind::REPRINTED);
    print(&late, Paper::Slip, kind::PRINT_STARTED);
    record_one(&store, about(store.clock().id(), &cases[0], kind::HANDED_OVER));
    void(&store, cases[1].number, "渡邉", "二重の受付");
    let today = store.clock().today();
    let closing = staff::permit(&store, Act::CloseDay, "渡邉", "", false, None).unwrap();
    let day = store.close_day(today, Sight::Counter, &closing).unwrap();
    let figures = &day.figures;
    assert_eq!((figures.cases, figures.handed, figures.void, figures.fees), (4, 1, 1, 750));
    assert_eq!((figures.slips.printed, figures.slips.reprinted, figures.slips.failed), (1, 1, 1));
    assert_eq!((figures.slips.unknown, figures.sheets.printed), (1, 1));
    assert_eq!(figures.services["juminhyo"].cases, 3);
    assert_eq!((figures.services["juminhyo"].fees, figures.services["library"].cases), (750, 1));
    assert_eq!(figures.hours.iter().map(|(hour, count)| (*hour, *count)).collect::<Vec<_>>(), [(10, 3), (11, 1)]);
    let open: Vec<_> = day.open.iter().map(|open| (open.number, open.unprinted)).collect();
    assert_eq!(open, [(cases[2].number, false), (late.number, true)]);
    let again = store.close_day(today, Sight::Counter, &closing).unwrap_err();
    assert_eq!(again.code(), "U11");
    assert_eq!(again.trouble().values[2], ("by", "渡邉".to_owned()));
    store.clock().advance(std::time::Duration::from_secs(60));
    case(&store, "library", 0);
    let later = store.day(today, Sight::Counter).unwrap();
    assert_eq!((later.after, later.closed.map(|(_, by)| by)), (1, Some("渡邉".to_owned())));
    assert_eq!(store.close_day(today.tomorrow().unwrap(), Sight::Counter, &closing).unwrap_err().code(), "U12");
    let auditor = staff::permit(&store, Act::CloseDay, "監査 一郎", "", false, None);
    assert_eq!(auditor.unwrap_err().code(), "U06");
    assert_eq!(store.day(today.yesterday().unwrap(), Sight::Counter).unwrap().figures.cases, 0);
}

#[test]
fn a_fee_nobody_can_read_any_more_is_counted_as_unknown() {
    let store = store();
    staffed(&store);
    let erased = case(&store, "juminhyo", 300).number;
    case(&store, "juminhyo", 300);
    store.erase_one(erased, ADMINISTRATOR, "").unwrap();
    let figures = store.day(store.clock().today(), Sight::Counter).unwrap().figures;
    assert_eq!((figures.cases, figures.fees, figures.fees_unknown), (2, 300, 1));
    let line = store.audit(&Search { receipt: Some(erased), ..Search::default() }).unwrap().pop().unwrap();
    assert!(line.erased);
}
