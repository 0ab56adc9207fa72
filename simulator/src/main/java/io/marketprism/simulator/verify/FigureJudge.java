// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.simulator.truth.Fact;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds published figures of perpetuals and volatility indices against the truth: value and time
 * must be what the venue told, ids as the contract demands and once each, a subject but that of
 * forced orders in the order of time. To core subscribers a message may come again in a window, in
 * the stream never; there also each forced order, by what it says, only as often as the venue told
 * it. Not thread safe.
 */
final class FigureJudge {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private final Truths truths;
  private final Findings findings;
  private final Suspects suspects;
  private final boolean stream;
  private final boolean repeatsAllowed;
  private final Set<String> ids = new HashSet<>();
  private final Map<String, Long> lastTimes = new HashMap<>();
  private final Map<String, Integer> liquidations = new HashMap<>();

  private FigureJudge(
      Truths truths, Findings findings, Suspects suspects, boolean stream, boolean repeatsAllowed) {
    this.truths = truths;
    this.findings = findings;
    this.suspects = suspects;
    this.stream = stream;
    this.repeatsAllowed = repeatsAllowed;
  }

  static FigureJudge ofCore(
      Truths truths, Findings findings, Suspects suspects, boolean repeatsAllowed) {
    return new FigureJudge(truths, findings, suspects, false, repeatsAllowed);
  }

  static FigureJudge ofStream(Truths truths, Findings findings, Suspects suspects) {
    return new FigureJudge(truths, findings, suspects, true, false);
  }

  /** Takes a message received at a time in epoch milliseconds; gives its envelope. */
  Envelope judge(FigureType type, String subject, String messageId, byte[] payload, long received)
      throws IOException {
    Envelope envelope = Envelope.parse(payload);
    JsonNode message = JSON.readTree(payload);
    String expectedId = type.messageId(subject, message);
    if (!expectedId.equals(messageId)) {
      findings.add(
          FindingKind.WRONG_MESSAGE_ID, subject + ": " + messageId + ", expected " + expectedId);
    }
    if (!repeatsAllowed) {
      Span span = Span.of(envelope.published(), received);
      if (!ids.add(expectedId)) {
        again(FindingKind.DOUBLED_FIGURE, subject, span, expectedId);
      }
      Long before = lastTimes.put(subject, envelope.time());
      // Venues tell forced orders in no order of time (docs/messages.md, "liquidation").
      boolean ordered = type != FigureType.LIQUIDATION;
      if (ordered && before != null && envelope.time() < before) {
        again(
            FindingKind.BACKWARD_FIGURE,
            subject,
            span,
            subject + " at " + envelope.time() + " after " + before);
      }
    }
    compare(type, subject, envelope, message);
    return envelope;
  }

  private void again(FindingKind kind, String subject, Span span, String text) {
    if (!stream) {
      suspects.add(kind, subject, false, span, text);
    } else if (kind == FindingKind.DOUBLED_FIGURE) {
      findings.add(FindingKind.DOUBLED_FIGURE_IN_STREAM, text);
    } else {
      findings.add(kind, "in the stream, " + text);
    }
  }

  private void compare(FigureType type, String subject, Envelope envelope, JsonNode message) {
    JsonNode time = message.path(type.timeField());
    String name = subject + " at " + time.asText();
    List<FigureType.Field> fields = type.fields(envelope.exchange());
    List<Fact> facts =
        truths
            .of(subject)
            .facts(
                type.factKind(),
                type.symbolIn(envelope),
                time.asLong(),
                fact -> difference(fields, message, fact).isEmpty());
    if (facts.isEmpty()) {
      findings.add(FindingKind.UNKNOWN_FIGURE, name);
      return;
    }
    long told = facts.stream().filter(fact -> difference(fields, message, fact).isEmpty()).count();
    if (stream && type == FigureType.LIQUIDATION && told > 0) {
      String content =
          subject
              + " "
              + fields.stream()
                  .map(field -> message.path(String.valueOf(field.published())).asText())
                  .toList()
              + " at "
              + time.asText();
      if (liquidations.merge(content, 1, Integer::sum) > told) {
        findings.add(FindingKind.DOUBLED_FIGURE_IN_STREAM, content);
      }
    }
    if (told == 0) {
      String nearest = difference(fields, message, facts.get(facts.size() - 1)).orElseThrow();
      findings.add(FindingKind.WRONG_FIGURE, name + ": " + nearest);
    }
    if (type == FigureType.VOLATILITY_INDEX) {
      long close = time.asLong() + message.path("resolution").asLong() * 1_000;
      if (close != envelope.time()) {
        findings.add(
            FindingKind.WRONG_TIME, name + ": ts_ms " + envelope.time() + ", close " + close);
      }
    } else if (time.asLong() != envelope.time()) {
      findings.add(FindingKind.WRONG_TIME, name + ": ts_ms " + envelope.time());
    }
  }

  private static Optional<String> difference(
      List<FigureType.Field> fields, JsonNode message, Fact fact) {
    for (FigureType.Field field : fields) {
      String known = fact.values().get(field.fact());
      if (field.published() == null) {
        if (!field.constant().equals(known)) {
          return Optional.of("the venue's " + field.fact() + " is " + known);
        }
        continue;
      }
      JsonNode published = message.path(field.published());
      boolean absent = published.isMissingNode() || published.isNull();
      if (absent ? field.demanded() : !same(published.asText(), known)) {
        return Optional.of(
            field.published()
                + " "
                + (absent ? "is missing" : published.asText())
                + ", venue "
                + known);
      }
    }
    return Optional.empty();
  }

  private static boolean same(String published, String known) {
    if (published.equals(known)) {
      return true;
    }
    return number(published)
        .flatMap(one -> number(known).map(other -> one.compareTo(other) == 0))
        .orElse(false);
  }

  private static Optional<BigDecimal> number(String text) {
    return text != null && text.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }
}
