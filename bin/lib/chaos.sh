# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Everything that can go wrong, made to go wrong: the collector on a local cluster as it is run in earnest (ZooKeeper, two
# TaskManagers), venues that misbehave after a plan, processes that are killed, and a verifier that holds every message
# against what the venues had.

CHAOS=$STATE/chaos
CHAOS_MINUTES=10
CHAOS_SEED=
CHAOS_PLAN=
CHAOS_TASKMANAGERS=2
CHAOS_MARKDOWN=
CHAOS_PAIRS=BTCUSDT,ETHUSDT,SOLUSDT,BNBUSDT,XRPUSDT,ADAUSDT,LTCUSDT
PREVIOUS_JAR=
ZK_PORT=
TM2_METRICS_PORT=9093
# What is written of what was done to local processes, for the verifier; one JSON object a line, as in a truth log.
CHAOS_FAULTS=$CHAOS/faults.jsonl
# How a service manager would bring a process back: after so many seconds.
RESPAWN_AFTER=1
# The parallelism with which the job runs at present.
PARALLELISM=2

chaos_command() {
  PORTS=auto
  chaos_arguments "$@"
  build_if_needed
  need_nats
  clear_leftovers
  own_mounts chaos "$@"
  settle_chaos_ports
  MODE=chaos
  NATS_URL=nats://127.0.0.1:$NATS_PORT
  turn_logs
  rm -rf "$CHAOS"
  mkdir -p "$CHAOS"
  arm_cleanup
  start_janitor
  chaos_plan
  chaos_start
  local code=0
  chaos_run
  chaos_report || code=$?
  exit "$code"
}

chaos_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --minutes) need_value "$1" $#; CHAOS_MINUTES=$(number_of "$1" "$2"); shift 2 ;;
      --seed) need_value "$1" $#; CHAOS_SEED=$(number_of "$1" "$2"); shift 2 ;;
      --plan)
        need_value "$1" $#
        [ -f "$2" ] || usage_error "no such plan: $2"
        CHAOS_PLAN=$(cd "$(dirname "$2")" && pwd -P)/$(basename "$2")
        shift 2
        ;;
      --symbols) need_value "$1" $#; CHAOS_PAIRS=$2; shift 2 ;;
      --taskmanagers)
        need_value "$1" $#
        case $2 in 1 | 2) CHAOS_TASKMANAGERS=$2 ;; *) usage_error "--taskmanagers is 1 or 2, not $2" ;; esac
        shift 2
        ;;
      --respawn-after) need_value "$1" $#; RESPAWN_AFTER=$(number_of "$1" "$2"); shift 2 ;;
      --previous-jar)
        need_value "$1" $#
        [ -f "$2" ] || usage_error "no such jar: $2"
        PREVIOUS_JAR=$(cd "$(dirname "$2")" && pwd -P)/$(basename "$2")
        shift 2
        ;;
      --markdown) need_value "$1" $#; CHAOS_MARKDOWN=$2; shift 2 ;;
      *) usage_error "chaos does not know: $1" ;;
    esac
  done
  SYMBOLS=$CHAOS_PAIRS
  check_symbols
  CHAOS_SEED=${CHAOS_SEED:-$((RANDOM * 32768 + RANDOM))}
}

number_of() {
  case $2 in '' | *[!0-9]*) usage_error "$1 needs a whole number, not $2" ;; esac
  printf '%s\n' "$2"
}

settle_chaos_ports() {
  settle_cluster_ports
  settle_nats_ports
  settle_port TM2_METRICS_PORT "metrics of the second TaskManager" --ports
  ZK_PORT=$(free_port)
}

# A disk that can be filled: mounts of our own, which nobody else sees and which are gone with the last process. Where the
# system allows none, that one fault is left out.
own_mounts() {
  [ -z "${MARKETPRISM_OWN_MOUNTS:-}" ] || return 0
  local how
  command -v unshare >/dev/null || return 0
  for how in -m -rm; do
    if unshare $how mount -t tmpfs tmpfs /mnt 2>/dev/null; then
      MARKETPRISM_OWN_MOUNTS=yes exec unshare $how "$BASH" "$ROOT/bin/marketprism" "$@"
    fi
  done
}

