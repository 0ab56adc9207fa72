# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The whole job under load, measured: frames out of memory over real sockets, a real cluster, real checkpoints, a real NATS.

BENCH=$STATE/bench
BENCH_MODE=quick
BENCH_REPORT=$BENCH/report.md
BENCH_JAR=$ROOT/benchmarks/target/marketprism-benchmarks.jar
BENCH_RECORDING=
BENCH_SETS=()
BENCH_FLINK=()
# One run of one's own instead of those of a mode.
BENCH_STEPS=
BENCH_INSTRUMENTS=
BENCH_SLOTS=1
BENCH_TRADES=core
BENCH_WARM_UP=40
BENCH_ALL=yes
# Where the report goes besides, its plots beside it.
BENCH_TO=
# A folder for a flame graph of each step.
BENCH_PROFILES=

bench_command() {
  PORTS=auto
  bench_arguments "$@"
  need_java jdk
  command -v jcmd >/dev/null || die "bench needs jcmd, which comes with a JDK, to collect the garbage before it looks"
  [ -r /proc/self/stat ] || die "bench needs Linux: it reads CPU times from /proc"
  build_if_needed
  need_nats
  clear_leftovers
  settle_cluster_ports
  settle_nats_ports
  MODE=bench
  NATS_URL=nats://127.0.0.1:$NATS_PORT
  turn_logs
  rm -rf "$BENCH"
  mkdir -p "$BENCH"
  arm_cleanup
  start_janitor
  bench_machine "$@" >"$BENCH_REPORT"
  if [ "$BENCH_ALL" = yes ]; then
    bench_micro
    bench_ceiling
  fi
  if [ -n "$BENCH_STEPS$BENCH_INSTRUMENTS" ]; then
    bench_run own "${BENCH_INSTRUMENTS:-10}" "$BENCH_SLOTS" "$BENCH_TRADES" "${BENCH_STEPS:-free:20,10000:20}"
  else
    "bench_$BENCH_MODE"
  fi
  bench_plot || warn "there is no plot of the runs"
  if [ -n "$BENCH_TO" ]; then
    cp "$BENCH_REPORT" "$BENCH_TO"
    [ ! -f "$BENCH/report.svg" ] || cp "$BENCH/report.svg" "${BENCH_TO%.md}.svg"
  fi
  cat "$BENCH_REPORT"
  say "The report: $BENCH_REPORT; figures beside it in *.tsv."
  exit 0
}

bench_arguments() {
  while [ $# -gt 0 ]; do
    port_option "$@"
    if [ "$PORT_ARGS" -gt 0 ]; then
      shift "$PORT_ARGS"
      continue
    fi
    case $1 in
      quick | full) BENCH_MODE=$1; shift ;;
      --instruments) need_value "$1" $#; BENCH_INSTRUMENTS=$(number_of "$1" "$2"); shift 2 ;;
      --slots) need_value "$1" $#; BENCH_SLOTS=$(number_of "$1" "$2"); shift 2 ;;
      --steps) need_value "$1" $#; BENCH_STEPS=$2; shift 2 ;;
      --warm-up) need_value "$1" $#; BENCH_WARM_UP=$(seconds_of "$2"); shift 2 ;;
      --trades)
        need_value "$1" $#
        case $2 in core | jetstream) ;; *) usage_error "--trades is core or jetstream, not $2" ;; esac
        BENCH_TRADES=$2
        shift 2
        ;;
      --recording)
        need_value "$1" $#
        [ -f "$2" ] || usage_error "no such recording: $2"
        BENCH_RECORDING=$(cd "$(dirname "$2")" && pwd -P)/$(basename "$2")
        shift 2
        ;;
      --set) need_value "$1" $#; BENCH_SETS+=(--set "$2"); shift 2 ;;
      --flink) need_value "$1" $#; BENCH_FLINK+=("$2"); shift 2 ;;
      --to)
        need_value "$1" $#
        case $2 in *.md) ;; *) usage_error "--to is a file .md, not $2" ;; esac
        [ -d "$(dirname "$2")" ] || usage_error "there is no folder for $2"
        BENCH_TO=$(cd "$(dirname "$2")" && pwd -P)/$(basename "$2")
        shift 2
        ;;
      --only-job) BENCH_ALL=no; shift ;;
      --profile)
        need_value "$1" $#
        mkdir -p "$2" || usage_error "cannot make the folder $2"
        BENCH_PROFILES=$(cd "$2" && pwd -P)
        shift 2
        ;;
      *) usage_error "bench does not know: $1" ;;
    esac
  done
}

