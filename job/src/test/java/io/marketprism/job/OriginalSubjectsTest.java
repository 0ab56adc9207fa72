// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.job.config.CollectorConfig;
import io.marketprism.job.config.CollectorConfigLoader;
import io.marketprism.model.wire.WireMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the original collector was configured to collect gives the subjects that its readers know
 * (wire contract 1.2), and so does the configuration that ships.
 */
class OriginalSubjectsTest {

  /** The values of the original's {@code exchanges} that are read here. */
  private static final String ORIGINAL =
      """
      exchanges:
        binance_spot:
          enabled: true
          api:
            base_url: https://api.binance.com
            ws_url: wss://stream.binance.com:9443
          symbols:
          - BTCUSDT
          - ETHUSDT
          data_types:
          - orderbook
          - trade
        binance_derivatives:
          enabled: true
          api:
            base_url: https://fapi.binance.com
            ws_url: wss://fstream.binance.com
          symbols:
          - BTCUSDT
          - ETHUSDT
          data_types:
          - orderbook
          - trade
          - funding_rate
          - open_interest
          - liquidation
          - lsr_top_position
          - lsr_all_account
        okx_spot:
          enabled: true
          api:
            base_url: https://www.okx.com
            ws_url: wss://ws.okx.com:8443/ws/v5/public
          symbols:
          - BTC-USDT
          - ETH-USDT
          data_types:
          - orderbook
          - trade
        okx_derivatives:
          enabled: true
          api:
            base_url: https://www.okx.com
            ws_url: wss://ws.okx.com:8443/ws/v5/public
          symbols:
          - BTC-USDT-SWAP
          - ETH-USDT-SWAP
          data_types:
          - orderbook
          - trade
          - funding_rate
          - open_interest
          - liquidation
          - lsr_top_position
          - lsr_all_account
        deribit_derivatives:
          enabled: true
          api:
            base_url: https://www.deribit.com
            ws_url: wss://www.deribit.com/ws/api/v2
          symbols:
          - BTC
          - ETH
          data_types:
          - volatility_index
      nats:
        servers:
        - nats://127.0.0.1:4222
      """;

  private static final String[] SUBJECTS = {
    "orderbook.binance.spot.BTC-USDT",
    "orderbook.binance.spot.ETH-USDT",
    "orderbook.binance.perpetual.BTC-USDT",
    "orderbook.binance.perpetual.ETH-USDT",
    "orderbook.okx.spot.BTC-USDT",
    "orderbook.okx.spot.ETH-USDT",
    "orderbook.okx.perpetual.BTC-USDT",
    "orderbook.okx.perpetual.ETH-USDT",
    "trade.binance.spot.BTC-USDT",
    "trade.binance.spot.ETH-USDT",
    "trade.binance.perpetual.BTC-USDT",
    "trade.binance.perpetual.ETH-USDT",
    "trade.okx.spot.BTC-USDT",
    "trade.okx.spot.ETH-USDT",
    "trade.okx.perpetual.BTC-USDT",
    "trade.okx.perpetual.ETH-USDT",
    "funding_rate.binance.perpetual.BTC-USDT",
    "funding_rate.binance.perpetual.ETH-USDT",
    "funding_rate.okx.perpetual.BTC-USDT",
    "funding_rate.okx.perpetual.ETH-USDT",
    "open_interest.binance.perpetual.BTC-USDT",
    "open_interest.binance.perpetual.ETH-USDT",
    "open_interest.okx.perpetual.BTC-USDT",
    "open_interest.okx.perpetual.ETH-USDT",
    "liquidation.binance.perpetual.BTC-USDT",
    "liquidation.binance.perpetual.ETH-USDT",
    "liquidation.okx.perpetual.BTC-USDT",
    "liquidation.okx.perpetual.ETH-USDT",
    "lsr_top_position.binance.perpetual.BTC-USDT",
    "lsr_top_position.binance.perpetual.ETH-USDT",
    "lsr_top_position.okx.perpetual.BTC-USDT",
    "lsr_top_position.okx.perpetual.ETH-USDT",
    "lsr_all_account.binance.perpetual.BTC-USDT",
    "lsr_all_account.binance.perpetual.ETH-USDT",
    "lsr_all_account.okx.perpetual.BTC-USDT",
    "lsr_all_account.okx.perpetual.ETH-USDT",
    "volatility_index.deribit.options.BTC",
    "volatility_index.deribit.options.ETH"
  };

  @Test
  void theOriginalsExchangesGiveTheOriginalsSubjects() {
    assertThat(SUBJECTS).hasSize(38);
    assertThat(
            subjects(CollectorConfigLoader.parse(ORIGINAL, "original.yaml", List.of(), Map.of())))
        .containsExactlyInAnyOrder(SUBJECTS);
  }

  @Test
  void soDoesTheConfigurationThatShips() {
    assertThat(subjects(CollectorConfigLoader.load(shipped(), List.of(), Map.of())))
        .containsExactlyInAnyOrder(SUBJECTS);
  }

  /** The subjects of all data; those that are off by default are not among them. */
  private static List<String> subjects(CollectorConfig config) {
    return Arrays.stream(WireMessage.Kind.values())
        .filter(kind -> kind != WireMessage.Kind.ORDERBOOK_DELTA && kind != WireMessage.Kind.QUOTE)
        .flatMap(kind -> VenueSources.subjects(config, kind).stream())
        .toList();
  }

  private static Path shipped() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("conf/collector.yaml"))) {
      at = at.getParent();
    }
    return at.resolve("conf/collector.yaml");
  }
}
