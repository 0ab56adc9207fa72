# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The build: only when something is missing or a source is newer than the last one.

JOB_JAR=$ROOT/job/target/marketprism-collector.jar
SIMULATOR_JAR=$ROOT/simulator/target/marketprism-simulator.jar
FLINK_HOME=$ROOT/flink-conf/target/flink

# Touched when a build that succeeded had started, so that an edit during a build is not lost.
build_stamp() { printf '%s\n' "$ROOT/target/last-build"; }

build_needed() {
  local stamp
  stamp=$(build_stamp)
  [ -f "$stamp" ] && [ -f "$JOB_JAR" ] && [ -f "$SIMULATOR_JAR" ] && [ -d "$FLINK_HOME/lib" ] || return 0
  local module sources=("$ROOT/pom.xml")
  for module in model sources sinks job simulator flink-conf; do
    sources+=("$ROOT/$module/pom.xml")
    [ ! -d "$ROOT/$module/src/main" ] || sources+=("$ROOT/$module/src/main")
  done
  [ -n "$(find "${sources[@]}" -type f -newer "$stamp" -print -quit)" ]
}

build_if_needed() {
  if ! build_needed; then
    need_java
    return
  fi
  need_java jdk
  local stamp
  stamp=$(build_stamp)
  mkdir -p "$(dirname "$stamp")"
  touch "$stamp.started"
  # Maven's line for each module: "Building MarketPrism model 0.1.0 [2/6]".
  local STEP_SHOWS='^\[INFO\] Building .*\[[0-9]*/[0-9]*\]$\|Downloading from'
  step "Building (the first time also fetches Maven and the libraries)" "$STATE/log/build.log" \
    maven -B -DskipTests -Dspotless.check.skip=true -pl job,simulator,flink-conf -am package ||
    die "the build failed; all of its output is in $STATE/log/build.log"
  mv "$stamp.started" "$stamp"
}

maven() { (cd "$ROOT" && exec ./mvnw "$@") </dev/null; }

build_command() {
  [ $# -eq 0 ] || usage_error "build takes no arguments"
  if build_needed; then
    build_if_needed
  else
    say "Nothing to build: all is newer than its sources."
  fi
}
