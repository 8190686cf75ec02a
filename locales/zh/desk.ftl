# 转人工：顾客看到的内容，以及客服在群里看到的内容。
# $number 是工单号，$agent 是客服姓名，$at 是日期和时间。

# -- 给顾客

desk-opened = **人工客服将在这里为您服务**。有问题请直接在这里留言，您发送的内容都会转给客服。
desk-reopened = **客服会接着为您处理**。之前的对话客服都能看到，您不用再说一遍。
desk-coming = 一般 { $minutes } 分钟内回复。
desk-closed = 现在不是客服时间，客服从{ $moment }起回复。在此之前您发的消息都会保留。
desk-closed-long = 客服这几天休息。您发的消息都会保留，客服上班后就会回复。
desk-readable = 从现在起，**{ $shop }** 的客服可以看到您在这里发送的内容，以及您最近问我的几个问题。凡是我能认出的密码、PIN、验证码（OTP）和银行卡号都会隐去。
desk-automatic = 等待人工期间，先由我自动回复：
desk-still-waiting = 您的消息已转给客服，请等待人工回复。您可以继续补充。
desk-person-here = 人工客服正在为您处理，您发送的内容都会转给客服。
desk-out-of-reach = 现在暂时联系不上客服。您发的消息我会保留，恢复后就转给客服。
desk-left = 您已回到自动助手，有问题请直接问我。
desk-resolved = 客服已结束这次对话。如果还有其他问题，请直接问我。
desk-rate = 客服帮到您了吗？
desk-silence = 有一段时间没有收到您的消息，这次对话已结束。如果还需要帮助，点击下方按钮就能回到人工客服。
desk-from-staff = 👤 客服发来：
desk-not-passed-on = 您的上一条消息没能转给客服。请换一种方式发送，例如文字或图片。

export-made = 这是目前保存的您的信息。

# -- 消息上方的标签

desk-label-staff = 👤 客服
desk-label-staff-named = 👤 客服 { $name }
desk-label-customer = 👤 { $name }
desk-label-ticket = 👤 #{ $number } { $name }
desk-label-late = { $label } · 发送于 { $at }
desk-label-changed = ✎ { $label }（已修改）

# -- 顾客消息下方的说明

desk-gloss = ≈ { $title }
desk-answered = 🤖 已自动回复：{ $title }

# -- 话题和卡片

desk-topic-name = #{ $number } { $name } · { $language } · { $role }
desk-nameless = 顾客
desk-buyer = 买家
desk-seller = 商家
desk-card-heading = **#{ $number } { $name }** · { $language } · { $role }
desk-card-waiting = **还没有人接手。**
desk-card-taken = { $at }起由 **{ $agent }** 处理。
desk-card-customer-waits = 顾客从{ $at }起等待回复。
desk-card-we-wait = 从{ $at }起等待顾客回复。
desk-card-resolved = **已解决**，{ $at }。
desk-card-left = **顾客已回到机器人**，{ $at }。
desk-card-silence = **顾客没有再回复，已结束**，{ $at }。
desk-card-ended = **已结束**，{ $at }。
desk-card-rated-good = 评价：👍
desk-card-rated-bad = 评价：👎
desk-card-order = 订单 …{ $end }：{ $status }
desk-card-banned = **已屏蔽**：这位顾客的消息不会显示在这里。
desk-card-story = 最近的对话：
desk-card-hint = 在这个话题里发的消息会转给顾客。以 // 开头的是内部备注，不会转出。
desk-card-hint-reply = 要回答顾客，请回复这条消息或顾客的消息。以 // 开头的是内部备注，不会转出。
desk-line-customer = 👤 { $text }
desk-line-staff = 💬 { $text }
desk-line-bot = 🤖 { $text }
desk-line-note = ✍ { $text }
desk-no-answer = （没能回答）
desk-other-answer = （已回复，但不是文章）

# -- 机器人在话题里说的话

desk-back-here = 顾客再次要找人工客服。
desk-left-here = 顾客已回到机器人。
desk-silence-here = 已结束：顾客没有再回复。已告知顾客，对方点一下按钮就能回到这里。
desk-taken = 现在由 { $agent } 处理。
desk-taken-already = { $agent } 已经接手了。您发的内容仍会转给顾客。
desk-yours-already = 您已经接手了。
desk-released = 已放回，等待其他人接手。
desk-nobody-has-it = 目前没有人接手。
desk-resolved-here = 已解决。已告知顾客，之后由机器人回答。
desk-ended-already = 已经结束了。
desk-banned = 已屏蔽：您不会再看到这位顾客的消息，机器人仍会回答对方。
desk-unbanned = 已解除屏蔽。
desk-other-language = 顾客使用{ $language }。您的消息已原样发出，没有翻译。用 /send 发送文章，顾客会收到自己语言的版本。
desk-history = **到目前为止的对话：**
desk-no-history = 这里还没有对话。
desk-order = 订单 …{ $end }（{ $shop }）：{ $status }，数据截至{ $at }。
desk-order-out-of-reach = 订单 …{ $end } 暂时查不到。
desk-no-order = 这位顾客还没有确认过哪个订单是本人的。
desk-no-such-order = 查不到这个订单。
desk-suggestions = 要发送哪篇文章？顾客会收到自己语言的版本。查找依据：{ $words }
desk-nothing-fits = 没有找到合适的文章。查找依据：{ $words }
desk-replies = 要发送哪条快捷回复？顾客会收到自己语言的版本。
desk-sent = ✓ 已发送：{ $title }
desk-not-in-language = 没有发送：还没有顾客所用语言（{ $language }）的版本。
desk-gap-noted = 已记录：问题和回答已列入待写文章清单。
desk-no-gap = 需要先有顾客的问题和客服的回答。
desk-how-to-note = 以 // 或 /note 开头的消息是内部备注，不会发给顾客。
desk-how-to-code = 请发送 /code 加订单号，生成查单码。查单码请在平台内这个订单的聊天里发给买家，不要发在这里。
desk-how-to-undo = 用 /undo 回复您要撤回的那条消息，就会从顾客那边撤回。
desk-undone = ✓ 已从顾客那边撤回。
desk-nothing-to-undo = 顾客那边没有这条消息。
desk-too-late-to-undo = 已经太晚了，Telegram 不再允许删除顾客那边的这条消息。
desk-unknown-command = 没有这个命令，没有给顾客发送任何内容。
desk-no-customer = 这里不是顾客的话题。请到那位顾客的话题里使用这个命令。
desk-not-here = 这条回复不会发给任何人。请回复顾客的卡片，或他的某条消息。
desk-orphan = 这个话题已不对应任何顾客，这里的消息不会发出。我会关闭它；顾客有另一个话题。
desk-customer-gone = 没有送达：顾客屏蔽了机器人，或账号已不存在。
desk-not-carried = 没有送达：Telegram 不允许转发这条消息。
desk-not-delivered = 没有送达：已经试了一整天。
desk-remind = 顾客已等待{ $span }，还没有人接手。
desk-remind-holder = { $agent }，顾客等您回复已经{ $span }了。

