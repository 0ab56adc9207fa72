// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.sources.venue.deribit.DeribitFixtures.BTC;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.TradeRules.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeribitTradesTest {
  private static final DeribitTrades TRADES = DeribitTrades.INSTANCE;

  private static String trade(int sequence) {
    return """
        {"trade_seq":%d,"trade_id":"%d","timestamp":1590484512188,"tick_direction":2,"price":8950,\
        "mark_price":8948.9,"instrument_name":"BTC-PERPETUAL","index_price":8955.88,\
        "direction":"sell","amount":10.0}"""
        .formatted(sequence, 48_000_000 + sequence);
  }

  private static String page(String trades) {
    return "{\"jsonrpc\":\"2.0\",\"result\":{\"trades\":[" + trades + "],\"has_more\":true}}";
  }

  private static List<Trade> history(String body) throws FrameException {
    return TRADES.history(BTC, body.getBytes(StandardCharsets.UTF_8), RECEIVED);
  }

  @Test
  void historyIsAskedForBySequenceFromTheOldestOn() {
    assertThat(TRADES.direction()).isEqualTo(Direction.ASCENDING);
    assertThat(TRADES.holesAreLosses()).isTrue();
    assertThat(TRADES.historyCall(BTC, 7, 9))
        .isEqualTo(
            new RestCall(
                "/api/v2/public/get_last_trades_by_instrument",
                Map.of(
                    "instrument_name", "BTC-PERPETUAL",
                    "start_seq", "7",
                    "end_seq", "9",
                    "count", "1000",
                    "sorting", "asc"),
                500));
  }

  @Test
  void pageIsAscendingAndMarkedAsBackfilled() throws Exception {
    List<Trade> found = history(page(trade(8) + ',' + trade(7)));
    assertThat(found.stream().map(DeribitFixtures::text))
        .containsExactly(
            "BTC-PERPETUAL #7 48000007 t1590484512188 sell 10@8950",
            "BTC-PERPETUAL #8 48000008 t1590484512188 sell 10@8950");
    assertThat(found).allMatch(Trade::backfilled);
    assertThat(history(page(""))).isEmpty();
  }

  @Test
  void pageThatCannotBeReadIsRefused() {
    assertThat(refusal("{\"result\":{}}")).isEqualTo(Reason.MISSING_FIELD);
    assertThat(refusal(page("7"))).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(refusal(page(trade(7).replace("sell", "none")))).isEqualTo(Reason.INVALID_SIDE);
    assertThat(refusal(page(trade(7).replace("PERPETUAL", "1JAN27"))))
        .isEqualTo(Reason.UNKNOWN_SYMBOL);
  }

  private static Reason refusal(String body) {
    return catchThrowableOfType(FrameException.class, () -> history(body)).reason();
  }
}
