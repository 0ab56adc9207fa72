// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import io.marketprism.benchmarks.frames.Recording.Market;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.FrameException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Frames as the venues write them, made from a fixed seed: for each change of a book of some forty
 * levels, which crowd near the best price, three trades. 2,000 changes per instrument, 100 ms
 * apart.
 */
final class SyntheticFrames {
  private static final int CHANGES = 2_000;
  private static final int LEVELS = 1_000;
  private static final int OKX_LEVELS = 400;
  private static final int CHANGED_PER_SIDE = 18;
  private static final int TRADES_PER_CHANGE = 3;
  private static final long MIDDLE = 60_000_00;
  private static final long TIME = 1_723_161_255_208L;
  private static final long FIRST_ID = 50_093_239_190L;

  private final Random random = new Random(42);
  private final Market market;
  private final List<Frame> frames = new ArrayList<>();
  private long tradeId = 3_735_683_259L;

  private SyntheticFrames(Market market) {
    this.market = market;
  }

  static Recording of(Market market) throws IOException, FrameException {
    SyntheticFrames synthetic = new SyntheticFrames(market);
    if (market == Market.OKX) {
      synthetic.okx();
      return new Recording(market, List.of(), synthetic.frames.toArray(Frame[]::new));
    }
    return Recording.binance(market, synthetic.binance(), synthetic.frames);
  }

  private void add(boolean isBook, long time, String text) {
    frames.add(new Frame(isBook, text.getBytes(StandardCharsets.UTF_8), time + 40));
  }

  private BookSnapshot binance() throws FrameException {
    boolean spot = market == Market.BINANCE_SPOT;
    Instrument instrument = market.instruments().get(0);
    String book =
        "{\"lastUpdateId\":%d,\"bids\":%s,\"asks\":%s}"
            .formatted(FIRST_ID - 1, fullSide(-1, LEVELS), fullSide(1, LEVELS));
    long id = FIRST_ID;
    for (int i = 0; i < CHANGES; i++) {
      long time = TIME + 100L * i;
      long last = id + random.nextInt(40);
      String head = spot ? "" : "\"T\":%d,".formatted(time - 1);
      String previous = spot ? "" : "\"pu\":%d,".formatted(id - 1);
      add(
          true,
          time,
          "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":%d,%s\"s\":\"BTCUSDT\",\"U\":%d,\"u\":%d,%s\"b\":%s,\"a\":%s}}"
              .formatted(time, head, id, last, previous, changes(-1), changes(1)));
      id = last + 1;
      for (int j = 0; j < TRADES_PER_CHANGE; j++) {
        add(false, time + j, binanceTrade(spot, time + j));
      }
    }
    return market
        .venue()
        .books()
        .snapshot(instrument, book.getBytes(StandardCharsets.UTF_8), LEVELS + 1, TIME);
  }

  private String binanceTrade(boolean spot, long time) {
    String price = price(MIDDLE + random.nextInt(100));
    String quantity = quantity(1 + random.nextInt(100_000));
    boolean sell = random.nextBoolean();
    String form =
        spot
            ? "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":%1$d,\"s\":\"BTCUSDT\",\"t\":%2$d,\"p\":\"%3$s\",\"q\":\"%4$s\",\"T\":%1$d,\"m\":%5$b,\"M\":true}}"
            : "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":%1$d,\"T\":%1$d,\"s\":\"BTCUSDT\",\"t\":%2$d,\"p\":\"%3$s\",\"q\":\"%4$s\",\"X\":\"MARKET\",\"m\":%5$b}}";
    return form.formatted(time, tradeId++, price, quantity, sell);
  }

  private void okx() {
    for (int i = 0; i <= CHANGES; i++) {
      for (Instrument instrument : market.instruments()) {
        long time = TIME + 100L * i;
        add(true, time, okxBook(instrument, i, time));
        add(
            false,
            time,
            "{\"arg\":{\"channel\":\"trades\",\"instId\":\"%1$s\"},\"data\":[{\"instId\":\"%1$s\",\"tradeId\":\"%2$d\",\"px\":\"%3$s\",\"sz\":\"%4$s\",\"side\":\"buy\",\"ts\":\"%5$d\"}]}"
                .formatted(
                    instrument.nativeId(),
                    FIRST_ID + i,
                    price(MIDDLE + random.nextInt(100)),
                    quantity(1 + random.nextInt(100_000)),
                    time));
      }
    }
  }

  private String okxBook(Instrument instrument, int index, long time) {
    return "{\"arg\":{\"channel\":\"books\",\"instId\":\"%s\"},\"action\":\"%s\",\"data\":[{\"asks\":%s,\"bids\":%s,\"ts\":\"%d\",\"prevSeqId\":%d,\"seqId\":%d}]}"
        .formatted(
            instrument.nativeId(),
            index == 0 ? "snapshot" : "update",
            index == 0 ? fullSide(1, OKX_LEVELS) : changes(1),
            index == 0 ? fullSide(-1, OKX_LEVELS) : changes(-1),
            time,
            index == 0 ? -1 : index,
            index + 1);
  }

  private String fullSide(int direction, int levels) {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i <= levels; i++) {
      texts.add(level(MIDDLE + (long) direction * i, 1 + random.nextInt(300_000)));
    }
    return texts.toString().replace(" ", "");
  }

  private String changes(int direction) {
    TreeSet<Long> distances = new TreeSet<>();
    while (distances.size() < CHANGED_PER_SIDE) {
      distances.add(1 + (long) Math.min(OKX_LEVELS - 1, Math.abs(random.nextGaussian()) * 60));
    }
    List<String> texts = new ArrayList<>();
    for (long distance : distances) {
      boolean deleted = random.nextInt(4) == 0;
      texts.add(level(MIDDLE + direction * distance, deleted ? 0 : 1 + random.nextInt(300_000)));
    }
    return texts.toString().replace(" ", "");
  }

  private String level(long price, long quantity) {
    String more = market == Market.OKX ? ",\"0\",\"1\"" : "";
    return "[\"%s\",\"%s\"%s]".formatted(price(price), quantity(quantity), more);
  }

  /** Spot writes eight places, whatever is needed. */
  private String price(long mantissa) {
    String zeros = market == Market.BINANCE_SPOT ? "000000" : "";
    return "%d.%02d%s".formatted(mantissa / 100, mantissa % 100, zeros);
  }

  private String quantity(long mantissa) {
    return market == Market.BINANCE_SPOT
        ? "%d.%05d000".formatted(mantissa / 100_000, mantissa % 100_000)
        : "%d.%03d".formatted(mantissa / 1_000, mantissa % 1_000);
  }
}
