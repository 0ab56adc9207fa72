// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.truth.Fact;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data types of perpetuals and volatility indices: which published field holds what the venue
 * told, and how the message's id is formed (wire contract, sections 4 and 6.3 to 6.8).
 */
enum FigureType {
  FUNDING_RATE(
      "funding_rate",
      Fact.FUNDING,
      "ts_ms",
      List.of(),
      Field.demanded("current_funding_rate", "rate"),
      Field.demanded("next_funding_ts_ms", "next"),
      Field.optional("settled_funding_rate", "settled"),
      Field.optional("interest_rate", "interest"),
      Field.optional("mark_price", "mark"),
      Field.optional("index_price", "index"),
      Field.optional("premium_rate", "premium").only("okx")),
  OPEN_INTEREST(
      "open_interest",
      Fact.OPEN_INTEREST,
      "ts_ms",
      List.of(),
      Field.demanded("open_interest", "amount"),
      Field.demanded("open_interest_value", "amount"),
      Field.optional("open_interest_base", "base"),
      Field.optional("open_interest_usd", "usd").only("okx")),
  LIQUIDATION(
      "liquidation",
      Fact.LIQUIDATION,
      "liquidation_ts_ms",
      List.of("liquidation_id"),
      Field.demanded("side", "side"),
      Field.demanded("quantity", "quantity"),
      Field.demanded("price", "average").only("binance"),
      Field.demanded("price", "price").only("okx")),
  LSR_TOP_POSITION(
      "lsr_top_position",
      Fact.LONG_SHORT_RATIO,
      "ts_ms",
      List.of("ts_ms", "period", "long_short_ratio"),
      Field.constant("of", "positions"),
      Field.demanded("period", "period"),
      Field.demanded("long_short_ratio", "ratio"),
      Field.demanded("long_position_ratio", "long").only("binance"),
      Field.demanded("short_position_ratio", "short").only("binance")),
  LSR_ALL_ACCOUNT(
      "lsr_all_account",
      Fact.LONG_SHORT_RATIO,
      "ts_ms",
      List.of("ts_ms", "period", "long_short_ratio"),
      Field.constant("of", "accounts"),
      Field.demanded("period", "period"),
      Field.demanded("long_short_ratio", "ratio"),
      Field.demanded("long_account_ratio", "long").only("binance"),
      Field.demanded("short_account_ratio", "short").only("binance")),
  VOLATILITY_INDEX(
      "volatility_index",
      Fact.VOLATILITY,
      "candle_open_ts_ms",
      List.of("ts_ms", "resolution"),
      Field.constant("complete", "true"),
      Field.demanded("resolution", "resolution"),
      Field.demanded("open", "open"),
      Field.demanded("high", "high"),
      Field.demanded("low", "low"),
      Field.demanded("vol_index", "close"),
      Field.demanded("volatility_index", "close"));

  /**
   * A published field and the value of the truth that it must hold.
   *
   * @param published its name; null where the truth alone must have {@code constant}
   * @param fact the name of the value in the truth
   * @param demanded whether it may not be null
   * @param exchange the only exchange of which this is so; null for all
   * @param constant what the truth must have where nothing is published
   */
  record Field(String published, String fact, boolean demanded, String exchange, String constant) {
    private static Field demanded(String published, String fact) {
      return new Field(published, fact, true, null, null);
    }

    private static Field optional(String published, String fact) {
      return new Field(published, fact, false, null, null);
    }

    private static Field constant(String fact, String value) {
      return new Field(null, fact, true, null, value);
    }

    private Field only(String ofExchange) {
      return new Field(published, fact, demanded, ofExchange, constant);
    }
  }

  private final String dataType;
  private final String factKind;
  private final String timeField;
  private final List<String> idFields;
  private final List<Field> fields;

  FigureType(
      String dataType, String factKind, String timeField, List<String> idFields, Field... fields) {
    this.dataType = dataType;
    this.factKind = factKind;
    this.timeField = timeField;
    this.idFields = idFields.isEmpty() ? List.of("ts_ms") : idFields;
    this.fields = List.of(fields);
  }

  static Stream<String> names() {
    return Arrays.stream(values()).map(type -> type.dataType);
  }

  /** The type of a subject, if it is one of these. */
  static Optional<FigureType> of(String subject) {
    String name = subject.substring(0, Math.max(0, subject.indexOf('.')));
    return Arrays.stream(values()).filter(type -> type.dataType.equals(name)).findFirst();
  }

  String factKind() {
    return factKind;
  }

  /** The field with the time under which the truth knows it. */
  String timeField() {
    return timeField;
  }

  /** What the truth knows it by: the instrument, or the currency of an index. */
  String symbolIn(Envelope envelope) {
    return this == VOLATILITY_INDEX ? envelope.symbol() : envelope.instrument();
  }

  /** The id that a message must carry. */
  String messageId(String subject, JsonNode message) {
    StringBuilder id = new StringBuilder(subject.replace('.', ':'));
    idFields.forEach(field -> id.append(':').append(message.path(field).asText()));
    return id.toString();
  }

  List<Field> fields(String exchange) {
    return fields.stream()
        .filter(field -> field.exchange() == null || field.exchange().equals(exchange))
        .toList();
  }
}
