# 机器人的用语，简体中文。短语中的空行表示另起一段；**加粗**和列表与文章中的用法相同。$shop 是店铺名称。

welcome =
    您好！我是 **{ $shop }** 的自动助手，解答付款、订单、退款、物流和开店方面的问题。

    请直接输入问题，或选择一个主题。

    我不是平台官方客服，不会向您索要密码、PIN、验证码（OTP），也不会让您转账。如有疑问，请在 App 里联系店铺核实。
help =
    一次问一件事，像平常说话一样就行，例如“怎么取消订单”或“退款还没到账”。

    您可以用中文、印尼语或英语提问。**/topics** 查看全部主题，**/language** 切换语言。

    我看不了图片，也听不了语音。请不要把密码、PIN 或验证码（OTP）发给我。
privacy = **我保存您的哪些信息，保存多久**

    - 您使用的语言，以及您是买家还是商家：从您最后一条消息算起 { $session_days } 天。
    - 您最近一个问题的原话，用来理解您接着补充的内容：半小时。
    - 您之前的几个问题，以便您转人工时客服了解经过：一天。
    - 如果您联系了人工客服：对话内容和您的 Telegram 姓名，保存到对话结束后 { $transcript_days } 天。
    - 您看到的是哪条答案，不含您的原话：{ $journal_days } 天。如果我没有把握回答，您的问题也会一并保存，其中的数字全部隐去，供工作人员改进答案。
    - 我回复的是您的哪条消息，以便您修改问题后我更正答案：两天。
    - 您已确认是本人的订单：保存到订单结束后 90 天，或您点击**不再记住这个订单**为止。
    - 您分享的手机号：90 天，只保存为无法还原的代码。
    - 核对不一致的次数：一天。
    - 您要我通知变动的是哪个订单：到订单结束，或您点击**不再通知**为止。

    凡是我能认出的银行卡号、密码、PIN 和验证码（OTP），保存前都会隐去。只要您没有联系人工客服，我就不保存您的 Telegram 姓名，只保存这个聊天的编号。聊天记录由 Telegram 保存，直到您自己删除。
forget-ask = 要删除我保存的您的信息吗？删除后，我将不再记得您使用的语言和上一条答案，您和客服的对话也会一并删除。删除后无法恢复。
forgotten = 已删除，我们重新开始：请直接输入问题，或选择一个主题。这段聊天的消息保存在 Telegram，您可以自行删除。
group-introduction = 大家好！我是 **{ $shop }** 的自动助手，不是平台官方客服。想问付款、订单、退款、物流或开店方面的问题，请 @我，或回复我的消息。
group-help = 我是 **{ $shop }** 的自动助手，不是平台官方客服。在群里 @我，用一句话提问就行；想看全部主题，请私聊我。
group-not-understood = 这个问题我暂时没有答案。请换个说法再问，或私聊我查看全部主题。
group-privately = 群里的消息人人都能看到。这件事请私聊我，不要在群里发订单号。
topics-buyer = **买家主题**：您想了解哪一类？
topics-seller = **商家主题**：您想了解哪一类？
topic-heading = **{ $topic }**
did-you-mean = 我还不太确定您的意思，请选最接近的一项：
did-you-mean-this = 您想问的是这个吗？
not-understood =
    这个问题我暂时没有答案。我能解答的有：付款、订单、退款、物流和开店。

    请换个说法再问一次，或看看主题列表。
not-understood-again = 还是没有找到合适的答案。建议您联系人工，也可以看看主题列表。
none-fitted = 好的，这些都不是。请再说具体一点：您做到了哪一步，App 上显示什么？
not-helped-choices = 明白了，下面几项可能更符合您的情况：
not-helped = 明白了。请告诉我哪里还没解决，或联系人工。
answer-again = 答案和上面的一样。如果这不是您想问的，请回复“不是这个”，我再找别的。
answer-covers = 这一点在同一篇里也有说明：
answer-instead = 好的，那您想问的可能是这个：
person-unavailable =
    这里暂时转不了人工，您可以这样联系：

    1. 订单或商品问题：在 App 里打开订单或商品页，点击**聊天**（Chat）联系店铺。
    2. 店铺解决不了：在 App 里打开**帮助**（Bantuan），联系平台客服。

    请提前准备好订单号。真正的客服不会索要您的密码、PIN 或验证码（OTP）。
