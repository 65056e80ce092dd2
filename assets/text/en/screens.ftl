# English: six words or less where it can be, verb first.

back = Back
cancel = Stop
next = Next
next-ready = All chosen
next-not-yet = Choose an answer
again = Try again
more = See other answers
fewer = Back to first answers
change = Change
tool-looks = Text & colour
tool-call = Call staff
tool-called = Staff coming
practice = Practice
practice-note = Nothing here is really submitted
rail-stay =
    Leave the
    card there
rail-free =
    You may take
    your card
rail-none =
    No card
    on reader
progress = Question { $at } of { $of }
progress-last = Last check
reader-below = The reader is below
reader-left = The reader is on the left
reader-right = The reader is on the right
trouble-number = Notice number { $code }

welcome-title = Then choose what you need
welcome-no-card = I have no card
welcome-more = Other services
starting = Getting ready. One moment.
certificate-hint = Use your card, write nothing
place-lead = Put your My Number Card
place-title = on the reader
place-laid-lead = Your card is there
place-laid-title =
    Choose what
    you need
place-matter-title = Put your card on the reader
place-matter-hint = Photo side up, flat on the plate.
place-pin-ready = Your 4-digit PIN comes next.
left-behind-lead = A card is still here
left-behind =
    Take
    the card
left-behind-again = Lift the card and put it down again.

notice-title = What we read from your card
notice-hint = Then press “Go on to reading”.
notice-act = Go on to reading

reading-lead = Please
reading-hold =
    do not move
    the card
reading-title = Reading your card
reading-seconds = About { $n } seconds left.
reading-open = Check the PIN
reading-read = Read your name and address
reading-check = Check the card is genuine

pin-title = Enter your PIN
pin-hint = The 4 digits you chose with your card.
pin-which = Make sure nobody can see it.
pin-proof-title = Enter your user PIN
pin-proof-hint = The 4 digits for the electronic certificate.
pin-proof-which = Make sure nobody can see it.
pin-left = Tries left
pin-left-n = { $n }
pin-show = Show
pin-read = Read with this number
pin-wrong = That PIN was wrong. Please try again.
pin-wrong-two-left =
    That PIN was wrong. 2 tries left.
    Be sure before you press.
pin-short = Enter 4 digits.
pin-two-left = 2 tries left. Be sure before you press.
pin-one-left = 1 try left. A wrong PIN locks the card’s PIN.
pin-agreed = Staff agreed. This is the last try.
pin-forgotten = I don’t know my PIN
key-clear = Clear all
key-erase = Erase one
key-figures = Figures
key-kana = Kana
towns-by-hand = Not here: type it
key-mark = ゛゜ small
key-space = Space

confirm-title = Is this you?
confirm-hint = This is what the card says.
confirm-masked = Hidden because the card left. Touch to show.
confirm-yes = Yes, this is me
confirm-no = No
fact-name = Name
fact-address = Address
fact-birth = Born
fact-sex = Sex
sex-male = Male
sex-female = Female
sex-not-applicable = Not applicable
sex-unknown = Not recorded
source-card = Read from your card
source-mark = From card

check-title = Is everything right?
check-not-yet = Not submitted yet
led-title = Staff are filling this in
led-hint = Please wait a moment.
led-note = At the end you check it on this screen.
question-from-city = Filled in from the city’s records. Please correct what is different.
home-own = Entered at home. Nothing has been applied for yet. Please check.
home-service = Entered with { $name }. Nothing has been applied for yet. Please check.
check-look =
    See the
    filled
    form
sheet-title = The form we will print
sheet-coming = The form is being made
sheet-missing = No preview. You can still apply.
sheet-masked = Card lifted, form hidden. Press Back.
sheet-upper = Upper half
sheet-lower = Lower half
sheet-next = Next page
yen = yen
fee = Fee
fee-of = { $unit } yen × { $count }
fee-pay =
    Pay at window { $window }.
    Not at this machine.
working-title = Submitting your request
working-hint = Please wait a moment.

done-title = Request received
done-number = Your number
done-slip-coming = Your slip is printing
done-slip-failed = The slip did not print. Your request was received. Tell staff your number.
done-bring = Show at the window
done-take-lead = Finished
done-take =
    Take your
    card
done-bye-lead = Thank you
done-bye =
    Have you got
    everything?
done-finish = Finish
done-another = Another request
done-take-ends =
    Take your card
    and we start over.
done-next = Where to go next
done-wait =
    Please take a seat.
    We will call your number.
another-title = Choose your next request
another-hint = No need to tap again.
another-kept = We use the name we read before.
resume-title = It stopped halfway at { $when }
resume-hint = You can go on from there.
resume-kept = Your answers are still here. Nobody else sees them.
resume-on = Go on
resume-anew = Start over
resume-anew-hint = Removes the answers kept here

lifted-lead = The card moved away
lifted-title =
    Please put
    it back
