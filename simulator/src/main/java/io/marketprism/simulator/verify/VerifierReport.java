// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.util.List;
import java.util.Map;

/**
 * What a verifier found.
 *
 * @param ok whether there is no finding at all
 * @param books published books held against the truth
 * @param trades published trades held against the truth, on core NATS
 * @param streamTrades trades read from the JetStream stream; -1 where it was not asked
 * @param derivatives published messages of the other data types held against the truth
 * @param goldenBooks golden books compared with a published one
 * @param subjects messages per subject
 * @param levels published levels per side: least and most
 * @param feedEvents feed_status messages by event
 * @param deadLetters dead letters by reason
 * @param announcedTrades missing trades that a feed_status gap had announced
 * @param findings number of findings by kind, worst first
 * @param examples at most 20 findings in words, worst first
 */
public record VerifierReport(
    boolean ok,
    long books,
    long trades,
    long streamTrades,
    long derivatives,
    int goldenBooks,
    Map<String, Long> subjects,
    List<Integer> levels,
    Map<String, Long> feedEvents,
    Map<String, Long> deadLetters,
    long announcedTrades,
    Map<FindingKind, Long> findings,
    List<String> examples) {
  /** The report for a person to read. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(ok ? "OK: everything published is true\n" : "NOT OK\n");
    text.append("  books ").append(books);
    text.append(", levels per side ").append(levels.get(0)).append(" to ").append(levels.get(1));
    text.append("\n  trades ").append(trades);
    if (streamTrades >= 0) {
      text.append(", in the stream ").append(streamTrades);
    }
    text.append(", missing but announced ").append(announcedTrades);
    text.append("\n  derivatives ").append(derivatives);
    text.append("\n  golden books ").append(goldenBooks);
    text.append("\n  feed_status ").append(feedEvents);
    text.append("\n  dead letters ").append(deadLetters).append('\n');
    subjects.forEach(
        (subject, count) ->
            text.append("  ").append(subject).append(' ').append(count).append('\n'));
    findings.forEach(
        (kind, count) ->
            text.append(count)
                .append(" x ")
                .append(kind)
                .append(": ")
                .append(kind.meaning())
                .append('\n'));
    examples.forEach(example -> text.append("  ").append(example).append('\n'));
    return text.toString();
  }
}
