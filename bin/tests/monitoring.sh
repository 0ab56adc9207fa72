#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Whether what watches the collector is sound: configurations, alert rules and their tests, the runbook. Starts nothing.
# Needs promtool, amtool and the blackbox exporter; `bin/marketprism test` installs them.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/marketprism-monitoring.XXXXXX")
trap 'rm -rf "$SCRATCH"' EXIT
STATE=$SCRATCH
# shellcheck source=../lib/say.sh
. "$ROOT/bin/lib/say.sh"
# shellcheck source=../lib/java.sh
. "$ROOT/bin/lib/java.sh"
# shellcheck source=../lib/watchers.sh
. "$ROOT/bin/lib/watchers.sh"
need_watchers

WATCHED=$ROOT/monitoring/prometheus
RULES=("$WATCHED"/rules/*.rules.yml "$WATCHED"/rules-snapshot-mode/*.rules.yml)
TESTS=("$WATCHED"/tests/*.test.yml)
FAILED=0

failed() {
  FAILED=$((FAILED + 1))
  printf 'FAILED: %s\n' "$*" >&2
}

# quietly WHAT COMMAND...: its output only if it fails.
quietly() {
  local what=$1
  shift
  "$@" >"$SCRATCH/output" 2>&1 || { failed "$what"; cat "$SCRATCH/output" >&2; }
}

# Names of all alerts, one a line.
alerts() { sed -n 's/^ *- alert: *//p' "${RULES[@]}"; }

# --- The tools' own checks --------------------------------------------------------------------------------------------

mkdir -p "$SCRATCH/prometheus" "$SCRATCH/secrets"
cp -R "$WATCHED"/* "$SCRATCH/prometheus/"
cp "$WATCHED"/targets/compose/*.yml "$SCRATCH/prometheus/targets/"
quietly "prometheus.yml as in compose" promtool check config "$SCRATCH/prometheus/prometheus.yml"
sed 's|^  # - rules-snapshot-mode|  - rules-snapshot-mode|' "$WATCHED/prometheus.yml" >"$SCRATCH/prometheus/prometheus.yml"
quietly "prometheus.yml with the rules of snapshot mode" promtool check config "$SCRATCH/prometheus/prometheus.yml"
grep -q "$(basename "${RULES[${#RULES[@]} - 1]}")\|rules-snapshot-mode" "$SCRATCH/output" ||
  failed "the rules of snapshot mode are not loaded when their line is"
quietly "rules" promtool check rules --lint=all --lint-fatal "${RULES[@]}"
for TEST in "${TESTS[@]}"; do
  # Files that a test names are looked for from where it lies.
  quietly "$(basename "$TEST")" promtool test rules "$TEST"
done
printf 'http://127.0.0.1:8088/' | tee "$SCRATCH/secrets/webhook-url" >"$SCRATCH/secrets/log-url"
known_alertmanager "$SCRATCH" >"$SCRATCH/alertmanager.yml"
quietly "alertmanager.yml" amtool check-config "$SCRATCH/alertmanager.yml"
# Whoever is called by what; nothing ends nowhere.
for ROUTE in severity=critical:webhook severity=warning:webhook severity=info:log other=thing:webhook; do
  quietly "the route of ${ROUTE%:*}" amtool config routes test --config.file="$SCRATCH/alertmanager.yml" \
    --verify.receivers="${ROUTE##*:}" "${ROUTE%:*}"
done
quietly "the text of a message" amtool template render --template.glob="$ROOT/monitoring/alertmanager/templates/*.tmpl" \
  --template.text='{{ template "marketprism.title" . }}{{ template "marketprism.text" . }}'
quietly "blackbox.yml" "$BLACKBOX" --config.check --config.file="$ROOT/monitoring/blackbox/blackbox.yml"

# --- Every alert ------------------------------------------------------------------------------------------------------

# "alert missing-things" for those that lack a label, a text or a link.
incomplete_alerts() {
  cat "${RULES[@]}" | awk '
    function tell(  i, missing) {
      for (i = 1; i <= count; i++) if (index(text, needed[i]) == 0) missing = missing " " needed[i]
      if (alert != "" && missing != "") print alert ":" missing
    }
    BEGIN { count = split("severity: service: summary: description: dashboard_url: runbook_url: for:", needed, " ") }
    $1 == "-" && $2 == "alert:" { tell(); alert = $3; text = ""; next }
    $1 == "-" && $2 == "record:" { tell(); alert = ""; next }
    { text = text " " $0 }
    END { tell() }'
}

while read -r LINE; do failed "alert without$LINE"; done < <(incomplete_alerts)
while read -r ALERT; do failed "two alerts are named $ALERT"; done < <(alerts | sort | uniq -d)
for ALERT in $(alerts); do
  # A test says that it fires with its name in a sample, and that it stays quiet with an empty list.
  grep -q "labels: '.*alertname=\"$ALERT\"" "${TESTS[@]}" || failed "no test in which $ALERT fires"
  grep -q "alertname: $ALERT, exp_alerts: \[\]" "${TESTS[@]}" || failed "no test in which $ALERT stays quiet"
done

# A heading "High memory" is reached with #high-memory.
sed -n 's/^##* *//p' "$ROOT/docs/runbook.md" | tr '[:upper:] ' '[:lower:]-' | tr -cd 'a-z0-9\n-' >"$SCRATCH/anchors"
while read -r ANCHOR; do
  grep -q -x "$ANCHOR" "$SCRATCH/anchors" || failed "docs/runbook.md has no section $ANCHOR"
done < <(sed -n "s/.*runbook_url: .*#\([a-z-]*\)'.*/\1/p" "${RULES[@]}" | sort -u)
# Each alert is named in it too, so that who knows only its name finds it.
for ALERT in $(alerts); do grep -q "\`$ALERT\`" "$ROOT/docs/runbook.md" || failed "docs/runbook.md does not name $ALERT"; done

while read -r ANCHOR; do
  grep -q -x "$ANCHOR" "$SCRATCH/anchors" || failed "docs/runbook.md leads to its section $ANCHOR, which it has not"
done < <(grep -o '](#[a-z-]*)' "$ROOT/docs/runbook.md" | tr -d ']()#' | sort -u)
# The links of alerts lead to the page that Prometheus serves.
awk -f "$ROOT/bin/lib/runbook-page.awk" "$ROOT/docs/runbook.md" | cmp -s - "$WATCHED/consoles/runbook.html" ||
  failed "the page of the runbook is old; make it with: awk -f bin/lib/runbook-page.awk docs/runbook.md" \
    ">monitoring/prometheus/consoles/runbook.html"

# What mutes and what is muted must exist; those of other services are theirs.
while read -r ALERT; do
  case $ALERT in ClickHouse*) continue ;; esac
  alerts | grep -q -x -E "$ALERT" || failed "alertmanager.yml names $ALERT, which is no alert"
done < <(grep 'alertname=' "$ROOT/monitoring/alertmanager/alertmanager.yml" | grep -o '[A-Z][A-Za-z]*\(\.+\)\{0,1\}' | sort -u)

# Metrics of ours that rules name must be in the list of metrics; buckets are of the histogram. What a rule records has
# colons in its name.
while read -r METRIC; do
  grep -q "\`$METRIC\`" "$ROOT/docs/metrics.md" || failed "rules name $METRIC, which docs/metrics.md does not know"
done < <(cat "${RULES[@]}" | sed 's/[a-z]*:[a-z0-9_]*:[a-z0-9]*//g' | grep -o '\(marketprism_\|process_\)[a-z0-9_]*' |
  sed 's/_bucket$//' | sort -u)

if [ $FAILED -gt 0 ]; then
  printf '%s checks of the monitoring failed.\n' "$FAILED" >&2
  exit 1
fi
printf '%s alerts, each tested for firing and for staying quiet; configurations and runbook are sound.\n' "$(alerts | wc -l | tr -d ' ')"
