# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A journal, run through the job again: on the cluster that runs here, or on one that is borrowed for it.

REPLAY_HOME=$STATE/replay

replay_command() {
  local config= nats= place arguments=() sets=()
  while [ $# -gt 0 ]; do
    port_option "$@"
    if [ "$PORT_ARGS" -gt 0 ]; then
      shift "$PORT_ARGS"
      continue
    fi
    case $1 in
      --config) need_value "$1" $#; config=$2; shift 2 ;;
      --nats) need_value "$1" $#; nats=$2; shift 2 ;;
      --set) need_value "$1" $#; sets+=(--set "$2"); shift 2 ;;
      --from)
        need_value "$1" $#
        place=$(journal_place "$2")
        arguments+=("$1" "$place")
        shift 2
        ;;
      --speed | --prefix) need_value "$1" $#; arguments+=("$1" "$2"); shift 2 ;;
      --follow) arguments+=("$1"); shift ;;
      *) usage_error "replay does not know: $1" ;;
    esac
  done
  case " ${arguments[*]-} " in *' --from '*) ;; *) usage_error "replay needs --from nats, or --from FOLDER" ;; esac
  need_java
  build_if_needed
  if [ -f "$RUN/settings" ] && [ -n "$(alive)" ] && [ "$(run_setting MODE)" != replay ]; then
    load_run
    # The job that runs here has been given a configuration already; the journal is likely its own.
    [ -n "$config" ] || replay_as_running
  else
    PORTS=auto
    replay_cluster
  fi
  [ -z "$config" ] || JOB_ARGS=(--config "$config")
  [ ${#JOB_ARGS[@]} -gt 0 ] || usage_error "replay needs --config FILE, as the journal was recorded with"
  JOB_ARGS+=(${sets[@]+"${sets[@]}"} "${arguments[@]}")
  replay_run "${nats:-${NATS_URL:-}}"
}

# journal_place PLACE: a folder by its whole path, because Flink looks for it from elsewhere.
journal_place() {
  case $1 in
    nats | *://* | file:/*) printf '%s\n' "$1" ;;
    *)
      [ -e "$1" ] || usage_error "no such journal: $1"
      printf '%s\n' "$(cd "$(dirname "$1")" && pwd -P)/$(basename "$1")"
      ;;
  esac
}

# The arguments of the job that was started last.
replay_as_running() {
  local launch
  launch=$(data_home "$MODE")/launch
  # shellcheck source=/dev/null
  [ ! -f "$launch" ] || . "$launch"
}

replay_cluster() {
  clear_leftovers
  settle_cluster_ports
  MODE=replay
  turn_logs
  mkdir -p "$REPLAY_HOME"
  arm_cleanup
  start_janitor
  save_settings MODE WEB_PORT TM_METRICS_PORT JM_METRICS_PORT
  configure_flink "$REPLAY_HOME"
  say "Starting a Flink cluster ..."
  start_flink
  wait_for 120 flink
}

# replay_run NATS: submits the replay and waits for its end.
replay_run() {
  local output=$LOGS/replay.out started=$SECONDS
  say "Replaying ..."
  if ! (
    [ -z "$1" ] || export MARKETPRISM_NATS_URL=$1
    flink_cli run -sae -c io.marketprism.job.ReplayJob "$JOB_JAR" "${JOB_ARGS[@]}"
  ) >"$output" 2>&1 </dev/null; then
    case " ${JOB_ARGS[*]} " in
      *' --follow '*) ! grep -q 'JobCancellationException' "$output" || { say "  cancelled"; return; } ;;
    esac
    grep -v -E '^\s+(at |\.\.\. [0-9]+ more)' "$output" >&2 || true
    die "the replay failed; the whole answer is in $output"
  fi
  say "  $(grep 'entries of the journal' "$output"), in $((SECONDS - started))s"
}