# --- What is run ------------------------------------------------------------------------------------------------------

bench_quick() {
  bench_run core 10 1 core free:20,10000:30,10%:20,50%:20,80%:20
  bench_run jetstream 10 1 jetstream free:20,10000:30
}

bench_full() {
  bench_run core 10 1 core free:60,10000:60,10%:60,50%:60,80%:60
  bench_run jetstream 10 1 jetstream free:60,10000:60,50%:60,80%:60
  bench_run slots 10 2 core free:60,10000:60,50%:60
  # More instruments than publish without end what they are given: without a pace that would be a test of what is given up.
  bench_run instruments-10 10 1 core 16000:60
  bench_run instruments-100 100 1 core 16000:60
  bench_run instruments-1000 1000 1 core 16000:60
  bench_run instruments-2300 2300 1 core 16000:120,restart:900
  bench_run instruments-5000 5000 1 core 16000:60
}

# bench_run NAME INSTRUMENTS SLOTS core|jetstream STEPS: from nothing, and to nothing again.
bench_run() {
  local name=$1 instruments=$2 slots=$3 trades=$4 steps=$5 data=$BENCH/$1 options=()
  say "$name: $instruments instruments, $slots slot(s), trades by $trades, loads $steps"
  configure_flink "$data" "execution.checkpointing.interval: 10 s" "taskmanager.numberOfTaskSlots: $slots" \
    "parallelism.default: $slots" ${BENCH_FLINK[@]+"${BENCH_FLINK[@]}"}
  save_settings MODE WEB_PORT NATS_URL NATS_PORT NATS_HTTP_PORT TM_METRICS_PORT JM_METRICS_PORT
  start_nats "$data/nats"
  start_flink
  wait_for 120 nats flink
  VENUES=binance_spot
  [ -z "$BENCH_RECORDING" ] || options=(--recording "$BENCH_RECORDING")
  spawn sim "$JAVA" -Xmx1g -XX:+UseParallelGC -Dmarketprism.state="$STATE/" -jar "$SIMULATOR_JAR" load \
    --instruments "$instruments" --timed $(((instruments + 49) / 50)) --steps "$steps" --warm-up "$BENCH_WARM_UP" --patience $((600 + instruments)) \
    --nats "$NATS_URL" --nats-process "$(pid_of nats)" --taskmanager-process "$(pid_of tm)" \
    --flink "http://127.0.0.1:$WEB_PORT" --metrics "http://127.0.0.1:$TM_METRICS_PORT/metrics" \
    --tsv "$BENCH/$name.tsv" ${options[@]+"${options[@]}"}
  wait_for 60 simulator
  bench_market "$instruments" "$trades"
  submit_job ""
  wait_for 120 job
  bench_follow "$name"
  {
    printf '\n## %s: %s instruments, %s slot(s), trades by %s\n' "$name" "$instruments" "$slots" "$trades"
    awk -f "$ROOT/bin/lib/bench-run.awk" "$LOGS/sim.out"
  } >>"$BENCH_REPORT"
  # shellcheck disable=SC2086 # names, one word each
  stop_processes $PROCESSES
  rm -rf "$data"
}