chaos_plan() {
  if [ -n "$CHAOS_PLAN" ]; then
    cp "$CHAOS_PLAN" "$CHAOS/plan"
  else
    "$JAVA" -jar "$SIMULATOR_JAR" plan --seed "$CHAOS_SEED" --minutes "$CHAOS_MINUTES" --local yes \
      --venues binance_spot,binance_derivatives,okx,deribit --symbols "$(dashed "$CHAOS_PAIRS")" >"$CHAOS/plan" 9>&- ||
      die "no plan could be made"
  fi
  # The upgrade comes first: the other faults are for the new jar.
  [ -z "$PREVIOUS_JAR" ] || sed -i.plain '1i\
3 local upgrade' "$CHAOS/plan"
  say "The plan has $(grep -c '^[0-9]' "$CHAOS/plan") faults of $(awk '/^[0-9]/ { print $3 }' "$CHAOS/plan" | sort -u | wc -l) kinds" \
    "(seed $CHAOS_SEED): $CHAOS/plan"
}

# dashed PAIR,PAIR: BTCUSDT is BTC-USDT.
dashed() { printf '%s\n' "${1//USDT/-USDT}"; }

chaos_start() {
  save_settings MODE WEB_PORT NATS_URL NATS_PORT NATS_HTTP_PORT TM_METRICS_PORT JM_METRICS_PORT
  mkdir -p "$CHAOS/checkpoints"
  [ -z "${MARKETPRISM_OWN_MOUNTS:-}" ] || mount -t tmpfs -o size=256m tmpfs "$CHAOS/checkpoints"
  configure_flink "$CHAOS" "high-availability.type: zookeeper" \
    "high-availability.zookeeper.quorum: 127.0.0.1:$ZK_PORT" \
    "high-availability.storageDir: \"file://$CHAOS/ha\""
  VENUES=binance_spot,binance_derivatives,okx,deribit
  : >"$CHAOS_FAULTS"
  say "Starting ZooKeeper, NATS, the simulated venues, $CHAOS_TASKMANAGERS TaskManagers ..."
  start_zookeeper "$ZK_PORT" "$CHAOS/zookeeper"
  start_nats "$CHAOS/nats"
  start_simulator "$CHAOS/truth.log" --symbols "$CHAOS_PAIRS" --seed "$CHAOS_SEED" --updates 50 --trades 10
  wait_for 60 zookeeper nats
  start_flink
  [ "$CHAOS_TASKMANAGERS" = 1 ] || start_taskmanager tm2 "$TM2_METRICS_PORT"
  wait_for 120 simulator flink
  chaos_market
  chaos_verify
  say "Submitting the job ..."
  chaos_submit ""
  wait_for 120 job
}

zookeeper_ready() { port_taken "$ZK_PORT"; }

# All data types of all venues, every update as a delta, every quote: whatever is published is checked.
chaos_market() {
  simulated_venues
  PAIRS=$(dashed "$CHAOS_PAIRS" | tr , '\n')
  CURRENCIES='BTC
ETH'
  choose_instruments
  JOB_ARGS+=(--set "exchanges.deribit_derivatives.symbols=[BTC, ETH, BTC-PERPETUAL, ETH-PERPETUAL]"
    --set "exchanges.deribit_derivatives.data_types=[volatility_index, orderbook, trade]"
    --set publish.orderbook-delta.enabled=true --set publish.quote.enabled=true --set publish.depth=50
    --set collector.id=chaos)
  local venue
  for venue in binance_spot binance_derivatives okx_spot okx_derivatives deribit_derivatives; do
    JOB_ARGS+=(--set "exchanges.$venue.ws.silence=15s")
  done
}

chaos_verify() {
  start_verifier "$CHAOS/truth.log" "$CHAOS/verification.json" --faults "$CHAOS_FAULTS" --allow-core-repeats \
    --until-exists "$CHAOS/end" --duration 86400 --markdown "$CHAOS/report.md"
}

# chaos_submit SAVEPOINT: with the present parallelism; the jar of the release before until its upgrade is due.
chaos_submit() {
  local JOB_JAR=${PREVIOUS_JAR:-$JOB_JAR}
  submit_job "$1" -p "$PARALLELISM"
}

# --- The run ----------------------------------------------------------------------------------------------------------

