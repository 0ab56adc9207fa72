// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import io.marketprism.simulator.market.BookSnapshot;
import io.marketprism.simulator.market.DepthEvent;
import io.marketprism.simulator.market.Level;
import io.marketprism.simulator.market.Liquidation;
import io.marketprism.simulator.market.Trade;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes down everything the venue had, one JSON object a line, so that {@link TruthBooks} can say
 * of any published book and trade whether it was so. A row is written before the event is sent.
 *
 * <p>Rows: {@code snap} a whole book, {@code diff} one depth event, {@code rest} the levels changed
 * between the last depth event and a snapshot that was answered in the middle of a window, {@code
 * trade}, and for what is told of perpetuals and volatility indices one row of a kind that {@link
 * Fact} names per answer or forced order. Written by the market's thread and those that answer;
 * {@link #close} may come from another.
 */
public final class TruthLog implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private final OutputStream out;
  private final StringBuilder row = new StringBuilder(4096);

  private TruthLog(OutputStream out) {
    this.out = out;
  }

  /**
   * A log in {@code file}, which is emptied first.
   *
   * @throws UncheckedIOException where the file cannot be written
   */
  public static TruthLog to(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return new TruthLog(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the truth log " + file, e);
    }
  }

  /** A log that keeps nothing. */
  public static TruthLog none() {
    return new TruthLog(null);
  }

  /** Writes a whole book. */
  public synchronized void snapshot(BookSnapshot book) {
    if (out != null) {
      begin("snap", book.symbol(), book.lastUpdateId());
      time(book.time());
      end(book.bids(), book.asks());
    }
  }

  /** Writes one depth event. */
  public synchronized void diff(DepthEvent event) {
    if (out != null) {
      begin("diff", event.symbol(), event.lastId());
      row.append(",\"U\":").append(event.firstId());
      if (event.previousId() != event.firstId() - 1) {
        row.append(",\"pu\":").append(event.previousId());
      }
      time(event.eventTime());
      end(event.bids(), event.asks());
    }
  }

  /**
   * Writes what a snapshot answered holds beyond the depth event that ended at {@code afterId}.
   *
   * @param bids the bids changed since
   * @param asks the asks changed since
   */
  public synchronized void rest(
      BookSnapshot answered, long afterId, List<Level> bids, List<Level> asks) {
    if (out != null) {
      begin("rest", answered.symbol(), answered.lastUpdateId());
      row.append(",\"after\":").append(afterId);
      time(answered.time());
      end(bids, asks);
      flush();
    }
  }

  /** Writes one trade. */
  public synchronized void trade(Trade trade) {
    if (out != null) {
      begin("trade", trade.symbol(), trade.id());
      row.append(",\"p\":\"").append(trade.price().toPlainString());
      row.append("\",\"q\":\"").append(trade.quantity().toPlainString());
      row.append("\",\"T\":").append(trade.tradeTime());
      row.append(",\"E\":").append(trade.eventTime());
      row.append(",\"m\":").append(trade.buyerIsMaker());
      if (trade.firstMatch() != trade.id() || trade.lastMatch() != trade.id()) {
        row.append(",\"f\":").append(trade.firstMatch());
        row.append(",\"l\":").append(trade.lastMatch());
      }
      row.append("}\n");
      write();
    }
  }

  /** Writes one forced order. */
  public synchronized void liquidation(Liquidation order) {
    fact(
        Fact.LIQUIDATION,
        order.symbol(),
        order.time(),
        Fact.values(
            "side", order.sell() ? "sell" : "buy",
            "price", order.price(),
            "average", order.averagePrice(),
            "quantity", order.quantity()));
  }

  /**
   * Writes what was told of a symbol at a time.
   *
   * @param kind one of those that {@link Fact} names
   */
  public synchronized void fact(String kind, String symbol, long time, Map<String, String> values) {
    if (out != null) {
      begin(kind, symbol, time);
      values.forEach(
          (name, value) ->
              row.append(",\"").append(name).append("\":\"").append(value).append('"'));
      row.append("}\n");
      write();
    }
  }

  private void time(long time) {
    if (time != 0) {
      row.append(",\"E\":").append(time);
    }
  }

  /** Makes all rows visible to readers of the file. */
  public synchronized void flush() {
    if (out != null) {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the truth log", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close the truth log", e);
      }
    }
  }

  private void begin(String kind, String symbol, long id) {
    row.setLength(0);
    row.append("{\"k\":\"").append(kind).append("\",\"s\":\"").append(symbol);
    row.append("\",\"u\":").append(id);
  }

  private void end(List<Level> bids, List<Level> asks) {
    row.append(",\"b\":");
    levels(bids);
    row.append(",\"a\":");
    levels(asks);
    row.append("}\n");
    write();
  }

  private void levels(List<Level> levels) {
    row.append('[');
    String separator = "";
    for (Level level : levels) {
      row.append(separator).append("[\"").append(level.price().toPlainString());
      row.append("\",\"").append(level.quantity().toPlainString()).append("\"]");
      separator = ",";
    }
    row.append(']');
  }

  private void write() {
    try {
      out.write(row.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the truth log", e);
    }
  }
}
