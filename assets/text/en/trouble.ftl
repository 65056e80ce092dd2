# Sentences of every trouble: -title what happened, -what is not broken, -remedy what to do, -staff what staff does

C01-title = Not available right now
C01-what =
    The card service has stopped.
    Your card is fine.
C01-remedy = Please ask the staff.
C01-staff = The smart card service (pcscd) is not running. It is tried again by itself; if it stays away, restart the terminal.

C02-title = Not available right now
C02-what =
    No card reader is connected.
    Your card is fine.
C02-remedy = Please ask the staff.
C02-staff = Plug the reader in again; it is used as soon as it is there.

C03-title = Please try once more
C03-what =
    The reader was disconnected.
    Your card is fine.
C03-remedy = Please ask the staff.
C03-staff = Plug the reader in again. If it happens often, change the cable or the socket.

C04-title = The card moved away
C04-what =
    It left before reading ended.
    Your card is fine.
C04-remedy = Put the card back.
C04-staff = If it happens often, check the mark that shows where the card goes.

C05-title = Please wait a moment
C05-what =
    Another program is using the card.
    Your card is fine.
C05-remedy = Lift the card and put it back.
C05-staff = Close other programs that use the card, such as the JPKI client.

C06-title = Another card lies here
C06-what =
    { $kind ->
        [licence] It looks like a driving licence.
        [residence] It looks like a residence card.
        [memory] It is another kind of card.
       *[unknown] It is not a My Number card.
    }
    No PIN was used.
C06-remedy = Put your My Number card.
C06-staff = The card has no text application (券面入力補助AP). Look at what kind of card it is.

C07-title = The PIN was different
C07-what =
    Tries left: { $left }.
    Your card is fine.
C07-remedy = Enter the 4 digits again.
C07-staff = It is the 4-digit PIN for card information (券面事項入力補助用). If it is forgotten, serve the person without the card.

C08-title = The PIN is locked
C08-what =
    It was wrong three times.
    Your card is fine.
C08-remedy = Please ask the staff.
C08-staff = The PIN is reset at the municipality where the person is registered. Take the request on paper.

C09-title = One try is left
C09-what =
    A wrong PIN now locks it.
    Nothing was sent yet.
C09-remedy = Please enter it with the staff.
C09-staff = Make sure that the person remembers the PIN; a staff member may then allow the one try.

C10-title = Please try once more
C10-what =
    The answer could not be read.
    The card may have moved.
C10-remedy = Lift the card and put it back.
C10-staff = If it happens often, try another card, then another reader.

C11-title = This card is not accepted
C11-what =
    Its signature could not be confirmed.
    What was read has been erased.
C11-remedy = Please ask the staff.
C11-staff = The issuer’s signature does not fit. Return the card and check card and person by eye. It is in the record.

C12-title = This is a test card
C12-what =
    It is not accepted here.
    What was read has been erased.
C12-remedy = Put your own card.
C12-staff = For trials set accept_test_cards = true in the configuration.

C13-title = This is a practice card
C13-what =
    It is not accepted here.
    What was read has been erased.
C13-remedy = Put your own card.
C13-staff = Practice cards work with kiosk run --practice only.

C14-title = Please try once more
C14-what =
    Reading took too long, so it stopped.
    Your card is fine.
C14-remedy = Lift the card and put it back.
C14-staff = The conversation used up its exchanges, bytes or seconds. Try another reader.

C15-title = Please enter it again
C15-what =
    The same PIN is never sent twice.
    Nothing was sent now.
C15-remedy = Enter the 4 digits.
C15-staff = A second VERIFY with the same PIN was held back. Please report it with the log.

C16-title = The reader does not answer
C16-what =
    Something is wrong with the reader.
    Your card is fine.
C16-remedy = Please ask the staff.
C16-staff = PC/SC code { $reader }. Plug the reader in again; if it comes back, change the reader.

C17-title = This card has expired
C17-what =
    It can no longer be used.
    No PIN was sent.
C17-remedy = Please ask the staff.
C17-staff = The card itself is past its last day. Explain how to renew it.

C18-title = The certificate on the card has expired
C18-what =
    The card is good, its electronic certificate is not.
    No PIN was sent.
C18-remedy = Please ask the staff.
C18-staff = The certificate for user authentication is past its last day; the card is not. Explain how to renew the certificate.

