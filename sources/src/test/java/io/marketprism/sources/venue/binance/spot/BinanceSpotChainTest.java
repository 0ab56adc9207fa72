// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.spot;

import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.binance.ChainCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceSpotChainTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheLineDoesTheBookIsTheVenuesAndWholeAgainAfterwards(long seed) {
    new ChainCheck(
            Instrument.spot("binance", "BTC-USDT", "BTCUSDT"),
            BinanceSpotBooks.INSTANCE.chain(),
            true,
            seed)
        .run(5_000);
  }
}
