# What the bot says, in English. Keys are named by meaning; the Vietnamese catalogue is the one in use.

### == frame of a question ==

with-problem =
    ℹ️ { $problem }

    { $question }
with-upload = { $lines }
with-current =
    { $question }
    Now: { $current }
picked = ✓ { $label }
button-contact = 📱 Share my phone number
button-previous-page = ‹ Page { $page }/{ $pages }
button-next-page = Page { $page }/{ $pages } ›
button-back = ‹ Back
button-edit = Edit
button-help = Help
button-restart = Restart
button-cancel = Cancel
button-keep = Keep
button-skip = Skip
button-keep-as-sent = Keep it as sent
button-upload = Send on a web page
button-yes = Yes
button-no = Type again
button-yes-do = Yes, do it
button-no-go-on = No, go on
mark-page = Page { $page }
mark-expired = This button is out of date
chosen-mark = → { $mark }
controls-typed = Or type: { $words }
command-typed = { $label } – type: { $words }

### == steering ==

cancel-sure = If you cancel, what you entered here is dropped. Cancel all the same?
restart-sure = If you start again, what you entered here is dropped. Start again all the same?
cancelled = Cancelled, nothing was sent. When you need it, type /submit to file an initiative, or /help to see how it works.
stopped = Stopped; nothing was changed.
nothing-to-cancel = There is nothing under way to cancel.
first-step = This is the first step; there is none before it.
nothing-to-edit = There is nothing to edit yet. Please answer the question below first.
nothing-to-keep = There is nothing to keep here yet. Please answer the question below.
step-needed = This one is needed and cannot be skipped. Please answer the question below.
edit-which = What would you like to change? Press a button, or type “edit” and the line, for example: edit full name
choose-from-list = This answer is not in the list. Please press a button, or type its number, for example: 1
pick-one-at-least = Please choose at least one, then press “Done”, or type numbers, for example: 1, 2
button-expired = That button is out of date. Please go on from the newest message.
form-changed = The form has just been updated. What was entered is still there.
form-without-role = You no longer hold the role that this needs, so it was stopped. If this is a mistake, please type /support
workplace-changed = The chosen workplace has just changed (merged, moved or closed). Please look at that part again; everything else is still there.
empty-text = There is nothing in this message. Please type your answer.
edited-message = The bot does not see changes of a sent message. Please send the answer as a new one, or type “edit” and the line, for example: edit full name
contact-not-now = Thank you, no phone number is needed now.
not-understood = Sorry, the bot did not understand this.
you-are-welcome = You are welcome! Write to the bot whenever you need something.
how-it-goes-on = Your grassroots union confirms first, and the bot writes as soon as it has decided; see how each initiative stands with /status
unknown-command = There is no such command; perhaps one letter is wrong.
group-chat = To keep personal data private, please write to the bot alone: tap its name, then “Message”.
something-went-wrong = Sorry, something went wrong and your last message was not handled. What was entered before is still there. Please send it again, or type /support for help.
sent-again = (Sent again, in case the first copy did not arrive)
must-follow = { $name } does not let the bot write to you until you follow it there, so messages come here. To get them on { $name }, open { $link } and press Follow.
medium-photo = The bot does not read pictures here. Please type your answer. For photos that go with an initiative, type /kem
medium-document = The bot reads no files here. Please type your answer.
medium-list = This is a spreadsheet. If it is a list of unions, type /nhap and send the file again.
medium-initiatives = This is a spreadsheet. If it is a list of initiatives, type /nhapsangkien and send the file again.
medium-voice = The bot cannot listen to voice messages yet. Please type your answer.
medium-video = The bot cannot watch videos yet. Please type your answer.
medium-sticker = Thank you! But the bot reads only words, please type your answer.
medium-location = No location is needed here. Please type your answer.
medium-contact = This is somebody else's contact, so it cannot be used. If the bot asks for a phone number, please type your own, for example: 0912 345 678
medium-other = The bot reads only words. Please type your answer.

### == files sent to the bot ==

file-being-read = The file has arrived and is being read. One moment, please…
file-not-asked = The file has been read, but what needed it was stopped, so it is not used.
file-not-carried = This channel does not carry files to the bot.
file-too-many = { $count } files are still being read. Please wait for the answers, then send more.
file-too-large = This file is too large: the bot takes files up to { $most } MB. Please send a smaller one, for example: split it in two
file-empty = This file is empty, there is nothing to read. Please look at it and send another, for example: the copy you saved last
file-gone = This file can no longer be fetched. Please send it again, for example: choose the same file on your device once more
file-unreachable = The bot tried several times and could not fetch the file. Please send it again in a few minutes, for example: when the connection is better
file-unreadable = The bot cannot read this file. Please open it, save it and send it again, for example: saved under another name
file-took-too-long = This file took too long to read, so the bot stopped. Please send a smaller one, for example: split it in two
file-text-meant =
    The file says ({ $count }/{ $limit } characters):

    { $text }

    Is this the text to take? To change it, copy it, edit it and send it again.
text-file-kind = The bot reads .docx, .odt, .txt and PDF files with text; this one is of another kind. Please send one of these, or copy the text and paste it here, for example: save it as .docx and send that
text-file-old-word = This file is of an old kind (.doc, .rtf) that the bot cannot read. Please open it, choose “Save As”, choose .docx and send the new file, for example: initiative.docx
text-file-locked = This file has a password, so the bot cannot open it. Please send one without, for example: open it, remove the password and save it; or copy the text and paste it here.
text-file-broken = This file is damaged or has not arrived as a whole. Please see whether it opens, save it and send it again, for example: under another name; or copy the text and paste it here.
text-file-bomb = This file unpacks to an unusual size, so the bot did not read it. Please copy the description into a new file and send that, for example: initiative.docx
text-file-scanned = This PDF holds pictures only, no text to read. Please send the Word file, or type the text here, for example: Corn is now shelled by machine.
text-file-picture = This file is a picture; the bot reads no text in pictures. Please send a Word file, or type the text here, for example: Corn is now shelled by machine.
text-file-empty = There are no words in this file. Please open it, look again and send the file with the description, for example: initiative.docx
text-file-encoding = The bot does not know the encoding of this file, so letters might come out wrong. Please open it in Notepad, choose “Save As”, choose UTF-8 as the encoding and send it again; or paste the text here, for example: Corn is now shelled by machine.
text-file-too-long = This file has more than { $most } characters, far too many for a description. Please copy the description into a new file and send that, for example only: the old way, the new way, the result.
old-font-meant =
    This was typed in an old font, { $font }: “{ $before }…”. The bot made of it ({ $count } characters):

    { $after }

    Is that right? Please look at the words with “ư”.
typing-leftovers-meant = The keyboard seems to have been without its Vietnamese driver. Is this meant: { $meant }?
damaged-words-meant = Some words are damaged by an old font, for example: { $words }. It is best to press “No” and copy the text anew. Keep it as it was sent?
letters-lost = Some letters could not be read (they show as �). Please type them again, or copy the text anew, for example: open it in Word and copy it
photo-being-read = The picture has arrived, its QR code is being read. One moment, please…
photo-card-meant =
    Read from the card: { $name }, number { $number }. Is that right?
    The bot keeps no picture; you had better delete it from this chat.
photo-card-odd = What the QR code of this card says is not in order. Please type your answer, for example: as it is printed on the card
photo-no-card = The bot could not read the card's QR code in this picture. Please take it very near, straight, in good light, without glare, with the whole QR code; or type your answer as in the example below.
photo-not-card = The QR code in this picture is not that of an identity card. Please photograph the one that is printed on the card; or type your answer as in the example below.
photo-several-cards = There are several cards in this picture. Please photograph yours alone; or type your answer as in the example below.
photo-no-code = The bot sees no QR code that it can read in this picture. For pictures that go with an initiative, type /kem first. For a QR code: please take it near, straight, in good light, with the whole QR code; or type the code printed below it, for example: M5N8-P3RK
photo-other-code = The QR code in this picture is not one of this programme. Please photograph the one on the poster of your CĐCS; or type the code printed below it, for example: M5N8-P3RK
photo-several-codes = There are several different QR codes in this picture. Please photograph one alone; or type the code printed below it, for example: M5N8-P3RK
photo-not-picture = The bot reads only JPG, PNG and WEBP pictures. Please take one with your phone and send it, for example: as a photo
photo-too-large = This picture is too large: the bot reads pictures up to { $most } megapixels. Please send a smaller one, for example: taken anew with your phone
photo-broken = This picture is damaged or has not arrived as a whole. Please send it again, for example: a new one
upload-here =
    Send the file here (within { $minutes } minutes, once):
    { $url }
caption-read = ℹ️ At this step the bot takes no file or picture; it has read the words beside it.
upload-several-here =
    Send files here (within { $minutes } minutes, one after another):
    { $url }
upload-nowhere = The bot cannot take files on this channel. Please send the file on Telegram or the chat page.
upload-not-needed = Please send the file right here in the chat.
upload-offer = { $upload }

### == menu ==

menu =
    { $name }
    Please choose below.
menu-waiting =
    { $name }
    { $waiting ->
        [1] 1 initiative waits
       *[other] { $waiting } initiatives wait
    } for your decision. Please choose below.
button-nop = File an initiative
button-tieptuc = Go on with the draft
button-theodoi = My initiatives
button-more = More
button-duyet = Review initiatives
button-report = Report
button-chon = Choose outstanding ones
button-hoso = Dossier
button-canbo = People
button-moi = Invite
button-qr = QR code
button-donvi = Unions below
button-ghepdonvi = Match workplaces
button-ops = State of the system
button-huongdan = Help
button-quen = Forget the draft and my data
button-xoa = Ask to delete what I filed
button-rut = Withdraw this initiative
button-code = { $code }
button-track = My initiatives
button-submit-another = File another one
button-fix-now = Change it now
draft-resumed = Your draft is all there. Please go on.
draft-waits = Your draft is still waiting for you.
not-for-you-duyet = This is for union executives who confirm initiatives. Executives without an invitation code type /apply
not-for-you-qr = A unit's QR code is fetched by its union executives. Executives without an invitation code type /apply
not-for-you-report = Reports are for the staff of district and provincial federations. Executives of a CĐCS get its dossier by /dossier. To see your own initiatives, type /status
not-for-you-hoso = The dossier of a unit is put together by its union officials. To file your own initiative type /submit, to see those you filed type /status
not-for-you-chon = Outstanding initiatives are chosen by the staff of federations. To see your own type /status
not-for-you-thongbao = Announcements are sent by the staff of federations. For help type /support
not-for-you-nhac = This is for the staff of district and provincial federations. To see your own initiatives, type /status
not-for-you-moi = Invitations are sent by district and provincial federations. For help, type /support
not-for-you-donvi = The list of unions is kept by district and provincial federations. For help, type /support
not-for-you-nhap = Lists of unions are imported by the staff of federations. For help type /hotro
not-for-you-nhapsangkien = Lists of initiatives are handed in by executives of a union or by federation staff. To file your own type /nop
not-for-you-ghepdonvi = Workplaces are matched by the staff of the district or provincial federation. For help type /support
not-for-you-caidat = These settings are for the staff of the district or provincial federation. For help type /support
not-for-you-canbo = The list of officials is for staff of the federations. An officer of a union without an invitation types /apply
not-for-you-ops = This command is for those who run the system. For help type /support

### == campaign ==

campaign-not-open = The programme “{ $name }” takes initiatives from { $opens }. See you then!
campaign-closed = The programme “{ $name }” has taken no more initiatives since { $closes }. You can still see what you filed: type /status
campaign-closed-draft-kept = The programme “{ $name }” has taken no more initiatives since { $closes }, so this one cannot be sent. Your draft is kept. If you have questions, type /support

### == consent ==

ask-consent =
    Hello! To file an initiative in the programme “{ $name }”, the federation of labour where you work needs your full name, CMND/CCCD number, phone number, unit and the text of the initiative.
    The data serve only to confirm, select and report initiatives; only your grassroots union (CĐCS) and the unions above it see them; they are kept for 24 months, then made anonymous.
    You may see, correct or delete them and withdraw your consent at any time with /mydata. If you do not agree, you can file on paper at your CĐCS.
    Do you agree?
consent-agree = I agree
consent-decline = I do not agree
consent-details = Show details
consent-declined = Thank you. The bot stores no personal data, only that you did not agree. You can still file on paper at your grassroots union; if you change your mind, press the button below or type “I agree”.
button-agree-after-all = I agree, open the form again
notice-details =
    Programme: { $name }
    • Who collects: the federation of labour with which you file (type /support for whom to ask).
    • What: full name, CMND/CCCD number, phone number, unit, text of the initiative; photos and papers if you send any. CMND/CCCD and phone numbers and files are encrypted when stored, and the two numbers masked when shown.
    • What for: to receive, confirm, select and report initiatives; for nothing else.
    • Who sees it: your CĐCS, the district and provincial federations and the national confederation.
    • Where it is kept: on servers run by the federation of labour; messages pass through the app that you are using.
    • How long: drafts until 30 days after the programme closes; initiatives 24 months, then anonymous.
    • Your rights: to see, correct, delete and withdraw consent with /mydata; an answer within 2 working days.
    • If you do not agree: the bot stores nothing more, you file on paper at your CĐCS.
    Do you agree?

### == questions of the form ==

ask-full-name =
    Step { $n }/{ $total }. Your full name?
    Example: Nguyễn Văn A
    Or send a photo of the QR code on your CCCD or căn cước: the bot reads name and number.
ask-id-number =
    Step { $n }/{ $total }. Your CMND (9 digits) or CCCD (12 digits) number?
    Example: 080 888 999 or 004 085 000 123
ask-phone =
    Step { $n }/{ $total }. A mobile number where the union can reach you?
    Example: 0912 345 678
ask-workplace = You work at { $workplace }, is that the right unit?
option-yes-right = The right unit
option-other-workplace = No, another unit
ask-province =
    Step { $n }/{ $total }. In which province or city is your unit's federation?
    Press a button, or type the name (marks may be left out), e.g. cao bang
ask-federation =
    Step { $n }/{ $total }. Which district or city federation?
    Press a button, or type the name, e.g. ha quang
ask-union =
    Step { $n }/{ $total }. Your grassroots union (CĐCS)?
    Press a button, or type a part of its name, e.g. mam non
ask-union-name =
    Step { $n }/{ $total }. Please type the name of your unit; the district will find its CĐCS.
    Example: Trường THCS Xuân Hòa
option-union-missing = My unit is not here
ask-block = Step { $n }/{ $total }. Which block does your unit belong to?
block-enterprise = Enterprises
block-public-admin = Public administration
ask-field = Step { $n }/{ $total }. Which field does the initiative belong to? If unsure, press “Skip”.
field-production = Production
field-new-product = New product
field-safety = Safety, hygiene, environment
field-administration = Administrative reform
field-party = Party and political system
field-management = Management
field-health = Health
field-education = Education
field-other = Another field
option-skip = Skip
ask-applied-on =
    Step { $n }/{ $total }. In which month was the initiative first in use, from { $first } to { $last }?
    Example: { $first }
ask-title =
    Step { $n }/{ $total }. The title of the initiative (at most 150 characters)?
    Example: A better vaccination register in a spreadsheet
ask-description =
    { $secret ->
        [yes] Step { $n }/{ $total }. A secret of technology: describe its effect only (at most { $limit } characters), not how it is done. Nobody has to tell the secret.
            Example: Each shift waits two hours less for the machine, which saves about 3 million đồng a month.
       *[no] Step { $n }/{ $total }. Describe it (at most { $limit } characters): the trouble, the new way, the result. Paste it, or send a Word file or a PDF.
            Example: Corn is now shelled by machine.
    }
description-over-limit =
    The text has { $count }/{ $limit } characters with spaces, { $excess } too many. Not a letter is lost.
    Character { $limit } is where the ┃ stands: “…{ $before }┃{ $after }…”
    Please send a shorter one, for example only: the old way, the new way, the result.
