# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Starting what a run consists of and waiting until it is there.

NATS_URL=

# wait_for SECONDS NAME...: until <name>_ready succeeds for all of them; stops with the reason when a process ends first.
wait_for() {
  local limit=$1 started=$SECONDS missing=0 name left process reported=-1
  shift
  left="$*"
  while [ -n "$left" ]; do
    local still=
    for name in $left; do
      if "${name}_ready"; then
        [ -t 2 ] && printf '\r\033[K' >&2
        say "  $(ready_title "$name") after $((SECONDS - started))s"
        continue
      fi
      still="${still:+$still }$name"
      for process in $(processes_of "$name"); do
        pid_of "$process" >/dev/null || missing=$((missing + 1))
        [ $missing -lt 3 ] || report_death "$process"
      done
    done
    left=$still
    [ -n "$left" ] || break
    if [ $((SECONDS - started)) -ge "$limit" ]; then
      [ "$left" != job ] || report_job_failure
      die "after ${limit}s still not there: $left. Logs are in $LOGS"
    fi
    if [ -t 2 ]; then
      printf '\r\033[K  waiting for: %s ... %ss' "$left" "$((SECONDS - started))" >&2
    elif [ $(((SECONDS - started) / 10)) -gt $reported ]; then
      reported=$(((SECONDS - started) / 10))
      [ $reported -eq 0 ] || say "  waiting for: $left ... $((SECONDS - started))s"
    fi
    sleep 0.2
  done
}

ready_title() {
  case $1 in
    zookeeper) echo "ZooKeeper" ;;
    nats) echo "NATS $NATS_URL" ;;
    flink) echo "Flink cluster http://127.0.0.1:$WEB_PORT" ;;
    simulator) echo "simulated venues $(sed -n 's/^ready \([^ ]*\) ws=ws:\/\/[^:]*\(:[0-9]*\).*/\1 \2/p' "$LOGS/sim.out" |
      paste -sd, - | sed 's/,/, /g')" ;;
    job) echo "job $JOB_ID runs" ;;
    watchers) echo "Prometheus http://127.0.0.1:$PROMETHEUS_PORT" ;;
    health) echo "health server http://127.0.0.1:$HEALTH_PORT/health" ;;
  esac
}

processes_of() {
  case $1 in
    zookeeper) echo zk ;;
    nats) echo nats ;;
    flink | job) echo jm tm ;;
    simulator) echo sim ;;
    watchers) echo prometheus alertmanager blackbox alertlog ;;
    health) echo health ;;
  esac
}

report_death() {
  [ ! -t 2 ] || printf '\r\033[K' >&2
  say "The $(process_title "$1") ended right after its start. Its last words:"
  {
    grep -v '^WARNING: ' "$LOGS/$1.out" | tail -n 15
    grep -m 5 -E 'ERROR|FATAL|\[FTL\]|^Caused by' "$LOGS/$1.log"
  } >&2 2>/dev/null || true
  die "the $(process_title "$1") does not run; its logs: $LOGS/$1.*"
}

# A job that is RESTARTING again and again, or has ended, will not run by waiting.
job_ready() {
  job_runs "$JOB_ID" && return
  local failures
  failures=$(job_failures | grep -c . || true)
  if [ "$failures" -ge 5 ]; then
    report_job_failure
    die "the job fails again and again; logs are in $LOGS"
  fi
  return 1
}

# The first lines of each failure that Flink remembers, newest first: one line per failure.
job_failures() {
  http_get "$WEB_PORT" "/jobs/$JOB_ID/exceptions?maxExceptions=5" |
    grep -o '"stacktrace":"[^"]*' | cut -d'"' -f4 | sed 's/\\n\\tat .*//; s/\\n.*//' | head -n 5
}

report_job_failure() {
  [ ! -t 2 ] || printf '\r\033[K' >&2
  say "The job does not run. What Flink says of it:"
  job_failures | sort -u >&2
}

settle_cluster_ports() {
  settle_port WEB_PORT "Flink's web UI" --web-port
  settle_port TM_METRICS_PORT "metrics of the TaskManager" --tm-metrics-port
  settle_port JM_METRICS_PORT "metrics of the JobManager" --jm-metrics-port
  # Nobody but the cluster itself uses this one.
  if port_taken "$RPC_PORT"; then RPC_PORT=$(free_port); fi
}

settle_nats_ports() {
  settle_port NATS_PORT "NATS" --nats-port
  settle_port NATS_HTTP_PORT "NATS monitoring" --nats-http-port
}