C19-title = The certificate on the card was revoked
C19-what =
    This electronic certificate cannot be used.
    No PIN was sent.
C19-remedy = Please ask the staff.
C19-staff = The list of revoked certificates names it. Check card and person by eye and explain how to get a new certificate.

C20-title = The certificate could not be confirmed
C20-what =
    This electronic certificate is not accepted.
    What was read has been erased.
C20-remedy = Please ask the staff.
C20-staff = The issuer’s signature does not fit, or the issuer is unknown. For a new generation of issuers add its certificate to the configuration.

P01-title = No paper came out
P01-what =
    Your request is recorded.
    The printer is not reachable.
P01-remedy = Show the number to the staff.
P01-staff = Check power, cable and slip.at in the configuration.

P02-title = No paper came out
P02-what =
    Your request is recorded.
    The paper has run out.
P02-remedy = Show the number to the staff.
P02-staff = Put in a new roll, then print the slip again from the staff page.

P03-title = No paper came out
P03-what =
    Your request is recorded.
    The printer cover is open.
P03-remedy = Show the number to the staff.
P03-staff = Close the cover, then print the slip again from the staff page.

P04-title = No paper came out
P04-what =
    Your request is recorded.
    The paper is stuck.
P04-remedy = Show the number to the staff.
P04-staff = Switch the printer off, take the paper out, switch it on.

P05-title = No paper came out
P05-what =
    Your request is recorded.
    The printer does not answer.
P05-remedy = Show the number to the staff.
P05-staff = Look whether a slip came out, then print it again from the staff page.

P06-title = No paper came out
P06-what =
    Your request is recorded.
    The printer reports a problem.
P06-remedy = Show the number to the staff.
P06-staff = Look at the printer’s lights; switching it off and on may help.

P07-title = No paper came out
P07-what =
    Your request is recorded.
    A character cannot be printed.
P07-remedy = Show the number to the staff.
P07-staff = No font has the character. Write it by hand and tell the administrator which.

P12-title = No paper came out
P12-what =
    Your request is recorded.
    The slip would be too long.
P12-remedy = Show the number to the staff.
P12-staff = A slip over 2.4 m, or more in a code than fits. Nothing was sent. Make it shorter.

P08-title = No paper came out
P08-what =
    Your request is recorded.
    The form could not be saved.
P08-remedy = Show the number to the staff.
P08-staff = Check space and permissions of sheet.folder, then print the form again from the staff page.

P09-title = No paper came out
P09-what =
    Your request is recorded.
    The A4 printer did not take it.
P09-remedy = Show the number to the staff.
P09-staff = Check CUPS and the name in sheet.queue, then print the form again from the staff page.

P10-title = Nothing was printed
P10-what =
    Your request is recorded.
    This terminal may not use the printer.
P10-remedy = Show the number to the staff.
P10-staff = No permission for the printer’s device. Put the user kazasu into the groups lp and dialout.

P11-title = Nothing was printed
P11-what =
    Your request is recorded.
    The printer’s answers make no sense.
P11-remedy = Show the number to the staff.
P11-staff = Check that slip.at leads to a receipt printer and that the speed of a serial line (baud) is right.

P20-title = The form cannot be printed
P20-what =
    Your request is recorded.
    The A4 printer cannot be reached.
P20-remedy = Show the number to the staff.
P20-staff = Check the A4 printer’s power and cable, and sheet in the configuration.

P21-title = No paper for the form
P21-what =
    Your request is recorded.
    The A4 printer has run out of paper.
P21-remedy = Show the number to the staff.
P21-staff = Put in A4 paper. The rest then comes out by itself.

P22-title = The form’s paper is stuck
P22-what =
    Your request is recorded.
    Paper is stuck in the A4 printer.
P22-remedy = Show the number to the staff.
P22-staff = Take the paper out and close the cover. If nothing comes out, print again from the staff page.

P23-title = The A4 printer is open
P23-what =
    Your request is recorded.
    The cover of the A4 printer is open.
P23-remedy = Show the number to the staff.
P23-staff = Close the A4 printer’s cover. The rest then comes out by itself.

P24-title = The A4 printer has no toner
P24-what =
    Your request is recorded.
    The A4 printer has run out of toner.
P24-remedy = Show the number to the staff.
P24-staff = Replace the toner or ink.