# The job as conf/collector.yaml has it, with one venue, all that it lists, and the whole of its request limit. Snapshots of
# 100 levels cost a tenth of the weight: of many books, the first ones would be waited for for an hour. Under pressure the
# collector would publish less; here it must do all there is to do, and minutes later is not still doing less.
bench_market() {
  local venue
  JOB_ARGS=(--config "$ROOT/conf/collector.yaml" --set "nats.url=$NATS_URL" --set collector.id=bench
    --set "exchanges.binance_spot.api.ws_url=$(venue_url ws binance_spot)"
    --set "exchanges.binance_spot.api.base_url=$(venue_url rest binance_spot)"
    --set exchanges.binance_spot.symbols=all --set exchanges.binance_spot.rest.budget-share=100
    --set degradation.enabled=false --set "publish.transport.trade=$2" --set jetstream.market-trades.max-bytes=512MiB)
  [ "$1" -le 100 ] ||
    JOB_ARGS+=(--set exchanges.binance_spot.orderbook.snapshot-limit=100 --set publish.depth=100)
  for venue in binance_derivatives okx_spot okx_derivatives deribit_derivatives; do
    JOB_ARGS+=(--set "exchanges.$venue.enabled=false")
  done
  JOB_ARGS+=(${BENCH_SETS[@]+"${BENCH_SETS[@]}"})
}

# bench_profile NAME: begins when the job has run in, and makes a picture after each step.
bench_profile() {
  local steps pid picture
  pid=$(pid_of tm) || return 0
  steps=$(grep -c 'by thread: ' "$LOGS/sim.out" || true)
  if [ -z "$BENCH_PROFILE_AGENT" ]; then
    grep -q 'books are live after' "$LOGS/sim.out" || return 0
    [ -n "$BENCH_PROFILE_AT" ] || BENCH_PROFILE_AT=$((SECONDS + BENCH_WARM_UP))
    [ $SECONDS -ge "$BENCH_PROFILE_AT" ] || return 0
    bench_profiler
    BENCH_PROFILED=$steps
    bench_agent "$pid" "start,$BENCH_PROFILE_EVENT,threads"
  elif [ "$steps" -gt "$BENCH_PROFILED" ]; then
    BENCH_PROFILED=$steps
    picture=$BENCH_PROFILES/$1-$steps
    bench_agent "$pid" "stop,threads,collapsed,file=$picture.stacks"
    awk -v title="$1, step $steps: $(grep '^| ' "$LOGS/sim.out" | sed -n "${steps}p" | cut -d'|' -f2-4)" \
      -f "$ROOT/bin/lib/flame.awk" "$picture.stacks" >"$picture.svg" || warn "no flame graph of step $steps"
    bench_agent "$pid" "start,$BENCH_PROFILE_EVENT,threads"
  fi
}

# async-profiler comes with Flink. Where the kernel does not count cycles for us, a timer has to do.
bench_profiler() {
  local system=linux-x64
  [ "$(uname -m)" != aarch64 ] || system=linux-arm64
  BENCH_PROFILE_AGENT=$BENCH/$system/libasyncProfiler.so
  BENCH_PROFILE_EVENT=event=cpu
  (cd "$BENCH" && "$(dirname "$JAVA")/jar" xf "$FLINK_HOME"/lib/async-profiler-*.jar "$system/libasyncProfiler.so") ||
    die "the profiler could not be taken from $FLINK_HOME/lib"
  [ "$(cat /proc/sys/kernel/perf_event_paranoid 2>/dev/null || echo 9)" -le 1 ] || [ "$(id -u)" -eq 0 ] ||
    BENCH_PROFILE_EVENT=event=itimer
}

# bench_agent PID COMMAND: what the profiler is to do. The inner quotes keep jcmd from taking "event=cpu" for an option of its own.
bench_agent() {
  jcmd "$1" JVMTI.agent_load "$BENCH_PROFILE_AGENT" "\"$2\"" >"$LOGS/profiler.out" 2>&1 || true
  grep -q 'return code: 0' "$LOGS/profiler.out" ||
    die "the profiler failed; see $LOGS/profiler.out and $LOGS/tm.out"
}

# Shows what the generator says until it has ended.
bench_follow() {
  BENCH_PROFILE_AGENT='' BENCH_PROFILE_AT='' BENCH_PROFILED=0
  local shown=0 lines killed=no
  while pid_of sim >/dev/null; do
    lines=$(wc -l <"$LOGS/sim.out")
    [ "$lines" -le "$shown" ] || sed -n "$((shown + 1)),${lines}p" "$LOGS/sim.out" >&2
    shown=$lines
    [ -z "$BENCH_PROFILES" ] || bench_profile "$1"
    if [ "$killed" = no ] && grep -q '^kill the TaskManager' "$LOGS/sim.out"; then
      killed=yes
      kill -KILL "$(pid_of tm)"
      start_taskmanager tm "$TM_METRICS_PORT"
    fi
    sleep 0.5
  done
  # The generator ends with its last step, perhaps before anybody looked.
  [ -z "$BENCH_PROFILES" ] || bench_profile "$1"
  grep -q '^| load' "$LOGS/sim.out" || {
    tail -n 5 "$LOGS/sim.out" >&2
    die "$1 was not measured to its end; logs are in $LOGS"
  }
}

