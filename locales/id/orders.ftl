# Pesanan: yang dibaca pembeli dan penjual tentangnya. Bentuknya sama seperti phrases.ftl.
# $end adalah empat karakter terakhir nomor pesanan.

# -- Meminta nomor pesanan, dan bukti bahwa pesanan itu miliknya

order-number-wanted =
    Kirim nomor pesanannya, nanti aku carikan. Nomornya 18 atau 19 digit.

    1. Di aplikasi, buka **Shop > Pesanan**, lalu ketuk pesanannya.
    2. Ketuk **Salin** di sebelah nomor pesanan.
    3. Tempel di sini.
order-number-misshapen =
    Sepertinya itu bukan nomor pesanan. Nomor pesanan yang bisa aku cek terdiri dari 18 atau 19 digit.

    Buka pesanannya di aplikasi, salin nomornya, lalu tempel di sini.
sixteen-digits =
    Angka 16 digit itu kode pembayaran atau nomor kartu, bukan nomor pesanan. Tidak aku cek dan tidak aku simpan.

    Tunjukkan kode pembayaran hanya ke kasir. Silakan hapus pesan yang berisi angka itu. Nomor pesanan ada di **Shop > Pesanan**, 18 atau 19 digit.
sixteen-digits-aside = Angka 16 digit yang kamu kirim sepertinya kode pembayaran atau nomor kartu. Tidak aku simpan. Silakan hapus pesan itu, dan tunjukkan kode pembayaran hanya ke kasir.
orders-unreachable = Sistem pesanan sedang tidak bisa aku akses. Coba lagi sebentar lagi, atau hubungi petugas.
one-order-at-a-time = Aku cek satu pesanan dulu: ini untuk nomor yang pertama. Kirim nomor lainnya setelah ini.

proof-ask = Sebelum menampilkan pesanan …{ $end }, aku perlu memastikan itu milikmu.
proof-one-of = Cukup **salah satu** dari ini:
proof-two-of = Tulis **dua** dari data ini di sini:
proof-or-two-of = Atau tulis **dua** dari data ini di sini:
proof-contact = nomor HP-mu, dibagikan lewat tombol di bawah; harus sama dengan yang terdaftar di akunmu di aplikasi
proof-code = kode yang diberikan toko lewat chat di aplikasi
proof-time = tanggal dan jam kamu memesan, misalnya 19 Nov 2026 pukul 14.30
proof-total = total pesanan, misalnya Rp 105.000 (tidak untuk COD)
proof-phone-end = empat digit terakhir nomor HP di pesanan
proof-safety = Aku asisten otomatis **{ $shop }**, bukan customer service resmi platform. Aku tidak pernah meminta OTP, PIN, atau transfer. Kalau ragu, tanyakan ke toko di dalam aplikasi.
proof-one-more = Sudah dicatat. Masih perlu satu lagi dari ini:
proof-failed = Aku belum bisa memastikan pesanan …{ $end } milikmu. Cek nomornya dan data yang kamu kirim, lalu coba lagi. Kamu juga bisa minta kode ke toko lewat chat di aplikasi.
proof-locked = Datanya beberapa kali tidak cocok. Untuk sementara aku hanya menerima nomor HP-mu yang dibagikan lewat tombol, atau kode dari toko. Kodenya bisa kamu minta ke toko lewat chat di aplikasi.
code-void = Kode itu tidak berlaku: mungkin sudah dipakai, atau sudah lebih dari 24 jam. Minta yang baru ke toko lewat chat di aplikasi.
contact-not-yours = Itu bukan nomormu sendiri. Silakan bagikan nomormu lewat tombol di bawah; kontak yang diteruskan tidak bisa dipakai.
contact-noted = Terima kasih. Sekarang kirim nomor pesanannya.

# -- Pesanan pembeli

orders-linked = **Pesananmu.** Ketuk salah satu, atau kirim nomor pesanan lain.
order-gone = Pesanan …{ $end } tidak aku temukan lagi. Silakan lihat di aplikasi, atau hubungi petugas.
order-unlinked = Pesanan …{ $end } sudah aku lupakan; di aplikasi tidak ada yang berubah. Mau melihatnya lagi di sini? Kirim nomornya.
order-changed = **Ada kabar soal pesananmu:**
payment-due = **Waktu untuk membayar pesanan ini hampir habis:**

