# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The venues in a box.

# With commas, as the simulator names them.
VENUES=

# start_simulator TRUTH OPTION...: of VENUES, each on a free port; it prints where they listen.
start_simulator() {
  local truth=$1
  shift
  spawn sim "$JAVA" -Xmx1g -Dmarketprism.state="$STATE/" -jar "$SIMULATOR_JAR" serve --port 0 \
    --venues "$VENUES" --truth "$truth" "$@"
}

simulator_ready() { grep -q '^ready ' "$LOGS/sim.out" 2>/dev/null && [ -n "$(venue_url ws "${VENUES##*,}")" ]; }

# venue_url ws|rest VENUE: from its line "ready VENUE ws=URL rest=URL".
venue_url() { sed -n "s/^ready $2 .*$1=\([^ ]*\).*/\1/p" "$LOGS/sim.out"; }

# venue_get VENUE PATH: what it answers to a request, one JSON object a line.
venue_get() {
  local url
  url=$(venue_url rest "$1")
  http_get "${url##*:}" "$2" | tr '{' '\n'
}

# What a simulated Binance trades, one instrument a line: its own name, then BASE-QUOTE. Dated futures are left out.
binance_pairs() {
  local path=/api/v3/exchangeInfo
  [ "$1" = binance_spot ] || path=/fapi/v1/exchangeInfo
  venue_get "$1" "$path" |
    sed -n 's/.*"symbol":"\([A-Z0-9]*\)".*"baseAsset":"\([A-Z0-9]*\)".*"quoteAsset":"\([A-Z0-9]*\)".*/\1 \2-\3/p'
}

# The truth log of a venue, by the name that is given to the simulator.
truth_of() { printf '%s\n' "${1%.*}-$2.${1##*.}"; }

# start_verifier TRUTH OUTPUT OPTION...: holds what is published against the truth logs of VENUES until it is told to end
# by OPTION. It must be there before the first message, some come once in minutes only.
start_verifier() {
  local truth=$1 venue truths=()
  VERIFICATION=$2
  shift 2
  for venue in ${VENUES//,/ }; do truths+=(--truth "$(market_of "$venue")=$(truth_of "$truth" "$venue")"); done
  spawn verifier "$JAVA" -Xmx2g -XX:+UseSerialGC -Dmarketprism.state="$STATE/" -jar "$SIMULATOR_JAR" verify \
    --nats "$NATS_URL" "${truths[@]}" --json "$@"
}

# What a venue's truth log tells of, in the words of subjects.
market_of() {
  case $1 in
    binance_spot) echo binance.spot ;;
    binance_derivatives) echo binance.perpetual ;;
    *) echo "$1" ;;
  esac
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
