# Yang diucapkan bot, dalam bahasa Indonesia lisan yang sopan. Baris kosong memulai paragraf baru;
# **tebal** dan daftar sama seperti di artikel. $shop adalah nama toko.

welcome =
    Halo! Aku asisten otomatis **{ $shop }**. Aku bisa membantu soal pembayaran, pesanan, pengembalian dana, pengiriman, dan jualan.

    Tulis pertanyaanmu dengan kata-katamu sendiri, atau pilih topik di bawah.

    Aku bukan customer service resmi platform, dan tidak pernah meminta kata sandi, PIN, OTP, atau transfer. Kalau ragu, tanyakan ke toko di dalam aplikasi.
help =
    Tanyakan satu per satu dengan kata-katamu sendiri, misalnya "cara bayar di Indomaret" atau "pengembalian dana belum masuk".

    Kamu bisa menulis dalam bahasa Indonesia, Mandarin, atau Inggris. Ketik **/topics** untuk melihat semua topik, atau **/language** untuk ganti bahasa.

    Aku belum bisa membaca gambar atau mendengarkan pesan suara. Jangan pernah kirim kata sandi, PIN, atau OTP ke sini, ya.
privacy = **Data yang aku simpan tentangmu, dan berapa lama**

    - Bahasamu, dan apakah kamu pembeli atau penjual: sampai { $session_days } hari setelah pesan terakhirmu.
    - Isi pertanyaan terakhirmu, supaya aku paham kalau kamu menyambungnya: setengah jam.
    - Beberapa pertanyaanmu sebelumnya, supaya petugas tahu duduk perkaranya kalau kamu ingin bicara dengan mereka: satu hari.
    - Kalau kamu bicara dengan petugas: isi percakapannya dan namamu di Telegram, sampai { $transcript_days } hari setelah percakapan itu berakhir.
    - Jawaban mana yang kamu terima, tanpa isi pesanmu: { $journal_days } hari. Kalau aku belum yakin dengan jawabannya, pertanyaanmu ikut disimpan dengan semua angka disamarkan, supaya petugas bisa memperbaiki jawabanku.
    - Pesanmu yang mana yang sudah aku jawab, supaya aku bisa membetulkan jawabannya kalau kamu mengedit pertanyaan: dua hari.
    - Pesanan mana yang terbukti milikmu: sampai 90 hari setelah pesanan itu berakhir, atau sampai kamu mengetuk **Lupakan pesanan ini**.
    - Nomor HP yang kamu bagikan: 90 hari, hanya sebagai kode yang tidak bisa diubah kembali menjadi nomor.
    - Berapa kali data yang kamu kirim tidak cocok: satu hari.
    - Pesanan mana yang perubahannya aku kabari: sampai pesanan itu berakhir, atau sampai kamu mengetuk **Jangan kabari lagi**.

    Nomor kartu, kata sandi, PIN, dan OTP yang aku kenali aku samarkan dulu sebelum disimpan. Selama kamu tidak bicara dengan petugas, namamu di Telegram tidak aku simpan, hanya ID chat ini. Isi chat tetap disimpan oleh Telegram sampai kamu menghapusnya.
