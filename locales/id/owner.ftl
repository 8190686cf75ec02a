# Yang dibaca pemilik dan penjual, pengumuman, dan jam kerja. Bentuknya sama seperti phrases.ftl.

notice-above = Pengumuman, berlaku sampai { $until }:
shop-answers = Toko melayani { $hours }.
shop-answers-closed = Tutup pada { $days }.

link-void = Tautan ini sudah tidak berlaku. Minta yang baru ke orang yang mengirimnya.
link-in-private = Tautan ini hanya berlaku di chat pribadi denganku. Silakan buka di sana.
link-for-group = Tautan ini untuk menghubungkan grup bantuan. Buka **/admin**, pilih **Grup bantuan**, lalu tambahkan aku ke grup dari sana.
now-owner = Sekarang kamu mengelola bot ini. **/admin** membuka semua pengaturan: penjual, pengumuman, jam kerja, grup bantuan, dan pemilik lain. **/notice** untuk menulis pengumuman.
already-owner = Kamu memang sudah mengelola bot ini.
now-seller =
    Sekarang kamu terdaftar sebagai penjual **{ $shop }** di sini.

    Tulis pertanyaanmu dengan kata-katamu sendiri, atau lihat topik untuk penjual.
already-seller = Kamu memang sudah terdaftar sebagai penjual **{ $shop }** di sini.
now-group = Mulai sekarang grup ini menjadi grup bantuan.
news-owner = Ada yang memakai tautan pemilik dan sekarang ikut mengelola bot ini. Kalau kamu tidak merasa mengundang, hapus dia di **Pemilik**.
news-seller = Ada yang memakai tautan untuk **{ $shop }** dan sekarang menjadi penjual di sini.
news-group = Grup bantuan sudah terhubung.

admin-home = **Mengelola bot ini** untuk { $shop }.
admin-home-sellers = Penjual: { $count }
admin-home-notices = Pengumuman: { $count }
admin-home-hours = Jam kerja: { $hours }
admin-home-no-hours = Jam kerja: belum diatur
admin-home-group = Grup bantuan: terhubung
admin-home-no-group = Grup bantuan: belum ada
admin-home-owners = Pemilik: { $count }

admin-sellers = **Penjual.** Angka di akhir adalah digit terakhir nomor chat.
admin-no-sellers = **Penjual.** Belum ada. Undang lewat tautan.
admin-seller-line = { $shop }, sejak { $since } (…{ $chat })
admin-ask-shop = Penjual ini dari toko apa? Tulis nama tokonya.
admin-shop-too-long = Namanya terlalu panjang. Paling banyak 60 karakter.
admin-seller-link = Kirim tautan ini ke penjual **{ $shop }**. Berlaku satu kali untuk satu orang, dalam 7 hari. Siapa pun yang membukanya menjadi penjual toko ini.
admin-ask-remove-seller = Hapus penjual ini? Dia tetap bisa bertanya seperti pelanggan lain.
admin-owners = **Pemilik.** Angka di akhir adalah digit terakhir nomor chat.
admin-owner-line = Sejak { $since } (…{ $chat })
admin-owner-link = Kirim tautan ini hanya ke pemilik baru. Berlaku satu kali dalam 48 jam, dan memberi dia semua yang bisa kamu lakukan di sini.
admin-ask-remove-owner = Hapus pemilik ini? Dia tidak bisa lagi mengelola bot ini.
admin-last-owner = Pemilik terakhir tidak bisa dihapus, karena nanti tidak ada yang bisa mengelola bot ini. Undang pemilik lain dulu.
admin-removed = Sudah dihapus.

admin-notices = **Pengumuman** yang sekarang dilihat pelanggan:
admin-no-notices = **Pengumuman.** Sekarang tidak ada yang dilihat pelanggan.
admin-notice-line = { $text } — { $concern }, sampai { $until }
admin-ask-withdraw = Cabut pengumuman ini? Pelanggan tidak akan melihatnya lagi. Untuk mengubahnya, cabut lalu tulis yang baru.
admin-withdrawn = Pengumumannya sudah dicabut.

admin-hours = **Jam kerja**: { $hours }. Pelanggan membacanya saat minta bicara dengan orang.
admin-no-hours = **Jam kerja** belum diatur, jadi pelanggan tidak diberi tahu apa-apa soal itu.
admin-ask-hours = Pilih di bawah, atau tulis, misalnya: Sen-Jum 09.00-17.00, Sab 9-12
admin-hours-set = Sudah disimpan.
admin-hours-unread = Aku belum bisa membacanya sebagai jam kerja.
admin-zone-line = Zona waktu: { $zone }
admin-ask-zone = Kamu bekerja di zona waktu mana? Batas waktu pengumuman juga mengikutinya.
admin-holidays-line = Tutup pada { $days }
admin-no-holidays-line = Tidak ada hari libur
admin-ask-holidays = Tulis hari saat tidak ada yang melayani, misalnya: 25 Des, 2027-01-01
admin-days-unread = Aku belum bisa membacanya sebagai tanggal.

