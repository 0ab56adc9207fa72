# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# All tests, from the script's own syntax to the demo.

test_command() {
  local skip_demo=no started=$SECONDS
  while [ $# -gt 0 ]; do
    case $1 in
      --no-demo) skip_demo=yes; shift ;;
      *) usage_error "test does not know: $1" ;;
    esac
  done
  need_java jdk
  need_nats
  need_watchers
  # Tests start servers of their own and look for the program on the path.
  PATH=$PATH:$(dirname "$NATS_SERVER")
  export PATH
  say "== Shell checks"
  shell_checks
  say "== Containers"
  need_compose
  "$BASH" "$ROOT/bin/tests/compose.sh"
  say "== Alert rules, their tests, the runbook"
  "$BASH" "$ROOT/bin/tests/monitoring.sh"
  say "== Build, unit tests, integration tests"
  # Maven's own lines are the progress; what it built is what the demo below runs.
  local stamp
  stamp=$(build_stamp)
  mkdir -p "$(dirname "$stamp")"
  touch "$stamp.started"
  maven -B -ntp verify
  mv "$stamp.started" "$stamp"
  say "== bin/marketprism itself"
  "$BASH" "$ROOT/bin/tests/front-door.sh"
  if [ "$skip_demo" = no ]; then
    say "== A short demo, from a folder with a blank in its name"
    "$BASH" "$ROOT/bin/tests/demo.sh"
    say "== Two minutes of chaos"
    "$BASH" "$ROOT/bin/tests/chaos.sh"
  fi
  say "All tests passed in $((SECONDS - started))s."
}

# Docker's own, or the one that Debian still has.
need_compose() {
  if docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null; then return; fi
  install_package docker-compose || install_package docker-compose-v2 || true
  hash -r
  docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null ||
    die "docker compose is needed to check docker-compose.yml. Install it (Debian: sudo apt-get install docker-compose;" \
      "macOS: brew install docker-compose)."
}

shell_checks() {
  local script
  for script in "$ROOT"/bin/marketprism "$ROOT"/bin/lib/*.sh "$ROOT"/bin/tests/*.sh \
    "$ROOT"/deploy/*/*.sh "$ROOT"/.ci/run; do
    "$BASH" -n "$script"
  done
  if command -v shellcheck >/dev/null; then
    shellcheck -x -a "$ROOT/bin/marketprism" "$ROOT"/bin/tests/*.sh "$ROOT"/deploy/*/*.sh "$ROOT/.ci/run"
    say "bash -n and shellcheck found nothing."
  else
    say "bash -n found nothing; shellcheck is not installed and was left out."
  fi
}