order-heading = **Pesanan …{ $end }**
order-unpaid = **Belum dibayar.** Setelah pembayaranmu terkonfirmasi, penjual menyiapkan paketnya.
order-not-released = **Belum diproses.** Kamu bayar nanti ke kurir saat paket tiba (COD). Setelah platform meneruskan pesanannya ke penjual, paketnya disiapkan.
order-paid-on-hold = **Sudah dibayar, masih masa tunggu.** Ada waktu sebentar kalau kamu berubah pikiran. Setelah itu penjual menyiapkan paketnya.
order-to-ship = **Perlu dikirim.** Penjual menyiapkan paketnya, lalu menyerahkannya ke kurir.
order-to-ship-digital = **Sedang disiapkan.** Toko akan mengirim kode atau isi ulangnya; tidak ada paket yang dikirim.
order-awaiting-collection = **Menunggu pengambilan.** Penjual sudah mengatur pengiriman, tinggal menunggu kurir mengambil paketnya.
order-in-transit = **Dalam perjalanan.** Paketnya sudah di kurir. Posisi terbarunya kadang agak lama baru muncul.
order-delivered = **Terkirim.** Pesananmu tercatat sudah sampai. Periksa dulu isinya, baru ketuk **Pesanan Diterima** di aplikasi.
order-delivered-digital = **Sudah dikirim.** Coba dulu kodenya atau cek saldonya, baru konfirmasi penerimaan.
order-completed = **Selesai.** Transaksinya sudah ditutup.
order-cancel-requested = **Pembatalan diajukan.** Belum ada keputusan. Hasilnya nanti terlihat di aplikasi.
order-cancelled = **Dibatalkan.** Kalau sudah dibayar, uangnya biasanya kembali ke metode pembayaran semula. Waktunya ada di rincian pengembalian dana di aplikasi.
order-returning = **Pengembalian diproses.** Langkah berikutnya dan batas waktunya ada di detail pesanan di aplikasi.
order-refunded = **Dana dikembalikan.** Jumlahnya dan kapan masuknya ada di rincian pengembalian dana di aplikasi.
order-unknown = Aku tidak tahu arti status pesanan ini. Silakan lihat di aplikasi.
order-pay-by = Sisa waktu bayar: **{ $left }**, sampai { $until }. Patokannya tetap hitung mundur di aplikasi.
order-pay-by-over = Waktu bayarnya habis pada { $until }. Kalau di aplikasi masih bisa, bayar di sana; kalau tidak, pesan ulang.
order-item = { $quantity } × { $name }
order-further-items = dan { $number } barang lainnya
order-total = Total: { $total }
order-cash-on-delivery = Pembayaran: bayar di tempat (COD)
order-payment-method = Pembayaran: { $method }
order-placed-at = Dipesan: { $at }
order-paid-at = Dibayar: { $at }
order-parcel = { $courier }, nomor resi { $tracking } (ketuk untuk menyalin)
order-parcel-number = Nomor resi { $tracking } (ketuk untuk menyalin)
order-parcel-courier = Kurir: { $courier }
order-as-of = Data per { $at }.
order-as-of-long-ago = Ini keadaan pada { $at }, lebih dari sehari yang lalu. Lihat yang terbaru di aplikasi.

cancelled-by-buyer = Yang membatalkan: kamu.
cancelled-by-seller = Yang membatalkan: penjual.
cancelled-by-platform = Yang membatalkan: platform.
cancel-reason = Alasan yang tertulis: { $reason }
return-requested = Permintaan pengembalianmu belum diputuskan.
return-to-send-back = Pengembalian disetujui: kirim balik paketnya sebelum tanggal yang tertulis di aplikasi.
return-on-its-way = Paketnya sedang dalam perjalanan kembali ke penjual.
return-rejected = Permintaan pengembalian ditolak. Alasannya, dan apakah kamu bisa mengajukan banding, ada di aplikasi.
return-accepted = Pengembalian disetujui. Pengembalian dananya sedang disiapkan.
return-done = Proses pengembalian sudah selesai.
return-withdrawn = Permintaan pengembalian sudah dicabut.
return-unknown = Ada permintaan pengembalian. Perkembangannya bisa dilihat di aplikasi.

