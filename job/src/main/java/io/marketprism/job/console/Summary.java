// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A run in figures, as JSON for programs and as text for people. */
final class Summary {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Summary() {}

  /** Returns the figures of the last screen together with the checks. */
  static ObjectNode of(Screen screen, List<Check> checks) {
    ObjectNode summary = JSON.createObjectNode();
    summary.put("ok", checks.stream().allMatch(Check::ok));
    summary.put("duration_seconds", screen.elapsedSeconds());
    summary.set("job", job(screen.job()));
    ObjectNode nats = summary.putObject("nats");
    nats.put("url", screen.natsUrl());
    nats.put("messages", screen.nats().messages());
    nats.put("messages_not_counted", screen.nats().dropped());
    nats.put("trades_stored", screen.nats().tradesStored());
    nats.put("figures_stored", screen.nats().figuresStored());
    nats.put("dead_letters", screen.deadLetters());
    nats.put("gap_events", screen.gaps());
    ObjectNode coverage = summary.putObject("coverage");
    coverage.put("expected", screen.expected().size());
    coverage.put("spoke", screen.expected().size() - screen.silent().size());
    coverage.put("complete_after_seconds", screen.completeAfterSeconds());
    ArrayNode silent = coverage.putArray("silent");
    screen.silent().forEach(silent::add);
    ArrayNode subjects = summary.putArray("subjects");
    for (SubjectRow row : screen.rows()) {
      ObjectNode subject = subjects.addObject();
      subject.put("subject", row.subject());
      subject.put("messages", row.messages());
      subject.put("per_second", Math.round(row.perSecond() * 10) / 10.0);
      if (row.heard()) {
        subject.put("age_seconds", Math.round(row.ageSeconds() * 10) / 10.0);
      }
      if (row.isBook()) {
        subject.put("book", row.state().text());
      }
    }
    ArrayNode list = summary.putArray("checks");
    checks.forEach(check -> add(list, check));
    return summary;
  }

  /** Adds a check that was made elsewhere and corrects the overall result. */
  static void add(ObjectNode summary, Check check) {
    add((ArrayNode) summary.get("checks"), check);
    summary.put("ok", summary.path("ok").asBoolean() && check.ok());
  }

  private static void add(ArrayNode list, Check check) {
    list.addObject().put("check", check.name()).put("ok", check.ok()).put("detail", check.detail());
  }

  private static ObjectNode job(JobView job) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", job.jobId());
    node.put("name", job.name());
    node.put("state", job.state());
    node.put("uptime_seconds", job.uptimeMs() / 1_000);
    node.put("restarts", job.restarts());
    ObjectNode checkpoints = node.putObject("checkpoints");
    checkpoints.put("completed", job.checkpoints().completed());
    checkpoints.put("failed", job.checkpoints().failed());
    checkpoints.put("last_id", job.checkpoints().lastId());
    checkpoints.put("last_duration_ms", job.checkpoints().lastDurationMs());
    checkpoints.put("last_bytes", job.checkpoints().lastBytes());
    return node;
  }

  /** Returns the summary as text. */
  static String text(JsonNode summary) {
    StringBuilder text = new StringBuilder();
    text.append("\nSummary of ")
        .append(Wording.duration(summary.path("duration_seconds").asLong()))
        .append('\n');
    for (JsonNode subject : summary.path("subjects")) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-44s %,10d %-8s  %,9.1f/s%s%n",
              subject.path("subject").asText(),
              subject.path("messages").asLong(),
              subject.path("messages").asLong() == 1 ? "message" : "messages",
              subject.path("per_second").asDouble(),
              subject.has("book") ? "  " + subject.path("book").asText() : ""));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "  MARKET_TRADES holds %,d trades, MARKET_DATA %,d figures%n",
            summary.path("nats").path("trades_stored").asLong(),
            summary.path("nats").path("figures_stored").asLong()));
    for (JsonNode check : summary.path("checks")) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-4s %-22s %s%n",
              check.path("ok").asBoolean() ? "ok" : "BAD",
              check.path("check").asText(),
              check.path("detail").asText()));
    }
    return text.append(
            summary.path("ok").asBoolean()
                ? "All is as it should be.\n"
                : "Something is not as it should be: see the lines marked BAD.\n")
        .toString();
  }
}
