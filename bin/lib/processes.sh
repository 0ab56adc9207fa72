# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The processes of a run: started, recognised as ours, stopped. One run at a time lives in a state folder.
#
#   $STATE/run/NAME.pid   one per process
#   $STATE/run/owner      the process id of the script that a demo belongs to; absent for `up`
#   $STATE/run/settings   mode, ports and URLs of the run, as shell assignments

RUN=$STATE/run
LOGS=$STATE/log

# In the order in which they are told to stop.
PROCESSES="supervisor prometheus alertmanager blackbox alertlog console inflictor sampler verifier health tm tm2 jm sim nats zk"

process_title() {
  case $1 in
    jm) echo "Flink JobManager" ;;
    tm) echo "Flink TaskManager" ;;
    tm2) echo "second Flink TaskManager" ;;
    zk) echo "ZooKeeper" ;;
    inflictor) echo "inflictor of faults" ;;
    sampler) echo "sampler of memory and sockets" ;;
    nats) echo "NATS server" ;;
    prometheus) echo "Prometheus" ;;
    alertmanager) echo "Alertmanager" ;;
    blackbox) echo "blackbox exporter" ;;
    alertlog) echo "receiver of alerts" ;;
    health) echo "health server" ;;
    supervisor) echo "supervisor" ;;
    sim) echo "simulator" ;;
    console) echo "live view" ;;
    verifier) echo "verifier" ;;
  esac
}

command_line() {
  if [ -r "/proc/$1/cmdline" ]; then
    # The group takes the shell's own complaint, of a process that has just ended.
    { tr '\000' ' ' <"/proc/$1/cmdline"; } 2>/dev/null
  else
    ps -ww -o args= -p "$1" 2>/dev/null
  fi
}

# pid_of NAME: the process id, only if the process lives and really is ours: each has the state folder in its command
# line. A number that the system has given to somebody else since must never be killed.
pid_of() {
  local pid
  [ -f "$RUN/$1.pid" ] && read -r pid <"$RUN/$1.pid" || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  kill -0 "$pid" 2>/dev/null || return 1
  case $(command_line "$pid") in
    *"$STATE/"*) printf '%s\n' "$pid" ;;
    *) return 1 ;;
  esac
}

# spawn NAME COMMAND...: in a process group of its own, so that Ctrl-C on the terminal does not reach it and the clean-up
# has the say; without the descriptor by which the janitor knows that this script lives.
spawn() {
  local name=$1
  shift
  mkdir -p "$RUN" "$LOGS"
  set -m
  nohup "$@" >"$LOGS/$name.out" 2>&1 </dev/null 9>&- &
  local pid=$!
  set +m
  disown "$pid" 2>/dev/null || true
  printf '%s\n' "$pid" >"$RUN/$name.pid"
}

# Processes of the run that live, by name.
alive() {
  local name
  for name in $PROCESSES; do
    if pid_of "$name" >/dev/null; then echo "$name"; fi
  done
}

# stop_processes NAME...: TERM to all, up to fifteen seconds of patience with all together, then KILL.
stop_processes() {
  local name pid waiting=0 left=
  for name in "$@"; do
    if pid=$(pid_of "$name"); then
      kill -TERM "$pid" 2>/dev/null || true
      left="$left $name"
    fi
  done
  while [ -n "$left" ] && [ $waiting -lt 150 ]; do
    local still=
    for name in $left; do
      if pid_of "$name" >/dev/null; then still="$still $name"; fi
    done
    left=$still
    [ -z "$left" ] || sleep 0.1
    waiting=$((waiting + 1))
  done
  for name in $left; do
    if pid=$(pid_of "$name"); then
      say "The $(process_title "$name") (process $pid) did not end when asked: killing it."
      kill -KILL "$pid" 2>/dev/null || true
    fi
  done
  for name in "$@"; do rm -f "$RUN/$name.pid"; done
}

# The sources of the data first, the broker last: nobody is cut off from what it still wants to write to.
stop_run() {
  # By itself and before all others, or it would start them again.
  stop_processes supervisor
  # shellcheck disable=SC2086 # names, one word each
  stop_processes $PROCESSES
  rm -rf "$RUN"
}

owner_alive() {
  local owner
  [ -f "$RUN/owner" ] && read -r owner <"$RUN/owner" || return 1
  kill -0 "$owner" 2>/dev/null || return 1
  case $(command_line "$owner") in *marketprism*) return 0 ;; *) return 1 ;; esac
}

# Before a new run: another one that lives is respected, what is left of a dead one is cleared away.
clear_leftovers() {
  [ -d "$RUN" ] || return 0
  local living
  living=$(alive)
  local mode
  mode=$(run_setting MODE)
  if [ "$mode" != up ] && owner_alive; then
    die "a $mode of this folder is already running (process $(cat "$RUN/owner")); end it with Ctrl-C there, or here" \
      "with: bin/marketprism down"
  fi
  if [ -n "$living" ] && [ "$mode" = up ]; then
    die "a cluster of this folder is already running (bin/marketprism status shows it); stop it with:" \
      "bin/marketprism down"
  fi
  if [ -n "$living" ]; then
    # shellcheck disable=SC2086
    say "An earlier run ended without cleaning up. Stopping what it left:" $living
  else
    say "Clearing the process ids of an earlier run; none of its processes is alive."
  fi
  stop_run
}

# One generation of logs is kept: that of the run before.
turn_logs() {
  rm -rf "$LOGS.previous"
  [ ! -d "$LOGS" ] || mv "$LOGS" "$LOGS.previous"
  mkdir -p "$LOGS" "$RUN"
}

save_settings() {
  local name
  for name in "$@"; do printf '%s=%q\n' "$name" "${!name}"; done >"$RUN/settings"
}

# run_setting NAME: of the run in the state folder, empty if there is none.
run_setting() {
  [ -f "$RUN/settings" ] || return 0
  # shellcheck source=/dev/null
  (. "$RUN/settings" && eval "printf '%s\n' \"\${$1:-}\"")
}

load_run() {
  if [ ! -f "$RUN/settings" ] || [ -z "$(alive)" ]; then
    die "nothing is running here; start it with: bin/marketprism demo, or bin/marketprism up --config FILE"
  fi
  # shellcheck source=/dev/null
  . "$RUN/settings"
}

# --- The janitor ------------------------------------------------------------------------------------------------------
# A demo must not outlive its script, not even when that is killed with -9. The janitor reads from a pipe whose only
# writer is the script: it reads to the end when the script is gone, whatever the reason, and clears up what is left.

start_janitor() {
  printf '%s\n' "$$" >"$RUN/owner"
  exec 9> >(janitor >/dev/null 2>&1)
}

janitor() {
  trap '' INT TERM HUP
  cat >/dev/null
  local owner
  # By now the folder may belong to the next run.
  if [ -f "$RUN/owner" ] && read -r owner <"$RUN/owner" && [ "$owner" = "$$" ]; then stop_run; fi
}

# on_exit: the orderly end, by itself, by error or by signal.
arm_cleanup() {
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  trap cleanup EXIT
}

cleanup() {
  local code=$?
  trap '' INT TERM HUP
  trap - EXIT
  stop_step
  if [ -n "$(alive)" ]; then
    say "Stopping everything ..."
    stop_run
    say "All stopped."
  else
    stop_run
  fi
  exit "$code"
}
