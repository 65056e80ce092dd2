//! The journal (記録簿): append-only entries chained by SHA-256.
//!
//! An entry's hash covers every column but the body, and the body by its digest, in one canonical encoding: each
//! column in the table's order, its length in eight bytes before it. So no two different entries encode alike.

use jiff::Timestamp;
use rusqlite::Row;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Fault;
use super::hybrid::Hybrid;

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// What stands before the first entry of a terminal.
pub const BEGINNING: Hash = [0; 32];

/// Begins every encoding, so that no other use of SHA-256 in this program can give the same hash.
const DOMAIN: &[u8] = b"kazasu entry 1";

/// Kinds of entries (記録の種類). New work adds kinds here, never columns.
pub mod kind {
    /// A case was confirmed by the person; its number is the receipt number.
    pub const ACCEPTED: &str = "accepted";
    /// A paper was asked for and waits for its printer; nothing of it is on paper.
    pub const PRINT_QUEUED: &str = "print-queued";
    /// A staff member did not want a paper any more that had not come out.
    pub const PRINT_CANCELLED: &str = "print-cancelled";
    /// Bytes are about to go to the printer. Without an answer after it nobody knows what is on the paper.
    pub const PRINT_STARTED: &str = "print-started";
    /// The one unmarked original is out.
    pub const PRINTED: &str = "printed";
    /// The printer did not finish.
    pub const PRINT_FAILED: &str = "print-failed";
    /// Bytes went to the printer and no answer came: nobody knows what is on the paper.
    pub const PRINT_UNKNOWN: &str = "print-unknown";
    /// A copy marked 再発行 is out.
    pub const REPRINTED: &str = "reprinted";
    /// The case was handed over at the counter (お渡しずみ).
    pub const HANDED_OVER: &str = "handed-over";
    /// The case was taken back; the entry stays.
    pub const VOID: &str = "void";
    /// A card was tampered with, copied or signed by a stranger.
    pub const CARD_REFUSED: &str = "card-refused";
    /// 係を呼ぶ
    pub const STAFF_CALLED: &str = "staff-called";
    /// A visit ended without a case.
    pub const VISIT_ABANDONED: &str = "visit-abandoned";
    /// A staff member came in.
    pub const STAFF_LOGIN: &str = "staff-login";
    /// Someone tried a wrong name or password.
    pub const STAFF_REFUSED: &str = "staff-refused";
    /// An account was made.
    pub const STAFF_ADDED: &str = "staff-added";
    /// A thread of the program fell and was begun again; the body says which and where in the program.
    pub const THREAD_FELL: &str = "thread-fell";
    /// An account's role, state, password or card was changed.
    pub const STAFF_CHANGED: &str = "staff-changed";
    /// A staff member left, or the clock locked the page.
    pub const STAFF_LEFT: &str = "staff-left";
    /// A second staff member logged in for one act.
    pub const STAFF_APPROVED: &str = "staff-approved";
    /// A staff member went to somebody who called.
    pub const STAFF_HEARD: &str = "staff-heard";
    /// A staff member agreed to the last try of a PIN.
    pub const LAST_TRY_AGREED: &str = "last-try-agreed";
    /// Staff made this terminal serve one service alone, or all of them again; the body says which.
    pub const SERVICE_SWITCHED: &str = "service-switched";
    /// The counter was closed by staff.
    pub const COUNTER_SHUT: &str = "counter-shut";
    /// The counter was opened by staff.
    pub const COUNTER_OPENED: &str = "counter-opened";
    /// A handing-over or a void was taken back; the case is open again.
    pub const UNDONE: &str = "undone";
    /// A staff member asked for a paper again, and why.
    pub const REPRINT_ASKED: &str = "reprint-asked";
    /// A paper was held back: somebody under protection (支援措置).
    pub const PRINT_STOPPED: &str = "print-stopped";
    /// A supervisor let a protected person's papers be printed once.
    pub const PRINT_RELEASED: &str = "print-released";
    /// A person was put under protection (支援措置).
    pub const PROTECTED: &str = "protected";
    /// A protection ended.
    pub const UNPROTECTED: &str = "unprotected";
    /// A supervisor said that the person of a case is another one than the protected one they were taken for.
    pub const ANOTHER_PERSON: &str = "another-person";
    /// A device was tested, by whom and with what result.
    pub const DEVICE_TESTED: &str = "device-tested";
    /// The day was closed (日締め), with its figures.
    pub const DAY_CLOSED: &str = "day-closed";
    /// The record was taken out for an audit.
    pub const AUDIT_EXPORTED: &str = "audit-exported";
    /// A readiness report (点検票) was made.
    pub const READINESS_REPORTED: &str = "readiness-reported";
    /// The state tables were made again from the journal.
    pub const REBUILT: &str = "rebuilt";
    /// A backup was taken.
    pub const BACKED_UP: &str = "backed-up";
    /// A backup was put back; entries after it are lost.
    pub const RESTORED: &str = "restored";
    /// The database got another key.
    pub const REKEYED: &str = "rekeyed";
    /// A new recovery key was printed; the one before opens nothing any more.
    pub const RECOVERY_KEY_MADE: &str = "recovery-key-made";
    /// The record was opened with the recovery key.
    pub const RECOVERED: &str = "recovered";
    /// Bodies were erased. The entry names each; see [`super::super::tombstones`].
    pub const ERASED: &str = "erased";
    /// Somebody looked at the wall clock and said that it is right, though it is far ahead of the journal.
    pub const CLOCK_CONFIRMED: &str = "clock-confirmed";
    /// Another terminal's public key was compared and is believed from now on.
    pub const TERMINAL_TRUSTED: &str = "terminal-trusted";
    /// Another terminal's public key is believed no more; what it signed before stays signed.
    pub const TERMINAL_REVOKED: &str = "terminal-revoked";
    /// A stretch of the journal was written to a file for somebody.
    pub const JOURNAL_EXPORTED: &str = "journal-exported";
    /// A stretch of another terminal's journal was taken in.
    pub const JOURNAL_IMPORTED: &str = "journal-imported";
    /// A subject is about to be claimed in a scope; the entry's id is the claim's.
    pub const CLAIM_ASKED: &str = "claim-asked";
    /// The claim was granted.
    pub const CLAIM_GRANTED: &str = "claim-granted";
    /// Another claim was there before.
    pub const CLAIM_TAKEN: &str = "claim-taken";
    /// Nobody who may decide about the claim was there to ask.
    pub const CLAIM_UNKNOWN: &str = "claim-unknown";
    /// The claim was taken back; the subject is free again.
    pub const CLAIM_VOID: &str = "claim-void";
    /// A person registered a token for a service (登録).
    pub const REGISTERED: &str = "registered";
    /// One more token of a registration: a second card, or a renewed one.
    pub const TOKEN_LINKED: &str = "token-linked";
    /// A token was taken off its registration.
    pub const TOKEN_UNLINKED: &str = "token-unlinked";
    /// Taps with My Number cards were switched on or off, with the name of the officer responsible.
    pub const MY_NUMBER_TAPS: &str = "my-number-taps";
    /// A staff member came, left, went out or came back (打刻).
    pub const PUNCHED: &str = "punched";
    /// A punch was meant otherwise; said at once by the person.
    pub const PUNCH_AMENDED: &str = "punch-amended";
    /// A correction of attendance was asked for (打刻訂正願).
    pub const PUNCH_ASKED: &str = "punch-asked";
    /// The correction was approved and counts.
    pub const PUNCH_APPROVED: &str = "punch-approved";
    /// The correction was refused.
    pub const PUNCH_REFUSED: &str = "punch-refused";
    /// A voucher with a code was issued (引換券).
    pub const VOUCHER_ISSUED: &str = "voucher-issued";
    /// A voucher was redeemed, once.
    pub const VOUCHER_REDEEMED: &str = "voucher-redeemed";
    /// Something was taken off at once (優遇).
    pub const PRIVILEGE_USED: &str = "privilege-used";
    /// A voucher, its redemption or a use was taken back.
    pub const PRIVILEGE_CANCELLED: &str = "privilege-cancelled";
    /// Somebody was told yes or no, and nobody is named.
    pub const PRIVILEGE_PROVED: &str = "privilege-proved";
    /// The settlement of a month was made (精算).
    pub const PRIVILEGE_SETTLED: &str = "privilege-settled";
    /// A shelter was opened (避難所の開設).
    pub const SHELTER_OPENED: &str = "shelter-opened";
    /// A shelter was closed.
    pub const SHELTER_CLOSED: &str = "shelter-closed";
    /// Something about one evacuee: the only kind of a shelter with words about a person.
    pub const SHELTER_PERSON: &str = "shelter-person";
    /// People came into a shelter; its number is the receipt number.
    pub const SHELTER_IN: &str = "shelter-in";
    /// People went out of a shelter.
    pub const SHELTER_OUT: &str = "shelter-out";
    /// People were counted without names.
    pub const SHELTER_HEADS: &str = "shelter-heads";
    /// Blank tokens were made.
    pub const SHELTER_TOKENS: &str = "shelter-tokens";
    /// A token became somebody's.
    pub const SHELTER_LINKED: &str = "shelter-linked";
    /// Supplies were drawn.
    pub const SHELTER_DRAWN: &str = "shelter-drawn";
    /// Two rows turned out to be one person.
    pub const SHELTER_MERGED: &str = "shelter-merged";
    /// A case of a shelter was settled.
    pub const SHELTER_SETTLED: &str = "shelter-settled";
    /// Somebody asked after a person; whether they were answered.
    pub const SHELTER_ENQUIRED: &str = "shelter-enquired";
    /// The list of a shelter left the terminal, to which folder, and who said that anybody may read it.
    pub const SHELTER_LISTED: &str = "shelter-listed";
    /// The state of the building, for the report (状況報告).
    pub const SHELTER_CONDITION: &str = "shelter-condition";
    /// Certificates were asked for (証明書交付の請求).
    pub const CERTIFICATE_REQUESTED: &str = "certificate-requested";
    /// The issuing system was given the request.
    pub const CERTIFICATE_HANDED: &str = "certificate-handed";
    /// The certificates were issued at the counter.
    pub const CERTIFICATE_ISSUED: &str = "certificate-issued";
    /// The request was taken back.
    pub const CERTIFICATE_VOID: &str = "certificate-void";
    /// Things a library owns came into its register, or left it; many in one entry.
    pub const ITEMS: &str = "items";
    /// A patron of the library was written down or changed.
    pub const PATRON: &str = "patron";
    /// A patron left the library.
    pub const PATRON_GONE: &str = "patron-gone";
    /// Something was lent. Its subject is a random id of this loan alone.
    pub const LOAN: &str = "loan";
    /// A loan was made longer.
    pub const RENEWED: &str = "renewed";
    /// Something came back: what tells of its loan goes in this very transaction.
    pub const RETURNED: &str = "returned";
    /// What a slip of the library says: things and days, no person.
    pub const LENT: &str = "lent";
    /// Something was reserved.
    pub const RESERVED: &str = "reserved";
    /// It lies ready.
    pub const RESERVATION_READY: &str = "reservation-ready";
    /// It was fetched, given up, or lay too long.
    pub const RESERVATION_OVER: &str = "reservation-over";
    /// What a person borrowed, for those who asked that it be kept.
    pub const BORROWED: &str = "borrowed";
    /// Accepted while the library system was away.
    pub const LIBRARY_WAITING: &str = "library-waiting";
    /// The library system decided: what waited is forgotten.
    pub const LIBRARY_DECIDED: &str = "library-decided";
    /// The library system refused what was accepted; it stays until somebody settled it.
    pub const LIBRARY_REFUSED: &str = "library-refused";
    /// A roll was read in whole (名簿の取り込み).
    pub const ROLL_IMPORTED: &str = "roll-imported";
    /// A terminal was opened for an election: mode, station, and what it decides by itself.
    pub const POLLING_OPENED: &str = "polling-opened";
    /// A terminal was closed for its election, with its figures.
    pub const POLLING_CLOSED: &str = "polling-closed";
    /// Ballots went over the counter to one elector (投票用紙の交付).
    pub const BALLOTS_HANDED: &str = "ballots-handed";
    /// A handing was taken back: no paper went out, or it came back.
    pub const BALLOTS_UNDONE: &str = "ballots-undone";
    /// Absentee papers were asked for or sent (不在者投票の請求).
    pub const ABSENTEE_ASKED: &str = "absentee-asked";
    /// A spoilt paper was exchanged for another one (書損じ等による再交付).
    pub const BALLOT_EXCHANGED: &str = "ballot-exchanged";
    /// A supervisor let an elector through whom the roll, the station or an absentee request stopped.
    pub const ELECTOR_ALLOWED: &str = "elector-allowed";
    /// Staff counted the papers that went out, beside what the record knows.
    pub const BALLOTS_COUNTED: &str = "ballots-counted";
    /// The election board ordered that a roll and what was kept by it are erased.
    pub const ROLL_ERASE_ORDERED: &str = "roll-erase-ordered";
    /// The paper roll goes to a folder that is not encrypted; two persons said so.
    pub const PAPER_ROLL_PLAIN: &str = "paper-roll-plain";
}

