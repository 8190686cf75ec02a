# Yang dibaca pemilik dan penjual, pengumuman, dan jam operasional. Bentuknya sama seperti phrases.ftl.

notice-above = Pengumuman, berlaku sampai { $until }:
shop-answers = Jam operasional toko: { $hours }.
shop-answers-closed = Libur: { $days }.

link-void = Tautan ini sudah tidak berlaku. Minta yang baru ke orang yang mengirimnya.
link-shown-to-all = Tautan itu terlihat semua orang di sini, jadi sudah tidak berlaku. Minta yang baru, lalu buka di chat pribadi denganku.
link-for-group = Tautan ini untuk menghubungkan grup bantuan. Buka **/admin**, pilih **Grup bantuan > Hubungkan grup**, lalu tambahkan aku ke grup dari sana.
now-owner = Sekarang kamu mengelola bot ini. Ketik **/admin** untuk membuka semua pengaturan: penjual, pengumuman, jam operasional, grup bantuan, dan pemilik lain. Ketik **/notice** untuk menulis pengumuman.
already-owner = Kamu sudah mengelola bot ini.
now-seller =
    Sekarang kamu terdaftar sebagai penjual **{ $shop }** di sini.

    Tulis pertanyaanmu dengan kata-katamu sendiri, atau lihat topik untuk penjual.
already-seller = Kamu sudah terdaftar sebagai penjual **{ $shop }** di sini.
now-group = Mulai sekarang grup ini menjadi grup bantuan.
news-owner = Ada yang memakai tautan pemilik dan sekarang ikut mengelola bot ini. Kalau kamu tidak mengundangnya, hapus dia lewat **Pengaturan > Pemilik**.
news-seller = Ada yang memakai tautan untuk **{ $shop }** dan sekarang menjadi penjual di sini.
news-group = Grup bantuan sudah terhubung.

admin-home = **Pengaturan bot** untuk { $shop }.
admin-home-sellers = Penjual: { $count }
admin-home-notices = Pengumuman: { $count }
admin-home-hours = Jam operasional: { $hours }
admin-home-no-hours = Jam operasional: belum diatur
admin-home-group = Grup bantuan: terhubung
admin-home-no-group = Grup bantuan: belum ada
admin-home-owners = Pemilik: { $count }

admin-sellers = **Penjual.** Di akhir tiap baris ada digit terakhir ID chat-nya.
admin-no-sellers = **Penjual.** Belum ada. Undang lewat tautan.
admin-seller-line = { $shop }, sejak { $since } (…{ $chat })
admin-ask-shop = Penjual ini dari toko apa? Tulis nama tokonya.
admin-shop-too-long = Namanya terlalu panjang. Paling banyak 60 karakter.
admin-seller-link = Kirim tautan ini ke penjual **{ $shop }**. Berlaku 7 hari dan hanya untuk satu orang. Siapa pun yang membukanya menjadi penjual toko ini.
admin-ask-remove-seller = Hapus penjual ini? Dia tetap bisa bertanya seperti pelanggan lain.
admin-owners = **Pemilik.** Di akhir tiap baris ada digit terakhir ID chat-nya.
admin-owner-line = Sejak { $since } (…{ $chat })
admin-owner-link = Kirim tautan ini hanya ke pemilik baru. Berlaku 48 jam dan hanya untuk satu orang. Siapa pun yang membukanya bisa melakukan semua yang bisa kamu lakukan di sini.
admin-ask-remove-owner = Hapus pemilik ini? Setelah itu dia tidak bisa mengelola bot ini.
admin-last-owner = Pemilik terakhir tidak bisa dihapus, karena nanti bot ini tidak punya pengelola. Undang pemilik lain dulu.
admin-removed = Sudah dihapus.

admin-notices = **Pengumuman** yang sedang tampil untuk pelanggan:
admin-no-notices = **Pengumuman.** Saat ini tidak ada yang tampil untuk pelanggan.
admin-notice-line = { $text } — { $concern }, sampai { $until }
admin-ask-withdraw = Hapus pengumuman ini? Pelanggan tidak akan melihatnya lagi. Kalau ingin mengubah isinya, hapus lalu tulis yang baru.
admin-withdrawn = Pengumumannya sudah dihapus.

