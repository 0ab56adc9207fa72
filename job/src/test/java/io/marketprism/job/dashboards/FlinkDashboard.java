// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.dashboards;

import static io.marketprism.job.dashboards.Query.zeroWhileUp;

/** Flink's part: is the job running, does its state get saved, does it keep up, how it recovers. */
final class FlinkDashboard {
  private FlinkDashboard() {}

  static Dashboard dashboard() {
    return new Dashboard(
            "marketprism-flink",
            "MarketPrism Flink and Recovery",
            "The job, its checkpoints, its load, and how long a recovery took.")
        .add(Panel.heading("Job"))
        .add(job())
        .add(Panel.heading("Checkpoints"))
        .add(checkpoints())
        .add(Panel.heading("Load"))
        .add(load())
        .add(Panel.heading("Recovery"))
        .add(recovery());
  }

  private static Panel[] job() {
    return new Panel[] {
      Panel.stat("Running jobs", "1 is right. 0 means that the collector does nothing.")
          .query("max(flink_jobmanager_numRunningJobs) or on() vector(0)", "")
          .lowIsBad(1)
          .size(4, 5)
          .runbook("job-down"),
      Panel.stat("Job up for", "Since its last start or restart.")
          .query("max(flink_jobmanager_job_uptime) / 1000", "")
          .unit("s")
          .size(4, 5)
          .runbook("restart-loop"),
      Panel.stat("Restarts in the last hour", "0 is right; more than 3 in 15 minutes is a loop.")
          .query("max(increase(flink_jobmanager_job_numRestarts[1h]))", "")
          .highIsBad(1, 4)
          .size(4, 5)
          .runbook("restart-loop"),
      Panel.stat("TaskManagers", "Registered with the JobManager.")
          .query("max(flink_jobmanager_numRegisteredTaskManagers)", "")
          .lowIsBad(1)
          .size(4, 5)
          .runbook("job-down"),
      Panel.stat(
              "Free slots",
              "With as many as the job needs, it starts again without waiting for a new TaskManager.")
          .query("max(flink_jobmanager_taskSlotsAvailable)", "")
          .size(4, 5)
          .runbook("job-down"),
      Panel.stat(
              "Degradation",
              "0 is normal; from 1 on the collector publishes less to keep up, from 3 on it pauses polls.")
          .query("max(marketprism_degradation_level)", "")
          .highIsBad(1, 3)
          .size(4, 5)
          .runbook("degraded"),
    };
  }

  private static Panel[] checkpoints() {
    return new Panel[] {
      Panel.lines(
              "Age of the last checkpoint",
              "A saw tooth between 0 and the interval of 5 s is right.")
          .query(
              "time() - (max(flink_jobmanager_job_lastCheckpointCompletedTimestamp) > 0) / 1000",
              "age")
          .unit("s")
          .highIsBad(60, 300)
          .runbook("checkpoint"),
      Panel.lines(
              "Duration of a checkpoint", "It includes waiting for the acknowledgements of NATS.")
          .query("max(flink_jobmanager_job_lastCheckpointDuration) / 1000", "duration")
          .unit("s")
          .highIsBad(10, 30)
          .runbook("checkpoint"),
      Panel.lines(
              "Size of a checkpoint",
              "What one writes, and the whole of what it stands for. It depends on the number of"
                  + " instruments, not on the time the job runs.")
          .query("max(flink_jobmanager_job_lastCheckpointSize)", "written")
          .query("max(flink_jobmanager_job_lastCheckpointFullSize)", "whole")
          .unit("bytes")
          .runbook("checkpoint"),
      Panel.lines(
              "Failed checkpoints in 10 minutes", "They fail while NATS or the storage is away.")
          .query("max(increase(flink_jobmanager_job_numberOfFailedCheckpoints[10m]))", "failed")
          .highIsBad(1, 3)
          .runbook("checkpoint"),
    };
  }

