#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What bin/marketprism says and does before anything runs: arguments, leftovers of an earlier run, foreign processes.
# Needs a finished build; starts no cluster.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/marketprism front door.XXXXXX")
export MARKETPRISM_STATE=$SCRATCH/state
OWN_PROCESSES=()
FAILED=0
PASSED=0

finish() {
  local pid
  for pid in ${OWN_PROCESSES[@]+"${OWN_PROCESSES[@]}"}; do kill -KILL "$pid" 2>/dev/null || true; done
  rm -rf "$SCRATCH"
}
trap finish EXIT

# run ARGUMENT...: the script's exit code in CODE, all it printed in OUTPUT.
run() {
  CODE=0
  OUTPUT=$("$ROOT/bin/marketprism" "$@" 2>&1 </dev/null) || CODE=$?
}

passed() { PASSED=$((PASSED + 1)); }

failed() {
  FAILED=$((FAILED + 1))
  printf 'FAILED: %s\n--- exit code %s, output:\n%s\n---\n' "$1" "$CODE" "$OUTPUT" >&2
}

# expect NAME CODE TEXT: the exit code, and a text somewhere in the output.
expect() {
  case $CODE:$OUTPUT in
    "$2:"*"$3"*) passed ;;
    *) failed "$1 (wanted exit code $2 and: $3)" ;;
  esac
}

gone() { ! kill -0 "$1" 2>/dev/null; }

wait_until_gone() {
  local tries=0
  until gone "$1"; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || return 1
    sleep 0.05
  done
}

# A process that looks like one of a run: the state folder is in its command line.
start_lookalike() {
  (exec -a "$MARKETPRISM_STATE/" sleep 600) &
  LOOKALIKE=$!
  OWN_PROCESSES+=("$LOOKALIKE")
  disown "$LOOKALIKE"
}

start_stranger() {
  sleep 600 &
  STRANGER=$!
  OWN_PROCESSES+=("$STRANGER")
  disown "$STRANGER"
}

leave_run() {
  mkdir -p "$MARKETPRISM_STATE/run"
  printf 'MODE=%s\n' "$1" >"$MARKETPRISM_STATE/run/settings"
  printf '%s\n' "$3" >"$MARKETPRISM_STATE/run/$2.pid"
}

# --- Arguments --------------------------------------------------------------------------------------------------------

run
expect "no arguments print help" 0 "Usage: bin/marketprism COMMAND"
run --help
expect "--help prints help" 0 "Usage: bin/marketprism COMMAND"
run fly
expect "an unknown command is named" 2 "unknown command: fly"
run demo --fast
expect "an unknown option is named" 2 "demo does not know: --fast"
run demo --for
expect "a missing value is named" 2 "--for needs a value"
run demo --for soon
expect "a wrong duration is shown with examples" 2 "not a duration: soon"
run demo --for 5s --symbols btcusdt
expect "symbols are upper case" 2 "upper case"
run demo --speed 10
expect "--speed needs a replay" 2 "--speed is for --replay"
run demo --replay "$SCRATCH/none.gz"
expect "a missing recording is named" 2 "no such recording: $SCRATCH/none.gz"
run demo --replay
expect "a replay needs a file" 2 "--replay needs at least one file"
touch "$SCRATCH/frames.gz"
run demo --replay "$SCRATCH/frames.gz" --speed 3
expect "a wrong speed is named" 2 "--speed is 1, 10 or max, not 3"
run demo --replay "$SCRATCH/frames.gz" --symbols BTCUSDT
expect "a recording has its own symbols" 2 "--symbols is for the synthetic market"
run demo --json
expect "--json needs an end" 2 "say when with --for"
run demo --web-port eighty
expect "a port is a number" 2 "--web-port needs a port number"
run demo --web-port 70000
expect "a port is in range" 2 "from 1 to 65535"
run drill --scenario flood
expect "a wrong scenario is named with those that there are" 2 "no scenario is named flood; there are: collector-killed"
run drill --markdown
expect "--markdown needs a file" 2 "--markdown needs a value"
run up
expect "up needs a configuration" 2 "up needs --config FILE"
run up --config "$SCRATCH/none.yaml"
expect "a missing configuration is named" 2 "no such file: $SCRATCH/none.yaml"
run up --ports some
expect "--ports knows two words" 2 "--ports is auto or strict"
run tail
expect "tail needs a subject" 2 "tail needs a subject"
run demo --health-port none
expect "the health server has a port" 2 "--health-port needs a port number"
run status --fast
expect "status names what it does not know" 2 "status does not know: --fast"
run logs kafka
expect "logs knows the processes" 2 "logs knows jm, tm, nats, sim, health and supervisor"
run restore a b
expect "restore takes one path" 2 "restore takes one path at most"

# --- Nothing runs -----------------------------------------------------------------------------------------------------

run status
expect "status says that nothing runs" 1 "Nothing is running here"
run down
expect "down of nothing is no error" 0 "Nothing is running here"
run savepoint
expect "savepoint needs a run" 1 "nothing is running here"
run tail 'trade.>'
expect "tail needs a run" 1 "nothing is running here"
run flink list
expect "flink list needs a run" 1 "nothing is running here"
run restore
expect "restore needs a savepoint" 1 "no savepoint was taken yet"
run logs
expect "logs come with the first run" 1 "there are no logs yet"

# --- Leftovers --------------------------------------------------------------------------------------------------------

start_stranger
leave_run up tm "$STRANGER"
run down
expect "a process id that the system gave to somebody else means nothing runs" 0 "Nothing is running here"
if gone "$STRANGER"; then failed "a foreign process must never be killed"; else passed; fi

