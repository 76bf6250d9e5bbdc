# SPDX-License-Identifier: Apache-2.0
# Looks whether a command can be started. Writes one word, and for a file its number: what is wrong, or fine.
# Arguments: working directory or nothing, the program, the files that it needs.
say() {
  echo "$*"
  exit 0
}
if [ -n "$1" ]; then CDPATH= cd -- "$1" 2>/dev/null || say folder; fi
shift
case $1 in
  */*)
    [ -f "$1" ] || say absent
    [ -x "$1" ] || say locked
    ;;
  *) command -v -- "$1" >/dev/null 2>&1 || say unknown ;;
esac
shift
number=0
for file; do
  number=$((number + 1))
  [ -e "$file" ] || say missing $number
  [ -f "$file" ] || say nofile $number
  [ -r "$file" ] || say unreadable $number
  [ -s "$file" ] || say empty $number
done
say fine
