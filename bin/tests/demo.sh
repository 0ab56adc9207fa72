#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The demo as a newcomer meets it, twice: once to its own end with a summary, once used from a second terminal and then
# killed. Needs a finished build. From a folder with a blank in its name, because somebody's always has one.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/marketprism demo.XXXXXX")
export MARKETPRISM_STATE=$SCRATCH/state
HOME_OF_COPY="$SCRATCH/the repository"
DOOR=$HOME_OF_COPY/bin/marketprism

finish() {
  local code=$?
  "$DOOR" down >/dev/null 2>&1 || true
  if [ $code -ne 0 ] && [ -d "$MARKETPRISM_STATE/log" ]; then
    echo "The logs of the failed run are kept in $SCRATCH" >&2
  else
    rm -rf "$SCRATCH"
  fi
}
trap finish EXIT

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  [ -z "${2:-}" ] || cat "$2" >&2
  exit 1
}

# until_true SECONDS WHAT COMMAND...
until_true() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $limit ] || {
      [ ! -f "$SCRATCH/status.out" ] || cat "$SCRATCH/status.out" >&2
      fail "waited in vain: $what" "$SCRATCH/demo.out"
    }
    sleep 0.2
  done
}

mkdir -p "$HOME_OF_COPY"
cp -R "$ROOT/bin" "$HOME_OF_COPY/bin"
for part in model sources sinks job simulator flink-conf conf target pom.xml mvnw; do
  ln -s "$ROOT/$part" "$HOME_OF_COPY/$part"
done

# --- To its own end ---------------------------------------------------------------------------------------------------

"$DOOR" demo --for 15s --json --journal "$SCRATCH/the journal" >"$SCRATCH/summary.json" 2>"$SCRATCH/demo.out" </dev/null ||
  { cat "$SCRATCH/summary.json"; fail "demo --for 15s --json" "$SCRATCH/demo.out"; }
[ "$(head -c 1 "$SCRATCH/summary.json")" = "{" ] || fail "standard output is JSON and nothing else" "$SCRATCH/summary.json"
grep -q '^  "ok" : true' "$SCRATCH/summary.json" || fail "the summary says that all is well" "$SCRATCH/summary.json"
grep -A 2 '"published-true"' "$SCRATCH/summary.json" | grep -q '"ok" : true' ||
  fail "what was published was held against the truth" "$SCRATCH/summary.json"
grep -q '"spoke" : 38,' "$SCRATCH/summary.json" || fail "all 38 subjects had messages" "$SCRATCH/summary.json"
[ ! -d "$MARKETPRISM_STATE/run" ] || fail "the demo leaves no process ids"
echo "demo --for 15s: $(grep -o '38 of 38 subjects had messages[^"]*' "$SCRATCH/summary.json")," \
  "$(grep -o '[0-9,]* books, [0-9,]* trades, [0-9,]* figures compared with the truth' "$SCRATCH/summary.json")"

# --- Used from a second terminal, then killed -------------------------------------------------------------------------

"$DOOR" demo >"$SCRATCH/demo.out" 2>&1 </dev/null &
DEMO=$!
disown "$DEMO"
until_true 300 "the demo shows its first line" grep -q 'job RUNNING' "$SCRATCH/demo.out"
"$DOOR" flink list >"$SCRATCH/list.out" 2>&1 || fail "flink list" "$SCRATCH/list.out"
grep -q '(RUNNING)' "$SCRATCH/list.out" || fail "flink list shows the job" "$SCRATCH/list.out"
"$DOOR" tail 'trade.>' --count 1 >"$SCRATCH/tail.out" 2>&1 </dev/null || fail "tail" "$SCRATCH/tail.out"
grep -q '^trade\.[a-z]*\.[a-z]*\.[A-Z-]* {' "$SCRATCH/tail.out" || fail "tail prints a trade" "$SCRATCH/tail.out"
# OKX opens a socket a second: a machine that is fast comes here before the last one stands.
all_is_well() { "$DOOR" status --subjects >"$SCRATCH/status.out" 2>&1 </dev/null; }
until_true 60 "status finds all well" all_is_well
for MARKET in binance.spot binance.perpetual okx.spot okx.perpetual; do
  grep -q "^$MARKET.BTC-USDT .* live " "$SCRATCH/status.out" || fail "status shows a book of $MARKET" "$SCRATCH/status.out"
done
grep -q '^health server *runs' "$SCRATCH/status.out" || fail "status shows the health server" "$SCRATCH/status.out"
grep -q '^nats  *healthy' "$SCRATCH/status.out" || fail "status shows what the health server says" "$SCRATCH/status.out"
grep -q '^deribit.options.BTC .*[0-9]' "$SCRATCH/status.out" || fail "status shows volatility" "$SCRATCH/status.out"
"$DOOR" dead-letters >"$SCRATCH/letters.out" 2>&1 </dev/null || fail "dead-letters" "$SCRATCH/letters.out"
grep -q 'No dead letters are kept' "$SCRATCH/letters.out" || fail "the demo has no dead letters" "$SCRATCH/letters.out"
"$DOOR" replay --from "$SCRATCH/the journal" --prefix again >"$SCRATCH/replay.out" 2>&1 </dev/null ||
  fail "replay" "$SCRATCH/replay.out"
# Nothing is missing, and nothing found nobody who waited for it.
grep -q '[0-9,]* entries of the journal were run, in' "$SCRATCH/replay.out" || fail "all is replayed" "$SCRATCH/replay.out"
SAVEPOINT=$("$DOOR" savepoint 2>"$SCRATCH/savepoint.out" </dev/null) || fail "savepoint" "$SCRATCH/savepoint.out"
[ -f "${SAVEPOINT#file:}/_metadata" ] || fail "a savepoint is where savepoint says: $SAVEPOINT"
"$DOOR" restore >"$SCRATCH/restore.out" 2>&1 </dev/null || fail "restore" "$SCRATCH/restore.out"
CODE=0
"$DOOR" demo >"$SCRATCH/second.out" 2>&1 </dev/null || CODE=$?
if [ $CODE -ne 1 ] || ! grep -q 'already running' "$SCRATCH/second.out"; then
  fail "a second demo steps back" "$SCRATCH/second.out"
fi
PIDS=$(cat "$MARKETPRISM_STATE"/run/*.pid)
[ "$(wc -w <<<"$PIDS")" -ge 5 ] || fail "console, TaskManager, JobManager, simulator and NATS are there: $PIDS"
kill -KILL "$DEMO"
none_alive() {
  local pid
  for pid in $PIDS; do ! kill -0 "$pid" 2>/dev/null || return 1; done
}
until_true 60 "a killed demo takes everything with it" none_alive
until_true 20 "a killed demo leaves no process ids" test ! -d "$MARKETPRISM_STATE/run"
echo "$(grep -o '[0-9,]* entries of the journal were run' "$SCRATCH/replay.out")."
echo "flink list, tail, dead-letters, replay, status, savepoint, restore and a killed demo: as they should be."
