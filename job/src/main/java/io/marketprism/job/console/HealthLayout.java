// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Draws the health server's detailed status. Pure. */
final class HealthLayout {
  private static final int NAME_WIDTH = 19;
  private static final int STATUS_WIDTH = 11;

  private HealthLayout() {}

  /** The picture when there is no health server to ask. */
  static List<Line> unreachable(String address) {
    return List.of(
        Line.of("UNKNOWN", Style.BAD).with("  the health server " + address + " does not answer"),
        command("bin/marketprism logs health"));
  }

  static List<Line> draw(JsonNode status) {
    List<Line> picture = new ArrayList<>();
    String word = status.path("status").asText();
    Line title = Line.of(word.toUpperCase(Locale.ROOT), style(word));
    if (status.has("error")) {
      picture.add(title.with("  " + status.path("error").asText()));
      picture.add(command("bin/marketprism logs health"));
      return picture;
    }
    picture.add(title.with("  " + feeds(status) + level(status)));
    for (JsonNode check : status.path("checks")) {
      String checked = check.path("status").asText();
      picture.add(
          Line.of(padded(check.path("name").asText(), NAME_WIDTH))
              .with(padded(checked, STATUS_WIDTH), style(checked))
              .with(told(check)));
    }
    picture.add(Line.of(padded("figures", NAME_WIDTH)).with(figures(status.path("metrics"))));
    problems(status, picture);
    return picture;
  }

  private static void problems(JsonNode status, List<Line> picture) {
    for (JsonNode problem : status.path("problems")) {
      picture.add(Line.EMPTY);
      picture.add(Line.of(problem.path("text").asText(), style(problem.path("status").asText())));
      Set<String> commands =
          new LinkedHashSet<>(
              NextSteps.of(problem.path("code").asText(), problem.path("where").asText()));
      commands.forEach(next -> picture.add(command(next)));
    }
  }

  private static Line command(String text) {
    return Line.of("  -> ", Style.DIM).with(text, Style.BOLD);
  }

  private static String feeds(JsonNode status) {
    JsonNode feeds = status.path("feeds");
    return feeds.path("live").asInt() + " of " + feeds.path("total").asInt() + " feeds are live";
  }

  private static String level(JsonNode status) {
    int level = status.path("degradation_level").asInt();
    return level > 0 ? ", degradation level " + level : "";
  }

  /** The error if there is one, else the figures of the check's details. */
  private static String told(JsonNode check) {
    if (check.hasNonNull("error_message")) {
      return check.path("error_message").asText();
    }
    JsonNode details = check.path("details");
    if (details.has("server_info")) {
      return details.path("server_info").asText() + ", answers after " + millis(check);
    }
    if (details.has("state")) {
      return String.format(
          Locale.ROOT,
          "%s, %s restarts, last checkpoint %s ago",
          details.path("state").asText(),
          details.path("restarts").asText("?"),
          age(details.path("last_checkpoint_age_seconds")));
    }
    if (details.has("active_symbols")) {
      return String.format(
          Locale.ROOT,
          "%s books, last update %s ago",
          details.path("active_symbols").asText(),
          age(details.path("time_since_last_update")));
    }
    return details.path("connected").asText()
        + " of "
        + details.path("expected").asText()
        + " sockets";
  }

  private static String millis(JsonNode check) {
    return Math.round(check.path("response_time").asDouble() * 1_000) + " ms";
  }

  private static String age(JsonNode seconds) {
    return Wording.age(seconds.isNumber() ? seconds.asDouble() : Double.NaN);
  }

  private static String figures(JsonNode metrics) {
    List<String> told = new ArrayList<>();
    tell(told, metrics, "memory_percent", "memory %s %%");
    tell(told, metrics, "cpu_percent", "%s %% of a core");
    tell(told, metrics, "disk_percent", "disk %s %%");
    tell(told, metrics, "open_fds", "%s files open");
    tell(told, metrics, "tcp_established", "%s connections");
    return told.isEmpty() ? "not known" : String.join(", ", told);
  }

  private static void tell(List<String> told, JsonNode metrics, String key, String format) {
    if (metrics.hasNonNull(key)) {
      told.add(String.format(Locale.ROOT, format, metrics.path(key).asText()));
    }
  }

  private static String padded(String text, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s ", text);
  }

  private static Style style(String status) {
    return switch (status) {
      case "healthy" -> Style.GOOD;
      case "degraded" -> Style.CAUTION;
      default -> Style.BAD;
    };
  }
}