option-cut = Take it up to the last full sentence
option-whole = Send me the whole text
description-whole = { $text }
description-counted =
    { $text }
    ({ $count }/{ $limit } characters)
paste-complete = The bot has joined the pieces that you pasted. Is the text complete?
ask-review =
    Please look it over before sending:

    { $card }

    If all is right, press “Send”. To change a line, press “Edit” or type “edit” and the line, e.g. edit full name
ask-review-changes =
    { $changed ->
        [0] You have not changed anything yet:
       *[other] Please look over what you changed:
    }

    { $card }

    { $changed ->
        [0] To change something press “Edit”; to leave it as it was press “Send again”.
       *[other] If all is right, press “Send again”.
    }
ask-resend-unchanged = You have not changed anything, so the union sees the same text as before. To change something press “Edit”; to change nothing press “Send it as it was”.
option-resend-unchanged = Send it as it was
option-send = Send
ask-secret =
    Step { $n }/{ $total }. Is this a secret of technology? If so, its title and effect are enough.
    Example: no
option-secret = 🔒 Secret of technology
secret-yes = Yes, its effect only
secret-no = Not a secret
help-secret = A secret of technology is a way of doing something that the unit does not want others to know. Choose “Yes”, and the bot asks for title and effect only, not for the method, and compares it with no other initiative. When the choice changes, the description is asked again.
option-resend = Send again
card-line = • { $label }: { $value }
card-line-changed = • { $label }: { $value } (before: { $old })
review-alike =
    ℹ️ Your unit already has an initiative that is much like this: { $which }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }. If yours is something else, just press { $again ->
        [yes] “Send again”; to say what differs press “Edit”.
       *[other] “Send”; to say what differs press “Edit”; if it was sent already press “Cancel”.
    }
alike-other = “{ $title }”
alike-own = { $code } “{ $title }” (your own)
shown-skipped = not given
shown-union-missing = not on the list
shown-secret = yes, its effect only
shown-no-secret = no
nothing-before = nothing
line-full-name = Full name
line-id-number = CMND/CCCD number
line-phone = Phone
line-province = Province or city
line-federation = Union above
line-union = CĐCS
line-union-name = Unit (as typed)
line-workplace = Unit
line-block = Block
line-field = Field
line-applied-on = In use since
line-secret = Secret of technology
line-title = Title
line-description = Text
help-step =
    Please answer the question below by typing or pressing a button. Type “back” for the step before, “edit” to change a line, “restart” to begin again, “cancel” to stop. Each answer is stored at once.
help-consent = Choose “I agree” to begin the form; with “I do not agree” nothing about you is stored. Type “show details” to read it all.
help-description = Best in three parts: what the trouble was, what you do differently, what came of it (time, money, safety). Type it here, or write it in Word and paste it or send the file (.docx, .odt, .txt, .pdf). If the method is a secret of your unit, press or type “Secret of technology”.
card-not-right = Nothing was sent. To change a line, type “edit” and the line, for example: edit title
help-review = Please read it once more, then press the button to send. To change a line, type “edit” and the line, for example: edit title
place-meant = Is it { $place }?
place-ambiguous = Several units are alike. Please press a button below, or type its number, for example: 1
place-ambiguous-more = Many units are alike; these are the nearest. Please press a button, type its number, or type more of the name, for example: mầm non hoa sen
place-elsewhere = { $place } belongs to { $above }, not to what was chosen. Please choose from the list, for example type: 1, or type “back” to choose another one.
province-not-found = There is no such province or city. Please type the name again, e.g. Cao Bằng
federation-not-found = There is no such district or city federation. If it is a commune, please type its district, e.g. Hà Quảng
federation-not-commune = That is a commune, ward or town. Please type the district or city that it belongs to, for example: Hà Quảng
union-not-above = That is the name of what is above, not of a union. Please choose from the list, or type a part of its name, e.g. mầm non
union-not-found = There is no such union. Please type a part of its name, e.g. mầm non; if it is not there, choose “My unit is not here”.

### == photos and papers that go along ==

option-add-attachments = 📎 Add photos, papers
ask-attachments = { $body }
attachments-none-yet =
    Send photos or papers that go along: up to { $most } files of up to { $megabytes } MB each.
    Example: the machine before and after, a drawing as PDF.
attachments-so-far =
    { $count } of { $most } files:
    { $lines }
    Send another one, or press “Done”.
attachment-line = { $number }. { $name }
attachment-unnamed = File { $number }
option-no-attachment = No files
option-attachments-done = Done
option-drop-attachment = Drop file { $number }
attachments-are-sent = Here photos or files are sent, nothing needs to be typed. If there is none, press “No files”; if all are sent, press “Done”. For example: send a photo of the machine
attachments-full = This initiative has all the files it may have ({ $most }). To replace one, drop it and send another one, for example: Drop file 1
attachments-full-filed = This initiative has all the files it may have ({ $most }). To replace them, take the old ones back and send new ones, for example: /attach A7K2 gỡ (A7K2 is the code)
attachment-not-asked = This file arrived when files were no longer being taken, so it does not go with the initiative. Please type /kem and send it again.
attachments-missing = { $count ->
        [one] One file does
       *[other] { $count } files do
    } not go with initiative { $code }: no longer stored, or there are as many as allowed. Type /tep { $code } to look, and send what is missing with /kem { $code }
attachment-twice = The file “{ $name }” is in the list already. Send another one, or press “Done”, for example: a photo from another side
attachment-being-read = Received, storing the file…
help-attachments = Photos (JPG, PNG), PDF, Word, Excel and PowerPoint are taken. Place and device are removed from photos, files are stored encrypted; nobody but you and the union officers in charge can open them.
line-attachments = Files
attachments-shown =
    { $count ->
        [0] none
       *[other] { $count } ({ $names })
    }
card-attached = • Files: { $count }
button-tep = 📎 See files
button-kem = 📎 Add files
attachments-follow = Initiative { $code } has { $count } files, they are on their way.
no-attachments = Initiative { $code } has no files.
attachment-shown = 📎 { $code } ({ $number }/{ $count }): { $name }
attachment-gone = File { $number } of initiative { $code } is not kept here. If it is needed, ask the author to send it again: /attach { $code }
attachment-signature = 📎 { $code } ({ $number }/{ $count }): the author's signature
attached =
    { $count } files were added to initiative { $code }. The executives of the CĐCS are told.
attached-by-author = 📎 The author added { $count } files to initiative { $code }.
button-detach = Take these files back
ask-detach = Take all photos and papers from initiative { $code }? They cannot be had back; others can be sent at any time.
option-detach = Take all files back
option-keep-files = Keep them
detached = The files were taken from initiative { $code }.
detaching-not = The files are kept.
detaching-too-late = Initiative { $code } has been dealt with, so its files stay. Ask your CĐCS if they must go: /support
attaching-nothing = No file was added.
attaching-cancelled = Stopped, no file was added.
attaching-too-late = Initiative { $code } was withdrawn or declined and takes no more files. To ask: /support
attach-to-which = To which initiative do you want to add files? Choose it, press “Add files”, then send them.
attachments-off = This programme takes no files. Please describe it in words.
attachment-kind = Files of this kind are not taken. Send a photo as JPG or PNG, or a PDF, Word, Excel or PowerPoint file, for example: drawing.pdf
attachment-heic = This is a HEIC photo of an iPhone, which many machines cannot open. Send it as a photo rather than a file, or send a screenshot of it, for example: choose “Photo” when attaching
attachment-old-office = This file has an old format (.doc, .xls, .ppt). Open it, choose “Save as”, .docx, .xlsx, .pptx or PDF, and send it again, for example: process.docx
attachment-macros = This file has macros and is not taken. Save it as .docx, .xlsx, .pptx or PDF and send that, for example: process.docx
attachment-locked = This file has a password, so officers could not open it. Send one without, for example: open it, remove the password, save it
attachment-broken = This file is damaged or incomplete. See whether it opens and send it again, for example: saved under another name
attachment-many-pages = This TIFF file has several pages, and the bot could keep only one. Please save it as a PDF and send that, for example: scan.pdf
attachment-too-many-points = This picture is too large: up to { $most } million points are taken. Send a smaller one, for example: a new photo

### == help with writing, examples, benefit ==

button-write = Help me write
button-vidu = See an example
option-own-words = I write it myself
writing-kept-text = What you have just written is kept under “New way”.
ask-problem =
    Step { $n }/{ $total }. What was the trouble before?
    Example: All was in notebooks; looking something up took half a day.
ask-solution =
    Step { $n }/{ $total }. What do you do differently?
    Example: A spreadsheet that says what is due.
ask-result =
    Step { $n }/{ $total }. What came of it: faster, cheaper, safer?
    Example: Two hours less a day, and nothing is missed any more.
ask-benefit =
    Step { $n }/{ $total }. What is it worth in money? Skip this if you do not know.
    Example: 15 triệu một năm
benefit-meant =
    { $amount } đồng ({ $words } đồng){ $period ->
        [month] {" "}a month. Is this right?
        [year] {" "}a year. Is this right?
       *[once] . Is this right? If it is a sum for each month or year, type it again, for example: 15 triệu một năm
    }
benefit-shown =
    { $amount } đồng{ $period ->
        [month] {" "}a month
        [year] {" "}a year
       *[once] {""}
    } ({ $words } đồng)
benefit-which = This may mean several sums. Press a button, or type the unit too, for example: 15 triệu một năm
benefit-unreadable = No sum of money was found in this. Please type a number with its unit, for example: 15 triệu một năm, 500 nghìn; or “skip” if it is not known.
benefit-other-period = The bot can note a sum that comes once, every month or every year. Please convert it, for example: 15 triệu một năm
benefit-too-much = This sum is larger than can be noted. Please look at the unit again, for example: 15 triệu một năm
part-problem = Before
part-solution = New way
part-result = Result
part-benefit = Worth
part-empty = The answer needs words or figures. If there is nothing to say, type “skip”; for example: All was in notebooks.
part-too-long = This part has more than { $limit } characters, too many for one point. Please send a shorter one, for example: All was in notebooks.
ask-composed = { $body }
composed-preview =
    The text made of your answers ({ $count }/{ $limit } characters):

    { $text }

    Use this text, or change a part? You may also type another text here.
composed-drops =
    { $body }
    Taken up to the last sentence within the limit, the text will lose: { $parts }. To keep all of it, please shorten the longest part.
composed-empty = All four questions were skipped, so there is no text. Please write a part, or type the whole text here, for example: Corn is shelled by machine now, three times as fast.
composed-own-too-long = The text you have sent is over the limit; it is kept as it is. You may choose, for example: send me the whole text.
option-use-text = Use this text
option-edit-part = Change: { $label }
option-write-again = Start again
option-add-benefit = Add what it is worth
line-problem = Trouble before
line-solution = New way
line-result = Result
line-score = Score
line-reason = Reason
line-benefit = Worth in money
help-writing = One or two short sentences each; type “skip” if there is nothing, “back” for the question before, “I write it myself” to type the whole text. At the end you see the text before it is used.
help-benefit = The money saved or earned, once, every month or every year, in any writing: 15 triệu, 1,2 tỷ/năm, 500k một tháng. Type “skip” if it is not known.
example-production = Corn was shelled by hand, two hundredweight a day. Now a machine made from an old motor does seven, with two people less.
example-new-product = Only dried tea was sold. Now tea bags are made from broken leaves, 300 boxes a month, and no leaves are thrown away.
example-safety = The saw had no guard, and hands were scratched. Now it has a guard and a foot switch; no accident in six months.
example-administration = People came twice for a certificate. Now papers come by phone and a time is agreed; they come once and wait 20 minutes less.
example-party = Papers for each meeting were printed 40 times. Now they are sent three days ahead, and opinions come back by an electronic form.
example-management = Hours were noted in a book, and adding them up took two days. Now the teams share a spreadsheet, and the figures are there at once.
example-health = Vaccinations were kept in a book, and children were missed. Now a spreadsheet says who is due; on time were 86%, and are 97%.
example-education = Children spoke little in class. Now there is a corner with puppets made from scraps; after two months 25 of 28 retell the story.
example-other = The lights of the corridor were on all night. Now they have a sensor, and 400 thousand đồng a month are saved.
example-shown =
    An example for { $field }:

    { $text }
example-which = An example for which field? Press a button, or type it after the command, for example: /example health
button-vidu-others = Other fields…
button-vidu-edit = Change the examples by field
example-line = • { $field }: { $is_own ->
        [yes] our own
       *[no] built in
    }
examples-set =
    Under /example people of { $place } see:
    { $lines }
    To change one, press a button, or type it like this: /example edit health
example-not-for-you = Only federation staff may change examples. To see them, type /example
example-field-unknown = There is no such field. Press a button, or type it like this, for example: /example edit health
ask-example =
    { $place }, { $field }. Please type the new example, one short paragraph without names of people.
    Shown now: { $current }{ $is_own ->
        [yes] {" "}For the built-in one, type: delete
       *[no] {""}
    }
option-example-default = Use the built-in one
example-wrong = An example needs words and has at most { $limit } characters. Please type it again, for example: It was in notebooks; now it is in a spreadsheet, two hours less a day.
example-set =
    Stored. { $place }, { $field }, now shows:

    { $text }
help-example = Everybody of the area sees this under /example or “See an example”. Best in two or three sentences: before, the new way, the result in figures. No names of real people.
report-benefit =
    Worth { $amount } đồng{ $period ->
        [month] {" "}a month
        [year] {" "}a year
       *[once] {""}
    }

### == after sending ==

submitted =
    ✅ Your initiative “{ $title }” has been received. Thank you!
    Receipt: { $code }
    Time: { $at }
    What comes next: your CĐCS looks at it and confirms it; the bot tells you the result here at once.
submitted-unresolved =
    ✅ Your initiative “{ $title }” has been received. Thank you!
    Receipt: { $code }
    Time: { $at }
    What comes next: the federation above finds your CĐCS and looks at it; the bot tells you the result here at once.
resubmitted =
    ✅ Initiative { $code } has been sent again{ $changed ->
        [0] , as it was. The
       *[other] . The union sees what you changed; the
    } bot tells you the result at once.
which-sua =
    Which initiative do you want to change? Please press its code.
    { $lines }
revision-gone = No changes are asked for here now. To see where it stands, type /status
revision-cancelled = Nothing was sent again. The request for changes is still there; to go on, type /status
nothing-filed = You have not filed an initiative yet. Please press the button below to begin.
tracked =
    Your initiatives ({ $count }):
    { $lines }
track-line =
    • { $code } · { $title }
      { $status }
track-card =
    Initiative { $code }
    Status: { $status }

    { $lines }
no-such-code = There is no code { $code }. Please check each character, e.g. a code: A7K2-9QXM
status-submitted = Waiting for a decision (filed { $at })
status-changes-requested = Changes asked for ({ $by }, { $at }): { $reason }
status-confirmed = Confirmed ({ $by }, { $at }), the agreement of the head or employer is missing
status-confirmed-valid = Valid: confirmed ({ $by }, { $at }); agreed to: { $agreement }
status-rejected = Not confirmed ({ $by }, { $at }): { $reason }
status-withdrawn = Withdrawn
ask-withdraw = Are you sure to withdraw initiative { $code }? It cannot be brought back.
option-withdraw = Withdraw it
option-keep-filed = Keep it
withdrawn = Initiative { $code } is withdrawn. To file another one, type /submit
withdraw-not = The initiative stays as it is, nothing has changed.
withdraw-too-late = This initiative has been decided on and cannot be withdrawn any more. For help, type /support
withdrawn-already = You have withdrawn this initiative already. To file another one, type /submit
which-rut =
    Which initiative do you want to withdraw? Please press its code.
    { $lines }
