// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that gives up its least important columns when the terminal is too narrow for all of
 * them. The first column is left-aligned and never given up, the others are right-aligned.
 */
final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Line.Span>> rows = new ArrayList<>();

  /**
   * @param title heading
   * @param importance columns with the lowest number go first
   * @param minimum columns wide at least, so that the table does not jump while numbers grow
   */
  record Column(String title, int importance, int minimum) {}

  Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row with one cell for each column. */
  void add(List<Line.Span> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells for " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Returns the columns of the terminal that it takes to show all of its own. */
  int width() {
    return widthOf(all());
  }

  /** Returns the heading and the rows in at most the given number of terminal columns. */
  List<Line> lines(int width) {
    List<Integer> shown = all();
    while (shown.size() > 1 && widthOf(shown) > width) {
      shown.remove(leastImportant(shown));
    }
    List<Line> lines = new ArrayList<>();
    lines.add(line(shown, null).cut(width));
    rows.forEach(row -> lines.add(line(shown, row).cut(width)));
    return lines;
  }

  private List<Integer> all() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      all.add(i);
    }
    return all;
  }

  private Line line(List<Integer> shown, List<Line.Span> row) {
    Line line = Line.EMPTY;
    for (int column : shown) {
      Line.Span cell =
          row == null ? new Line.Span(columns.get(column).title(), Style.DIM) : row.get(column);
      String padding = " ".repeat(widthOf(column) - cell.text().length());
      line =
          column == 0
              ? line.with(cell.text(), cell.style()).with(padding)
              : line.with(GAP + padding).with(cell.text(), cell.style());
    }
    return line;
  }

  private Integer leastImportant(List<Integer> shown) {
    Integer least = null;
    for (Integer column : shown) {
      if (column != 0
          && (least == null
              || columns.get(column).importance() < columns.get(least).importance())) {
        least = column;
      }
    }
    return least;
  }

  private int widthOf(List<Integer> shown) {
    int width = GAP.length() * (shown.size() - 1);
    for (int column : shown) {
      width += widthOf(column);
    }
    return width;
  }

  private int widthOf(int column) {
    int width = Math.max(columns.get(column).title().length(), columns.get(column).minimum());
    for (List<Line.Span> row : rows) {
      width = Math.max(width, row.get(column).text().length());
    }
    return width;
  }
}
