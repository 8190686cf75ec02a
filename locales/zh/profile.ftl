# Telegram 上显示的机器人资料，纯文本。$shop 是店铺名称。

bot-name = { $shop } 自动助手
# 显示在空白聊天里，最多 512 个字符。
bot-description =
    您好！我是 { $shop } 的自动助手，用中文、印尼语和英语解答付款、订单、退款、物流和开店方面的问题。

    我不是平台官方客服，不会向您索要密码、PIN、验证码（OTP），也不会让您转账。如有疑问，请在 App 里联系店铺核实。
# 显示在资料页上，最多 120 个字符，一行。
bot-short-description = { $shop } 的自动助手，不是平台官方客服。不会索要验证码（OTP）、PIN，也不会让您转账。

# 客服群里的命令说明，一行，最多 256 个字符。
command-take = 接手这个对话
command-release = 放回这个对话，由同事接手
command-resolve = 结束对话：已解决
command-send = 给顾客发送文章或快捷回复
command-note = 内部备注，不会发给顾客
command-history = 查看之前的对话
command-order = 查看顾客的订单
command-code = 用订单号生成给买家的查单码
command-undo = 回复一条消息，把它从顾客那边撤回
command-ban = 屏蔽这位顾客
command-unban = 解除屏蔽
command-desk = 把本群设为客服群