start_lookalike
leave_run up tm "$LOOKALIKE"
run down
expect "down stops what the run left" 0 "Stopped."
if wait_until_gone "$LOOKALIKE"; then passed; else failed "down must end the run's processes"; fi
if [ -d "$MARKETPRISM_STATE/run" ]; then failed "down must leave no process ids"; else passed; fi

start_lookalike
leave_run up jm "$LOOKALIKE"
run up --config "$ROOT/conf/collector.yaml"
expect "a living cluster is respected" 1 "already running"
if gone "$LOOKALIKE"; then failed "a living cluster must not be stopped by up"; else passed; fi
run down

# A demo whose script is gone, and a port that somebody listens on.
start_lookalike
leave_run demo sim "$LOOKALIKE"
printf '%s\n' "$STRANGER" >"$MARKETPRISM_STATE/run/owner"
nats-server -a 127.0.0.1 -p -1 --ports_file_dir "$SCRATCH" >/dev/null 2>&1 &
OWN_PROCESSES+=("$!")
disown "$!"
PORT=
for _ in $(seq 200); do
  PORT=$(sed -n 's/.*"nats:\/\/127\.0\.0\.1:\([0-9]*\)".*/\1/p' "$SCRATCH"/nats-server_*.ports 2>/dev/null || true)
  [ -z "$PORT" ] || break
  sleep 0.05
done
[ -n "$PORT" ] || { echo "no nats-server to occupy a port" >&2; exit 1; }
run up --config "$ROOT/conf/collector.yaml" --web-port "$PORT" --nats nats://127.0.0.1:"$PORT"
expect "leftovers of a dead demo are said" 1 "An earlier run ended without cleaning up. Stopping what it left: sim"
expect "a taken port is named with the way out" 1 "--web-port PORT"
if wait_until_gone "$LOOKALIKE"; then passed; else failed "leftovers of a dead demo must be stopped"; fi
if gone "$STRANGER"; then failed "the number of a dead script now is somebody else's"; else passed; fi

# --- Health and supervisor --------------------------------------------------------------------------------------------

# What `up` leaves behind, with lookalikes for Flink; the broker and the health server do not run.
run down
start_lookalike
leave_run up jm "$LOOKALIKE"
printf '%s\n' "$LOOKALIKE" >"$MARKETPRISM_STATE/run/tm.pid"
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s\n' "$port"; return; }
  done
}
BROKER_PORT=$(free_port)
HEALTH_PORT=$(free_port)
cat >"$MARKETPRISM_STATE/run/settings" <<SETTINGS
MODE=up
WEB_PORT=$(free_port)
TM_METRICS_PORT=$(free_port)
NATS_LOCAL=yes
NATS_PORT=$BROKER_PORT
NATS_HTTP_PORT=$(free_port)
NATS_URL=nats://127.0.0.1:$BROKER_PORT
HEALTH_PORT=$HEALTH_PORT
SETTINGS
mkdir -p "$MARKETPRISM_STATE/up"
printf 'JOB_ARGS=()\n' >"$MARKETPRISM_STATE/up/launch"
run status
expect "status names what does not run, and what to type" 1 "DOES NOT RUN: bin/marketprism logs nats"
expect "status without a health server says so" 1 "UNKNOWN  the health server http://127.0.0.1:$HEALTH_PORT does not answer"
"$ROOT/bin/marketprism" supervise "$MARKETPRISM_STATE/" >"$SCRATCH/supervisor.out" 2>&1 </dev/null &
SUPERVISOR=$!
OWN_PROCESSES+=("$SUPERVISOR")
disown "$SUPERVISOR"
printf '%s\n' "$SUPERVISOR" >"$MARKETPRISM_STATE/run/supervisor.pid"
# until_status TEXT: asks until the answer has the text.
until_status() {
  local tries=0
  while [ $tries -lt 60 ]; do
    run status
    case $OUTPUT in *"$1"*) return ;; esac
    tries=$((tries + 1))
  done
}
until_status "the JobManager does not answer"
expect "the supervisor starts the health server, which tells what is wrong" 1 "the JobManager does not answer"
until_status "the stream MARKET_DATA is missing"
expect "the supervisor starts the broker" 1 "the stream MARKET_DATA is missing"
FIRST=$(cat "$MARKETPRISM_STATE/run/nats.pid")
kill -KILL "$FIRST"
tries=0
until [ "$(cat "$MARKETPRISM_STATE/run/nats.pid")" != "$FIRST" ] || [ $tries -ge 200 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
OUTPUT=$(cat "$SCRATCH/supervisor.out")
CODE=0
expect "the supervisor says what it does" 0 "The NATS server does not run: starting it again."
PIDS="$SUPERVISOR $(cat "$MARKETPRISM_STATE/run/nats.pid" "$MARKETPRISM_STATE/run/health.pid" | paste -sd ' ' -)"
case " $PIDS " in *" $FIRST "*) failed "a killed broker is started again" ;; *) passed ;; esac
run down
expect "down ends the supervisor and what it started" 0 "Stopped."
for PID in $PIDS; do
  if wait_until_gone "$PID"; then passed; else failed "down must end process $PID"; fi
done

# A configuration that the collector refuses never leaves a cluster behind; see demo.sh for one that it takes.
if [ $FAILED -gt 0 ]; then
  printf '%s of %s checks failed.\n' "$FAILED" "$((FAILED + PASSED))" >&2
  exit 1
fi
printf '%s checks passed.\n' "$PASSED"