/// An entry to be. Its id is made by the caller before the first try and kept until there is an answer: the same draft
/// recorded twice is stored once.
#[derive(Clone)]
pub struct Draft {
    /// UUIDv7, see [`crate::clock::Clock::id`].
    pub id: Uuid,
    /// Which service's key closes the body.
    pub service: String,
    /// What the entry belongs to: an election, a shelter, a case (see [`super::cases`]). Never a person.
    pub scope: String,
    /// One of [`kind`] or a service's own.
    pub kind: String,
    /// Version of the body's shape, by kind.
    pub schema: u32,
    /// A random id from [`super::Store::subject`].
    pub subject: Option<Uuid>,
    /// Encrypted before it is stored; wiped on drop.
    pub body: Zeroizing<Vec<u8>>,
}

impl Draft {
    /// A draft with an empty scope, no subject and an empty body of schema 1.
    #[must_use]
    pub fn new(id: Uuid, service: &str, kind: &str) -> Self {
        Self {
            id,
            service: service.into(),
            scope: String::new(),
            kind: kind.into(),
            schema: 1,
            subject: None,
            body: Zeroizing::default(),
        }
    }

    /// With what it belongs to.
    #[must_use]
    pub fn scope(self, scope: &str) -> Self {
        Self { scope: scope.into(), ..self }
    }

