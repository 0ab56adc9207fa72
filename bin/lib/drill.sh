# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The incident, made to happen: the demo's cluster with its supervisor and the health server, watched by a real Prometheus
# and Alertmanager. Each scenario must call a person in time, mute what follows from it, and end by itself.

DRILL=$STATE/drill
DRILL_SCENARIOS=
DRILL_MARKDOWN=
# What can be drilled, in the order that lets restarts be forgotten between those that cause some.
DRILL_ALL="collector-killed venue-silent collector-hangs connections-leaked nats-away memory-pressure disk-full"
# A message may take so long beyond the `for` of its rule, seconds.
DRILL_GRACE=30
# What a scenario is at most given to raise its alert, and to end again, seconds.
DRILL_PATIENCE=900
# kind, time in ms, and what belongs to it, tab-separated.
DRILL_MARKS=$DRILL/marks.tsv
DRILL_HEALTH=$DRILL/health.tsv
DRILL_MUTED=$DRILL/muted.tsv

drill_command() {
  PORTS=auto
  drill_arguments "$@"
  need_java jdk
  build_if_needed
  need_nats
  need_watchers
  clear_leftovers
  own_mounts drill "$@"
  leave_out_disk
  settle_cluster_ports
  # Whatever starts on this machine meanwhile takes the default.
  RPC_PORT=$(free_port)
  settle_nats_ports
  settle_health_port
  settle_watcher_ports
  MODE=drill
  NATS_LOCAL=yes
  NATS_URL=nats://127.0.0.1:$NATS_PORT
  turn_logs
  rm -rf "$DRILL"
  mkdir -p "$DRILL"
  arm_cleanup
  start_janitor
  drill_start
  local scenario code=0
  for scenario in $DRILL_SCENARIOS; do drill_scenario "$scenario"; done
  drill_mark end -
  drill_report || code=$?
  exit "$code"
}

drill_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --scenario)
        need_value "$1" $#
        case " $DRILL_ALL collector-stays-away " in *" $2 "*) ;; *) usage_error "no scenario is named $2; there are: $DRILL_ALL collector-stays-away" ;; esac
        DRILL_SCENARIOS="$DRILL_SCENARIOS $2"
        shift 2
        ;;
      --markdown) need_value "$1" $#; DRILL_MARKDOWN=$2; shift 2 ;;
      *) usage_error "drill does not know: $1" ;;
    esac
  done
  DRILL_SCENARIOS=${DRILL_SCENARIOS:-$DRILL_ALL}
}

# A disk that can be filled is a mount of our own; not every system allows that.
leave_out_disk() {
  local scenario left=
  [ -z "${MARKETPRISM_OWN_MOUNTS:-}" ] || return 0
  case " $DRILL_SCENARIOS " in *" disk-full "*) ;; *) return 0 ;; esac
  warn "disk-full is left out: this system lets nobody mount a disk to fill"
  for scenario in $DRILL_SCENARIOS; do [ "$scenario" = disk-full ] || left="$left $scenario"; done
  DRILL_SCENARIOS=$left
  [ -n "$left" ] || die "nothing is left to drill"
}

drill_start() {
  save_settings MODE WEB_PORT NATS_URL NATS_LOCAL NATS_PORT NATS_HTTP_PORT TM_METRICS_PORT JM_METRICS_PORT HEALTH_PORT
  mkdir -p "$DRILL/checkpoints"
  [ -z "${MARKETPRISM_OWN_MOUNTS:-}" ] || mount -t tmpfs -o size=256m tmpfs "$DRILL/checkpoints"
  configure_flink "$DRILL"
  configure_watchers
  VENUES=binance_spot,binance_derivatives,okx,deribit
  say "Starting NATS, the simulated venues, a Flink cluster, the health server, Prometheus and Alertmanager ..."
  start_nats "$DRILL/nats"
  start_simulator "$DRILL/truth.log" --symbols BTCUSDT,ETHUSDT
  start_flink
  start_health
  wait_for 180 nats simulator flink
  simulated_market
  say "Submitting the job ..."
  submit_job ""
  wait_for 180 job health
  remember_launch "$DRILL"
  start_supervisor
  start_watchers
  wait_for 120 watchers
  silence_exporter
  spawn sampler "$BASH" "$ROOT/bin/lib/sample-health.sh" "$HEALTH_PORT" "$DRILL_HEALTH"
  : >"$DRILL_MUTED"
  drill_mark calm -
  say "Prometheus http://127.0.0.1:$PROMETHEUS_PORT, Alertmanager http://127.0.0.1:$ALERTMANAGER_PORT," \
    "health http://127.0.0.1:$HEALTH_PORT/health, alerts $LOGS/alertlog.out"
  say "Two minutes in which nothing is to be said ..."
  drill_await 600 "the collector is healthy and nothing fires" drill_calm
  drill_hold 120
}