person-unavailable-seller =
    这里暂时转不了人工，商家可以这样联系平台：

    1. 打开卖家中心的**帮助中心**（Pusat Bantuan）。
    2. 联系在线客服，或提交工单。
    3. 写清订单号、事情经过和您的要求。

    真正的客服不会索要您的密码、PIN 或验证码（OTP）。
order-unavailable =
    我这里查不了订单，不知道您的订单到哪一步了。请在 App 里查看：

    1. 打开**商城 > 我的订单**（Shop > Pesanan Saya）。
    2. 点击要查的订单，状态显示在页面上方。
    3. 点击**查看物流**（Lacak），看包裹到了哪里。
only-shop-knows =
    库存、尺码、价格和商品细节，只有店铺清楚，我不能替店铺答复。

    1. 在 App 里打开商品页面。
    2. 点击**聊天**（Chat），直接问店铺。

    也可以点下面第一个按钮，联系人工。
urgent-steps =
    请马上按顺序处理：

    1. 不要再回复对方，不再给验证码，也不再转钱。
    2. 联系银行或电子钱包，要求冻结卡或账户。只打卡背面的电话，或从钱包自己的 App 联系。
    3. 在 App 里修改密码和 PIN，退出不认识的设备。
    4. 截图保存聊天记录、对方号码和转账记录。
    5. 在 App 的**帮助**（Bantuan）里举报。
    6. 钱已经被转走的，带上证据报警。

    如果在这个聊天里输入过验证码或密码，请删除那条消息。真正的客服不会向您要这些。
languages-spoken = 我可以用**中文**、**Bahasa Indonesia** 和 **English** 回答，请用其中一种语言提问。
languages-spoken-choices = 我可以用**中文**、**Bahasa Indonesia** 和 **English** 回答。您想问的是下面哪一项吗？
greeting = 您好！请问有什么可以帮您？直接输入问题，或选择一个主题。
still-here = 我在。请再具体说一下您的问题，或选择一个主题。
thanks = 不客气，有问题随时找我。
goodbye = 再见，祝您一切顺利。
identity =
    我是 **{ $shop }** 的自动助手，不是真人。我用中文、印尼语和英语解答问题，答案都来自审核过的帮助文章。

    我不是平台官方客服，不会向您索要密码、PIN、验证码（OTP），也不会让您转账。
chitchat = 我只懂网购方面的事，付款、订单、退款、物流、开店都可以问我。
cannot-read-picture = 我看不了图片。请用文字告诉我图里显示了什么、您想问什么，不要写密码、PIN、验证码（OTP）或卡号。
cannot-hear = 我听不了语音，请用文字简单写一下您的问题。
cannot-read-file = 我打不开文件和视频，请用文字简单写一下您的问题。
write-in-words = 请用文字简单写一下您的问题，或选择一个主题。
choose-language = 请选择语言：
language-chosen = 好的，之后我会用中文回答您。请问有什么可以帮您？
article-gone = 这条答案已经撤下了。请直接输入问题，或选择一个主题。
article-not-in-language = 这个问题有答案，但还没有中文版。您可以看其他语言的版本，或联系人工。
toast-helped = 很高兴能帮到您！
toast-unknown = 这个按钮已经失效。
apology = 抱歉，我这边出了点问题，您刚才的消息没有处理成功。请再发一次，或联系人工。

button-topics-buyer = 买家主题
button-topics-seller = 商家主题
button-none-of-these = 都不是
button-helped = 👍 有帮助
button-not-helped = 👎 没解决
button-languages = 🌐 Bahasa / 语言 / Language
button-person = 怎么联系人工
button-page = 第 { $page } 页
button-back = ‹ { $to }
button-topics = 主题列表
button-ask-forget = 删除我的信息
button-forget = 确认删除
button-show-this = 🪧 给对方看的印尼语句子
button-private = 私聊咨询
button-share = 分享
button-share-contact = 📱 分享我的手机号
inline-open-chat = 向助手提问

language-id = Bahasa Indonesia
language-zh = 中文
language-en = English

command-start = 开始
command-topics = 查看全部主题
command-language = 切换语言
command-help = 我能做什么
command-privacy = 我保存您的哪些信息
