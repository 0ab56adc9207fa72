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
  private static final int LINES_PER_EVENT = 8;
  private static final double QUIET_SECONDS = 10;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Table.Column MESSAGES = new Table.Column("MESSAGES", 3, 9);
  private static final Table.Column RATE = new Table.Column("RATE/s", 4, 7);
  private static final Table.Column AGE = new Table.Column("AGE", 6, 6);

  private ScreenLayout() {}

  /**
   * Draws the whole picture.
   *
   * @param screen the moment
   * @param width columns of the terminal
   * @param height lines of the terminal; subjects that do not fit are counted in one line instead
   * @param footer last line, e.g. how to end
   */
  static List<Line> draw(Screen screen, int width, int height, String footer) {
    List<Line> head = head(screen);
    List<Line> foot = foot(screen, footer, Math.min(MOST_EVENTS, height / LINES_PER_EVENT));
    List<Line> body = body(screen, width);
    int room = Math.max(1, height - head.size() - foot.size());
    if (body.size() > room) {
      int hidden = body.size() - room + 1;
      body = new ArrayList<>(body.subList(0, room - 1));
      body.add(Line.of("… " + hidden + " more lines; a taller terminal shows them", Style.DIM));
    }
    List<Line> all = new ArrayList<>(head);
    all.addAll(body);
    all.addAll(foot);
    return all.stream().map(line -> line.cut(width)).toList();
  }

  /** The picture in one line, for places where nothing can be redrawn. */
  static String oneLine(Screen screen) {
    long books = screen.rows().stream().filter(SubjectRow::isBook).count();
    long live =
        screen.rows().stream().filter(row -> row.isBook() && row.state() == BookState.LIVE).count();
    return String.format(
        Locale.ROOT,
        "%4ds  job %s, %d restarts | checkpoints %d, %d failed | %s msg/s | books live %d of %d |"
            + " trades stored %s | dead letters %d",
        screen.elapsedSeconds(),
        screen.job().reachable() ? screen.job().state() : "unreachable",
        screen.job().restarts(),
        screen.job().checkpoints().completed(),
        screen.job().checkpoints().failed(),
        Wording.rate(screen.nats().perSecond()),
        live,
        books,
        stored(screen),
        screen.deadLetters());
  }

  private static List<Line> head(Screen screen) {
    return List.of(
        Line.of("MarketPrism Collector", Style.BOLD)
            .with("  web UI " + screen.flinkUrl() + "  NATS " + screen.natsUrl(), Style.DIM),
        job(screen.job()),
        checkpoint(screen),
        traffic(screen),
        Line.EMPTY);
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
            .with(", MARKET_TRADES holds " + stored(screen) + ", ")
            .with(
                Wording.count(screen.deadLetters()) + " dead letters",
                screen.deadLetters() == 0 ? Style.PLAIN : Style.CAUTION);
    return screen.nats().dropped() == 0
        ? line
        : line.with(
            ", " + Wording.count(screen.nats().dropped()) + " not counted here", Style.CAUTION);
  }

  private static String stored(Screen screen) {
    long stored = screen.nats().tradesStored();
    return stored < 0 ? "-" : Wording.count(stored);
  }

  private static List<Line> body(Screen screen, int width) {
    int longest = screen.rows().stream().mapToInt(row -> row.subject().length()).max().orElse(0);
    Table books =
        table(
            "ORDER BOOKS",
            longest,
            new Table.Column("BEST BID", 8, 10),
            new Table.Column("BEST ASK", 8, 10),
            new Table.Column("SPREAD", 2, 7),
            new Table.Column("LEVELS", 1, 6),
            new Table.Column("BOOK", 7, 6));
    Table trades =
        table(
            "TRADES",
            longest,
            new Table.Column("LAST PRICE", 8, 10),
            new Table.Column("QUANTITY", 2, 10),
            new Table.Column("SIDE", 7, 4));
    Table others = table("OTHER SUBJECTS", longest);
    boolean anyTrades = false;
    boolean anyOthers = false;
    for (SubjectRow row : screen.rows()) {
      if (row.headline() instanceof Headline.Top || row.isBook()) {
        books.add(bookCells(row));
      } else if (row.dataType().equals("trade")) {
        trades.add(tradeCells(row));
        anyTrades = true;
      } else {
        others.add(commonCells(row));
        anyOthers = true;
      }
    }
    List<Line> lines = new ArrayList<>(books.lines(width));
    if (screen.rows().isEmpty()) {
      lines.add(Line.of("nothing published yet", Style.DIM));
    }
    if (anyTrades) {
      lines.add(Line.EMPTY);
      lines.addAll(trades.lines(width));
    }
    if (anyOthers) {
      lines.add(Line.EMPTY);
      lines.addAll(others.lines(width));
    }
    return lines;
  }

  /**
   * All tables begin with the same columns, of the same width, so that they stand below each other.
   */
  private static Table table(String title, int longestSubject, Table.Column... more) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(new Table.Column(title, 9, longestSubject));
    columns.addAll(List.of(MESSAGES, RATE, AGE));
    columns.addAll(List.of(more));
    return new Table(columns);
  }

  private static List<Line.Span> bookCells(SubjectRow row) {
    List<Line.Span> cells = commonCells(row);
    if (row.headline() instanceof Headline.Top top) {
      cells.add(new Line.Span(top.bid(), Style.GOOD));
      cells.add(new Line.Span(top.ask(), Style.BAD));
      cells.add(plain(top.spread()));
      cells.add(plain(top.levels() == 0 ? "" : Wording.count(top.levels())));
    } else {
      cells.addAll(List.of(plain("-"), plain("-"), plain("-"), plain("-")));
    }
    cells.add(
        new Line.Span(
            row.state().text(), row.state() == BookState.LIVE ? Style.GOOD : Style.CAUTION));
    return cells;
  }

  private static List<Line.Span> tradeCells(SubjectRow row) {
    List<Line.Span> cells = commonCells(row);
    if (row.headline() instanceof Headline.Trade trade) {
      Style style = trade.side().equals("buy") ? Style.GOOD : Style.BAD;
      cells.add(new Line.Span(trade.price(), style));
      cells.add(plain(trade.quantity()));
      cells.add(new Line.Span(trade.side(), style));
    } else {
      cells.addAll(List.of(plain("-"), plain("-"), plain("-")));
    }
    return cells;
  }

  private static List<Line.Span> commonCells(SubjectRow row) {
    List<Line.Span> cells = new ArrayList<>();
    cells.add(plain(row.subject()));
    cells.add(plain(Wording.count(row.messages())));
    cells.add(plain(Wording.rate(row.perSecond())));
    cells.add(
        new Line.Span(
            Wording.age(row.ageSeconds()),
            row.ageSeconds() > QUIET_SECONDS ? Style.CAUTION : Style.PLAIN));
    return cells;
  }

  private static List<Line> foot(Screen screen, String footer, int shownEvents) {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.EMPTY);
    List<FeedEvent> events = screen.events();
    for (FeedEvent event :
        events.subList(Math.max(0, events.size() - shownEvents), events.size())) {
      String time = CLOCK.format(Instant.ofEpochMilli(event.timeMs()));
      lines.add(
          Line.of(time + " UTC  ", Style.DIM)
              .with(event.event(), styleOf(event))
              .with(" " + event.subject())
              .with(event.reason().isEmpty() ? "" : "  " + event.reason(), Style.DIM));
    }
    if (!footer.isEmpty()) {
      lines.add(Line.of(footer, Style.DIM));
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

  private static Line.Span plain(String text) {
    return new Line.Span(text, Style.PLAIN);
  }
}
