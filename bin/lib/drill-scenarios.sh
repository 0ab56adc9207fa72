# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the drill makes happen. Of each scenario NAME: begin_NAME, end_NAME, and what follows from it.

scenario_title() {
  case $1 in
    collector-killed) echo "TaskManager killed, its supervisor held back until the alert is out" ;;
    collector-hangs) echo "TaskManager stopped (SIGSTOP): it lives and does not answer, as in the incident" ;;
    collector-stays-away) echo "TaskManager killed and kept away for eleven minutes: the alert must be repeated" ;;
    venue-silent) echo "no frame of OKX arrives any more, though sockets and subscriptions are fine" ;;
    connections-leaked) echo "20 connections (40 sockets) opened inside of the TaskManager and not closed" ;;
    memory-pressure) echo "memory limit lowered to 1.08 times what the TaskManager uses" ;;
    nats-away) echo "nats-server killed, its supervisor held back until the alert is out" ;;
    disk-full) echo "disk of the checkpoints filled" ;;
  esac
}

scenario_alert() {
  case $1 in
    collector-*) echo CollectorTargetDown ;;
    venue-silent) echo ExchangeSilent ;;
    connections-leaked) echo CollectorConnectionLeak ;;
    memory-pressure) echo CollectorHighMemory ;;
    nats-away) echo NatsServerDown ;;
    disk-full) echo CheckpointFailing ;;
  esac
}

# Seconds that pass before the rule's condition can hold: the minute without a message, without a checkpoint.
scenario_needs() {
  case $1 in
    venue-silent | disk-full) echo 60 ;;
    *) echo 0 ;;
  esac
}

# Other alerts that tell of the same and are rightly told: each says something that the first one does not.
scenario_also() {
  case $1 in
    # The job waits for its TaskManager and is restarted when it is back.
    collector-killed | collector-hangs | collector-stays-away) echo "FlinkJobNotRunning FlinkRestarted" ;;
    # A minute before the venue as such, each of its feeds is late.
    venue-silent) echo "FeedStale" ;;
    # Sinks that are cut off press back, and the ladder is left by a step each two minutes.
    nats-away) echo "CollectorDegraded" ;;
    # What the ladder does about it.
    memory-pressure) echo "CollectorDegraded CollectorDegradedHard" ;;
    # A task that cannot write its part of a checkpoint fails, and the job with it, again and again.
    disk-full) echo "FlinkRestarted FlinkRestartLoop FlinkJobNotRunning CheckpointOld CollectorDiskFilling" ;;
  esac
}

# HTTP status and word of /health that must be seen while the fault lasts.
scenario_health() {
  case $1 in
    venue-silent) echo "200 degraded" ;;
    nats-away) echo "503 unhealthy" ;;
  esac
}

# Seconds that the fault goes on after the alert, beyond what is needed.
scenario_hold() {
  case $1 in
    collector-stays-away) echo 630 ;;
    nats-away) echo 60 ;;
    *) echo 5 ;;
  esac
}

hold_supervisor() {
  local pid
  pid=$(pid_of supervisor) && kill -STOP "$pid"
}

release_supervisor() {
  local pid
  pid=$(pid_of supervisor) && kill -CONT "$pid"
}

begin_collector_killed() {
  hold_supervisor
  kill_hard tm
}

end_collector_killed() { release_supervisor; }

begin_collector_stays_away() { begin_collector_killed; }

end_collector_stays_away() { release_supervisor; }

begin_collector_hangs() { kill -STOP "$(pid_of tm)"; }

# Ends it itself: what has not answered for a minute is killed and started again.
end_collector_hangs() { :; }

# okx_silence true|false: each stream of books and trades, of all that OKX trades.
okx_silence() {
  local instrument stream
  for instrument in BTC-USDT ETH-USDT BTC-USDT-SWAP ETH-USDT-SWAP; do
    for stream in books trades-all trades; do
      http_post "$(venue_url rest okx)" "/sim/silence?stream=$stream:$instrument&silent=$1" ||
        die "the simulated OKX refuses to silence $stream:$instrument"
    done
  done
}

begin_venue_silent() { okx_silence true; }

end_venue_silent() { okx_silence false; }

process_fault() {
  "$JAVA" -jar "$SIMULATOR_JAR" process-fault --pid "$(pid_of tm)" "$1" 9>&- || die "the TaskManager let no fault in"
}

begin_connections_leaked() { process_fault sockets=20; }

end_connections_leaked() { process_fault sockets=0; }

begin_memory_pressure() {
  local resident
  resident=$(awk '$1 == "VmRSS:" { print $2 }' "/proc/$(pid_of tm)/status")
  process_fault "property=marketprism.memory-limit-bytes=$((resident * 1024 * 108 / 100))"
}

end_memory_pressure() { process_fault property=marketprism.memory-limit-bytes=; }

begin_nats_away() {
  hold_supervisor
  kill_hard nats
}

end_nats_away() { release_supervisor; }

begin_disk_full() {
  cat /dev/zero >"$DRILL/checkpoints/filler" 2>/dev/null || true
}

end_disk_full() { rm -f "$DRILL/checkpoints/filler"; }
