// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.sources.book.BookSynchronizer.State;
import io.marketprism.sources.venue.Venues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookSynchronizerTest {
  private static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  private static final long TTL = 3_600_000;

  private final List<String> out = new ArrayList<>();
  private final BookSynchronizer book = synchronizer(100, 1 << 20);

  private BookSynchronizer synchronizer(int events, long bytes) {
    return new BookSynchronizer(
        Venues.of("binance_spot").books().chain(), new Recorder(out), events, bytes, TTL);
  }

  private record Recorder(List<String> out) implements BookSynchronizer.Output {
    @Override
    public void snapshot(BookSnapshot snapshot) {
      out.add("snapshot " + snapshot.updateId());
    }

    @Override
    public void delta(BookDelta delta) {
      out.add("delta " + delta.previousId() + ">" + delta.lastId());
    }

    @Override
    public void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime) {
      out.add("lost " + reason);
    }

    @Override
    public void live(String reason, long id, long eventTime) {
      out.add("live " + id);
    }

    @Override
    public void requestSnapshot(String reason) {
      out.add("request" + (reason == null ? "" : " " + reason));
    }
  }

  private static BookDelta delta(long first, long last) {
    return delta(first, last, 1_700_000_000_000L + last);
  }

  private static BookDelta delta(long first, long last, long time) {
    return new BookDelta(
        BTC, Long.MIN_VALUE, first, last, time, time, 0, 0, Levels.NONE, Levels.NONE);
  }

  private static BookSnapshot snapshot(long id) {
    return new BookSnapshot(
        BTC, id, 0, 1_700_000_000_000L + id, 0, 0, Levels.NONE, Levels.NONE, false, false);
  }

  private void synced() {
    book.onDelta(delta(10, 12));
    book.onSnapshot(snapshot(12));
    out.clear();
  }

  @Test
  void firstDeltaIsBufferedAndAsksForOneSnapshot() {
    book.onDelta(delta(10, 12));
    book.onDelta(delta(13, 14));
    assertThat(out).containsExactly("request");
    assertThat(book.state()).isEqualTo(State.BUFFERING);
  }

  @Test
  void snapshotInsideTheBufferIsContinuedByWhatFollowsIt() {
    book.onDelta(delta(10, 12));
    book.onDelta(delta(13, 16));
    book.onDelta(delta(17, 18));
    out.clear();
    book.onSnapshot(snapshot(14));
    assertThat(out).containsExactly("snapshot 14", "delta 14>16", "delta 16>18", "live 18");
  }

  @Test
  void snapshotNewerThanAllEventsIsTheBook() {
    book.onDelta(delta(10, 12));
    out.clear();
    book.onSnapshot(snapshot(20));
    book.onDelta(delta(13, 19));
    book.onDelta(delta(20, 22));
    assertThat(out).containsExactly("snapshot 20", "live 20", "delta 20>22");
  }

  @Test
  void snapshotExactlyBeforeTheFirstEventIsTaken() {
    book.onDelta(delta(10, 12));
    out.clear();
    book.onSnapshot(snapshot(9));
    assertThat(out).containsExactly("snapshot 9", "delta 9>12", "live 12");
  }

  @Test
  void snapshotOlderThanTheStreamIsAskedForAgainWhileBufferingGoesOn() {
    book.onDelta(delta(10, 12));
    out.clear();
    book.onSnapshot(snapshot(8));
    book.onDelta(delta(13, 13));
    book.onSnapshot(snapshot(11));
    assertThat(out)
        .containsExactly(
            "request snapshot_too_old", "snapshot 11", "delta 11>12", "delta 12>13", "live 13");
  }

  @Test
  void gapIsLostAndResynchronised() {
    synced();
    book.onDelta(delta(14, 15));
    book.onDelta(delta(16, 16));
    book.onSnapshot(snapshot(15));
    assertThat(out)
        .containsExactly("lost sequence_gap", "request", "snapshot 15", "delta 15>16", "live 16");
  }

  @Test
  void gapWithinTheBufferNeverReachesDownstream() {
    book.onDelta(delta(10, 12));
    book.onDelta(delta(15, 16));
    out.clear();
    book.onSnapshot(snapshot(11));
    assertThat(out).containsExactly("snapshot 11", "delta 11>12", "lost sequence_gap", "request");
    book.onSnapshot(snapshot(15));
    assertThat(out.subList(4, out.size())).containsExactly("snapshot 15", "delta 15>16", "live 16");
  }

  @Test
  void repeatedDeltasAreIgnored() {
    synced();
    book.onDelta(delta(13, 14));
    book.onDelta(delta(13, 14));
    book.onDelta(delta(10, 12));
    assertThat(out).containsExactly("delta 12>14");
  }

  @Test
  void reconnectThatContinuesNeedsNoSnapshot() {
    synced();
    book.disconnected();
    assertThat(book.state()).isEqualTo(State.UNPROVEN);
    book.onDelta(delta(12, 15));
    assertThat(out).containsExactly("delta 12>15", "live 15");
  }

  @Test
  void reconnectAfterMissedUpdatesNeedsOne() {
    synced();
    book.disconnected();
    book.onDelta(delta(20, 21));
    assertThat(out).containsExactly("lost restore", "request");
  }

  @Test
  void restoredQuietBookNeedsNoSnapshot() {
    book.restore(12, 1_700_000_000_000L);
    book.requestIfQuiet();
    assertThat(out).isEmpty();
    book.onDelta(delta(13, 13));
    assertThat(out).containsExactly("delta 12>13", "live 13");
  }

  @Test
  void restoredBookThatMayHaveExpiredDownstreamIsNotContinued() {
    book.restore(12, 1_700_000_000_000L);
    book.onDelta(delta(13, 13, 1_700_000_000_000L + TTL));
    assertThat(out).containsExactly("lost book_expired", "request");
    assertThat(book.bufferedEvents()).isEqualTo(1);
  }

  @Test
  void quietBookWithoutAPastIsItsSnapshot() {
    book.requestIfQuiet();
    book.onSnapshot(snapshot(12));
    book.onDelta(delta(13, 13));
    assertThat(out).containsExactly("request", "snapshot 12", "live 12", "delta 12>13");
  }

  @Test
  void fullBufferIsGivenUpAndFilledAnew() {
    BookSynchronizer small = synchronizer(2, 1 << 20);
    small.onDelta(delta(1, 1));
    small.onDelta(delta(2, 2));
    small.onDelta(delta(3, 3));
    assertThat(out).containsExactly("request", "lost buffer_overflow");
    assertThat(small.bufferedEvents()).isZero();
    small.onDelta(delta(4, 4));
    small.onSnapshot(snapshot(4));
    assertThat(out.subList(2, out.size())).containsExactly("request", "snapshot 4", "live 4");
  }

  @Test
  void whatASnapshotStillToComeWillHaveIsNotHeldUntilThen() {
    long minute = 60_000;
    for (int i = 0; i < 120; i++) {
      book.onDelta(delta(10 + i, 10 + i, minute + 1_000L * i));
    }
    assertThat(out).containsExactly("request");
    assertThat(book.bufferedEvents()).isEqualTo(16);
    out.clear();

    book.onSnapshot(snapshot(100));
    assertThat(out).containsExactly("request snapshot_too_old");
    out.clear();

    book.onSnapshot(snapshot(127));
    assertThat(out).containsExactly("snapshot 127", "delta 127>128", "delta 128>129", "live 129");
  }

  @Test
  void refreshThatWaitsForMinutesHoldsWhatCameLastAndLosesNothing() {
    synced();
    book.refresh();
    for (int i = 0; i < 120; i++) {
      book.onDelta(delta(13 + i, 13 + i, 1_700_000_000_000L + 1_000L * i));
    }
    assertThat(book.bufferedEvents()).isEqualTo(16);
    out.clear();

    book.onSnapshot(snapshot(131));
    assertThat(out).containsExactly("snapshot 131", "delta 131>132");
    assertThat(book.bufferedEvents()).isZero();
  }

  @Test
  void bufferIsBoundedInBytesToo() {
    BookSynchronizer small = synchronizer(1_000, 400);
    small.onDelta(delta(1, 1));
    small.onDelta(delta(2, 2));
    small.onDelta(delta(3, 3));
    assertThat(out).containsExactly("request", "lost buffer_overflow");
  }

  @Test
  void refreshKeepsTheBookLiveAndLosesNothing() {
    synced();
    book.refresh();
    book.onDelta(delta(13, 14));
    book.onDelta(delta(15, 16));
    book.onSnapshot(snapshot(14));
    book.onDelta(delta(17, 17));
    assertThat(out)
        .containsExactly(
            "request", "delta 12>14", "delta 14>16", "snapshot 14", "delta 14>16", "delta 16>17");
  }

  @Test
  void refreshDoesNotTakeASnapshotThatLagsBehindTheStream() {
    synced();
    book.onDelta(delta(13, 14));
    book.refresh();
    book.onSnapshot(snapshot(13));
    book.onDelta(delta(15, 16));
    book.onSnapshot(snapshot(14));
    book.onDelta(delta(17, 17));
    assertThat(out)
        .containsExactly(
            "delta 12>14",
            "request",
            "request snapshot_too_old",
            "delta 14>16",
            "snapshot 14",
            "delta 14>16",
            "delta 16>17");
  }

  @Test
  void resyncTakesASnapshotFromBeforeTheBookThatWasGivenUp() {
    synced();
    book.onDelta(delta(13, 1_000_000));
    book.resync("crossed");
    book.onSnapshot(snapshot(14));
    book.onDelta(delta(15, 16));
    assertThat(out)
        .containsExactly(
            "delta 12>1000000", "lost crossed", "request", "snapshot 14", "live 14", "delta 14>16");
  }

  @Test
  void resyncAtOnceAsksForASnapshot() {
    synced();
    book.resync("crossed");
    book.onDelta(delta(13, 14));
    book.onSnapshot(snapshot(13));
    assertThat(out)
        .containsExactly("lost crossed", "request", "snapshot 13", "delta 13>14", "live 14");
  }

  @Test
  void snapshotThatNobodyWaitsForIsIgnored() {
    synced();
    book.onSnapshot(snapshot(99));
    assertThat(out).isEmpty();
  }

  /**
   * From any history of drops, repeats, reorderings, reconnects and stale snapshots: never a link
   * that does not hold.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomStreamNeverYieldsABrokenChainAndSynchronisesAgain(long seed) {
    Random random = new Random(seed);
    long[] chain = {Long.MIN_VALUE};
    boolean[] requested = {false};
    int[] lives = {0};
    BookSynchronizer.Output checking =
        new BookSynchronizer.Output() {
          @Override
          public void snapshot(BookSnapshot snapshot) {
            chain[0] = snapshot.updateId();
          }

          @Override
          public void delta(BookDelta delta) {
            assertThat(delta.previousId()).isEqualTo(chain[0]);
            assertThat(delta.firstId()).isLessThanOrEqualTo(chain[0] + 1);
            assertThat(delta.lastId()).isGreaterThan(chain[0]);
            chain[0] = delta.lastId();
          }

          @Override
          public void lost(String reason, long lastGood, long breaking, long lastGoodTime) {
            chain[0] = Long.MIN_VALUE;
          }

          @Override
          public void live(String reason, long id, long eventTime) {
            lives[0]++;
            assertThat(id).isEqualTo(chain[0]);
          }

          @Override
          public void requestSnapshot(String reason) {
            requested[0] = true;
          }
        };
    BookSynchronizer synchronizer =
        new BookSynchronizer(Venues.of("binance_spot").books().chain(), checking, 50, 1 << 20, TTL);
    long id = 1_000;
    List<BookDelta> held = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      long first = id + 1;
      id += 1 + random.nextInt(4);
      BookDelta next = delta(first, id);
      int fault = random.nextInt(100);
      if (fault == 0) {
        synchronizer.disconnected();
      } else if (fault == 1) {
        held.add(next);
        continue;
      } else if (fault == 2) {
        continue;
      } else if (fault == 3) {
        synchronizer.onDelta(next);
      } else if (fault == 4) {
        synchronizer.refresh();
      } else if (fault == 5) {
        synchronizer.resync("crossed");
      }
      synchronizer.onDelta(next);
      if (!held.isEmpty() && random.nextInt(5) == 0) {
        synchronizer.onDelta(held.remove(0));
      }
      if (requested[0] && random.nextInt(6) == 0) {
        requested[0] = false;
        synchronizer.onSnapshot(snapshot(Math.max(1, id - random.nextInt(20) + 3)));
      }
    }
    assertThat(lives[0]).isGreaterThan(100);
    for (int i = 0; i < 10 && synchronizer.state() != State.SYNCED; i++) {
      synchronizer.onDelta(delta(id + 1, ++id));
      synchronizer.onSnapshot(snapshot(id));
    }
    assertThat(synchronizer.state()).isEqualTo(State.SYNCED);
  }

  @Test
  void snapshotInTheStreamMakesTheBookWhole() {
    book.onStreamSnapshot(snapshot(12));
    book.onDelta(delta(13, 14));
    assertThat(out).containsExactly("snapshot 12", "live 12", "delta 12>14");
  }

  @Test
  void snapshotInTheMiddleReplacesTheBookSilently() {
    book.onStreamSnapshot(snapshot(12));
    out.clear();
    book.onStreamSnapshot(snapshot(20));
    book.onDelta(delta(21, 22));
    assertThat(out).containsExactly("snapshot 20", "delta 20>22");
  }

  @Test
  void snapshotAfterAReconnectProvesAnUnchangedBook() {
    book.onStreamSnapshot(snapshot(12));
    book.disconnected();
    out.clear();
    book.onStreamSnapshot(snapshot(12));
    assertThat(out).containsExactly("snapshot 12", "live 12");
  }

  @Test
  void snapshotAfterAReconnectTellsOfTheUpdatesMissed() {
    book.onStreamSnapshot(snapshot(12));
    book.disconnected();
    out.clear();
    book.onStreamSnapshot(snapshot(15));
    assertThat(out).containsExactly("lost restore", "snapshot 15", "live 15");
  }

  @Test
  void snapshotWithALowerIdIsANewBeginning() {
    book.onStreamSnapshot(snapshot(12));
    out.clear();
    book.onStreamSnapshot(snapshot(3));
    assertThat(out).containsExactly("lost sequence_reset", "snapshot 3", "live 3");
  }
}
