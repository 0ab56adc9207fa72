# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The collector as a configuration file says, on a local cluster that outlives this script.

UP=$STATE/up
CONFIG=
NATS_GIVEN=

up_command() {
  local sets=()
  while [ $# -gt 0 ]; do
    port_option "$@"
    if [ "$PORT_ARGS" -gt 0 ]; then
      shift "$PORT_ARGS"
      continue
    fi
    case $1 in
      --config) need_value "$1" $#; CONFIG=$2; shift 2 ;;
      --nats) need_value "$1" $#; NATS_GIVEN=$2; shift 2 ;;
      --set) need_value "$1" $#; sets+=(--set "$2"); shift 2 ;;
      *) usage_error "up does not know: $1" ;;
    esac
  done
  [ -n "$CONFIG" ] || usage_error "up needs --config FILE; conf/collector.yaml is one"
  [ -f "$CONFIG" ] || usage_error "no such file: $CONFIG"
  CONFIG=$(cd "$(dirname "$CONFIG")" && pwd -P)/$(basename "$CONFIG")
  JOB_ARGS=(--config "$CONFIG" ${sets[@]+"${sets[@]}"})
  start_up ""
  [ ! -f "$UP/last-savepoint" ] ||
    say "The job started without state; the last savepoint is $(cat "$UP/last-savepoint") (bin/marketprism restore)."
}

# nats_url_of FILE: `url` of the section `nats`.
nats_url_of() {
  awk '/^[^ #]/ { inside = ($1 == "nats:") }
       inside && $1 == "url:" { gsub(/["'\'']/, "", $2); print $2; exit }' "$1"
}

# Which NATS: the one asked for by option or environment is used as it is; the one in the file too, unless it is on this
# host, then it is started here.
choose_nats() {
  local url=${NATS_GIVEN:-${MARKETPRISM_NATS_URL:-${NATS_URL:-}}} hostport
  NATS_LOCAL=no
  if [ -n "$url" ]; then
    NATS_URL=$url
    return
  fi
  url=$(nats_url_of "$CONFIG")
  hostport=${url#*://}
  case ${hostport%%[:/]*} in
    '' | localhost | 127.0.0.1)
      NATS_LOCAL=yes
      case $hostport in
        *:[0-9]*) [ "$NATS_PORT" != 4222 ] || NATS_PORT=${hostport##*:} ;;
      esac
      NATS_PORT=${NATS_PORT%%/*}
      ;;
    *) NATS_URL=$url ;;
  esac
}

# start_up SAVEPOINT: everything from nothing; undone when one part of it fails.
start_up() {
  build_if_needed
  clear_leftovers
  choose_nats
  settle_cluster_ports
  settle_health_port
  if [ "$NATS_LOCAL" = yes ]; then
    need_nats
    port_taken "$NATS_PORT" && [ "$PORTS" = strict ] &&
      say "To use a NATS server that is already there: --nats nats://127.0.0.1:$NATS_PORT"
    settle_nats_ports
    NATS_URL=nats://127.0.0.1:$NATS_PORT
  fi
  MODE=up
  turn_logs
  arm_cleanup
  save_settings MODE WEB_PORT NATS_URL NATS_LOCAL NATS_PORT NATS_HTTP_PORT TM_METRICS_PORT JM_METRICS_PORT HEALTH_PORT CONFIG
  configure_flink "$UP"
  [ -n "$1" ] || forget_old_checkpoints
  say "Starting the cluster ..."
  [ "$NATS_LOCAL" = no ] || start_nats "$UP/nats"
  start_flink
  start_health
  if [ "$NATS_LOCAL" = yes ]; then wait_for 120 nats flink; else wait_for 60 flink; fi
  say "Submitting the job ..."
  submit_job "$1"
  wait_for 120 job health
  mkdir -p "$UP"
  remember_launch "$UP"
  start_supervisor
  trap - INT TERM HUP EXIT
  say "The collector runs: web UI http://127.0.0.1:$WEB_PORT, NATS $NATS_URL," \
    "metrics http://127.0.0.1:$TM_METRICS_PORT/metrics (TaskManager) and :$JM_METRICS_PORT (JobManager)," \
    "health http://127.0.0.1:$HEALTH_PORT/health."
  say "What dies is started again by the supervisor: bin/marketprism logs supervisor."
  say "Next: bin/marketprism status, bin/marketprism tail 'trade.>', bin/marketprism down."
}

# Checkpoints outlive their job on purpose; those of the last three jobs are enough to go back to.
forget_old_checkpoints() {
  local folder
  # shellcheck disable=SC2012 # job ids are hexadecimal; what counts is the order of their times
  ls -t "$UP/checkpoints" | tail -n +4 | while read -r folder; do rm -rf "$UP/checkpoints/${folder:?}"; done
}

# What `restore` needs to start the same job again, also after `down`.
remember_launch() {
  {
    local name
    for name in CONFIG NATS_GIVEN WEB_PORT NATS_PORT NATS_HTTP_PORT TM_METRICS_PORT JM_METRICS_PORT HEALTH_PORT; do
      printf '%s=%q\n' "$name" "${!name:-}"
    done
    printf 'JOB_ARGS=('
    printf '%q ' "${JOB_ARGS[@]}"
    printf ')\n'
  } >"$1/launch"
}

down_command() {
  [ $# -eq 0 ] || usage_error "down takes no arguments"
  if [ ! -d "$RUN" ] || [ -z "$(alive)" ]; then
    [ ! -d "$RUN" ] || rm -rf "$RUN"
    say "Nothing is running here."
    return
  fi
  local mode owner
  mode=$(run_setting MODE)
  if [ "$mode" = demo ] && owner_alive; then
    # The demo's own script cleans up; it only has to be told.
    read -r owner <"$RUN/owner"
    say "Ending the demo (process $owner) ..."
    kill -TERM "$owner"
    local waited=0
    while [ -d "$RUN" ] && [ $waited -lt 200 ]; do
      sleep 0.1
      waited=$((waited + 1))
    done
  fi
  [ ! -d "$RUN" ] || stop_run
  say "Stopped."
}
