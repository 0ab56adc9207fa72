# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Whether the queries of Grafana's dashboards find data, asked of a real Prometheus.

DASHBOARDS=$ROOT/monitoring/grafana/dashboards
PROMETHEUS_URL=
DASHBOARDS_WAIT=90

dashboards_command() {
  while [ $# -gt 0 ]; do
    case $1 in
      --prometheus) need_value "$1" $#; PROMETHEUS_URL=${2%/}; shift 2 ;;
      --wait) need_value "$1" $#; DASHBOARDS_WAIT=$(seconds_of "$2"); shift 2 ;;
      *) usage_error "dashboards does not know: $1" ;;
    esac
  done
  need_program jq jq
  need_program curl curl
  [ -n "$PROMETHEUS_URL" ] || borrow_prometheus
  check_dashboards "$DASHBOARDS_WAIT"
}

# need_program NAME PACKAGE: from the path, else from the system's packages.
need_program() {
  command -v "$1" >/dev/null && return
  install_package "$2" || true
  hash -r
  command -v "$1" >/dev/null || die "$1 is needed and could not be installed. Install the package $2 and try again."
}

# A Prometheus of our own that reads the cluster of this machine, until the script ends. It asks each second, so that
# rates are there at once.
borrow_prometheus() {
  local port data
  load_run
  need_program prometheus prometheus
  port=$(free_port)
  data=$STATE/prometheus
  rm -rf "$data"
  mkdir -p "$data/targets"
  cp -R "$ROOT/monitoring/prometheus/prometheus.yml" "$ROOT/monitoring/prometheus/rules" "$data/"
  sed -i.shipped 's/^\( *scrape_interval\): .*/\1: 1s/; s/^\( *scrape_timeout\): .*/\1: 1s/' "$data/prometheus.yml"
  printf -- '- targets: ["127.0.0.1:%s"]\n' "$TM_METRICS_PORT" >"$data/targets/collector.yml"
  printf -- '- targets: ["127.0.0.1:%s"]\n' "$JM_METRICS_PORT" >"$data/targets/flink-jobmanager.yml"
  PROMETHEUS_URL=http://127.0.0.1:$port
  prometheus --config.file="$data/prometheus.yml" --storage.tsdb.path="$data/tsdb" \
    --web.listen-address="127.0.0.1:$port" >"$data/prometheus.out" 2>&1 </dev/null &
  BORROWED_PROMETHEUS=$!
  trap 'return_prometheus; stop_step' EXIT
  local waited=0
  until curl -fsS -o "$data/ready" --max-time 2 "$PROMETHEUS_URL/-/ready" 2>/dev/null; do
    kill -0 "$BORROWED_PROMETHEUS" 2>/dev/null || die "Prometheus ended right after its start, see $data/prometheus.out"
    waited=$((waited + 1))
    [ $waited -lt 150 ] || die "Prometheus does not get ready, see $data/prometheus.out"
    sleep 0.2
  done
}

BORROWED_PROMETHEUS=
return_prometheus() {
  [ -n "$BORROWED_PROMETHEUS" ] || return 0
  kill "$BORROWED_PROMETHEUS" 2>/dev/null || true
  wait "$BORROWED_PROMETHEUS" 2>/dev/null || true
  rm -rf "$STATE/prometheus"
}

# check_dashboards SECONDS: asks every query until all that should have data have some, for so long at most. One that
# cannot be asked at all fails at once.
check_dashboards() {
  local limit=$((SECONDS + $1)) left refused empty answer place may_be_empty expression all
  left=$(dashboard_queries)
  all=$(wc -l <<<"$left" | tr -d ' ')
  while :; do
    refused=
    empty=
    while IFS=$FIELD read -r place may_be_empty expression; do
      answer=$(ask_prometheus "$expression")
      case $answer in
        # A number: neither no series at all nor NaN, which Grafana shows as nothing.
        *'"status":"success"'*[0-9]'"]'*) ;;
        *'"status":"success"'*) [ "$may_be_empty" = true ] || empty+=$place$FIELD$may_be_empty$FIELD$expression$'\n' ;;
        *) refused+="  $place: ${answer:0:300}"$'\n' ;;
      esac
    done <<<"$left"
    [ -z "$refused" ] || die "queries that Prometheus does not answer:"$'\n'"${refused%$'\n'}"
    [ -n "$empty" ] || break
    left=${empty%$'\n'}
    [ $SECONDS -lt $limit ] || die "queries without data, of $all:"$'\n'"$(cut -d"$FIELD" -f1 <<<"$left" | sed 's/^/  /')"
    sleep 1
  done
  say "All $all queries of the dashboards can be asked, and all that should have data have some."
}

# Separates what may have blanks and quotes.
FIELD=$'\037'

# One query a line: where it stands, whether it may be empty, and what Grafana would ask with everything chosen.
dashboard_queries() {
  jq -r --arg field "$FIELD" '
    .title as $dashboard
    | (.panels[] | select(.targets) | . as $panel | .targets[]
        | ["\($dashboard) / \($panel.title) / \(.refId)", ($panel.description | contains("May be empty: ")), .expr]),
      (.annotations.list[] | ["\($dashboard) / \(.name)", true, .expr])
    | .[2] |= gsub("\\$(exchange|market_type)"; ".*")
    | map(tostring) | join($field)' "$DASHBOARDS"/*.json
}

ask_prometheus() {
  curl -sS --max-time 10 --data-urlencode "query=$1" "$PROMETHEUS_URL/api/v1/query" 2>&1 || true
}
