//! What is masked and what stays, as tables.

use super::*;

#[test]
fn a_secret_in_a_message_of_its_own_is_masked_after_the_one_that_announces_it() {
    assert!(!masked_after("password saya adalah", "rahasia99").contains("rahasia99"));
    assert!(!masked_after("baris satu\npassword saya adalah", "rahasia99\nsudah ya").contains("rahasia99"));
    assert_eq!(masked_after("paket saya di mana", "rahasia99"), "rahasia99");
    assert_eq!(masked_after("", "halo\nkak"), "halo\nkak");
}

#[test]
fn secrets_are_masked() {
    for (text, stored) in [
        // Card numbers.
        ("kartu saya 4111 1111 1111 1111 ditolak", "kartu saya •••• ditolak"),
        ("my card 4111-1111-1111-1111 cvv 123", "my card •••• cvv ••••"),
        ("卡号5500005555555559，安全码是123", "卡号••••，安全码是••••"),
        ("４１１１１１１１１１１１１１１１", "••••"),
        ("amex 378282246310005", "amex ••••"),
        // Payment codes, whose sixteen digits have no check digit.
        ("kode bayar 8801234567890123 gak bisa", "kode bayar •••• gak bisa"),
        ("8801 2345 6789 0123 itu apa", "•••• itu apa"),
        ("8801-2345-6789-0123", "••••"),
        ("8801.2345.6789.0123 105000", "•••• 105000"),
        ("8801 2345 6789 0123 2 pcs", "•••• 2 pcs"),
        ("2 8801 2345 6789 0123", "2 ••••"),
        ("88012345 67890123", "••••"),
        ("8801 234567 890123", "••••"),
        ("8 8 0 1 2 3 4 5 6 7 8 9 0 1 2 3", "••••"),
        ("0812345678901234", "••••"),
        ("0812 3456 7890 1234", "••••"),
        ("６２８１２３４５６７８９０１２３", "••••"),
        ("付款码８８０１ ２３４５ ６７８９ ０１２３过期了", "付款码••••过期了"),
        ("付款码是8801234567890123", "付款码是••••"),
        ("kode8801234567890123", "••••"),
        ("8801234567890123kak", "••••"),
        ("1111222233334444 5555666677778888", "•••• ••••"),
        ("1111 2222 3333 4444 5555 6666 7777 8888", "•••• ••••"),
        ("577012345678901234 8801234567890123", "577012345678901234 ••••"),
        ("5770123456789012", "••••"),
        // One-time codes.
        ("otp saya 482913", "otp saya ••••"),
        ("kode verifikasinya 4829", "kode verifikasinya ••••"),
        ("otpnya 1 2 3 4 5 6 kak", "otpnya •••• kak"),
        ("482913 itu otp saya", "•••• itu otp saya"),
        ("the verification code i got is 90-21-33", "the verification code i got is ••••"),
        ("G-482913 is my code", "G-•••• is my code"),
        ("我的验证码是482913", "我的验证码是••••"),
        ("驗證碼：４８２９１３", "驗證碼：••••"),
        ("482913 这个是验证码", "•••• 这个是验证码"),
        ("otp ٤٨٢٩١٣", "otp ••••"),
        ("OTP: 482913, PIN: 1234", "OTP: ••••, PIN: ••••"),
        // PINs.
        ("ini pin saya 1234 56 tolong dicek", "ini pin saya •••• tolong dicek"),
        ("my pin is 0000", "my pin is ••••"),
        ("PIN码 8812 发你了", "PIN码 •••• 发你了"),
        // Passwords.
        ("password saya: Melati88!", "password saya: ••••"),
        ("password: rahasia123", "password: ••••"),
        ("pw=qwerty", "pw=••••"),
        ("kata sandi saya adalah kucing tolong masukkan", "kata sandi saya adalah •••• tolong masukkan"),
        ("my password is hunter2 please log in", "my password is •••• please log in"),
        ("我的密码是abc123帮我登一下", "我的密码是••••"),
        ("密碼：\"Abc.99\"", "密碼：\"••••"),
        // Cards beside other digits, and what belongs to them.
        ("kartu 4111111111111111 12/28 123", "kartu •••• ••••/•••• ••••"),
        ("4111111111111111 123 frob", "•••• •••• frob"),
        ("ini 2 kartu 4111111111111111 5500000000000004", "ini 2 kartu •••• ••••"),
        ("cvv 917 exp 12/27 4012888888881881", "cvv •••• exp ••••/•••• ••••"),
        ("4111 1111 1111 1111 5500 0000 0000 0004", "•••• ••••"),
        ("kartu4111111111111111 exp 12/28", "•••• exp 12/28"),
        // Passwords without *is*.
        ("blorp pw gw kucinghitam", "blorp pw gw ••••"),
        ("pw gw bismillah99", "pw gw ••••"),
        ("pass gw: aku_sayang", "pass gw: ••••"),
        ("pw gw aku_sayang", "pw gw ••••"),
        ("sandi saya kucingmanis77", "sandi saya ••••"),
        ("my password Sunshine!", "my password ••••"),
        ("my password sunshine", "my password ••••"),
        ("kata sandinya tuh melatiputih", "kata sandinya tuh ••••"),
        ("user budi sandi mangga_muda", "user budi sandi ••••"),
        ("user budi sandi mangga", "user budi sandi ••••"),
        ("password user budi kucinghitam", "password user budi ••••"),
        ("我的密码 qingwa", "我的密码 ••••"),
        ("login budi@mail.com / Semangka!", "login budi@mail.com / ••••"),
        ("login budi@mail.com/semangka", "login budi@mail.com/••••"),
        ("password: Rahasia#123 gabisa login", "password: •••• gabisa login"),
        ("password: Rahasia#abc", "password: ••••"),
        ("password: rahasia!", "password: ••••"),
        ("password: ab,cd#1", "password: ••••"),
        ("password saya saLah", "password saya ••••"),
        ("ganti password saya jadi kucinghitam", "ganti password saya jadi ••••"),
        ("pw gw yg baru kucinghitam", "pw gw yg baru ••••"),
        ("password gw 081234567890", "password gw ••••"),
        ("password Sunshine9", "password ••••"),
        ("pwnya kucinghitam", "pwnya ••••"),
        ("email budi@mail.com sandi semangka", "email budi@mail.com sandi ••••"),
        ("budi@mail.com:Semangka1", "budi@mail.com:••••"),
        ("sandi gue \"mangga muda\" kak", "sandi gue \"•••• kak"),
        ("kata sandi saya rahasia", "kata sandi saya ••••"),
    ] {
        assert_eq!(masked(text), stored);
    }
}

