# Petugas mengambil alih: yang dibaca pelanggan, dan yang dibaca petugas di grup mereka.
# $number nomor tiket, $agent nama petugas, $at tanggal dan jam.

# -- Untuk pelanggan

desk-opened = **Petugas akan melayanimu di sini.** Tulis saja di chat ini; semua yang kamu kirim sampai ke tim kami.
desk-reopened = **Percakapanmu dilanjutkan dengan tim kami.** Riwayat sebelumnya masih ada, jadi tidak perlu diulang dari awal.
desk-coming = Biasanya dibalas dalam { $minutes } menit.
desk-closed = Saat ini di luar jam operasional. Pesanmu tersimpan dan dibalas mulai { $moment }.
desk-closed-long = Tim kami sedang libur beberapa hari. Pesanmu tersimpan dan dibalas begitu mereka kembali.
desk-readable = Mulai sekarang petugas **{ $shop }** bisa membaca apa yang kamu tulis dan kirim di sini, juga beberapa pertanyaan terakhirmu kepadaku. Kata sandi, PIN, OTP, dan nomor kartu yang aku kenali aku samarkan.
desk-automatic = Jawaban otomatis sambil menunggu petugas:
desk-still-waiting = Pesanmu sudah ada di tim kami, tinggal menunggu petugas. Kalau ada tambahan, tulis saja di sini.
desk-person-here = Percakapan ini sedang ditangani petugas. Semua yang kamu tulis sampai ke mereka.
desk-out-of-reach = Saat ini tim kami belum bisa aku hubungi. Pesanmu aku simpan dan aku teruskan begitu tersambung lagi.
desk-left = Kamu kembali ke asisten otomatis. Silakan tulis pertanyaanmu.
desk-resolved = Tim kami sudah menutup percakapan ini. Kalau ada pertanyaan lain, tulis saja di sini; aku yang menjawab.
desk-rate = Apakah petugas kami membantu?
desk-silence = Sudah beberapa waktu tidak ada kabar darimu, jadi percakapan ini kami tutup. Kalau masih perlu bantuan, ketuk tombol di bawah untuk kembali ke petugas.
desk-from-staff = 👤 Dari tim kami:
desk-not-passed-on = Pesan terakhirmu tidak bisa diteruskan ke tim kami. Coba kirim dalam bentuk lain, misalnya teks atau foto.

export-made = Ini data tentangmu yang tersimpan saat ini.

# -- Tanda di atas pesan orang

desk-label-staff = 👤 Petugas
desk-label-staff-named = 👤 { $name }, petugas
desk-label-customer = 👤 { $name }
desk-label-ticket = 👤 #{ $number } { $name }
desk-label-late = { $label } · dikirim { $at }
desk-label-changed = ✎ { $label } (diedit)

# -- Catatan bot di bawah pesan pelanggan

desk-gloss = ≈ { $title }
desk-answered = 🤖 dijawab otomatis: { $title }

# -- Topik dan kartunya

desk-topic-name = #{ $number } { $name } · { $language } · { $role }
desk-nameless = Pelanggan
desk-buyer = pembeli
desk-seller = penjual
desk-card-heading = **#{ $number } { $name }** · { $language } · { $role }
desk-card-waiting = **Belum ada yang menangani.**
desk-card-taken = Ditangani **{ $agent }** sejak { $at }.
desk-card-customer-waits = Pelanggan menunggu balasan sejak { $at }.
desk-card-we-wait = Menunggu balasan pelanggan sejak { $at }.
desk-card-resolved = **Selesai**, { $at }.
desk-card-left = **Pelanggan kembali ke bot**, { $at }.
desk-card-silence = **Ditutup karena pelanggan tidak membalas lagi**, { $at }.
desk-card-ended = **Ditutup**, { $at }.
desk-card-rated-good = Penilaian: 👍
desk-card-rated-bad = Penilaian: 👎
desk-card-order = Pesanan …{ $end }: { $status }
desk-card-banned = **Diblokir:** pesan pelanggan ini tidak ditampilkan di sini.
desk-card-story = Percakapan terakhir:
desk-card-hint = Yang ditulis di topik ini sampai ke pelanggan. Awali catatan internal dengan //
desk-card-hint-reply = Untuk menjawab, balas pesan ini atau pesan pelanggan. Awali catatan internal dengan //
desk-line-customer = 👤 { $text }
desk-line-staff = 💬 { $text }
desk-line-bot = 🤖 { $text }
desk-line-note = ✍ { $text }
desk-no-answer = (tidak terjawab)
desk-other-answer = (dibalas, bukan dengan artikel)

