# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The venue in a box.

WS_URL=
REST_URL=

# start_simulator TRUTH [OPTION...]: on a free port; it prints where it listens.
start_simulator() {
  local truth=$1
  shift
  spawn sim "$JAVA" -Xmx1g -Dmarketprism.state="$STATE/" -jar "$SIMULATOR_JAR" serve --port "$(free_port)" \
    --truth "$truth" "$@"
}

simulator_ready() {
  local line
  line=$(grep -m 1 '^ready ws=' "$LOGS/sim.out" 2>/dev/null) || return 1
  WS_URL=${line#*ws=}
  WS_URL=${WS_URL%% *}
  REST_URL=${line#*rest=}
  REST_URL=${REST_URL%% *}
}

# What the venue trades, with commas.
venue_symbols() {
  local port=${REST_URL##*:}
  http_get "${port%%/*}" /api/v3/exchangeInfo | grep -o '"symbol":"[A-Z0-9]*"' | cut -d'"' -f4 | sort -u | paste -sd, -
}

# start_verifier TRUTH OUTPUT OPTION...: holds what is published against the truth log until it is told to end by OPTION.
start_verifier() {
  local truth=$1
  VERIFICATION=$2
  shift 2
  spawn verifier "$JAVA" -Xmx2g -XX:+UseSerialGC -Dmarketprism.state="$STATE/" -jar "$SIMULATOR_JAR" verify \
    --nats "$NATS_URL" --truth "$truth" --json "$@"
}

VERIFICATION=

# await_verifier SECONDS: until it has written its report; what it printed is the report.
await_verifier() {
  local started=$SECONDS
  while pid_of verifier >/dev/null && [ $((SECONDS - started)) -lt "$1" ]; do sleep 0.2; done
  cp "$LOGS/verifier.out" "$VERIFICATION"
}

# golden_books RECORDING...: the files of books computed beforehand that belong to recordings, one per line. They are in
# ../golden of a recording: hft-VENUE-SYMBOL.jsonl for SYMBOL_DATE.gz, cf-VENUE-final.jsonl for NAME.jsonl.gz.
golden_books() {
  local file folder name golden
  for file in "$@"; do
    folder=$(dirname "$file")
    name=$(basename "$file")
    case $name in
      *.jsonl*) golden=cf-$(basename "$folder")-final.jsonl ;;
      *) golden=hft-$(basename "$folder")-$(tr '[:lower:]' '[:upper:]' <<<"${name%%[_.]*}").jsonl ;;
    esac
    [ ! -f "$folder/../golden/$golden" ] || printf '%s\n' "$folder/../golden/$golden"
  done | sort -u
}