# -- 等待列表

desk-waiting = **{ $count } 位顾客在等待**
desk-nobody-waits = **没有人在等待。**
desk-waiting-line = #{ $number } { $name } · { $language } · { $at }起
desk-waiting-taken = #{ $number } { $name } · { $language } · { $at }起 · { $agent }
desk-late = Telegram 限制每分钟发到本群的消息数。目前消息最多延迟{ $span }，不会丢失。

# -- 群

desk-connected = 本群已设为客服群。要找人工的顾客会出现在这里。
desk-standing = 这里是客服群。
desk-all-there = 我需要的都齐了。
desk-missing = 还缺：
desk-no-supergroup = 话题：这是普通群。请在群设置里打开话题；在此之前，请通过回复顾客的消息来回答。
desk-no-topics = 话题：请在群设置里打开。在此之前，请通过回复顾客的消息来回答。
desk-no-topic-right = 管理员权限**管理话题**：没有它，我无法为每位顾客开一个话题。
desk-no-pin-right = 管理员权限**置顶消息**：没有它，我无法把顾客卡片固定在话题顶部。
desk-no-delete-right = 管理员权限**删除消息**：没有它，我无法清理自己的消息。
desk-no-longer = 这个群不再是客服群，在这里写的内容不会发给顾客。
desk-public = 私密群：这个群是公开的，任何人都能找到它并点击按钮。请在群设置里改为私密。
desk-again = 补齐以后，请再发一次 /desk。权限要先把我设为管理员才能给。
desk-admins-only = 只有本群管理员可以把本群设为客服群。
desk-code-void = 这个代码无效或已经用过。新的代码用 `tanya desk invite` 生成。
desk-try-again = 现在看不到这个群的设置，请稍后再试。
desk-lost = **我联系不上客服群了**：我被移出了群，或不能在群里发消息。顾客的消息都保留着。请重新添加我，并给我管理话题、置顶消息和删除消息的权限，或连接另一个群。
desk-knowledge-faulty = **文章有改动，但其中有 { $count } 处错误**。改好之前，我会继续按之前的版本回答。请转告维护文章的同事：
    { $faults }
desk-knowledge-sound = 文章已恢复正常，我现在按新版本回答。

# -- 按钮和提示

button-export = 导出我的信息
button-call-person = 转人工
button-back-to-person = 回到人工
button-back-to-bot = 回到自动助手
button-rate-good = 👍 有帮助
button-rate-bad = 👎 没帮助
button-desk-take = 接手
button-desk-release = 放回
button-desk-resolve = 已解决
button-desk-suggest = 推荐文章
button-desk-replies = 快捷回复
button-desk-more = 更多…
button-desk-less = 返回
button-desk-note = 备注
button-desk-history = 记录
button-desk-order = 订单
button-desk-code = 查单码
button-desk-undo = 撤回
button-desk-ban = 屏蔽
button-desk-unban = 解除屏蔽
button-desk-make-article = 写成文章
toast-person-coming = 已通知客服，请直接在这里留言。
toast-person-here = 人工客服正在为您处理，请直接在这里留言。
toast-with-bot = 您现在就在和自动助手对话。
toast-rated = 谢谢！
# 人工客服：客服人员在群里看到的内容。写法与 phrases.ftl 相同。

# -- 每日汇总

digest-heading = **{ $from } 至 { $to }**
digest-quiet = 没有人找人工客服，也没有我答不上来的问题。
digest-counts = 转人工 { $opened } 次，已回复 { $answered } 次，已解决 { $resolved } 次
digest-first-reply = 首次回复用时（中位数）：{ $left }
digest-resolution = 解决用时（中位数）：{ $left }
digest-ratings = 评价：👍 { $good }，👎 { $bad }
digest-languages = 各语言转人工次数：
digest-language = { $language }：{ $count }
digest-questions = **我没能回答的问题：**
digest-question = { $count } 次：{ $text }
