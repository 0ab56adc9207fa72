# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the drill has seen, as a table, and whether it was as it should be.

# Alerts as "received-ms status severity name rest", tab-separated.
drill_messages() {
  local received status severity name rest
  while IFS=$'\t' read -r received status severity name rest; do
    # The receiver's own words have no columns.
    [ -n "$rest" ] || continue
    printf '%s\t%s\t%s\t%s\t%s\n' "$(date -u -d "$received" +%s%3N)" "$status" "$severity" "$name" "$rest"
  done <"$LOGS/alertlog.out" >"$DRILL/messages.tsv"
}

# alert_for ALERT: the `for` of its rule, seconds.
alert_for() {
  local text
  text=$(cat "$ROOT"/monitoring/prometheus/rules/*.rules.yml | awk -v alert="$1" '
    $2 == "alert:" { found = ($3 == alert) }
    found && $1 == "for:" { print $2; exit }')
  seconds_of "$text"
}

# mark_of KIND WHAT: when it was, ms.
mark_of() { awk -F'\t' -v kind="$1" -v what="$2" '$1 == kind && $3 == what { print $2; exit }' "$DRILL_MARKS"; }

# Until the next fault, or the end.
end_of_scenario() {
  awk -F'\t' -v since="$(mark_of fault "$1")" '$2 > since && ($1 == "fault" || $1 == "end") { print $2; exit }' "$DRILL_MARKS"
}

# first_message STATUS ALERT SINCE UNTIL
first_message() {
  awk -F'\t' -v status="$1" -v alert="$2" -v since="$3" -v until="$4" \
    '$2 == status && $4 == alert && $1 >= since && $1 < until { print $1; exit }' "$DRILL/messages.tsv"
}

# told_between SINCE UNTIL: names of all alerts that began to be told.
told_between() {
  awk -F'\t' -v since="$1" -v until="$2" '
    $2 == "firing" && $1 < since { before[$4] = 1 }
    $2 == "resolved" && $1 < since { delete before[$4] }
    $2 == "firing" && $1 >= since && $1 < until && !($4 in before) { print $4 }' "$DRILL/messages.tsv" | sort -u
}

seconds_between() { awk -v from="$1" -v to="$2" 'BEGIN { printf "%.0f", (to - from) / 1000 }'; }

# health_of SINCE UNTIL: each answer of /health that differs from the one before, with seconds since the fault.
health_of() {
  awk -F'\t' -v since="$1" -v until="$2" '
    $1 < since { last = $2 " " $3; next }
    $1 >= until { exit }
    !begun { begun = 1; text = last }
    $2 " " $3 != last { last = $2 " " $3; text = text sprintf(", %s after %d s", last, ($1 - since) / 1000) }
    END { print text }' "$DRILL_HEALTH"
}

# words LIST: the names of a list that is one a line, with commas; a dash for none.
words() {
  local text
  text=$(paste -sd, - | sed 's/,/, /g')
  printf '%s\n' "${text:-–}"
}

# without NAMES LIST...: lines of standard input that are none of these.
without() {
  awk -v names=" $* " 'index(names, " " $1 " ") == 0'
}

# drill_row SCENARIO: its row of the table; what is wrong goes to $DRILL/faults.txt.
drill_row() {
  local scenario=$1 alert from until limit fired healed resolved healthy told muted also strange
  alert=$(scenario_alert "$scenario")
  from=$(mark_of fault "$scenario")
  until=$(end_of_scenario "$scenario")
  healed=$(mark_of healing "$scenario")
  healthy=$(mark_of healthy "$scenario")
  limit=$(($(scenario_needs "$scenario") + $(alert_for "$alert") + DRILL_GRACE))
  fired=$(first_message firing "$alert" "$from" "$until")
  resolved=$(first_message resolved "$alert" "${fired:-$from}" "$until")
  told=$(told_between "$from" "$until")
  muted=$(awk -F'\t' -v since="$from" -v until="$until" '$1 >= since && $1 < until { print $2 }' "$DRILL_MUTED" | sort -u)
  # shellcheck disable=SC2046 # names, one word each
  strange=$(without "$alert" $(scenario_also "$scenario") <<<"$told")
  also=$(without "$alert" <<<"$told")
  [ -n "$fired" ] || wrong "$scenario" "$alert did not come"
  [ -z "$fired" ] || [ "$(seconds_between "$from" "$fired")" -le "$limit" ] ||
    wrong "$scenario" "$alert came after $(seconds_between "$from" "$fired") s, later than $limit s"
  [ -n "$resolved" ] || wrong "$scenario" "$alert was not taken back"
  [ -z "$strange" ] || wrong "$scenario" "also told, and not explained: $(words <<<"$strange")"
  check_health "$scenario" "$from" "$healed"
  check_repetition "$scenario" "$alert" "$from" "$healed"
  printf '| %s | %s | %s | %s | %s | %s | %s | %s |\n' "$(scenario_title "$scenario")" "\`$alert\`" \
    "$([ -z "$fired" ] || seconds_between "$from" "$fired") s ($limit s)" \
    "$([ -z "$resolved" ] || seconds_between "$healed" "$resolved") s" \
    "$(seconds_between "$healed" "$healthy") s" "$(health_of "$from" "$until")" "$(words <<<"$also")" "$(words <<<"$muted")"
}

wrong() { printf '%s: %s\n' "$1" "$2" >>"$DRILL/faults.txt"; }

# What /health must have said at least once while the fault lasted.
check_health() {
  local needed
  needed=$(scenario_health "$1")
  [ -z "$needed" ] || awk -F'\t' -v since="$2" -v until="$3" -v needed="$needed" \
    '$1 >= since && $1 <= until && $2 " " $3 == needed { found = 1 } END { exit !found }' "$DRILL_HEALTH" ||
    wrong "$1" "/health never said: $needed"
}

# An alert that lasts is told again after ten minutes.
check_repetition() {
  [ "$1" = collector-stays-away ] || return 0
  awk -F'\t' -v alert="$2" -v since="$3" -v until="$4" '
    $2 == "firing" && $4 == alert && $1 >= since && $1 <= until { if (first && $1 - first >= 595000) again = 1; if (!first) first = $1 }
    END { exit !again }' "$DRILL/messages.tsv" || wrong "$1" "$2 was not repeated within eleven minutes"
}

drill_report() {
  local scenario early
  : >"$DRILL/faults.txt"
  drill_messages
  early=$(told_between "$(mark_of calm -)" "$(awk -F'\t' '$1 == "fault" { print $2; exit }' "$DRILL_MARKS")")
  [ -z "$early" ] || wrong "before the first fault" "$(words <<<"$early")"
  {
    # shellcheck disable=SC2016 # a column of Markdown
    printf '| what was done | alert | at the webhook after (at most) | taken back after the end of the fault | healthy after it | `/health` | also told | muted |\n'
    printf '|---|---|---|---|---|---|---|---|\n'
    for scenario in $DRILL_SCENARIOS; do drill_row "$scenario"; done
  } >"$DRILL/report.md"
  cat "$DRILL/report.md"
  [ -z "$DRILL_MARKDOWN" ] || cp "$DRILL/report.md" "$DRILL_MARKDOWN"
  if [ -s "$DRILL/faults.txt" ]; then
    say "NOT as it should be:"
    cat "$DRILL/faults.txt" >&2
    say "What was told is in $LOGS/alertlog.out, what /health said in $DRILL_HEALTH, logs in $LOGS."
    return 1
  fi
  say "Each alert came in time, nothing else was told, and all of it ended by itself."
}
