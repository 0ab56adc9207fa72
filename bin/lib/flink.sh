# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A real local Flink cluster: JobManager and TaskManager as processes of their own, and Flink's command line.

CONF=$STATE/conf
CLASSES=$STATE/classes

# http_get PORT PATH: prints the body; fails unless the answer is 200. Needs nothing but bash.
http_get() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
  read -r -t 5 line <&3 || exit 1
  case $line in 'HTTP/1.'?' 200'*) ;; *) exit 1 ;; esac
  while read -r -t 5 line <&3; do
    [ -n "${line%$'\r'}" ] || break
  done
  line=
  while IFS= read -r -t 5 line <&3 || [ -n "$line" ]; do
    printf '%s\n' "$line"
    line=
  done
) 2>/dev/null

# configure_flink DATA [SETTING...]: the shipped configuration with this run's ports and folders, and with settings as
# "key: value", for all processes and the client.
configure_flink() {
  local data=$1
  shift
  mkdir -p "$CONF" "$data/checkpoints" "$data/savepoints" "$data/tmp"
  cat >"$CONF/overrides" <<OVERRIDES
rest.port: $WEB_PORT
jobmanager.rpc.port: $RPC_PORT
metrics.reporter.prom.port: $JM_METRICS_PORT
metrics.reporter.process.directories: "$data/checkpoints"
execution.checkpointing.dir: "file://$data/checkpoints"
execution.checkpointing.savepoint-dir: "file://$data/savepoints"
io.tmp.dirs: "$data/tmp"
web.tmpdir: "$data/tmp"
OVERRIDES
  [ $# -eq 0 ] || printf '%s\n' "$@" >>"$CONF/overrides"
  rm -f "$CONF"/resources-*
  {
    echo "# Made by bin/marketprism from flink-conf/config.yaml for one run; changes are lost."
    awk -F': ' 'NR == FNR { own[$1]; next } !($1 in own)' "$CONF/overrides" "$ROOT/flink-conf/config.yaml"
    cat "$CONF/overrides"
  } >"$CONF/config.yaml"
  cp "$ROOT/flink-conf/log4j.properties" "$ROOT/flink-conf/log4j-cli.properties" "$CONF/"
}

# resource_parameters JM|TM: two lines, the JVM's flags and the program's arguments, as Flink itself computes them. Once
# for each configuration: it takes a JVM of its own.
resource_parameters() {
  [ -s "$CONF/resources-$1" ] || compute_resources "$1" >"$CONF/resources-$1"
  cat "$CONF/resources-$1"
}

compute_resources() {
  "$JAVA" -cp "$FLINK_HOME/lib/*" org.apache.flink.runtime.util.bash.BashJavaUtils "GET_$1_RESOURCE_PARAMS" \
    --configDir "$CONF" 2>"$LOGS/resources-$1.out" 9>&- | sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p'
}

# share_classes JM|TM NAME: sets SHARING to flags with which the JVM maps what Flink's classes come to from a file instead
# of reading and checking them again. A JVM that finds no such file writes one when it is asked to end.
SHARING=()
share_classes() {
  local archive key fresh
  # shellcheck disable=SC2012 # nobody reads it; it is to change when Java or a library does
  key=$(ls -lLn "$JAVA" "$FLINK_HOME/lib" | cksum)
  archive=$CLASSES/$1-${key%% *}.jsa
  mkdir -p "$CLASSES"
  for fresh in "$CLASSES/$1"-*; do
    if [ "$fresh" = "$archive" ] || [ ! -f "$fresh" ]; then continue; fi
    # Who wrote it may have been killed meanwhile.
    case $fresh in
      "$archive".*) if [ ! -f "$archive" ] && sound_archive "$fresh"; then mv "$fresh" "$archive"; fi ;;
    esac
    rm -f "$fresh"
  done
  SHARING=(-XX:+IgnoreUnrecognizedVMOptions '-Xlog:cds*=off')
  if [ -f "$archive" ]; then
    SHARING+=(-XX:SharedArchiveFile="$archive")
  else
    SHARING+=(-XX:ArchiveClassesAtExit="$archive.$2")
  fi
}

sound_archive() {
  "$JAVA" -Xshare:on -XX:+VerifySharedSpaces -XX:SharedArchiveFile="$1" -cp "$FLINK_HOME/lib/*" -version >/dev/null 2>&1
}

java_options() { sed -n 's/^env\.java\.opts\.all: *//p' "$CONF/config.yaml"; }

