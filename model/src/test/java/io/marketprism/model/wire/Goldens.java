// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.marketprism.model.DerivativesEvent;
import io.marketprism.model.Instrument;
import io.marketprism.model.MarketType;
import io.marketprism.model.QuantityUnit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of every data type and venue that publishes it, beside the text that the wire
 * contract demands of it: {@code wire/{data_type}.{exchange}.{market_type}.json}, written by hand;
 * where the contract has an example, it is the example.
 */
final class Goldens {
  static final Instrument BINANCE_SPOT = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  static final Instrument BINANCE_PERPETUAL =
      new Instrument(
          "binance", MarketType.PERPETUAL, "BTC-USDT", "BTCUSDT", QuantityUnit.BASE, null);
  static final Instrument OKX_SPOT = Instrument.spot("okx", "BTC-USDT", "BTC-USDT");
  static final Instrument OKX_PERPETUAL =
      new Instrument(
          "okx", MarketType.PERPETUAL, "BTC-USDT", "BTC-USDT-SWAP", QuantityUnit.CONTRACTS, "0.01");
  static final Instrument DERIBIT_PERPETUAL =
      new Instrument(
          "deribit",
          MarketType.PERPETUAL,
          "BTC-USD",
          "BTC-PERPETUAL",
          QuantityUnit.CONTRACTS,
          "1",
          true);
  static final Instrument DERIBIT_VOLATILITY =
      new Instrument("deribit", MarketType.OPTIONS, "BTC", "BTC-DVOL", QuantityUnit.BASE, null);

  private Goldens() {}

  /**
   * One golden.
   *
   * @param message what our encoder makes of the event
   * @param subject the subject as it must be
   * @param messageId the message id as it must be
   */
  record Golden(WireMessage message, String subject, String messageId) {

    /** {@code {data_type}.{exchange}.{market_type}}. */
    String name() {
      return subject.substring(0, subject.lastIndexOf('.'));
    }

    /** The payload as it must be. */
    String text() {
      String resource = "/wire/" + name() + ".json";
      try (InputStream in = Goldens.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("no resource " + resource);
        }
        return new String(in.readAllBytes(), UTF_8).stripTrailing();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static List<Golden> all() {
    List<Golden> all = new ArrayList<>();
    all.addAll(GoldenBooks.all());
    all.addAll(GoldenTrades.all());
    all.addAll(GoldenFunding.all());
    all.addAll(GoldenPositions.all());
    return all;
  }

  static Golden of(DerivativesEvent event, long publishTime, String subject, String messageId) {
    return new Golden(
        new DerivativesEncoder(WireOptions.DEFAULT).encode(event, publishTime), subject, messageId);
  }
}
