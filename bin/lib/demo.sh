# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The demo: all of it in one go, on this machine, with a market that nobody else sees.

DEMO=$STATE/demo
DEMO_SECONDS=
DEMO_JSON=no
SYMBOLS=
SPEED=1
REPLAY=()
JOURNAL=

demo_command() {
  PORTS=auto
  demo_arguments "$@"
  build_if_needed
  need_nats
  clear_leftovers
  settle_cluster_ports
  settle_health_port
  settle_nats_ports
  MODE=demo
  NATS_URL=nats://127.0.0.1:$NATS_PORT
  turn_logs
  rm -rf "$DEMO"
  mkdir -p "$DEMO"
  arm_cleanup
  start_janitor
  demo_start
  remember_launch "$DEMO"
  local code=0
  demo_watch || code=$?
  exit "$code"
}

demo_arguments() {
  local speed_given=no
  while [ $# -gt 0 ]; do
    port_option "$@"
    if [ "$PORT_ARGS" -gt 0 ]; then
      shift "$PORT_ARGS"
      continue
    fi
    case $1 in
      --for) need_value "$1" $#; DEMO_SECONDS=$(seconds_of "$2"); shift 2 ;;
      --json) DEMO_JSON=yes; shift ;;
      --journal) need_value "$1" $#; JOURNAL=$2; shift 2 ;;
      --symbols) need_value "$1" $#; SYMBOLS=$2; check_symbols; shift 2 ;;
      --speed)
        need_value "$1" $#
        case $2 in 1 | 10 | max) ;; *) usage_error "--speed is 1, 10 or max, not $2" ;; esac
        SPEED=$2
        speed_given=yes
        shift 2
        ;;
      --replay)
        shift
        while [ $# -gt 0 ] && [ "${1#--}" = "$1" ]; do
          [ -f "$1" ] || usage_error "no such recording: $1"
          REPLAY+=("$(cd "$(dirname "$1")" && pwd -P)/$(basename "$1")")
          shift
        done
        [ ${#REPLAY[@]} -gt 0 ] || usage_error "--replay needs at least one file"
        ;;
      *) usage_error "demo does not know: $1" ;;
    esac
  done
  if replaying; then
    [ -z "$SYMBOLS" ] || usage_error "--symbols is for the synthetic market; a recording has its own"
  else
    [ "$speed_given" = no ] || usage_error "--speed is for --replay"
  fi
  if [ "$DEMO_JSON" = yes ] && [ -z "$DEMO_SECONDS" ] && ! replaying; then
    usage_error "--json prints the summary at the end: say when with --for, or replay something"
  fi
}

check_symbols() {
  case $SYMBOLS in
    '' | *[!A-Z0-9,]*) usage_error "--symbols takes pairs as Binance names them, upper case, with commas: BTCUSDT,ETHUSDT" ;;
  esac
}

replaying() { [ ${#REPLAY[@]} -gt 0 ]; }

# A run that ends by itself ends with a summary.
demo_ends() { [ -n "$DEMO_SECONDS" ] || replaying; }

# All processes at once, then whatever needs another one.
demo_start() {
  local options=()
  save_settings MODE WEB_PORT NATS_URL NATS_PORT NATS_HTTP_PORT TM_METRICS_PORT JM_METRICS_PORT HEALTH_PORT
  configure_flink "$DEMO"
  say "Starting NATS, the simulated venues and a Flink cluster ..."
  start_nats "$DEMO/nats"
  if replaying; then
    VENUES=$(recorded_venue)
    options=(--replay "${REPLAY[@]}" --speed "$SPEED")
  else
    VENUES=binance_spot,binance_derivatives,okx,deribit
    options=(--symbols "${SYMBOLS:-BTCUSDT,ETHUSDT}")
  fi
  start_simulator "$DEMO/truth.log" "${options[@]}"
  start_flink
  start_health
  wait_for 120 nats simulator flink
  if replaying; then recorded_market; else simulated_market; fi
  demo_journal
  # The verifier must be there before the first message.
  ! demo_ends || demo_verify
  say "Submitting the job ..."
  submit_job ""
  wait_for 120 job health
}

# What reaches the feeds is written down, where somebody wants it.
demo_journal() {
  case $JOURNAL in
    '') ;;
    nats) JOB_ARGS+=(--set journal.target=nats) ;;
    *)
      mkdir -p "$JOURNAL" || die "no journal can be written to $JOURNAL"
      JOB_ARGS+=(--set journal.target=files --set "journal.path=$(cd "$JOURNAL" && pwd -P)")
      ;;
  esac
}

demo_verify() {
  local golden file options=(--duration 86400)
  if replaying; then
    options+=(--until-finished "$(venue_url rest "$VENUES")")
    grep -q '^orderbook' <<<"$SUBJECTS" || options+=(--min-books 0)
    grep -q '^trade' <<<"$SUBJECTS" || options+=(--min-trades 0)
    golden=$(golden_books "${REPLAY[@]}")
    if [ -n "$golden" ]; then
      options+=(--min-golden 1)
      while read -r file; do options+=(--golden "$file"); done <<<"$golden"
    fi
  else
    # Each of the polled types at least once of each of its subjects, and some liquidations.
    options+=(--min-derivatives "$(grep -c -v '^orderbook\|^trade' <<<"$SUBJECTS")")
  fi
  # The view's end is the verifier's, whatever made it end.
  start_verifier "$DEMO/truth.log" "$DEMO/verification.json" --until-exists "$DEMO/summary.json" "${options[@]}"
}

# Shows the run until it ends or is ended; the exit code says whether all was as it should be.
demo_watch() {
  local arguments=(--nats "$NATS_URL" --flink "http://127.0.0.1:$WEB_PORT" --subjects "$(paste -sd, - <<<"$SUBJECTS")")
  local note="Simulated venues. Figures are polled each 5 s here, each 20 to 60 s by default." code=0
  if replaying; then note="Recorded frames of $VENUES."; fi
  # Ctrl-C is how an endless demo is meant to end.
  demo_ends || trap 'exit 0' INT
  if demo_ends; then
    arguments+=(--summary-file "$DEMO/summary.json")
    [ -z "$DEMO_SECONDS" ] || arguments+=(--for "$DEMO_SECONDS")
    ! replaying || arguments+=(--until-replayed "$(venue_url rest "$VENUES")")
  fi
  if [ "$DEMO_JSON" = no ] && [ -t 1 ] && [ -t 2 ]; then
    watch_in_background watch "${arguments[@]}" --footer "$note" \
      --footer "Ctrl-C stops everything. In another terminal: bin/marketprism tail 'trade.>'"
  else
    say "$note"
    watch_in_background summary --silent "${arguments[@]}"
  fi || code=$?
  [ $code -eq 0 ] || die "the view ended with exit code $code; logs are in $LOGS"
  ! demo_ends || demo_report
}

# In the background and waited for: only so a signal reaches this script at once, and the clean-up has the say.
watch_in_background() {
  become_console "$@" <&0 9>&- &
  local pid=$!
  printf '%s\n' "$pid" >"$RUN/console.pid"
  wait "$pid"
}

demo_report() {
  local arguments=(--summary-file "$DEMO/summary.json" --verification "$DEMO/verification.json")
  say "Waiting for the verifier's report ..."
  await_verifier 60
  [ "$DEMO_JSON" = no ] || arguments+=(--json)
  console report "${arguments[@]}"
}