# start_flink_process NAME KIND CLASS [ARGUMENT...]: RocksDB's memory comes from few arenas, for glibc gives back little of
# what many have held; containers have jemalloc instead.
start_flink_process() {
  local name=$1 kind=$2 class=$3 parameters flags=() arguments=() options=()
  shift 3
  parameters=$(resource_parameters "$kind")
  read -r -a flags <<<"$(sed -n 1p <<<"$parameters")"
  read -r -a arguments <<<"$(sed -n 2p <<<"$parameters")"
  [ "${#flags[@]}" -gt 0 ] || die "Flink refuses its memory settings, see $LOGS/resources-$kind.out"
  read -r -a options <<<"$(java_options)"
  share_classes "$kind" "$name"
  spawn "$name" env MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}" FLINK_CONF_DIR="$CONF" FLINK_LIB_DIR="$FLINK_HOME/lib" FLINK_PLUGINS_DIR="$FLINK_HOME/plugins" \
    "$JAVA" "${flags[@]}" "${options[@]}" "${SHARING[@]}" -Dmarketprism.state="$STATE/" -Dlog.file="$LOGS/$name.log" \
    -Dlog4j.configurationFile="$CONF/log4j.properties" -cp "$FLINK_HOME/lib/*" "$class" --configDir "$CONF" \
    "${arguments[@]}" "$@"
}

start_flink() {
  start_jobmanager
  start_taskmanager tm "$TM_METRICS_PORT"
}

start_jobmanager() { start_flink_process jm JM org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint; }

# start_taskmanager NAME PORT: the port is that of its metrics.
start_taskmanager() {
  start_flink_process "$1" TM org.apache.flink.runtime.taskexecutor.TaskManagerRunner -Dmetrics.reporter.prom.port="$2"
}

# start_zookeeper PORT STORE: one server, for this host only; it keeps who leads and which jobs there are.
start_zookeeper() {
  mkdir -p "$2" "$CONF"
  cat >"$CONF/zoo.cfg" <<ZOO
tickTime=1000
dataDir=$2
clientPort=$1
clientPortAddress=127.0.0.1
admin.enableServer=false
ZOO
  spawn zk "$JAVA" -Xmx128m -Dmarketprism.state="$STATE/" -Dlog.file="$LOGS/zk.log" \
    -Dlog4j.configurationFile="$ROOT/flink-conf/log4j.properties" -cp "$FLINK_HOME/lib/*" \
    org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer --zkConfigFile "$CONF/zoo.cfg" --peerId 1
}

# An answer on the port is not enough: it may come from somebody else's cluster that took the port a moment before ours.
flink_ready() {
  local overview
  grep -q 'Rest endpoint listening at' "$LOGS/jm.log" 2>/dev/null && pid_of jm >/dev/null || return 1
  overview=$(http_get "$WEB_PORT" /overview) || return 1
  case $overview in *'"taskmanagers":0'* | *'"slots-available":0'*) return 1 ;; *'"taskmanagers":'*) return 0 ;; esac
  return 1
}

# Flink's own command line client, against the cluster that CONF describes.
flink_cli() {
  local options=()
  read -r -a options <<<"$(java_options)"
  FLINK_CONF_DIR=$CONF FLINK_LIB_DIR=$FLINK_HOME/lib FLINK_PLUGINS_DIR=$FLINK_HOME/plugins \
    "$JAVA" -Xmx512m "${options[@]}" -Dlog.file="$LOGS/flink-cli.log" \
    -Dlog4j.configurationFile="$CONF/log4j-cli.properties" -cp "$FLINK_HOME/lib/*" \
    org.apache.flink.client.cli.CliFrontend "$@" 9>&-
}

# Jobs as "id state" lines; a replay is no collector.
flink_jobs() {
  http_get "$WEB_PORT" /jobs/overview | tr '{' '\n' | sed '/"name":"MarketPrism replay/d' |
    sed -n 's/^"jid":"\([0-9a-f]*\)".*"state":"\([A-Z]*\)".*/\1 \2/p'
}

running_job() { flink_jobs | awk '$2 == "RUNNING" || $2 == "RESTARTING" || $2 == "CREATED" { print $1; exit }'; }

# All tasks of the job run, not only the job as such.
job_runs() {
  local tasks
  tasks=$(http_get "$WEB_PORT" /jobs/overview | tr '{' '\n' | grep -A 1 "^\"jid\":\"$1\".*\"state\":\"RUNNING\"" |
    sed -n 's/^"running":\([0-9]*\),.*"total":\([0-9]*\),.*/\1 \2/p') || return 1
  [ -n "$tasks" ] && [ "${tasks% *}" = "${tasks#* }" ]
}

# submit_job SAVEPOINT [OPTION...]: starts the job with JOB_ARGS and options of `flink run`, from SAVEPOINT unless that is
# empty; sets JOB_ID.
JOB_ARGS=()
JOB_ID=
submit_job() {
  local from=() output=$LOGS/submit.out
  [ -z "$1" ] || from=(-s "$1")
  shift
  if ! MARKETPRISM_NATS_URL=$NATS_URL flink_cli run -d "$@" ${from[@]+"${from[@]}"} "$JOB_JAR" "${JOB_ARGS[@]}" \
    >"$output" 2>&1 </dev/null; then
    say "The job was not accepted:"
    # Frames of a stack trace tell a user nothing; they stay in the file.
    grep -v -E '^\s+(at |\.\.\. [0-9]+ more)' "$output" >&2
    die "the job was not accepted; the whole answer is in $output"
  fi
  JOB_ID=$(sed -n 's/^Job has been submitted with JobID \([0-9a-f]*\).*/\1/p' "$output" | head -n 1)
  [ -n "$JOB_ID" ] || die "Flink took the job but named no job id; see $output"
  remember_job "$JOB_ID" "${from[1]:-}"
}

flink_command() {
  need_java
  case "$*" in
    '' | *-h | *--help)
      # Help needs no cluster; anything else does.
      [ -f "$CONF/config.yaml" ] || configure_flink "$STATE/up"
      mkdir -p "$LOGS"
      ;;
    *) load_run ;;
  esac
  flink_cli "$@"
}
