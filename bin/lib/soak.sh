# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A day of market in time-lapse: many events, instruments that come and go, connections that break, and a look at what the
# TaskManager holds after each minute. It must hold as much at the end as at the beginning.

SOAK=$STATE/soak
SOAK_EVENTS=50000000
SOAK_SECONDS=14400
SOAK_EVERY=20
SOAK_SAMPLES=$SOAK/samples.tsv
SOAK_PLOT=
# So many pairs, each on four markets; book changes and trades of each a second.
SOAK_PAIRS=40
SOAK_UPDATES=200
SOAK_TRADES=60
# Between two disturbances: a delisting, a listing, an end of all connections.
SOAK_DISTURB=30

soak_command() {
  PORTS=auto
  soak_arguments "$@"
  need_java jdk
  command -v jcmd >/dev/null || die "soak needs jcmd, which comes with a JDK, to collect the garbage before it looks"
  build_if_needed
  need_nats
  clear_leftovers
  settle_cluster_ports
  settle_nats_ports
  MODE=soak
  NATS_URL=nats://127.0.0.1:$NATS_PORT
  turn_logs
  rm -rf "$SOAK"
  mkdir -p "$SOAK"
  arm_cleanup
  start_janitor
  soak_start
  soak_run
  local code=0
  soak_report || code=$?
  exit "$code"
}

soak_arguments() {
  while [ $# -gt 0 ]; do
    port_option "$@"
    if [ "$PORT_ARGS" -gt 0 ]; then
      shift "$PORT_ARGS"
      continue
    fi
    case $1 in
      --events) need_value "$1" $#; SOAK_EVENTS=$(number_of "$1" "$2"); shift 2 ;;
      --for) need_value "$1" $#; SOAK_SECONDS=$(seconds_of "$2"); shift 2 ;;
      --every) need_value "$1" $#; SOAK_EVERY=$(seconds_of "$2"); shift 2 ;;
      --pairs) need_value "$1" $#; SOAK_PAIRS=$(number_of "$1" "$2"); shift 2 ;;
      --trades) need_value "$1" $#; SOAK_TRADES=$(number_of "$1" "$2"); shift 2 ;;
      --plot) need_value "$1" $#; SOAK_PLOT=$2; shift 2 ;;
      *) usage_error "soak does not know: $1" ;;
    esac
  done
}

soak_start() {
  save_settings MODE WEB_PORT NATS_URL NATS_PORT NATS_HTTP_PORT TM_METRICS_PORT JM_METRICS_PORT
  configure_flink "$SOAK"
  VENUES=binance_spot,binance_derivatives,okx,deribit
  say "Starting NATS, the simulated venues with $SOAK_PAIRS pairs, a Flink cluster ..."
  start_nats "$SOAK/nats"
  spawn sim "$JAVA" -Xmx2g -Dmarketprism.state="$STATE/" -jar "$SIMULATOR_JAR" serve --port 0 --venues "$VENUES" \
    --symbol-count "$SOAK_PAIRS" --levels 200 --updates "$SOAK_UPDATES" --trades "$SOAK_TRADES" --trade-history 10000
  # The heap is in memory as a whole from the start: what is resident then grows only with what is not the heap.
  export JDK_JAVA_OPTIONS='-XX:+AlwaysPreTouch -XX:NativeMemoryTracking=summary'
  start_flink
  unset JDK_JAVA_OPTIONS
  wait_for 120 nats simulator flink
  soak_market
  say "Submitting the job ..."
  submit_job ""
  wait_for 120 job
}

# Whatever is listed, as it comes and goes; state that nobody updates is dropped within the run.
soak_market() {
  local venue
  simulated_venues
  for venue in binance_spot binance_derivatives okx_spot okx_derivatives deribit_derivatives; do
    JOB_ARGS+=(--set "exchanges.$venue.symbols=all")
  done
  JOB_ARGS+=(--set "exchanges.deribit_derivatives.data_types=[orderbook, trade, funding_rate, open_interest]"
    --set exchanges.binance_spot.orderbook.snapshot-limit=100
    --set exchanges.binance_derivatives.orderbook.snapshot-limit=100
    --set symbols.refresh=10s --set state.ttl=60s --set publish.depth=20 --set collector.id=soak
    --set jetstream.market-trades.max-bytes=256MiB)
}

soak_run() {
  local started=$SECONDS next=$SECONDS disturb=$((SECONDS + SOAK_DISTURB)) round=0 events=0 compare=no
  printf 'seconds\tevents\theap\trss\trocksdb\tdescriptors\tthreads\tsockets\tclose_wait\n' >"$SOAK_SAMPLES"
  say "Until $SOAK_EVENTS events have come, $((SOAK_SECONDS / 60)) minutes at most. Samples: $SOAK_SAMPLES"
  while [ "$events" -lt "$SOAK_EVENTS" ] && [ $((SECONDS - started)) -lt "$SOAK_SECONDS" ]; do
    if [ $SECONDS -ge $next ]; then
      events=$(soak_events)
      soak_sample $((SECONDS - started)) "$events" >>"$SOAK_SAMPLES" ||
        warn "no sample after $((SECONDS - started)) s: the TaskManager did not answer in time"
      [ $((round % 6)) -ne 0 ] || say "$(tail -n 1 "$SOAK_SAMPLES" |
        awk -F'\t' '{ printf "%6d s  %d events  heap %.1f MB  RSS %.0f MB  RocksDB %.1f MB  %d descriptors  %d threads  %d sockets",
          $1, $2, $3 / 1e6, $4 / 1e6, $5 / 1e6, $6, $7, $8 }')"
      round=$((round + 1))
      next=$((next + SOAK_EVERY))
    fi
    if [ $SECONDS -ge $disturb ]; then
      soak_disturb $((disturb / SOAK_DISTURB))
      disturb=$((disturb + SOAK_DISTURB))
    fi
    if [ "$compare" = no ] && [ "$events" -gt $((SOAK_EVENTS / 5)) ]; then
      compare=yes
      soak_look first
      jcmd "$(pid_of tm)" VM.native_memory baseline >/dev/null || true
    fi
    sleep 0.5
  done
  jcmd "$(pid_of tm)" VM.native_memory summary.diff >"$SOAK/native-memory.txt" || true
  # A run that ends early has no first look to compare with.
  [ "$compare" = yes ] || return 0
  soak_look last
  soak_compare >"$SOAK/grown.txt"
}