forget-ask = Hapus data yang aku simpan tentangmu? Setelah itu aku tidak ingat lagi bahasamu dan jawaban terakhirmu, dan percakapanmu dengan petugas ikut terhapus. Ini tidak bisa dibatalkan.
forgotten = Sudah dihapus. Kita mulai dari awal: tulis pertanyaanmu, atau pilih topik. Isi chat ini disimpan oleh Telegram; kamu bisa menghapusnya di sana.
group-introduction = Halo semua! Aku asisten otomatis **{ $shop }**, bukan customer service resmi platform. Mau tanya soal pembayaran, pesanan, pengembalian dana, pengiriman, atau jualan? Mention aku atau balas pesanku.
group-help = Aku asisten otomatis **{ $shop }**, bukan customer service resmi platform. Mention aku dan tulis pertanyaanmu dalam satu kalimat, atau lihat semua topik lewat chat pribadi.
group-not-understood = Aku belum punya jawaban untuk itu. Coba tulis dengan kata lain, atau lihat semua topik lewat chat pribadi.
group-privately = Sebaiknya ini tidak dibahas di grup, karena semua orang bisa membacanya. Tanya aku lewat chat pribadi, dan jangan tulis nomor pesanan di sini, ya.
topics-buyer = **Untuk pembeli.** Mau tanya soal apa?
topics-seller = **Untuk penjual.** Mau tanya soal apa?
topic-heading = **{ $topic }**
did-you-mean = Aku belum yakin maksudnya. Pilih yang paling dekat:
did-you-mean-this = Maksudmu yang ini?
not-understood =
    Aku belum punya jawaban untuk itu. Aku bisa membantu soal pembayaran, pesanan, pengembalian dana, pengiriman, dan jualan.

    Coba tulis dengan kata lain, atau lihat daftar topik.
not-understood-again = Jawaban yang pas masih belum ketemu. Kamu bisa menghubungi petugas, atau lihat daftar topik.
none-fitted = Oke, bukan yang itu, ya. Coba ceritakan sedikit lagi: apa yang sudah kamu lakukan, dan apa yang muncul di aplikasi?
not-helped-choices = Oke. Mungkin salah satu dari ini lebih cocok:
not-helped = Oke. Coba ceritakan apa yang masih belum jelas, atau hubungi petugas.
answer-again = Jawabannya masih sama seperti di atas. Kalau bukan ini yang kamu maksud, tulis saja **bukan itu**, nanti aku carikan yang lain.
answer-covers = Itu juga dibahas di jawaban yang sama:
answer-instead = Oke. Mungkin ini yang kamu maksud:
person-unavailable =
    Di chat ini aku belum bisa menyambungkanmu ke petugas. Silakan hubungi lewat aplikasi:

    1. Buka pesanan atau produknya, lalu ketuk **Chat** untuk menghubungi toko.
    2. Kalau toko tidak bisa menyelesaikannya, buka **Bantuan** di aplikasi.

    Siapkan nomor pesananmu. Customer service yang asli tidak pernah meminta kata sandi, PIN, atau OTP.
person-unavailable-seller =
    Di chat ini aku belum bisa menyambungkanmu ke petugas. Sebagai penjual, kamu bisa menghubungi platform:

    1. Buka **Pusat Bantuan** di Seller Center.
    2. Mulai live chat atau kirim tiket.
    3. Tulis nomor pesanan, apa yang terjadi, dan apa yang kamu minta.

    Customer service yang asli tidak pernah meminta kata sandi, PIN, atau OTP.
order-unavailable =
    Aku tidak bisa mengecek pesanan dari sini, jadi aku tidak tahu statusnya. Kamu bisa melihatnya di aplikasi:

    1. Buka **Shop > Pesanan**.
    2. Ketuk pesanannya, lalu lihat statusnya.
    3. Ketuk **Lacak** untuk melihat posisi paketnya.
only-shop-knows =
    Soal stok, ukuran, harga, dan detail barang, yang tahu pasti cuma tokonya. Aku tidak mau asal jawab.

    1. Buka halaman produknya di aplikasi.
    2. Ketuk **Chat** dan tanyakan langsung ke toko.

    Atau ketuk tombol pertama di bawah kalau mau dibantu orang.
urgent-steps =
    Lakukan ini sekarang, urut dari atas:

    1. Berhenti membalas orang itu. Jangan kirim kode atau uang lagi.
    2. Minta bank atau dompet digitalmu memblokir kartu atau akunnya. Hubungi hanya lewat nomor di kartumu atau aplikasi resminya.
    3. Ganti kata sandi dan PIN di aplikasi, lalu keluarkan perangkat yang tidak kamu kenal.
    4. Simpan tangkapan layar chat, nomor pelaku, dan bukti transfer.
    5. Laporkan di aplikasi lewat **Bantuan**.
    6. Kalau uangmu sudah hilang, bawa buktinya ke polisi.

    Sempat mengetik kode atau kata sandi di chat ini? Hapus pesannya. Petugas asli tidak pernah memintanya.