# -- Yang dikatakan bot di topik

desk-back-here = Pelanggan ingin bicara dengan petugas lagi.
desk-left-here = Pelanggan kembali ke bot.
desk-silence-here = Ditutup: pelanggan tidak membalas. Pelanggan sudah diberi tahu dan bisa kembali ke sini dengan satu ketukan.
desk-taken = Sekarang ditangani { $agent }.
desk-taken-already = Sudah ditangani { $agent }. Pesanmu tetap sampai ke pelanggan.
desk-yours-already = Percakapan ini sudah kamu tangani.
desk-released = Sudah dilepas, menunggu ada yang menangani.
desk-nobody-has-it = Belum ada yang menangani.
desk-resolved-here = Selesai. Pelanggan sudah diberi tahu, dan bot kembali menjawabnya.
desk-ended-already = Sudah ditutup.
desk-banned = Diblokir: pesan pelanggan ini tidak tampil lagi di sini. Bot tetap menjawabnya.
desk-unbanned = Blokir dibuka.
desk-other-language = Pelanggan menulis dalam { $language }. Pesanmu terkirim apa adanya, tidak diterjemahkan. Artikel yang dikirim lewat /send diterima pelanggan dalam bahasanya sendiri.
desk-history = **Percakapan sejauh ini:**
desk-no-history = Belum ada percakapan di sini.
desk-order = Pesanan …{ $end } ({ $shop }): { $status }, data per { $at }.
desk-order-out-of-reach = Pesanan …{ $end } belum bisa dicek saat ini.
desk-no-order = Belum ada pesanan yang terbukti milik pelanggan ini.
desk-no-such-order = Pesanan itu tidak ditemukan.
desk-suggestions = Artikel mana yang dikirim? Pelanggan menerimanya dalam bahasanya sendiri. Dicari dari: { $words }
desk-nothing-fits = Tidak ada artikel yang cocok untuk: { $words }
desk-replies = Balasan cepat mana yang dikirim? Pelanggan menerimanya dalam bahasanya sendiri.
desk-sent = ✓ Terkirim: { $title }
desk-not-in-language = Tidak ada yang dikirim: versi { $language }, yaitu bahasa pelanggan, belum ada.
desk-gap-noted = Dicatat: pertanyaan dan jawabannya masuk daftar calon artikel.
desk-no-gap = Belum bisa: harus ada dulu pertanyaan pelanggan dan jawaban petugas.
desk-how-to-note = Awali pesanmu dengan // atau /note, supaya tidak terkirim ke pelanggan.
desk-how-to-code = Tulis /code diikuti nomor pesanan. Kirim kodenya ke pembeli lewat chat platform, bukan di sini.
desk-how-to-undo = Balas pesanmu dengan /undo, lalu pesan itu ditarik dari chat pelanggan.
desk-undone = ✓ Sudah ditarik dari chat pelanggan.
desk-nothing-to-undo = Pesan ini tidak ada di chat pelanggan.
desk-too-late-to-undo = Sudah terlambat: Telegram tidak mengizinkan lagi pesan itu dihapus dari chat pelanggan.
desk-unknown-command = Aku tidak mengenal perintah ini. Tidak ada yang dikirim ke pelanggan.
desk-no-customer = Ini bukan topik pelanggan. Pakai perintah ini di topik pelanggan yang dimaksud.
desk-not-here = Balasan ini tidak sampai ke siapa pun. Balas kartu pelanggan atau salah satu pesannya.
desk-orphan = Topik ini sudah tidak terhubung dengan pelanggan mana pun, jadi yang ditulis di sini tidak dikirim. Topik ini aku tutup; pelanggannya punya topik lain.
desk-customer-gone = Tidak terkirim: pelanggan memblokir bot atau akunnya sudah tidak ada.
desk-not-carried = Tidak terkirim: Telegram tidak mengizinkan pesan ini diteruskan.
desk-not-delivered = Tidak terkirim, meskipun sudah dicoba selama sehari.
desk-remind = Pelanggan sudah menunggu { $span } dan belum ada yang menangani.
desk-remind-holder = { $agent }, pelanggan sudah menunggu jawabanmu selama { $span }.

# -- Daftar yang menunggu

desk-waiting = **{ $count } pelanggan menunggu**
desk-nobody-waits = **Tidak ada yang menunggu.**
desk-waiting-line = #{ $number } { $name } · { $language } · sejak { $at }
desk-waiting-taken = #{ $number } { $name } · { $language } · sejak { $at } · { $agent }
desk-late = Telegram membatasi jumlah pesan per menit di grup ini. Saat ini pesan bisa terlambat hingga { $span }; tidak ada yang hilang.

