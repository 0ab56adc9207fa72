// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.marketprism.job.healthserver.MetricsReading.CollectorFigures;
import io.marketprism.job.process.DiskUse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.annotation.Nullable;

/** The answer to {@code /health}. Pure. */
final class HealthJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final double MEGA = 1L << 20;
  private static final double GIGA = 1L << 30;
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private HealthJson() {}

  static ObjectNode of(Report report) {
    ObjectNode json = head(report);
    json.set("checks", checks(report));
    json.set("metrics", metrics(report));
    json.set("summary", summary(report));
    json.set("coverage", coverage(report));
    tail(report, json);
    if (report.graceApplies()) {
      ObjectNode grace = json.putObject("grace");
      grace.put("applied", true);
      grace.put("uptime", seconds(report.uptime()));
      grace.put("grace_seconds", report.grace().toSeconds());
    }
    return json;
  }

  /** What every answer about the collector begins with. */
  static ObjectNode head(Report report) {
    ObjectNode json = Rounded.NODES.objectNode();
    json.put("status", report.verdict().status().word());
    json.put("timestamp", time(report.at()));
    json.put("version", report.version());
    json.put("uptime", seconds(report.uptime()));
    return json;
  }

  /** And what it ends with. */
  static void tail(Report report, ObjectNode json) {
    json.put(
        "degradation_level",
        report.seen().metrics().seen().map(MetricsReading::degradationLevel).orElse(null));
    ArrayNode reasons = json.putArray("reasons");
    report.verdict().reasons().forEach(reason -> reasons.add(reason.text()));
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static BigDecimal seconds(Duration duration) {
    return Rounded.tenths(duration.toNanos() / NANOS);
  }

  static ObjectNode checks(Report report) {
    ObjectNode checks = Rounded.NODES.objectNode();
    for (CheckResult check : report.checks()) {
      ObjectNode entry = checks.putObject(check.name());
      entry.put("name", check.name());
      entry.put("status", check.status().word());
      Instant at = check.looked().at();
      entry.put("last_check", at == null ? null : time(at));
      entry.put("response_time", took(check.looked()));
      entry.put("error_message", check.error());
      entry.set("details", check.details());
    }
    return checks;
  }

  @Nullable
  private static BigDecimal took(Sample<?> look) {
    return look.took() == null ? null : Rounded.to(look.took().toNanos() / NANOS, 4);
  }

  static ObjectNode metrics(Report report) {
    CollectorFigures process =
        report
            .seen()
            .metrics()
            .seen()
            .map(MetricsReading::process)
            .orElse(new CollectorFigures(null, null, null, null, null, null));
    DiskUse disk = report.disk();
    Double used = disk == null ? null : (Double) (double) disk.usedBytes();
    Double total = disk == null ? null : (Double) (double) disk.totalBytes();
    ObjectNode json = Rounded.NODES.objectNode();
    json.put("cpu_percent", Rounded.tenths(process.cpuPercent()));
    json.put("memory_percent", percent(process.residentBytes(), process.limitBytes()));
    json.put("memory_used_mb", Rounded.tenths(by(process.residentBytes(), MEGA)));
    json.put("memory_total_mb", Rounded.tenths(by(process.limitBytes(), MEGA)));
    json.put("disk_percent", disk == null ? null : Rounded.tenths(disk.usedPercent()));
    json.put("disk_used_gb", Rounded.tenths(by(used, GIGA)));
    json.put("disk_total_gb", Rounded.tenths(by(total, GIGA)));
    json.put("uptime_seconds", uptime(report, process));
    json.put(
        "process_count", report.seen().metrics().seen().map(MetricsReading::read).orElse(null));
    json.put("open_fds", whole(process.openFiles()));
    json.put("tcp_established", whole(process.established()));
    return json;
  }

  @Nullable
  private static BigDecimal uptime(Report report, CollectorFigures process) {
    Double start = process.startSeconds();
    return start == null
        ? null
        : Rounded.tenths(Math.max(0, report.at().toEpochMilli() / MILLIS - start));
  }

  @Nullable
  private static BigDecimal percent(@Nullable Double part, @Nullable Double whole) {
    return part == null || whole == null || whole <= 0 ? null : Rounded.tenths(100 * part / whole);
  }

  @Nullable
  private static Double by(@Nullable Double figure, double unit) {
    return figure == null ? null : (Double) (figure / unit);
  }

  @Nullable
  private static BigDecimal whole(@Nullable Double figure) {
    return Rounded.to(figure, 0);
  }

  static ObjectNode summary(Report report) {
    long healthy =
        report.checks().stream().filter(check -> check.status() == Status.HEALTHY).count();
    ObjectNode json = Rounded.NODES.objectNode();
    json.put("total_services", report.checks().size());
    json.put("healthy_services", healthy);
    json.put("unhealthy_services", report.checks().size() - healthy);
    json.put(
        "check_duration",
        report.checks().stream()
            .map(check -> took(check.looked()))
            .filter(took -> took != null)
            .max(BigDecimal::compareTo)
            .orElse(null));
    return json;
  }

  static ObjectNode coverage(Report report) {
    return report
        .seen()
        .metrics()
        .seen()
        .map(metrics -> Coverage.of(metrics, report.graceOver()))
        .orElseGet(Rounded.NODES::objectNode);
  }
}