    /// With a body.
    #[must_use]
    pub fn body(self, schema: u32, body: Zeroizing<Vec<u8>>) -> Self {
        Self { schema, body, ..self }
    }

    /// About a subject.
    #[must_use]
    pub fn subject(self, subject: Uuid) -> Self {
        Self { subject: Some(subject), ..self }
    }
}

/// One line of the journal. Its number is the receipt number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: Uuid,
    /// Which terminal recorded it.
    pub terminal: String,
    /// 1, 2, 3 … without gap, per terminal.
    pub number: u64,
    pub hlc: Hybrid,
    /// When, by the terminal's own clock, to the microsecond.
    pub wall: Timestamp,
    /// Which start of the machine.
    pub boot: Uuid,
    pub service: String,
    pub scope: String,
    pub kind: String,
    pub schema: u32,
    pub subject: Option<Uuid>,
    /// Ciphertext: nonce, then XChaCha20-Poly1305.
    pub body: Vec<u8>,
    /// SHA-256 of `body`.
    pub digest: Hash,
    /// `hash` of the entry before, or [`BEGINNING`].
    pub previous: Hash,
    /// SHA-256 of everything above but `body`.
    pub hash: Hash,
}

/// The columns of one entry as bytes and numbers, as they are hashed.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub id: &'a [u8],
    pub terminal: &'a [u8],
    pub number: i64,
    pub hlc: i64,
    pub wall: i64,
    pub boot: &'a [u8],
    pub service: &'a [u8],
    pub scope: &'a [u8],
    pub kind: &'a [u8],
    pub schema: i64,
    pub subject: &'a [u8],
    pub digest: &'a [u8],
    pub previous: &'a [u8],
}

