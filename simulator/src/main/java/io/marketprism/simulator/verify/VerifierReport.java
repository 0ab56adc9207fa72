// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import java.util.List;
import java.util.Map;

/**
 * What a verifier found.
 *
 * @param ok whether there is no finding at all
 * @param seconds how long it listened
 * @param books published books held against the truth
 * @param deltas published {@code orderbook_delta} messages held against the truth
 * @param quotes published {@code quote} messages held against the truth
 * @param trades published trades held against the truth, on core NATS
 * @param streamTrades trades read from the JetStream stream; -1 where it was not asked
 * @param derivatives published messages of the other data types held against the truth
 * @param streamDerivatives those read from their JetStream stream; -1 where it was not asked or is
 *     not there
 * @param goldenBooks golden books compared with a published one
 * @param subjects messages per subject
 * @param levels published levels per side: least and most
 * @param feedEvents feed_status messages by event
 * @param deadLetters dead letters by reason
 * @param announcementsJudged whether feed_status was held against the faults
 * @param losses announced losses by feed and event
 * @param announcedTrades missing trades that a feed_status gap had announced
 * @param excused repeats and omissions to core subscribers while a process was away
 * @param faults faults by kind, those of processes included
 * @param recoveries how books came back after each fault of a process
 * @param medianRecoveryMs median time to the first correct book by kind of fault, ms
 * @param findings number of findings by kind, worst first
 * @param examples at most 20 findings in words, worst first
 */
public record VerifierReport(
    boolean ok,
    long seconds,
    long books,
    long deltas,
    long quotes,
    long trades,
    long streamTrades,
    long derivatives,
    long streamDerivatives,
    int goldenBooks,
    Map<String, Long> subjects,
    List<Integer> levels,
    Map<String, Long> feedEvents,
    Map<String, Long> deadLetters,
    boolean announcementsJudged,
    Map<String, Long> losses,
    long announcedTrades,
    long excused,
    Map<String, Long> faults,
    List<Recovery> recoveries,
    Map<String, Long> medianRecoveryMs,
    Map<FindingKind, Long> findings,
    List<String> examples) {
  /** The report for a person to read. */
  public String text() {
    return new ReportText(this).text();
  }

  /** The report as a section of a Markdown page. */
  public String markdown() {
    return new ReportText(this).markdown();
  }
}
