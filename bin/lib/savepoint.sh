# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stop with a savepoint, start again from it.

# The folder of the run's data: checkpoints, savepoints, JetStream.
data_home() { printf '%s\n' "$STATE/$1"; }

savepoint_command() {
  local keep=no output job path
  while [ $# -gt 0 ]; do
    case $1 in
      --keep-running) keep=yes; shift ;;
      *) usage_error "savepoint does not know: $1" ;;
    esac
  done
  need_java
  load_run
  job=$(running_job)
  [ -n "$job" ] || die "no job runs on the cluster http://127.0.0.1:$WEB_PORT"
  output=$LOGS/savepoint.out
  if [ "$keep" = yes ]; then
    step "Taking a savepoint" "$output" flink_cli savepoint "$job" || exit 1
  else
    forget_job
    step "Stopping the job with a savepoint" "$output" flink_cli stop "$job" || exit 1
  fi
  path=$(sed -n 's/.*[Ss]avepoint completed\. Path: *\(.*\)$/\1/p' "$output" | head -n 1)
  [ -n "$path" ] || die "Flink named no savepoint; its answer is in $output"
  printf '%s\n' "$path" >"$(data_home "$MODE")/last-savepoint"
  printf '%s\n' "$path"
  [ "$keep" = yes ] || say "The job is stopped, the cluster runs on. Start it again with: bin/marketprism restore"
}

restore_command() {
  local path= mode
  [ $# -le 1 ] || usage_error "restore takes one path at most"
  case ${1:-} in -*) usage_error "restore does not know: $1" ;; esac
  mode=up
  if [ -f "$RUN/settings" ] && [ -n "$(alive)" ]; then mode=$(run_setting MODE); fi
  path=${1:-$(cat "$(data_home "$mode")/last-savepoint" 2>/dev/null || true)}
  [ -n "$path" ] || no_savepoint "$mode"
  case $path in
    *://* | file:/*) ;;
    *)
      [ -e "$path" ] || die "no such savepoint: $path"
      path=$(cd "$(dirname "$path")" && pwd -P)/$(basename "$path")
      ;;
  esac
  [ -f "$(data_home "$mode")/launch" ] ||
    die "no earlier run to restore is known here; start one with: bin/marketprism up --config FILE"
  # shellcheck source=/dev/null
  . "$(data_home "$mode")/launch"
  need_java
  if [ -f "$RUN/settings" ] && [ -n "$(alive)" ]; then
    load_run
    [ -z "$(running_job)" ] || die "the job is running; stop it first with: bin/marketprism savepoint"
    say "Submitting the job with the state of $path ..."
    submit_job "$path"
    wait_for 120 job
  else
    start_up "$path"
  fi
  say "Restored from $path"
}

# A retained checkpoint is as good to start from, but it is the user's choice to take an older state than a savepoint.
no_savepoint() {
  local newest
  newest=$(find "$(data_home "$1")/checkpoints" -name _metadata -print 2>/dev/null |
    while read -r file; do printf '%s %s\n' "$(basename "$(dirname "$file")" | tr -dc '0-9')" "$file"; done |
    sort -n | tail -n 1 | cut -d' ' -f2- || true)
  [ -z "$newest" ] || say "The newest checkpoint: bin/marketprism restore '$(dirname "$newest")'"
  die "no savepoint was taken yet; take one with: bin/marketprism savepoint"
}