P25-title = The A4 printer has stopped
P25-what =
    Your request is recorded.
    The A4 printer has stopped.
P25-remedy = Show the number to the staff.
P25-staff = Look at the A4 printer’s display and bring it online again.

P26-title = The A4 printer does not answer
P26-what =
    Your request is recorded.
    The A4 printer does not answer.
P26-remedy = Show the number to the staff.
P26-staff = Look whether a page came out, then print it again from the staff page.

P27-title = The A4 printer answers nonsense
P27-what =
    Your request is recorded.
    The A4 printer’s answer cannot be understood.
P27-remedy = Show the number to the staff.
P27-staff = Check that sheet leads to an IPP printer; if no page came out, print it again.

P28-title = The A4 printer’s certificate is not trusted
P28-what =
    Your request is recorded.
    It is not sure that this is the right A4 printer.
P28-remedy = Show the number to the staff.
P28-staff = Put the printer’s certificate at sheet.certificate, also after the printer was replaced.

P29-title = The A4 printer refused the form
P29-what =
    Your request is recorded.
    The A4 printer did not accept the form.
P29-remedy = Show the number to the staff.
P29-staff = Check the queue’s name, who may print, and that the printer takes PDF; then print again.

P30-title = The form was not finished
P30-what =
    Your request is recorded.
    The A4 printer gave the form up half-way.
P30-remedy = Show the number to the staff.
P30-staff = Look at the printer, then print again from the staff page.

P31-title = Printing the form was cancelled
P31-what =
    Your request is recorded.
    Printing the form was cancelled.
P31-remedy = Show the number to the staff.
P31-staff = If it is needed, print it again from the staff page.

P32-title = The A4 printer’s output tray is full
P32-what =
    Your request is recorded.
    Pages lie in the A4 printer’s output tray.
P32-remedy = Show the number to the staff.
P32-staff = Take the pages out, check whose they are and hand them over.

P33-title = A form may have been left behind
P33-what =
    Your request is recorded.
    A printed form may still lie in the printer.
P33-remedy = Show the number to the staff.
P33-staff = Look at the printer’s output; hand the page over or destroy it.

P34-title = This slip can no longer be printed
P34-what =
    What the slip said was erased when its time was over.
    All other records are kept.
P34-remedy = Please ask the staff about anything you need.
P34-staff = What it said is erased, so no copy can be made. A loan’s slip is erased at the return.

M01-title = Please try once more
M01-what =
    A part of the terminal stopped and was started again.
    What was accepted is safe.
M01-remedy = If you see this again, please ask the staff.
M01-staff = A part of the program stopped and was started again by itself. The record (thread-fell) says where. If it goes on, send the log to the administrator.

V01-title =
    There are
    two cards
V01-what =
    It is no longer sure
    whose request this is.
V01-remedy = Leave one card and begin again.
V01-staff = A card was put on a second reader. Check the roles of the readers.

S01-title = Not available right now
S01-what =
    The key does not open the record.
    Nothing was recorded yet.
S01-remedy = Please ask the staff.
S01-staff = store.key is not the key of this record. Put the right key back; the record was not changed.

S02-title = Not available right now
S02-what =
    The record cannot be read.
    Your card is fine.
S02-remedy = Please ask the staff.
S02-staff = The file is damaged or is not a record of Kazasu. Stop the terminal and restore the last backup.

S03-title = Not available right now
S03-what =
    The record is from a newer version.
    Nothing was recorded yet.
S03-remedy = Please ask the staff.
S03-staff = A newer version wrote this record ({ $found }; this program knows { $known }). Update the program.

S04-title = Not available right now
S04-what =
    There is no room for the record.
    Nothing was recorded yet.
S04-remedy = Please ask the staff.
S04-staff = Make room on the disk. What was recorded is safe.

S05-title = Not available right now
S05-what =
    The record is in use.
    Nothing was recorded yet.
S05-remedy = Please ask the staff.
S05-staff = Another kiosk is running on this machine. Only one may.

S06-title = Not available right now
S06-what =
    The record does not hold together.
    Your card is fine.
S06-remedy = Please ask the staff.
S06-staff = The chain of terminal { $terminal } breaks at entry { $number }. Stop the terminal and compare with the last backup.

S07-title = Not available right now
S07-what =
    The record does not answer.
    Nothing was recorded yet.
