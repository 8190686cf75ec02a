# 订单：买家和商家看到的内容。写法与 phrases.ftl 相同。
# $end 是订单号的最后四位。

# -- 询问订单号，确认订单是本人的

order-number-wanted =
    请把订单号发给我，我来查。订单号是 18 或 19 位数字。

    1. 在 App 里打开**商城 > 我的订单**（Shop > Pesanan Saya），点击要查的订单。
    2. 点击订单号旁边的**复制**。
    3. 回到这里，粘贴并发送。
order-number-misshapen =
    这个号码不像订单号。订单号是 18 或 19 位数字。

    请在 App 里打开订单，复制订单号，粘贴到这里。
sixteen-digits =
    16 位数字是付款码或银行卡号，不是订单号。我不会查询，也不会保存。

    付款码只能给收银员看，请删除带有这串数字的消息。订单号在**商城 > 我的订单**（Shop > Pesanan Saya）里，是 18 或 19 位数字。
sixteen-digits-aside = 您发的 16 位数字像是付款码或银行卡号，我不会保存。请删除刚才那条消息，付款码只能给收银员看。
orders-unreachable = 订单系统暂时连不上，请稍后再试，或联系人工。
one-order-at-a-time = 我一次只查一个订单，先看第一个，其余的请稍后再发。

proof-ask = 查看订单 …{ $end } 之前，需要先确认这是您的订单。
proof-one-of = 提供以下**任意一项**即可：
proof-two-of = 请在这里输入以下**任意两项**：
proof-or-two-of = 或者在这里输入以下**任意两项**：
proof-contact = 您的手机号：点下方按钮分享，须与下单账号里的手机号一致
proof-code = 店铺在 App 聊天里发给您的查单码
proof-time = 下单日期和时间，例如 2026年11月19日 14:30
proof-total = 订单总额，例如 Rp 105,000（货到付款的订单不适用）
proof-phone-end = 订单上的手机号后四位
proof-safety = 我是 **{ $shop }** 的自动助手，不是平台官方客服，不会向您索要验证码（OTP）、PIN，也不会让您转账。如有疑问，请在 App 里联系店铺核实。
proof-one-more = 已记下，还需要以下任意一项：
proof-failed = 无法确认订单 …{ $end } 是您的。请核对订单号和您发的内容，再试一次；也可以在 App 聊天里向店铺要查单码。
proof-locked = 多次核对都不一致，暂时只能用您分享的手机号或店铺的查单码来确认。查单码可以在 App 聊天里向店铺要。
code-void = 这个查单码无效：可能已经用过，或超过了 24 小时。请在 App 聊天里向店铺要一个新的。
contact-not-yours = 这不是您自己的手机号。请点下方按钮分享您的手机号，转发的联系人无效。
contact-noted = 收到，谢谢。现在请把订单号发给我。

# -- 买家的订单

orders-linked = **您的订单**：点击查看，或发来其他订单号。
order-gone = 订单 …{ $end } 现在查不到了。请在 App 里查看，或联系人工。
order-unlinked = 已不再记住订单 …{ $end }。想再查看，请重新发订单号。
order-changed = **您的订单有更新**：
payment-due = **这个订单快到付款截止时间了**：

order-heading = **订单 …{ $end }**
order-unpaid = **待付款**：付款确认后，商家就会备货。
order-not-released = **待平台放行**：货到付款，收货时再把货款交给快递员。平台放行后，商家就会备货。
order-paid-on-hold = **已付款，暂缓发货**：还有一小段时间可以反悔，之后商家才会备货。
order-to-ship = **待发货**：商家备货后，会把包裹交给快递。
order-to-ship-digital = **处理中**：商家会把兑换码或充值发给您，没有包裹要寄。
order-awaiting-collection = **待揽收**：商家已安排发货，快递员还没取走包裹。
order-in-transit = **运输中**：包裹已在快递手里，物流更新可能会慢一些。
order-delivered = **已送达**：请先检查商品，没问题再到 App 里**确认收货**（Pesanan Diterima）。
order-delivered-digital = **已发放**：请先试用兑换码或核对到账，再确认收货。
order-completed = **已完成**：这个订单已经结束。
order-cancel-requested = **取消申请中**：还没有结果，结果会显示在 App 里。
order-cancelled = **已取消**：付过款的，钱一般会原路退回，到账时间请看 App 里的退款详情。
order-returning = **退货退款中**：下一步和截止时间，请看 App 里的订单详情。
order-refunded = **已退款**：金额和到账时间，请看 App 里的退款详情。
order-unknown = 这个订单的状态，我识别不了，请在 App 里查看。
order-pay-by = 付款时间还剩 **{ $left }**，{ $until }截止，以 App 里的倒计时为准。
order-pay-by-over = 付款期限已过（{ $until }截止）。还没付款的，请看 App：能付就在 App 里付，不能付就重新下单。
order-item = { $name } × { $quantity }
order-further-items = 另有 { $number } 种商品
order-total = 订单总额：{ $total }
order-cash-on-delivery = 支付方式：货到付款（COD）
order-payment-method = 支付方式：{ $method }
order-placed-at = 下单时间：{ $at }
order-paid-at = 付款时间：{ $at }
order-parcel = { $courier }，运单号 { $tracking }（点击可复制）
order-parcel-number = 运单号 { $tracking }（点击可复制）
order-parcel-courier = 快递公司：{ $courier }
order-as-of = 数据截至{ $at }。
order-as-of-long-ago = 以上是{ $at }的情况，已经过了一天多，最新情况请看 App。

