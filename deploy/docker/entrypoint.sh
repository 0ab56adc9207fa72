#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What a container of the collector's image does. Flink's own entry point rewrites config.yaml at each start, which needs
# a root file system that can be written; this one leaves it as the image has it and passes what differs as -D settings.
set -euo pipefail

JAR=/opt/flink/usrlib/marketprism-collector.jar
CONFIG=${MARKETPRISM_CONFIG:-/etc/marketprism/collector.yaml}
# Of the container, as other containers find it.
HOST=$(hostname -f)

usage() {
  cat <<'TEXT'
Usage: ROLE [-Dkey=value ...] [ARGUMENT ...]

  jobmanager     the JobManager with the collector's job (application mode); further arguments are the job's
  taskmanager    a TaskManager
  health         the health server; its settings are HEALTH_* variables
  alert-log      prints the alerts that Alertmanager sends
  COMMAND ...    any other command, such as flink or bash

MARKETPRISM_CONFIG is the collector's configuration (/etc/marketprism/collector.yaml), MARKETPRISM_SAVEPOINT the
savepoint or checkpoint that the job starts from.
TEXT
}

# RocksDB's memory is fragmented by glibc's allocator until the container is killed for it.
use_jemalloc() {
  local library
  library=/usr/lib/$(uname -m)-linux-gnu/libjemalloc.so
  [ ! -f "$library" ] || export LD_PRELOAD=$library
}

# A job that is refused when it starts counts as one that failed for good: the JobManager would forget where its checkpoints
# are. So what is wrong with the configuration is found out, and said, before it starts.
check_configuration() {
  local said
  said=$(java -Xmx128m -cp "/opt/flink/lib/*:$JAR" io.marketprism.job.CollectorJob --config "$CONFIG" --check "$@" 2>&1) &&
    return
  printf '%s\n' "$said" | grep -v '^[[:space:]]at ' >&2
  exit 1
}

# The settings of Flink come before the class, what is the job's behind it.
jobmanager() {
  local flink=() job=() code=0
  while [ $# -gt 0 ]; do
    case $1 in
      -D*) flink+=("$1") ;;
      *) job+=("$1") ;;
    esac
    shift
  done
  check_configuration ${job[@]+"${job[@]}"}
  [ -z "${MARKETPRISM_SAVEPOINT:-}" ] || flink+=(--fromSavepoint "$MARKETPRISM_SAVEPOINT")
  use_jemalloc
  /opt/flink/bin/standalone-job.sh start-foreground --job-classname io.marketprism.job.CollectorJob \
    "-Djobmanager.rpc.address=$HOST" "-Drest.address=$HOST" -Dio.tmp.dirs=/tmp ${flink[@]+"${flink[@]}"} \
    -- --config "$CONFIG" ${job[@]+"${job[@]}"} &
  local pid=$!
  # Told to stop, this script has to pass it on, and to wait once more: a signal ends the first wait.
  # shellcheck disable=SC2064 # the process of now
  trap "kill -TERM $pid 2>/dev/null" TERM INT
  wait "$pid" || code=$?
  while kill -0 "$pid" 2>/dev/null; do wait "$pid" || code=$?; done
  [ $code -eq 0 ] || exit $code
  # 0 says that somebody stopped the job, most likely with a savepoint. The engine would start it again, without that.
  touch /tmp/stopped-on-purpose
  echo "The job was stopped on purpose. It stays so until this container is created anew."
  exec sleep infinity
}

taskmanager() {
  use_jemalloc
  exec /opt/flink/bin/taskmanager.sh start-foreground "-Dtaskmanager.host=$HOST" -Dmetrics.reporter.prom.port=9092 "$@"
}

[ $# -gt 0 ] || set -- help
role=$1
shift
case $role in
  jobmanager) jobmanager "$@" ;;
  taskmanager) taskmanager "$@" ;;
  health) exec java -Xmx64m -cp "$JAR" io.marketprism.job.healthserver.HealthServer "$@" ;;
  alert-log) exec java -Xmx32m -cp "$JAR" io.marketprism.job.alertlog.AlertLog "$@" ;;
  help | -h | --help) usage ;;
  *) exec "$role" "$@" ;;
esac
