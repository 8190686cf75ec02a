# Yang diucapkan bot, dalam bahasa Indonesia lisan yang sopan. Baris kosong memulai paragraf baru;
# **tebal** dan daftar sama seperti di artikel. $shop adalah nama toko.

welcome =
    Halo! Aku membantu menjawab pertanyaan soal pembayaran, pesanan, pengembalian dana, dan jualan untuk **{ $shop }**.

    Tulis pertanyaanmu dengan kata-katamu sendiri, atau pilih topik di bawah.

    Aku asisten otomatis milik toko, bukan customer service platform. Aku tidak pernah meminta kata sandi, PIN, OTP, atau transfer. Kalau ragu, tanyakan ke toko lewat aplikasinya.
help =
    Tanyakan satu hal dulu dengan kata-katamu sendiri, misalnya: cara bayar di Indomaret, atau pengembalian dana belum masuk.

    Kamu bisa menulis dalam bahasa Indonesia, Mandarin, atau Inggris. Ketik **/topics** untuk melihat semua topik, **/language** untuk ganti bahasa.

    Aku belum bisa membaca gambar atau mendengarkan pesan suara. Jangan pernah kirim kata sandi, PIN, atau OTP ke sini, ya.
topics-buyer = **Untuk pembeli.** Mau tanya soal apa?
topics-seller = **Untuk penjual.** Mau tanya soal apa?
topic-heading = **{ $topic }**
did-you-mean = Aku belum yakin maksudnya. Pilih yang paling dekat:
did-you-mean-this = Maksudmu yang ini?
not-understood =
    Aku belum punya jawaban untuk itu. Yang aku tahu: pembayaran, pesanan, pengembalian dana, pengiriman, dan jualan.

    Coba tulis dengan kata lain, atau lihat daftar topiknya.
not-understood-again = Jawaban yang pas masih belum ketemu. Lebih baik kamu dibantu orang langsung, atau lihat dulu daftar topiknya.
none-fitted = Oke, bukan itu, ya. Coba ceritakan sedikit lagi: apa yang sudah kamu lakukan, dan apa yang muncul di aplikasi?
not-helped-choices = Oke. Mungkin salah satu dari ini lebih cocok:
not-helped = Oke. Ceritakan apa yang masih kurang, atau minta dibantu orang.
person-unavailable =
    Di chat ini aku belum bisa menyambungkan kamu ke orang. Caranya begini:

    1. Untuk urusan pesanan atau produk, buka pesanannya di aplikasi lalu ketuk **Chat** untuk menghubungi toko.
    2. Kalau toko tidak bisa menyelesaikan, buka **Bantuan** di aplikasi.

    Siapkan nomor pesananmu. Petugas yang membantu tidak perlu tahu kata sandi, PIN, atau OTP-mu.
person-unavailable-seller =
    Di chat ini aku belum bisa menyambungkan kamu ke orang. Sebagai penjual, kamu bisa lewat sini:

    1. Buka **Pusat Bantuan** di Seller Center.
    2. Mulai live chat atau kirim tiket.
    3. Tulis nomor pesanan, apa yang terjadi, dan apa yang kamu minta.

    Petugas yang membantu tidak perlu tahu kata sandi, PIN, atau OTP-mu.
order-unavailable =
    Aku tidak bisa mengecek pesanan dari sini, jadi aku belum tahu posisinya. Kamu bisa melihatnya di aplikasi:

    1. Buka **Shop > Pesanan**.
    2. Ketuk pesanannya. Statusnya ada di bagian atas.
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
still-here = Iya, aku di sini. Coba ceritakan pertanyaanmu sedikit lagi, atau pilih topik.
thanks = Sama-sama. Kalau butuh bantuan lagi, tinggal tulis di sini.
goodbye = Sampai jumpa, semoga belanjanya lancar.
identity =
    Aku asisten otomatis, bukan orang. Aku menjawab pertanyaan untuk **{ $shop }** dari artikel yang sudah diperiksa, dalam bahasa Indonesia, Mandarin, dan Inggris.

    Aku bukan customer service platform, dan tidak pernah meminta kata sandi, PIN, OTP, atau transfer.
chitchat = Aku cuma paham urusan belanja. Silakan tanya soal pembayaran, pesanan, pengembalian dana, pengiriman, atau jualan.
cannot-read-picture = Aku belum bisa membaca gambar. Coba tulis apa yang terlihat dan apa yang ingin kamu tahu, tanpa kata sandi, PIN, OTP, atau nomor kartu.
cannot-hear = Aku belum bisa mendengarkan pesan suara. Coba tulis pertanyaanmu dengan singkat.
cannot-read-file = Aku belum bisa membuka berkas atau video. Coba tulis pertanyaanmu dengan singkat.
write-in-words = Coba tulis pertanyaanmu dengan singkat, atau pilih topik.
choose-language = Mau pakai bahasa apa?
language-chosen = Mulai sekarang aku menjawab dalam bahasa Indonesia. Ada yang bisa aku bantu?
article-gone = Jawaban itu sudah tidak ada. Tulis pertanyaanmu, atau pilih topik.
article-not-in-language = Jawabannya ada, tapi belum dalam bahasa Indonesia. Kamu bisa membacanya dalam bahasa lain, atau minta dibantu orang.
toast-helped = Senang bisa membantu!
toast-unknown = Tombol ini sudah tidak berlaku.
apology = Ada gangguan di pihakku, jadi pesanmu yang terakhir belum terjawab. Coba kirim lagi, atau minta dibantu orang.

button-topics-buyer = Topik untuk pembeli
button-topics-seller = Topik untuk penjual
button-none-of-these = Tidak ada yang cocok
button-helped = 👍 Membantu
button-not-helped = 👎 Belum
button-languages = 🌐 Bahasa / 语言 / Language
button-person = Cara menghubungi petugas

language-id = Bahasa Indonesia
language-zh = 中文
language-en = English

command-start = Mulai
command-topics = Lihat semua topik
command-language = Ganti bahasa
command-help = Yang bisa aku bantu
