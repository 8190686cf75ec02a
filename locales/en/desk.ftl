# A person takes over: what customers read of it, and what staff read in their group.
# $number is the number of a ticket, $agent the name of somebody of the staff, $at a day and a time.

# -- To the customer

desk-opened = **A person from our team will answer you here.** Just write in this chat: everything you send reaches our team.
desk-reopened = **Our team is taking up your conversation again.** They can still see everything from before, so you don't need to repeat it.
desk-coming = Somebody usually replies within { $minutes } minutes.
desk-closed = Our team is not working right now and will reply from { $moment }. The messages that you send until then are kept.
desk-closed-long = Our team is away for a few days. The messages that you send are kept, and they will reply when they are back.
desk-readable = From now on, the staff of **{ $shop }** can read what you write and send here, and your last questions to me. I hide passwords, PINs, OTPs and card numbers wherever I recognise them.
desk-automatic = Automatic answer while you wait for a person:
desk-still-waiting = Our team has your messages, and you are waiting for a person to reply. You can add anything you like.
desk-person-here = A person from our team is handling this conversation. Everything you write goes to them.
desk-out-of-reach = I can't reach our team right now. I'll keep what you write and pass it on as soon as I can.
desk-left = You are back with me, the automatic assistant. Write your question.
desk-resolved = Our team has closed this conversation. If you have another question, ask me here.
desk-rate = Did our team help you?
desk-silence = We have not heard from you for a while, so we have closed this conversation. If you still need help, tap the button below to get back to our team.
desk-from-staff = 👤 From our team:
desk-not-passed-on = Your last message could not be passed on to our team. Please send it in another form, for example as text or a photo.

export-made = This is what I keep about you at present.

# -- Labels over what people write

desk-label-staff = 👤 Our team
desk-label-staff-named = 👤 { $name }, our team
desk-label-customer = 👤 { $name }
desk-label-ticket = 👤 #{ $number } { $name }
desk-label-late = { $label } · sent { $at }
desk-label-changed = ✎ { $label } (edited)

# -- Notes of the bot under what a customer wrote

desk-gloss = ≈ { $title }
desk-answered = 🤖 answered automatically: { $title }

# -- The topic and its card

desk-topic-name = #{ $number } { $name } · { $language } · { $role }
desk-nameless = Customer
desk-buyer = buyer
desk-seller = seller
desk-card-heading = **#{ $number } { $name }** · { $language } · { $role }
desk-card-waiting = **Nobody has taken this yet.**
desk-card-taken = Taken by **{ $agent }**, { $at }.
desk-card-customer-waits = The customer has been waiting for a reply since { $at }.
desk-card-we-wait = Waiting for the customer to reply since { $at }.
desk-card-resolved = **Resolved**, { $at }.
desk-card-left = **The customer went back to the bot**, { $at }.
desk-card-silence = **Closed because the customer stopped replying**, { $at }.
desk-card-ended = **Closed**, { $at }.
desk-card-rated-good = Rating: 👍
desk-card-rated-bad = Rating: 👎
desk-card-order = Order …{ $end }: { $status }
desk-card-banned = **Blocked:** messages from this customer are not shown here.
desk-card-story = Latest messages:
desk-card-hint = What you write in this topic goes to the customer. Begin an internal note with //
desk-card-hint-reply = To answer the customer, reply to this message or to one of theirs. Begin an internal note with //
desk-line-customer = 👤 { $text }
desk-line-staff = 💬 { $text }
desk-line-bot = 🤖 { $text }
desk-line-note = ✍ { $text }
desk-no-answer = (no answer)
desk-other-answer = (replied, but not with an article)

# -- What the bot says in a topic

desk-back-here = The customer is asking for a person again.
desk-left-here = The customer went back to the bot.
desk-silence-here = Closed: the customer has not replied. They have been told, and one tap brings them back here.
desk-taken = { $agent } has taken this.
desk-taken-already = { $agent } has already taken this. What you write still reaches the customer.
desk-yours-already = You have already taken this.
desk-released = Released: waiting for somebody to take it.
desk-nobody-has-it = Nobody has taken this.
desk-resolved-here = Resolved. The customer has been told, and the bot answers them again.
desk-ended-already = This is already closed.
desk-banned = Blocked: you no longer see what this customer writes. The bot still answers them.
desk-unbanned = Unblocked.
desk-other-language = The customer writes in { $language }. Your message was sent as it is, not translated. Articles sent with /send reach the customer in their own language.
desk-history = **Conversation so far:**
desk-no-history = Nothing has been said here yet.
desk-order = Order …{ $end } ({ $shop }): { $status }, as of { $at }.
desk-order-out-of-reach = Order …{ $end } can't be looked up right now.
desk-no-order = The customer has not proved yet that an order is theirs.
desk-no-such-order = I can't find that order.
desk-suggestions = Which article shall I send? The customer gets it in their own language. Searched for: { $words }
desk-nothing-fits = No article fits. Searched for: { $words }
desk-replies = Which short reply shall I send? The customer gets it in their own language.
desk-sent = ✓ Sent: { $title }
desk-not-in-language = Nothing was sent: there is no version in { $language }, the customer's language.
desk-gap-noted = Noted: the question and the answer are on the list for a new article.
desk-no-gap = Not possible yet: the customer must have asked something, and staff must have answered.
desk-how-to-note = Begin your message with // or /note, and it is not sent to the customer.
desk-how-to-code = Write /code followed by the order number. Send the code to the buyer in the platform's own chat, not here.
desk-how-to-undo = Reply to your message with /undo to remove the customer's copy.
desk-undone = ✓ The customer's copy is removed.
desk-nothing-to-undo = The customer has no copy of this message.
desk-too-late-to-undo = Too late: Telegram no longer lets me remove the customer's copy.
desk-unknown-command = I don't know this command. Nothing was sent to the customer.
desk-no-customer = This is not a customer's topic. Use the command in the topic of the customer you mean.
desk-not-here = This reply goes to nobody. Reply to a customer's card, or to one of their messages.
desk-orphan = This topic no longer belongs to a customer, so nothing from here is sent. I am closing it; the customer has another topic.
desk-customer-gone = Not delivered: the customer has blocked the bot, or their account no longer exists.
desk-not-carried = Not delivered: Telegram does not let me pass this message on.
desk-not-delivered = Not delivered: I kept trying for a day.
desk-remind = The customer has been waiting for { $span }, and nobody has taken this.
desk-remind-holder = { $agent }, the customer has been waiting { $span } for your reply.

