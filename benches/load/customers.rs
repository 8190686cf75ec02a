//! Who asks what, and whether each question got its message.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Plain questions in Indonesian, Chinese and English; each gets an article, or a few to choose from, in one message.
const QUESTIONS: [[&str; 14]; 3] = [
    [
        "bagaimana cara membatalkan pesanan?",
        "kak, cara bayar di indomaret atau alfamart gimana ya",
        "berapa lama kode pembayaran berlaku sebelum kedaluwarsa?",
        "gmn cara lacak paket pake nomor resi",
        "bagaimana cara menarik dana hasil penjualan?",
        "min mau ganti alamat pengiriman bisa ga",
        "barang yang datang rusak, bagaimana cara mengembalikannya?",
        "paket saya belum sampai padahal statusnya sudah terkirim",
        "apa bisa bayar di tempat?",
        "refund saya kapan masuk ke rekening?",
        "gimana cara pakai voucher gratis ongkir",
        "akun saya tidak bisa login",
        "bagaimana cara mendaftar jadi penjual?",
        "berapa biaya komisi untuk penjual?",
    ],
    [
        "怎么取消订单？",
        "怎么在便利店付款？",
        "付款码多久过期？",
        "怎么查快递物流？",
        "卖家怎么提现货款？",
        "我想改收货地址可以吗",
        "收到的东西是坏的，怎么退货？",
        "显示已送达，可是我没有收到包裹",
        "可以货到付款吗",
        "退款什么时候到账？",
        "免运费优惠券怎么用",
        "我的账号登录不了",
        "怎么注册成为卖家？",
        "卖家要付多少佣金？",
    ],
    [
        "how do I cancel my order?",
        "how do I pay at an Indomaret or Alfamart cashier?",
        "how long is the payment code valid before it expires?",
        "how do I track my parcel with the tracking number?",
        "how do I withdraw my sales proceeds as a seller?",
        "can i change the delivery address of my order",
        "the item arrived broken, how do I return it?",
        "it says delivered but I never got the package",
        "can I pay cash on delivery?",
        "when will my refund be in my account?",
        "how do i use a free shipping voucher",
        "I can't log in to my account",
        "how do I sign up as a seller?",
        "how much commission do sellers pay?",
    ],
];

/// The codes of these languages.
const LANGUAGES: [&str; 3] = ["id", "zh", "en"];

/// The number of the first customer's chat.
const FIRST: i64 = 1_000_000;

/// A private chat.
#[derive(Debug, Default)]
struct Chat {
    asked: usize,
    waiting: VecDeque<Instant>,
}

/// All private chats.
#[derive(Debug)]
pub struct Customers {
    chats: Vec<Chat>,
    /// What was asked and not answered yet, in all chats.
    pub open: u64,
    /// What was answered.
    pub answered: u64,
    /// The messages that nobody had asked for.
    pub unasked: u64,
    /// How long each answer took, since the last [`Customers::begin`].
    took: Vec<u32>,
}

impl Customers {
    /// So many, who have not asked anything yet.
    pub fn new(count: usize) -> Customers {
        let chats = (0..count).map(|_| Chat::default()).collect();
        Customers { chats, open: 0, answered: 0, unasked: 0, took: Vec::new() }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.chats.len()
    }

    /// Whether a customer waits for an answer: to one who asks on meanwhile, one answer may be enough.
    pub fn waits(&self, customer: usize) -> bool {
        !self.chats[customer].waiting.is_empty()
    }

    /// A new question of a customer, as the message of an update.
    pub fn ask(&mut self, customer: usize, message: i64) -> String {
        let chat = &mut self.chats[customer];
        let (id, language) = (FIRST + customer as i64, customer % LANGUAGES.len());
        // Each begins with another question.
        let questions = &QUESTIONS[language];
        let text = questions[(customer + chat.asked) % questions.len()];
        chat.asked += 1;
        chat.waiting.push_back(Instant::now());
        self.open += 1;
        let (code, date) = (LANGUAGES[language], jiff::Timestamp::now().as_second());
        format!(
            r#"{{"message_id":{message},"from":{{"id":{id},"is_bot":false,"first_name":"Sari","language_code":"{code}"}},"chat":{{"id":{id},"first_name":"Sari","type":"private"}},"date":{date},"text":"{text}"}}"#
        )
    }

    /// A message went to a chat; whether somebody waited for it.
    pub fn answer(&mut self, chat: i64) -> bool {
        let place = usize::try_from(chat - FIRST).unwrap_or(usize::MAX);
        let Some(since) = self.chats.get_mut(place).and_then(|chat| chat.waiting.pop_front()) else {
            self.unasked += 1;
            return false;
        };
        self.open -= 1;
        self.answered += 1;
        self.took.push(u32::try_from(since.elapsed().as_micros()).unwrap_or(u32::MAX));
        true
    }

    /// Forgets how long answers took.
    pub fn begin(&mut self) {
        self.took.clear();
    }

    /// How many answers there were since [`Customers::begin`].
    pub fn since_begun(&self) -> usize {
        self.took.len()
    }

    /// So long the slowest of so large a part of the answers took.
    pub fn percentiles<const N: usize>(&mut self, parts: [f64; N]) -> [Duration; N] {
        self.took.sort_unstable();
        let last = self.took.len().saturating_sub(1);
        parts.map(|part| {
            let place = (last as f64 * part).round() as usize;
            Duration::from_micros(self.took.get(place).copied().unwrap_or(0).into())
        })
    }
}
