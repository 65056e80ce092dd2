//! The second step (表の定義2): tables that follow from the journal, and what records that hold need beside it.
//!
//! State tables (状態表) are projections: [`crate::store::projection`] fills and empties them. Nothing refers to them by a
//! foreign key, so that they can be made again in any order.

/// Added below by the area that reads them, each under a line that says what they are for.
pub(super) const SECOND: &str = "
-- Cases (受付): what happened to each accepted entry. A projection.
CREATE TABLE case_states (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    latest BLOB NOT NULL,
    slip_state TEXT NOT NULL,
    slip_started INTEGER NOT NULL,
    slip_printed INTEGER NOT NULL,
    slip_failed INTEGER NOT NULL,
    slip_reprinted INTEGER NOT NULL,
    sheet_state TEXT NOT NULL,
    sheet_started INTEGER NOT NULL,
    sheet_printed INTEGER NOT NULL,
    sheet_failed INTEGER NOT NULL,
    sheet_reprinted INTEGER NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_states_open ON case_states (closed, hlc);

-- Staff accounts (職員). A projection.
CREATE TABLE accounts (
    name TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    since INTEGER NOT NULL,
    enabled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- What lets staff in: argon2id of a password; HMAC of a card and argon2id of its PIN. Keys, no projection.
CREATE TABLE staff_keys (
    name TEXT NOT NULL PRIMARY KEY,
    password TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE staff_cards (
    mark BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    pin TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- People under protection (支援措置), by random ids. A projection.
CREATE TABLE protected (
    subject BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tombstones (消した印): whose body was erased. A projection.
CREATE TABLE erased (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;

-- Claims (取り合い): what became of each. A projection.
CREATE TABLE claims (
    id BLOB NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    scope TEXT NOT NULL,
    subject BLOB NOT NULL,
    state TEXT NOT NULL,
    holder BLOB,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    hlc INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_held ON claims (service, scope, subject, state);

-- Other terminals (ほかの端末): whose signatures are believed here. A projection.
CREATE TABLE trusted_terminals (
    terminal TEXT NOT NULL PRIMARY KEY,
    public BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Stretches of other terminals that wait for an earlier one (待ち合わせ).
CREATE TABLE waiting (
    id BLOB NOT NULL UNIQUE,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    wall INTEGER NOT NULL,
    boot BLOB NOT NULL,
    service TEXT NOT NULL,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    schema INTEGER NOT NULL,
    subject BLOB,
    body BLOB NOT NULL,
    digest BLOB NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    wrapped BLOB,
    PRIMARY KEY (terminal, number)
) STRICT;
CREATE TABLE waiting_heads (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    wall INTEGER NOT NULL,
    hash BLOB NOT NULL,
    public BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX protected_person ON protected (person);
";