cancelled-by-buyer = 这个订单是您取消的。
cancelled-by-seller = 这个订单是商家取消的。
cancelled-by-platform = 这个订单是平台取消的。
cancel-reason = 取消原因：{ $reason }
return-requested = 您的退货退款申请还没有结果。
return-to-send-back = 退货退款申请已通过，请在 App 显示的日期前寄回商品。
return-on-its-way = 包裹正在寄回商家的路上。
return-rejected = 退货退款申请没有通过。原因和能否申诉，请看 App。
return-accepted = 退货退款申请已通过，正在安排退款。
return-done = 退货退款已完成。
return-withdrawn = 退货退款申请已撤销。
return-unknown = 这个订单有退货退款申请，进度请看 App。

cancel-freely = **能取消吗**：可以，随时能在 App 里取消。您还没付款，不涉及退款。
cancel-while-on-hold = **能取消吗**：可以，暂缓发货期间能在 App 里取消，钱一般会原路退回。
cancel-often-possible = **能取消吗**：包裹运出之前，多数可以。订单详情里有**取消订单**（Batalkan Pesanan）的，可以申请。
cancel-seller-may-decide = **能取消吗**：可以在 App 里申请，这个订单可能要商家同意。
cancel-rarely-digital = **能取消吗**：兑换码和充值一般不能取消。请马上在 App 聊天里问店铺。
cancel-asked-for = **能取消吗**：您已经申请了，请在 App 里等结果。
cancel-refuse-at-the-door = **能取消吗**：现在不能了。货到付款的包裹，没拆封、没付款时可以拒收。
cancel-return-when-it-comes = **能取消吗**：现在不能了。收到后，符合条件的可以申请退货退款。
cancel-return-now = **能取消吗**：现在不能了。商品有问题的，请在 App 显示的日期前申请退货退款，先不要确认收货。
cancel-report-if-faulty = **能取消吗**：现在不能了。兑换码有问题或没收到的，请在 App 里反馈，附上截图。

toast-watching = 有变化我会通知您。
toast-watching-no-more = 之后不再通知您。

# -- 给商家的结论，每种结论只有一种说法

verdict-ship = ✅ **可以发货**
verdict-ship-cod = ✅ **按货到付款发货**
verdict-do-not-ship = ⛔ **不要发货**
verdict-nothing-to-ship = ➖ **无需发货**
verdict-check-first = ⚠️ **先核实**
verdict-of = { $verdict }：订单 …{ $end }，数据截至{ $at }。
verdict-of-nothing = { $verdict }：订单 …{ $end }。
reason-paid = 付款已确认，订单待发货。
reason-cash-on-delivery = 买家收货时才付款，由快递员代收；买家拒收的，包裹会退回。
reason-unpaid = 买家还没付款。
reason-on-hold = 已付款，但还在暂缓发货期间，买家可能反悔。
reason-cancelled = 订单已取消。
reason-cancel-requested = 买家申请了取消，还没有结果。
reason-returning = 买家申请了退货退款。
reason-refunded = 货款已经退回，或正在退回。
reason-not-released = 这是货到付款订单，但平台还没有放行发货。
reason-cancellation-noted = 状态是待发货，但同时有取消记录。
reason-return-noted = 状态是待发货，但同时有退货或退款记录。
reason-in-transit = 包裹已在运输中。
reason-delivered = 包裹已送达。
reason-completed = 订单已完成。
reason-unknown-status = 平台显示的状态，我识别不了。
reason-no-payment = 没有付款时间，也不是货到付款。
reason-old-data = 我这里的数据是{ $age }前的，不够新，不能据此发货。
reason-clock = 数据的时间比现在还晚，可能是某台电脑的时钟不准。
reason-not-found = 您的店铺里查不到这一单。
reason-unreachable = 订单系统暂时连不上。
verdict-not-found = 我这里查不到您店铺的订单 …{ $end }，请在卖家中心核对订单号。
verdict-status = 状态：{ $status }
verdict-age = 数据更新：{ $age }前
verdict-tracking = 已有运单号，但有运单号不等于已付款。
verdict-check-again = 交件前请再查一次，买家仍可能取消。
verdict-check-in-seller-center =
    请在卖家中心打开这个订单号，三项都符合才能发货：

    1. 状态是**待发货**（Perlu Dikirim）或**待揽收**（Menunggu Pengambilan）。
    2. 有付款时间，或是货到付款（COD）。
    3. 没有取消申请，也没有退货退款申请。

    确认之前，先不要寄出包裹。