withdraw-nothing = There is no initiative that can be withdrawn: only those without a decision can.
author-confirmed = 🎉 Congratulations! Initiative { $code } “{ $title }” was confirmed by { $by }. The agreement of the head or employer is still to come; there is nothing for you to do.
author-confirmed-valid = 🎉 Congratulations! Initiative { $code } “{ $title }” was confirmed by { $by } and agreed to. The dossier is valid.
author-agreement = 🎉 Initiative { $code } “{ $title }” has been agreed to ({ $agreement }). The dossier is valid.
author-resolved = The workplace that you typed as “{ $name }” is now on record as: { $place }. There is nothing for you to do; we tell you here as soon as there is a result.
author-unresolved = The workplace that you typed as “{ $name }” is on record in your words again: what was matched before was not right, and staff are looking into it. There is nothing for you to do.
author-rejected =
    Initiative { $code } “{ $title }” was not confirmed this time.
    Reason ({ $by }): { $reason }
    Thank you for sending it. You can still file another one with /submit
author-changes =
    Initiative { $code } “{ $title }” needs a small change:
    { $lines }
    { $by } says: { $reason }
    You only need to change these lines and send it again: press “Change it now”, or type /fix { $code }

# In forms that the platform has approved: what became of an initiative, 30 characters at the most.
notice-confirmed = was confirmed
notice-confirmed-valid = was confirmed and is valid
notice-agreement = has the employer's agreement
notice-rejected = was not confirmed
notice-changes = needs changes

### == confirmation ==

decision-card =
    📄 Initiative { $code } waits for a decision

    { $lines }
decision-card-changed =
    📄 Initiative { $code } was changed by its author and sent again

    { $lines }
card-entered =
    • Entered by { $name }; { $consent ->
        [account] the author confirmed it on the own phone
        [signature] with a photo of the author's signature
       *[list] the union keeps the list with the author's signature
    }
card-alike = • Much like: { $codes }
decision-card-closed =
    📄 Initiative { $code }
    { $status }

    { $lines }
card-closed = Initiative { $code }: { $mark }
card-confirm = confirmed by { $by }, { $at }
card-reject = not confirmed by { $by }, { $at }
card-request-changes = { $by } asked for changes, { $at }
card-withdrawn = withdrawn by its author
card-resolved = has been matched to { $place }
card-referred = has been passed to { $place }, who will find the right union
button-confirm = ✅ Confirm
button-request-changes = ✏️ Ask for changes
button-reject = ⛔ Reject
button-compare = 🔍 Compare
compared =
    { $older } (filed first) and { $newer } (filed later), { $author }: about { $share }% alike.

    Title: { $title }
    Description: { $description }

    Between [− and −]: only in the first; between [+ and +]: only in the later one; “…” stands for what is the same. Being alike does not mean copied: please look and decide.
compared-one-author = filed by the same person
compared-two-authors = filed by two people
compared-with-nothing = No initiative of the CĐCS is much like { $code }.
button-agreement = Add the agreement
button-next-waiting = Next initiative
signature-of-place = Executive committee of { $place }
queue =
    { $count ->
        [1] 1 initiative waits
       *[other] { $count } initiatives wait
    } for a decision{ $rest ->
        [0] {""}:
       *[other] . The first { $shown }:
    }
    { $lines }
    Please press a button on the card below, or type, for example: duyệt 1-3 trừ 2
queue-line = { $n }. { $code } · { $title } · { $name }
waiting-digest = { $count ->
        [one] One initiative is
       *[other] { $count } initiatives are
    } waiting for your decision. Press the button below or type /review: the bot shows them one after the other.
queue-goes-on =
    { $said }
    { $count ->
        [one] One more initiative is
       *[other] { $count } more initiatives are
    } waiting; the next one:
queue-over =
    { $said }
    Nothing else waits for you.
nothing-waiting = Nothing waits for your decision now.
numbers-off-list = The list has { $last } initiatives. Please type again, for example: duyệt 1-3 trừ 2
code-ambiguous = Several codes begin like that: { $codes }. Please type all 8 characters, e.g. a code: A7K2-9QXM
card-outdated = The author changed this initiative after the card was sent. This is the new one:
already-decided =
    Initiative { $code } has been dealt with already.
    { $status }
agreement-after-confirming = Initiative { $code } still waits to be confirmed. Please press “Confirm” on the card below; the bot asks for the agreement right then.
decide-not-yours = This initiative is not in your scope. For help, type /support
decide-own = This is your own initiative, so another executive or the federation above decides on it.
decide-left-to-union = This union has executives of its own, please leave it to them. Follow it with /report waiting
ask-agreed = Has the head or employer agreed that it is applied? ({ $count ->
        [1] 1 initiative
       *[other] { $count } initiatives
    }: { $codes })
option-agreed = Agreed
option-not-agreed = Not yet, confirm first
agreed-not-yet-meant = There is no agreement yet. Confirm { $codes } all the same, and add it later?
ask-employer =
    Who agreed? Please give name and position, with a comma between.
    Example: Nguyễn Văn A, Giám đốc
ask-agreed-on =
    On which day?
    Example: 5/4/2021
option-today = Today
ask-what-to-change = What should the author of { $codes } change? Please choose one or more, then press “Done”, or type numbers, e.g. 1, 2
option-done = Done
ask-reason = What shall the author of { $codes } be told? Choose one, or type it, e.g. Please say how many hours are saved.
reason-meant =
    Give the author the reason “{ $reason }” and { $verb ->
        [reject] reject
       *[other] ask for changes to
    } { $codes }?
reason-unclear = Please say more clearly how it is done.
reason-no-result = Please add the result.
reason-wrong-unit = Please check your unit.
reason-more-figures = Please add figures from before and after.
reason-duplicate = The same initiative was filed already.
reason-not-applied = It was not in use in the time of the programme.
reason-not-initiative = The text does not describe an initiative or solution.
reason-not-our-union = The author does not belong to this union.
decided-confirm = ✅ Confirmed { $count ->
        [1] 1 initiative
       *[other] { $count } initiatives
    }: { $codes }. The author is told at once.
decided-request-changes = Changes were asked for: { $codes }. The author is told at once.
decided-reject = Rejected: { $codes }. The author is told, with the reason.
decided-agreement = ✅ The agreement was recorded for { $codes }. The author is told at once.
decision-cancelled = Stopped, nothing more was recorded: the initiative is as it was. To see what waits for you, type /review
help-agreement = A dossier is valid only if the head or employer agrees that the initiative is applied. If that is to come, confirm first and add it later.
help-what-to-change = The author can change only what you choose. Then press “Done”.
help-reason = The reason reaches the author word for word; please be short and clear, 5 to 500 characters.

### == roles, invitations, QR codes ==

role-executive = Executive of a CĐCS
role-staff = Staff of a federation
role-operator = Operator
ask-introduction =
    { $kind ->
        [operator] You are invited to look after this system. Please tell us your full name.
       *[other] You are invited as { $role }, { $place }. Please tell us your full name; decisions are signed with it.
    }
    Example: Trần Thị B
welcome-executive = Welcome, { $name }! From now on you confirm the initiatives of { $place }. New ones are sent to you here; to see what waits, type /review
welcome-staff = Welcome, { $name }! You are now staff of { $place }. Type /report for the report, /nhap to import a list of unions, /invite to invite colleagues, /help to see how it works.
welcome-operator = Welcome, { $name }! When the machine needs a look, you are told here, and again when it is over. The state of the system at any time: type /ops
invitation-held-already = You have this role already.
link-unusable = This code is not right. Please check each character, e.g. a code: M5N8-P3RK; or type /submit to file an initiative without a code.
link-used = This code was used already, an invitation works once; please ask whoever invited you for a new one. Filing an initiative needs no code: type /submit
link-expired = This code has expired. Please ask whoever sent it for a new one; filing an initiative needs no code: type /submit
link-revoked = This code was taken back. Please ask whoever sent it; filing an initiative needs no code: type /submit
link-closed = The unit of this invitation was closed or merged, so the code opens nothing any more. Please ask whoever sent it; filing an initiative needs no code: type /submit
codes-held-back = Several codes in a row were wrong, so invitations are not taken for an hour. Filing and following initiatives works as ever: type /submit or /status
ask-invite-role = Whom do you invite? Open invitations: /invite ds · unions without anybody who decides: /people thieu
ask-invite-organisation = For which unit? Press a button, or type its name, e.g. mầm non
ask-import-file = Please send the list of unions (.xlsx or .csv). The bot checks it first and stores nothing yet.
ask-import-apply = The list is right: { $new } new unions, { $changed } changed, { $unchanged } unchanged. Apply it?
ask-bulk-file = Please send the list of initiatives (.xlsx or .csv), one a row. The bot checks it first and files nothing yet.
ask-bulk-place = Of which union is this list?
ask-bulk-apply =
    The list is right: { $new } new initiatives of { $authors } authors, { $of }.{ $there ->
        [0] { "" }
       *[other] { " " }{ $there } are filed already and will not be filed again.
    }
    { $declaration }
place-not-in-scope = There is no such unit in your scope. Please type the name again, e.g. mầm non
place-closed = This unit is closed, so nobody is invited to it and it needs no QR code. If this is a mistake, please tell the federation above.
invitation-ready =
    Invitation as { $role }, { $place }: { $code }
    Works once, until { $until }. Pass this message on to the invited person, who { $how }
    { $links }
invitation-by-link = scans the QR code, taps a link, or sends the code to the bot.
invitation-by-code = sends the code, or a picture of the QR code, to the bot.
invitation-open-already = An invitation as { $role }, { $place } is open already: { $codes }. Another one is made. Take back in the list what is not needed any more: /moi ds
invitation-revoked = The invitation as { $role }, { $place } ({ $code }) was taken back. It opens nothing any more.
no-such-invitation = No open invitation in your area begins like that. Please see the list, for example type: /moi ds
button-invitations = Open invitations
button-revoke-invitation = Take this code back
newcomer-invited =
    🔔 { $name } has just become { $role } of { $place }, invited by { $by }.
    { $advice }
newcomer-asked =
    🔔 { $name } has just become { $role } of { $place }; accepted by { $by }.
    { $advice }
newcomer-remove = If this is the wrong person, take the role away at once with the button below.
newcomer-report = If this is the wrong person, please tell the federation above at once.
by-operator = the system's operator
person-unnamed = An official without a name
ask-qr-organisation = The QR code of which unit? Press a button, or type its name, e.g. mầm non
units = Choose a union to rename, merge, close or take a change back; or type /units and a name to search, e.g. /units hoa mai
units-found = { $count } unions fit. Choose the one to change:
units-closed = Unions that were closed or merged, the latest first. Choose one to reopen it or take the change back:
units-closed-none = No union in your scope has been closed.
units-none = There is no union in your scope yet. Type /nhap to import your list.
button-units-more = More unions
button-units-closed = Closed unions
unit-over = { $place } (closed)
ask-unit-act =
    { $place }: { $status }
    What would you like to do?
unit-is-active = active
unit-is-closed = closed
unit-is-merged = merged into { $other }
unit-do-rename = Rename
unit-do-merge = Merge into another
unit-do-close = Close
unit-do-reopen = Reopen
unit-do-undo = Take the last change back
button-unit-undo = Take back
unit-not-by-staff = The last change was made by the operator, so only the operator can take it back. For help, type /support
ask-unit-name = What is the new name? E.g. Trường Mầm non Hoa Sen
ask-unit-other = Merge { $place } into which one? Press a button, or type a name to search, e.g. hoa mai
unit-merge-itself = That is the union to be merged itself. Type the name of the one that takes over, e.g. hoa mai
ask-unit-sure = { $what } Do you agree?
unit-yes = Agree
unit-no = No
unit-left = Nothing has changed.
unit-sure-rename = Rename { $place } to { $name }. What was filed keeps the old name; the old name is still found.
unit-sure-merge = Merge { $place } into { $other }: { $initiatives } initiatives ({ $waiting } waiting) and { $executives } executives go over; QR codes and the old name lead to the new one. It can be taken back.
unit-sure-close = Close { $place }: nobody can choose it any more. Its { $initiatives } initiatives stay; { $executives } executives can still decide on the { $waiting } that wait. It can be reopened.
unit-sure-reopen = Reopen { $place }, so that people can choose it.
unit-sure-undo = Take back: { $what }. What has happened since stays.
unit-was-added = { $place } added ({ $day })
unit-was-renamed = renamed to { $place } ({ $day })
unit-was-closed = { $place } closed ({ $day })
unit-was-reopened = { $place } reopened ({ $day })
unit-was-moved = { $place } moved to { $other } ({ $day })
unit-was-merged = { $place } merged into { $other } ({ $day })
unit-done-added = { $place } was added below { $other }.
unit-done-renamed = { $place } is now called { $name }.
unit-done-closed = { $place } is closed.
unit-done-reopened = { $place } is open again.
unit-done-moved = { $place } now belongs to { $other }.
unit-done-merged = { $place } is merged into { $other }: { $initiatives } initiatives, { $roles } roles and { $children } units below went over; { $ended } roles ended.
unit-done-undone = Taken back: { $what }.
unit-told-renamed = { $place } is called { $name } from now on.
unit-told-closed = { $place } has been recorded as closed and takes no more initiatives. You can still decide on the { $waiting } that wait. If this is a mistake, please tell the federation above.
unit-told-reopened = { $place } is open again and takes initiatives as before.
unit-told-moved = { $place } belongs to { $other } from now on.
unit-told-merged = { $place } was merged into { $other }. You decide together for the new union; { $waiting } initiatives are waiting.
unit-staff-merged = { $place } was merged into { $other }. Where both are of one level, your role goes over; otherwise it has ended. To see what you can do: /start
unit-told-undone = The federation above took back: { $what }. Everything is as before.
unit-refused-unknown = This union cannot be found any more. Please look again: /units
unit-refused-not-active = This union is closed, so it cannot be changed. Please see: /units closed
unit-refused-active = This union is active; there is nothing to reopen.
unit-refused-merged = This union was merged; choose “Take the last change back” to part them.
unit-refused-itself = These are one and the same, so there is nothing to move. Please choose another.
unit-refused-kind = These two are of different levels and cannot be joined. Please choose one of the same level.
unit-refused-loop = What is to take it stands below this very unit. Please choose another.
unit-refused-too-deep = That would make too many levels. Please choose one nearer to the province.
unit-refused-has-children = Active units hang below it; merge or move those first.
unit-refused-parent-closed = What stands above it is closed; reopen that or move it first.
unit-refused-same-name = The new name is the present one, so nothing has changed.
unit-refused-name-taken = There is one of that name below the same federation; if they are one, choose “Merge”.
unit-refused-code-taken = This code belongs to another unit. Please choose another, for example: 04.045.002
unit-refused-nothing = There is no change to take back.
unit-refused-later-change = This unit has been changed since; take the later change back first.
option-posters-of = 🗂 All posters: { $place }
ask-qr-form = QR code of { $place }: which form do you need?
option-qr-pdf = PDF: A4 sheet to print
option-qr-png = PNG: picture for a group chat
option-qr-svg = SVG: drawing for a printer's shop
option-qr-renew = Revoke the code, make a new one
ask-renew-code = Revoke the QR code of { $place }? The posters on the walls will not fill in the unit any more; new ones have to be printed and put up.
option-renew-code = Revoke, make a new one
option-keep-code = Keep the old code
qr-code-kept = Nothing has changed, the old code goes on working.
qr-code-renewed = The old code of { $place } is revoked. New code: { $code }. Whoever scans an old poster is told so and chooses the unit. The new poster is in the next message; please print it and put it up.
qr-png =
    QR code of { $place }.
    Send this picture to the unit's group: whoever scans it can file an initiative, the unit is filled in.
    Code for typing: { $code }
qr-svg =
    QR code of { $place }, a drawing that stays sharp at any size. Send the file to a printer's shop; leave the white margin around the code.
    Code for typing: { $code }
qr-pdf =
    A4 sheet of { $place }. Black and white will do; print it at its own size (100%) and put it up on the notice board: it can be scanned from 2 metres.
    Code for typing: { $code }
posters-none = No union is on record below { $place }, so there is no poster to make.
posters-no-part = The posters of { $place } come in { $parts } parts. Please choose again: type /qr
posters-begun = Making { $total } posters of { $place }{ $parts ->
        [1] {""}
       *[other] {" "}(part { $part }/{ $parts })
    }. Go on with something else, the file will be sent here.
