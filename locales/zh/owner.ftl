# 管理员和商家看到的内容、公告和客服时间。写法与 phrases.ftl 相同。

notice-above = 公告（有效期至{ $until }）：
shop-answers = 店铺客服时间：{ $hours }。
shop-answers-closed = { $days }休息。

link-void = 这个链接已失效，请让发给您的人重新发一个。
link-shown-to-all = 这个链接群里人人都能看到，已经作废。请索取新链接，并在与我的私聊里打开。
link-for-group = 这个链接用于连接客服群。请发送 **/admin**，选择**客服群**，再从那里把我拉进群。
now-owner = 您现在可以管理这个机器人了。发送 **/admin** 可以设置商家、公告、客服时间、客服群和其他管理员，发送 **/notice** 可以写公告。
already-owner = 您已经是这个机器人的管理员了。
now-seller =
    您现在是 **{ $shop }** 的商家了。

    请直接输入问题，或看看商家主题。
already-seller = 您已经是 **{ $shop }** 的商家了。
now-group = 本群已设为客服群。
news-owner = 有人打开了管理员邀请链接，现在也能管理这个机器人。如果不是您的安排，请到**管理员**里移除对方。
news-seller = 有人打开了 **{ $shop }** 的邀请链接，现在是这家店铺的商家了。
news-group = 客服群已连接。

admin-home = **管理机器人**（{ $shop }）
admin-home-sellers = 商家：{ $count }
admin-home-notices = 公告：{ $count }
admin-home-hours = 客服时间：{ $hours }
admin-home-no-hours = 客服时间：未设置
admin-home-group = 客服群：已连接
admin-home-no-group = 客服群：未连接
admin-home-owners = 管理员：{ $count }

admin-sellers = **商家**：括号里是聊天编号的最后几位。
admin-no-sellers = **商家**：还没有。可以发链接邀请。
admin-seller-line = { $shop }，{ $since }起（…{ $chat }）
admin-ask-shop = 这位商家是哪家店铺的？请输入店铺名称。
admin-shop-too-long = 名称太长，最多 60 个字符。
admin-seller-link = 请把这个链接发给 **{ $shop }** 的商家。7 天内有效，只能由一个人用一次；谁打开，谁就成为这家店铺的商家。
admin-ask-remove-seller = 要移除这位商家吗？移除后，对方和普通顾客一样。
admin-owners = **管理员**：括号里是聊天编号的最后几位。
admin-owner-line = { $since }起（…{ $chat }）
admin-owner-link = 这个链接只能发给新的管理员。48 小时内有效，只能用一次；对方会拥有和您一样的全部权限。
admin-ask-remove-owner = 要移除这位管理员吗？移除后，对方不能再管理这个机器人。
admin-last-owner = 最后一位管理员不能移除，否则就没有人能管理这个机器人了。请先邀请另一位管理员。
admin-removed = 已移除。

admin-notices = 顾客现在能看到的**公告**：
admin-no-notices = **公告**：目前没有给顾客看的公告。
admin-notice-line = { $text }——{ $concern }，有效期至{ $until }
admin-ask-withdraw = 要撤下这条公告吗？撤下后顾客就看不到了。想修改的话，请撤下后重新写一条。
admin-withdrawn = 公告已撤下。

admin-hours = **客服时间**：{ $hours }。顾客找人工时会看到。
admin-no-hours = **客服时间**：未设置，顾客不会看到。
admin-ask-hours = 请选择，或直接输入，例如：周一至周五 9:00-18:00，周六 9-12
admin-hours-set = 已保存。
admin-hours-unread = 我没看懂您输入的时间。
admin-zone-line = 时区：{ $zone }
admin-ask-zone = 您在哪个时区工作？公告的有效期也按这个时区计算。
admin-holidays-line = 休息日：{ $days }
admin-no-holidays-line = 休息日：未设置
admin-ask-holidays = 请输入没有人回复顾客的日期，例如：12月25日，2027-01-01
admin-days-unread = 我没看懂这些日期。

admin-group = **客服群**：已连接。
admin-no-group = **客服群**：未连接。
admin-group-at-present = 要找人工的顾客会出现在那里，每位一个话题。
admin-connect-group = 请点按钮选择群，我进群后会自动连接。链接 48 小时内有效，只能用一次。
admin-connect-by-hand = 如果我已经在群里，请在群里发送：{ $command }

notice-ask = 请输入公告内容，中文、印尼语或英语都可以，最多 500 个字符。另外两种语言我会接着问您。
notice-ask-language = 这段文字是哪种语言？
notice-ask-translation = 现在请输入{ $language }版。跳过的话，看{ $language }的顾客会看到其他语言的版本（有英语版时看英语版）。
notice-too-long = 太长了，公告最多 500 个字符。
notice-ask-concern = 公告和什么有关？请选择，或输入几个字（例如 gopay），我来查找文章。
notice-found = 找到以下文章，请选择一篇，或换几个字再找。
notice-nothing-found = 没有找到相关的文章。
notice-ask-until = 公告有效期到什么时候？请选择，或输入日期，例如：11月30日，或 2026-11-30 18:00（{ $zone }）
notice-day-unread = 我没看懂这个日期。
notice-day-past = 这个时间已经过了，请选择更晚的时间。
notice-day-far = 有效期不能超过一年，请选择更早的时间。
notice-look = **预览**：顾客会这样看到公告。相关内容：{ $concern }。
notice-language-line = { $language }：
notice-published = 已发布，有效期至{ $until }，之后自动消失。
notice-draft-over = 这条公告超时没有写完，或已经发布。
notice-use-buttons = 请用按钮选择。
dialogue-edited = 这里不能用修改过的消息，请重新发一条。
dialogue-dropped = 您刚才写的公告没有发布。
dialogue-cancelled = 已取消，没有任何改动。

button-admin-home = ‹ 总览
button-admin-sellers = 商家
button-admin-owners = 管理员
button-admin-notices = 公告
button-admin-hours = 客服时间
button-admin-group = 客服群
button-invite-seller = 邀请商家
button-invite-owner = 邀请其他管理员
button-remove = 确认移除
button-remove-number = 移除 { $number }
button-new-notice = 写公告
button-withdraw = 确认撤下
button-zones = 时区
button-holidays = 休息日
button-no-holidays = 清除休息日
button-no-hours = 不显示客服时间
button-connect-group = 连接客服群
button-disconnect-group = 断开客服群
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
share-seller-text = 打开这个链接，您就成为我们客服机器人里的商家。链接只能用一次。
share-owner-text = 打开这个链接，您就可以管理我们的客服机器人。链接只能用一次。

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
