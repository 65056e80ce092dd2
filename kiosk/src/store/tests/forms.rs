//! Packs kept with cases (様式の控えの試験): the first one stays, one by one, through a replay.

use super::store;

#[test]
fn what_is_kept_stays_as_it_was() {
    let store = store();
    assert_eq!(store.kept_form("aa").unwrap(), None);
    store.keep_form("aa", b"first").unwrap();
    store.keep_form("aa", b"second").unwrap();
    store.keep_form("bb", b"other").unwrap();
    assert_eq!(store.kept_form("aa").unwrap().as_deref(), Some(&b"first"[..]));
    assert_eq!(store.kept_form("bb").unwrap().as_deref(), Some(&b"other"[..]));
    store.rebuild().unwrap();
    assert_eq!(store.kept_form("aa").unwrap().as_deref(), Some(&b"first"[..]));
}