posters-under-way = A set of posters is being made for you already. Please ask for the next one when you have that file.
posters-progress = Posters of { $place }: { $done }/{ $total } are made.
posters-made = Posters of { $place }: all { $total }/{ $total } are made. The file is in the next message.
posters-ready =
    All posters of { $place }: { $count } unions{ $parts ->
        [1] {""}
       *[other] {" "}(part { $part }/{ $parts })
    }.
    Unpack the file: in-tat-ca.pdf prints all at once; an A4 sheet (PDF) and a picture (PNG) for each union; danh-sach.xlsx lists codes and addresses.
posters-failed = Sorry, the posters of { $place } could not be made. Type /qr to try again, or /support for help.
posters-gone = This file was kept for 24 hours and is gone. Type /qr to get it again.
button-posters-part = Get part { $part }/{ $parts }
button-posters-stop = Stop
posters-stopped = The set of posters is stopped. The codes of the unions have not changed.
posters-not-under-way = No set of posters is being made. For QR codes, type /qr
posters-sheet = List
posters-column-number = No.
posters-column-organisation = Code of the union
posters-column-name = Name
posters-column-above = Union above
posters-column-code = Short code
posters-column-address = Address
posters-column-file = File
poster-outdated = This poster is out of date, its code is no longer in use. You can file all the same: when the bot asks for your unit, type its name to find it.
poster-call = Scan to file an initiative
poster-period = Initiatives are taken from { $opens } to { $closes }
poster-scan = Open Zalo or the camera, scan the code above.
poster-choose = Choose where to chat: { $ways }.
poster-open = Tap the link that appears to chat with the bot.
poster-ways = { $ways } or the web page
poster-web = right on the web page
poster-answer = Answer one question at a time, about three minutes; your unit is filled in.
poster-code = Code of the unit
poster-type-there = Cannot scan? Open
poster-type-code = and type the code beside.
poster-send-code = and send the code beside.
reminders = { $lines }
reminders-now = The executives of { $count } unions without an initiative are being reminded.
reminders-later = So that nobody is disturbed at night, the executives of { $count } unions without an initiative will be reminded from { $at } on.
reminders-nobody = Nobody could be reminded.
reminders-not-needed = Every union has an initiative, so nobody needs reminding.
reminders-too-late = The programme “{ $name }” takes no more initiatives, so nobody is reminded.
reminder-no-initiative = { $place } has no initiative in the programme “{ $name }” yet. Please encourage your colleagues to file before { $closes }.

### == matching workplaces that were typed ==

resolve-notice =
    Workplaces that authors typed and that wait for you to match them to a union: { $count }
    { $lines }
    Press the button below, or type /resolve
resolve-notice-line = • “{ $name }”, initiatives: { $count }
resolve-notice-more = …
ask-resolve =
    { $left }
    { $place }: authors typed the workplace “{ $name }” ({ $count ->
        [0] a colleague has just dealt with it
       *[other] initiatives: { $count }, authors: { $authors }
    }).
    { $spellings }
    Which union is it? Press a button, or type part of its name, for example: mầm non
resolve-left = Workplaces left: { $count }.
resolve-left-or-more = Workplaces left: more than { $count }.
resolve-spellings = Also typed as: { $names }
option-resolve-new = ➕ Create a union
option-resolve-refer = ↪ To another district
option-resolve-later = Later
resolve-not-found = No such union in your area. Type part of its name again, for example: mầm non; if it is not on the list, choose “Create a union”.
help-resolve = Choose a union: every initiative with this workplace goes there at once, its executives and the authors are told, and the typed name is remembered. A mistake can be undone within an hour. If you are not sure, choose “Later”.
ask-resolve-federation = To which federation of the province does “{ $name }” belong? Press a button, or type its name, for example: ha quang
resolve-same-federation = It is with that federation already. Choose another one, for example type: 1; or type “back”.
ask-resolve-name =
    What is the new union called? Press the button if the name is right, or type the full name.
    Example: Trường THCS Xuân Hòa
resolve-name-taken = There is a union of that name: { $place }. Type another name, for example: Trường THCS Xuân Hòa; or type “back” to choose that union.
ask-resolve-block = To which block does this union belong?
ask-resolve-sure = “{ $name }” is the name of another union: { $others }. Do you still mean { $place }? (The name will not be remembered.)
option-resolve-sure = Match it all the same
option-resolve-another = Choose another union
ask-resolve-learn = Whoever types “{ $name }” may also mean: { $others }. Shall it be remembered as another name of { $place }?
option-resolve-learn = Yes, remember it
option-resolve-once = No, only this time
help-resolve-learn = A name that is remembered takes whoever types it straight to this union. One that is easily mistaken for another union should not be remembered.
resolved = ✅ “{ $name }” (initiatives: { $count }) is now { $place }. Authors and executives are told at once. A mistake can be undone within an hour.
resolve-referred = ↪ “{ $name }” (initiatives: { $count }) has gone to { $place }. A mistake can be undone within an hour.
button-resolve-undo = A mistake? Undo
resolve-gone = A colleague has just dealt with “{ $name }”; there is nothing for you to do.
resolve-not-yours = This workplace is outside your area, so nothing was changed. For help type /support
resolve-cannot = The list of unions has just changed, so nothing was matched. Please choose again.
resolve-over = { $count ->
        [0] No workplace waits to be matched.
       *[other] This is the end of the list. Put off: { $count }. When you have time for them, type /resolve
    }
resolve-stopped = Stopped. What was not matched is still there; to go on, type /resolve
resolve-undo-none = There is nothing to undo.
resolve-undo-already = “{ $name }” has been undone already.
resolve-undo-late = “{ $name }” was matched more than an hour ago and cannot be undone any more. The union's executives may ask the authors to change the line “Workplace”.
resolve-undo-decided = The initiatives of “{ $name }” have been decided on or changed, so nothing can be undone any more.
resolve-undone = ↩ Undone: initiatives of “{ $name }” that wait again: { $count }.{ $kept ->
        [0] {""}
       *[other] {" "}Left as they are, because they have been decided on or changed: { $kept }.
    }

### == settings: whom to turn to ==

contact-set =
    What { $place } shows under /support:
    { $lines }
    To change a line press a button, or type it after the command, for example: /settings phone
contact-which = For which federation?
contact-not-yours = This federation is outside your area, so nothing was changed. To see your own, type /settings
contact-line-unknown = There is no such line. Press a button, or type name, person, phone or hours after the command, for example: /settings phone
contact-line-ten = Display name
contact-line-nguoi = Person to ask
contact-line-sdt = Phone
contact-line-gio = Opening hours
contact-line-unset = not set
button-contact-change = Change: { $label }
ask-contact =
    { $place }: { $line ->
        [ten] what is the display name? Example: Liên đoàn Lao động huyện Hà Quảng
        [nguoi] who answers when somebody has a question? Example: Nguyễn Văn A, Văn phòng
        [sdt] which number may people call, mobile or landline? Example: 0206 3852 123 ext 12
       *[gio] when may people call? Example: Monday to Friday, 7:30–16:30
    }
    { $current }
contact-current-none = Nothing is set yet.
contact-current = Now: { $value }. To remove it, type: delete
option-contact-clear = Delete
help-contact = Everybody sees this under /support, so please give the office's details only. If all is empty, people get general advice.
contact-extension = { $phone } ext. { $extension }
### == officials: lists, asking for a role, taking one away ==

people-overview =
    👥 { $place }
    { $without }/{ $unions } unions without anybody who decides
    • Officers of unions: { $executives }
    • Federation staff: { $staff }
    • Open invitations: { $invitations }
    • People who ask for a role: { $requests }
    To see one union, type its name after the command, for example: /people mầm non
people-missing =
    👥 { $place }
    { $count }/{ $unions } unions without anybody who decides. Tap a name for an invitation:
    { $lines }

    { $foot }
people-missing-none =
    👥 { $place }
    { $unions ->
        [0] The directory has no union in this area yet.
       *[other] All { $unions } unions have somebody who decides.
    }
people-missing-line = { $number }. { $name }
people-holders =
    👥 { $place }
    Officials ({ $count }), tap a name to see, replace or remove:
    { $lines }

    { $foot }
people-holders-none =
    👥 { $place }
    No officials here yet. Invite somebody with /invite
people-holder-line =
    { $number }. { $name } · { $role }
    { $place }
    Since { $since }, last seen { $seen }
people-requests =
    👥 { $place }
    Asking for a role ({ $count }):
    { $lines }

    { $foot }
people-requests-none =
    👥 { $place }
    Nobody is asking for a role.
people-request-line =
    { $number }. { $name }
    { $place }, asked on { $since }
people-invitations =
    👥 { $place }
    Open invitations ({ $count }):
    { $lines }

    { $foot }
people-invitations-none =
    👥 { $place }
    No invitation is open.
people-invitation-line =
    { $number }. { $role }, { $place }
    Code { $code }, by { $by }, until { $until }
people-never = unknown
people-button-missing = Unions without anybody
people-button-holders = List of officials
people-button-requests = People who ask for a role
people-button-accept = Accept { $number }
people-button-refuse = Decline { $number }
people-button-revoke = Take back { $number }
people-place-ambiguous =
    { $count ->
        [1] Did you mean this unit? If so, please tap the button below, or type: 1
       *[other] Several units are called much like that. Please tap one, or type its number, for example: 1
    }
person-card =
    👤 { $name }
    { $role }, { $place }
    In the role since { $since }. Last seen: { $seen }.
    { $others } more hold the same role there.
button-xoa-role = Remove
button-thay-role = Replace
button-people-of-place = Officials of this place
no-such-holder = This person does not hold that role any more, or is outside your area. The list as it is now: /people ds
role-not-yours-to-take = You cannot take this role away: staff of the same level are removed by whoever invited them or by the federation above. If it is urgent, please tell the federation above.
ask-remove =
    { $self ->
        [yes] Give up your role as { $role }, { $place }? It ends at once.
       *[no] { $verb ->
            [thay] Replace { $name } ({ $role }, { $place })? The role ends at once and they are told; you get an invitation for the new person.
           *[other] Take the role of { $name } ({ $role }, { $place }) away? It ends at once and they are told.
        }
    }
    { $kind ->
        [staff] ⚠️ Nobody else is staff there: afterwards only the federation above or the operator can invite somebody.
        [executive] Nobody else decides for this union: until there is somebody new, the federation above does.
       *[other] The others with this role are not affected.
    }
option-remove = Yes, take it away
option-keep-roles = No, leave it
role-taken = The role of { $name } ({ $role }, { $place }) was taken away, as of now.
role-given-up = You are no longer { $role }, { $place }. Thank you!
role-taken-from-you = Your role as { $role }, { $place } has ended. Thank you, { $name }! If this is a mistake, please ask the federation above. Filing initiatives works as ever: type /submit
role-gone-already = { $name } does not hold the role { $role }, { $place } any more, so there is nothing to take away.
ask-request-name =
    Step { $n }/{ $total }. Your full name, so that the federation above knows who asks to decide on initiatives?
    Example: Trần Thị B
ask-request-sure = { $name } asks to decide on the initiatives of { $place }. Send this to the federation above?
option-ask-for-role = Send the request
request-sent =
    The request went to { $above }: to decide on the initiatives of { $place }.
    You are told as soon as there is an answer. It is open until { $until }; until then nothing has changed for you.
request-union-unknown = The directory does not have this union, so the role cannot be asked for. Please ask { $place } to add it, then type /apply again
request-open-already = Your request for { $place } was sent and waits for the federation's answer.
request-too-many = You have sent several requests within a day. Please send the next one after { $at }.
request-invite-yourself = This union is in your own area, so there is no need to ask: invite officers with /invite
request-nobody = Nobody at the federations above { $place } uses the bot yet. Please ask { $above } directly to be invited; initiatives can be filed meanwhile: type /submit
request-card =
    🙋 { $name } asks to decide on the initiatives of { $place }
    Writes from: { $channel }. Phone: { $phone }
    Please check with the union before you accept. Request { $code } ends after { $days } days.
button-request-duyet = ✅ Accept as officer
button-request-tuchoi = ⛔ Decline
no-such-request = No request with this code is in your area. The list: /people xin
request-own = This is your own request, so somebody else has to look at it.
request-answered =
    The request of { $name } for { $place }: { $outcome ->
        [granted] accepted by { $by }.
        [refused] declined by { $by }.
       *[other] it has expired; they may ask again.
    }
request-decided =
    { $outcome ->
        [granted] ✅ { $name } now decides on the initiatives of { $place } and has been told.
       *[other] { $name } has been told that the request for { $place } is declined.
    }
request-granted = ✅ The federation above has accepted: { $name } now decides on the initiatives of { $place }. New ones come here; those that wait: type /review
request-refused = The federation above has not accepted the request of { $name } for { $place }. If anything is unclear, please ask the federation directly. Filing initiatives works as ever: type /submit
request-closed = { $place } was closed or merged, so the request of { $name } is closed, and they have been told.
request-closed-yours = { $place } was closed or merged, so the request of { $name } is closed. If you work for another union, please type /apply again; filing initiatives works as ever: type /submit
channel-telegram = Telegram
channel-zalo-oa = Zalo OA
channel-zalo-bot = Zalo Bot
channel-web = the web chat

### == entering for colleagues ==

entry-begun = Entering for a colleague: you type, the colleague is the author and confirms; both names are on the card. Enter only who has agreed to it; nothing is filed before they confirm.
entry-next =
    The next one. As for the one before:
    { $same }
    To change a line, type “edit” and its name, for example: edit field
ask-entry-helper =
    First, your own full name, as the one who types? It stands on the card.
    Example: Trần Thị B
ask-entry-full-name =
    Step { $n }/{ $total }. The author's full name?
    Example: Nguyễn Văn A
    Or send a photo of the QR code on the author's identity card.
ask-entry-id-number =
    Step { $n }/{ $total }. The author's CMND (9 digits) or CCCD (12 digits) number?
    Example: 080 888 999 or 004 085 000 123
ask-entry-phone =
    Step { $n }/{ $total }. The author's phone number? Without one, a number by which the union can reach them.
    Example: 0912 345 678
ask-entry-workplace = The author works at { $workplace }, is that right?
ask-entry-province =
    Step { $n }/{ $total }. Which provincial federation does the author's unit belong to?
    Press a button or type the name, for example: cao bang
ask-entry-union =
    Step { $n }/{ $total }. The author's grassroots union?
    Press a button or type a part of its name, for example: mam non
ask-entry-union-name =
    Step { $n }/{ $total }. Type the name of the author's unit, the district will find the union.
    Example: Trường THCS Xuân Hòa
ask-entry-block = Step { $n }/{ $total }. Which block does the author's unit belong to?
ask-entry-review =
    Please read it with the author before it is kept:

    { $card }

    If it is right, press “Keep for the author”. To change a line, type “edit” and its name, for example: edit name
option-entry-keep = Keep for the author
entry-own-number = That is your own number. File your own initiatives with /nop; here the author's number is asked for.
entry-cancelled = This one was not kept. Those before are still there: type /nopho ds
entries-full = { $most } colleagues of yours wait for their yes, which is as many as may be. Remind them or delete some, then go on.
entry-link =
    For { $name }: the initiative “{ $title }” was entered for you and waits for your own yes.
    Scan the QR code, open a link, or send this code to the bot: { $code }
    Until { $until }.
    { $links }
entry-kept =
    ✅ Kept until { $until }, waiting for { $name }. Entered today: { $today }; waiting: { $open }.
    Let the author scan the code above, or pass that message on. Whoever knows the bot already is asked at once.
button-entry-next = Next colleague
button-entries = Show the list
button-entries-done = Done
entries-done = Thank you! { $open } wait for their authors; you are told of each yes. See them again: /nopho ds
entries-none = Nobody is waited for.
entries =
    Waiting for their authors: { $count }
    { $lines }
    Press a name to send the code again, change or delete.
