# Orders: what buyers and sellers read about them. The form is that of phrases.ftl.
# $end is the last four characters of an order number.

# -- Asking for an order, and proving that it is one's own

order-number-wanted =
    Send me the order number, and I'll look it up. It has 18 or 19 digits.

    1. In the app, open **Shop > Orders** (Pesanan) and tap the order.
    2. Tap **Copy** beside the order number.
    3. Paste it here.
order-number-misshapen =
    That does not look like an order number. An order number has 18 or 19 digits.

    In the app, open the order, copy its number and paste it here.
sixteen-digits =
    A number with 16 digits is usually a payment code or a card number, not an order number. I don't look it up, and I don't keep it.

    Please delete your message with this number, and show a payment code to the cashier only. The order number is in **Shop > Orders** (Pesanan) and has 18 or 19 digits.
sixteen-digits-aside = The 16 digits that you sent look like a payment code or a card number. I don't keep them. Please delete that message, and show a payment code to the cashier only.
orders-unreachable = I can't reach the order system right now. Please try again in a moment, or ask for a person.
one-order-at-a-time = I take one order at a time: this is about the first number. Send me the next one afterwards.

proof-ask = Before I show order …{ $end }, I need to know that it is yours.
proof-one-of = **One** of these is enough:
proof-two-of = Type **two** of these here:
proof-or-two-of = Or type **two** of these here:
proof-contact = your phone number, shared with the button below: it must be the number in your account in the app
proof-code = a code from the shop: ask for it in the app's chat
proof-time = the day and time when you ordered, such as 19 Nov 2026, 14:30
proof-total = the order's total, such as Rp 105,000 (not accepted for cash on delivery)
proof-phone-end = the last four digits of the phone number on the order
proof-safety = I am the automatic assistant of **{ $shop }**, not the platform's customer service. I never ask for an OTP, a PIN or a transfer. If in doubt, ask the shop inside the app.
proof-one-more = Noted. I need one more of these:
proof-failed = I can't confirm that order …{ $end } is yours. Check the number and what you sent, and try again. You can also ask the shop for a code in the app's chat.
proof-locked = The details did not match several times. For now, I accept only your phone number, shared with the button below, or a code from the shop. You can ask the shop for a code in the app's chat.
code-void = That code does not work: it may have been used already, or be older than 24 hours. Ask the shop for a new one in the app's chat.
contact-not-yours = That is not your own number. Please share yours with the button below; a forwarded contact does not count.
contact-noted = Thank you. Now send me the order number.

# -- The buyer's orders

orders-linked = **Your orders.** Tap one, or send me another order number.
order-gone = I can't find order …{ $end } any more. Please look in the app, or ask for a person.
order-unlinked = Done: I no longer know that order …{ $end } is yours. To see it again, send me its number.
order-changed = **There is news about your order:**
payment-due = **The time to pay for this order is running out:**

order-heading = **Order …{ $end }**
order-unpaid = **Not paid yet.** Once your payment is confirmed, the seller prepares the parcel.
order-not-released = **Waiting for the platform.** You pay the courier on delivery (COD), so there is nothing to pay now. Once the platform releases the order, the seller prepares the parcel.
order-paid-on-hold = **Paid, on hold.** There is a short time left to change your mind. After that the seller prepares the parcel.
order-to-ship = **To be shipped.** The seller prepares the parcel and hands it to the courier.
order-to-ship-digital = **Being prepared.** The shop sends you the code or top-up; nothing is shipped.
order-awaiting-collection = **Waiting for the courier.** The seller has arranged shipping, and the courier still has to collect the parcel.
order-in-transit = **On its way.** The courier has the parcel. Tracking updates may take a while to appear.
order-delivered = **Delivered.** Check the contents first, and only then tap **Confirm receipt** (Pesanan Diterima) in the app.
order-delivered-digital = **Sent.** Try the code or check your balance first, and only then confirm receipt.
order-completed = **Completed.** This order is closed.
order-cancel-requested = **Cancellation requested.** There is no decision yet. It will appear in the app.
order-cancelled = **Cancelled.** If you had paid, the money usually goes back to the payment method you used. The refund details in the app show when.
order-returning = **Return in progress.** The order details in the app show the next step and its deadline.
order-refunded = **Refunded.** The refund details in the app show the amount and when it arrives.
order-unknown = **Status unknown.** I don't recognise the status of this order. Please look it up in the app.
order-pay-by = Time left to pay: **{ $left }**, until { $until }. Only the countdown in the app counts.
order-pay-by-over = The time to pay ended on { $until }. If you have not paid and the app still lets you, pay there; otherwise, order again.
order-item = { $quantity } × { $name }
order-further-items = and { $number } more
order-total = Total: { $total }
order-cash-on-delivery = Payment: cash on delivery (COD)
order-payment-method = Payment: { $method }
order-placed-at = Ordered: { $at }
order-paid-at = Paid: { $at }
order-parcel = { $courier }, tracking number { $tracking } (tap to copy)
order-parcel-number = Tracking number { $tracking } (tap to copy)
order-parcel-courier = Courier: { $courier }
order-as-of = As of { $at }.
order-as-of-long-ago = This is how it was on { $at }, more than a day ago. See the app for how it is now.

