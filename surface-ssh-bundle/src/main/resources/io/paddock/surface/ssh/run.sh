# SPDX-License-Identifier: Apache-2.0
# Runs a command for as long as the other side is there.
# Arguments: seconds of silence that are allowed, names of secrets, --, the command.
# Input: one line for each secret, then words: b (a beat), INT, TERM, KILL.
# Its end, or too long a silence, ends the command and all below it.
limit=$1
shift
while [ "$1" != -- ]; do
  IFS= read -r secret || exit 255
  export "$1=$secret"
  shift
done
shift
unset secret
exec 3<&0 </dev/null
own=
# The command and everything below it, itself last: with its end the looking is over.
find_tree() {
  tree=$child
  grown=1
  while [ $grown = 1 ]; do
    grown=0
    while read -r parent pid; do
      case " $tree " in
        *" $pid "*) ;;
        *" $parent "*) tree="$pid $tree" grown=1 ;;
      esac
    done <<END
$(ps -A -o ppid= -o pid= 2>/dev/null)
END
  done
}
tell() {
  find_tree
  kill -s "$1" $tree 2>/dev/null
  if [ "$1" = KILL ] && [ -n "$own" ]; then kill -s KILL -- "-$child" 2>/dev/null; fi
}
trap "tell KILL" HUP INT TERM PIPE
if command -v setsid >/dev/null 2>&1; then
  own=1
  setsid -- "$@" 3<&- &
else
  "$@" 3<&- &
fi
child=$!
trap "" USR1
(
  trap "silent=0" USR1
  silent=0
  while sleep 1; do
    silent=$((silent + 1))
    if [ $silent -ge "$limit" ]; then tell KILL; fi
    kill -s 0 $$ || exit
  done
) 3<&- </dev/null >/dev/null 2>&1 &
ticker=$!
(
  while IFS= read -r word; do
    case $word in
      b) kill -s USR1 $ticker ;;
      INT | TERM | KILL) tell "$word" ;;
    esac
  done
  tell TERM
  sleep 2
  tell KILL
) <&3 >/dev/null 2>&1 &
reader=$!
exec 3<&-
wait $child 2>/dev/null
status=$?
while kill -s 0 $child 2>/dev/null; do
  wait $child 2>/dev/null
  status=$?
done
exec 2>/dev/null
kill -s KILL $reader $ticker
if [ -n "$own" ]; then kill -s KILL -- "-$child"; fi
exit $status