#[test]
fn what_is_no_secret_stays() {
    for text in [
        "pesanan 577012345678901234 belum sampai",
        "order 5770 1234 5678 9012 35 where is it",
        "order 5770-1234-5678-9012-345",
        "order 577012345 678901234",
        "order 5840 1111 1111 1111 114",
        "order 4111111111111111110 and 411111111111111111",
        "order 57701234567890123",
        "57701234567890123456",
        "tgl 20-11-2026 21-11-2026",
        "081234567890 4821",
        "220810QSV5HN9X",
        "order577012345678901234",
        "订单577012345678901234到哪了",
        "bayar Rp 105.000 di indomaret",
        "harganya 105.000 atau 99000 kak",
        "pesan tanggal 20-11-2026 jam 14.30",
        "nomor saya 0812-3456-7890, tolong hubungi",
        "call me on +62 812 3456 7890",
        "apa itu pin",
        "pin itu apa ya",
        "lupa password saya",
        "password saya salah terus",
        "password adalah apa",
        "my password is wrong",
        "what is an otp?",
        "how many digits is the pin",
        "the code has 16 digits",
        "it says error code 500",
        "kode bayar 16 digit itu buat apa",
        "kode otp 6 digit belum masuk",
        "密码忘了怎么办",
        "密码是什么",
        "密码是不是要改",
        "付款码是16位的吗",
        "验证码 5 分钟了还没来",
        "kode otp sudah 30 menit belum masuk",
        "otp nya ga masuk, saya bayar Rp 250.000",
        "beli 3 pcs ukuran 40",
        "my password is not accepted",
        "my password is wrong!",
        "my password doesn't work",
        "My Password Keeps Failing!!",
        "PASSWORD SAYA SALAH TERUS",
        "sandi saya salah terus",
        "sandi saya salahhh terus 😭",
        "password saya 2x salah",
        "password saya lupa, tolong kak",
        "password saya gak bisa dipakai",
        "password gw kenapa ga bisa masuk",
        "password akun saya hilang",
        "kata sandi itu kenapa salah",
        "ganti password gimana",
        "lupa password shopee",
        "password/pin saya salah",
        "otp saya nyasar ke nomor lain",
        "我的密码reset不了",
        "我的密码错了",
        "email budi@mail.com / 0812-3456-7890",
        "login google / facebook bisa?",
        "pesanan 577012345678901234 2 pcs",
        "pesanan 5770123456789012345 dan 577012345678901234",
        "hp 6281234567890 atau 0812345678901",
        "",
    ] {
        assert_eq!(masked(text), text);
    }
}

#[test]
fn masking_twice_changes_nothing_more() {
    let once = masked("otp 123456 password: abc kartu 4111111111111111");
    assert_eq!(once, "otp •••• password: •••• kartu ••••");
    assert_eq!(masked(&once), once);
}
