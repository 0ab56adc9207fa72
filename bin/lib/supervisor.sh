# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Starts again what `up` has started and what died or does not answer any more, and submits the job again where the
# JobManager has lost it. A process of its own, ended by `down`; a service manager does the same on other machines.

# A process that gives no sign for so long is killed and started again.
SILENCE_LIMIT=60
# Looked at once in so many seconds; a process that hangs costs five seconds of waiting.
ANSWER_PAUSE=10
LONGEST_BACKOFF=30
SUPERVISING=no

start_supervisor() {
  spawn supervisor env MARKETPRISM_STATE="$STATE" "$BASH" "$ROOT/bin/marketprism" supervise "$STATE/"
}

supervise_command() {
  need_java
  load_run
  # shellcheck source=/dev/null
  . "$(data_home "$MODE")/launch"
  load_run
  [ "${NATS_LOCAL:-yes}" = no ] || need_nats
  SUPERVISING=yes
  # Only a mark: a process that is just being started must get its number written down.
  trap 'SUPERVISING=no; stop_step' TERM INT HUP
  local name
  for name in $(supervised_processes) job; do forgive "$name"; done
  note "Watching: $(supervised_processes | paste -sd ' ' -)"
  while [ "$SUPERVISING" = yes ] && [ -f "$RUN/settings" ]; do
    for name in $(supervised_processes); do
      [ "$SUPERVISING" = no ] || supervise_process "$name"
    done
    [ "$SUPERVISING" = no ] || supervise_job
    sleep 1
  done
}

# The broker first, whoever needs it after it; one word a line.
supervised_processes() {
  [ "${NATS_LOCAL:-yes}" = no ] || echo nats
  printf '%s\n' jm tm health
}

note() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

# Shell variables as a table: bash 3.2 has no other.
remember() { printf -v "SUPERVISED_$1_$2" '%s' "$3"; }

recall() {
  local variable=SUPERVISED_$1_$2
  printf '%s\n' "${!variable:-0}"
}

# forgive NAME: as if it had just been started for the first time.
forgive() {
  remember "$1" failures 0
  remember "$1" due 0
  remember "$1" started "$SECONDS"
  remember "$1" answered "$SECONDS"
  remember "$1" asked "$SECONDS"
}

# again NAME: whether it may be tried now; the first time at once, then after 1, 2, 4, … 30 seconds.
again() { [ "$SECONDS" -ge "$(recall "$1" due)" ]; }

tried() {
  local failures backoff
  failures=$(($(recall "$1" failures) + 1))
  backoff=$((failures > 5 ? LONGEST_BACKOFF : 1 << (failures - 1)))
  remember "$1" failures "$failures"
  remember "$1" due $((SECONDS + backoff))
  remember "$1" started "$SECONDS"
  remember "$1" answered "$SECONDS"
}

supervise_process() {
  local pid
  if pid=$(pid_of "$1"); then
    # What has lived for a minute has recovered.
    [ $((SECONDS - $(recall "$1" started))) -lt 60 ] || remember "$1" failures 0
    check_answer "$1" "$pid"
    return
  fi
  again "$1" || return 0
  note "The $(process_title "$1") does not run: starting it again."
  [ ! -f "$LOGS/$1.out" ] || mv "$LOGS/$1.out" "$LOGS/$1.out.before"
  (start_again "$1") || note "The $(process_title "$1") could not be started."
  tried "$1"
}

start_again() {
  case $1 in
    nats) start_nats "$(data_home "$MODE")/nats" ;;
    jm) start_jobmanager ;;
    tm) start_taskmanager tm "$TM_METRICS_PORT" ;;
    health) start_health ;;
  esac
}

# check_answer NAME PID: a process that lives and hangs is as good as dead.
check_answer() {
  [ $((SECONDS - $(recall "$1" asked))) -ge "$ANSWER_PAUSE" ] || return 0
  remember "$1" asked "$SECONDS"
  if answers "$1"; then
    remember "$1" answered "$SECONDS"
  elif [ $((SECONDS - $(recall "$1" answered))) -ge "$SILENCE_LIMIT" ]; then
    note "The $(process_title "$1") (process $2) has not answered for ${SILENCE_LIMIT}s: killing it."
    kill -KILL "$2" 2>/dev/null || true
    remember "$1" answered "$SECONDS"
  fi
}

answers() {
  case $1 in
    nats) http_get "$NATS_HTTP_PORT" /varz >/dev/null ;;
    jm) http_get "$WEB_PORT" /overview >/dev/null ;;
    tm) taskmanager_registered ;;
    health) http_get "$HEALTH_PORT" /ping >/dev/null ;;
  esac
}

# Only the JobManager can tell; while it does not answer, nothing is held against the TaskManager.
taskmanager_registered() {
  local overview
  overview=$(http_get "$WEB_PORT" /overview) || return 0
  case $overview in *'"taskmanagers":0'*) return 1 ;; esac
}

# --- The job ----------------------------------------------------------------------------------------------------------
# $RUN/job has the id of the job that is to run, and on a second line what it was started from, if anything. A JobManager
# that was started again knows no job; one that has ended, by itself or by somebody's wish, stays ended.

remember_job() { printf '%s\n%s\n' "$1" "$2" >"$RUN/job"; }

forget_job() { rm -f "$RUN/job"; }

supervise_job() {
  local id from jobs state
  [ -s "$RUN/job" ] || return 0
  { read -r id && read -r from; } <"$RUN/job" || return 0
  jobs=$(flink_jobs) || return 0
  state=$(awk -v id="$id" '$1 == id { print $2 }' <<<"$jobs")
  case $state in
    '') ;;
    FAILED | CANCELED | FINISHED)
      note "The job $id has ended as $state. It is not started again by itself: bin/marketprism restore"
      forget_job
      return
      ;;
    *)
      remember job failures 0
      return
      ;;
  esac
  if [ -n "$(awk '$2 == "RUNNING" || $2 == "RESTARTING" || $2 == "CREATED"' <<<"$jobs")" ]; then
    note "Another job than $id runs; that one is not started again."
    forget_job
    return
  fi
  again job && flink_ready || return 0
  from=$(newest_checkpoint "$id" || printf '%s\n' "$from")
  note "The JobManager does not know the job $id: submitting it again, from ${from:-the beginning}."
  step "Submitting" "$LOGS/resubmit.out" submit_job "$from" || note "It was not accepted; see $LOGS/submit.out"
  tried job
}

# newest_checkpoint JOB: the folder of its last completed one; fails without one.
newest_checkpoint() {
  local newest
  newest=$(find "$(data_home "$MODE")/checkpoints/$1" -name _metadata -print 2>/dev/null |
    sed -n 's|^\(.*/chk-\([0-9]*\)\)/_metadata$|\2 \1|p' | sort -n | tail -n 1 | cut -d' ' -f2-)
  [ -n "$newest" ] && printf '%s\n' "$newest"
}
