#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts OpenAI's SDK for Node into a cache folder and prints its node_modules, for the checks with unmodified clients.
#
# Usage: fetch-openai-node.sh [FOLDER]     default: $PADDOCK_CACHE, else ~/.cache/paddock, then /openai-node below it
#
# The version and its checksum are in package-lock.json beside this script; npm fetches exactly that and runs no script
# of it. A second call only looks. Exit 1 with one sentence when it cannot be had.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-${PADDOCK_CACHE:-$HOME/.cache/paddock}/openai-node}

fail() {
    printf 'fetch-openai-node: %s\n' "$1" >&2
    exit 1
}

command -v node >/dev/null 2>&1 || fail 'there is no node here; install Node 20 or newer, with npm'
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || fail "node is version $major; install Node 20 or newer"
if cmp -s "$here/package-lock.json" "$folder/package-lock.json" && [ -d "$folder/node_modules/openai" ]; then
    printf '%s\n' "$folder/node_modules"
    exit 0
fi

command -v npm >/dev/null 2>&1 || fail 'there is no npm here; install it'
mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder/"
log=$folder/log
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 || {
    said=$(grep -m 1 'npm error' "$log" || tail -n 1 "$log")
    rm -rf "$folder/node_modules"
    fail "npm could not fetch it: $said"
}
printf '%s\n' "$folder/node_modules"
