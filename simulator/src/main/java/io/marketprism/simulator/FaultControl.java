// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.faults.Faults;
import io.marketprism.simulator.faults.SubscriptionFault;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Subscriber;
import io.marketprism.simulator.net.Venue;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Makes things go wrong on purpose in a running simulator. Thread safe. */
public final class FaultControl {
  private final Faults faults;
  private final StreamHub hub;
  private final Venue venue;

  FaultControl(Faults faults, StreamHub hub, Venue venue) {
    this.faults = faults;
    this.hub = hub;
    this.venue = venue;
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

  /** Loses the next {@code count} frames of a stream, which leaves a gap in its ids. */
  public void lose(String stream, int count) {
    faults.channels().lose(stream, count);
  }

  /** Lets nothing of a stream come out any more, or ends that; requests are acknowledged still. */
  public void silence(String stream, boolean silent) {
    if (silent) {
      faults.channels().silence(stream);
    } else {
      faults.channels().speak(stream);
    }
  }

  /** Treats the next {@code times} requests to subscribe wrongly. */
  public void failSubscriptions(SubscriptionFault fault, int times) {
    faults.channels().failSubscriptions(fault, times);
  }

  /**
   * Carries out a command that only the venue at hand knows; see the README.
   *
   * @return a JSON text, or empty where the venue has no command of this name
   * @throws IllegalArgumentException where parameters are missing or wrong
   */
  public Optional<String> command(String name, Map<String, String> parameters) {
    return venue.command(name, parameters);
  }

  /** Closes all WebSockets with a close frame. */
  public void closeSockets() {
    hub.connections().forEach(Subscriber::close);
  }
}
