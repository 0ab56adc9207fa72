// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.DataType;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.StreamCodec;
import io.marketprism.sources.venue.VenueSettings;
import io.marketprism.sources.venue.Venues;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Frames are read by their bytes where they are written as always, else by the JSON parser. A blank
 * behind a frame leaves it to the parser: both must say the same of every frame, whatever happened
 * to it.
 */
class BinanceScanTest {
  private static final int DAMAGED = 20_000;
  private static final String ALPHABET = "{}[]\",:0123456789.-eEaAbBsStTuUpPqmMXfl \\\u00e9";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "binance_spot|ORDERBOOK|trade|{^stream^:^btcusdt@depth@100ms^,^data^:{^e^:^depthUpdate^,^E^:1723161255208,^s^:^BTCUSDT^,^U^:157,^u^:160,^b^:[[^61737.63000000^,^0.00000000^],[^61730.1^,^2.5^]],^a^:[[^61838.00000000^,^1.54698000^]]}}",
        "binance_spot|ORDERBOOK|trade|{^stream^:^btcusdt@depth@100ms^,^data^:{^e^:^depthUpdate^,^E^:1723161255208,^s^:^BTCUSDT^,^U^:157,^u^:160,^b^:[],^a^:[]}}",
        "binance_spot|TRADE|trade|{^stream^:^btcusdt@trade^,^data^:{^e^:^trade^,^E^:1723161255343,^s^:^BTCUSDT^,^t^:3735683259,^p^:^61837.63000000^,^q^:^0.02000000^,^T^:1723161255342,^m^:true,^M^:true}}",
        "binance_derivatives|ORDERBOOK|trade|{^stream^:^btcusdt@depth@100ms^,^data^:{^e^:^depthUpdate^,^E^:1723161256299,^T^:1723161256298,^s^:^BTCUSDT^,^U^:5123107832006,^u^:5123107837557,^pu^:5123107831937,^b^:[[^58710.20^,^0.014^]],^a^:[[^61800.30^,^0.006^,^1^]],^st^:1}}",
        "binance_derivatives|TRADE|trade|{^stream^:^btcusdt@trade^,^data^:{^e^:^trade^,^E^:1723161256322,^T^:1723161256322,^s^:^BTCUSDT^,^t^:5266583935,^p^:^61800.30^,^q^:^0.006^,^X^:^MARKET^,^m^:false}}",
        "binance_derivatives|TRADE|aggTrade|{^stream^:^btcusdt@aggTrade^,^data^:{^e^:^aggTrade^,^E^:1723161256322,^a^:26129,^s^:^BTCUSDT^,^p^:^0.01^,^q^:^4.7^,^nq^:^4.7^,^f^:27781,^l^:27783,^T^:1723161256321,^m^:true}}"
      })
  void bothWaysSayTheSame(String venue, DataType dataType, String trades, String quoted)
      throws FrameException {
    String frame = quoted.replace('^', '"');
    StreamCodec codec = codec(venue, dataType, trades);
    Received received = new Received().frame(codec, frame);
    assertThat(received.deltas.size() + received.trades.size()).isOne();
    Random random = new Random(5);
    int stillGood = 0;
    for (int i = 0; i < DAMAGED; i++) {
      String damaged = damage(frame, random);
      String outcome = outcome(codec, damaged);
      assertThat(outcome).as(damaged).isEqualTo(outcome(codec, damaged + ' '));
      stillGood += outcome.contains("BookDelta") || outcome.contains("Trade[") ? 1 : 0;
    }
    assertThat(stillGood).isBetween(1, DAMAGED - 1);
  }

  private static StreamCodec codec(String venue, DataType dataType, String trades) {
    boolean spot = venue.equals("binance_spot");
    StreamCodec codec =
        Venues.of(venue).stream(
            dataType,
            new VenueSettings(
                venue,
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
                spot ? Map.of() : Map.of("trades-stream", trades)));
    codec.expect(
        List.of(
            new Instrument(
                "binance",
                spot ? MarketType.SPOT : MarketType.PERPETUAL,
                "BTC-USDT",
                "BTCUSDT",
                QuantityUnit.BASE,
                null)));
    return codec;
  }

  /** Other characters, some left out, some twice, or a part from elsewhere. */
  private static String damage(String frame, Random random) {
    StringBuilder damaged = new StringBuilder(frame);
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 1 -> damaged.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 2 -> damaged.delete(at, Math.min(damaged.length() - 1, at + 1 + random.nextInt(3)));
        default -> {
          int from = random.nextInt(frame.length());
          damaged.insert(at, frame, from, Math.min(frame.length(), from + 1 + random.nextInt(20)));
        }
      }
    }
    return damaged.toString();
  }

  private static String outcome(StreamCodec codec, String frame) {
    Received received = new Received();
    try {
      received.frame(codec, frame);
    } catch (FrameException e) {
      return e.reason() + " " + e.getMessage() + " " + e.instrument();
    }
    return received.deltas
        + levels(received)
        + received.trades
        + received.filtered
        + received.control;
  }

  private static String levels(Received received) {
    StringBuilder text = new StringBuilder();
    received.deltas.forEach(
        delta ->
            List.of(delta.bids(), delta.asks())
                .forEach(
                    side -> {
                      for (int i = 0; i < side.size(); i++) {
                        text.append(side.price(i)).append(':').append(side.quantity(i)).append(' ');
                      }
                    }));
    return text.toString();
  }
}
