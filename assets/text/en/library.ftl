# Library

library-rest = Lending
library-back = Returns
library-lend = Lending
library-renew = Renewal
library-reservations = Reservations
library-over = Finished

library-rest-title = Borrow and return
library-rest-hint = Hold your library card here, or scan its barcode.
library-way-give-back = Return books
library-way-type = Enter a number
library-way-type-item = Enter the book's number
library-way-new-card = My card is new
library-way-lend = Borrow books
library-way-lend-more = Borrow more
library-way-renew = Keep for longer
library-way-reservations = My reservations
library-way-finish = Finish
library-way-without = Finish without a slip
library-type-patron = Library number
library-type-item = Number of the book

library-back-title = Returned: { $count }
library-back-hint = Scan the books one after the other.
library-back-row = Returned
library-lend-title = Borrowed now: { $count }
library-lend-hint = Library number { $number }. Scan the books one after the other.
library-undo = Wrong book? Press here to take it back
library-now = With you now
library-count = { $count }
library-due = until { library-date }
library-late-row = Overdue
library-waits = Not confirmed yet
library-wanted = Please give it to the staff
library-renew-title = Keep for longer
library-renew-hint = Press the book you want to keep.
library-renew-none = There is nothing to keep for longer.
library-reservations-title = Reservations
library-reservations-hint = The staff will hand you what is ready.
library-ready = Ready until { library-date }
library-before = { $count } before you

library-over-lent = Borrowed: { $count }
library-over-renewed = Kept for longer: { $count }
library-over-back = Returned: { $count }
library-over-nothing = Finished
library-over-hint = Please take your card and your books.
library-over-waiting = The library system cannot be reached. This is not confirmed yet; days may change.

library-lent = “{ $title }” until { library-date }
library-lent-waiting = Not confirmed yet: “{ $title }” until { library-date }
library-renewed = Kept for longer: “{ $title }” until { library-date }
library-returned = Returned: “{ $title }”
library-returned-wanted = “{ $title }” is reserved. Please give it to the staff.
library-returned-waiting = Not confirmed yet: “{ $title }”
library-undone = Taken back
library-twice = This book is on the list already.
library-card-again = Your card was read already.
library-card-first = Please hold your library card here first.
library-later = This cannot be checked now. Please hold your card here again.
library-late = There was no answer. Please scan it again.
library-failed = That did not work ({ $code }). Please ask the staff.
library-unreadable = That could not be read. Please scan it again, slowly.
library-check-digit = The number was not read correctly. Please scan it again.
library-doubled = It was read twice. Please scan it once more, only once.
library-other-code = This is not a barcode of the library.
library-away = The library system cannot be reached. Loans are accepted, not confirmed.

library-no-item = This book is not registered. Please give it to the staff.
library-no-patron = This number is not registered. Please check it.
library-no-card = This card is not registered. If your card is new, you can use your number.
library-no-lent = This book is still lent to somebody else. Please give it to the staff.
library-no-yours = You have borrowed this book already.
library-no-not-yours = This book is not among those you borrowed.
library-no-not-on-loan = This book is not on loan. Please give it to the staff.
library-no-not-lent = This book is for reading in the library.
library-no-reserved = Somebody has reserved this book.
library-no-full = You can borrow up to { $limit }.
library-no-kind-full = { $kind }: up to { $limit }.
library-no-overdue = Some books are overdue. Please ask the staff.
library-no-card-over = Your card has expired. Please ask the staff.
library-no-stopped = This card cannot be used now. Please ask the staff.
library-no-age = This can be borrowed from the age of { $age }.
library-no-renewal = This cannot be kept for longer.
library-no-renewed = This can be kept for longer { $times } time(s) only.
library-no-late-to-renew = It is overdue and cannot be kept for longer.
library-no-system = The library system says: { $said }
library-no-away = The library system cannot be reached now. Please try again later.

library-slip-title = Loan slip
library-slip-note =
    Please return the books by these days.
    The record of your loan is erased when you return them.
library-slip-waiting =
    Not confirmed yet. The days may change.
    The record of your loan is erased when you return them.

# Staff pages
library-today = Today
library-people = Patrons
library-person = Patron
library-waiting = Not confirmed
library-holds = Reservations
library-overdue = Overdue
library-reserved = Reserved
library-cancelled = The reservation was cancelled
library-settled = Recorded as settled
library-forgotten = The reading history was erased
library-item = Item number
library-title = Title
library-day = Due
library-link = Link this card
library-token = Number of the card (staff reader or barcode)
library-reserve = Reserve
library-lent-on = Lent
library-returned-on = Returned
library-kept = Reading history (kept at the patron's wish)
library-forget = Erase the reading history
library-forget-sure = It cannot be brought back. Erase it?
library-wrong-number = Please check the library number.
library-wrong = Please check the name and the dates (like 2016-04-01).
library-added = Recorded
library-no-system-here = This terminal has no library system.
library-forwarded = Told to the library system: { $taken } accepted, { $refused } refused, { $left } left
library-lent-today = Lent today
library-back-today = Returned today
library-waits-now = Not confirmed
library-refused-now = Refused by the system
library-items = Items
library-patrons = Patrons
library-out = On loan
library-number = Library number
library-name = Name
library-kana = Reading
library-birth = Date of birth (2016-04-01)
library-address = Address
library-phone = Telephone
library-mail = Mail
library-guardian = Guardian
library-belongs = Workplace or school
library-history = The patron asked that the reading history be kept
library-until = Card valid until
library-find = Show this patron
library-add-note = Registers a new patron. With a number that is registered already, only what is written here is changed.
library-add = Register
library-ready-until = Ready until
library-cancel = Cancel the reservation
library-act = Act
library-at = Time
library-state = State
library-forward = Tell the library system
library-settle = Record as settled
library-linked = The card was linked
library-card = Patron
library-column = Field
library-value = Value
library-none = None

library-service = Borrow and return
library-hint = With your library card or number
library-notice-reads = Name, address, date of birth
library-notice-purpose = To find your library registration after your card was renewed
library-notice-kept = Nothing of it. The record of a loan is erased when you return it
library-notice-never = Your 12-digit number and your PIN are never read or kept

# The day of a sentence: its weekday, or the library system's own words.
library-date = { $weekday ->
    [mon] Mon { $date } { library-month }
    [tue] Tue { $date } { library-month }
    [wed] Wed { $date } { library-month }
    [thu] Thu { $date } { library-month }
    [fri] Fri { $date } { library-month }
    [sat] Sat { $date } { library-month }
    [sun] Sun { $date } { library-month }
   *[none] { $day }
}
library-month = { $name ->
    [jan] Jan
    [feb] Feb
    [mar] Mar
    [apr] Apr
    [may] May
    [jun] Jun
    [jul] Jul
    [aug] Aug
    [sep] Sep
    [oct] Oct
    [nov] Nov
   *[dec] Dec
}