# soak_look NAME: bytes of each class, and how many threads there are of each name (numbers do not distinguish names).
soak_look() {
  local pid
  pid=$(pid_of tm) || return 0
  jcmd "$pid" GC.class_histogram | awk '$1 ~ /^[0-9]+:$/ { print $4 "\t" $3 }' >"$SOAK/$1.heap" || true
  jcmd "$pid" Thread.print | sed -n 's/^"\([^"]*\)".*/\1/p' | sed 's/[0-9][0-9]*/N/g' | sort | uniq -c |
    awk '{ n = $1; sub(/^ *[0-9]+ /, ""); print $0 "\t" n }' >"$SOAK/$1.threads" || true
}

# What there was more of at the last look than at the first: classes by bytes, threads by number.
soak_compare() {
  local what
  for what in heap threads; do
    printf '%s\n' "$what"
    awk -F'\t' 'NR == FNR { before[$1] = $2; next }
      $2 > before[$1] + 0 { printf "%+d of %d\t%s\n", $2 - before[$1], $2, $1 }' "$SOAK/first.$what" "$SOAK/last.$what" |
      sort -rn | awk 'NR <= 40'
  done
}

# Frames that the venues sent to the job. A venue that is too busy to answer counts as it did the last time.
soak_events() {
  local venue frames
  for venue in ${VENUES//,/ }; do
    frames=$(venue_get "$venue" /sim/status 2>/dev/null | tr ',' '\n' | sed -n 's/.*"frames_sent":\([0-9]*\).*/\1/p') || true
    [ -z "$frames" ] || printf '%s\n' "$frames" >"$SOAK/frames.$venue"
    cat "$SOAK/frames.$venue" 2>/dev/null || true
  done | awk '{ sum += $1 } END { printf "%d\n", sum }'
}

# soak_sample SECONDS EVENTS: a line of what the TaskManager holds, of the heap what lives.
soak_sample() {
  local pid heap rss rocks descriptors threads sockets waiting
  pid=$(pid_of tm) || die "the TaskManager is gone; see $LOGS/tm.log"
  # The histogram collects first and counts what lives at that moment; a look afterwards would count new garbage too.
  heap=$(jcmd "$pid" GC.class_histogram | awk '/^Total/ { print $3 }') || return 1
  [ -n "$heap" ] || return 1
  rss=$(awk '/^VmRSS:/ { print $2 }' "/proc/$pid/status")
  rocks=$(find "$SOAK/tmp" -path '*/db/*' -type f -printf '%s\n' 2>/dev/null | awk '{ sum += $1 } END { printf "%d", sum }')
  descriptors=$(find "/proc/$pid/fd" -mindepth 1 2>/dev/null | wc -l)
  threads=$(awk '/^Threads:/ { print $2 }' "/proc/$pid/status")
  sockets=$(find "/proc/$pid/fd" -lname 'socket:*' 2>/dev/null | wc -l)
  waiting=$(ss -Htnp state close-wait 2>/dev/null | grep -c "pid=$pid," || true)
  printf '%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n' "$1" "$2" "$heap" "$((rss * 1024))" "$rocks" "$descriptors" \
    "$threads" "$sockets" "$waiting"
}

# soak_disturb ROUND: by turns a pair goes and a pair comes; every five minutes all connections end. More often, and with more
# trades, the venues' limits of requests would not let anybody fetch what is missed before it happens again.
soak_disturb() {
  local venue pair
  if [ $(($1 % 10)) -eq 2 ]; then
    for venue in ${VENUES//,/ }; do http_post "$(venue_url rest "$venue")" "/sim/close-sockets" || true; done
  fi
  case $(($1 % 2)) in
    0)
      pair=$(soak_pairs | sed -n 1p) && [ -n "$pair" ] || return 0
      for venue in ${VENUES//,/ }; do http_post "$(venue_url rest "$venue")" "/sim/delist?symbol=$pair" || true; done
      ;;
    1)
      for venue in ${VENUES//,/ }; do http_post "$(venue_url rest "$venue")" "/sim/list?symbol=NEW$1USDT" || true; done
      ;;
  esac
}

# The pairs that trade at present, those that are not of the beginning first.
soak_pairs() { binance_pairs binance_spot | cut -d' ' -f1 | sort -r | grep -v '^BTC\|^ETH'; }

soak_report() {
  local code=0
  [ -z "$SOAK_PLOT" ] || awk -f "$ROOT/bin/lib/plot.awk" "$SOAK_SAMPLES" >"$SOAK_PLOT"
  awk -f "$ROOT/bin/lib/trend.awk" "$SOAK_SAMPLES" || code=$?
  say "Samples: $SOAK_SAMPLES${SOAK_PLOT:+, plot: $SOAK_PLOT}; what grew: $SOAK/grown.txt, $SOAK/native-memory.txt"
  return $code
}