impl Line<'_> {
    /// The canonical encoding, into a buffer that is used again for the next entry.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.clear();
        put(out, DOMAIN);
        put(out, self.id);
        put(out, self.terminal);
        put(out, &self.number.to_be_bytes());
        put(out, &self.hlc.to_be_bytes());
        put(out, &self.wall.to_be_bytes());
        put(out, self.boot);
        put(out, self.service);
        put(out, self.scope);
        put(out, self.kind);
        put(out, &self.schema.to_be_bytes());
        put(out, self.subject);
        put(out, self.digest);
        put(out, self.previous);
    }

    /// SHA-256 of the canonical encoding.
    pub(super) fn hash(&self, buffer: &mut Vec<u8>) -> Hash {
        self.encode(buffer);
        sha256(buffer)
    }
}

/// Appends one field with its length before it.
pub(super) fn put(out: &mut Vec<u8>, field: &[u8]) {
    out.extend_from_slice(&(field.len() as u64).to_be_bytes());
    out.extend_from_slice(field);
}

pub(super) fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

impl Entry {
    /// The hash these columns should have.
    pub(super) fn expected_hash(&self) -> Hash {
        let line = Line {
            id: self.id.as_bytes(),
            terminal: self.terminal.as_bytes(),
            number: column(self.number),
            hlc: self.hlc.to_column(),
            wall: self.wall.as_microsecond(),
            boot: self.boot.as_bytes(),
            service: self.service.as_bytes(),
            scope: self.scope.as_bytes(),
            kind: self.kind.as_bytes(),
            schema: i64::from(self.schema),
            subject: self.subject.as_ref().map_or(&[], |subject| subject.as_bytes()),
            digest: &self.digest,
            previous: &self.previous,
        };
        line.hash(&mut Vec::with_capacity(512))
    }