languages-spoken = Aku bisa menjawab dalam **Bahasa Indonesia**, **中文**, dan **English**. Silakan tulis pertanyaanmu dalam salah satunya.
languages-spoken-choices = Aku bisa menjawab dalam **Bahasa Indonesia**, **中文**, dan **English**. Apakah pertanyaanmu soal salah satu dari ini?
greeting = Halo! Ada yang bisa aku bantu? Tulis pertanyaanmu, atau pilih topik.
still-here = Iya, aku di sini. Coba jelaskan sedikit lagi apa yang ingin kamu tahu, atau pilih topik.
thanks = Sama-sama. Kalau butuh bantuan lagi, tinggal tulis di sini.
goodbye = Sampai jumpa, semoga semuanya lancar.
identity =
    Aku asisten otomatis **{ $shop }**, bukan manusia. Aku menjawab pertanyaan dari artikel yang sudah diperiksa, dalam bahasa Indonesia, Mandarin, dan Inggris.

    Aku bukan customer service resmi platform, dan tidak pernah meminta kata sandi, PIN, OTP, atau transfer.
chitchat = Aku cuma paham urusan belanja dan jualan. Silakan tanya soal pembayaran, pesanan, pengembalian dana, pengiriman, atau jualan.
cannot-read-picture = Aku belum bisa membaca gambar. Coba tulis apa yang terlihat dan apa yang ingin kamu tahu. Jangan sertakan kata sandi, PIN, OTP, atau nomor kartu.
cannot-hear = Aku belum bisa mendengarkan pesan suara. Coba tulis pertanyaanmu dengan singkat.
cannot-read-file = Aku belum bisa membuka file atau video. Coba tulis apa isinya dan apa yang ingin kamu tahu.
write-in-words = Coba tulis pertanyaanmu dengan singkat, atau pilih topik.
choose-language = Mau pakai bahasa apa?
language-chosen = Mulai sekarang aku menjawab dalam bahasa Indonesia. Ada yang bisa aku bantu?
article-gone = Jawaban itu sudah tidak tersedia. Tulis pertanyaanmu, atau pilih topik.
article-not-in-language = Jawabannya ada, tapi belum ada versi bahasa Indonesia. Kamu bisa membacanya dalam bahasa lain, atau hubungi petugas.
toast-helped = Senang bisa membantu!
toast-unknown = Tombol ini sudah tidak berlaku.
apology = Maaf, ada gangguan di sisiku, jadi pesan terakhirmu belum terjawab. Coba kirim lagi, atau hubungi petugas.

button-topics-buyer = Topik untuk pembeli
button-topics-seller = Topik untuk penjual
button-none-of-these = Tidak ada yang cocok
button-helped = 👍 Membantu
button-not-helped = 👎 Belum
button-languages = 🌐 Bahasa / 语言 / Language
button-person = Cara menghubungi petugas
button-page = Halaman { $page }
button-back = ‹ { $to }
button-topics = Daftar topik
button-ask-forget = Hapus data tentang aku
button-forget = Ya, hapus
button-show-this = 🪧 Tunjukkan kalimat ini
button-private = Tanya lewat chat pribadi
button-share = Bagikan
button-share-contact = 📱 Bagikan nomor HP-ku
inline-open-chat = Tanya ke asisten

language-id = Bahasa Indonesia
language-zh = 中文
language-en = English

command-start = Mulai
command-topics = Lihat semua topik
command-language = Ganti bahasa
command-help = Yang bisa aku bantu
command-privacy = Data yang aku simpan tentangmu
