# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The health server: a process of its own that tells over HTTP how the collector does (docs/health.md).

HEALTH_CLASS=io.marketprism.job.healthserver.HealthServer

settle_health_port() { settle_port HEALTH_PORT "the health server" --health-port; }

# The address of NATS goes through the environment, because it may hold a password.
start_health() {
  spawn health env MARKETPRISM_NATS_URL="$NATS_URL" "$JAVA" -Xmx64m -Xss512k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -XX:+ExitOnOutOfMemoryError -Dmarketprism.state="$STATE/" -cp "$JOB_JAR" "$HEALTH_CLASS" --port "$HEALTH_PORT" \
    --flink-url "http://127.0.0.1:$WEB_PORT" --metrics-urls "http://127.0.0.1:$TM_METRICS_PORT" \
    --disk-path "$(data_home "$MODE")"
}

health_ready() { pid_of health >/dev/null && http_get "$HEALTH_PORT" /ping >/dev/null; }
