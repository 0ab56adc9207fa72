# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The terminal console: the live view, one sample, messages as they come.

CONSOLE_CLASS=io.marketprism.job.console.Console

# become_console ARGUMENT...: replaces the shell, so that in the background its process id is Java's own.
become_console() {
  exec "$JAVA" -Xmx512m -XX:+UseSerialGC -Dmarketprism.state="$STATE/" -cp "$JOB_JAR" "$CONSOLE_CLASS" "$@"
}

# console ARGUMENT...: never with the descriptor of the janitor, else the janitor could not see that this script died.
console() { (become_console "$@") 9>&-; }

status_command() {
  local subjects=no
  while [ $# -gt 0 ]; do
    case $1 in
      --subjects) subjects=yes; shift ;;
      *) usage_error "status does not know: $1" ;;
    esac
  done
  if [ ! -f "$RUN/settings" ] || [ -z "$(alive)" ]; then
    say "Nothing is running here."
    exit 1
  fi
  need_java
  load_run
  local name pid missing=0
  for name in $(expected_processes); do
    if pid=$(pid_of "$name"); then
      printf '%-18s runs, process %s\n' "$(process_title "$name")" "$pid"
    else
      printf '%-18s DOES NOT RUN: bin/marketprism logs %s%s\n' "$(process_title "$name")" "$name" "$(way_back "$name")"
      missing=1
    fi
  done
  printf '\n'
  console status --health "http://127.0.0.1:$HEALTH_PORT" || missing=1
  if [ $subjects = yes ]; then
    printf '\n'
    console watch --once --nats "$NATS_URL" --flink "http://127.0.0.1:$WEB_PORT" || missing=1
  fi
  return $missing
}

# way_back NAME: what brings a dead process back.
way_back() {
  if [ "$1" != supervisor ] && pid_of supervisor >/dev/null; then
    printf '; it is being started again: bin/marketprism logs supervisor\n'
  elif [ "$MODE" = up ]; then
    printf '; then bin/marketprism down and bin/marketprism up --config %s\n' "${CONFIG:-FILE}"
  fi
}

# The processes that this run consists of, as far as they are to stay.
expected_processes() {
  echo jm tm
  [ "${NATS_LOCAL:-yes}" = no ] || echo nats
  [ "$MODE" != demo ] || echo sim
  case $MODE in up | demo) echo health ;; esac
  [ "$MODE" != up ] || echo supervisor
}

tail_command() {
  [ $# -ge 1 ] || usage_error "tail needs a subject, for example: bin/marketprism tail 'trade.>'"
  need_java
  load_run
  console tail --nats "$NATS_URL" "$@"
}

dead_letters_command() {
  need_java
  load_run
  console dead-letters --nats "$NATS_URL" "$@"
}

logs_command() {
  local name= follow=no lines=200 file
  while [ $# -gt 0 ]; do
    case $1 in
      -f | --follow) follow=yes; shift ;;
      -n) need_value "$1" $#; lines=$2; shift 2 ;;
      jm | tm | nats | sim | health | supervisor) name=$1; shift ;;
      *) usage_error "logs knows jm, tm, nats, sim, health and supervisor, not $1" ;;
    esac
  done
  [ -d "$LOGS" ] || die "there are no logs yet; they come with the first run"
  if [ -z "$name" ]; then
    for file in "$LOGS"/*; do
      [ ! -s "$file" ] || printf '%s\n' "$file"
    done
    say "(those of the run before: $LOGS.previous)"
    return
  fi
  file=$LOGS/$name.log
  [ -f "$file" ] || file=$LOGS/$name.out
  [ -f "$file" ] || die "the $(process_title "$name") has not written a log in this run"
  if [ "$follow" = yes ]; then exec tail -n "$lines" -F "$file"; else tail -n "$lines" "$file"; fi
}