# The venues' faults are the inflictor's affair; what is to happen to local processes it names when it is due, a line each.
chaos_run() {
  local venue urls=() words
  for venue in ${VENUES//,/ }; do urls+=(--venue "$venue=$(venue_url rest "$venue")"); done
  spawn inflictor "$JAVA" -Xmx128m -XX:+UseSerialGC -Dmarketprism.state="$STATE/" -jar "$SIMULATOR_JAR" inflict \
    --plan "$CHAOS/plan" "${urls[@]}" --log "$CHAOS/inflicted.log"
  # What is known of a feed before the first checkpoint dies with the processes.
  chaos_settle
  say "The faults begin. Web UI http://127.0.0.1:$WEB_PORT, NATS $NATS_URL"
  while read -r -a words; do
    [ ${#words[@]} -lt 3 ] || chaos_local "${words[@]}"
  done < <(follow inflictor)
  say "No more faults; waiting for the last ones to heal ..."
  chaos_settle
  touch "$CHAOS/end"
}

# follow NAME: what a process prints, until it ends.
follow() {
  local pid
  pid=$(pid_of "$1") || { cat "$LOGS/$1.out"; return; }
  tail -n +1 -f --pid "$pid" "$LOGS/$1.out" 2>/dev/null
}

# chaos_local SECONDS local KIND [KEY=VALUE...]
chaos_local() {
  local at=$1 kind=$3 pair seconds='' parallelism=''
  shift 3
  for pair in "$@"; do
    case $pair in
      seconds=*) seconds=${pair#*=} ;;
      parallelism=*) parallelism=${pair#*=} ;;
    esac
  done
  say "$(printf '%5.0f s  %s %s' "$at" "$kind" "$*")"
  case $kind in
    kill-taskmanager) chaos_kill_taskmanager ;;
    kill-jobmanager) note_fault "$kind"; kill_hard jm; respawn start_jobmanager ;;
    kill-nats) note_fault "$kind"; kill_hard nats; respawn start_nats "$CHAOS/nats" ;;
    nats-outage) note_fault "$kind" "$seconds"; kill_hard nats; sleep "$seconds"; start_nats "$CHAOS/nats" ;;
    stop-taskmanager) chaos_stop_taskmanager "$seconds" ;;
    full-disk) chaos_full_disk "$seconds" ;;
    savepoint-rescale) PARALLELISM=$parallelism; chaos_resume_from_savepoint "$kind" ;;
    savepoint-symbols) chaos_change_symbols; chaos_resume_from_savepoint "$kind" ;;
    upgrade) chaos_upgrade ;;
    *) die "no local fault is named $kind" ;;
  esac
}

# note_fault KIND [SECONDS]: before it happens, so that nobody hears of it sooner than the verifier.
note_fault() {
  local now=${EPOCHREALTIME/[.,]/}
  now=${now%???}
  printf '{"k":"fault","s":"ALL","u":%s,"kind":"%s","feed":"process","until":"%s"}\n' "$now" "$1" \
    "$((now + ${2:-0} * 1000))" >>"$CHAOS_FAULTS"
}

kill_hard() {
  local pid
  pid=$(pid_of "$1") || { warn "the $(process_title "$1") was dead already"; return 0; }
  kill -KILL "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
}

respawn() {
  sleep "$RESPAWN_AFTER"
  "$@"
}

# The TaskManager that has most of the job's tasks: the other may have none, and nobody would notice its death.
chaos_kill_taskmanager() {
  local name port
  name=$(busiest_taskmanager)
  port=$TM_METRICS_PORT
  [ "$name" = tm ] || port=$TM2_METRICS_PORT
  note_fault kill-taskmanager
  kill_hard "$name"
  respawn start_taskmanager "$name" "$port"
}

# Which of ours holds more of the venues' sockets.
busiest_taskmanager() {
  local name pid most=-1 count busiest=tm
  for name in tm tm2; do
    pid=$(pid_of "$name") || continue
    count=$(find "/proc/$pid/fd" -lname 'socket:*' 2>/dev/null | wc -l)
    if [ "$count" -gt "$most" ]; then
      most=$count
      busiest=$name
    fi
  done
  printf '%s\n' "$busiest"
}

chaos_stop_taskmanager() {
  local pid
  pid=$(pid_of "$(busiest_taskmanager)") || return 0
  note_fault stop-taskmanager "$1"
  kill -STOP "$pid"
  sleep "$1"
  kill -CONT "$pid" 2>/dev/null || true
}