cancelled-by-buyer = You cancelled it.
cancelled-by-seller = The seller cancelled it.
cancelled-by-platform = The platform cancelled it.
cancel-reason = Reason given: { $reason }
return-requested = Your return request has not been decided yet.
return-to-send-back = The return is accepted: send the parcel back before the date shown in the app.
return-on-its-way = The parcel is on its way back to the seller.
return-rejected = The return request was refused. The app shows why and whether you can appeal.
return-accepted = The return is accepted. The refund is being prepared.
return-done = The return is finished.
return-withdrawn = The return request was withdrawn.
return-unknown = There is a return request. The app shows what stage it is at.

cancel-freely = **Can I cancel?** Yes, you can do it yourself in the app. Nothing has been paid, so there is nothing to refund.
cancel-while-on-hold = **Can I cancel?** Yes, in the app, as long as it is on hold. The money usually goes back to the payment method you used.
cancel-often-possible = **Can I cancel?** Often yes, until the parcel is on its way. If the order details in the app show **Cancel order** (Batalkan Pesanan), tap it.
cancel-seller-may-decide = **Can I cancel?** You can ask in the app. For this order the seller may have to agree.
cancel-rarely-digital = **Can I cancel?** Codes and top-ups can rarely be cancelled. Ask the shop in the app's chat at once.
cancel-asked-for = **Can I cancel?** You have already asked. Wait for the decision in the app.
cancel-refuse-at-the-door = **Can I cancel?** Not any more. With cash on delivery, you can refuse the parcel before you open it and pay.
cancel-return-when-it-comes = **Can I cancel?** Not any more. Once the parcel arrives, you can ask for a return or refund if something is wrong with it.
cancel-return-now = **Can I cancel?** Not any more. If something is wrong with the item, ask for a return or refund before the date shown in the app, and don't tap **Confirm receipt** yet.
cancel-report-if-faulty = **Can I cancel?** Not any more. If the code is faulty or missing, report it in the app with screenshots.

toast-watching = I'll tell you when it changes.
toast-watching-no-more = I won't send you updates any more.

# -- The seller's verdict. Each verdict is said in exactly one form of words.

verdict-ship = ✅ **OK to ship**
verdict-ship-cod = ✅ **Ship as COD**
verdict-do-not-ship = ⛔ **Do not ship**
verdict-nothing-to-ship = ➖ **Nothing to ship**
verdict-check-first = ⚠️ **Check first**
verdict-of = { $verdict }: order …{ $end }, as of { $at }.
verdict-of-nothing = { $verdict }: order …{ $end }.
reason-paid = The payment is confirmed and the order is to be shipped.
reason-cash-on-delivery = Not paid yet, which is normal for COD: the courier collects the money. A parcel that the buyer refuses comes back to you.
reason-unpaid = It is not paid.
reason-on-hold = It is paid but on hold: the buyer may still change their mind.
reason-cancelled = It is cancelled.
reason-cancel-requested = The buyer has asked to cancel it, and there is no decision yet.
reason-returning = There is a return request.
reason-refunded = It is refunded, or being refunded.
reason-not-released = It is cash on delivery, but the platform has not released it for shipping yet.
reason-cancellation-noted = Its status is “to be shipped”, but it also shows a cancellation.
reason-return-noted = Its status is “to be shipped”, but it also shows a return or a refund.
reason-in-transit = It is on its way already.
reason-delivered = It is delivered already.
reason-completed = It is completed.
reason-unknown-status = The platform shows a status that I don't know.
reason-no-payment = I see neither a paid time nor cash on delivery (COD).
reason-old-data = My data on this order is { $age } old: too old to be sure.
reason-clock = My data on this order shows a time in the future. A clock may be wrong, so I can't rely on it.
reason-not-found = I can't find it in your shop.
reason-unreachable = I can't reach the order system right now.
verdict-not-found = I can't find order …{ $end } in your shop. Compare the number with Seller Center.
verdict-status = Status: { $status }
verdict-age = Age of this data: { $age }
verdict-tracking = There is a tracking number, but that is no proof of payment.
verdict-check-again = Check again at hand-over; the buyer may still cancel.
verdict-check-in-seller-center = Open this order number in Seller Center. Ship only if it is under **To ship** (Perlu Dikirim) or **Awaiting collection** (Menunggu Pengambilan), shows a paid time or cash on delivery (COD), and shows no cancellation or return. Until then, keep the parcel.
verdict-stop = **If the parcel has already left, act at once:**

    1. Give the courier or the drop-off point the tracking number, and ask them to stop the parcel and send it back.
    2. Keep evidence: the handover receipt, photos, the chat, and a screenshot of the order in Seller Center.
    3. Report it to the platform with a ticket in Seller Center.