cancel-freely = **Bisa dibatalkan?** Bisa, langsung di aplikasi. Belum ada pembayaran yang tercatat, jadi tidak ada dana yang perlu dikembalikan.
cancel-while-on-hold = **Bisa dibatalkan?** Bisa, di aplikasi, selama masih masa tunggu. Uangnya biasanya kembali ke metode pembayaran semula.
cancel-often-possible = **Bisa dibatalkan?** Sering kali bisa, selama paketnya belum jalan. Kalau ada tombol **Batalkan Pesanan** di detail pesanan, kamu bisa mengajukannya.
cancel-seller-may-decide = **Bisa dibatalkan?** Kamu bisa mengajukannya di aplikasi. Untuk pesanan ini, penjual mungkin harus setuju dulu.
cancel-rarely-digital = **Bisa dibatalkan?** Kode dan top up jarang bisa dibatalkan. Segera tanyakan ke toko lewat chat di aplikasi.
cancel-asked-for = **Bisa dibatalkan?** Sudah kamu ajukan. Tunggu keputusannya di aplikasi.
cancel-refuse-at-the-door = **Bisa dibatalkan?** Sudah tidak bisa. Karena ini COD, kamu boleh menolak paketnya saat kurir datang, asal belum dibuka dan belum dibayar.
cancel-return-when-it-comes = **Bisa dibatalkan?** Sudah tidak bisa. Setelah paketnya sampai, kamu bisa mengajukan pengembalian barang atau dana.
cancel-return-now = **Bisa dibatalkan?** Sudah tidak bisa. Kalau barangnya bermasalah, ajukan pengembalian sebelum tanggal yang tertulis di aplikasi, dan jangan ketuk **Pesanan Diterima** dulu.
cancel-report-if-faulty = **Bisa dibatalkan?** Sudah tidak bisa. Kalau kodenya bermasalah atau tidak kamu terima, laporkan di aplikasi dengan tangkapan layar.

toast-watching = Aku kabari kalau ada perubahan.
toast-watching-no-more = Oke, aku tidak akan mengabari lagi.

# -- Putusan untuk penjual. Tiap putusan hanya punya satu bentuk kata.

verdict-ship = ✅ **Boleh dikirim**
verdict-ship-cod = ✅ **Kirim sebagai COD**
verdict-do-not-ship = ⛔ **Jangan dikirim**
verdict-nothing-to-ship = ➖ **Tidak usah dikirim lagi**
verdict-check-first = ⚠️ **Cek dulu**
verdict-of = { $verdict }: pesanan …{ $end }, data per { $at }.
verdict-of-nothing = { $verdict }: pesanan …{ $end }.
reason-paid = Pembayarannya sudah terkonfirmasi, paketnya tinggal dikirim.
reason-cash-on-delivery = Belum dibayar: pembeli membayar ke kurir saat paket tiba. Kalau ditolak, paketnya kembali.
reason-unpaid = Pesanannya belum dibayar.
reason-on-hold = Sudah dibayar, tapi masih masa tunggu: pembeli masih bisa berubah pikiran.
reason-cancelled = Pesanannya sudah dibatalkan.
reason-cancel-requested = Pembeli mengajukan pembatalan, dan belum ada keputusan.
reason-returning = Ada permintaan pengembalian.
reason-refunded = Dananya sudah atau sedang dikembalikan.
reason-not-released = Ini pesanan COD, tetapi platform belum membolehkannya dikirim.
reason-cancellation-noted = Menurut statusnya masih perlu dikirim, tetapi ada juga catatan pembatalan.
reason-return-noted = Menurut statusnya masih perlu dikirim, tetapi ada juga catatan pengembalian.
reason-in-transit = Sudah dalam perjalanan.
reason-delivered = Tercatat sudah sampai ke pembeli.
reason-completed = Sudah selesai.
reason-unknown-status = Platform menampilkan status yang tidak aku kenal.
reason-no-payment = Aku tidak menemukan waktu pembayaran maupun keterangan COD.
reason-old-data = Dataku sudah berumur { $age }, jadi statusnya mungkin sudah berubah.
reason-clock = Waktu di datanya lebih maju dari sekarang: mungkin jam salah satu komputer tidak tepat.
reason-not-found = Tidak ada di tokomu.
reason-unreachable = Sistem pesanan sedang tidak bisa aku akses.
verdict-not-found = Pesanan …{ $end } tidak aku temukan di tokomu. Cocokkan nomornya dengan Seller Center.
verdict-status = Status: { $status }
verdict-age = Umur data: { $age }
verdict-tracking = Nomor resinya sudah ada, tapi itu bukan tanda lunas.
verdict-check-again = Cek sekali lagi saat serah terima; pembeli masih bisa membatalkan.
verdict-check-in-seller-center = Buka nomor pesanan ini di Seller Center. Statusnya harus **Perlu Dikirim** atau **Menunggu Pengambilan**, ada waktu pembayaran atau keterangan COD, dan tidak ada pengajuan pembatalan atau pengembalian. Selama belum begitu, tahan paketnya.
verdict-stop = **Kalau paket yang tidak boleh dikirim telanjur jalan, segera lakukan ini:**

    1. Minta kurir atau gerai menahan dan meretur paketnya. Sebutkan nomor resinya.
    2. Simpan struk serah terima, foto, chat, dan halaman pesanannya sebagai bukti.
    3. Laporkan ke platform lewat tiket di Seller Center.
