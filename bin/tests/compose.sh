#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The files that run the collector in containers: what can be found out about them without an engine. docker compose reads
# them, every file they mount exists, images are pinned, limits leave room, and settings that stand twice are the same.
# The health check that ends what hangs is tried in a process namespace of its own, where the kernel allows one.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/marketprism-compose.XXXXXX")
trap 'rm -rf "$SCRATCH"' EXIT
export GRAFANA_ADMIN_PASSWORD=of-a-test COMPOSE_PROFILES=

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  [ -z "${2:-}" ] || cat "$2" >&2
  exit 1
}

# --- What docker compose makes of the file ----------------------------------------------------------------------------

if docker compose version >/dev/null 2>&1; then
  COMPOSE=(docker compose)
elif command -v docker-compose >/dev/null; then
  COMPOSE=(docker-compose)
else
  fail "docker compose is needed. Install it (Debian/Ubuntu: sudo apt-get install docker-compose) and try again."
fi

# Not what a person has in .env.
: >"$SCRATCH/empty"
compose() { (cd "$ROOT" && "${COMPOSE[@]}" "$@"); }

compose --env-file "$SCRATCH/empty" --profile dingtalk config >"$SCRATCH/config.yml" 2>"$SCRATCH/errors" ||
  fail "docker-compose.yml is no valid file" "$SCRATCH/errors"
if (unset GRAFANA_ADMIN_PASSWORD; compose --env-file "$SCRATCH/empty" config) >"$SCRATCH/errors" 2>&1; then
  fail "without GRAFANA_ADMIN_PASSWORD nothing may start"
fi
grep -q 'set it in .env' "$SCRATCH/errors" || fail "a missing password names the file it belongs into" "$SCRATCH/errors"
while IFS='=' read -r NAME _; do
  NAME=${NAME#\#}
  [ "$NAME" = COMPOSE_PROFILES ] || grep -q "\${${NAME}[:}]" "$ROOT/docker-compose.yml" ||
    fail ".env.example has $NAME, which docker-compose.yml does not read"
done < <(grep -E '^#?[A-Z_]+=' "$ROOT/.env.example")

SERVICES=$(compose --env-file "$SCRATCH/empty" --profile dingtalk config --services | sort)
for NAME in alert-log alertmanager blackbox dingtalk grafana health jobmanager nats nats-exporter nats-volume prometheus \
  taskmanager taskmanager-spare zookeeper; do
  grep -qx "$NAME" <<<"$SERVICES" || fail "there is no service $NAME"
done

# The lines of one service, as docker compose prints them.
service() {
  awk -v name="$1" '/^services:/ { inside = 1; next } /^[^ ]/ { inside = 0 }
    inside && /^  [^ ]/ { mine = ($1 == name ":") } inside && mine' "$SCRATCH/config.yml"
}

for NAME in $SERVICES; do
  service "$NAME" >"$SCRATCH/service"
  grep -q 'read_only: true' "$SCRATCH/service" || fail "$NAME can write its own files"
  grep -q 'no-new-privileges:true' "$SCRATCH/service" || fail "$NAME may become more than it is"
  grep -q 'max-size' "$SCRATCH/service" || fail "the log of $NAME has no limit"
  # It only changes an owner, and ends.
  [ "$NAME" != nats-volume ] || continue
  grep -q 'restart: unless-stopped' "$SCRATCH/service" || fail "$NAME is not started again when it ended"
  grep -q 'heal.sh' "$SCRATCH/service" || fail "$NAME is not ended when it hangs"
  grep -q 'init: true' "$SCRATCH/service" || fail "$NAME cannot be ended by its health check: it is process 1"
  grep -q 'mem_limit' "$SCRATCH/service" || fail "the memory of $NAME has no limit"
done
! grep -nE '^ +(image: [^:]+$|image: .*:latest)' "$SCRATCH/config.yml" || fail "an image is not pinned"
! grep -n '/var/run/docker.sock' "$SCRATCH/config.yml" || fail "no container may speak to the engine"
# Version 1 prints address:port:port, version 2 a field of its own.
awk '/^    ports:/ { inside = 1; next } /^    [^ -]/ { inside = 0 } inside' "$SCRATCH/config.yml" >"$SCRATCH/ports"
[ "$(grep -c '127\.0\.0\.1' "$SCRATCH/ports")" -eq "$(grep -cE '^ *(- [0-9.:]+(/tcp)?|target: .*)$' "$SCRATCH/ports")" ] ||
  fail "a port is open to other hosts" "$SCRATCH/ports"

# --- What the file refers to ------------------------------------------------------------------------------------------

while read -r FILE; do
  [ -e "$ROOT/$FILE" ] || fail "docker-compose.yml mounts $FILE, which does not exist"
done < <(grep -oE '(- |- \$\{[A-Z_]+:-)\./[^:}]+' "$ROOT/docker-compose.yml" | sed 's/.*\.\///')
while read -r HOST; do
  grep -qx "$HOST" <<<"$SERVICES" || fail "Prometheus asks $HOST, which is no service"
done < <(cat "$ROOT"/monitoring/prometheus/targets/compose/*.yml | grep -oE '"(https?://)?[a-z-]+:[0-9]+' |
  sed -E 's/"(https?:\/\/)?//; s/:.*//' | sort -u)
while read -r FILE; do
  [ -e "$ROOT/$FILE" ] || fail "Dockerfile copies $FILE, which does not exist"
done < <(grep '^COPY [^-.]' "$ROOT/Dockerfile" | awk '{ for (i = 2; i < NF; i++) print $i }')

# --- What stands twice ------------------------------------------------------------------------------------------------

setting() { sed -n "s/^$1: *//p" "$ROOT/flink-conf/config.yaml"; }

# megabytes 2g|2560m|2684354560
megabytes() {
  case $1 in
    *g) echo $((${1%g} * 1024)) ;;
    *m) echo "${1%m}" ;;
    *) echo $(($1 / 1048576)) ;;
  esac
}

