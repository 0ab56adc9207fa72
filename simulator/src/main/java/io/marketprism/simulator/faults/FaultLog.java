// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.OpenSockets;
import io.marketprism.simulator.truth.Fact;
import io.marketprism.simulator.truth.TruthLog;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes into the truth log what went wrong on purpose, when it takes effect, and which WebSockets
 * opened and closed; each row is visible to readers at once. Thread safe.
 */
public final class FaultLog implements OpenSockets.Listener {
  private final TruthLog truth;
  private final Clock clock;

  /**
   * A log of faults.
   *
   * @param clock the true time, whatever the venue's clock says
   */
  public FaultLog(TruthLog truth, Clock clock) {
    this.truth = truth;
    this.clock = clock;
  }

  /** The true time, epoch milliseconds. */
  long now() {
    return clock.millis();
  }

  /** A fault that concerns a symbol, or {@link Fact#ALL}, and is over at once. */
  public void tookEffect(FaultKind kind, FaultFeed feed, String symbol, Map<String, String> more) {
    long now = now();
    write(kind, feed, symbol, now, now, more);
  }

  /** A fault that ends by itself so many milliseconds from now. */
  void tookEffect(
      FaultKind kind, FaultFeed feed, String symbol, long millis, Map<String, String> more) {
    long now = now();
    write(kind, feed, symbol, now, now + millis, more);
  }

  /** A fault of frames from {@code first} to {@code last}, which may be the same one. */
  void tookEffect(FaultKind kind, FaultFeed feed, String symbol, Frame first, Frame last) {
    Map<String, String> more = Fact.values("stream", first.stream());
    if (first.hasIds() && last.hasIds()) {
      more.put("first", Long.toString(first.firstId()));
      more.put("last", Long.toString(last.lastId()));
    }
    tookEffect(kind, feed, symbol, more);
  }

  private void write(
      FaultKind kind,
      FaultFeed feed,
      String symbol,
      long begin,
      long until,
      Map<String, String> more) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("kind", kind.key());
    values.put("feed", feed.key());
    values.putAll(more);
    values.put("until", Long.toString(until));
    truth.fact(Fact.FAULT, symbol, begin, values);
    truth.flush();
  }

  @Override
  public void opened(long id) {
    socket("opened", id, true);
  }

  @Override
  public void closed(long id, boolean byClient) {
    socket("closed", id, byClient);
  }

  private void socket(String event, long id, boolean byClient) {
    socket(Fact.values("event", event, "id", id, "by", byClient ? "client" : "server"));
  }

  /** The venue let a socket not open, by its own rules and not because of a fault. */
  public void refused() {
    socket(Fact.values("event", "refused", "by", "server"));
  }

  private void socket(Map<String, String> values) {
    truth.fact(Fact.SOCKET, Fact.ALL, now(), values);
    truth.flush();
  }
}