# -- Grupnya

desk-connected = Mulai sekarang grup ini menjadi grup bantuan. Pelanggan yang ingin bicara dengan petugas muncul di sini.
desk-standing = Ini grup bantuan.
desk-all-there = Semua yang aku perlukan sudah ada.
desk-missing = Yang masih kurang:
desk-no-supergroup = topik: ini masih grup biasa. Aktifkan topik di pengaturan grup; sampai saat itu, jawab pelanggan dengan membalas pesannya.
desk-no-topics = topik: aktifkan di pengaturan grup. Sampai saat itu, jawab pelanggan dengan membalas pesannya.
desk-no-topic-right = izin admin **Kelola Topik**: tanpa itu aku tidak bisa membuka topik untuk tiap pelanggan.
desk-no-pin-right = izin admin **Sematkan Pesan**: tanpa itu kartu pelanggan tidak tersemat di atas topiknya.
desk-no-delete-right = izin admin **Hapus Pesan**: tanpa itu aku tidak bisa merapikan pesanku.
desk-no-longer = Grup ini bukan grup bantuan lagi. Yang ditulis di sini tidak sampai ke pelanggan.
desk-public = grup privat: grup ini publik, jadi siapa saja bisa menemukannya dan menekan tombolnya. Jadikan privat di pengaturan grup.
desk-again = Setelah dilengkapi, kirim /desk lagi. Izin didapat kalau aku dijadikan admin.
desk-admins-only = Hanya admin grup ini yang bisa menghubungkannya.
desk-code-void = Kode ini tidak berlaku atau sudah dipakai. Kode baru dibuat dengan `tanya desk invite`.
desk-try-again = Saat ini aku belum bisa melihat pengaturan grup ini. Coba lagi sebentar lagi.
desk-lost = **Grup bantuan tidak bisa aku jangkau lagi.** Aku dikeluarkan dari grup, atau tidak boleh menulis di sana. Pesan pelanggan tetap disimpan. Tambahkan aku lagi dengan izin mengelola topik, menyematkan, dan menghapus pesan, atau hubungkan grup lain.
desk-knowledge-faulty = **Artikel baru saja diubah, tetapi ada { $count } kesalahan di dalamnya.** Aku tetap menjawab dengan versi sebelumnya sampai kesalahan itu diperbaiki. Ini catatan untuk yang mengurus artikel:
    { $faults }
desk-knowledge-sound = Artikel sudah beres lagi. Sekarang aku menjawab dengan versi yang baru.

# -- Tombol dan pesan sekilas

button-export = Kirim data tentang aku
button-call-person = Bicara dengan petugas
button-back-to-person = Kembali ke petugas
button-back-to-bot = Kembali ke bot
button-rate-good = 👍 Ya
button-rate-bad = 👎 Tidak
button-desk-take = Tangani
button-desk-release = Lepas
button-desk-resolve = Selesai
button-desk-suggest = Saran artikel
button-desk-replies = Balasan cepat
button-desk-more = Lainnya…
button-desk-less = Kembali
button-desk-note = Catatan
button-desk-history = Riwayat
button-desk-order = Pesanan
button-desk-code = Kode pembeli
button-desk-undo = Tarik pesan
button-desk-ban = Blokir
button-desk-unban = Buka blokir
button-desk-make-article = Jadikan artikel
toast-person-coming = Tim kami sudah diberi tahu. Tulis saja di sini.
toast-person-here = Percakapanmu sedang ditangani petugas. Tulis saja di sini.
toast-with-bot = Kamu sudah terhubung dengan bot.
toast-rated = Terima kasih!
# Meja bantuan: yang dibaca petugas di grupnya. Bentuknya sama seperti phrases.ftl.

# -- Ringkasan harian

digest-heading = **Dari { $from } sampai { $to }**
digest-quiet = Tidak ada yang butuh petugas, dan tidak ada pertanyaan yang tidak terjawab.
digest-counts = Percakapan: { $opened } dibuka, { $answered } dijawab, { $resolved } selesai
digest-first-reply = Balasan pertama: setelah { $left } (median)
digest-resolution = Selesai: setelah { $left } (median)
digest-ratings = Penilaian: 👍 { $good }, 👎 { $bad }
digest-languages = Percakapan dibuka, per bahasa:
digest-language = { $language }: { $count }
digest-questions = **Yang belum bisa aku jawab:**
digest-question = { $count }×: { $text }
