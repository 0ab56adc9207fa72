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

simulator_status() {
  local port=${REST_URL##*:}
  http_get "${port%%/*}" /sim/status
}

# What the venue trades, with commas.
venue_symbols() {
  local port=${REST_URL##*:}
  http_get "${port%%/*}" /api/v3/exchangeInfo | grep -o '"symbol":"[A-Z0-9]*"' | cut -d'"' -f4 | sort -u | paste -sd, -
}