admin-hours = **Jam operasional**: { $hours }. Pelanggan melihatnya saat ingin menghubungi petugas.
admin-no-hours = **Jam operasional** belum diatur, jadi tidak tampil untuk pelanggan.
admin-ask-hours = Pilih di bawah, atau tulis sendiri, misalnya: Sen-Jum 09.00-17.00, Sab 9-12
admin-hours-set = Sudah disimpan.
admin-hours-unread = Aku belum paham jam yang kamu tulis.
admin-zone-line = Zona waktu: { $zone }
admin-ask-zone = Tokomu di zona waktu mana? Batas waktu pengumuman juga mengikuti zona ini.
admin-holidays-line = Hari libur: { $days }
admin-no-holidays-line = Hari libur: tidak ada
admin-ask-holidays = Tulis tanggal saat tidak ada yang melayani, misalnya: 25 Des, 1 Jan 2027
admin-days-unread = Aku belum paham tanggal yang kamu tulis.

admin-group = **Grup bantuan**: terhubung.
admin-no-group = **Grup bantuan**: belum ada.
admin-group-at-present = Pelanggan yang ingin bicara dengan petugas muncul di sana, masing-masing dalam topik sendiri.
admin-connect-group = Pilih grupnya lewat tombol di bawah. Aku akan ditambahkan ke grup itu dan langsung terhubung. Tautannya berlaku satu kali, dalam 48 jam.
admin-connect-by-hand = Kalau aku sudah ada di grup itu, kirim ini di sana: { $command }

notice-ask = Tulis pengumumannya dalam bahasa Indonesia, Mandarin, atau Inggris, paling banyak 500 karakter. Setelah itu aku tanyakan versi bahasa lainnya.
notice-ask-language = Ini bahasa apa?
notice-ask-translation = Sekarang tulis dalam { $language }. Kalau dilewati, pembaca bahasa itu melihat versi bahasa lain (bahasa Inggris, kalau ada).
notice-too-long = Teksnya terlalu panjang. Pengumuman paling banyak 500 karakter.
notice-ask-concern = Pengumuman ini soal apa? Pilih di bawah, atau tulis beberapa kata, misalnya "gopay", lalu aku carikan artikelnya.
notice-found = Ini artikel yang ketemu. Pilih salah satu, atau tulis kata lain.
notice-nothing-found = Tidak ada artikel yang cocok dengan itu.
notice-ask-until = Berlaku sampai kapan? Pilih di bawah, atau tulis tanggalnya, misalnya: 30 Nov, atau 30/11/2026 18:00 ({ $zone })
notice-day-unread = Aku belum paham tanggal yang kamu tulis.
notice-day-past = Waktu itu sudah lewat. Pilih waktu yang belum lewat.
notice-day-far = Itu masih lebih dari setahun lagi. Pilih waktu yang lebih dekat.
notice-look = **Begini tampilannya nanti untuk pelanggan.** Soal: { $concern }.
notice-language-line = Dalam { $language }:
notice-published = Sudah diterbitkan. Pengumuman ini hilang otomatis setelah { $until }.
notice-draft-over = Pengumuman itu sudah diterbitkan, atau waktu menulisnya sudah habis.
notice-use-buttons = Silakan pilih lewat tombol.
dialogue-edited = Di sini aku tidak membaca pesan yang diedit. Coba kirim lagi sebagai pesan baru.
dialogue-dropped = Pengumuman yang sedang kamu tulis tidak jadi diterbitkan.
dialogue-cancelled = Dibatalkan. Tidak ada yang berubah.

button-admin-home = ‹ Pengaturan
button-admin-sellers = Penjual
button-admin-owners = Pemilik
button-admin-notices = Pengumuman
button-admin-hours = Jam operasional
button-admin-group = Grup bantuan
button-invite-seller = Undang penjual
button-invite-owner = Undang pemilik lain
button-remove = Ya, hapus
button-remove-number = Hapus { $number }
button-new-notice = Pengumuman baru
button-withdraw = Ya, hapus
button-zones = Zona waktu
button-holidays = Hari libur
button-no-holidays = Hapus semua hari libur
button-no-hours = Hapus jam operasional
button-connect-group = Hubungkan grup
button-disconnect-group = Putuskan grup
button-add-to-group = Pilih grup
button-send-link = Kirim tautan
button-skip = Lewati
button-concern-all = Semua topik
button-publish = Terbitkan
button-cancel = Batal
button-until-today = Hari ini
button-until-tomorrow = Besok
button-until-days = { $number } hari lagi
button-until-week = Seminggu lagi
share-seller-text = Buka tautan ini untuk terdaftar sebagai penjual di bot bantuan kami. Hanya bisa dipakai satu kali.
share-owner-text = Buka tautan ini untuk ikut mengelola bot bantuan kami. Hanya bisa dipakai satu kali.

concern-everything = semua topik
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
