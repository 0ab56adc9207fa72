// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table with a heading; columns but the first are of numbers, unless told otherwise. */
final class ReportTable {
  private final String title;
  private final String[] columns;
  private final boolean lastIsText;
  private final List<String[]> rows = new ArrayList<>();

  private ReportTable(String title, boolean lastIsText, String... columns) {
    this.title = title;
    this.lastIsText = lastIsText;
    this.columns = columns;
  }

  static ReportTable ofNumbers(String title, String... columns) {
    return new ReportTable(title, false, columns);
  }

  /** A table whose last column holds sentences. */
  static ReportTable withText(String title, String... columns) {
    return new ReportTable(title, true, columns);
  }

  /** Adds a row; numbers get separators of thousands, -1 is a dash. */
  ReportTable row(Object... cells) {
    rows.add(Arrays.stream(cells).map(ReportTable::cell).toArray(String[]::new));
    return this;
  }

  private static String cell(Object value) {
    if (value instanceof Number number) {
      return number.longValue() < 0 ? "-" : String.format(Locale.ROOT, "%,d", number.longValue());
    }
    return String.valueOf(value);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Aligned columns. */
  String text() {
    int[] widths = new int[columns.length];
    for (int column = 0; column < columns.length; column++) {
      widths[column] = columns[column].length();
      for (String[] row : rows) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    StringBuilder text = new StringBuilder(title).append('\n');
    line(text, widths, columns);
    rows.forEach(row -> line(text, widths, row));
    return text.append('\n').toString();
  }

  private void line(StringBuilder text, int[] widths, String[] cells) {
    StringBuilder line = new StringBuilder(" ");
    for (int column = 0; column < cells.length; column++) {
      String format = isText(column) ? " %-" : " %";
      line.append(String.format(Locale.ROOT, format + widths[column] + "s ", cells[column]));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private boolean isText(int column) {
    return column == 0 || lastIsText && column == columns.length - 1;
  }

  String markdown() {
    StringBuilder text = new StringBuilder("**").append(title).append("**\n\n");
    text.append("| ").append(String.join(" | ", columns)).append(" |\n|");
    for (int column = 0; column < columns.length; column++) {
      text.append(isText(column) ? "---|" : "---:|");
    }
    text.append('\n');
    for (String[] row : rows) {
      text.append('|');
      for (String cell : row) {
        text.append(' ').append(cell.replace("|", "\\|").replace('\n', ' ')).append(" |");
      }
      text.append('\n');
    }
    return text.append('\n').toString();
  }
}