others-heading = Other orders of the same buyer, placed within 48 hours of this one:
others-line = …{ $end }: { $status }
others-ship-this = Ship only this one, order …{ $end }, and compare the number on the label. Leave an unpaid order alone: the platform normally cancels it.
others-ship-other = Order …{ $end } is the one to ship. Compare the number on the label before you hand it over.
others-ask-buyer = Before you ship: more than one of these orders is paid or cash on delivery (COD). Ask the buyer in the app's chat whether they want all of them.
others-none-to-ship = Do not ship any of these orders now.
others-check-all = Before you ship: I don't know enough about one of these orders. Check each in Seller Center, and ship only what shows a paid time or cash on delivery (COD).
others-unchecked = I don't know the buyer of this order, so I could not check whether it was placed twice. Look in Seller Center for a second order.
table-heading = **Orders checked: { $number }.** Problems first:
table-line = …{ $end }: { $verdict }. { $reason }
table-line-twice = …{ $end }: { $verdict }. { $reason } The same buyer has another order: before you ship, send me this number alone to compare.
table-further = and { $number } more: { $verdict }. To see which, send fewer numbers at a time.
table-stop = Stop these if they have already left: { $ends }.
table-too-many = That is more than 50 numbers. These are the first 50; send me the rest afterwards.
alarm =
    🚨 **Stop the parcel of order …{ $end }.** You checked it not long ago, and now it must not be shipped. { $reason }
code-made =
    Code for the buyer of order …{ $end }: { $code } (tap to copy)

    Send it to the buyer **only in the platform's own chat** of this order. It can be used once, within 24 hours.

# -- Files that sellers send

file-which-shop = Which shop is this file for?
file-too-large = That file is larger than 20 MB. Export a shorter period and send it again.
file-unreadable = I can't read orders from that file. Send the order export from Seller Center as CSV or XLSX, exactly as you downloaded it.
file-gone = I could not fetch that file. Please send it again.
file-imported = **Imported for { $shop }:** { $new } new, { $changed } changed, { $unchanged } unchanged.
file-refused-rows = Rows that I could not read: { $number } (line { $lines }). If they are orders, check them in Seller Center.
file-as-of = The newest time in the file is { $at }. If you exported it just now, tap the button below.
orders-are-old = The newest orders I have for **{ $shop }** are from { $at }, more than a day ago. With data this old, I can't say what is safe to ship. Export the orders in Seller Center and send me the file.

# -- Buttons

button-order-refresh = 🔄 Refresh
button-order-show = Show
button-order-watch = 🔔 Tell me when it changes
button-order-unwatch = 🔕 Stop updates
button-order-unlink = Forget this order
button-orders = My orders
button-order-retry = Try again
button-order-check = 🔄 Check again
button-order-code = Code for the buyer
button-just-exported = I exported it just now
button-linked-order = …{ $end }: { $status }
command-orders = Show my orders

status-unpaid = not paid
status-paid-on-hold = paid, on hold
status-to-ship = to be shipped
status-awaiting-collection = waiting for the courier
status-in-transit = on its way
status-delivered = delivered
status-completed = completed
status-cancel-requested = cancellation requested
status-cancelled = cancelled
status-returning = return in progress
status-refunded = refunded
status-unknown = unknown

currency-idr = Rp
money = { $symbol } { $amount }
span-days = { $days } d { $hours } h
span-hours = { $hours } h { $minutes } min
span-minutes = { $minutes } min
span-whole-days = { $days } d
span-whole-hours = { $hours } h