chaos_full_disk() {
  if [ -z "${MARKETPRISM_OWN_MOUNTS:-}" ]; then
    warn "full-disk is left out: this system lets nobody mount a disk to fill"
    return 0
  fi
  note_fault full-disk "$1"
  cat /dev/zero >"$CHAOS/checkpoints/filler" 2>/dev/null || true
  sleep "$1"
  rm -f "$CHAOS/checkpoints/filler"
}

# chaos_resume_from_savepoint KIND: stop with a savepoint, and go on from it as JOB_ARGS, PARALLELISM and jar are now.
chaos_resume_from_savepoint() {
  local job path output=$LOGS/savepoint.out tries=0
  note_fault "$1" 60
  # A job that is just recovering takes no savepoint.
  until job=$(running_job) && [ -n "$job" ] && job_runs "$job" && flink_cli stop "$job" >"$output" 2>&1 </dev/null; do
    tries=$((tries + 1))
    [ $tries -lt 60 ] || die "no savepoint could be taken for $1; see $output"
    sleep 1
  done
  path=$(sed -n 's/.*[Ss]avepoint completed\. Path: *\(.*\)$/\1/p' "$output" | head -n 1)
  [ -n "$path" ] || die "Flink named no savepoint; its answer is in $output"
  chaos_submit "$path"
}

# One pair goes, for good; one comes that was not there.
chaos_change_symbols() {
  local gone=${CHAOS_PAIRS##*,} come
  for come in LINKUSDT AVAXUSDT DOGEUSDT DOTUSDT; do
    grep -q "$come" "$CHAOS/came" 2>/dev/null || break
  done
  printf '%s\n' "$come" >>"$CHAOS/came"
  for venue in ${VENUES//,/ }; do
    http_post "$(venue_url rest "$venue")" "/sim/list?symbol=$come" || warn "$venue did not list $come"
  done
  CHAOS_PAIRS=${CHAOS_PAIRS%,*},$come
  SYMBOLS=$CHAOS_PAIRS
  say "         $gone is not collected any more, $come is"
  chaos_market
}

chaos_upgrade() {
  if [ -z "$PREVIOUS_JAR" ]; then
    warn "upgrade is left out: it needs --previous-jar"
    return 0
  fi
  PREVIOUS_JAR=
  chaos_resume_from_savepoint upgrade
}

# http_post URL PATH: nothing in, nothing out; fails unless the answer is 200.
http_post() (
  hostport=${1#*://}
  exec 3<>"/dev/tcp/${hostport%%:*}/${hostport##*:}" || exit 1
  printf 'POST %s HTTP/1.0\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n' "$2" >&3
  read -r -t 5 line <&3 || exit 1
  case $line in 'HTTP/1.'?' 200'*) exit 0 ;; *) exit 1 ;; esac
) 2>/dev/null

# Until all tasks run and a checkpoint has been made of it.
chaos_settle() {
  local limit=$((SECONDS + 120)) before=
  until JOB_ID=$(running_job) && [ -n "$JOB_ID" ] && job_runs "$JOB_ID"; do
    [ $SECONDS -lt $limit ] || die "the job did not come back within two minutes after the last fault; logs are in $LOGS"
    sleep 0.5
  done
  before=$(completed_checkpoints)
  until [ "$(completed_checkpoints)" -gt "$((before + 1))" ]; do
    [ $SECONDS -lt $limit ] || die "no checkpoint within two minutes after the last fault; logs are in $LOGS"
    sleep 0.5
  done
}

completed_checkpoints() {
  http_get "$WEB_PORT" "/jobs/$JOB_ID/checkpoints" | grep -o '"completed":[0-9]*' | head -n 1 | tr -dc '0-9' || echo 0
}

chaos_report() {
  local code=0 process
  say "Waiting for the verifier's report ..."
  await_verifier 180
  process=$(alive | tr '\n' ' ')
  [ -s "$CHAOS/report.md" ] || die "the verifier wrote no report; see $LOGS/verifier.out"
  [ -z "$CHAOS_MARKDOWN" ] || cp "$CHAOS/report.md" "$CHAOS_MARKDOWN"
  cat "$CHAOS/report.md"
  grep -q '^  "ok" : true' "$CHAOS/verification.json" || code=1
  if [ $code -eq 0 ]; then
    say "Nothing wrong, nothing lost. Repeat this run with --seed $CHAOS_SEED."
  else
    say "NOT as it should be. Repeat this run with --seed $CHAOS_SEED; truth, plan and report are in $CHAOS, logs in $LOGS."
  fi
  return $code
}
