// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Everything that is wrong is said at once, in the order of the file. */
class SeveralFaultsTest {

  @Test
  void allKindsOfFaultsComeTogether() {
    assertThat(
            faults(
                """
                exchanges:
                  binance_spot:
                    symbols: [BTCUSDT, btc-usdt, BTCUSDT]
                    data_types: [orderbook, funding_rate]
                    enabled: yes please
                    api:
                      ws_url: https://stream.binance.com
                  okx_spot:
                    symbols: [BTC-USDT]
                    data_types: [orderbook]
                    poll: {funding_rate: 60s}
                publish:
                  depht: 10
                  depth: 9999
                  depth: 10
                  interval-ms: "100"
                nats:
                  url: nats://127.0.0.1:4222
                  password: hunter2
                """))
        .containsExactly(
            "exchanges.binance_spot.symbols[1] (test.yaml:3): 'btc-usdt' is not of the right form;"
                + " allowed: A-Z 0-9 _, such as BTCUSDT; patterns with *, in quotes; or all",
            "exchanges.binance_spot.symbols[2] (test.yaml:3): 'BTCUSDT' is already item [0]",
            "exchanges.binance_spot.data_types[1] (test.yaml:4): 'funding_rate' is none of them;"
                + " allowed: orderbook, trade",
            "exchanges.binance_spot.enabled (test.yaml:5): 'yes please' is neither true nor false;"
                + " allowed: true, false",
            "exchanges.binance_spot.api.ws_url (test.yaml:7): 'https://stream.binance.com' has"
                + " another scheme; allowed: ws:// or wss:// with host and optional port",
            "exchanges.okx_spot.poll.funding_rate (test.yaml:11): okx_spot has no such thing; only:"
                + " binance_derivatives, okx_derivatives, deribit_derivatives",
            "publish.depht (test.yaml:13): unknown key; did you mean publish.depth?",
            "publish.depth (test.yaml:14): 9999 is out of range; allowed: 1 to 5000, full",
            "publish.depth (test.yaml:15): is written twice, first at test.yaml:14; keep one of"
                + " them",
            "publish.interval-ms (test.yaml:16): '100' is text, not a number (remove the quotes);"
                + " allowed: 0 to 60000",
            "nats.password (test.yaml:19): a secret does not belong in the configuration; write it"
                + " to a file and name that in nats.password-file, nats.token-file, nats.nkey-file or"
                + " nats.credentials-file");
  }

  @Test
  void aLongListIsCutInTheMessageOnly() {
    StringBuilder yaml = new StringBuilder(Configurations.MINIMAL);
    for (int i = 0; i < 150; i++) {
      yaml.append("wrong").append(i).append(": 1\n");
    }
    InvalidConfiguration invalid =
        catchThrowableOfType(
            InvalidConfiguration.class,
            () -> CollectorConfigLoader.parse(yaml.toString(), "test.yaml", List.of(), Map.of()));

    assertThat(invalid.faults()).hasSize(150);
    assertThat(invalid)
        .hasMessageContaining("has 150 faults")
        .hasMessageEndingWith("… and 50 more");
  }
}
