# 管理者和商家看到的内容、公告和营业时间。写法与 phrases.ftl 相同。

notice-above = 公告（有效期至{ $until }）：
shop-answers = 店铺客服时间：{ $hours }。
shop-answers-closed = { $days }休息。

link-void = 这个链接已失效，请向发送链接的人索取新的。
link-in-private = 这个链接只能在与我的私聊中使用，请在私聊中打开。
link-for-group = 这个链接用于连接客服群。请打开 **/admin**，选择**客服群**，从那里把我加进群。
now-owner = 您现在可以管理这个机器人了。**/admin** 可以设置商家、公告、营业时间、客服群和其他管理者，**/notice** 用来写公告。
already-owner = 您已经是这个机器人的管理者了。
now-seller =
    您现在是 **{ $shop }** 的商家了。

    请直接输入问题，或看看商家主题。
already-seller = 您已经是 **{ $shop }** 的商家了。
now-group = 本群现在是客服群。
news-owner = 有人使用了管理者链接，现在和您一起管理这个机器人。如果这不是您的安排，请在**管理者**中将其移除。
news-seller = 有人使用了 **{ $shop }** 的链接，现在是这里的商家了。
news-group = 客服群已连接。

admin-home = **管理机器人**（{ $shop }）
admin-home-sellers = 商家：{ $count }
admin-home-notices = 公告：{ $count }
admin-home-hours = 营业时间：{ $hours }
admin-home-no-hours = 营业时间：未设置
admin-home-group = 客服群：已连接
admin-home-no-group = 客服群：无
admin-home-owners = 管理者：{ $count }

admin-sellers = **商家**：末尾是聊天编号的最后几位。
admin-no-sellers = **商家**：还没有，可以用链接邀请。
admin-seller-line = { $shop }，{ $since }起（…{ $chat }）
admin-ask-shop = 这位商家属于哪家店铺？请输入店铺名称。
admin-shop-too-long = 名称太长，最多 60 个字符。
admin-seller-link = 请把这个链接发给 **{ $shop }** 的商家。7 天内有效，只能由一个人使用一次；打开链接的人就会成为这家店铺的商家。
admin-ask-remove-seller = 要移除这位商家吗？对方之后和普通顾客一样。
admin-owners = **管理者**：末尾是聊天编号的最后几位。
admin-owner-line = { $since }起（…{ $chat }）
admin-owner-link = 请只把这个链接发给新的管理者。48 小时内有效，只能使用一次；对方将拥有您在这里的全部权限。
admin-ask-remove-owner = 要移除这位管理者吗？对方将无法再管理这个机器人。
admin-last-owner = 最后一位管理者不能移除，否则没有人能管理这个机器人。请先邀请另一位管理者。
admin-removed = 已移除。

admin-notices = 顾客现在能看到的**公告**：
admin-no-notices = **公告**：顾客现在看不到任何公告。
admin-notice-line = { $text } — { $concern }，至{ $until }
admin-ask-withdraw = 要撤下这条公告吗？撤下后顾客就看不到了。如需修改，请撤下后重新写一条。
admin-withdrawn = 公告已撤下。

admin-hours = **营业时间**：{ $hours }。顾客要找人工时会看到。
admin-no-hours = **营业时间**还没有设置，顾客不会看到相关说明。
admin-ask-hours = 请选择，或直接输入，例如：周一至周五 9:00-18:00，周六 9-12
admin-hours-set = 已保存。
admin-hours-unread = 我没看懂这个营业时间。
admin-zone-line = 时区：{ $zone }
admin-ask-zone = 您在哪个时区工作？公告的截止时间也按这个时区计算。
admin-holidays-line = 休息日：{ $days }
admin-no-holidays-line = 没有休息日
admin-ask-holidays = 请输入没有人回复的日子，例如：12月25日，2027-01-01
admin-days-unread = 我没看懂这些日期。

admin-group = **客服群**：已连接。
admin-no-group = **客服群**：无。
admin-group-at-present = 目前只是记录这个群，这个版本还不能把顾客转接给群里的人。
admin-connect-group = 请用按钮选择群，我加入后会自动连接。链接 48 小时内有效，只能使用一次。
admin-connect-by-hand = 如果我已经在群里，请在群里输入：{ $command }

notice-ask = 请用中文、印尼语或英语写公告，最多 500 个字符。其他语言我会接着问您。
notice-ask-language = 这是哪种语言？
notice-ask-translation = 现在请用{ $language }写。如果跳过，这种语言的读者会看到英文；没有英文时看到另一种语言。
notice-too-long = 太长了，公告最多 500 个字符。
notice-ask-concern = 公告和什么有关？请选择，或输入几个字，例如“gopay”，我来查找文章。
notice-found = 找到这些，请选择一篇，或换几个字再找。
notice-nothing-found = 没有找到相关的文章。
notice-ask-until = 有效期到什么时候？请选择，或输入日期，例如：11月30日，或 2026-11-30 18:00（{ $zone }）
notice-day-unread = 我没看懂这个日期。
notice-day-past = 这个时间已经过了，请选择更晚的时间。
notice-day-far = 这个时间在一年以后，请选择更早的时间。
notice-look = **顾客会这样看到**。相关内容：{ $concern }。
notice-language-line = { $language }：
notice-published = 已发布，{ $until }之后自动消失。
notice-draft-over = 这条公告没有及时写完，或已经发布。
notice-use-buttons = 请用按钮选择。
dialogue-edited = 我在这里不读取修改过的消息，请作为新消息重新发送。
dialogue-dropped = 您刚才写的公告没有发布。
dialogue-cancelled = 已取消，没有任何改动。

button-admin-home = ‹ 总览
button-admin-sellers = 商家
button-admin-owners = 管理者
button-admin-notices = 公告
button-admin-hours = 营业时间
button-admin-group = 客服群
button-invite-seller = 邀请商家
button-invite-owner = 邀请其他管理者
button-remove = 是，移除
button-remove-number = 移除 { $number }
button-new-notice = 新公告
button-withdraw = 是，撤下
button-zones = 时区
button-holidays = 休息日
button-no-holidays = 清除休息日
button-no-hours = 不显示营业时间
button-connect-group = 连接群
button-disconnect-group = 断开群
button-add-to-group = 选择群
button-send-link = 发送链接
button-skip = 跳过
button-concern-all = 所有内容
button-publish = 发布
button-cancel = 取消
button-until-today = 今天
button-until-tomorrow = 明天
button-until-days = { $number } 天后
button-until-week = 一周后
share-seller-text = 打开这个链接，您就成为我们客服机器人里的商家。只能使用一次。
share-owner-text = 打开这个链接，您就可以管理我们的客服机器人。只能使用一次。

concern-everything = 所有内容
in-language-id = 印尼语
in-language-zh = 中文
in-language-en = 英语

zone-jakarta = 雅加达时间
zone-makassar = 望加锡时间
zone-jayapura = 查亚普拉时间
zone-shanghai = 北京时间
zone-singapore = 新加坡时间
time-moment = { $day } { $time }（{ $zone }）
hours-in-zone = { $hours }（{ $zone }）
hours-opening = { $days } { $from }–{ $to }
every-day = 每天
days-range = { $from }至{ $to }
list-separator = 、
weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日
