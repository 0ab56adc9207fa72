// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.wire.Goldens.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every data type of every venue that publishes it, byte for byte as the wire contract has it. */
class GoldensTest {
  private static final String PLAIN_NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?";

  static List<Golden> goldens() {
    return Goldens.all();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isTheContractsMessage(Golden golden) {
    assertThat(new String(golden.message().payload(), UTF_8)).isEqualTo(golden.text());
    assertThat(golden.message().subject()).isEqualTo(golden.subject());
    assertThat(golden.message().messageId()).isEqualTo(golden.messageId());
    assertThat(golden.message().kind().token() + '.')
        .as("its transport")
        .isEqualTo(golden.subject().substring(0, golden.subject().indexOf('.') + 1));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everyNumberIsPlain(Golden golden) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(golden.text())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isNumeric()) {
          assertThat(parser.getText()).as(parser.currentName()).matches(PLAIN_NUMBER);
        }
      }
    }
  }

  @Test
  void everyDataTypeOfEveryVenueThatPublishesItIsThere() {
    assertThat(Goldens.all().stream().map(Golden::name))
        .containsExactlyInAnyOrder(
            "orderbook.binance.spot",
            "orderbook.binance.perpetual",
            "orderbook.okx.spot",
            "orderbook.okx.perpetual",
            "orderbook.deribit.perpetual",
            "trade.binance.spot",
            "trade.binance.perpetual",
            "trade.okx.spot",
            "trade.okx.perpetual",
            "trade.deribit.perpetual",
            "funding_rate.binance.perpetual",
            "funding_rate.okx.perpetual",
            "funding_rate.deribit.perpetual",
            "open_interest.binance.perpetual",
            "open_interest.okx.perpetual",
            "open_interest.deribit.perpetual",
            "liquidation.binance.perpetual",
            "liquidation.okx.perpetual",
            "lsr_top_position.binance.perpetual",
            "lsr_top_position.okx.perpetual",
            "lsr_all_account.binance.perpetual",
            "lsr_all_account.okx.perpetual",
            "volatility_index.deribit.options");
  }
}
