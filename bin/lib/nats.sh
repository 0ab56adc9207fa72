# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The local NATS server, with JetStream.

NATS_SERVER=

find_nats() {
  local directory
  NATS_SERVER=$(command -v nats-server || true)
  [ -z "$NATS_SERVER" ] || return 0
  # Packages put it where only root has it on the path.
  for directory in /usr/sbin /usr/local/sbin /usr/local/bin /opt/homebrew/bin; do
    if [ -x "$directory/nats-server" ]; then
      NATS_SERVER=$directory/nats-server
      return 0
    fi
  done
  return 1
}

need_nats() {
  find_nats && return
  install_package nats-server || true
  hash -r
  find_nats || die "nats-server is needed. Install it (Debian/Ubuntu: sudo apt-get install nats-server; macOS: brew" \
    "install nats-server; else https://github.com/nats-io/nats-server/releases) and put it on the PATH."
}

# start_nats STORE: on NATS_PORT and NATS_HTTP_PORT of this host only.
start_nats() {
  mkdir -p "$1" "$STATE/conf"
  cat >"$STATE/conf/nats.conf" <<CONF
server_name: marketprism
listen: "127.0.0.1:$NATS_PORT"
http: "127.0.0.1:$NATS_HTTP_PORT"
log_file: "$LOGS/nats.log"
logfile_size_limit: 10485760
jetstream {
  store_dir: "$1"
}
CONF
  spawn nats "$NATS_SERVER" -c "$STATE/conf/nats.conf"
}

nats_ready() {
  grep -q 'Server is ready' "$LOGS/nats.log" 2>/dev/null && pid_of nats >/dev/null &&
    http_get "$NATS_HTTP_PORT" /healthz >/dev/null 2>&1
}
