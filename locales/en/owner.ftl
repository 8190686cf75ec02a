# What owners and sellers read, notices, and working hours. The form is that of phrases.ftl.

notice-above = Notice, until { $until }:
shop-answers = The shop answers { $hours }.
shop-answers-closed = Closed on { $days }.

link-void = This link no longer works. Ask whoever sent it for a new one.
link-shown-to-all = Everybody here could see that link, so it no longer works. Ask for a new one, and open it in a private chat with me.
link-for-group = This link connects a support group. Open **/admin**, choose **Support group**, and add me to the group from there.
now-owner = You now manage this bot. **/admin** opens what you can set: sellers, notices, working hours, the support group and other owners. **/notice** writes a notice.
already-owner = You already manage this bot.
now-seller =
    You are now a seller of **{ $shop }** here.

    Write your question in your own words, or look through the topics for sellers.
already-seller = You are already a seller of **{ $shop }** here.
now-group = This group is now the support group.
news-owner = Somebody has used a link for owners and now manages this bot with you. If you did not expect that, remove them under **Owners**.
news-seller = Somebody has used the link for **{ $shop }** and is now a seller here.
news-group = The support group is connected.

admin-home = **Managing this bot** for { $shop }.
admin-home-sellers = Sellers: { $count }
admin-home-notices = Notices: { $count }
admin-home-hours = Working hours: { $hours }
admin-home-no-hours = Working hours: not set
admin-home-group = Support group: connected
admin-home-no-group = Support group: none
admin-home-owners = Owners: { $count }

admin-sellers = **Sellers.** Each entry ends with the last digits of the chat.
admin-no-sellers = **Sellers.** There are none yet. Invite one with a link.
admin-seller-line = { $shop }, since { $since } (…{ $chat })
admin-ask-shop = Which shop does the seller work for? Write its name.
admin-shop-too-long = That name is too long. Use at most 60 characters.
admin-seller-link = Send this link to the seller of **{ $shop }**. It works once, for one person, within 7 days. Whoever opens it becomes a seller of this shop.
admin-ask-remove-seller = Remove this seller? They stay a customer like any other.
admin-owners = **Owners.** Each entry ends with the last digits of the chat.
admin-owner-line = Since { $since } (…{ $chat })
admin-owner-link = Send this link to the new owner only. It works once, within 48 hours, and gives them everything that you can do here.
admin-ask-remove-owner = Remove this owner? They can no longer manage this bot.
admin-last-owner = The last owner cannot be removed, or nobody could manage this bot. Invite another owner first.
admin-removed = Removed.

admin-notices = **Notices** that customers see now:
admin-no-notices = **Notices.** Customers see none now.
admin-notice-line = { $text } — { $concern }, until { $until }
admin-ask-withdraw = Take this notice back? Customers will not see it any more. To change a notice, take it back and write a new one.
admin-withdrawn = The notice is taken back.

admin-hours = **Working hours**: { $hours }. Customers read them when they ask for a person.
admin-no-hours = **Working hours** are not set, so customers are told nothing about them.
admin-ask-hours = Choose below, or write them, such as: Mon-Fri 9-17, Sat 9-12
admin-hours-set = Saved.
admin-hours-unread = I could not read that as working hours.
admin-zone-line = Time zone: { $zone }
admin-ask-zone = In which time zone do you work? Notices end by it, too.
admin-holidays-line = Closed on { $days }
admin-no-holidays-line = No holidays
admin-ask-holidays = Write the days on which nobody answers, such as: 25 Dec, 2027-01-01
admin-days-unread = I could not read that as days.

admin-group = **Support group**: connected.
admin-no-group = **Support group**: none.
admin-group-at-present = Customers who want a person appear there, each in a topic of their own.
admin-connect-group = Choose the group with the button. I am added to it and connect it. The link works once, within 48 hours.
admin-connect-by-hand = If I am in the group already, write this there: { $command }

notice-ask = Write the notice, in Indonesian, Chinese or English, with at most 500 characters. I will ask for the other languages.
notice-ask-language = Which language is this?
notice-ask-translation = Now write it in { $language }. If you skip it, these readers see it in another language: in English, where there is such a text.
notice-too-long = That is too long. A notice has at most 500 characters.
notice-ask-concern = What is it about? Choose below, or write a few words, such as "gopay", and I look for the article.
notice-found = I found these. Choose one, or write other words.
notice-nothing-found = I found no article for that.
notice-ask-until = Until when? Choose below, or write a day, such as: 30 Nov, or 30/11/2026 18:00 ({ $zone })
notice-day-unread = I could not read that as a day.
notice-day-past = That is over already. Choose a later end.
notice-day-far = That is more than a year away. Choose an earlier end.
notice-look = **This is how customers will see it.** It is about: { $concern }.
notice-language-line = In { $language }:
notice-published = Published. It goes by itself after { $until }.
notice-draft-over = That notice was not finished in time, or is published already.
notice-use-buttons = Please choose with the buttons.
dialogue-edited = I do not read changed messages here. Please write it again as a new one.
dialogue-dropped = The notice that you were writing was not published.
dialogue-cancelled = Cancelled. Nothing has changed.

button-admin-home = ‹ Overview
button-admin-sellers = Sellers
button-admin-owners = Owners
button-admin-notices = Notices
button-admin-hours = Working hours
button-admin-group = Support group
button-invite-seller = Invite a seller
button-invite-owner = Invite another owner
button-remove = Yes, remove
button-remove-number = Remove { $number }
button-new-notice = New notice
button-withdraw = Yes, take it back
button-zones = Time zone
button-holidays = Holidays
button-no-holidays = No holidays
button-no-hours = Do not show hours
button-connect-group = Connect a group
button-disconnect-group = Disconnect the group
button-add-to-group = Choose a group
button-send-link = Send the link
button-skip = Skip
button-concern-all = Everything
button-publish = Publish
button-cancel = Cancel
button-until-today = Today
button-until-tomorrow = Tomorrow
button-until-days = In { $number } days
button-until-week = In a week
share-seller-text = With this link you become a seller in our help bot. It works once.
share-owner-text = With this link you manage our help bot. It works once.

concern-everything = everything
in-language-id = Indonesian
in-language-zh = Chinese
in-language-en = English

zone-jakarta = Jakarta time
zone-makassar = Makassar time
zone-jayapura = Jayapura time
zone-shanghai = Beijing time
zone-singapore = Singapore time
time-moment = { $day }, { $time } ({ $zone })
hours-in-zone = { $hours } ({ $zone })
hours-opening = { $days } { $from }–{ $to }
every-day = every day
days-range = { $from }–{ $to }
list-separator = ,
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
