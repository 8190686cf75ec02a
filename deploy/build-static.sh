#!/bin/sh
# Builds tanya as one static file for Linux, shows that it runs where there is nothing else, and says
# where it is: deploy/build-static.sh [TARGET_FOLDER]    (default: target/static)
#
# It needs a Rust toolchain, make, a C compiler with the static C library (Debian: gcc and libc6-dev; Fedora:
# gcc and glibc-static), and some minutes. It builds for the kind of machine that it runs on, in a folder of
# its own, so that the ordinary build stays warm. TANYA_COMMIT names the commit where there is no git.
#
# Why glibc and not musl: the Rust target and C compiler of musl must be installed as well. What speaks
# against a static glibc is that its resolver of names loads libraries of the machine that it runs on, so
# this build resolves names in Rust (src/names.rs). Certificates and articles are inside already.
# Measured: 60 MB instead of 57. Before the allocator was one of its own, 2 to 4 % less processor time to understand
# 562 messages than the ordinary build, and link-time optimisation saved another 2 %, so it is left out.
set -eu
cd "$(dirname "$0")/.."

folder=${1:-target/static}
target=$(rustc -vV | sed -n 's/^host: //p')
program=$folder/$target/release/tanya

fail() {
  echo "build-static: $1" >&2
  exit 1
}

case $target in
  x86_64-*-linux-* | aarch64-*-linux-*) ;;
  *) fail "this is for Linux on x86_64 or aarch64, not for $target" ;;
esac

# The allocator is built for pages of one size and runs on smaller ones too; kernels for aarch64 have pages of up to
# 64 KiB.
case $target in aarch64-*) export JEMALLOC_SYS_WITH_LG_PAGE=16 ;; esac

# With --target the flags are for the program alone and not for what runs during the build. Random numbers
# come from the kernel's call: the other way to them looks for that call with dlsym, which finds nothing in
# a static program, and then needs /dev/urandom.
RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=+crt-static --cfg getrandom_backend=\"linux_getrandom\"" \
  cargo build --locked --release --bin tanya --target "$target" --target-dir "$folder"

# A static program asks for no loader and for no library.
if LC_ALL=C readelf -lWd "$program" | grep -E 'INTERP|\(NEEDED\)'; then
  fail "$program is not static"
fi

# A root folder in which there is the program and nothing else, not even /etc or /tmp.
bare=$(mktemp -d)
trap 'rm -rf "$bare"' EXIT
trap 'exit 1' HUP INT TERM
cp "$program" "$bare/tanya"
chroot=$(command -v chroot || echo /usr/sbin/chroot)
if [ "$(id -u)" = 0 ]; then
  set -- "$chroot" "$bare" /tanya
elif unshare -r "$chroot" "$bare" /tanya --version >/dev/null 2>&1; then
  set -- "$(command -v unshare)" -r "$chroot" "$bare" /tanya
else
  echo "build-static: an empty root needs rights that are not there; an empty folder has to do" >&2
  set -- "$bare/tanya"
fi
alone() { (cd "$bare" && exec env -i "$@"); }

alone "$@" --version
printf 'gmn cara byr di indomart\n' | alone "$@" chat | grep -q Alfamart || fail "a question is not answered"

# Nobody listens on port 1: a refused connection shows that the name was found.
finds() {
  name=$1
  shift
  # Emptied here and not by the background command, which may come later than the first look at it.
  : >"$bare/log"
  env -i TANYA_TELEGRAM__TOKEN=1:none "TANYA_TELEGRAM__API_URL=http://$name:1" TANYA_STORE__URL=sqlite::memory: \
    "$@" serve 2>>"$bare/log" &
  serving=$!
  tries=0
  until grep -q refused "$bare/log" || [ $tries = 20 ]; do
    sleep 1
    tries=$((tries + 1))
  done
  kill "$serving" 2>/dev/null || true
  wait "$serving" 2>/dev/null || true
  grep -q refused "$bare/log" && return
  cat "$bare/log" >&2
  fail "the name $name is not resolved"
}
finds localhost "$@"
if [ "$1" != "$bare/tanya" ]; then
  mkdir "$bare/etc"
  echo '127.0.0.1 bot-api.test' >"$bare/etc/hosts"
  finds bot-api.test "$@"
fi

echo "$program"
echo "$(wc -c <"$program") bytes"
sha256sum "$program" | cut -d ' ' -f 1