# Flink's own figure leaves out what the allocator and the kernel take.
for NAME in jobmanager taskmanager; do
  LIMIT=$(service "$NAME" | sed -n 's/^ *mem_limit: *//p' | tr -d "'\"")
  PROCESS=$(setting "$NAME.memory.process.size")
  [ $(($(megabytes "$LIMIT") * 100)) -ge $(($(megabytes "$PROCESS") * 125)) ] ||
    fail "mem_limit of $NAME is $LIMIT, less than 1.25 x $PROCESS"
done
VERSION=$(sed -n 's/.*<flink.version>\(.*\)<.*/\1/p' "$ROOT/pom.xml")
grep -q "^FROM flink:$VERSION-" "$ROOT/Dockerfile" || fail "Dockerfile is not based on Flink $VERSION"

# The operator replaces the image's config.yaml: what is set there must be set in the manifest, to the same.
MANIFEST=$ROOT/deploy/kubernetes/collector.yaml
while IFS= read -r LINE; do
  KEY=${LINE%%: *}
  case $KEY in
    # Where a process listens, how much memory it has, who leads, and where state is are the operator's and the manifest's.
    *bind-host | *bind-address | *.rpc.* | rest.* | taskmanager.host | *.memory.process.size | high-availability.* | \
      execution.checkpointing.dir | execution.checkpointing.savepoint-dir | metrics.reporter.prom.port | parallelism.default | \
      taskmanager.load-balance.mode | metrics.reporter.process.directories) continue ;;
  esac
  grep -qF "    $KEY: \"${LINE#*: }\"" "$MANIFEST" || fail "deploy/kubernetes/collector.yaml differs from flink-conf/config.yaml in: $LINE"
done < <(grep -E '^[a-z]' "$ROOT/flink-conf/config.yaml")
if command -v yamllint >/dev/null; then
  yamllint -d '{extends: relaxed, rules: {line-length: disable}}' "$ROOT"/deploy "$ROOT/docker-compose.yml" >"$SCRATCH/errors" ||
    fail "yamllint" "$SCRATCH/errors"
fi

# --- The health check that heals --------------------------------------------------------------------------------------

if unshare --fork --pid --mount-proc --mount true 2>/dev/null; then
  mkdir "$SCRATCH/tmp"
  cp "$ROOT/deploy/docker/heal.sh" "$SCRATCH/tmp/"
  # In there, process 1 is a shell, the patient a sleep; the /tmp is the scratch folder's, whatever else was in it.
  # shellcheck disable=SC2016 # the shell in there expands them
  unshare --fork --pid --mount-proc --mount bash -c '
    mount --bind "$1" /tmp
    sleep 20 &
    patient=$!
    sh /tmp/heal.sh 3 true && ! sh /tmp/heal.sh 3 false && ! sh /tmp/heal.sh 3 false && sh /tmp/heal.sh 3 true || exit 11
    for _ in 1 2; do ! sh /tmp/heal.sh 3 false || exit 12; done
    kill -0 $patient || exit 13
    touch /tmp/stopped-on-purpose
    ! sh /tmp/heal.sh 3 false && kill -0 $patient || exit 14
    rm /tmp/stopped-on-purpose
    ! sh /tmp/heal.sh 3 false || exit 15
    wait $patient
    [ $? -eq 137 ] || exit 16' heal "$SCRATCH/tmp" >"$SCRATCH/errors" 2>&1 ||
    fail "heal.sh (step $?)" "$SCRATCH/errors"
  HEALED=" heal.sh ends what hangs."
fi
echo "docker-compose.yml, Dockerfile, .env.example and the Kubernetes manifests: as they should be.${HEALED:-}"
