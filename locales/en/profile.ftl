# What Telegram shows of the bot. Plain text only. $shop is the name of the shop.

bot-name = { $shop } Assistant
# In the empty chat; at most 512 characters.
bot-description =
    Hello! I am the automatic assistant of { $shop }. I answer questions about paying, orders, refunds, delivery and selling, in English, Indonesian and Chinese.

    I am not the platform's customer service, and I never ask for a password, a PIN, an OTP or a transfer. If in doubt, ask the shop inside the app.
# On the profile page; at most 120 characters, one line.
bot-short-description = Automatic assistant of { $shop }, not platform support. Never asks for an OTP, PIN or transfer.