admin-group = **Grup bantuan**: terhubung.
admin-no-group = **Grup bantuan**: belum ada.
admin-group-at-present = Untuk saat ini grupnya hanya dicatat. Menyambungkan pelanggan ke orang di grup itu belum ada di versi ini.
admin-connect-group = Pilih grupnya lewat tombol. Aku akan ditambahkan ke sana dan langsung terhubung. Tautannya berlaku satu kali dalam 48 jam.
admin-connect-by-hand = Kalau aku sudah ada di grup itu, tulis ini di sana: { $command }

notice-ask = Tulis pengumumannya dalam bahasa Indonesia, Mandarin, atau Inggris, paling banyak 500 karakter. Bahasa lainnya aku tanyakan sesudahnya.
notice-ask-language = Ini bahasa apa?
notice-ask-translation = Sekarang tulis dalam { $language }. Kalau dilewati, pembaca bahasa itu melihat teks bahasa Inggris, atau yang lain kalau tidak ada.
notice-too-long = Itu terlalu panjang. Pengumuman paling banyak 500 karakter.
notice-ask-concern = Ini soal apa? Pilih di bawah, atau tulis beberapa kata, misalnya "gopay", lalu aku carikan artikelnya.
notice-found = Ini yang ketemu. Pilih salah satu, atau tulis kata lain.
notice-nothing-found = Tidak ada artikel yang cocok dengan itu.
notice-ask-until = Sampai kapan? Pilih di bawah, atau tulis tanggalnya, misalnya: 30 Nov, atau 30/11/2026 18:00 ({ $zone })
notice-day-unread = Aku belum bisa membacanya sebagai tanggal.
notice-day-past = Itu sudah lewat. Pilih batas yang lebih nanti.
notice-day-far = Itu lebih dari setahun lagi. Pilih batas yang lebih dekat.
notice-look = **Begini nanti yang dilihat pelanggan.** Soal: { $concern }.
notice-language-line = Dalam { $language }:
notice-published = Sudah diterbitkan. Hilang sendiri setelah { $until }.
notice-draft-over = Pengumuman itu tidak selesai pada waktunya, atau sudah diterbitkan.
notice-use-buttons = Silakan pilih lewat tombol.
dialogue-edited = Di sini aku tidak membaca pesan yang diubah. Coba tulis lagi sebagai pesan baru.
dialogue-dropped = Pengumuman yang sedang kamu tulis tidak jadi diterbitkan.
dialogue-cancelled = Dibatalkan. Tidak ada yang berubah.

button-admin-home = ‹ Ringkasan
button-admin-sellers = Penjual
button-admin-owners = Pemilik
button-admin-notices = Pengumuman
button-admin-hours = Jam kerja
button-admin-group = Grup bantuan
button-invite-seller = Undang penjual
button-invite-owner = Undang pemilik lain
button-remove = Ya, hapus
button-remove-number = Hapus { $number }
button-new-notice = Pengumuman baru
button-withdraw = Ya, cabut
button-zones = Zona waktu
button-holidays = Hari libur
button-no-holidays = Tanpa hari libur
button-no-hours = Jangan tampilkan jam kerja
button-connect-group = Hubungkan grup
button-disconnect-group = Putuskan grup
button-add-to-group = Pilih grup
button-send-link = Kirim tautan
button-skip = Lewati
button-concern-all = Semua hal
button-publish = Terbitkan
button-cancel = Batal
button-until-today = Hari ini
button-until-tomorrow = Besok
button-until-days = { $number } hari lagi
button-until-week = Seminggu lagi
share-seller-text = Lewat tautan ini kamu menjadi penjual di bot bantuan kami. Berlaku satu kali.
share-owner-text = Lewat tautan ini kamu mengelola bot bantuan kami. Berlaku satu kali.

concern-everything = semua hal
in-language-id = bahasa Indonesia
in-language-zh = bahasa Mandarin
in-language-en = bahasa Inggris

zone-jakarta = WIB
zone-makassar = WITA
zone-jayapura = WIT
zone-shanghai = waktu Beijing
zone-singapore = waktu Singapura
time-moment = { $day } pukul { $time } { $zone }
hours-in-zone = { $hours } { $zone }
hours-opening = { $days } { $from }–{ $to }
every-day = setiap hari
days-range = { $from }–{ $to }
list-separator = ,
weekday-1 = Senin
weekday-2 = Selasa
weekday-3 = Rabu
weekday-4 = Kamis
weekday-5 = Jumat
weekday-6 = Sabtu
weekday-7 = Minggu