# --- What stands beside it --------------------------------------------------------------------------------------------

bench_machine() {
  printf '# Performance, %s\n\n' "$(date -u +%Y-%m-%d)"
  # shellcheck disable=SC2016 # a command in Markdown
  printf 'By `bin/marketprism bench%s`; what the figures are is in docs/performance.md.\n' "$([ $# -eq 0 ] || printf ' %q' "$@")"
  printf 'Commit %s, %s cores (%s), %s GB, %s, nats-server %s.\n' \
    "$(git -C "$ROOT" describe --always --dirty 2>/dev/null || echo unknown)" "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1e6 }' /proc/meminfo)" \
    "$("$JAVA" -version 2>&1 | sed -n 's/^\(openjdk\|java\) version "\([^"]*\)".*/Java \2/p')" \
    "$("$NATS_SERVER" --version | sed 's/.*v//')"
}

# The runs of a mode as a picture.
bench_plot() {
  local name=report.svg runs=("$BENCH/core.tsv") run
  [ -f "$BENCH/core.tsv" ] || return 0
  for run in "$BENCH"/instruments-*.tsv; do
    [ ! -f "$run" ] || runs+=("$run")
  done
  awk -f "$ROOT/bin/lib/bench-plot.awk" "${runs[@]}" >"$BENCH/$name"
  [ -z "$BENCH_TO" ] || name=$(basename "${BENCH_TO%.md}.svg")
  printf '\n## Plots\n\n![CPU and latency over the load, CPU over the number of instruments](%s)\n' "$name" >>"$BENCH_REPORT"
}

# What single steps of the way take, short; of books of several sizes where all is measured.
bench_micro() {
  local levels=(-p levels=1000)
  [ "$BENCH_MODE" = quick ] || levels=()
  if [ ! -f "$BENCH_JAR" ] ||
    [ -n "$(find "$ROOT/benchmarks/src" "$ROOT/model/src/main" "$ROOT/sources/src/main" -newer "$BENCH_JAR" -print -quit)" ]; then
    step "Building the benchmarks" "$STATE/log/build-benchmarks.log" \
      maven -B -DskipTests -Dspotless.check.skip=true -pl benchmarks -am package ||
      die "the build failed; all of its output is in $STATE/log/build-benchmarks.log"
  fi
  step "Measuring single steps of the way" "$LOGS/jmh.out" "$JAVA" -jar "$BENCH_JAR" \
    -f 1 -wi 3 -w 1 -i 3 -r 1 ${levels[@]+"${levels[@]}"} -p work=JSON -p way=OURS,PROBE,XCHANGE -prof gc -jvmArgs -Xmx1g ||
    die "the benchmarks failed; their output is in $LOGS/jmh.out"
  {
    printf '\n## Single steps\n\n'
    awk -f "$ROOT/bin/lib/jmh-table.awk" "$LOGS/jmh.out" || warn "the benchmarks of single steps gave no figures"
  } >>"$BENCH_REPORT"
}

# The generator must never be what limits.
bench_ceiling() {
  local options=()
  [ -z "$BENCH_RECORDING" ] || options=(--recording "$BENCH_RECORDING")
  step "Measuring the generator's own ceiling" "$LOGS/ceiling.out" \
    "$JAVA" -Xmx1g -Dmarketprism.state="$STATE/" -jar "$SIMULATOR_JAR" load --discard 10 ${options[@]+"${options[@]}"} ||
    die "the generator failed; see $LOGS/ceiling.out"
  {
    printf '\n## The generator alone\n\n'
    cat "$LOGS/ceiling.out"
  } >>"$BENCH_REPORT"
}
