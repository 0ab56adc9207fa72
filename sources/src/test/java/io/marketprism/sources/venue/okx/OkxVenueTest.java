// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static io.marketprism.sources.venue.okx.OkxFixture.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.DataType;
import io.marketprism.model.MarketType;
import io.marketprism.sources.net.RestResponse;
import io.marketprism.sources.venue.VenueLimits;
import io.marketprism.sources.venue.Venues;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OkxVenueTest {
  private final OkxVenue spot = OkxVenue.spot();
  private final OkxVenue derivatives = OkxVenue.derivatives();

  @Test
  void twoMarketsOfOneExchange() {
    assertThat(Venues.of("okx_spot").marketType(DataType.TRADE)).isEqualTo(MarketType.SPOT);
    assertThat(Venues.of("okx_derivatives").marketType(DataType.TRADE))
        .isEqualTo(MarketType.PERPETUAL);
    assertThat(spot.exchange()).isEqualTo(derivatives.exchange()).isEqualTo("okx");
    assertThat(spot.dataTypes()).containsExactlyInAnyOrder(DataType.ORDERBOOK, DataType.TRADE);
    assertThat(derivatives.dataTypes()).hasSize(7).doesNotContain(DataType.VOLATILITY_INDEX);
  }

  @ParameterizedTest
  @CsvSource({
    "ORDERBOOK, okx-perp-book",
    "TRADE, okx-perp-trade",
    "LIQUIDATION, okx-perp-liquidation",
    "FUNDING_RATE, okx-perp-funding",
    "OPEN_INTEREST, okx-perp-interest",
    "LSR_TOP_POSITION, okx-perp-ratio-top",
    "LSR_ALL_ACCOUNT, okx-perp-ratio-all"
  })
  void feedsAreNamedByMarketAndContent(DataType dataType, String plan) {
    assertThat(derivatives.planName(dataType)).isEqualTo(plan);
  }

  @Test
  void spotHasTwoFeeds() {
    assertThat(spot.planName(DataType.ORDERBOOK)).isEqualTo("okx-spot-book");
    assertThat(spot.planName(DataType.TRADE)).isEqualTo("okx-spot-trade");
  }

  @Test
  void bothMarketsShareTheLimitsOfTheHost() {
    VenueLimits limits = spot.limits();
    assertThat(limits).isEqualTo(derivatives.limits());
    assertThat(limits.controlMessagesPerHour()).isEqualTo(480);
    assertThat(limits.connectionAttempts()).isEqualTo(3);
    assertThat(limits.connectionPeriod()).isEqualTo(Duration.ofSeconds(1));
    assertThat(limits.pools().get("books").limit()).isEqualTo(40);
    assertThat(limits.pools().get("history-trades").limit()).isEqualTo(20);
    assertThat(limits.pools().get("instruments").limit()).isEqualTo(20);
    assertThat(limits.pools().get("long-short-account-ratio").limit()).isEqualTo(5);
    assertThat(limits.pools().values())
        .allSatisfy(pool -> assertThat(pool.period()).isEqualTo(Duration.ofSeconds(2)));
  }

  @Test
  void rateLimitIsSaidInTheBodyWhateverTheStatus() {
    assertThat(spot.isRateLimited(answer(200, "{\"code\":\"50011\",\"msg\":\"\",\"data\":[]}")))
        .isTrue();
    assertThat(spot.isRateLimited(answer(429, "{\"msg\":\"Too Many\",\"code\": \"50011\"}")))
        .isTrue();
    assertThat(spot.isRateLimited(answer(200, "{\"code\":\"0\",\"msg\":\"\",\"data\":[]}")))
        .isFalse();
    assertThat(spot.isRateLimited(answer(200, "{\"code\":\"51001\",\"msg\":\"50011\"}"))).isFalse();
    assertThat(spot.isRateLimited(answer(200, "{\"code\":\"500110\"}"))).isFalse();
  }

  private static RestResponse answer(int status, String body) {
    return new RestResponse(
        URI.create("https://www.okx.com"),
        status,
        HttpHeaders.of(Map.of(), (a, b) -> true),
        body.getBytes(UTF_8));
  }

  @Test
  void booksTradesAndLiquidationsAreStreamedAndTheRestIsPolled() {
    assertThat(derivatives.isPolled(DataType.ORDERBOOK, settings(Map.of()))).isTrue();
    assertThat(derivatives.isPolled(DataType.TRADE, settings(Map.of()))).isFalse();
    assertThat(derivatives.isPolled(DataType.LIQUIDATION, settings(Map.of()))).isFalse();
    assertThat(derivatives.isPolled(DataType.FUNDING_RATE, settings(Map.of()))).isTrue();
    assertThatThrownBy(() -> derivatives.stream(DataType.FUNDING_RATE, settings(Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(derivatives.books().snapshotsInStream()).isTrue();
  }
}