entry-line =
    { $n }. { $name }: “{ $title }”, until { $until }{ $locked ->
        [yes] . Its code is locked, please send a new one
       *[no] {""}
    }
entry-waits =
    Waiting for its author, code { $code }, until { $until }:

    { $card }
button-entry-code = Send code and QR again
button-entry-fix = Change
button-entry-drop = Delete
button-entry-sign = Signed on paper
ask-signature =
    If the author has no phone at hand: write or print this sentence, let the author sign it, and send a photo of the paper:
    “I, { $name }, agree that the initiative “{ $title }” is filed in the programme “{ $programme }”. Date, signature.”
help-signature = The sentence and the signature should be readable; no identity card is needed. Executives can see the photo. To leave it for later, type “cancel”.
signature-is-sent = Please send a photo of the signed paper, for example by the paper clip; or type “cancel”.
ask-signed = The photo is here. Is this the signature of { $name }, who agrees that “{ $title }” is filed?
option-signed = Yes, file it
option-other-photo = Another photo
signing-cancelled = Nothing was filed. The entry still waits: type /nopho ds
entry-signed = ✅ Filed “{ $title }” of { $name } with a photo of the signature. Receipt: { $code }. Please note it down for the author. If the author does not use the bot, you are told what the union asks.
filed-for-you = 🔔 { $helper } has just filed the initiative “{ $title }” for you, code { $code }, with a photo of your signature. To see, change or take it back, press the button. If it is not your signature, tell your union at once: /support
entry-code-sent = Let the author scan the code above, or pass that message on.
ask-entry-drop = Delete what you entered for { $name }, “{ $title }”? It would have to be typed anew.
button-entry-drop-sure = Delete it
button-entry-not-dropped = Leave it
entry-dropped = Deleted what you entered for { $name }.
entry-over = Nothing waits under this code: it was answered, changed or deleted, or its time is over. Ask whoever entered it for a new one.
ask-entry-digits = Somebody entered an initiative, and this code waits for its author. To be sure that it is you, type the last 4 digits of your identity number.
entry-digits-unreadable = Type exactly the last 4 digits of your identity number, for example: 0123
entry-digits-wrong = These digits do not match. Tries left: { $left }. If you are not the author, type “cancel”.
entry-digits-spent = The digits did not match three times, so this code is locked. The author can ask for a new one.
help-entry-digits = This makes sure that it is the author: whoever has the code and not the number cannot confirm. Type the last 4 digits on the card, for example: 0123; if that is not you, type “cancel”.
ask-entry-verdict =
    { $helper } entered this initiative for you:

    { $card }

    Is it yours, and do you agree that it is filed?
entry-card =
    🔔 { $helper } has just entered this initiative and named you as its author:

    { $card }

    Is it yours, and do you agree that it is filed? Without an answer nothing is filed.
option-entry-yes = Yes, file it for me
option-entry-no = Not mine
entry-card-closed = The initiative “{ $title }” entered for { $name } waits no more here.
entry-card-ended = The time to confirm this initiative is over; nothing was filed.
entry-refused = Thank you. What was entered is deleted, nothing was filed; whoever entered it is told.
entry-not-now = Nothing was filed. To confirm, send the code again.
entry-workplace-gone = The unit named in this initiative is no more, so it cannot be filed. Whoever entered it is told to change it and send a new code.
entry-told-confirmed = ✅ { $name } has confirmed the initiative “{ $title }”. Receipt: { $code }
entry-told-refused = 🔔 { $name }: whoever was asked answered “Not mine” about the initiative “{ $title }”. It is deleted. Please check the identity number and enter it again if need be.
signature-unwanted = { $name } has said no to an initiative that you entered, so a photo of a signature is not enough. Please hand on the code, so that { $name } confirms it.
entry-told-workplace = 🔔 { $name } could not confirm “{ $title }”, as the unit named there is no more. Please change it and send a new code.
entry-told-locked = 🔔 The code of { $name } (“{ $title }”) is locked after three wrong tries at the last digits. Please check the number and send a new code.
entries-ending =
    ⏳ { $count } that you entered were not confirmed and end soon:
    { $lines }
entry-ending-line = • { $name }: “{ $title }”, until { $until }

### == help, support, personal data ==

guide-worker =
    How to file an initiative in the programme “{ $name }”:
    1. Type /submit, or scan your unit's QR code.
    2. Answer one question at a time; each answer is stored at once, you may pause whenever you like.
    3. Look it over, press “Send” and get your receipt.
    Open from { $opens } to { $closes }. The text has at most { $limit } characters; you may file as many initiatives as you like.
    More: /status results, /enter for a colleague, /example an example, /move go on elsewhere, /mydata my data, /support help, /cancel stop.
guide-executive =
    For executives of a CĐCS: /review shows what waits. Press a button on the card, or type:
    duyệt A7K2 · từ chối A7K2 reason · bổ sung A7K2 reason · duyệt 1-3 trừ 2 · so sánh A7K2
    /nhapsangkien files many initiatives from a spreadsheet (/nhapsangkien mau: the template) · /qr fetches your unit's QR code
    /dossier is what goes to the federation above: what is missing, the letter, the summary table, all in one file.
guide-staff =
    For staff of a federation: /report (add: unions, missing, waiting, daily, excel; e.g. /report unions from 10/3 to 15/3)
    /dossier is what goes to the union above: what is missing, the letter (Word), the table, all of it; of one CĐCS: /dossier its name
    /select chooses outstanding initiatives, with scores, and hands them on
    /announce tells the executives of unions, or authors, something in your own words
    /people who works where, and which unions have nobody · /invite invites officers (/invite list: open invitations)
    /qr gives the QR code of a union · /settings sets what /support shows
    /import takes in a list of unions (/import template for the form) · /units renames, merges or closes unions
    /resolve matches typed workplaces to unions
guide-operator =
    For operators: /ops shows the state of the system and what needs a look · /ops guilai sends again what was given up. The bot tells you when something needs a look, and when it is over.
support = For help with the programme “{ $name }”, please ask the executive committee of your grassroots union, or the district federation. Step by step: /help
support-contact =
    For help with the programme “{ $name }”, please ask { $place }:
    { $lines }
    Step by step: /help
my-data =
    What the system remembers of you:
    { $lines }
    Initiatives filed: { $count } (type /status to see them). Entered for colleagues and waiting: { $entries } (type /enter ds).
    To correct: when you file again, type “edit” and the line; for what is filed, let your CĐCS ask for changes. To delete or withdraw your consent: press a button below.
nothing-stored = • Nothing yet.
erasure-is-open = • Your request to delete what you filed: being dealt with.
forgotten = The draft and what was remembered are deleted; next time the bot asks everything again, your consent too. What you filed is kept; to have it deleted, choose “Ask to delete what I filed” in /mydata
ask-forget = Delete the draft and what is remembered? It cannot be brought back.
option-forget = Delete
ask-erase = Ask the union to delete the initiatives that were filed?
option-erase = Send the request
option-keep-data = Delete nothing
data-kept = Nothing was deleted.
erasure-requested = Your request for deletion is on record. The union answers within 2 working days and acts within 20 days.
nothing-to-erase = You have not filed any initiative, so there is nothing to ask for. To delete drafts and remembered details, press the button below.
staff-erasure =
    🔔 { $name } ({ $place }) asks for the deletion of { $count } filed initiatives: { $codes }.
    Please answer within 2 working days and act by { $due } at the latest. The bot deletes nothing by itself: please tell the operator.
    To see each of them, type /status with its code.
erasure-open-already = Your request for deletion is on record and being dealt with.
erasure-done =
    As you asked, the bot has deleted { $count ->
        [one] the initiative that you filed
       *[other] the { $count } initiatives that you filed
    }: name, ID number, phone number, text and attached files.
    What was decided still counts in reports, but nothing there leads to you. What the bot remembers for your next form: see and delete it in /mydata
erasure-answered =
    🔔 The union answers your request for deletion of { $on }: “{ $answer }”
    The request is closed, and the bot deletes nothing more. If that is not what you want, ask again in /mydata or turn to the union's staff: /support
erasure-closed = Your request for deletion of { $on } is closed, and the bot deletes nothing more. If that is not what you want, ask again in /mydata or turn to the union's staff: /support
card-erased = Initiative { $code } was deleted at its author's request. Please do not use copies that were saved or downloaded.

## One person, several channels

join-code =
    Code: { $code }
    Open the bot on the other channel or phone and send this code (once, within { $minutes } minutes). From then on both are one: the same draft, initiatives and notices.
    { $links }
    ⚠️ Give the code to nobody: whoever has it can act for you.
ask-join =
    This code joins the chat here with the { $channel } account that made it: the same draft, initiatives and notices.
    { $loses ->
        [draft] The draft here gives way to the one over there.
       *[nothing] If that is wrong it can be undone within 1 hour.
    }
    Did you make this code yourself?
option-join = Yes, join them
option-join-not = Not me
join-declined = Nothing was joined; everything here stays as it is.
join-own = This is a code of your own. Send it on the other channel or phone.
join-used = This code was used already. Get a new one: type /move in the other account.
join-expired = This code has expired. Get a new one: type /move in the other account.
join-role = This account has, or asks for, a role, so it cannot be joined by a code from elsewhere. Do it the other way round: type /move here, then send that code in the other account.
join-demo = A phone of the demo cannot be joined with another account. Join two real ones: type /move in one, then send the code in the other.
join-erasure = A request to delete data is still open, so the accounts cannot be joined yet. For help, type /support
joined = ✅ Joined. From now on you share the draft, your initiatives and notices in both places. A mistake? Within 1 hour, press the button below or type: /move undo
joined-elsewhere = 🔔 A { $channel } account has just used your code and was joined to this one. Not you? Press “Undo the joining” at once; after 1 hour it cannot be undone.
button-undo-join = Undo the joining
joined-along = 🔔 This account was just joined to another one, because an account that belongs with it sent a code. Not you? Press “Undo the joining” at once; after 1 hour it cannot be undone.
join-undone = Undone: every account that was joined within the last hour stands by itself as before. Initiatives filed meanwhile stay with the account that made the code.
join-undone-elsewhere = 🔔 The joining of two accounts was just undone. Both stand by themselves as before.
join-nothing-to-undo = Within the last hour no accounts were joined that could be parted.

### == menu of commands ==

command-nop = File an initiative
command-nopho = Enter for a colleague
command-theodoi = See my initiatives
command-duyet = Review initiatives
command-report = Report
command-hoso = Dossier for the union above
command-chon = Choose outstanding ones
command-thongbao = Send an announcement
command-ghepdonvi = Match workplaces to unions
command-canbo = Officials in your area
command-moi = Invite
command-nhap = Import a list of unions
command-nhapsangkien = Hand in a list of initiatives
command-qr = QR code of the unit
command-donvi = Unions below
command-caidat = Whom to turn to
command-ops = State of the system
command-huongdan = Help
command-hotro = Support
command-dulieu = My data
command-vidu = See an example
command-machuyen = Go on elsewhere
command-huy = Stop what is under way

### == answers that cannot be taken, or only after a yes ==

## Full name

name-too-short = A name has at least two letters. Example: Nguyễn Văn A
name-too-long = The name is longer than { $limit } characters. Please give the full name only, e.g. Nguyễn Văn A
name-word-too-long = One word is longer than { $limit } letters; perhaps a space is missing. Example: Nguyễn Văn A
name-line-break = Please write the name on one line, one person only. Example: Nguyễn Văn A
name-digits = A name has no digits. Example: Nguyễn Văn A
name-several-people = A name has no “{ $character }”. Please give one person at a time; a co-author files separately. Example: Nguyễn Văn A
name-character = A name has no “{ $character }”. Please use letters and spaces only, e.g. Nguyễn Văn A
name-foreign-letter = “{ $character }” is not a Latin letter, even if it looks like one. Please type the name again, e.g. Nguyễn Văn A
name-marks = A mark in the name is out of place. Please type the name again, e.g. Nguyễn Văn A
name-question-meant = Here the bot needs a person’s name only, e.g. Nguyễn Văn A. Is the name “{ $name }”?
name-one-word-meant = The name has one word only: { $name }, is that right?
name-without-marks-meant = The name has no marks: { $name }. Is that right? If not, please type it again, e.g. Nguyễn Văn A
name-telex-meant = The Vietnamese keyboard seems to be off: { $name }. Is that right? If not, please type it again, e.g. Nguyễn Văn A

## Identity number

id-empty = There is no number yet. Please type the CMND (9 digits) or CCCD (12 digits), e.g. 080 888 999
id-wrong-length = This number has { $count } digits; a CMND has 9, a CCCD 12. Please look at the card, e.g. 080 888 999
id-lost-zero = This number has { $count } digits; a spreadsheet may have dropped the zero in front. Please type all digits of the card, e.g. 080 888 999
id-is-phone = This looks like a phone number; here the CMND or CCCD number is needed, e.g. 080 888 999
id-spreadsheet = A spreadsheet has changed this number. Please type all digits of the card, e.g. 080 888 999
id-two-numbers = There are two numbers in the message. Please send one: CCCD with 12 or CMND with 9 digits, e.g. 080 888 999
id-letters-for-digits = There are letters in the number, perhaps O for 0 or l for 1. Please type digits, e.g. 080 888 999
id-not-digits = A CMND or CCCD number has only the digits 0 to 9. Example: 080 888 999 or 004 085 000 123
id-found-meant = I read the number { $number }. Is that the identity number of the author?
id-none = The programme needs the number of an identity card. If it is lost or being renewed, please look at a copy or an older paper; that can wait, your draft is kept. Example: 080 888 999
id-all-zero = A CMND number cannot be all zeros. Please look at the card, e.g. 080 888 999
id-cmnd-ended = The CMND of 9 digits ended on 31/12/2024. Please send the CCCD number of 12 digits, e.g. 004 085 000 123
id-unknown-province = The first three digits { $code } are the code of no province. Please look at the card, e.g. 004 085 000 123
id-year-in-future = The digits { $digits } in the middle stand for a year of birth still to come. Please look at the card, e.g. 004 085 000 123
id-born-abroad-meant = The number { $number } has the code of a birth registered abroad. You have looked at the card, is that right?
id-age-meant = By the number { $number } the year of birth is { $year }. Is that right?

## Phone

phone-empty = There is no number yet. Please type a mobile number of 10 digits, e.g. 0912 345 678
phone-wrong-length = This number has { $count } digits; a mobile number has 10. Example: 0912 345 678
phone-not-digits = A phone number has only digits. Example: 0912 345 678
phone-found-meant = Use { $phone } as the number to call, right?
phone-none = The programme needs a mobile number to reach people. Without one, give that of a relative or colleague who agrees to it. Example: 0912 345 678
phone-letters-for-digits = There are letters in the number, perhaps O for 0. Please type digits, e.g. 0912 345 678
phone-two-numbers = There are two numbers in the message. Please send one, e.g. 0912 345 678
phone-landline = This is a landline. Please give a mobile number, e.g. 0912 345 678
phone-service = This is a service number. Please give your own mobile number, e.g. 0912 345 678
phone-foreign = This is a foreign number. Please give a Vietnamese mobile number, e.g. 0912 345 678
phone-not-mobile = No mobile number begins with { $prefix }. Please check it, e.g. 0912 345 678
phone-old-prefix-unknown = There was no old prefix { $prefix }. Please type your number of 10 digits, e.g. 0912 345 678
phone-old-number-meant = The prefix { $old } changed in 2018. Your number is now { $phone }, is that right?
phone-lost-zero-meant = The zero in front is missing. Your number is { $phone }, is that right?
phone-prefix-meant = The number { $phone } has an unusual prefix, please check it. Is that right?
office-phone-wrong = This number is not right. Type a mobile number, or a landline with its area code, for example: 0206 3852 123

## Free text