lifted-again = Put the same card back
lifted-hint = It was still being read.
lifted-safe = Your card is fine. Your answers are kept.
lifted-seconds =
    In { $n } seconds your answers are
    erased and the first page returns.
blocked-lead = This PIN
blocked-title =
    cannot be
    used now
blocked-how = There is another way
blocked-hint = You can still use your card.
blocked-safe = You can still make your request.
blocked-staff = Go on with staff
blocked-staff-hint = Someone comes to you
forgotten-lead = Without the PIN
forgotten-title =
    you can
    still go on
forgotten-again = Try the PIN again
forgotten-again-hint = If you remember it
last-try-lead = For your PIN
last-try-title = 1 try is left
last-try-agree = Try once more with staff
last-try-agree-hint = Staff confirm on this screen
no-card-title = You can do it without a card
no-card-hint = Staff help you at the window.
no-card-window = Go to window { $window }. Bring a driving licence or other ID.
no-card-staff-hint = Staff come to you
idle-title = Still there?
idle-lies =
    Your card
    is here
idle-gone =
    We are
    waiting
idle-seconds =
    In { $n } seconds
    your answers are erased and
    the first page returns.
idle-continue = Go on
idle-end = Finish and take the card
idle-end-gone = Finish
closed-title = Closed now
closed-opens = Opens again { $when }
order-title = Out of order
order-window = Please go to window { $window }
still-lead = Please keep
still-title =
    the card
    still
still-how = Lay it flat in the middle
still-how-often = Take it out of its case
still-hint = Its answer broke off. Let go of the card and wait until it is read.
still-safe = This was not a wrong PIN.

looks-title = Choose text size and colours
looks-size = Text size
looks-contrast = Black and white
looks-still = Less motion
looks-on = Use
looks-off = Off
looks-sample = Text is shown in this size.
looks-done = Go on like this
question-errors = Answers to check: { $n }
languages-title = Language / ことば
fact-age = { $year }, age { $n }
era-reiwa = Reiwa
era-heisei = Heisei
era-showa = Showa
era-taisho = Taisho
era-meiji = Meiji
era-western = Western
rows-add = Add one
rows-change = Change
rows-remove = Remove
form-hint = Use your card, write nothing

# The digits on the card (照合番号B)
blocked-code = Use the digits on the card
blocked-code-hint = They are printed on the front
code-progress = { $at } of { $of }
code-birth-title = Enter your date of birth
code-birth-hint = As on the front. March is 03.
code-expiry-title = Enter the year of expiry
code-expiry-hint = It stands before まで有効.
code-security-title = Enter the 4 digits under the photo
code-security-hint = They are called the security code.
code-read = Read with these digits
code-year = 年
code-month = 月
code-day = 日
code-era-showa = 昭和 Showa
code-era-heisei = 平成 Heisei
code-era-reiwa = 令和 Reiwa
code-era-taisho = 大正 Taisho
code-era-meiji = 明治 Meiji
code-era-western = 19.. / 20..
code-example-birth = 昭和55年 2月17日生
code-example-birth-western = 1985年 2月17日生
code-example-expiry = 2035年 2月17日まで有効
code-example-security = 2285
code-wrong = The digits were wrong. Look again, then retype.
code-birth-no-era = Choose how the year is printed.
code-birth-short = Digits are missing. May 5 is 0505.
code-birth-no-day = There is no such day. Look again.
code-birth-other-era = This day is not in that era.
code-birth-no-birth = Enter the day you were born.
code-expiry-short = Enter a year of 4 digits.
code-expiry-expired = That year is over. Please call staff.
code-expiry-too-far = That is too far ahead. Look again.
code-security-short = Enter 4 digits.
code-blocked-lead = The printed digits
code-blocked-title =
    cannot be
    used now
last-code-lead = For the digits

# Genuine or not
verdict-genuine = A genuine card
verdict-test-card = A test card
verdict-practice-card = A practice card
verdict-could-not-tell = May be a copy: not checked
verdict-stopped = Could not be checked
fact-printed = As printed on the card
standing-card-soon = Your card ends in { $n } days.
standing-certificate-soon = Its certificate ends in { $n } days.
standing-certificate-ended = The certificate has ended. You can go on.
standing-certificate-revoked = The certificate was revoked. You can go on.

# Letters of the card
letters-look = See the letters
letters-title = The letters your card holds
letters-sure = If a letter looks wrong, tell staff at the window.
letters-unsure = Letters in a thick frame may look different on your card. Staff check them.

# Counters
counter-tap-lead = Place your card
counter-tap-title = on the reader
counter-not-now =
    No card is used here.
    Follow the words on the screen.
counter-unread =
    The card could not be read.
    Place it once more.
counter-type-first = Type something first.
counter-no-number =
    Do not type the 12-digit number.
    It is not used here.
counter-finish = Finish
rows-before = Before
rows-after = More
rows-at = Page { $at } of { $of }
slip-number = Number
slip-at = Date and time
slip-again = Reissued