# -- The list of those who wait

desk-waiting = { $count ->
    [one] **One customer is waiting**
   *[other] **{ $count } customers are waiting**
 }
desk-nobody-waits = **Nobody is waiting.**
desk-waiting-line = #{ $number } { $name } · { $language } · since { $at }
desk-waiting-taken = #{ $number } { $name } · { $language } · since { $at } · { $agent }
desk-late = Telegram limits how many messages I can send here each minute. Messages are up to { $span } late at the moment; none are lost.

# -- The group

desk-connected = This group is now the support group. Customers who want a person appear here.
desk-standing = This is the support group.
desk-all-there = I have everything I need.
desk-missing = Still missing:
desk-no-supergroup = topics: this is a basic group. Switch topics on in the group's settings; until then, answer customers by replying to their messages.
desk-no-topics = topics: switch them on in the group's settings. Until then, answer customers by replying to their messages.
desk-no-topic-right = the admin right **Manage Topics**: without it I can't open a topic for each customer.
desk-no-pin-right = the admin right **Pin Messages**: without it I can't keep a customer's card at the top of their topic.
desk-no-delete-right = the admin right **Delete Messages**: without it I can't tidy up my own messages.
desk-no-longer = This group is no longer the support group. Nothing that is written here goes to a customer.
desk-public = a private group: this one is public, so anybody can find it and press its buttons. Make it private in the group's settings.
desk-again = Then send /desk again. To give me a right, make me an administrator first.
desk-admins-only = Only an administrator of this group can connect it.
desk-code-void = This code is not valid, or has been used already. `tanya desk invite` makes a new one.
desk-try-again = I can't see how this group is set up right now. Please try again in a moment.
desk-lost = **I can no longer reach the support group.** I was removed from it, or am not allowed to write there. Customers' messages are kept. Add me again with the rights to manage topics, pin messages and delete messages, or connect another group.
desk-knowledge-faulty = **The articles were changed, and { $count ->
    [one] one thing in them is wrong
   *[other] { $count } things in them are wrong
}.** I keep answering from the earlier version until that is mended. Whoever looks after the articles needs this:
    { $faults }
desk-knowledge-sound = The articles are in order again, and I answer from the new version.

# -- Buttons and pop-ups

button-export = Send me what you keep about me
button-call-person = Talk to a person
button-back-to-person = Back to a person
button-back-to-bot = Back to the bot
button-rate-good = 👍 Yes
button-rate-bad = 👎 No
button-desk-take = Take
button-desk-release = Release
button-desk-resolve = Resolve
button-desk-suggest = Suggest articles
button-desk-replies = Short replies
button-desk-more = More…
button-desk-less = Back
button-desk-note = Note
button-desk-history = History
button-desk-order = Order
button-desk-code = Buyer code
button-desk-undo = Undo
button-desk-ban = Block
button-desk-unban = Unblock
button-desk-make-article = Make this an article
toast-person-coming = Our team has been told. Just write here.
toast-person-here = A person from our team is here. Just write.
toast-with-bot = You are already talking to the bot.
toast-rated = Thank you!
# The desk: what staff read in their group. The form is that of phrases.ftl.

# -- The digest of the day

digest-heading = **From { $from } to { $to }**
digest-quiet = Nobody needed a person, and no question was left unanswered.
digest-counts = { $opened } opened, { $answered } answered, { $resolved } resolved
digest-first-reply = First reply after { $left } (median)
digest-resolution = Resolved after { $left } (median)
digest-ratings = Ratings: 👍 { $good }, 👎 { $bad }
digest-languages = Opened per language:
digest-language = { $language }: { $count }
digest-questions = **What I could not answer:**
digest-question = { $count } ×: { $text }
