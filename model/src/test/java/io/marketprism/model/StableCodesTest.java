// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.marketprism.model.wire.WireMessage;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The numbers of constants lie in savepoints and the tokens in subjects: a constant may be added at
 * the end, none may move or be renamed.
 */
class StableCodesTest {

  @Test
  void dataTypes() {
    assertThat(listed(DataType.values(), DataType::code, DataType::token))
        .isEqualTo(
            "0 orderbook, 1 trade, 2 funding_rate, 3 open_interest, 4 liquidation,"
                + " 5 lsr_top_position, 6 lsr_all_account, 7 volatility_index");
    for (DataType type : DataType.values()) {
      assertThat(DataType.ofCode(type.code())).isSameAs(type);
      assertThat(DataType.ofToken(type.token())).isSameAs(type);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataType.ofToken("Trade"))
        .withMessageContaining("'Trade'");
  }

  @Test
  void marketTypes() {
    assertThat(listed(MarketType.values(), MarketType::code, MarketType::token))
        .isEqualTo("0 spot, 1 perpetual, 2 options");
    for (MarketType type : MarketType.values()) {
      assertThat(MarketType.ofCode(type.code())).isSameAs(type);
    }
  }

  @Test
  void quantityUnits() {
    assertThat(listed(QuantityUnit.values(), QuantityUnit::code, QuantityUnit::token))
        .isEqualTo("0 base, 1 contracts");
    for (QuantityUnit unit : QuantityUnit.values()) {
      assertThat(QuantityUnit.ofCode(unit.code())).isSameAs(unit);
    }
  }

  @Test
  void integrity() {
    assertThat(listed(Integrity.values(), Integrity::code, Integrity::token))
        .isEqualTo("0 sequence, 1 sequence+checksum, 2 snapshot");
    for (Integrity integrity : Integrity.values()) {
      assertThat(Integrity.ofCode(integrity.code())).isSameAs(integrity);
    }
  }

  @Test
  void positionsAndStatesOfLiquidations() {
    assertThat(
            listed(
                Liquidation.Position.values(),
                Liquidation.Position::ordinal,
                Liquidation.Position::token))
        .isEqualTo("0 long, 1 short, 2 net");
    assertThat(
            listed(
                Liquidation.Status.values(),
                Liquidation.Status::ordinal,
                Liquidation.Status::token))
        .isEqualTo("0 filled, 1 partially_filled, 2 cancelled, 3 pending");
  }

  @Test
  void kindsOfMessages() {
    assertThat(listed(WireMessage.Kind.values(), WireMessage.Kind::code, WireMessage.Kind::token))
        .isEqualTo(
            "0 orderbook, 1 trade, 2 funding_rate, 3 open_interest, 4 liquidation,"
                + " 5 lsr_top_position, 6 lsr_all_account, 7 volatility_index, 8 orderbook_delta,"
                + " 9 quote, 10 feed_status, 11 dead_letter, 12 health");
    for (WireMessage.Kind kind : WireMessage.Kind.values()) {
      assertThat(WireMessage.Kind.ofCode(kind.code())).isSameAs(kind);
    }
  }

  @Test
  void feedEvents() {
    assertThat(
            listed(FeedStatus.Event.values(), FeedStatus.Event::ordinal, FeedStatus.Event::token))
        .isEqualTo(
            "0 connected, 1 disconnected, 2 subscribed, 3 gap, 4 resync, 5 live, 6 stale,"
                + " 7 recovered, 8 rotating, 9 rate_limited, 10 degraded, 11 rejected");
  }

  @Test
  void reasonsOfDeadLetters() {
    assertThat(
            listed(
                DeadLetter.Reason.values(), DeadLetter.Reason::ordinal, DeadLetter.Reason::token))
        .isEqualTo(
            "0 malformed_json, 1 unknown_message, 2 missing_field, 3 bad_number, 4 bad_timestamp,"
                + " 5 unknown_symbol, 6 illegal_symbol, 7 illegal_id, 8 unsupported_instrument,"
                + " 9 invalid_trade, 10 invalid_side, 11 oversize");
  }

  private static <T> String listed(
      T[] constants, Function<T, Integer> code, Function<T, String> token) {
    return String.join(
        ", ", Arrays.stream(constants).map(c -> code.apply(c) + " " + token.apply(c)).toList());
  }
}
