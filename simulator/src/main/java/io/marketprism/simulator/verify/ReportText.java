// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report in words and tables, the findings first. */
final class ReportText {
  private final VerifierReport report;

  ReportText(VerifierReport report) {
    this.report = report;
  }

  String text() {
    StringBuilder text = new StringBuilder(verdict()).append("\n\n");
    tables().forEach(table -> text.append(table.text()));
    text.append("Messages by subject\n");
    report
        .subjects()
        .forEach(
            (subject, count) ->
                text.append("  ").append(subject).append(' ').append(count).append('\n'));
    return text.toString();
  }

  String markdown() {
    StringBuilder text = new StringBuilder(verdict()).append("\n\n");
    tables().forEach(table -> text.append(table.markdown()));
    return text.toString().stripTrailing() + "\n";
  }

  private String verdict() {
    long findings = report.findings().values().stream().mapToLong(Long::longValue).sum();
    return report.ok()
        ? "OK: everything published is true"
        : "NOT OK: " + String.format(Locale.ROOT, "%,d", findings) + " findings";
  }

  private List<ReportTable> tables() {
    List<ReportTable> tables = new ArrayList<>();
    tables.add(findings());
    tables.add(examples());
    tables.add(checked());
    tables.add(counts("Faults", "kind", report.faults()));
    tables.add(recoveries());
    tables.add(
        counts("Median time to the first correct book, ms", "fault", report.medianRecoveryMs()));
    tables.add(counts("Losses announced", "feed and event", report.losses()));
    tables.add(counts("feed_status by event", "event", report.feedEvents()));
    tables.add(counts("Dead letters", "reason", report.deadLetters()));
    tables.removeIf(ReportTable::isEmpty);
    return tables;
  }

  private ReportTable findings() {
    ReportTable table = ReportTable.withText("Findings", "kind", "count", "meaning");
    report.findings().forEach((kind, count) -> table.row(kind, count, kind.meaning()));
    return table;
  }

  private ReportTable examples() {
    ReportTable table = ReportTable.withText("Examples of them", "kind", "what");
    for (String example : report.examples()) {
      int blank = example.indexOf(' ');
      table.row(example.substring(0, blank), example.substring(blank + 1));
    }
    return table;
  }

  private ReportTable checked() {
    ReportTable table =
        ReportTable.ofNumbers("Checked in " + report.seconds() + " s", "what", "count")
            .row("books", report.books())
            .row("least levels of a side", report.levels().get(0))
            .row("most levels of a side", report.levels().get(1))
            .row("deltas", report.deltas())
            .row("quotes", report.quotes())
            .row("trades", report.trades())
            .row("trades in the stream", report.streamTrades())
            .row("derivatives", report.derivatives())
            .row("derivatives in the stream", report.streamDerivatives())
            .row("golden books", report.goldenBooks())
            .row("trades missing and announced", report.announcedTrades())
            .row("repeated or missed by core while a process was away", report.excused());
    return table.row(
        "announcements held against faults", report.announcementsJudged() ? "yes" : "no");
  }

  private ReportTable recoveries() {
    ReportTable table =
        ReportTable.ofNumbers(
            "Recoveries, ms from the fault's begin (-: no book any more)",
            "fault",
            "at",
            "no book for",
            "first correct book",
            "after the fault's end",
            "all books",
            "instruments");
    for (Recovery recovery : report.recoveries()) {
      table.row(
          recovery.kind(),
          Instant.ofEpochMilli(recovery.at()).toString(),
          recovery.pauseMs(),
          recovery.firstBookMs(),
          recovery.firstBookAfterEndMs(),
          recovery.allBooksMs(),
          recovery.instruments());
    }
    return table;
  }

  private static ReportTable counts(String title, String what, Map<String, Long> counts) {
    ReportTable table = ReportTable.ofNumbers(title, what, "count");
    counts.forEach(table::row);
    return table;
  }
}
