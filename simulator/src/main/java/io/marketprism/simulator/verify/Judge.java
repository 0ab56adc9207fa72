// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes published messages, in order, and says in the end what was wrong with them. Knows no
 * broker. Not thread safe.
 */
final class Judge {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EXAMPLES = 20;
  private final VerifierSettings settings;
  private final Findings findings = new Findings();
  private final AnnouncedGaps gaps = new AnnouncedGaps();
  private final GoldenBooks golden;
  private final BookJudge books;
  private final TradeJudge coreTrades;
  private final TradeJudge streamTrades;
  private final FigureJudge figures;
  private final Map<String, Long> subjects = new TreeMap<>();
  private final Map<String, Long> deadLetters = new TreeMap<>();
  private long bookCount;
  private long tradeCount;
  private long figureCount;
  private long streamCount = -1;

  Judge(VerifierSettings settings, Truths truths) {
    this.settings = settings;
    golden = new GoldenBooks(settings.golden());
    books = new BookJudge(truths, golden, findings);
    FindingKind doubled = settings.coreRepeatsAllowed() ? null : FindingKind.DOUBLED_TRADE;
    coreTrades = new TradeJudge(truths, findings, doubled, FindingKind.LOST_TRADE);
    streamTrades =
        new TradeJudge(truths, findings, FindingKind.DOUBLED_IN_STREAM, FindingKind.LOST_IN_STREAM);
    figures = new FigureJudge(truths, findings, settings.coreRepeatsAllowed());
  }

  /**
   * Takes a message that a core subscriber received.
   *
   * @param messageId its {@code Nats-Msg-Id}, null where it has none
   */
  void core(String subject, String messageId, byte[] payload) {
    subjects.merge(subject, 1L, Long::sum);
    try {
      if (subject.startsWith("orderbook.")) {
        bookCount++;
        PublishedBook book = PublishedBook.parse(payload);
        envelope(subject, book.envelope());
        books.judge(subject, book);
      } else if (subject.startsWith("trade.")) {
        tradeCount++;
        coreTrades.judge(subject, trade(subject, payload));
      } else if (FigureType.of(subject).isPresent()) {
        figureCount++;
        FigureType type = FigureType.of(subject).get();
        envelope(subject, figures.judge(type, subject, messageId, payload));
      } else if (subject.startsWith("feed_status.")) {
        gaps.feedStatus(subject, JSON.readTree(payload));
      } else {
        deadLetters.merge(JSON.readTree(payload).path("reason").asText(), 1L, Long::sum);
      }
    } catch (IOException | IllegalArgumentException e) {
      malformed(subject, e);
    }
  }

  /** Says that the JetStream stream is going to be read. */
  void streamOpened() {
    streamCount = 0;
  }

  /** Takes a trade read from the JetStream stream. */
  void stream(String subject, String messageId, byte[] payload) {
    streamCount++;
    try {
      PublishedTrade trade = trade(subject, payload);
      String expected = subject.replace('.', ':') + ":" + trade.id();
      if (!expected.equals(messageId)) {
        findings.add(
            FindingKind.WRONG_MESSAGE_ID, subject + ": " + messageId + ", expected " + expected);
      }
      streamTrades.judge(subject, trade);
    } catch (IOException | IllegalArgumentException e) {
      malformed(subject, e);
    }
  }

  private PublishedTrade trade(String subject, byte[] payload) throws IOException {
    PublishedTrade trade = PublishedTrade.parse(payload);
    envelope(subject, trade.envelope());
    return trade;
  }

  private void envelope(String subject, Envelope envelope) {
    if (!envelope.subject().equals(subject)) {
      findings.add(FindingKind.WRONG_ENVELOPE, subject + " carries " + envelope.subject());
    }
  }

  private void malformed(String subject, Exception cause) {
    findings.add(FindingKind.MALFORMED, subject + ": " + cause.getMessage());
  }

  /** Notes messages that never reached this judge. */
  void overrun(long messages) {
    findings.add(FindingKind.OVERRUN, messages + " messages were dropped before the check");
  }

  long bookCount() {
    return bookCount;
  }

  long tradeCount() {
    return tradeCount;
  }

  /** Takes the message counts together and looks for what is missing. */
  VerifierReport conclude() {
    coreTrades.conclude(gaps);
    if (streamCount >= 0) {
      streamTrades.conclude(gaps);
      streamTrades.lacks(coreTrades, gaps);
    }
    golden.conclude(findings);
    tooFew("books", bookCount, settings.minBooks());
    tooFew("trades", tradeCount, settings.minTrades());
    tooFew("derivatives messages", figureCount, settings.minDerivatives());
    tooFew("golden books", golden.compared(), settings.minGolden());
    if (streamCount >= 0) {
      tooFew("trades in the stream", streamCount, settings.minTrades());
    }
    Map<FindingKind, Long> counts = findings.counts();
    return new VerifierReport(
        counts.isEmpty(),
        bookCount,
        tradeCount,
        streamCount,
        figureCount,
        golden.compared(),
        subjects,
        books.levels(),
        gaps.events(),
        deadLetters,
        coreTrades.announced(),
        counts,
        findings.examples(EXAMPLES));
  }

  private void tooFew(String what, long count, long least) {
    if (count < least) {
      findings.add(FindingKind.TOO_FEW, count + " " + what + ", demanded " + least);
    }
  }
}
