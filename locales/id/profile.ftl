# Yang ditampilkan Telegram tentang bot ini. Hanya teks polos. $shop adalah nama toko.

bot-name = Asisten { $shop }
# Di chat yang masih kosong, paling banyak 512 karakter.
bot-description =
    Halo! Aku asisten otomatis { $shop }. Aku menjawab pertanyaan soal pembayaran, pesanan, pengembalian dana, pengiriman, dan jualan, dalam bahasa Indonesia, Mandarin, dan Inggris.

    Aku bukan customer service resmi platform, dan tidak pernah meminta kata sandi, PIN, OTP, atau transfer. Kalau ragu, tanyakan ke toko di dalam aplikasi.
# Di halaman profil, paling banyak 120 karakter, satu baris.
bot-short-description = Asisten otomatis { $shop }, bukan CS resmi platform. Tidak pernah meminta OTP, PIN, atau transfer.

# Perintah untuk petugas di grup bantuan, satu baris, paling banyak 256 karakter.
command-take = Tangani percakapan ini
command-release = Lepas, supaya petugas lain bisa menangani
command-resolve = Tutup percakapan: sudah selesai
command-send = Kirim artikel atau balasan cepat ke pelanggan
command-note = Catatan internal, tidak dikirim ke pelanggan
command-history = Lihat percakapan sebelumnya
command-order = Lihat pesanan pelanggan
command-code = Buat kode untuk pembeli dari nomor pesanan
command-undo = Tarik pesan dari chat pelanggan: kirim sebagai balasan ke pesan itu
command-ban = Blokir pelanggan ini
command-unban = Buka blokir pelanggan ini
command-desk = Hubungkan grup ini sebagai grup bantuan
