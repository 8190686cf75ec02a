# Yang ditampilkan Telegram tentang bot ini. Hanya teks polos. $shop adalah nama toko.

bot-name = Asisten { $shop }
# Di chat yang masih kosong, paling banyak 512 karakter.
bot-description =
    Halo! Aku asisten otomatis { $shop }. Aku menjawab pertanyaan soal pembayaran, pesanan, pengembalian dana, pengiriman, dan jualan, dalam bahasa Indonesia, Mandarin, dan Inggris.

    Aku bukan customer service resmi platform, dan tidak pernah meminta kata sandi, PIN, OTP, atau transfer. Kalau ragu, tanyakan ke toko di dalam aplikasi.
# Di halaman profil, paling banyak 120 karakter, satu baris.
bot-short-description = Asisten otomatis { $shop }, bukan CS resmi platform. Tidak pernah meminta OTP, PIN, atau transfer.