verdict-stop = **不该发的包裹如果已经寄出，请马上处理**：

    1. 拿运单号联系快递公司或寄件网点，要求拦下包裹并退回。
    2. 留好证据：交接凭证、照片、聊天记录和这个订单的页面截图。
    3. 在卖家中心提交工单，向平台报告。
others-heading = 同一买家在这一单前后 48 小时内下的其他订单：
others-line = …{ $end }：{ $status }
others-ship-this = 要发的就是这一单（订单 …{ $end }），交件前请核对面单上的订单号。没付款的订单不用管，平台会取消。
others-ship-other = 要发的是订单 …{ $end }，交件前请核对面单上的订单号。
others-ask-buyer = 不止一单付了款。发货前，请在 App 聊天里问买家是不是都要。
others-none-to-ship = 这一单和上面这些订单，现在都不要发货。
others-check-all = 其中有订单的信息不够清楚。发货前，请在卖家中心逐一核对：状态是待发货，并且有付款时间或是货到付款的，才能发。
others-unchecked = 我不知道这一单的买家是谁，没法查有没有重复下单。
table-heading = **已查 { $number } 个订单**，最要紧的排在前面：
table-line = …{ $end }：{ $verdict }。{ $reason }
table-line-twice = …{ $end }：{ $verdict }。{ $reason }同一买家还有别的订单，请单独发送这个订单号核对。
table-further = 另有 { $number } 个：{ $verdict }
table-stop = 如果已经寄出，请拦下这些：{ $ends }。
table-too-many = 订单号超过 50 个，这里是前 50 个，其余的请稍后再发。
alarm =
    🚨 **请拦下订单 …{ $end } 的包裹**。您不久前查过这一单，现在**不要发货**。{ $reason }
code-made =
    给买家的查单码（订单 …{ $end }）：{ $code }（点击可复制）

    请**只在平台内这个订单的聊天里**发给买家。只能用一次，24 小时内有效。

# -- 商家发来的文件

file-which-shop = 这个文件是哪家店铺的？
file-too-large = 文件太大，最大 20 MB。请缩短导出的时间范围，再发一次。
file-unreadable = 这个文件里读不出订单。请发卖家中心导出的订单文件（CSV 或 XLSX），下载后不要改动。
file-gone = 没能取到这个文件，请再发一次。
file-imported = **已导入 { $shop } 的订单**：新增 { $new } 单，更新 { $changed } 单，无变化 { $unchanged } 单。
file-refused-rows = 有 { $number } 行读不出（第 { $lines } 行）。
file-as-of = 文件里最新的记录时间是{ $at }。如果文件是刚导出的，请点下方按钮告诉我。
orders-are-old = 我这里 **{ $shop }** 的订单数据只到{ $at }，已经过了一天多，无法判断哪些订单可以发货。请在卖家中心导出订单，把文件发给我。

# -- 按钮

button-order-refresh = 🔄 刷新
button-order-show = 查看
button-order-watch = 🔔 有变化通知我
button-order-unwatch = 🔕 不再通知
button-order-unlink = 不再记住这个订单
button-orders = 我的订单
button-order-retry = 重试
button-order-check = 🔄 再查一次
button-order-code = 给买家的查单码
button-just-exported = 我刚导出的
button-linked-order = …{ $end }：{ $status }
command-orders = 查看我的订单

status-unpaid = 待付款
status-paid-on-hold = 已付款，暂缓发货
status-to-ship = 待发货
status-awaiting-collection = 待揽收
status-in-transit = 运输中
status-delivered = 已送达
status-completed = 已完成
status-cancel-requested = 取消申请中
status-cancelled = 已取消
status-returning = 退货退款中
status-refunded = 已退款
status-unknown = 未识别，请看 App

currency-idr = Rp
money = { $symbol } { $amount }
span-days = { $days }天{ $hours }小时
span-hours = { $hours }小时{ $minutes }分钟
span-minutes = { $minutes }分钟
span-whole-days = { $days }天
span-whole-hours = { $hours }小时
