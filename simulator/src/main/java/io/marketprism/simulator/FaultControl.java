// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.faults.Faults;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Subscriber;
import java.util.Collection;

/** Makes things go wrong on purpose in a running simulator. Thread safe. */
public final class FaultControl {
  private final Faults faults;
  private final StreamHub hub;

  FaultControl(Faults faults, StreamHub hub) {
    this.faults = faults;
    this.hub = hub;
  }

  /**
   * Sends a text frame, as it is, to every socket that has subscribed to a stream.
   *
   * @param stream e.g. {@code btcusdt@depth@100ms}
   * @return to how many sockets
   */
  public int injectText(String stream, String text) {
    Collection<Subscriber> sockets = hub.subscribersOf(stream);
    sockets.forEach(socket -> socket.sendText(text));
    return sockets.size();
  }

  /** Sends a binary frame to every socket that has subscribed to a stream; gives their number. */
  public int injectBinary(String stream, byte[] bytes) {
    Collection<Subscriber> sockets = hub.subscribersOf(stream);
    sockets.forEach(socket -> socket.sendBinary(bytes));
    return sockets.size();
  }

  /**
   * Gives the next {@code times} requests of a REST endpoint this answer.
   *
   * @param endpoint last part of the path, e.g. {@code depth} or {@code exchangeInfo}
   */
  public void answerRest(String endpoint, int times, CannedAnswer answer) {
    faults.answer(endpoint, times, answer);
  }

  /** Loses the next {@code count} depth frames of a symbol; the truth log still has the events. */
  public void dropDepth(String symbol, int count) {
    faults.dropDepth(symbol, count);
  }

  /** Closes all WebSockets with a close frame. */
  public void closeSockets() {
    hub.connections().forEach(Subscriber::close);
  }
}