    /// From a row of [`COLUMNS`].
    pub(super) fn from_row(row: &Row<'_>) -> Result<Self, Fault> {
        Ok(Self {
            id: uuid(&row.get::<_, Vec<u8>>(0)?)?,
            terminal: row.get(1)?,
            number: number(row.get(2)?)?,
            hlc: Hybrid::from_column(row.get(3)?),
            wall: instant(row.get(4)?)?,
            boot: uuid(&row.get::<_, Vec<u8>>(5)?)?,
            service: row.get(6)?,
            scope: row.get(7)?,
            kind: row.get(8)?,
            schema: row.get(9)?,
            subject: row.get::<_, Option<Vec<u8>>>(10)?.map(|bytes| uuid(&bytes)).transpose()?,
            body: row.get(11)?,
            digest: row.get(12)?,
            previous: row.get(13)?,
            hash: row.get(14)?,
        })
    }
}

/// Every column, in the order of [`Entry::from_row`].
pub(super) const COLUMNS: &str =
    "id, terminal, number, hlc, wall, boot, service, scope, kind, schema, subject, body, digest, previous, hash";

/// A receipt number as SQLite stores it.
pub(super) fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn number(column: i64) -> Result<u64, Fault> {
    u64::try_from(column).map_err(|_| Fault::Damaged("an entry has a negative number".into()))
}

pub(super) fn instant(column: i64) -> Result<Timestamp, Fault> {
    Timestamp::from_microsecond(column).map_err(|_| Fault::Damaged("an entry has an impossible time".into()))
}

pub(super) fn uuid(bytes: &[u8]) -> Result<Uuid, Fault> {
    Uuid::from_slice(bytes).map_err(|_| Fault::Damaged("an id does not have 16 bytes".into()))
}