title-empty = The title needs words. Example: A better corn sheller
title-too-long = The title has { $count } characters, { $excess } more than { $limit }. Please shorten it to one sentence, e.g. A better corn sheller
title-far-too-long = The title is far longer than { $limit } characters. Please send one short sentence, e.g. A better corn sheller
title-question-meant = Here the bot needs the title of the initiative, e.g. A better corn sheller. Is the title “{ $title }”?
title-one-word-meant = The title is a single word: { $title }. Is that right? If not, please type what it is about, e.g. A better corn sheller
description-empty = The description needs words. Example: Corn was shelled by hand; now a machine of our own does it three times as fast.
description-too-long = The description has { $count }/{ $limit } characters with spaces, { $excess } too many. Please send a shorter one, e.g. only: the old way, the new way, the result.
description-far-too-long = The description is far longer than it may be. Please send a shorter one, e.g. only: the old way, the new way, the result.
description-short-meant = The description has only { $count } characters; better at least { $least }: the old way, the new way, the result. Send it as it is?
reason-empty = The reason needs words. Example: The result is not described yet.
reason-too-short = The reason needs at least { $least } characters. Example: The result is not described yet.
reason-too-long = The reason has { $count } characters, { $excess } more than { $limit }. Please shorten it, e.g. The result is not described yet.
reason-far-too-long = The reason is far longer than { $limit } characters. Please shorten it, e.g. The result is not described yet.
workplace-empty = The workplace needs a name. Example: Trường THCS Hà Quảng
workplace-too-short = The workplace's name needs at least { $least } characters. Example: Trường THCS Hà Quảng
workplace-too-long = The workplace's name has { $count } characters, { $excess } more than { $limit }. Example: Trường THCS Hà Quảng
workplace-far-too-long = The workplace's name is far longer than { $limit } characters. Example: Trường THCS Hà Quảng
office-line-wrong = This has to be one line of at most { $limit } characters. Example: Nguyễn Văn A, Văn phòng

## Days and months

applied-on-unreadable = Which month is not clear. Please type month and year, e.g. { $example }
applied-on-month-missing = The month is missing. Please type month and year, e.g. { $example }
applied-on-in-future = { $month } is still to come; the initiative must be in use already. Example: { $today }
applied-on-too-early = { $month } is before the programme's time ({ $first } to { $last }). Please give the month of first use, e.g. { $first }
applied-on-too-late = { $month } is after the programme's time ({ $first } to { $last }). Please give the month of first use, e.g. { $first }
date-unreadable = Which day is not clear. Please type day/month/year, e.g. { $example }
date-not-in-calendar = The calendar has no such day or month. Please type it again, e.g. { $example }
date-in-future = That day is still to come, today is { $today }. Please type it again, e.g. { $today }

## Employer's agreement, yes and no

person-and-position-meant = { $name } agreed, whose position is { $position }: is that right?
person-and-position-unreadable = Name and position are needed, with a comma between. Example: Nguyễn Văn A, Giám đốc
position-too-long = The position is longer than { $limit } characters. Example: Nguyễn Văn A, Giám đốc
yes-or-no = Please answer “yes” or “no”. Example: yes

## Places

province-ambiguous = Several provinces fit: { $options }. Please type the full name, e.g. Cao Bằng
district-ambiguous = Several places fit: { $options }. Please type the full name, e.g. huyện Bảo Lạc

## Checking a file of answers

bad-line = This line cannot be read. For example, a right line is: {"{"}"field": "full_name", "input": "Nguyễn Văn A"{"}"}

### == nhắc việc ==

reminder-button-stop = Stop reminders
reminder-button-start = Remind me again
reminder-stopped = Stopped. The bot will not remind you of anything any more; decisions and new initiatives to review still reach you. To be reminded again, type: nhắc lại
reminder-started = The bot will remind you of drafts not sent, of initiatives that wait for review, and of deadlines. To stop that, type: dừng nhắc
reminder-draft =
    Your draft is still waiting, { $left ->
        [0] you only need to look it over and send it
        [one] one question is left
       *[other] { $left } questions are left
    }. The programme accepts initiatives until { $end }.
reminder-draft-closing =
    { $days ->
        [1] Today is the last day
       *[other] { $days } days are left
    } to send initiatives ({ $end }). Your draft is still waiting, { $left ->
        [0] you only need to look it over and send it.
        [one] one question is left.
       *[other] { $left } questions are left.
    }
reminder-decisions = Initiatives waiting for your decision: { $count }. Please type /review
reminder-decisions-overdue =
    Initiatives waiting for your decision: { $count }. Waiting for 2 days or longer: { $overdue }
    { $lines }
    Their authors are hoping to hear from you. Please type /review
reminder-escalation =
    In your area { $count } initiatives have been waiting for 4 days or longer without a decision:
    { $lines }
    Please remind the unions. For the whole list type /report cho
reminder-line = • { $code } “{ $title }”, waiting since { $at }
reminder-line-of-place = • { $code }, { $place }, waiting since { $at }
reminder-more = … and { $count } more
announce-opening = The programme “{ $name }” is open and accepts initiatives until { $end }. Please let members and workers know; for your unit's QR code to print or share, type /qr
announce-closing-soon = { $days } days are left until the programme “{ $name }” closes ({ $end }). Please remind your colleagues to send theirs, and review what is waiting: type /review
announce-closing = The programme “{ $name }” has closed ({ $end }). What was filed can still be reviewed: please type /review
announce-closing-draft = The programme “{ $name }” closed ({ $end }) before your draft was sent. The draft is kept for 30 days; if the programme is extended, you can go on at once.
announce-dossier =
    { $days ->
        [1] Today is the last day
       *[other] { $days } days are left
    } to hand in the paper dossier to the federation above ({ $end }): cover letter, summary table of the initiatives and enclosures. To see what is missing and get letter and table, please type /dossier. To review what is still waiting: /review

### == report ==

### == báo cáo ==

report-word-unknown =
    I do not understand “{ $word }”. Please write for example:
    /report unions from 10/3 to 15/3
    /report excel enterprise confirmed
report-no-such-day = There is no day “{ $day }”. Day first, then month, for example: /report from 10/3 to 15/3/2021
report-days-reversed = The first day { $since } is after the last day { $until }. Please write for example: /report from 10/3 to 15/3
report-words-too-long = That is too long. Please write for example: /report unions month 3

report-head = 📊 { $place }
report-period-whole = Whole campaign, until { $day }
report-period-between = From { $since } to { $until }
report-period-day = On { $day }
report-period-since = Since { $since }
report-period-until = Until { $until }
report-only = Only: { $what }
report-status-submitted = Waiting for a decision
report-status-changes-requested = Waiting for the author
report-status-confirmed = Confirmed
report-status-rejected = Not confirmed
report-status-withdrawn = Withdrawn
report-status-selected = Outstanding, chosen by the unit
report-status-valid = Valid
report-status-no-agreement = confirmed by the union, the employer's agreement is missing
report-percent = { $whole }.{ $tenth }%
report-foot = Page { $page }/{ $pages }

report-totals =
    { $head }

    Filed: { $filed }
    { $statuses }

    By block:
    { $blocks }

    By field:
    { $fields }

    { $notes }
report-totals-none =
    { $head }

    No initiative yet.

    { $notes }
report-count = • { $label }: { $count }
report-count-valid = • Valid: { $count }
report-field-none = No field chosen
report-target =
    Target: { $target }
    • Filed: { $filed }
    • Valid: { $valid }
report-unions-with = Unions with an initiative: { $with }/{ $unions }
report-valid-meaning = (Valid: confirmed by the union and agreed to by the head or employer.)

report-unions =
    { $head }

    { $lines }

    { $foot }
report-union =
    { $number }. { $name }
    Filed { $filed } · confirmed { $confirmed } · valid { $valid }
report-union-unknown = Union not known ({ $place })
report-unions-none =
    { $head }

    No initiative yet.

report-units =
    { $head }

    { $total }

    { $lines }

    { $foot }
report-unit =
    { $number }. { $name }
    Filed { $filed } · confirmed { $confirmed } · waiting { $waiting }
    { $unions_with }/{ $unions } unions have any{ $share }
report-unit-total =
    All: filed { $filed } · confirmed { $confirmed } · waiting { $waiting }
    { $unions_with }/{ $unions } unions have any{ $share }
report-unit-rest =
    Directly below: filed { $filed } · confirmed { $confirmed } · waiting { $waiting }
    { $unions_with }/{ $unions } unions have any
report-unit-share = { " " }· { $percent } of the target
report-unit-hint =
    To see one: press its button, type its number, or its name, for example: /report cdcs Hà Quảng
report-no-such-level = There is no such level in your area. By union: /report cdcs

report-missing =
    { $head }

    Without an initiative: { $count }/{ $unions } unions
    { $lines }

    { $foot }
report-missing-union = { $number }. { $name }
report-missing-union-unreachable = { $number }. { $name } (no executive)
report-missing-unreachable = { $count } unions have nobody to remind. See them and invite: /people thieu
report-missing-none =
    { $head }

    { $unions ->
        [0] The directory has no union in this scope.
       *[other] All { $unions } unions have an initiative.
    }

report-waiting =
    { $head }

    Waiting for a decision: { $count }, the oldest first
    { $lines }

    { $foot }
report-waiting-item =
    { $number }. { $code } · { $age }
    { $title }
    { $place }
    → { $decider }
report-age = { $days ->
        [0] today
        [1] 1 day
       *[other] { $days } days
    }
report-decider-executives = { $count ->
        [1] 1 executive of the union
       *[other] { $count } executives of the union
    }
report-decider-staff = { $place }
report-decider-nobody = Nobody yet: invite with /moi
report-waiting-none =
    { $head }

    Nothing waits for a decision.

report-daily =
    { $head }

    Filed per day (sum):
    { $lines }
report-day = { $day }: { $count } ({ $sum })
report-days-before = Before: { $count }
report-daily-none =
    { $head }

    No initiative yet.
report-chart-subtitle = { $period } · { $count } initiatives
report-chart-per-day = Filed per day
report-chart-per-week = Filed per week
report-chart-cumulative = Sum

report-excel =
    { $head }

    Summary table of { $count } initiatives (without those withdrawn or not confirmed). Effect and benefit are filled in where the author named a sum; what comes once, each month and each year is added up separately. Position, software and dates are left for you to fill in.
report-excel-filtered =
    { $head }

    Summary table of { $count } initiatives as filtered above. Effect and benefit are filled in where the author named a sum; what comes once, each month and each year is added up separately. Position, software and dates are left for you to fill in.
report-excel-none =
    { $head }

    There is no initiative for a table yet.
report-excel-too-many =
    { $head }

    There are { $count } initiatives, more than { $most } rows in one file. Please ask for shorter periods, for example: { $command } from 10/3 to 15/3

report-bundle =
    { $head }

    The dossier of { $count } initiatives: the table, { $files } files and a list of them{ $parts ->
        [1] .
       *[other] ; this is part { $part } of { $parts }.
    }
report-bundle-valid =
    { $head }

    The whole dossier, { $which ->
        [selected] outstanding
       *[valid] valid
    } initiatives: { $count }, with the letter, the table, files ({ $files }) and a list of them{ $parts ->
        [1] .
       *[other] ; this is part { $part } of { $parts }, letter and table are in part 1.
    }
bundle-folder = files
bundle-list-name = list-of-files.csv
bundle-file-gone = (the file is not kept any more)
bundle-column-code = Code
bundle-column-title = Title
bundle-column-author = Author
bundle-column-file = File
bundle-column-size = Size (bytes)
bundle-column-sha256 = SHA-256

dossier-word-unknown =
    I do not understand “{ $word }”. Please write for example:
    /dossier letter
    /dossier zip from 10/3 to 31/3
dossier-no-such-day = There is no day “{ $day }”. Day first, then month, for example: /dossier letter from 10/3 to 31/3
dossier-days-reversed = The first day { $since } is after the last day { $until }. Please write for example: /dossier letter from 10/3 to 31/3
dossier-words-too-long = That is too long. Please write for example: /dossier letter month 3
dossier-which = The dossier of which unit? Press a button or type a number, for example: 1
dossier-checklist =
    { $head }

    Dossier for { $to }:
    { $lines }
dossier-please = Please get the letter and the table, fill in number, day and basis, check them, then sign and seal.
dossier-above = the union above
dossier-due = ✅ To be handed in by { $until } ({ $days ->
        [0] today is the last day
        [one] { $days } day is left
       *[other] { $days } days are left
    })
dossier-late = 🔴 It was to be handed in by { $until }
dossier-due-below = 📅 Grassroots unions hand in theirs by { $until } ({ $days ->
        [0] today is the last day
        [one] { $days } day is left
       *[other] { $days } days are left
    })
dossier-late-below = 📅 Grassroots unions were to hand in theirs by { $until }
dossier-valid =
    { $count ->
        [0] 🔴 No valid initiative yet
        [one] ✅ { $count } valid initiative, which goes into the dossier
       *[other] ✅ { $count } valid initiatives, which go into the dossier
    }
dossier-waiting =
    { $count ->
        [0] ✅ None waits for a decision
        [one] 🔴 { $count } initiative waits for a decision
       *[other] 🔴 { $count } initiatives wait for a decision
    }
dossier-asked = 🔴 To be changed by their authors: { $count }
dossier-unagreed = 🔴 { $count } confirmed but not agreed to by the head of the unit or the employer: { $codes }
dossier-unagreed-rest = { $codes }…
dossier-files = 📎 With files: { $with }/{ $count } valid initiatives
dossier-letter =
    { $head }

    A letter that proposes { $count ->
        [one] { $count } initiative
       *[other] { $count } initiatives
    } ({ $which ->
        [selected] outstanding
       *[valid] valid
    }). Please fill in number, day and basis, check it, then sign and seal.{ $left ->
        [0] {""}
        [one] {" "}{ $left } initiative is not valid yet and not in it.
       *[other] {" "}{ $left } initiatives are not valid yet and not in it.
    }
dossier-none =
    { $head }

    There is no valid initiative for a dossier. Valid means confirmed by the CĐCS and agreed to by the head of the unit or the employer.
letter-number = No. ……/TTr-{ $symbol }
letter-symbol-union = CĐCS
letter-symbol-other = ……
letter-symbol-federation = LĐLĐ
letter-country = SOCIALIST REPUBLIC OF VIET NAM
letter-motto = Independence - Freedom - Happiness
letter-kind = SUBMISSION
letter-subject = On the selection of initiatives for the programme “{ $name }”
letter-to = To: { $to }
letter-to-nobody = To: ……………………………………
letter-basis = In accordance with Guidance No. ……/HD-…… of …… / …… / { $year } by { $to } on the programme “{ $name }”.
letter-basis-nobody = In accordance with ……………………………… on the programme “{ $name }”.
letter-work-union = The executive committee of { $issuer } has made the programme known to members and workers, has received initiatives, and has examined and confirmed them together with the head of the unit or the employer. The results ({ $period }):
letter-work-federation = { $issuer } has directed grassroots unions to make the programme known to members and workers, to receive initiatives, and to examine and confirm them together with the heads of units or employers. The results ({ $period }):
letter-received = 1. Initiatives received: { $count } ({ $blocks }).
letter-received-unions = 1. Initiatives received: { $count } ({ $blocks }), from { $with } of { $unions } grassroots unions.
letter-block = { $block }: { $count }
letter-confirmed = 2. Confirmed: { $count }, of which { $valid } are agreed to by the head of the unit or the employer.
letter-proposed = 3. Proposed for selection: { $count }, authors { $authors }{ $where ->
        [here] , namely:
       *[table] {" "}(see the summary table attached).
    }
letter-benefit = Benefit as estimated by the authors: { $sums }.
letter-sum = { $sum } đồng { $period }
letter-promise = { $issuer } answers for this dossier; up to this day there is no complaint about the contents or results of these initiatives and no dispute about their authors.
letter-request = { $to } is asked to consider and select these initiatives (the summary table and related papers are attached)./.
letter-request-nobody = Please consider and select these initiatives (the summary table and related papers are attached)./.
letter-column-number = No.
letter-column-title = Title
letter-column-author = Author
letter-column-workplace = Unit
letter-column-applied = From
letter-copies = Copies:
letter-copy-above = - As above;
letter-copy-union = - File: CĐCS.
letter-copy-federation = - File: VT.
letter-file-name = letter