S07-remedy = Please ask the staff.
S07-staff = Check that the folder exists and can be written (store.data), and that the disk is well.

S08-title = Not available right now
S08-what =
    There is no key for the record.
    Nothing was recorded yet.
S08-remedy = Please ask the staff.
S08-staff = The key cannot be read from where store.key says. Check systemd’s LoadCredential or the key file.

S09-title = Not available right now
S09-what =
    This record belongs elsewhere.
    Nothing was recorded yet.
S09-remedy = Please ask the staff.
S09-staff = A practice record was opened for real work, or the other way round. Check store.data and --practice.

S10-title = Not available right now
S10-what =
    There is no such number.
    Nothing was recorded yet.
S10-remedy = Please ask the staff.
S10-staff = There is no entry { $number }. Check the number.

S11-title = Not available right now
S11-what =
    The same request came twice.
    Nothing was recorded yet.
S11-remedy = Please ask the staff.
S11-staff = The same id was recorded before with other content; the first record stands.

S20-title = Not available right now
S20-what =
    The file could not be confirmed.
    Nothing was recorded yet.
S20-remedy = Please ask the staff.
S20-staff = This file is damaged, cut short or not a journal of Kazasu. Have it made again. Nothing was changed.

S21-title = Not available right now
S21-what =
    The file is for somebody else.
    Nothing was recorded yet.
S21-remedy = Please ask the staff.
S21-staff = It was closed for another recipient (age). Check the key given with --identity, or have it made for this terminal.

S22-title = Not available right now
S22-what =
    The journal is from an unknown terminal.
    Nothing was recorded yet.
S22-remedy = Please ask the staff.
S22-staff = The public key of terminal { $terminal } is not known yet. Compare it with `kiosk journal key` on that terminal, then give it with --trust-key.

S23-title = Not available right now
S23-what =
    This terminal wrote this journal itself.
    Nothing was recorded yet.
S23-remedy = Please ask the staff.
S23-staff = A terminal does not take in its own journal. Take it in on another one.

S24-title = Not available right now
S24-what =
    Two terminals bear the same name.
    Nothing was recorded yet.
S24-remedy = Please ask the staff.
S24-staff = The journal of terminal { $terminal } parts in two at entry { $number }: a copied disk or a mix-up. Stop both terminals and find out.

S25-title = Not available right now
S25-what =
    The other terminal's clock is ahead.
    Nothing was recorded yet.
S25-remedy = Please ask the staff.
S25-staff = Its time is { $seconds } s ahead of this one's. Set the clocks of both.

S26-title = Not available right now
S26-what =
    There is a file of that name.
    Nothing was recorded yet.
S26-remedy = Please ask the staff.
S26-staff = Nothing is overwritten. Choose another name.

S27-title = Not available right now
S27-what =
    The clock is far ahead.
    Nothing was recorded yet.
S27-remedy = Please ask the staff.
S27-staff = It is { $days } days ahead of the journal. Check it; if it is right, say so with `kiosk journal clock --confirm`. Until then nothing is erased by the clock and no journal is taken in.

S28-title = Not available right now
S28-what =
    The record and its tables differ.
    Nothing was recorded yet.
S28-remedy = Please ask the staff.
S28-staff = The state tables are not what the record says. Make them again with `kiosk store rebuild`. The record itself is checked apart from them.

S30-title = Not available right now
S30-what =
    The keys beside the record are damaged.
    Nothing was recorded yet.
S30-remedy = Please ask the staff.
S30-staff = Both key files (.keys, .keys-2) beside the record are damaged. Put them back from a copy, or restore a backup, which holds them too.

S31-title = Not available right now
S31-what =
    The backup cannot be used.
    Nothing was recorded yet.
S31-remedy = Please ask the staff.
S31-staff = The backup is cut short, changed, or of another terminal. Take another one; nothing was changed.

S32-title = Not available right now
S32-what =
    The list of what was erased is missing.
    Nothing was recorded yet.
S32-remedy = Please ask the staff.
S32-staff = The file .erased beside the record is lost or changed. Put it back, or say --without-erasures; then bodies erased after the backup come back.

S33-title = Not available right now
S33-what =
    The backup is older than the record.
    Nothing was recorded yet.
