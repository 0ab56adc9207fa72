// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables of a screen: one row for each instrument, its data types beside each other. All tables
 * begin with a column of the same width, so that they stand below each other.
 */
final class SubjectTables {
  private static final String WAITING = "waiting";

  private final Instruments instruments;
  private final int nameWidth;

  SubjectTables(List<SubjectRow> rows) {
    this.instruments = new Instruments(rows);
    this.nameWidth = instruments.longestName();
  }

  /** Returns the tables that have rows, in at most the given number of terminal columns. */
  List<List<Line>> draw(int width) {
    List<List<Line>> tables = new ArrayList<>();
    addTable(tables, markets(), width);
    Table figures = figures(true);
    addTable(tables, figures.width() <= width ? figures : figures(false), width);
    addTable(tables, volatility(), width);
    addTable(tables, others(), width);
    return tables;
  }

  private static void addTable(List<List<Line>> tables, Table table, int width) {
    if (!table.isEmpty()) {
      tables.add(table.lines(width));
    }
  }

  private Table markets() {
    Table table =
        table(
            "ORDERBOOK, TRADE",
            new Table.Column("BEST BID", 9, 8),
            new Table.Column("BEST ASK", 8, 8),
            new Table.Column("SPREAD", 3, 6),
            new Table.Column("LEVELS", 1, 6),
            new Table.Column("BOOKS/s", 5, 7),
            new Table.Column("AGE", 7, 4),
            new Table.Column("BOOK", 9, 6),
            new Table.Column("LAST PRICE", 9, 8),
            new Table.Column("QUANTITY", 2, 8),
            new Table.Column("SIDE", 4, 4),
            new Table.Column("TRADES/s", 6, 8),
            new Table.Column("AGE", 7, 4));
    for (String instrument : instruments.with(Instruments.MARKET)) {
      List<Line.Span> cells = new ArrayList<>();
      cells.add(plain(instrument));
      cells.addAll(book(instruments.row(instrument, "orderbook")));
      cells.addAll(trade(instruments.row(instrument, "trade")));
      table.add(cells);
    }
    return table;
  }

  private static List<Line.Span> book(SubjectRow row) {
    if (row == null) {
      return List.of(none(), none(), none(), none(), none(), none(), none());
    }
    List<Line.Span> cells = new ArrayList<>();
    if (row.headline() instanceof Headline.Top top) {
      cells.add(new Line.Span(top.bid(), Style.GOOD));
      cells.add(new Line.Span(top.ask(), Style.BAD));
      cells.add(plain(top.spread()));
      cells.add(plain(Wording.count(top.levels())));
    } else {
      cells.addAll(List.of(none(), none(), none(), none()));
    }
    cells.add(plain(Wording.rate(row.perSecond())));
    cells.add(age(row));
    if (row.heard()) {
      Style style = row.state() == BookState.LIVE ? Style.GOOD : Style.CAUTION;
      cells.add(new Line.Span(row.state().text(), style));
    } else {
      cells.add(new Line.Span(WAITING, Style.CAUTION));
    }
    return cells;
  }

  private static List<Line.Span> trade(SubjectRow row) {
    if (row == null) {
      return List.of(none(), none(), none(), none(), none());
    }
    List<Line.Span> cells = new ArrayList<>();
    if (row.headline() instanceof Headline.Trade trade) {
      Style style = trade.side().equals("buy") ? Style.GOOD : Style.BAD;
      cells.add(new Line.Span(trade.price(), style));
      cells.add(plain(trade.quantity()));
      cells.add(new Line.Span(trade.side(), style));
    } else {
      Line.Span first = row.heard() ? none() : new Line.Span(WAITING, Style.CAUTION);
      cells.addAll(List.of(first, none(), none()));
    }
    cells.add(plain(Wording.rate(row.perSecond())));
    cells.add(age(row));
    return cells;
  }

