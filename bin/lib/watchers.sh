# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Prometheus, Alertmanager, the blackbox exporter and a receiver of alerts for a local cluster, with the configuration of
# monitoring/ as it is shipped; only addresses are this run's.

WATCH=$STATE/watch
PROMETHEUS=
ALERTMANAGER=
BLACKBOX=
PROMETHEUS_PORT=9090
ALERTMANAGER_PORT=9093
BLACKBOX_PORT=9115
ALERT_LOG_PORT=8088

# first_program NAME...: the first of these names that is a program here. Packages call them prometheus-alertmanager,
# everybody else alertmanager.
first_program() {
  local name
  for name in "$@"; do command -v "$name" && return; done
  return 1
}

find_watchers() {
  PROMETHEUS=$(first_program prometheus) && command -v promtool >/dev/null &&
    ALERTMANAGER=$(first_program alertmanager prometheus-alertmanager) && command -v amtool >/dev/null &&
    BLACKBOX=$(first_program blackbox_exporter prometheus-blackbox-exporter)
}

need_watchers() {
  find_watchers && return
  local package
  for package in prometheus prometheus-alertmanager prometheus-blackbox-exporter; do install_package "$package" || true; done
  hash -r
  find_watchers || die "Prometheus, Alertmanager (with promtool and amtool) and the blackbox exporter are needed. Install" \
    "them (Debian/Ubuntu: sudo apt-get install prometheus prometheus-alertmanager prometheus-blackbox-exporter; else" \
    "https://prometheus.io/download) and put them on the PATH."
}

settle_watcher_ports() {
  settle_port PROMETHEUS_PORT Prometheus --ports
  settle_port ALERTMANAGER_PORT Alertmanager --ports
  settle_port BLACKBOX_PORT "the blackbox exporter" --ports
  settle_port ALERT_LOG_PORT "the receiver of alerts" --ports
}

# watch_target FILE PORT: a line for Prometheus' file of targets.
watch_target() { printf -- '- targets: ["127.0.0.1:%s"]\n' "$2" >"$WATCH/prometheus/targets/$1.yml"; }

# watch_probe NAME ADDRESS: what the blackbox exporter is to ask for.
watch_probe() {
  printf -- '- targets: ["http://127.0.0.1:%s"]\n  labels: {probe: %s, __blackbox: "127.0.0.1:%s"}\n' "$2" "$1" "$BLACKBOX_PORT"
}

# configure_watchers: a copy of monitoring/ with this run's targets.
configure_watchers() {
  rm -rf "$WATCH"
  mkdir -p "$WATCH/alertmanager/secrets"
  cp -R "$ROOT/monitoring/prometheus" "$ROOT/monitoring/blackbox" "$WATCH/"
  rm -rf "$WATCH/prometheus/targets"
  sed "s|127\.0\.0\.1:9090|127.0.0.1:$PROMETHEUS_PORT|" "$ROOT/monitoring/prometheus/prometheus.yml" \
    >"$WATCH/prometheus/prometheus.yml"
  mkdir -p "$WATCH/prometheus/targets"
  watch_target collector "$TM_METRICS_PORT"
  watch_target flink-jobmanager "$JM_METRICS_PORT"
  watch_target alertmanager "$ALERTMANAGER_PORT"
  printf -- '- targets: ["127.0.0.1:%s", "127.0.0.1:%s"]\n' "$PROMETHEUS_PORT" "$ALERTMANAGER_PORT" \
    >"$WATCH/prometheus/targets/monitoring.yml"
  {
    watch_probe health "$HEALTH_PORT/health"
    watch_probe nats "$NATS_HTTP_PORT/healthz"
    watch_probe flink "$WEB_PORT/overview"
  } >"$WATCH/prometheus/targets/probes.yml"
  # No exporter of NATS' metrics is packaged; silence_exporter says so to Alertmanager.
  printf '[]\n' >"$WATCH/prometheus/targets/nats.yml"
  printf 'http://127.0.0.1:%s/webhook' "$ALERT_LOG_PORT" >"$WATCH/alertmanager/secrets/webhook-url"
  cp "$WATCH/alertmanager/secrets/webhook-url" "$WATCH/alertmanager/secrets/log-url"
  known_alertmanager "$WATCH/alertmanager" >"$WATCH/alertmanager/alertmanager.yml"
}

