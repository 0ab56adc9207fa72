# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the script tells people. All of it goes to standard error: standard output belongs to results.

say() { printf '%s\n' "$*" >&2; }

warn() { printf 'warning: %s\n' "$*" >&2; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

usage_error() {
  printf 'error: %s\n' "$*" >&2
  printf 'Run bin/marketprism without arguments for help.\n' >&2
  exit 2
}

# need_value OPTION COUNT: COUNT is the number of arguments left, the option included.
need_value() { [ "$2" -ge 2 ] || usage_error "$1 needs a value"; }

# The process group of the step under way, for the clean-up when the script is told to stop.
STEP_PID=

# step TITLE LOG COMMAND...: runs a long command with its output in LOG and shows that it is alive: elapsed seconds and
# the command's last line on a terminal, a line every ten seconds elsewhere. Its exit code is the command's. Where only
# some lines tell how far it is, STEP_SHOWS is a pattern of these.
STEP_SHOWS=.
step() {
  local title=$1 log=$2 started=$SECONDS reported=0 line code=0 columns
  shift 2
  mkdir -p "$(dirname "$log")"
  # A process group of its own: what the command starts can be ended with it.
  set -m
  "$@" >"$log" 2>&1 </dev/null 9>&- &
  STEP_PID=$!
  set +m
  [ -t 2 ] || say "$title ..."
  while kill -0 "$STEP_PID" 2>/dev/null; do
    sleep 0.5
    local elapsed=$((SECONDS - started))
    if [ -t 2 ]; then
      columns=$(stty size 2>/dev/null </dev/tty | cut -d' ' -f2) || columns=80
      line="$title ... ${elapsed}s  $(step_line "$log")"
      printf '\r\033[K%s' "${line:0:$((${columns:-80} - 1))}" >&2
    elif [ $((elapsed / 10)) -gt $reported ]; then
      reported=$((elapsed / 10))
      say "$title ... ${elapsed}s  $(step_line "$log")"
    fi
  done
  wait "$STEP_PID" || code=$?
  STEP_PID=
  [ -t 2 ] && printf '\r\033[K' >&2
  if [ $code -eq 0 ]; then
    say "$title: done in $((SECONDS - started))s"
  else
    say "$title: failed after $((SECONDS - started))s. The last lines of $log:"
    grep -E 'ERROR|error:|E:' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
  fi
  return $code
}

step_line() {
  grep -e "$STEP_SHOWS" "$1" 2>/dev/null | tail -n 1 | tr -d '\000-\037' | tr -s ' ' | sed 's/^\[INFO\] //' | cut -c1-100 || true
}

stop_step() {
  [ -z "$STEP_PID" ] || kill -TERM -- "-$STEP_PID" 2>/dev/null || true
  STEP_PID=
}

# seconds_of DURATION: 30, 30s, 5m, 1h as seconds.
seconds_of() {
  local number=${1%[smh]}
  case $number in '' | *[!0-9]*) usage_error "not a duration: $1 (examples: 30s, 5m)" ;; esac
  case $1 in
    *h) echo $((number * 3600)) ;;
    *m) echo $((number * 60)) ;;
    *) echo "$number" ;;
  esac
}