  /** Titles are the data types, shorter where the figures are left out for want of room. */
  private Table figures(boolean withFigures) {
    Table table =
        table(
            "DERIVATIVES, AGE",
            new Table.Column(withFigures ? "FUNDING_RATE" : "FUNDING", 5, 7),
            new Table.Column(withFigures ? "OPEN_INTEREST" : "OPEN_INT", 4, 8),
            new Table.Column(withFigures ? "LSR_TOP_POSITION" : "LSR_TOP", 3, 7),
            new Table.Column(withFigures ? "LSR_ALL_ACCOUNT" : "LSR_ALL", 2, 7),
            new Table.Column("LIQUIDATION", 1, 11));
    for (String instrument : instruments.with(Instruments.FIGURES)) {
      table.add(
          List.of(
              plain(instrument),
              figure(instruments.row(instrument, "funding_rate"), withFigures),
              figure(instruments.row(instrument, "open_interest"), withFigures),
              figure(instruments.row(instrument, "lsr_top_position"), withFigures),
              figure(instruments.row(instrument, "lsr_all_account"), withFigures),
              figure(instruments.row(instrument, "liquidation"), withFigures)));
    }
    return table;
  }

  private static Line.Span figure(SubjectRow row, boolean withFigure) {
    if (row == null) {
      return none();
    }
    if (!row.heard()) {
      return new Line.Span(WAITING, Style.CAUTION);
    }
    String age = String.format(Locale.ROOT, "%5s", Wording.shortAge(row.ageSeconds()));
    String text =
        withFigure && row.headline() instanceof Headline.Figure figure
            ? figure.text() + " " + age
            : age;
    return new Line.Span(text, style(row));
  }

  private Table volatility() {
    Table table =
        table(
            "VOLATILITY_INDEX",
            new Table.Column("CLOSE", 5, 8),
            new Table.Column("OPEN", 2, 8),
            new Table.Column("HIGH", 3, 8),
            new Table.Column("LOW", 3, 8),
            new Table.Column("AGE", 4, 4));
    for (String instrument : instruments.with(Instruments.VOLATILITY)) {
      SubjectRow row = instruments.row(instrument, "volatility_index");
      List<Line.Span> cells = new ArrayList<>();
      cells.add(plain(instrument));
      if (row.headline() instanceof Headline.Candle candle) {
        cells.add(plain(candle.close()));
        cells.add(plain(candle.open()));
        cells.add(plain(candle.high()));
        cells.add(plain(candle.low()));
      } else {
        Line.Span first = row.heard() ? none() : new Line.Span(WAITING, Style.CAUTION);
        cells.addAll(List.of(first, none(), none(), none()));
      }
      cells.add(age(row));
      table.add(cells);
    }
    return table;
  }

  private Table others() {
    Table table =
        table(
            "OTHER SUBJECTS",
            new Table.Column("MESSAGES", 1, 9),
            new Table.Column("RATE/s", 2, 7),
            new Table.Column("AGE", 3, 4));
    for (SubjectRow row : instruments.others()) {
      table.add(
          List.of(
              plain(row.subject()),
              plain(Wording.count(row.messages())),
              plain(Wording.rate(row.perSecond())),
              age(row)));
    }
    return table;
  }

  private Table table(String title, Table.Column... more) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(new Table.Column(title, Integer.MAX_VALUE, nameWidth));
    columns.addAll(List.of(more));
    return new Table(columns);
  }

  private static Line.Span age(SubjectRow row) {
    return new Line.Span(Wording.shortAge(row.ageSeconds()), style(row));
  }

  private static Style style(SubjectRow row) {
    return row.overdue() || row.state() == BookState.STALE ? Style.CAUTION : Style.PLAIN;
  }

  private static Line.Span none() {
    return new Line.Span("-", Style.DIM);
  }

  private static Line.Span plain(String text) {
    return new Line.Span(text, Style.PLAIN);
  }
}
