// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.truth.FaultFile;
import io.marketprism.simulator.truth.FaultRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes published messages, in order, and says in the end what was wrong with them. Knows no broker
 * and no clock: times are epoch milliseconds, given with each message. Not thread safe.
 */
final class Judge {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EXAMPLES = 20;
  private final VerifierSettings settings;
  private final Truths truths;
  private final Findings findings = new Findings();
  private final Suspects suspects = new Suspects(findings);
  private final Activity activity = new Activity();
  private final FeedHistory history = new FeedHistory(findings);
  private final GoldenBooks golden;
  private final BookJudge books;
  private final BookHistory bookHistory;
  private final DeltaJudge deltas;
  private final QuoteJudge quotes;
  private final TradeJudge coreTrades;
  private final TradeJudge streamTrades;
  private final FigureJudge figures;
  private final FigureJudge streamFigures;
  private final Outages outages;
  private final Map<String, Long> subjects = new TreeMap<>();
  private final Map<String, Long> deadLetters = new TreeMap<>();
  private long begun = -1;
  private long ended;
  private long bookCount;
  private long deltaCount;
  private long quoteCount;
  private long tradeCount;
  private long figureCount;
  private long streamCount = -1;
  private long streamFigureCount = -1;

  /**
   * @param outages times in which nothing could be received
   */
  Judge(VerifierSettings settings, Truths truths, Outages outages) {
    this.settings = settings;
    this.truths = truths;
    this.outages = outages;
    boolean repeats = settings.coreRepeatsAllowed();
    golden = new GoldenBooks(settings.golden());
    books = new BookJudge(truths, golden, findings);
    bookHistory = new BookHistory(truths, findings);
    deltas = new DeltaJudge(truths, findings, suspects);
    quotes = new QuoteJudge(truths, findings);
    coreTrades = TradeJudge.ofCore(truths, findings, suspects, repeats);
    streamTrades = TradeJudge.ofStream(truths, findings, suspects);
    figures = FigureJudge.ofCore(truths, findings, suspects, repeats);
    streamFigures = FigureJudge.ofStream(truths, findings, suspects);
  }

  /** Says that listening began. */
  void begun(long now) {
    begun = now;
    ended = now;
    activity.begun(now);
  }

  /** Says that listening ended. */
  void ended(long now) {
    ended = now;
  }

  /**
   * Takes a message that a core subscriber received.
   *
   * @param messageId its {@code Nats-Msg-Id}, null where it has none
   */
  void core(String subject, String messageId, byte[] payload, long received) {
    begun = begun < 0 ? received : begun;
    ended = received;
    subjects.merge(subject, 1L, Long::sum);
    try {
      switch (subject.substring(0, Math.max(0, subject.indexOf('.')))) {
        case "orderbook" -> book(subject, payload, received);
        case "orderbook_delta" -> {
          deltaCount++;
          PublishedDelta delta = PublishedDelta.parse(payload);
          envelope(subject, delta.envelope());
          deltas.judge(subject, delta, Span.of(delta.envelope().published(), received));
        }
        case "quote" -> {
          quoteCount++;
          PublishedQuote quote = PublishedQuote.parse(payload);
          envelope(subject, quote.envelope());
          quotes.judge(subject, quote);
        }
        case "trade" -> {
          tradeCount++;
          PublishedTrade trade = trade(subject, payload);
          coreTrades.judge(subject, trade, Span.of(trade.envelope().published(), received));
        }
        case "feed_status" ->
            history.feedStatus(subject, JSON.readTree(payload), truths.has(subject));
        case "dead_letter" ->
            deadLetters.merge(JSON.readTree(payload).path("reason").asText(), 1L, Long::sum);
        default -> {
          figureCount++;
          FigureType type = figureType(subject);
          envelope(subject, figures.judge(type, subject, messageId, payload, received));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      malformed(subject, e);
    }
  }

  private void book(String subject, byte[] payload, long received) throws IOException {
    bookCount++;
    PublishedBook book = PublishedBook.parse(payload);
    envelope(subject, book.envelope());
    if (books.judge(subject, book)) {
      activity.book(subject, received);
    }
    bookHistory.book(subject, book);
  }

  private static FigureType figureType(String subject) {
    return FigureType.of(subject)
        .orElseThrow(() -> new IllegalArgumentException("there is no such data type"));
  }

  /** Says that the JetStream stream of trades is going to be read. */
  void streamOpened() {
    streamCount = 0;
  }

  /** Says that the JetStream stream of the other data types is going to be read. */
  void dataStreamOpened() {
    streamFigureCount = 0;
  }

  /** Takes a message read from a JetStream stream. */
  void stream(String subject, String messageId, byte[] payload) {
    try {
      if (!subject.startsWith("trade.")) {
        streamFigureCount++;
        FigureType type = figureType(subject);
        envelope(subject, streamFigures.judge(type, subject, messageId, payload, ended));
        return;
      }
      streamCount++;
      PublishedTrade trade = trade(subject, payload);
      String expected = subject.replace('.', ':') + ":" + trade.id();
      if (!expected.equals(messageId)) {
        findings.add(
            FindingKind.WRONG_MESSAGE_ID, subject + ": " + messageId + ", expected " + expected);
      }
      long published = trade.envelope().published();
      streamTrades.judge(subject, trade, new Span(published, published));
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

  /** Takes all together, reads the faults, and looks for what is missing. */
  VerifierReport conclude() {
    List<FaultRow> processes =
        settings.faults() == null ? List.of() : FaultFile.read(settings.faults());
    Recoveries recoveries = new Recoveries(activity, processes, outages.list());
    Windows windows = recoveries.windows();
    long horizon = settings.horizon().toMillis();
    suspects.judge(windows, horizon);
    Faults faults = new Faults(truths, processes, windows, horizon);
    LossJudge losses =
        new LossJudge(
            coreTrades,
            streamCount < 0 ? null : streamTrades,
            new TradeLosses(history, truths, findings),
            windows,
            horizon,
            findings);
    losses.missing();
    AnnouncementJudge announcements =
        new AnnouncementJudge(history, faults, windows, activity, findings, ended);
    if (settings.announcements()) {
      losses.counts();
      announcements.judge();
      bookHistory.judge(history, faults, windows, ended);
      new SocketJudge(history, faults, windows, findings, new Span(begun, ended)).judge();
    }
    recoveries.list().stream()
        .filter(recovery -> recovery.firstBookMs() < 0)
        .filter(recovery -> ended - recovery.at() > Recoveries.LONGEST)
        .forEach(
            recovery ->
                findings.add(
                    FindingKind.NEVER_RECOVERED,
                    "no book after " + recovery.kind() + " at " + recovery.at()));
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
        Math.max(0, ended - begun) / 1_000,
        bookCount,
        deltaCount,
        quoteCount,
        tradeCount,
        streamCount,
        figureCount,
        streamFigureCount,
        golden.compared(),
        subjects,
        books.levels(),
        history.counts(),
        deadLetters,
        settings.announcements(),
        announcements.losses(),
        losses.announced(),
        suspects.excused() + losses.excused(),
        faults.counts(),
        recoveries.list(),
        Recoveries.medians(recoveries.list()),
        counts,
        findings.examples(EXAMPLES));
  }

  private void tooFew(String what, long count, long least) {
    if (count < least) {
      findings.add(FindingKind.TOO_FEW, count + " " + what + ", demanded " + least);
    }
  }
}
