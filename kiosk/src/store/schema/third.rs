//! The third step (表の定義3): tables of services and cards, each under a line that says what it is for.
//!
//! State tables (状態表) are projections, as in the second step.

/// Added below by the area that reads them.
pub(super) const THIRD: &str = "
-- Registrations (登録): whose tokens a service knows, by random ids. Projections.
CREATE TABLE registrations (
    registration BLOB NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX registrations_service ON registrations (service, since);
CREATE TABLE registration_tokens (
    token BLOB NOT NULL PRIMARY KEY,
    registration BLOB NOT NULL,
    service TEXT NOT NULL,
    sort TEXT NOT NULL,
    key BLOB,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX registration_tokens_of ON registration_tokens (registration);
-- Taps with My Number cards (マイナンバーカードの入切): one row once somebody touched the switch. A projection.
CREATE TABLE tap_switch (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    enabled INTEGER NOT NULL,
    officer TEXT NOT NULL,
    day TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;
-- Form packs as they were when a case was recorded with them (様式の控え), by the hash of their files. No person is in
-- them, and no entry tells them: not a projection.
CREATE TABLE kept_forms (
    hash TEXT NOT NULL PRIMARY KEY,
    files BLOB NOT NULL
) STRICT;
-- Another person (別の方): of whom a supervisor said that they are not the protected one. A projection.
CREATE TABLE other_people (
    subject BLOB NOT NULL,
    person BLOB NOT NULL,
    PRIMARY KEY (subject, person)
) STRICT, WITHOUT ROWID;
-- Keys of other terminals that are believed no more (以前の鍵): what they signed before stays signed. A projection.
CREATE TABLE former_keys (
    terminal TEXT NOT NULL,
    public BLOB NOT NULL,
    PRIMARY KEY (terminal, public)
) STRICT, WITHOUT ROWID;
-- Attendance (出退勤): punches by random ids, and requests for corrections. Projections.
CREATE TABLE punches (
    id BLOB NOT NULL PRIMARY KEY,
    registration BLOB NOT NULL,
    at INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    way TEXT NOT NULL,
    doubt INTEGER NOT NULL,
    corrected INTEGER NOT NULL,
    terminal TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX punches_of ON punches (registration, corrected, hlc);
CREATE INDEX punches_at ON punches (registration, at);
CREATE TABLE punch_requests (
    id BLOB NOT NULL PRIMARY KEY,
    registration BLOB NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    at INTEGER NOT NULL,
    way TEXT NOT NULL,
    why TEXT NOT NULL,
    by TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Privileges (優遇サービス): vouchers by the hash of their code and uses by their entry, of random ids. A projection.
CREATE TABLE privileges (
    id BLOB NOT NULL PRIMARY KEY,
    sort TEXT NOT NULL,
    programme TEXT NOT NULL,
    holder BLOB NOT NULL,
    slot TEXT NOT NULL,
    day TEXT NOT NULL,
    until TEXT NOT NULL,
    state TEXT NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    yen INTEGER,
    merchant TEXT NOT NULL,
    redeemed INTEGER,
    redeemed_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX privileges_holder ON privileges (holder, programme, day);
CREATE INDEX privileges_number ON privileges (terminal, number);
CREATE INDEX privileges_redeemed ON privileges (redeemed);
-- Shelters (避難所) and who is in them. Projections; words about people stand in shelter_people alone.
CREATE TABLE shelters (
    shelter BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    told TEXT NOT NULL,
    opened INTEGER NOT NULL,
    closed INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE shelter_doors (
    terminal TEXT NOT NULL PRIMARY KEY,
    shelter BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE shelter_people (
    person BLOB NOT NULL PRIMARY KEY,
    household BLOB NOT NULL,
    leader INTEGER NOT NULL,
    merged BLOB,
    alike TEXT NOT NULL,
    kana TEXT NOT NULL,
    who TEXT NOT NULL,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shelter_people_alike ON shelter_people (alike);
CREATE INDEX shelter_people_kana ON shelter_people (kana);
CREATE INDEX shelter_people_household ON shelter_people (household);
CREATE TABLE shelter_presences (
    id BLOB NOT NULL,
    person BLOB NOT NULL,
    shelter BLOB NOT NULL,
    came INTEGER NOT NULL,
    went INTEGER,
    leaving TEXT,
    how TEXT NOT NULL,
    card TEXT,
    PRIMARY KEY (id, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX shelter_presences_open ON shelter_presences (shelter, went);
CREATE INDEX shelter_presences_of ON shelter_presences (person, went);
CREATE TABLE shelter_heads (
    id BLOB NOT NULL PRIMARY KEY,
    shelter BLOB NOT NULL,
    at INTEGER NOT NULL,
    heads INTEGER NOT NULL,
    paper INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE shelter_tokens (
    token TEXT NOT NULL PRIMARY KEY,
    number INTEGER,
    person BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX shelter_tokens_of ON shelter_tokens (person);
CREATE TABLE shelter_drawn (
    id BLOB NOT NULL PRIMARY KEY,
    shelter BLOB NOT NULL,
    person BLOB NOT NULL,
    item TEXT NOT NULL,
    count INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE shelter_cases (
    id TEXT NOT NULL PRIMARY KEY,
    what TEXT NOT NULL,
    person BLOB NOT NULL,
    other BLOB,
    shelter BLOB NOT NULL,
    at INTEGER NOT NULL,
    settled TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE shelter_conditions (
    shelter BLOB NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (shelter, name)
) STRICT, WITHOUT ROWID;
-- Requests for certificates (証明書の請求): numbers, sums and states; no person. A projection.
CREATE TABLE certificates (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    at INTEGER NOT NULL,
    queue TEXT NOT NULL,
    total INTEGER NOT NULL,
    state TEXT NOT NULL,
    handed INTEGER NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_day ON certificates (day);
CREATE INDEX certificates_state ON certificates (state, at);
-- The library (図書館): what it owns, who borrows, what is where. Projections.
CREATE TABLE library_items (
    item TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    kind TEXT NOT NULL,
    shelf TEXT NOT NULL,
    isbn TEXT NOT NULL,
    from_age INTEGER NOT NULL,
    gone INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX library_items_isbn ON library_items (isbn) WHERE isbn <> '';
CREATE TABLE library_patrons (
    patron BLOB NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    kana TEXT NOT NULL,
    birth TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    mail TEXT NOT NULL,
    guardian TEXT NOT NULL,
    belongs TEXT NOT NULL,
    grouped TEXT NOT NULL,
    until TEXT NOT NULL,
    stopped INTEGER NOT NULL,
    history INTEGER NOT NULL,
    registration BLOB,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX library_patrons_number ON library_patrons (number);
CREATE INDEX library_patrons_birth ON library_patrons (birth);
CREATE INDEX library_patrons_registration ON library_patrons (registration) WHERE registration IS NOT NULL;
CREATE TABLE library_loans (
    loan BLOB NOT NULL PRIMARY KEY,
    item TEXT NOT NULL,
    patron BLOB NOT NULL,
    since INTEGER NOT NULL,
    due TEXT NOT NULL,
    renewals INTEGER NOT NULL,
    slip BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX library_loans_item ON library_loans (item);
CREATE INDEX library_loans_patron ON library_loans (patron);
CREATE INDEX library_loans_due ON library_loans (due);
CREATE TABLE library_reservations (
    reservation BLOB NOT NULL PRIMARY KEY,
    item TEXT NOT NULL,
    patron BLOB NOT NULL,
    since INTEGER NOT NULL,
    ready TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX library_reservations_item ON library_reservations (item, since);
CREATE INDEX library_reservations_patron ON library_reservations (patron);
CREATE TABLE library_history (
    borrowed BLOB NOT NULL PRIMARY KEY,
    patron BLOB NOT NULL,
    item TEXT NOT NULL,
    title TEXT NOT NULL,
    lent TEXT NOT NULL,
    returned TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX library_history_patron ON library_history (patron);
-- What was accepted while the library system was away (仮受付), until it decided. A projection.
CREATE TABLE library_waiting (
    waiting BLOB NOT NULL PRIMARY KEY,
    act TEXT NOT NULL,
    patron TEXT NOT NULL,
    item TEXT NOT NULL,
    since INTEGER NOT NULL,
    state TEXT NOT NULL,
    said TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX library_waiting_since ON library_waiting (since);
-- Rolls (選挙人名簿): read from a file, erased on order; a roll's rows in columns of their own so that they can be looked up.
-- No entry tells them: not a projection.
CREATE TABLE rolls (
    roll INTEGER NOT NULL PRIMARY KEY,
    election TEXT NOT NULL UNIQUE,
    id BLOB NOT NULL,
    electors INTEGER NOT NULL,
    imported INTEGER NOT NULL,
    tickets INTEGER
) STRICT;
CREATE TABLE roll_counts (
    roll INTEGER NOT NULL,
    district TEXT NOT NULL,
    sex TEXT NOT NULL,
    status TEXT NOT NULL,
    electors INTEGER NOT NULL,
    PRIMARY KEY (roll, district, sex, status)
) STRICT, WITHOUT ROWID;
CREATE TABLE electors (
    elector INTEGER NOT NULL PRIMARY KEY,
    roll INTEGER NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    kana TEXT NOT NULL,
    birth INTEGER NOT NULL,
    sex TEXT NOT NULL,
    address TEXT NOT NULL,
    district TEXT NOT NULL,
    status TEXT NOT NULL,
    ballots TEXT NOT NULL
) STRICT;
-- What electors are looked up by, apart from what is shown: eight orders are made from it, and it stays in memory meanwhile. A
-- reading is looked up by how it sounds, and what is written exactly so is found in there.
CREATE TABLE elector_keys (
    elector INTEGER NOT NULL PRIMARY KEY,
    roll INTEGER NOT NULL,
    id BLOB NOT NULL,
    number TEXT NOT NULL,
    ticket TEXT,
    birth INTEGER NOT NULL,
    district TEXT NOT NULL,
    kana_key TEXT NOT NULL,
    sound_key TEXT NOT NULL,
    name_key TEXT NOT NULL,
    address_key TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX elector_keys_id ON elector_keys (id);
CREATE UNIQUE INDEX elector_keys_number ON elector_keys (number, roll);
CREATE UNIQUE INDEX elector_keys_ticket ON elector_keys (ticket, roll) WHERE ticket IS NOT NULL;
CREATE INDEX elector_keys_sound ON elector_keys (sound_key, kana_key, roll);
CREATE INDEX elector_keys_birth ON elector_keys (birth, roll);
CREATE INDEX elector_keys_name ON elector_keys (name_key, roll);
CREATE INDEX elector_keys_address ON elector_keys (address_key, roll);
CREATE INDEX elector_keys_district ON elector_keys (district, roll);
-- Polling (投票所の受付): what each terminal was opened for, what became of each ballot, what staff counted. Projections.
CREATE TABLE polling_openings (
    terminal TEXT NOT NULL PRIMARY KEY,
    election TEXT NOT NULL,
    mode TEXT NOT NULL,
    station TEXT NOT NULL,
    decides TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE polling_ballots (
    elector BLOB NOT NULL,
    election TEXT NOT NULL,
    ballot TEXT NOT NULL,
    stands TEXT NOT NULL,
    station TEXT NOT NULL,
    manner TEXT NOT NULL,
    how TEXT NOT NULL,
    at INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (elector, election, ballot)
) STRICT, WITHOUT ROWID;
CREATE INDEX polling_ballots_of ON polling_ballots (election, ballot, at);
CREATE TABLE polling_twice (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    election TEXT NOT NULL,
    ballot TEXT NOT NULL,
    elector BLOB NOT NULL,
    station TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (terminal, number, ballot)
) STRICT, WITHOUT ROWID;
CREATE TABLE polling_allowed (
    elector BLOB NOT NULL,
    election TEXT NOT NULL,
    why TEXT NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (elector, election)
) STRICT, WITHOUT ROWID;
CREATE TABLE polling_spoilt (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    election TEXT NOT NULL,
    ballot TEXT NOT NULL,
    station TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE polling_counts (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    election TEXT NOT NULL,
    ballot TEXT NOT NULL,
    counted INTEGER NOT NULL,
    known INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
-- Cases (受付): how far each is, and the newest entry that called it, moved it or asked for mending. A projection.
CREATE TABLE case_stages (
    terminal TEXT NOT NULL,
    number INTEGER NOT NULL,
    stage TEXT NOT NULL,
    mend BLOB,
    called BLOB,
    moved BLOB,
    corrections INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_stages_called ON case_stages (at) WHERE called IS NOT NULL;
-- Codes made at home (家で作ったQR) that were shown here, by their random ids. A projection.
CREATE TABLE home_codes (
    terminal TEXT NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (terminal, code)
) STRICT, WITHOUT ROWID;
";
