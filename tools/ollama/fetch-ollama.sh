#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds an Ollama daemon into a cache folder and prints its path, for the checks with a real one.
#
# Usage: fetch-ollama.sh [FOLDER]     default: $PADDOCK_CACHE, else ~/.cache/paddock, then /ollama below it
#
# It is the Go module of that project at one version whose CPU engine is part of the module and builds with Go, gcc and
# g++ alone (later ones start a program that is not). The module's checksum is checked against the one below, as well as
# by Go itself. The first call takes a few minutes and needs 1 GB for a moment; a second one only looks. OLLAMA_BIN names
# a daemon to take instead. Nothing outside FOLDER stays behind. Exit 1 with one sentence when it cannot be had.
set -eu

version=0.9.6
module=github.com/ollama/ollama
sum='h1:HZNJmB52pMt6zLkGkkheBuXBXM5478eiSAj7GR75AMc='
folder=${1:-${PADDOCK_CACHE:-$HOME/.cache/paddock}/ollama}
daemon=$folder/$version/ollama

fail() {
    printf 'fetch-ollama: %s\n' "$1" >&2
    exit 1
}

if [ -n "${OLLAMA_BIN:-}" ]; then
    [ -x "$OLLAMA_BIN" ] || fail "OLLAMA_BIN names '$OLLAMA_BIN', which cannot be run"
    printf '%s\n' "$OLLAMA_BIN"
    exit 0
fi
if [ -x "$daemon" ]; then
    printf '%s\n' "$daemon"
    exit 0
fi

for tool in go gcc g++; do
    command -v "$tool" >/dev/null 2>&1 || fail "there is no $tool here; install Go, gcc and g++, or set OLLAMA_BIN"
done
mkdir -p "$folder"
work=$(mktemp -d "$folder/.build-XXXXXX")
# Go writes its module folder read-only.
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
export GOPATH="$work/go" GOCACHE="$work/cache" GOBIN="$work/bin" GOMODCACHE="$work/go/mod" GOTOOLCHAIN=local CGO_ENABLED=1
log=$work/log
found=$(cd "$work" && go mod download -json "$module@v$version" 2>"$log" | sed -n 's/^.*"Sum": "\(.*\)",$/\1/p') ||
    fail "its module could not be had: $(tail -n 1 "$log")"
[ -n "$found" ] || fail "its module could not be had: $(tail -n 1 "$log")"
[ "$found" = "$sum" ] || fail "its module has the checksum $found, not $sum"
(cd "$work" && nice -n 10 go install -ldflags "-s -w -X $module/version.Version=$version" "$module@v$version") \
    >>"$log" 2>&1 || fail "it did not build: $(grep -v 'warning' "$log" | tail -n 1)"
mkdir -p "$folder/$version"
mv "$work/bin/ollama" "$daemon"
printf '%s\n' "$daemon"
