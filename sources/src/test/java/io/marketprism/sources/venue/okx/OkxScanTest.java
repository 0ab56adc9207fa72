// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.okx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.VenueSettings;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pushes are read by their bytes where they are written as always, else by the JSON parser. A blank
 * behind a push leaves it to the parser: both must say the same of every push, whatever happened to
 * it.
 */
class OkxScanTest {
  private static final int DAMAGED = 20_000;
  private static final long AT = 1_790_000_000_000L;
  private static final String ALPHABET = "{}[]\",:0123456789.-eEsSpPxXbuyinIdTU \\\u00e9";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "ORDERBOOK|delta|{^arg^:{^channel^:^books^,^instId^:^BTC-USDT^},^action^:^update^,^data^:[{^asks^:[[^30243.5^,^1.2112^,^0^,^4^],[^30243.6^,^0^,^0^,^0^]],^bids^:[],^ts^:^1652459225453^,^checksum^:-652563973,^prevSeqId^:123,^seqId^:125}]}",
        "ORDERBOOK|unchanged|{^arg^:{^channel^:^books^,^instId^:^BTC-USDT^},^action^:^snapshot^,^data^:[{^asks^:[[^30243.5^,^1.2112^,^0^,^4^]],^bids^:[[^30243^,^2^,^0^,^1^]],^ts^:^1652459225453^,^seqId^:7,^prevSeqId^:6}]}",
        "TRADE|trade|{^arg^:{^channel^:^trades^,^instId^:^BTC-USDT^},^data^:[{^instId^:^BTC-USDT^,^tradeId^:^130639474^,^px^:^42219.9^,^sz^:^0.12060306^,^side^:^buy^,^ts^:^1630048897897^,^count^:^3^,^source^:^0^,^seqId^:1234},{^instId^:^BTC-USDT^,^tradeId^:^130639475^,^px^:^42219^,^sz^:^1^,^side^:^sell^,^ts^:^1630048897897^}]}"
      })
  void bothWaysSayTheSame(DataType dataType, String what, String quoted) {
    String frame = quoted.replace('^', '"');
    assertThat(outcome(dataType, frame)).doesNotContain("refused").doesNotContain("thrown");
    Random random = new Random(5);
    int stillGood = 0;
    for (int i = 0; i < DAMAGED; i++) {
      String damaged = damage(frame, random);
      String outcome = outcome(dataType, damaged);
      assertThat(outcome).as(what + " of " + damaged).isEqualTo(outcome(dataType, damaged + ' '));
      stillGood += outcome.contains("thrown") ? 0 : 1;
    }
    assertThat(stillGood).isBetween(1, DAMAGED - 1);
  }

  private static StreamCodec codec(DataType dataType) {
    StreamCodec codec =
        OkxVenue.spot().stream(
            dataType,
            new VenueSettings(
                "okx_spot",
                null,
                List.of(dataType),
                new VenueSettings.Endpoints("wss://venue.example", "https://venue.example", ""),
                null,
                null,
                null,
                100,
                0,
                Map.of(),
                Map.of(),
                Map.of()));
    codec.expect(List.of(Instrument.spot("okx", "BTC-USDT", "BTC-USDT")));
    return codec;
  }

  /** Other characters, some more, some left out. */
  private static String damage(String frame, Random random) {
    StringBuilder damaged = new StringBuilder(frame);
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(damaged.length());
      char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(3)) {
        case 0 -> damaged.setCharAt(at, other);
        case 1 -> damaged.insert(at, other);
        default -> damaged.delete(at, Math.min(damaged.length() - 1, at + 1 + random.nextInt(3)));
      }
    }
    return damaged.toString();
  }

  private static String outcome(DataType dataType, String frame) {
    Told told = new Told();
    byte[] bytes = frame.getBytes(UTF_8);
    try {
      codec(dataType).decode(bytes, 0, bytes.length, AT, told);
    } catch (FrameException e) {
      return "thrown " + e.reason() + ' ' + e.getMessage() + ' ' + e.instrument();
    }
    return told.words + " " + told.snapshots + told.deltas + told.trades;
  }
}