# known_alertmanager FOLDER: the shipped configuration, for the Alertmanager that is here. Before 0.26 it reads no URL from
# a file: then the URL of the file in FOLDER is written in its place.
known_alertmanager() {
  local shipped=$ROOT/monitoring/alertmanager/alertmanager.yml file
  if amtool check-config "$shipped" >/dev/null 2>&1; then
    cat "$shipped"
    return
  fi
  while IFS= read -r line; do
    case $line in
      *"url_file: "*)
        file=${line##*url_file: }
        printf '%s\n' "${line%%url_file:*}url: $(cat "$1/$file")"
        ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <"$shipped"
}

start_watchers() {
  spawn alertlog "$JAVA" -Xmx64m -XX:+UseSerialGC -Dmarketprism.state="$STATE/" -cp "$JOB_JAR" \
    io.marketprism.job.alertlog.AlertLog --port "$ALERT_LOG_PORT"
  spawn blackbox "$BLACKBOX" --config.file="$WATCH/blackbox/blackbox.yml" --web.listen-address="127.0.0.1:$BLACKBOX_PORT"
  spawn alertmanager "$ALERTMANAGER" --config.file="$WATCH/alertmanager/alertmanager.yml" \
    --storage.path="$WATCH/alertmanager/data" --web.listen-address="127.0.0.1:$ALERTMANAGER_PORT" \
    --cluster.listen-address=
  spawn prometheus "$PROMETHEUS" --config.file="$WATCH/prometheus/prometheus.yml" \
    --storage.tsdb.path="$WATCH/prometheus/data" --web.listen-address="127.0.0.1:$PROMETHEUS_PORT" \
    --storage.tsdb.retention.time=1d --web.console.templates="$WATCH/prometheus/consoles"
}

watchers_ready() {
  grep -q '^ready ' "$LOGS/alertlog.out" 2>/dev/null &&
    http_get "$BLACKBOX_PORT" /-/healthy >/dev/null &&
    http_get "$ALERTMANAGER_PORT" /-/ready >/dev/null &&
    http_get "$PROMETHEUS_PORT" /-/ready >/dev/null
}

silence_exporter() {
  amtool --alertmanager.url="http://127.0.0.1:$ALERTMANAGER_PORT" silence add alertname=NatsExporterDown \
    --author=marketprism --duration=1d --comment="no exporter of NATS' metrics is installed here" >/dev/null ||
    die "Alertmanager takes no silence; see $LOGS/alertmanager.out"
}

# Names of the alerts that Alertmanager mutes because of another one.
muted_alerts() {
  http_get "$ALERTMANAGER_PORT" '/api/v2/alerts?active=false&silenced=false&inhibited=true&unprocessed=false' |
    grep -o '"alertname":"[^"]*"' | cut -d'"' -f4 | sort -u
}

# prometheus_query EXPRESSION: its answer as JSON, of now.
prometheus_query() {
  local text=$1 encoded='' char i
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    case $char in [A-Za-z0-9_.~-]) ;; *) printf -v char '%%%02X' "'$char" ;; esac
    encoded=$encoded$char
  done
  http_get "$PROMETHEUS_PORT" "/api/v1/query?query=$encoded"
}

# Names of the alerts that Prometheus holds to be firing.
firing_alerts() {
  prometheus_query 'sum by (alertname) (ALERTS{alertstate="firing"})' | grep -o '"alertname":"[^"]*"' | cut -d'"' -f4 | sort -u
}
