# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Ports: which are taken, by whom, and which to take instead.

WEB_PORT=8081
RPC_PORT=6123
NATS_PORT=4222
NATS_HTTP_PORT=8222
TM_METRICS_PORT=9092
JM_METRICS_PORT=9249
HEALTH_PORT=8087
# "auto" takes a free port where the wanted one is taken, "strict" stops.
PORTS=strict

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Who listens on a port, as far as this user may know.
port_owner() {
  local found=
  if command -v ss >/dev/null; then
    found=$(ss -Hltnp "sport = :$1" 2>/dev/null |
      sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' | head -n 1)
  fi
  if [ -z "$found" ] && command -v lsof >/dev/null; then
    found=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { print $1 ", process " $2 }')
  fi
  printf '%s\n' "${found:-somebody else}"
}

# Chosen below the range that the kernel hands out for outgoing connections, so that none of those takes it first.
free_port() {
  local port
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    port=$((20000 + RANDOM % 12000))
    if ! port_taken "$port"; then
      printf '%s\n' "$port"
      return
    fi
  done
  die "found no free port between 20000 and 32000"
}

# settle_port VARIABLE WHAT OPTION: leaves the port in VARIABLE when it is free, else takes another or stops.
settle_port() {
  local variable=$1 what=$2 option=$3 port other
  port=${!variable}
  port_taken "$port" || return 0
  if [ "$PORTS" = auto ]; then
    other=$(free_port)
    say "Port $port ($what) is taken by $(port_owner "$port"): using $other."
    printf -v "$variable" '%s' "$other"
  else
    die "port $port ($what) is taken by $(port_owner "$port"). Stop that, or choose another with" \
      "$option PORT, or let --ports auto choose."
  fi
}

# Options about ports, common to demo and up. Sets PORT_ARGS to how many arguments it took, 0 if it was none of them.
PORT_ARGS=0
port_option() {
  local variable
  PORT_ARGS=0
  case $1 in
    --web-port) variable=WEB_PORT ;;
    --nats-port) variable=NATS_PORT ;;
    --nats-http-port) variable=NATS_HTTP_PORT ;;
    --tm-metrics-port) variable=TM_METRICS_PORT ;;
    --jm-metrics-port) variable=JM_METRICS_PORT ;;
    --health-port) variable=HEALTH_PORT ;;
    --ports) variable=PORTS ;;
    *) return 0 ;;
  esac
  need_value "$1" $#
  if [ "$variable" = PORTS ]; then
    case $2 in auto | strict) ;; *) usage_error "--ports is auto or strict, not $2" ;; esac
  else
    case $2 in '' | *[!0-9]*) usage_error "$1 needs a port number, not $2" ;; esac
    if [ "$2" -lt 1 ] || [ "$2" -gt 65535 ]; then usage_error "$1 needs a port from 1 to 65535, not $2"; fi
  fi
  printf -v "$variable" '%s' "$2"
  PORT_ARGS=2
}
