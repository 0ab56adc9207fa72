// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.simulator.net.Frame;
import io.marketprism.simulator.net.StreamHub;
import io.marketprism.simulator.net.Subscriber;
import io.marketprism.simulator.truth.TruthLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What frames suffer on the way from a hub to its subscribers. */
class FrameFaultsTest {
  private static final String STREAM = "s@trade";

  /** Remembers the last ids of the frames that it is given. */
  private static final class Receiver implements Subscriber {
    private final List<Long> ids = new ArrayList<>();

    @Override
    public void send(Frame frame) {
      ids.add(frame.lastId());
    }

    @Override
    public void sendText(String text) {
      throw new AssertionError(text);
    }

    @Override
    public void sendBinary(byte[] bytes) {
      throw new AssertionError("bytes");
    }

    @Override
    public void flush() {
      // Nothing is held here.
    }

    @Override
    public boolean awaitRoom(Duration patience) {
      return true;
    }

    @Override
    public void close() {
      throw new AssertionError("close");
    }
  }

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final FrameFaults faults =
      new FrameFaults(
          stream -> Optional.of(new StreamSubject(FaultFeed.TRADE, "S")),
          new FaultLog(TruthLog.none(), Clock.systemUTC()),
          timer);
  private final StreamHub hub = new StreamHub(faults);
  private final Receiver receiver = new Receiver();
  private long id;

  FrameFaultsTest() {
    hub.subscribe(STREAM, receiver);
  }

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  private void inflict(String kind, String name, int value) {
    faults.inflict(
        FaultRequest.of(
            Map.of("kind", kind, "symbol", "s", "feed", "trade", name, Integer.toString(value))));
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      id++;
      hub.publish(Frame.of(STREAM, "{}").carrying(id, id));
    }
  }

  @Test
  void faultsOfASymbolComeOneAfterTheOtherAndThenNothingIsInTheWay() {
    assertThat(faults.passesAll()).isTrue();
    inflict("drop", "count", 2);
    inflict("repeat", "count", 1);
    inflict("reorder", "count", 1);
    assertThat(faults.passesAll()).isFalse();
    publish(6);
    assertThat(receiver.ids).containsExactly(3L, 3L, 5L, 4L, 6L);
    assertThat(faults.passesAll()).isTrue();
  }

  @Test
  void whatIsHeldBackArrivesInOrderWhenAllIsCalledOff() {
    inflict("delay", "millis", 86_400_000);
    inflict("drop", "count", 1);
    inflict("reorder", "count", 1);
    publish(2);
    assertThat(receiver.ids).isEmpty();
    faults.calm();
    publish(1);
    assertThat(receiver.ids).containsExactly(2L, 3L);
    assertThat(faults.passesAll()).isTrue();
  }

  @Test
  void whatIsHeldBackIsOnlyForThoseWhoStay() {
    Receiver other = new Receiver();
    hub.subscribe(STREAM, other);
    inflict("delay", "millis", 86_400_000);
    publish(2);
    hub.unsubscribe(STREAM, receiver);
    hub.subscribe(STREAM, receiver);
    publish(1);
    faults.calm();
    assertThat(receiver.ids).containsExactly(3L);
    assertThat(other.ids).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aSilentStreamLosesAllAndOthersNothing() {
    faults.silence(STREAM);
    publish(2);
    assertThat(faults.silent(STREAM)).isTrue();
    faults.speak(STREAM);
    publish(1);
    assertThat(receiver.ids).containsExactly(3L);
  }
}
