//! Kinds of entries (記録の種類). New work adds kinds here, never columns.

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
/// A visit came to no end (途中の受付): the power or the program stopped, and its answers wait; the body says which service.
pub const VISIT_INTERRUPTED: &str = "visit-interrupted";
/// The same person went on where it stopped.
pub const VISIT_RESUMED: &str = "visit-resumed";
/// The answers that waited were thrown away; the body says whether by the person, by staff, or by the clock.
pub const VISIT_DROPPED: &str = "visit-dropped";
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
/// A staff member looks into a case (審査).
pub const CASE_EXAMINED: &str = "case-examined";
/// Something in a case is to be mended by its person (補正); the body says what, in plain words.
pub const CASE_TO_MEND: &str = "case-to-mend";
/// A case's number was called to a window; the body says which.
pub const CASE_CALLED: &str = "case-called";
/// A case was handed over to another window; the body says which.
pub const CASE_MOVED: &str = "case-moved";
/// One typed answer of a case was corrected by staff; what was typed stays where it was.
pub const CORRECTED: &str = "corrected";
/// A case was written to a file for another system.
pub const CASE_EXPORTED: &str = "case-exported";
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
/// The guide said which procedures, papers and windows (手続き案内); nothing in it says who the person is.
pub const GUIDED: &str = "guided";
/// A code made at home was shown (家で作ったQR); its random id, its form and who signed it, no answer.
pub const HOME_CODE_READ: &str = "home-code-read";
/// Nothing came of it, so it may be shown again.
pub const HOME_CODE_RELEASED: &str = "home-code-released";
/// A case came of it, by its number.
pub const HOME_CODE_SPENT: &str = "home-code-spent";
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
/// A form from elsewhere was installed: its id, versions, whose signature, by whom and why.
pub const FORM_INSTALLED: &str = "form-installed";