S33-remedy = Please ask the staff.
S33-staff = What was recorded after the backup would be lost. If that is meant, say --yes-older; the present record is kept aside.

S34-title = Not available right now
S34-what =
    This recovery key does not fit.
    Nothing was recorded yet.
S34-remedy = Please ask the staff.
S34-staff = It belongs to another record, or a newer one was printed. Look in the safe for the newest.

S35-title = Not available right now
S35-what =
    The recovery key was mistyped.
    Nothing was recorded yet.
S35-remedy = Please ask the staff.
S35-staff = Look at group { $group } of the recovery key again.

S40-title = Not available right now
S40-what =
    There is little room for the record.
    Nothing was recorded yet.
S40-remedy = Please ask the staff.
S40-staff = Only { $free } MB are free, so new requests are refused; shelter and polling go on. Make room on the disk.

U01-title = The login does not fit
U01-what =
    Name or password is different.
    No record was shown.
U01-remedy = Please enter it again.
U01-staff = Check the staff name and the password.

U02-title = Please wait a little
U02-what =
    It was wrong several times.
    No record was shown.
U02-remedy = Wait { $seconds } seconds.
U02-staff = The next try is possible in { $seconds } s.

U03-title = The password is too short
U03-what =
    It has fewer than 8 characters.
    Nothing was changed.
U03-remedy = Use 8 characters or more.
U03-staff = A password of one repeated character is not accepted.

U04-title = That name cannot be used
U04-what =
    It is taken, empty or too long.
    Nothing was changed.
U04-remedy = Choose another name.
U04-staff = Names have up to 64 characters and are given once.

U05-title = There is an administrator
U05-what =
    The first one was added before.
    Nothing was changed.
U05-remedy = Log in as administrator.
U05-staff = Give the administrator’s name with --staff.

U06-title = This is not allowed
U06-what =
    This account may not do it.
    Nothing was changed.
U06-remedy = Ask an administrator.
U06-staff = Check the account’s role.

U07-title = No administrator would be left
U07-what =
    This is the last administrator.
    Nothing was changed.
U07-remedy = Add another administrator first.
U07-staff = Add a second administrator, then change this account.

U08-title = A second person must agree
U08-what =
    Two people do this together.
    Nothing was changed.
U08-remedy = Ask a second person to log in.
U08-staff = Another staff member who may do this logs in too (--second).

U09-title = A reason is needed
U09-what =
    It is missing or too long.
    Nothing was changed.
U09-remedy = Write a short reason.
U09-staff = Up to 200 characters and no 12-digit number (--why).

U10-title = Staff check this first
U10-what =
    Staff look at it before printing.
    Your request is recorded.
U10-remedy = Please wait a moment.
U10-staff = A supervisor checks the case before it is printed; only supervisors see it.

U11-title = This day is closed
U11-what =
    A day is closed once.
    Its figures can always be seen.
U11-remedy = Look at the closing on record.
U11-staff = { $date } was closed at { $time } by { $by }.

U12-title = It cannot be done as it stands
U12-what =
    It seems to have changed already.
    Nothing was changed.
U12-remedy = Refresh the list and look again.
U12-staff = Look at how the case or the account stands now.

U13-title = This staff card cannot be used
U13-what =
    It is another person’s, or the PIN is too easy.
    Nothing was changed.
U13-remedy = Choose a PIN of 6 digits or more.
U13-staff = A PIN has 6 to 12 digits, not all the same and no run; one card a person.

U14-title = The two do not match
U14-what =
    The second one was different.
    Nothing was changed.
U14-remedy = Type the same twice.
U14-staff = Type the new password or PIN twice the same.

U15-title = Not a staff card
U15-what =
    Its number changes every time,
    or it is a My Number card.
U15-remedy = Hold your staff card again.
U15-staff = A staff card is a FeliCa or MIFARE card. If it cannot be read, log in by name and password.

U16-title = This answer cannot be used
U16-what = What was typed does not fit this question. The answer of before stays.
U16-remedy = Check how it is written and type it again.
U16-staff = Type it as the form asks for it: a day of the calendar, a telephone number, one of the choices.

F01-title = This service is not available
F01-what =
    The letters for it are missing.
    Other services work.
F01-remedy = Please ask the staff.
F01-staff = The fonts of the forms are missing. Restore assets/fonts and the Debian package fonts-noto-cjk.