report-table-sheet = Summary
report-table-title = SUMMARY TABLE OF INITIATIVES, PROGRAMME “{ $name }”
report-table-attached = (Attached to the submission No. …………/TTr-……… of …… / …… / { $year })
report-table-federation = Federation of Labour of { $name }
report-table-union = Grassroots union { $name }
report-table-total = Total
report-table-count = { $count } initiatives
report-table-sum = Benefit { $period }
report-benefit-once = once
report-benefit-month = a month
report-benefit-year = a year
report-table-date = …………………, …… / …… / { $year }
report-table-drawn-up = DRAWN UP BY
report-table-signed-for = FOR THE EXECUTIVE COMMITTEE
report-table-signed-as = CHAIR
report-column-number = No.
report-column-author = Author (co-authors)
report-column-position = Position, work
report-column-workplace = Workplace (union)
report-column-block = Block
report-column-field = Field
report-column-title = Title
report-column-summary = Summary
report-column-applied = Applied since (month/year)
report-column-effect = Effect
report-column-benefit = Benefit (đồng)
report-column-period = Once, a month or a year
report-column-agreement = Agreement of head or employer
report-column-entered = Entered in the software
report-column-note = Note
report-agreed = Agreed: { $name }, { $position }, { $day }
report-row-valid = Code { $code }
report-row-secret = { $said }. Secret of technology
report-row-entered = { $said }. Entered by { $name }
report-row-not-valid = Code { $code }. Not valid: { $status }

button-report-tong = Totals
button-report-cdcs = By union
button-report-thieu = Unions without
button-report-cho = Waiting
button-report-ngay = By day
button-report-kiemtra = Dossier
button-report-totrinh = Letter (Word)
button-report-excel = Excel table
button-report-hoso = Dossier (ZIP)
button-report-tieubieu = ⭐ Chosen
button-report-xetchon = Go on choosing
button-report-unstaffed = Unions without anybody
button-report-remind = 🔔 Remind unions without
button-report-by-unit = By unit
button-report-every-union = Every union
button-report-above = ⬆ Up
button-report-unfiltered = No filter

### == choosing outstanding initiatives ==

select-word-unknown =
    “{ $word }” was not understood. For example:
    /select A7K2 chooses an initiative by its code
    /select list shows what is chosen
    /select forward
select-which = For which unit do you choose? Please press a button, or type a number, e.g. 1
select-own = This is your own initiative, so please leave it to another officer.
select-not-valid = Initiative { $code } is not valid yet and cannot be chosen: it needs its union's confirmation and the employer's agreement.
select-already = This initiative has just been chosen.
select-anonymous = The author of { $code } is not known any more, so it cannot be chosen.
select-reason-gone = (gone with what was known of the author)
select-gone = Initiative { $code } is not among those that your unit has chosen.
selection-card =
    ⭐ { $code } · { $score } points
    { $title }
    Chosen by { $place } ({ $by })
    Reason: { $reason }
selection-forwarded =
    ⭐ { $code } · { $score } points · handed on
    { $title }
    Chosen by { $place } ({ $by })
    Reason: { $reason }
    What was handed on cannot be changed.
button-selection-sua = Change score, reason
button-selection-bo = Take it back
ask-score = How many points of 100 for { $code }? For example: 85
help-score = A whole number from 1 to 100, by which the list is ordered. Authors do not see it.
score-unreadable = The score has to be a whole number from 1 to 100. For example: 85
score-of-ten = Of 100 that is { $score } points, is that right?
ask-select-reason = Why { $code }? The author reads it word for word. Please choose a sentence or type one, e.g. Saves 20 million đồng a year.
ask-unselect-reason = Why is { $code } taken back? The author reads it word for word. Please choose a sentence or type one, e.g. The figures have to be checked.
help-select-reason = The reason reaches the author word for word: 5 to 500 characters, short and clear.
select-reason-empty = There have to be words in the reason. For example: Saves 20 million đồng a year.
select-reason-too-short = At least { $least } characters, so that the author understands. For example: Saves 20 million đồng a year.
select-reason-too-long = The reason has { $count } characters, { $excess } more than { $limit }. Please shorten it, for example: Saves 20 million đồng a year.
select-reason-far-too-long = The reason is much longer than { $limit } characters. Please shorten it, for example: Saves 20 million đồng a year.
select-reason-meant = The author is to read “{ $reason }”, is that right?
select-reason-benefit = It clearly pays.
select-reason-spread = Easy to use, and in many places.
select-reason-new = New and inventive.
select-reason-safety = It makes work better and safer.
select-reason-stronger = It makes room for a stronger initiative.
select-reason-twice = It is the same as another one that was chosen.
select-reason-figures = The figures have to be checked.
select-all-meant = { $code } gets { $score } points, and its author reads “{ $reason }”. Is that right?
select-stopped = Stopped, the choice is as it was.
selected = ⭐ { $place } has chosen { $code } “{ $title }”, { $score } points. The author is told at once.
selection-changed =
    ⭐ { $place } has written { $code } “{ $title }” anew: { $score } points.{ $told ->
        [yes] {" "}The author reads the new reason.
       *[no] {""}
    }
unselected = { $place } has taken { $code } “{ $title }” back. The author is told why.
author-selected =
    ⭐ Congratulations! { $place } has chosen your initiative { $code } “{ $title }” as outstanding.
    Reason: { $reason }
author-selected-again =
    ⭐ Your outstanding initiative { $code } “{ $title }”: { $place } has written the reason anew.
    Reason: { $reason }
author-unselected =
    Your initiative { $code } “{ $title }” is not among the outstanding ones of { $place } any more.
    Reason: { $reason }
    It is as valid as before. Thank you.
author-forwarded = ⭐ { $place } has handed your outstanding initiative { $code } “{ $title }” on to { $above }.
staff-forwarded = ⭐ { $place } has handed outstanding initiatives on to { $above }: { $count }. Please have a look: /select
notice-selected = chosen as outstanding
notice-unselected = not among the outstanding ones any more
notice-forwarded = handed on to the union above
ask-forward =
    Hand the outstanding initiatives of { $place } ({ $count }) on to { $above }{ $left ->
        [0] {""}
       *[other] {" "}(the highest scores first; { $left } follow with the next)
    }? After that nothing of them can be changed or taken back.
option-forward = Hand on
option-not-forward = Not yet
forward-changed = The list has changed since you were asked.
forward-not = Nothing was handed on, all can still be changed.
forward-none = Nothing is chosen that was not handed on.
forward-which = Of which unit? Please press a button, or type a number, e.g. 1
forward-nobody-above = Nobody is above your unit, so nothing can be handed on.
forwarded =
    ⭐ { $place } has handed outstanding initiatives on to { $above }: { $count }. Authors are told at once{ $staff ->
        [0] ; nobody of { $above } uses the bot yet, so please tell them.
       *[other] , and the staff of { $above }.
    }{ $left ->
        [0] {""}
       *[other] {" "}{ $left } are still to be handed on.
    }
button-forward = ⬆ Hand on
button-forward-more = ⬆ Hand on the rest
select-progress = Chosen: { $count } (handed on: { $forwarded })
select-candidates =
    { $head }
    { $chosen }

    Still to be considered: { $count }. Press a code, or type, e.g. select A7K2
    { $lines }

    Page { $page } of { $pages }
select-candidates-none =
    { $head }
    { $chosen }

    No valid initiative is left to be considered.
select-candidate =
    • { $code }{ $score ->
        [0] {""}
       *[other] {" "}· scored { $score } by the unit below
    }
    { $title }
    { $lines }
select-chosen =
    { $head }
    { $chosen }

    { $lines }

    { $hint }Page { $page } of { $pages }
select-change-hint = To change one: /select and its code.{ " " }
select-chosen-none =
    { $head }
    { $chosen }

    Nothing is chosen yet.
select-chosen-line =
    { $number }. { $score } points · { $code }{ $is_forwarded ->
        [yes] {" "}· handed on
       *[no] {""}
    }
    { $title }
    { $place }
    → { $reason }
card-selected =
    ⭐ Outstanding: chosen by { $place } on { $on }{ $score ->
        [0] {""}
       *[other] {", "}{ $score } points
    }{ $forwarded ->
        [no] {""}
       *[other] {", "}handed on { $forwarded }
    }
card-selected-reason = Why: { $reason }
report-count-selected = • Outstanding: { $count } (handed on: { $forwarded })
report-row-selected = { $said }. Outstanding: { $reason }
report-row-scored = { $said }. Outstanding, { $score } points: { $reason }
dossier-selected-above = Outstanding initiatives are chosen by the federations above. The dossier of a union has all valid ones: /dossier
dossier-none-selected =
    { $head }

    Nothing is chosen as outstanding yet. Please choose: /select

### == words for many ==

ask-broadcast-audience = Whom does { $place } tell?
option-audience-executives = Executives of unions
option-audience-staff = Staff of the units below
option-audience-authors = Authors of initiatives
ask-broadcast-node = For which unit do you speak?
ask-broadcast-text = Please type it, at most { $limit } characters. For example: Dossiers are due on 11 April, 24:00; for help please type /support
help-broadcast-text = People read exactly what you type, with the name of your unit before it. You see it before it is sent. Who has turned reminders off does not get it.
announcement-empty = There have to be words in it. For example: Dossiers are due on 11 April, 24:00.
announcement-too-short = At least { $least } characters, please. For example: Dossiers are due on 11 April, 24:00.
announcement-too-long = That is { $count } characters, { $excess } more than { $limit }. Please shorten it, for example: Dossiers are due on 11 April, 24:00.
announcement-far-too-long = That is much longer than { $limit } characters. Please shorten it, for example: Dossiers are due on 11 April, 24:00.
ask-broadcast-sure =
    This goes to { $audience } ({ $count }):

    { $preview }

    Send it?
option-broadcast-send = Send
option-broadcast-edit = Write it anew
option-broadcast-not = Do not send
broadcast-many = a great many
broadcast-said =
    📣 { $place } announces:
    { $text }
    For questions type /support
broadcast-begun = 📣 It is being sent. You hear how many people it goes to. To stop it type /announce stop
broadcast-later = 📣 It goes out from { $at } on, so that nobody is disturbed at night. You hear how many people it goes to. To stop it type /announce stop
broadcast-done =
    { $count ->
        [0] 📣 “{ $text }” went to nobody: it was too late, nobody is left to read it, or the unit is not yours any more.
        [one] 📣 “{ $text }” went out to { $count } person.
       *[other] 📣 “{ $text }” went out to { $count } people; who is offline gets it later.
    }
broadcast-nobody = There is nobody yet to read it ({ $audience }): people have to have used the bot, with reminders on.
broadcast-too-many = Your unit has sent { $most } in the last 24 hours. So that people go on reading them, please send the next one later.
broadcast-not = Nothing was sent.
broadcast-stopped = Stopped. It had gone to { $count ->
        [one] { $count } person
       *[other] { $count } people
    } by then; nobody else gets it.
broadcast-stopped-yours = 📣 A colleague has stopped your announcement “{ $text }”.
broadcast-yes-or-no = Please choose: send it, write it anew, or do not send it. For example: send
broadcast-none-running = Nothing is being sent, or all of it has left.
button-broadcast-stop = Stop sending

### == nhập danh sách CĐCS ==

import-row = Row { $row }, column “{ $column }”: { $problem }
import-file = File: { $problem }
import-done = New { $new }, changed { $changed }, unchanged { $unchanged }, wrong { $wrong }.
import-more = … and { $count } more mistakes. Add --errors FILE.xlsx to get all of them in a file.
import-send-file = Please send an .xlsx or .csv file, for example: unions.xlsx; or press “Get the template”.
import-option-template = Get the template
import-option-apply = Apply
import-option-stop = Leave it
import-template-ready = The template for a list of unions. Fill in its first sheet, the second one says how, then type /nhap and send it.
import-file-name = union-list-template.xlsx
import-marked-name = union-list-with-mistakes.xlsx
import-wrong-rows =
    Nothing was imported: { $wrong_rows } rows have mistakes ({ $wrong } in all). Right ones: { $new } new, { $changed } changed, { $unchanged } unchanged.
    { $lines }
    The file has a column “Mistakes” and every wrong cell is coloured. Correct it and send it here again.
import-wrong-file =
    Nothing was imported.
    { $lines }
    Please send another file here.
import-nothing-new = All { $unchanged } unions of this list are there already; there is nothing to change.
import-being-applied = Importing { $new } new unions and { $changed } changes. One moment, please…
import-applied = Done: { $new } new unions, { $changed } changed, { $unchanged } unchanged. What comes next: /moi invites executives, /qr gets QR codes.
import-stopped = Left alone, nothing was imported. To begin again type /nhap
import-stale =
    Nothing was imported: the directory has just changed, and the list does not fit any more.
    { $lines }
    Type /nhap and send the file again.