  private static Panel[] load() {
    return new Panel[] {
      Panel.lines(
              "Back-pressure by task",
              "Share of the time in which a task waits for the one behind it, and in which the feeds"
                  + " wait for the job. Above 50 % of that the ladder of degradation begins.")
          .query(
              "max by (task_name) (flink_taskmanager_job_task_backPressuredTimeMsPerSecond) / 1000",
              "{{task_name}}")
          .query(
              "max(rate(marketprism_handover_blocked_seconds_total[1m]))",
              "feeds waiting for the job")
          .unit("percentunit")
          .highIsBad(0.5, 0.8)
          .size(8, 8)
          .runbook("backpressure"),
      Panel.lines(
              "Busy time by task",
              "Share of the time in which a task works. Above 90 % it is saturated.")
          .query(
              "max by (task_name) (flink_taskmanager_job_task_busyTimeMsPerSecond >= 0) / 1000",
              "{{task_name}}")
          .unit("percentunit")
          .highIsBad(0.7, 0.9)
          .size(8, 8)
          .runbook("backpressure"),
      Panel.lines(
              "Waiting at the source",
              "Decoded events between the sockets and the job. Reading stops at"
                  + " source.handover-bytes; near 0 is right.")
          .query("sum(marketprism_handover_queue_bytes)", "bytes")
          .unit("bytes")
          .size(8, 8)
          .runbook("backpressure"),
      Panel.lines("Records out by operator", "What each step passes on.")
          .query(
              "sum by (operator_name) (rate(flink_taskmanager_job_task_operator_numRecordsOut[1m]))",
              "{{operator_name}}")
          .unit("ops")
          .size(8, 8)
          .runbook("backpressure"),
      Panel.lines("Records in by operator", "What each step gets.")
          .query(
              "sum by (operator_name) (rate(flink_taskmanager_job_task_operator_numRecordsIn[1m]))",
              "{{operator_name}}")
          .unit("ops")
          .size(8, 8)
          .runbook("backpressure"),
      Panel.lines("Sent and failed by sink", "Of Flink's sinks to NATS. Errors must stay 0.")
          .query(
              "sum by (operator_name)"
                  + " (rate(flink_taskmanager_job_task_operator_numRecordsSend[1m]))",
              "{{operator_name}}")
          .query(
              "sum(rate(flink_taskmanager_job_task_operator_numRecordsSendErrors[1m]))", "errors")
          .unit("ops")
          .size(8, 8)
          .runbook("publish-errors"),
      Panel.lines(
              "Garbage collection",
              "Share of the time in which the JVM collects. Below 5 % is right.")
          .query(
              "rate(flink_taskmanager_Status_JVM_GarbageCollector_All_Time[1m]) / 1000",
              "TaskManager {{instance}}")
          .query(
              "rate(flink_jobmanager_Status_JVM_GarbageCollector_All_Time[1m]) / 1000",
              "JobManager {{instance}}")
          .unit("percentunit")
          .highIsBad(0.05, 0.2)
          .size(8, 8)
          .runbook("high-memory"),
      Panel.lines("Heap", "Used, against the largest size it may take.")
          .query(
              "flink_taskmanager_Status_JVM_Memory_Heap_Used"
                  + " / flink_taskmanager_Status_JVM_Memory_Heap_Max",
              "TaskManager {{instance}}")
          .query(
              "flink_jobmanager_Status_JVM_Memory_Heap_Used"
                  + " / flink_jobmanager_Status_JVM_Memory_Heap_Max",
              "JobManager {{instance}}")
          .unit("percentunit")
          .highIsBad(0.9, 0.97)
          .size(8, 8)
          .runbook("high-memory"),
      Panel.lines(
              "Books on the heap",
              "Decoded books, and those put away into RocksDB and brought back.")
          .query("sum(marketprism_orderbook_cache_books)", "books")
          .query(
              "sum(rate(marketprism_orderbook_cache_evictions_total[1m]))", "put away per second")
          .query(
              "sum(rate(marketprism_orderbook_cache_loads_total[1m]))", "brought back per second")
          .size(8, 8)
          .runbook("high-memory"),
    };
  }

  /**
   * A process that is gone takes its feeds' series with it: also then nothing is live. But that
   * nobody watched is no failure: then there is no {@code up} either.
   */
  private static Panel[] recovery() {
    String notLive = "sum(marketprism_feed_live) < count(marketprism_feed_live)";
    String nothing = "absent(marketprism_feed_live) and on() count(up{job=\"collector\"})";
    return new Panel[] {
      Panel.lines(
              "Live feeds through restarts",
              "Feeds that are live, of all. After a restart the lines meet again: that is the end of"
                  + " the recovery.")
          .query("sum(marketprism_feed_live) or on() vector(0)", "live")
          .query("count(marketprism_feed_live) or on() vector(0)", "configured")
          .size(12, 8)
          .runbook("stale-feed"),
      Panel.lines(
              "Restarts",
              "Since the JobManager started. Job restarts are vertical lines on every panel.")
          .query("max(flink_jobmanager_job_numRestarts)", "restarts")
          .size(6, 8)
          .runbook("restart-loop"),
      Panel.stat(
              "Not all live, last hour",
              "Time of the last hour in which at least one feed was not live, or nothing ran: the"
                  + " time to live again, over all restarts in it.")
          .query(
              zeroWhileUp("5 * count_over_time((%s or %s)[1h:5s])".formatted(notLive, nothing)), "")
          .unit("s")
          .highIsBad(60, 600)
          .size(6, 8)
          .runbook("stale-feed"),
    };
  }
}
