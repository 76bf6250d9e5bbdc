#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts a ready llama-server into a cache folder and prints its path, for the checks with a real one.
#
# Usage: fetch-llama-server.sh [FOLDER]     default: $PADDOCK_CACHE, else ~/.cache/paddock, then /llama-server below it
#
# It comes as packages of Debian's unstable suite, fetched through the machine's own apt (its mirror, its keys) into a
# private root: nothing is installed, nothing outside FOLDER is touched, no root rights are needed. Its C library comes
# along, so an older Debian or Ubuntu will do. Unstable keeps one version, so this cannot be pinned: good for checks,
# not for production. A second call only looks. Exit 1 with one sentence when it cannot be had.
set -eu

packages='llama.cpp-tools libllama0 libggml0 libc6 libgcc-s1 libgomp1 libstdc++6 libssl3t64 zlib1g libzstd1'
folder=${1:-${PADDOCK_CACHE:-$HOME/.cache/paddock}/llama-server}
server=$folder/bin/llama-server

fail() {
    printf 'fetch-llama-server: %s\n' "$1" >&2
    exit 1
}

works() {
    [ -x "$server" ] && "$server" --version >/dev/null 2>&1
}

if works; then
    printf '%s\n' "$server"
    exit 0
fi

[ "$(uname -s)" = Linux ] || fail 'only Linux has this way; install llama.cpp and put llama-server on the PATH'
for tool in apt-get apt-config dpkg dpkg-deb; do
    command -v "$tool" >/dev/null 2>&1 || fail "there is no $tool here; install llama.cpp and put llama-server on the PATH"
done
architecture=$(dpkg --print-architecture)
case $architecture in
    amd64) triplet=x86_64-linux-gnu loader=ld-linux-x86-64.so.2 ;;
    arm64) triplet=aarch64-linux-gnu loader=ld-linux-aarch64.so.1 ;;
    *) fail "there is no ready one for $architecture; build llama.cpp and set LLAMA_CPP_DIR" ;;
esac
# The mirror that this machine uses for Debian itself, whichever that is.
mirror=$(apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(CREATED_BY)|$(REPO_URI)' 2>/dev/null |
    sed -n 's/^Debian|main|Packages|//p' | grep -v security | head -n 1)
[ -n "$mirror" ] || fail 'apt knows no Debian mirror (apt-get update may help); put llama-server on the PATH'
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keys" ] || fail "the package debian-archive-keyring is missing; install it, or put llama-server on the PATH"

mkdir -p "$folder"
work=$(mktemp -d "$folder/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
chmod 755 "$work"
mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/debs" "$work/root" "$work/empty"
: >"$work/status"
printf 'deb [arch=%s signed-by=%s] %s sid main\n' "$architecture" "$keys" "$mirror" >"$work/sources.list"
private_apt() {
    apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/empty" \
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts="$work/empty" \
        -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" -o Dir::Cache::archives="$work/archives" \
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User= -o Acquire::Languages=none \
        -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false \
        -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o Acquire::http::Timeout=30 "$@"
}
log=$work/log
private_apt update >"$log" 2>&1 || fail "apt could not read the package list: $(tail -n 1 "$log")"
# shellcheck disable=SC2086 # one word per package
(cd "$work/debs" && private_apt download $packages) >>"$log" 2>&1 ||
    fail "apt could not fetch the packages: $(grep '^E:' "$log" | head -n 1)"
for package in "$work"/debs/*.deb; do
    dpkg-deb -x "$package" "$work/root" || fail "a package could not be unpacked"
done

root=$folder/root
rm -rf "$root"
mv "$work/root" "$root"
libraries=$root/usr/lib/$triplet
[ -x "$libraries/$loader" ] && [ -f "$root/usr/bin/llama-server" ] || fail 'the packages do not hold what they used to'
mkdir -p "$folder/bin"
# The backends are looked for at a fixed place of the system, so the best one for this processor is named.
cat >"$server.new" <<WRAPPER
#!/bin/sh
libraries='$libraries'
variant=x64
for name in 'sse42:sse4_2' 'sandybridge:avx' 'haswell:avx2' 'skylakex:avx512f'; do
    if grep -qw "\${name#*:}" /proc/cpuinfo && [ -f "\$(echo "\$libraries"/ggml/backends*/libggml-cpu-"\${name%%:*}".so)" ]; then
        variant=\${name%%:*}
    fi
done
backend=\$(echo "\$libraries"/ggml/backends*/libggml-cpu-"\$variant".so)
[ -f "\$backend" ] || backend=\$(echo "\$libraries"/ggml/backends*/libggml-cpu*.so | cut -d ' ' -f 1)
GGML_BACKEND_PATH=\$backend
export GGML_BACKEND_PATH
exec "\$libraries/$loader" --library-path "\$libraries:\$libraries/llama" --argv0 "\$0" '$root/usr/bin/llama-server' "\$@"
WRAPPER
chmod 755 "$server.new"
mv "$server.new" "$server"
works || fail "it was fetched, but does not run here: $("$server" --version 2>&1 | tail -n 1)"
printf '%s\n' "$server"