import-otherwise = Nothing was imported: the directory has just changed, and the list would do something else than you were shown. Please look again.
import-clash = has a code that another unit has just got.
import-gone = Nothing was imported: the list was kept too long ago. Type /nhap and send the file again.
import-failed = Nothing was imported because of a failure of ours; the directory is as it was. Please type /nhap and send the file again in some minutes.
import-progress-reading = Reading: { $rows } rows…
import-progress-checking = Checking: { $rows }/{ $of } rows…
import-progress-marking = Marking mistakes: { $rows }/{ $of } rows…
import-progress-storing = Storing: { $rows }/{ $of } unions…
import-copy-written = { $count } wrong rows are marked; correct them and import this very file.
import-not-readable = cannot be read. Open it in Excel and save it as .xlsx or .csv (UTF-8), for example: unions.xlsx
import-not-a-list = is no spreadsheet. An .xlsx or .csv is needed, for example: unions.xlsx
import-old-workbook = is an old Excel file (.xls). Open it in Excel, choose Save As, type “Excel Workbook (*.xlsx)”, and send it again.
import-other-workbook = is another kind of spreadsheet. Choose Save As, type “Excel Workbook (*.xlsx)”, and send it again.
import-encrypted = has a password. Take the password off (File > Info > Protect Workbook), save it and send it again.
import-old-font = is written in an old font (.VnTime or VNI). Convert it to Unicode, for example with Unikey: copy the table, press Ctrl+Shift+F6, choose TCVN3 (ABC) → Unicode, paste it back, and send it again.
import-encoding-unknown = has an unknown encoding, names would lose their marks. Save it as .xlsx or as “CSV UTF-8” and send it again.
import-quote-missing = lacks a closing quotation mark, about from row { $row }. Better save it as .xlsx and send it again.
import-nothing-in-it = is empty. Send a file with a list in it.
import-bomb = is too large or too involved to be read. Copy the list alone into a new file and send it again.
import-too-large = is larger than { $most } MB. Split it.
import-too-many-rows = has more than { $most } rows. Split it.
import-no-header = has no heading row. Needed columns: federation_code, code, name; useful ones: block, aliases
import-no-column-federation-code = has no column “federation_code” (the federation that the union belongs to), for example: 04.045
import-no-column-code = has no column “code” (each union's own), for example: 001
import-no-column-name = has no column “name”, for example: Trường THCS Xuân Hòa
import-no-rows = has no row below the heading.
import-empty = is empty. For example: { $example }
import-federation-unknown = there is no federation “{ $value }”. For example: 04.045 (as a text cell, with the leading zero)
import-federation-not-yours = “{ $value }” lies outside your scope. Type /nhap mau to see the codes you may use.
import-code-wrong = “{ $value }” is wrong: 1–40 letters without marks, digits, hyphens. For example: 001 or th-binhminh
import-code-of-other = “{ $value }” is the code of another level. Choose another one, for example: 001
import-code-elsewhere = “{ $value }” is the code of a unit outside your scope. Choose another one, for example: 001
import-code-closed = “{ $value }” is a union that was closed or merged. To use it again, open it with /units; give another unit another code.
import-code-twice = “{ $value }” stands in row { $first } already. Each union has its own code.
import-parent-other = this unit belongs to { $parent }. A list moves no unit: name that one, or ask the operator to move it first.
import-name-twice = “{ $value }” is the name of the union { $code } under the same federation already. Use that code if it is the same, else tell the names apart.
import-name-wrong = needs letters and at most { $most } characters. For example: Trường THCS Xuân Hòa
import-block-wrong = “{ $value }” is no block. Write: enterprise or public admin
import-aliases-wrong = at most { $most } other names, parted by semicolons. For example: THCS Xuân Hòa; Trường Xuân Hòa
import-cell-formula = is a formula without a result. Open the file in Excel and save it again, or type the value.
import-cell-error = the formula failed with “{ $value }”. Type the value into the cell.
import-cell-date = was taken for a date. Make the cell Text and type it again.
import-old-font-cell = “{ $value }” is written in an old font. Type it again in Unicode.
import-sheet = Unions
import-sheet-mistakes = Mistakes
import-sheet-guide = How to
import-column-mistakes = Mistakes
import-column-row = Row
import-column-column = Column
import-heading-federation-code = Federation code
import-heading-code = Code
import-heading-name = Name
import-heading-block = Block
import-heading-aliases = Other names
import-guide-federation-code = Needed. The code of the federation that the union belongs to; the codes you may use stand below. A text cell, with the leading zero.
import-guide-code = Needed. The union's own code within that federation: 1–40 letters without marks, digits, hyphens. For example: 001. The same code again changes that union and adds nothing.
import-guide-name = Needed. The full name, as members say it. Rows whose name begins with “Ví dụ:” are left out.
import-guide-block = Useful. Choose from the list: enterprise or public admin.
import-guide-aliases = Useful. Short and former names, parted by semicolons. For example: THCS Xuân Hòa; Trường Xuân Hòa
import-guide-codes = Codes you may use
import-guide-names = Name
import-example-name = Trường THCS Xuân Hòa
import-example-aliases = THCS Xuân Hòa; Trường Xuân Hòa
import-block-enterprise = Enterprise
import-block-public = Public admin

## A list of initiatives of a union
bulk-declaration = By pressing “File” you declare that each author has agreed in writing, with a signature, that the union files the initiative and the own data, and that the union keeps the signatures.
bulk-of-one = { $place }
bulk-of-many = { $unions } unions
bulk-option-file = File { $new } initiatives
bulk-option-stop = Cancel
bulk-send-file = Please send an .xlsx or .csv file, for example: initiatives.xlsx; or press “Get the template”.
bulk-template-ready = The template for a list of initiatives, one a row. The second sheet says how to fill it in. Then type /nhapsangkien and send it.
bulk-file-name = initiative-list-template.xlsx
bulk-marked-name = initiative-list-to-look-at.xlsx
bulk-receipts-name = initiative-codes.xlsx
bulk-wrong-rows =
    Nothing was filed: { $wrong_rows } rows have mistakes ({ $wrong } in all).
    { $lines }
    The file has a column of mistakes, and every wrong cell is coloured. Please correct it and send it here again.
bulk-wrong-file =
    Nothing was filed.
    { $lines }
    Please send another file here.
bulk-remarks =
    There are no mistakes. { $notes } things should be looked at before filing:
    { $lines }
bulk-nothing-new = All { $there } initiatives of this list are filed already; there is nothing new.
bulk-being-filed = Filing { $new } initiatives. One moment, please…
bulk-filed = Filed { $new } initiatives of { $authors } authors. The file has the code of each; those who may decide were told. To look at them: /duyet
bulk-stopped = Left alone, nothing was filed. To send the list again type /nhapsangkien
bulk-gone = Nothing was filed: the list was kept too long ago. Type /nhapsangkien and send the file again.
bulk-failed = Nothing was filed because of a failure of ours. Please type /nhapsangkien and send the file again in some minutes.
bulk-not-yours = Nothing was filed: a union of the list is not yours to file for any more. For help type /hotro
bulk-place-closed = Nothing was filed: a union of the list has just been closed or merged. Type /nhapsangkien and send the file again.
bulk-no-union = The union that is yours was closed or merged, so it takes no more initiatives. For help type /hotro
bulk-too-late = Nothing was filed: the programme takes no more initiatives. For help type /hotro
bulk-by-operator = The operator of the system
bulk-told-executive = { $by } has just filed { $new } initiatives of { $place } from a list. To look at them and confirm: /duyet
bulk-told-author =
    The union { $place } has filed for you:
    { $lines }
    Type /theodoi to see them. If they are not yours, tell your union or type /hotro
bulk-told-line = • { $title }, code { $code }
bulk-told-more = • and { $count } more
bulk-done = New { $new }, there already { $there }, wrong { $wrong }.
bulk-copy-written = { $count } rows are marked; correct them and import this very file.
bulk-no-header = has no row of headings. Needed: Họ tên, Số CCCD/CMND, Số điện thoại, Tháng áp dụng, Tên sáng kiến, Mô tả; useful: Khối, Lĩnh vực
bulk-nothing-in-it = holds nothing. Send a file with a list of initiatives.
bulk-no-column-union = lacks the column “Mã CĐCS” (the list is of several unions), for example: 04.045.hoamai
bulk-no-column-full-name = lacks the column “Họ tên”, for example: Nguyễn Văn A
bulk-no-column-id-number = lacks the column “Số CCCD/CMND”, for example: 004 085 000 123
bulk-no-column-phone = lacks the column “Số điện thoại”, for example: 0912 345 678
bulk-no-column-block = the column “Khối” (block) is missing, and a union of the list has no block; example: Doanh nghiệp
bulk-no-column-applied-on = lacks the column “Tháng áp dụng”, for example: 3/2021
bulk-no-column-title = lacks the column “Tên sáng kiến”, for example: Cải tiến máy tẽ ngô
bulk-no-column-description = lacks the column “Mô tả” (how it was done, how it is done now, the result)
bulk-union-unknown = “{ $value }” is no code of a union of yours. The right codes are on the second sheet of the template: /nhapsangkien mau
bulk-block-missing = is empty. Write: doanh nghiệp or hành chính sự nghiệp
bulk-field-wrong = “{ $value }” is no field. Choose from the list of the template, for example: Sản xuất; if unsure leave it empty.
bulk-benefit-unit = may be thousands, millions or billions. Write the unit too, for example: 15 triệu một năm
bulk-benefit-wrong = is no sum that the bot knows. Write the number with its unit, for example: 15 triệu một năm; if unknown leave it empty.
bulk-twice = this initiative of the same author is in row { $first } already. One row each.
bulk-id-of-two = this number is somebody else's in row { $first }. Each person has a number of their own.
bulk-id-zeros = the spreadsheet dropped zeros in front; the bot reads { $number }. Please compare it with the card.
bulk-id-born-abroad = the number { $number } is of somebody whose birth was registered abroad. Please compare it with the card.
bulk-id-age = by the number { $number } the year of birth is { $year }. Please compare it with the card.
bulk-name-telex = seems to be typed without a Vietnamese keyboard: { $name }
bulk-name-question = the name reads like a question: { $name }
bulk-name-one-word = the name is a single word: { $name }
bulk-name-without-marks = the name has no marks: { $name }
bulk-phone-prefix = the number { $phone } begins in an unusual way.
bulk-phone-lost-zero = the zero in front is missing; the bot reads { $phone }
bulk-phone-old-number = the prefix { $old } changed in 2018; the bot reads { $phone }
bulk-title-question = the title reads like a question: { $title }
bulk-title-one-word = the title is a single word: { $title }
bulk-description-short = has only { $count } characters; { $least } or more are better: how it was done, how it is done now, the result.
bulk-month-read = Excel takes it for month { $month }. Please look at day and month.
bulk-alike-same = is much like row { $first } of the same author.
bulk-alike-other = is much like row { $first } of { $name }
bulk-column-twice = means the same as the column “{ $first }”, so it is left out. If this is the one to take, remove the heading of the other.
bulk-sheet = Initiatives
bulk-sheet-receipts = Codes
bulk-title = Initiatives of { $place }
bulk-heading-union = Mã CĐCS
bulk-heading-full-name = Họ tên
bulk-heading-id-number = Số CCCD/CMND
bulk-heading-phone = Số điện thoại
bulk-heading-block = Khối
bulk-heading-field = Lĩnh vực
bulk-heading-applied-on = Tháng áp dụng
bulk-heading-title = Tên sáng kiến
bulk-heading-description = Mô tả
bulk-heading-benefit = Giá trị làm lợi
bulk-heading-row = Row
bulk-heading-code = Code
bulk-heading-state = Outcome
bulk-state-new = filed now
bulk-state-there = filed before
bulk-guide-union = Needed. The code of the union; those that may be used are below.
bulk-guide-full-name = Needed. The full name of one author; co-authors have a row each. A row that begins with “Ví dụ:” is skipped.
bulk-guide-id-number = Needed. CCCD of 12 digits or CMND of 9. Cells of type Text, so that zeros in front stay.
bulk-guide-phone = Needed. The author's mobile number. Cells of type Text, so that the zero in front stays.
bulk-guide-block = Choose from the list. Empty: the block of the union.
bulk-guide-field = Choose from the list. If unsure leave it empty.
bulk-guide-applied-on = Needed. The month of first use, from { $first } to { $last }. For example: { $first }
bulk-guide-title = Needed. One short sentence of at most 150 characters.
bulk-guide-description = Needed. How it was done, how it is done now, the result; at most { $limit } characters with spaces.
bulk-guide-benefit = If known: a sum with its unit. For example: 15 triệu một năm
bulk-guide-consent = Before filing
bulk-guide-consent-why = Each author has agreed in writing, with a signature, that the union files the initiative and the own data. The union keeps the signatures.
bulk-guide-codes = Codes of unions
bulk-example-name = Nguyễn Văn A
bulk-example-title = Cải tiến máy tẽ ngô
bulk-example-description = Corn was shelled by hand, three people a day. Now a machine made from an old motor does it with one person in two hours.
bulk-example-benefit = 15 triệu một năm

### == operations ==

ops-overview = { $lines }
ops-fine = 🟢 Everything is fine
ops-trouble = 🔴 { $count ->
        [one] { $count } thing needs a look
       *[other] { $count } things need a look
    }
ops-outbox = 📤 Messages owed: { $pending } (longest: { $oldest }) · given up: { $failed } · unknown whether they arrived, last 24 hours: { $unknown }
ops-parked = ⏸ Messages that wait for people to write: { $count }
ops-unpaid = 💰 { $name }: { $count } messages wait for a Zalo Cloud account to be linked or filled
ops-inbox = 📥 Updates kept on disk: { $spooled } · set aside: { $aside }
ops-traffic-hour = 📈 Last hour: { $updates } updates, { $filed } initiatives
ops-traffic-day = 📈 Last day: { $updates } updates, { $filed } initiatives
ops-channel-up = 🔌 Channel { $name }: works
ops-channel-down = 🔌 Channel { $name }: does not work ({ $code })
ops-month = 📮 { $name } this month: { $sent } sent, { $received } received · forecast for the month: { $forecast } sent
ops-quota = 📮 { $name }: { $percent }% of { $limit } messages a month · { $people }/{ $most } people
ops-billed = 💰 { $name }: { $count } billed messages · forecast for the month: { $forecast }, { $cost } đồng
ops-templates = 💰 { $name }: { $count } messages by template · forecast for the month: { $forecast }, { $cost } đồng
ops-database = 💾 { $kind }: { $size } · disk has { $free } free ({ $percent }%)
ops-program = ⚙️ Version { $version }, schema { $revision } · up for { $uptime }
ops-backup = 🗄 Last backup: { $at }
ops-backup-none = 🗄 Never backed up
ops-seconds = { $count } s
ops-minutes = { $count } min
ops-hours = { $count } h
ops-days = { $count } days
ops-mb = { $count } MB
ops-gb = { $count } GB
ops-button-refresh = Refresh
ops-button-retry = Send again what was given up
ops-retried = { $count ->
        [0] Nothing was given up.
       *[other] To be sent again: { $count }.
    } The state of the system: /ops

alarms-open =
    🔴 To be looked at: { $count }
    { $lines }
    The state of the system: /ops
alarms-over =
    🟢 Over
    { $over }
    Everything is fine.
alarms-less =
    🟢 Over
    { $over }
    🔴 Still to be looked at: { $count }
    { $lines }
    The state of the system: /ops
alarms-line = • { $text }

alarm-title-database = The database cannot be written
alarm-title-outbox-late = Messages leave late
alarm-title-outbox-failed = Messages given up
alarm-title-set-aside = Updates set aside
alarm-title-codes = Many wrong codes
alarm-title-spool = Updates that wait on disk
alarm-title-channel = Channel { $subject } does not work
alarm-title-webhook = Updates from { $subject } come late
alarm-title-disk = The disk is nearly full
alarm-title-clock = The clock is wrong
alarm-title-backup = No backup for long
alarm-title-token = Credentials of { $subject } end soon
alarm-title-unpaid = { $subject } waits for money
alarm-title-quota = The quota of { $subject } is nearly used up

alarm-database = The database cannot be written. What people write is kept on disk, but nobody is answered. See whether it runs and has room; on the server: bot doctor
alarm-outbox-late = Answers leave late, the oldest has waited { $figure } minutes. People see no answer yet. See whether the channel works, then the logs.
alarm-outbox-failed = { $figure } messages could not be sent and were given up. Those they were for do not know. See why: bot outbox list; when mended, type /ops guilai
alarm-set-aside = { $figure } updates made the bot fail and were set aside. Their senders were told of an error. See why: bot inbox list; tell the developers, and when it is mended run: bot inbox retry
alarm-codes = { $figure } wrong codes within the last hour: somebody may be guessing invitations. That has let nobody in: an account may be wrong 10 times an hour. See the log line code_refused by account; if it goes on, have the federations look at new officials (/people ds).
alarm-spool = { $figure } updates wait on disk for the database. People see no answer yet, nothing is lost. See whether the database is slow or locked.
alarm-channel = { $figure ->
        [2] Channel { $subject } refuses the bot's settings: a wrong token or address. Its people get nothing. Mend .env and restart; on the server: bot doctor
       *[other] Channel { $subject } does not answer. Its people get no messages yet, they wait. See the server's network; if the platform is at fault, wait, and sending goes on by itself.
    }
alarm-webhook = { $subject } holds { $figure } updates that it cannot bring in. People see no answer yet. See whether PUBLIC_URL opens from outside and its certificate is valid.
alarm-disk = The disk has { $figure } MB left. People notice nothing yet; when it is full, the bot takes nothing more. Remove old copies and logs, or add room.
alarm-clock = The clock is off, or has jumped, by { $figure } seconds. Closing times and reminders may be wrong. Turn time synchronisation on (timedatectl), here and on the database's machine.
alarm-backup = No backup for { $figure } days. People notice nothing; if the machine breaks, initiatives are lost. Run: bot backup FILE
alarm-token = Credentials of { $subject } end in { $figure } hours. Then this channel stops. Get new ones: for the Zalo account run bot zalo login on the server; for another channel put them into .env and restart.
alarm-unpaid = { $figure } billed messages of { $subject } wait: no Zalo Cloud account is linked, or it is empty. Their readers see nothing yet; when they write, the bot sends at once. Fill or link the account: the bot tries again every six hours.
alarm-quota = { $figure }% of { $subject }'s quota of messages or people is used. From 95% of the messages on, the bot only replies; notices wait for the next month, or until people write. See /ops; get a larger plan, or move people to another channel.

### == files that the channel does not take ==

file-open = Open the file
file-address =
    📎 { $name }: { $url }
    (an address of your own, good for 24 hours)
file-nowhere = 📎 This channel cannot carry the file { $name }, and the bot has no web page to fetch it from. Ask whoever is in charge: /support
file-elsewhere = 📎 This channel cannot carry the file { $name }. Open the bot on { $channels } and ask for it there.
way-by-hand = { $url } (then send the code { $code })
