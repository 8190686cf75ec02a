# What Telegram shows of the bot. Plain text only. $shop is the name of the shop.

bot-name = { $shop } Assistant
# In the empty chat; at most 512 characters.
bot-description =
    Hello! I am the automatic assistant of { $shop }. I answer questions about paying, orders, refunds, delivery and selling, in English, Indonesian and Chinese.

    I am not the platform's customer service, and I never ask for a password, a PIN, an OTP or a transfer. If in doubt, ask the shop inside the app.
# On the profile page; at most 120 characters, one line.
bot-short-description = Automatic assistant of { $shop }, not platform support. Never asks for an OTP, PIN or transfer.

# The commands of staff in the support group; at most 256 characters, one line.
command-take = Take this conversation
command-release = Release this conversation, so that a colleague can take it
command-resolve = Close this conversation as resolved
command-send = Send an article or a short reply to the customer
command-note = Write an internal note, not sent to the customer
command-history = Show what was said before
command-order = Show the customer's order
command-code = Make a code for the buyer of an order
command-undo = Remove the customer's copy of a message: send this as a reply to it
command-ban = Block this customer
command-unban = Unblock this customer
command-desk = Make this group the support group
