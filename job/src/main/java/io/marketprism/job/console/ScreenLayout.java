// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a {@link Screen} as lines of a given width. Pure: the same screen gives the same lines. */
final class ScreenLayout {
  private static final int MOST_EVENTS = 4;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ScreenLayout() {}

  /**
   * Draws the whole picture. Where it is too tall, feed events go first, then the blank lines, then
   * subjects, which are counted in one line instead.
   *
   * @param screen the moment
   * @param width columns of the terminal
   * @param height lines of the terminal
   * @param footer last lines, e.g. how to end
   */
  static List<Line> draw(Screen screen, int width, int height, List<String> footer) {
    List<Line> head = head(screen);
    List<List<Line>> tables = new SubjectTables(screen.rows()).draw(width);
    if (tables.isEmpty()) {
      tables = List.of(List.of(Line.of("nothing published yet", Style.DIM)));
    }
    List<Line> last = footer.stream().map(line -> Line.of(line, Style.DIM)).toList();
    int tablesHeight = tables.stream().mapToInt(List::size).sum();
    int blanks = tables.size() + 1;
    int spare = height - head.size() - tablesHeight - blanks - last.size();
    boolean spaced = spare >= 0;
    List<Line> body = new ArrayList<>();
    for (List<Line> table : tables) {
      if (spaced) {
        body.add(Line.EMPTY);
      }
      body.addAll(table);
    }
    if (spaced) {
      body.add(Line.EMPTY);
      body.addAll(events(screen, Math.min(MOST_EVENTS, spare)));
    }
    int room = Math.max(1, height - head.size() - last.size());
    if (body.size() > room) {
      int hidden = body.size() - room + 1;
      body = new ArrayList<>(body.subList(0, room - 1));
      body.add(Line.of("… " + hidden + " more lines; a taller terminal shows them", Style.DIM));
    }
    List<Line> all = new ArrayList<>(head);
    all.addAll(body);
    all.addAll(last);
    return all.stream().map(line -> line.cut(width)).toList();
  }

  /** The picture in one line, for places where nothing can be redrawn. */
  static String oneLine(Screen screen) {
    long books = screen.rows().stream().filter(SubjectRow::isBook).count();
    long live =
        screen.rows().stream()
            .filter(row -> row.isBook() && row.heard() && row.state() == BookState.LIVE)
            .count();
    return String.format(
        Locale.ROOT,
        "%4ds  job %s, %d restarts | checkpoints %d, %d failed | %s msg/s | books live %d of %d |"
            + " dead letters %d | %s",
        screen.elapsedSeconds(),
        screen.job().reachable() ? screen.job().state() : "unreachable",
        screen.job().restarts(),
        screen.job().checkpoints().completed(),
        screen.job().checkpoints().failed(),
        Wording.rate(screen.nats().perSecond()),
        live,
        books,
        screen.deadLetters(),
        Wording.coverage(screen));
  }

  private static List<Line> head(Screen screen) {
    return List.of(
        Line.of("MarketPrism Collector", Style.BOLD)
            .with("  web UI " + screen.flinkUrl() + "  NATS " + screen.natsUrl(), Style.DIM),
        job(screen.job()),
        checkpoint(screen),
        traffic(screen),
        subjects(screen));
  }

  private static Line job(JobView job) {
    Line line = Line.of("Job         ");
    if (!job.reachable()) {
      return line.with("Flink does not answer", Style.BAD);
    }
    if (job.jobId().isEmpty()) {
      return line.with("none submitted", Style.CAUTION);
    }
    return line.with(job.state(), job.state().equals("RUNNING") ? Style.GOOD : Style.BAD)
        .with(" for " + Wording.duration(job.uptimeMs() / 1_000) + ", ")
        .with(restarts(job.restarts()), job.restarts() == 0 ? Style.PLAIN : Style.CAUTION);
  }

  private static String restarts(long restarts) {
    return restarts == 1 ? "1 restart" : Wording.count(restarts) + " restarts";
  }

  private static Line checkpoint(Screen screen) {
    JobView.Checkpoints checkpoints = screen.job().checkpoints();
    Line line = Line.of("Checkpoint  ");
    if (checkpoints.completed() == 0) {
      return failed(line.with("none yet", Style.DIM), checkpoints);
    }
    double age = Math.max(0, screen.nowMs() - checkpoints.lastCompletedMs()) / 1e3;
    return failed(
        line.with("#" + checkpoints.lastId() + ", ")
            .with(Wording.age(age) + " ago", Style.BOLD)
            .with(
                ", took "
                    + Wording.count(checkpoints.lastDurationMs())
                    + " ms, "
                    + Wording.bytes(checkpoints.lastBytes())),
        checkpoints);
  }

  private static Line failed(Line line, JobView.Checkpoints checkpoints) {
    return line.with(", ")
        .with(
            Wording.count(checkpoints.failed()) + " failed",
            checkpoints.failed() == 0 ? Style.PLAIN : Style.BAD);
  }

  private static Line traffic(Screen screen) {
    Line line = Line.of("Traffic     ");
    if (!screen.nats().connected()) {
      return line.with("NATS does not answer", Style.BAD);
    }
    line =
        line.with(Wording.rate(screen.nats().perSecond()) + " msg/s", Style.BOLD)
            .with(", ")
            .with(
                Wording.count(screen.deadLetters()) + " dead letters",
                screen.deadLetters() == 0 ? Style.PLAIN : Style.CAUTION)
            .with(", MARKET_TRADES " + stored(screen.nats().tradesStored()))
            .with(", MARKET_DATA " + stored(screen.nats().figuresStored()));
    return screen.nats().dropped() == 0
        ? line
        : line.with(
            ", " + Wording.count(screen.nats().dropped()) + " not counted here", Style.CAUTION);
  }

  private static Line subjects(Screen screen) {
    boolean complete = screen.silent().isEmpty();
    return Line.of("Subjects    ")
        .with(Wording.coverage(screen), complete ? Style.PLAIN : Style.CAUTION);
  }

  private static String stored(long stored) {
    return stored < 0 ? "-" : Wording.count(stored);
  }

  private static List<Line> events(Screen screen, int most) {
    List<Line> lines = new ArrayList<>();
    List<FeedEvent> events = screen.events();
    for (FeedEvent event : events.subList(Math.max(0, events.size() - most), events.size())) {
      String time = CLOCK.format(Instant.ofEpochMilli(event.timeMs()));
      lines.add(
          Line.of(time + " UTC  ", Style.DIM)
              .with(event.event(), styleOf(event))
              .with(" " + event.subject())
              .with(event.reason().isEmpty() ? "" : "  " + event.reason(), Style.DIM));
    }
    return lines;
  }

  private static Style styleOf(FeedEvent event) {
    return switch (event.event()) {
      case "gap", "resync", "stale", "disconnected", "rejected" -> Style.CAUTION;
      case "live", "recovered", "connected", "subscribed" -> Style.GOOD;
      default -> Style.PLAIN;
    };
  }
}
