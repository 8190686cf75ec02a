# What the bot says, in plain British English. A blank line inside a phrase begins a new paragraph;
# **bold** and lists work as in the articles. $shop is the name of the shop.

welcome =
    Hello! I answer questions about paying, orders, refunds and selling, for **{ $shop }**.

    Write your question in your own words, or choose a topic.

    I am the shop's automatic assistant, not the platform's customer service. I never ask for a password, a PIN, an OTP or a transfer. If in doubt, ask the shop inside the app.
help =
    Ask me one thing at a time, in your own words. For example: "How do I cancel my order?" or "My refund has not arrived."

    You can write in English, Indonesian or Chinese. **/topics** shows everything I can help with, and **/language** changes the language.

    I cannot see pictures or hear voice messages. Please never send me a password, a PIN or an OTP.
privacy = **What I keep about you, and for how long**

    - Your language, and whether you buy or sell: until { $session_days } days after your last message.
    - The words of your last question, so that I understand what you add to it: half an hour.
    - Your questions before that, so that our team knows the story if you ask for a person: a day.
    - If you talk to a person: that conversation and your name on Telegram, until { $transcript_days } days after it ended.
    - Which answer you got, without your words: { $journal_days } days. If I was not sure of the answer, I keep your question too, with every digit hidden, so that people can improve my answers.
    - Which of your messages I answered, so that I can correct my answer if you edit the question: two days.
    - Which orders you have proved are yours: until 90 days after they ended, or until you tap **Forget this order**.
    - A phone number that you share: 90 days, and only as a code that cannot be turned back into the number.
    - How often a proof failed: a day.
    - Which orders you want updates on: until the order ends, or until you tap **Stop updates**.

    Card numbers, passwords, PINs and OTPs are hidden before anything is kept, wherever I recognise them. Unless you talk to a person, I do not keep your name on Telegram, only the number of this chat. Telegram itself keeps the chat until you delete it.
forget-ask = Shall I delete what I keep about you? I will then not know your language or your last answer any more, and what you wrote with our team goes, too. It cannot be undone.
forgotten = Deleted. We begin anew: write your question, or choose a topic. The messages in this chat are with Telegram; you can delete them there.
group-introduction = Hello! I am the automatic assistant of **{ $shop }**, not the platform's customer service. To ask about paying, orders, refunds, delivery or selling, mention me or reply to one of my messages.
group-help = I am the automatic assistant of **{ $shop }**, not the platform's customer service. Mention me here and ask in one sentence, or message me privately to see all topics.
group-not-understood = I don't have an answer to that. Try it in other words, or message me privately to see all topics.
group-privately = That is better not discussed in a group, where everyone can read it. Ask me privately, and please don't post your order number here.
topics-buyer = **For buyers.** Which topic is it about?
topics-seller = **For sellers.** Which topic is it about?
topic-heading = **{ $topic }**
did-you-mean = I'm not sure what you mean yet. Choose the closest one:
did-you-mean-this = Do you mean this?
not-understood =
    I don't have an answer to that. I know about paying, orders, refunds, delivery and selling.

    Try it in other words, or look through the topics.
not-understood-again = I still don't have the right answer. You can ask for a person or look through the topics.
none-fitted = All right, none of those. Tell me a little more: what did you do, and what does the app show?
not-helped-choices = I see. Perhaps one of these fits better:
not-helped = I see. Tell me what you still need to know, or ask for a person.
answer-again = The answer is the same as above. If this is not what you mean, write **not that** and I will look for something else.
answer-covers = The same answer covers that, too:
answer-instead = All right. Perhaps you mean this:
person-unavailable =
    I can't connect you to a person in this chat. You can reach one like this:

    1. For a question about an order or a product, open it in the app and tap **Chat** to message the shop.
    2. If the shop does not solve the problem, use **Help** (Bantuan) in the app.

    Have your order number ready. Real customer service never asks for your password, PIN or OTP.
person-unavailable-seller =
    I can't connect you to a person in this chat. As a seller you can reach one like this:

    1. Open **Help Center** (Pusat Bantuan) in Seller Center.
    2. Start a live chat or send a ticket.
    3. Write the order number, what happened and what you ask for.

    Nobody who helps you needs your password, PIN or OTP.
order-unavailable =
    I can't look up orders here, so I don't know where yours is. You can see it in the app:

    1. Open **Shop > Orders** (Pesanan).
    2. Tap the order and read its status.
    3. Tap **Track** (Lacak) to see where the parcel is.
only-shop-knows =
    Only the shop can tell you about its stock, sizes, prices and other details of a product. I won't guess.

    1. Open the product page in the app.
    2. Tap **Chat** and ask the shop there.

    Or tap the first button below to reach a person.
urgent-steps =
    Act now, in this order:

    1. Stop talking to them. Send no more codes and no more money.
    2. Ask your bank or e-wallet to block the card or account. Use only the number on your card or the wallet's own app.
    3. Change your password and PIN in the app, and log out all devices you do not know.
    4. Keep screenshots of the chat, the phone number and the transfer.
    5. Report it in the app under **Help** (Bantuan).
    6. If money is gone, take the screenshots to the police.

    Have you typed a code or a password in this chat? Delete that message. Real helpers never ask for it.
languages-spoken = I can answer in **English**, **Bahasa Indonesia** and **中文**. Please write your question in one of them.
languages-spoken-choices = I can answer in **English**, **Bahasa Indonesia** and **中文**. Is your question about one of these?
greeting = Hello! What can I help you with? Write your question, or choose a topic.
still-here = I'm here. Tell me a little more about your question, or choose a topic.
thanks = You're welcome. Write again whenever you need me.
goodbye = Goodbye, and all the best.
identity =
    I'm an automatic assistant, not a person. I answer questions for **{ $shop }** from reviewed help articles, in English, Indonesian and Chinese.

    I am not the platform's customer service, and I never ask for a password, a PIN, an OTP or a transfer.
chitchat = I can only help with shopping questions. Ask me about paying, orders, refunds, delivery or selling.
cannot-read-picture = I can't read pictures. Please write what it shows and what you would like to know. Leave out passwords, PINs, OTPs and card numbers.
cannot-hear = I can't listen to voice messages. Please write your question in a few words.
cannot-read-file = I can't open files or videos. Please write what they show and what you would like to know.
write-in-words = Please write your question in a few words, or choose a topic.
choose-language = Which language shall I use?
language-chosen = I'll answer in English from now on. What can I help you with?
article-gone = That answer is no longer available. Write your question, or choose a topic.
article-not-in-language = I have the answer, but not in English yet. You can read it in another language, or ask for a person.
toast-helped = Good to hear!
toast-unknown = This button no longer works.
apology = Something went wrong on my side, and your last message was not answered. Please send it again, or ask for a person.

button-topics-buyer = Topics for buyers
button-topics-seller = Topics for sellers
button-none-of-these = None of these
button-helped = 👍 It helped
button-not-helped = 👎 Not yet
button-languages = 🌐 Bahasa / 语言 / Language
button-person = How to reach a person
button-page = Page { $page }
button-back = ‹ { $to }
button-topics = Topics
button-ask-forget = Delete what you keep about me
button-forget = Yes, delete
button-show-this = 🪧 Indonesian sentence to show
button-private = Ask me privately
button-share = Share
button-share-contact = 📱 Share my phone number
inline-open-chat = Ask the assistant

language-id = Bahasa Indonesia
language-zh = 中文
language-en = English

command-start = Start
command-topics = Show all topics
command-language = Change the language
command-help = What I can do
command-privacy = What I keep about you
