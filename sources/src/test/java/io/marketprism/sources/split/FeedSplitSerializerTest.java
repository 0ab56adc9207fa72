// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.enumerator.EnumeratorState;
import io.marketprism.sources.enumerator.EnumeratorStateSerializer;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedSplitSerializerTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final Instrument ETH = Instrument.spot("binance", "ETH-USDT", "ETHUSDT");
  private static final FeedSplit FIRST =
      new FeedSplit(
          "binance-spot-book-0",
          "binance_spot",
          DataType.ORDERBOOK,
          List.of(BTC, ETH),
          Map.of(BTC.key(), new Cursor(98_494_969_447L, 1_786_613_174_873L)));

  /** {@link #FIRST} as the first release wrote it. */
  private static final byte[] OF_FIRST_RELEASE =
      HexFormat.of()
          .parseHex(
              "001362696e616e63652d73706f742d626f6f6b2d30000c62696e616e63655f73706f7400096f"
                  + "72646572626f6f6b021f000762696e616e63650000084254432d555344540007425443555344"
                  + "54000001ced98fecdd05b2c98ca7ff671f000762696e616e63650000084554482d5553445400"
                  + "0745544855534454000000");

  private final FeedSplitSerializer serializer = new FeedSplitSerializer();

  @Test
  void splitsComeBackAsTheyWere() throws IOException {
    for (FeedSplit split : List.of(FIRST, FIRST.ofReplica(1, FIRST.cursors()))) {
      assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(split)))
          .isEqualTo(split);
    }
  }

  @Test
  void splitOfTheFirstReleaseIsTheFirstConnection() throws IOException {
    assertThat(serializer.deserialize(1, OF_FIRST_RELEASE)).isEqualTo(FIRST);
  }

  @Test
  void enumeratorsStateOfTheFirstReleaseIsRead() throws IOException {
    byte[] state = new byte[OF_FIRST_RELEASE.length + 1];
    state[0] = 1;
    System.arraycopy(OF_FIRST_RELEASE, 0, state, 1, OF_FIRST_RELEASE.length);
    assertThat(new EnumeratorStateSerializer().deserialize(1, state))
        .isEqualTo(new EnumeratorState(List.of(FIRST)));
  }

  @Test
  void enumeratorsStateComesBackAsItWas() throws IOException {
    EnumeratorStateSerializer states = new EnumeratorStateSerializer();
    EnumeratorState state = new EnumeratorState(List.of(FIRST, FIRST.ofReplica(1, Map.of())));
    assertThat(states.deserialize(states.getVersion(), states.serialize(state))).isEqualTo(state);
  }

  @Test
  void splitOfALaterReleaseIsRefused() {
    assertThatThrownBy(() -> serializer.deserialize(3, OF_FIRST_RELEASE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 3");
  }
}