F02-title = This service is not available
F02-what =
    The form could not be laid out.
    Other services work.
F02-remedy = Please ask the staff.
F02-staff = The form’s layout stopped; kiosk form check names the line. { $why }

F03-title = This service is not available
F03-what =
    A character cannot be printed.
    Other services work.
F03-remedy = Please ask the staff.
F03-staff = No font has one of the characters. Write it by hand and tell the administrator.

F04-title = This service is not available
F04-what =
    Some text does not fit its box.
    Other services work.
F04-remedy = Please ask the staff.
F04-staff = It does not fit even in the smallest size. Write it by hand. { $why }

F05-title = This service is not available
F05-what =
    Some answers are missing.
    Other services work.
F05-remedy = Please ask the staff.
F05-staff = Answers are missing or cannot be used. { $why }

F06-title = This service is not available
F06-what =
    This form cannot be read.
    Other services work.
F06-remedy = Please ask the staff.
F06-staff = Correct the form pack. { $why }

F07-title = This service is not available
F07-what =
    This form is not on this terminal.
    Other services work.
F07-remedy = Please ask the staff.
F07-staff = There is no form "{ $name }"; see kiosk form list.

F08-title = This service is not available
F08-what =
    The data read cannot be used.
    Other services work.
F08-remedy = Please ask the staff.
F08-staff = The JSON cannot be read. { $why }

K01-title = Not available right now
K01-what =
    The terminal is not set up yet.
    Your card is fine.
K01-remedy = Please ask the staff.
K01-staff = { $english }. Put the configuration file there or make it readable.

K02-title = Not available right now
K02-what =
    The terminal is not set up yet.
    Your card is fine.
K02-remedy = Please ask the staff.
K02-staff = { $english }. Correct how that line is written.

K03-title = Not available right now
K03-what =
    The terminal is not set up yet.
    Your card is fine.
K03-remedy = Please ask the staff.
K03-staff = { $english }. Correct the key on that line or remove it.

K04-title = Not available right now
K04-what =
    The terminal is not set up yet.
    Your card is fine.
K04-remedy = Please ask the staff.
K04-staff = { $english }. Correct the value on that line.

K05-title = Not available right now
K05-what =
    The terminal is not set up yet.
    Your card is fine.
K05-remedy = Please ask the staff.
K05-staff = { $english }. Add the key.

K06-title = Not available right now
K06-what =
    The terminal is not set up yet.
    Your card is fine.
K06-remedy = Please ask the staff.
K06-staff = { $english }. Check --config and --assets, or KAZASU_CONFIG and KAZASU_ASSETS.

A01-title = Not available right now
A01-what =
    The terminal is not ready yet.
    Your card is fine.
A01-remedy = Please ask the staff.
A01-staff = The font { $file } is missing or unreadable. Restore assets/fonts and the Debian package fonts-noto-cjk.

A02-title = Not available right now
A02-what =
    The terminal is not ready yet.
    Your card is fine.
A02-remedy = Please ask the staff.
A02-staff = The sentences { $file } are missing or unreadable. Restore assets/text.

A03-title = Not available right now
A03-what =
    The terminal is not ready yet.
    Your card is fine.
A03-remedy = Please ask the staff.
A03-staff = { $file } is missing or unreadable. Restore the assets folder.

L01-title = Could not read or write
L01-what =
    A file or the input cannot be used.
    The record was not changed.
L01-remedy = Check the place and the permission.
L01-staff = { $why }

L02-title = No such practice resident
L02-what =
    There is no resident of that name.
    Nothing was read.
L02-remedy = Choose another.
L02-staff = There is no "{ $name }"; there are { $why }

L03-title = The window could not open
L03-what =
    No display was found.
    The record was not changed.
L03-remedy = Start it on a display.
L03-staff = { $why }

L04-title = These are not 4 digits
L04-what =
    Nothing was sent.
    No try was used.
L04-remedy = Enter 4 digits.
L04-staff = The PIN for card information (券面事項入力補助用) has 4 digits.

L05-title = No card was put down
L05-what =
    The wait is over.
    Nothing was read.
L05-remedy = Put the card and try again.
L05-staff = --wait changes how many seconds to wait.

L06-title = No staff account yet
L06-what =
    The first administrator is missing.
    No record was shown.