now_ms() {
  local now=${EPOCHREALTIME/[.,]/}
  printf '%s\n' "${now%???}"
}

# drill_mark KIND WHAT...
drill_mark() {
  local kind=$1
  shift
  printf '%s\t%s\t%s\n' "$kind" "$(now_ms)" "$*" >>"$DRILL_MARKS"
}

# drill_await SECONDS WHAT COMMAND...: polls; fails, and says so, after that time.
drill_await() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    if [ $SECONDS -ge $limit ]; then
      say "  NOT within the time: $what"
      return 1
    fi
    sleep 1
  done
}

# drill_hold SECONDS: the fault goes on for so long.
drill_hold() {
  local until=$((SECONDS + $1))
  while [ $SECONDS -lt $until ]; do sleep 1; done
}

# Nothing but what is still remembered of earlier restarts, which takes a quarter of an hour. After a restart trades are
# fetched first: a market that publishes none has not caught up.
drill_calm() {
  [ "$(tail -n 1 "$DRILL_HEALTH" 2>/dev/null | cut -f3)" = healthy ] &&
    prometheus_query 'sum by (exchange, market_type) (rate(marketprism_nats_messages_published_labeled_total{data_type="trade"}[20s])) == 0' |
    grep -q '"result":\[\]' &&
    ! firing_alerts | grep -q -v -x -e NatsExporterDown -e FlinkRestarted
}

# told STATUS ALERT: since the fault began, by the time that the alert began to fire.
told() {
  awk -F'\t' -v status="$1" -v alert="$2" -v since="$(iso_of "$FAULT_AT")" \
    '$2 == status && $4 == alert && $1 > since { found = 1 } END { exit !found }' "$LOGS/alertlog.out"
}

iso_of() { date -u -d "@${1%???}.${1: -3}" +%Y-%m-%dT%H:%M:%S.%3NZ; }

note_muted() {
  local name
  for name in $(muted_alerts); do printf '%s\t%s\n' "$(now_ms)" "$name" >>"$DRILL_MUTED"; done
}

told_noting_muted() {
  note_muted
  told "$@"
}

# drill_scenario NAME: fault, message, end of the fault, message of the end. What each is, says drill-scenarios.sh.
drill_scenario() {
  local alert
  alert=$(scenario_alert "$1")
  drill_await 1200 "calm before $1" drill_calm || true
  FAULT_AT=$(now_ms)
  say "$1: $(scenario_title "$1")"
  drill_mark fault "$1"
  "begin_${1//-/_}"
  drill_await "$DRILL_PATIENCE" "$alert at the webhook" told_noting_muted firing "$alert" || true
  say "  $alert after $(((($(now_ms)) - FAULT_AT) / 1000)) s"
  # So that what follows from it has the time to show, and to be muted.
  drill_hold "$(scenario_hold "$1")"
  note_muted
  drill_mark healing "$1"
  "end_${1//-/_}"
  drill_await "$DRILL_PATIENCE" "the end of $alert at the webhook" told_noting_muted resolved "$alert" || true
  drill_mark resolved "$1"
  drill_await 600 "the collector is healthy again" drill_calm || true
  drill_mark healthy "$1"
}