others-heading = Pesanan lain dari pembeli yang sama, dibuat dalam 48 jam sebelum atau sesudah pesanan ini:
others-line = …{ $end }: { $status }
others-ship-this = Kirim yang ini saja, pesanan …{ $end }, dan cocokkan nomor di labelnya. Yang lain biarkan, jangan dikirim: yang belum dibayar dibatalkan platform kalau waktunya habis.
others-ship-other = Yang perlu dikirim adalah pesanan …{ $end }. Cocokkan nomor di labelnya sebelum serah terima.
others-ask-buyer = Lebih dari satu pesanannya masih berlaku. Sebelum mengirim, tanyakan ke pembeli lewat chat di aplikasi apakah memang mau semuanya.
others-none-to-ship = Saat ini tidak satu pun dari pesanan ini boleh dikirim.
others-check-all = Data salah satunya belum cukup jelas. Cek masing-masing di Seller Center, dan kirim hanya yang ada waktu pembayarannya atau keterangan COD.
others-unchecked = Aku tidak tahu siapa pembeli pesanan ini, jadi tidak bisa mengecek apakah ada pesanan ganda.
table-heading = **{ $number } pesanan sudah dicek.** Yang paling mendesak di atas:
table-line = …{ $end }: { $verdict }. { $reason }
table-line-twice = …{ $end }: { $verdict }. { $reason } Pembelinya punya pesanan lain juga: ketik nomor pesanan ini saja di chat ini untuk membandingkan.
table-further = dan { $number } lagi: { $verdict }
table-stop = Tahan yang ini kalau telanjur jalan: { $ends }.
table-too-many = Nomornya lebih dari 50. Ini hasil untuk 50 nomor pertama; tempel nomor sisanya di chat ini setelahnya.
alarm =
    🚨 **Tahan paket pesanan …{ $end }.** Belum lama ini kamu mengeceknya, dan sekarang paketnya tidak boleh dikirim. { $reason }
code-made =
    Kode untuk pembeli pesanan …{ $end }: { $code } (ketuk untuk menyalin)

    Kirim ke pembeli **hanya lewat chat platform** di pesanan ini. Hanya bisa dipakai sekali, dalam 24 jam.

# -- File yang dikirim penjual

file-which-shop = File ini untuk toko yang mana?
file-too-large = File itu terlalu besar: maksimal 20 MB. Ekspor rentang waktu yang lebih pendek, lalu kirim lagi.
file-unreadable = Aku tidak bisa membaca pesanan dari file itu. Kirim file ekspor pesanan dari Seller Center (CSV atau XLSX), tanpa diubah setelah diunduh.
file-gone = File itu tidak bisa aku ambil. Coba kirim lagi.
file-imported = **Sudah diimpor untuk { $shop }:** { $new } baru, { $changed } berubah, { $unchanged } tetap.
file-refused-rows = Ada { $number } baris yang tidak bisa aku baca, jadi belum dicek (nomor baris: { $lines }).
file-as-of = Waktu terbaru yang tercatat di file itu: { $at }. Kalau kamu baru saja mengekspornya, beri tahu aku lewat tombol di bawah.
orders-are-old = Data pesanan **{ $shop }** terbaru yang aku punya adalah per { $at }, lebih dari sehari yang lalu. Dengan data selama itu, aku tidak bisa memastikan mana yang aman dikirim. Ekspor pesanan di Seller Center, lalu kirim filenya ke sini.

# -- Tombol

button-order-refresh = 🔄 Perbarui
button-order-show = Tampilkan
button-order-watch = 🔔 Kabari kalau berubah
button-order-unwatch = 🔕 Jangan kabari lagi
button-order-unlink = Lupakan pesanan ini
button-orders = Pesananku
button-order-retry = Coba lagi
button-order-check = 🔄 Cek lagi
button-order-code = Kode untuk pembeli
button-just-exported = Baru saja aku ekspor
button-linked-order = …{ $end }: { $status }
command-orders = Lihat pesananmu

status-unpaid = belum dibayar
status-paid-on-hold = sudah dibayar, masa tunggu
status-to-ship = perlu dikirim
status-awaiting-collection = menunggu pengambilan
status-in-transit = dalam perjalanan
status-delivered = terkirim
status-completed = selesai
status-cancel-requested = pembatalan diajukan
status-cancelled = dibatalkan
status-returning = pengembalian diproses
status-refunded = dana dikembalikan
status-unknown = lihat di aplikasi

currency-idr = Rp
money = { $symbol } { $amount }
span-days = { $days } hari { $hours } jam
span-hours = { $hours } jam { $minutes } menit
span-minutes = { $minutes } menit
span-whole-days = { $days } hari
span-whole-hours = { $hours } jam