L06-remedy = Tell the administrator.
L06-staff = Add the first administrator with kiosk staff add.

L07-title = Key or recipient not readable
L07-what = The identity file or the recipient is not one of age.
L07-remedy = Check the key and the recipient.
L07-staff = A recipient begins with age1, an identity with AGE-SECRET-KEY-1. `kiosk journal identity` makes both.

B01-title = The list cannot be taken in
B01-what = Some lines are wrong. Nothing was taken in.
B01-remedy = Correct these lines and take it in again.
B01-staff = kiosk/COMMANDS.md names the columns. With --check nothing is taken in.

B02-title = The library's rules do not allow it
B02-what = Nothing was changed.
B02-remedy = Look at the reason.
B02-staff = lent: something is still on loan; unknown-patron: there is no such number.

R01-title = Used by someone else
R01-what =
    Another registration uses this card.
    Nothing was changed.
R01-remedy = Please use another card.
R01-staff = In this service the card belongs to another registration. Take it off there first.

R02-title = Not with this card
R02-what =
    Taps with My Number cards
    are switched off here.
R02-remedy = Use the city card or a QR code.
R02-staff = An administrator switches My Number taps on, with the responsible officer’s name and the date.

R03-title = Not registered
R03-what =
    The registration is gone,
    or was never made.
R03-remedy = Please call staff.
R03-staff = There is no such registration. Look at the list again.

R04-title = These words cannot be kept
R04-what =
    Empty, too long,
    or a 12-digit number.
R04-remedy = Please use other words.
R04-staff = At most 60 characters; never an individual number.

H01-title = This code cannot be used
H01-what =
    It could not be read as a code made at home.
    You can begin here as usual.
H01-remedy = Choose the procedure on the first page.
H01-staff = It is not a KZH1 code, or of a newer version (kiosk/HOME_QR.md).

H02-title = This code cannot be used
H02-what =
    The code is not as it was made.
    Nothing was taken from it.
H02-remedy = Make it again, or enter here.
H02-staff = Signature or seal does not fit: altered, or damaged on the way.

H03-title = This code cannot be used
H03-what =
    It was made with a service
    that this town does not use.
H03-remedy = Please enter here.
H03-staff = The service that signed it is not in config/home.toml.

H04-title = This code is out of its time
H04-what =
    Its time is over,
    or has not begun yet.
H04-remedy = Make it again, or enter here.
H04-staff = Expired, longer than longest_hours, or the terminal’s clock is wrong.

H05-title = This code was used before
H05-what =
    A code counts once.
    Nothing was taken from it.
H05-remedy = Make it again, or enter here.
H05-staff = It was used at this terminal; the record says when (home-code-read).

H06-title = This code is too large
H06-what =
    It is larger than any code made at home.
    Nothing was taken from it.
H06-remedy = Please enter here.
H06-staff = More than 2,100 characters, or the scanner sends without an end.

H07-title = This code is for another town
H07-what =
    It cannot be opened here.
    Nothing was taken from it.
H07-remedy = Check for which town it was made.
H07-staff = Another town’s code, or the key it was sealed for is not here (keys in home.toml).

H08-title = This code cannot be used
H08-what =
    It holds what only a card may say,
    or a number that may not be in it.
H08-remedy = Please enter here.
H08-staff = Facts, staff’s fields and 12-digit numbers are never taken from a code.

H09-title = This code cannot be used
H09-what =
    An address or phone number
    stands in a code that is not sealed.
H09-remedy = Please enter here.
H09-staff = Names, addresses, phones and accounts are taken only from codes sealed with the town’s key.

H10-title = No such procedure here
H10-what =
    The procedure is not offered here,
    or is another than the open one.
H10-remedy = Choose the procedure on the first page.
H10-staff = No such form today, no answer that fits, or open = false in home.toml.

F09-title = This form file cannot be used
F09-what = Nothing was changed.
F09-remedy = See the reason.
F09-staff = The form’s file cannot be used. { $why }

F10-title = A form with an unknown signature
F10-what =
    The form was not installed.
    The difference is written above.
F10-remedy = Check the difference; two persons install it.
F10-staff = The key { $name } is not known. It installs when a second person confirms with --second.

F11-title = An older version of the form
F11-what =
    The form that is here is newer.
    Nothing was changed.
F11-remedy = Ask for the newer file.
F11-staff = { $why }
