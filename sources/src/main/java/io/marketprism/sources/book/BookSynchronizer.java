// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import java.util.ArrayDeque;

/**
 * Turns one instrument's stream of deltas and the snapshots asked for into {@code SNAPSHOT, DELTA,
 * DELTA …} that chains. It never lets a delta through whose predecessor it did not let through.
 *
 * <p>A book starts {@link State#UNSYNCED}. Its first delta is buffered and a snapshot is requested
 * ({@link State#BUFFERING}); the snapshot and what continues it in the buffer make it {@link
 * State#SYNCED}. A book with a past, from a checkpoint or from before a reconnect, is {@link
 * State#UNPROVEN}: the first delta either continues it, and no snapshot is needed, or proves that
 * updates are missing.
 *
 * <p>A synchronised book can be refreshed: deltas go on being emitted and are retained beside it
 * until a snapshot arrives.
 *
 * <p>No I/O, no clock, not thread-safe: all calls come from the feed's thread. The buffer holds
 * what came in the last 15 s, by the deltas' own times of receipt, and is bounded in events and
 * bytes; on overflow it is given up and filled anew (venue rule B1).
 */
public final class BookSynchronizer {

  /** The states of a book's stream. */
  public enum State {
    UNSYNCED,
    BUFFERING,
    UNPROVEN,
    SYNCED
  }

  /** What the synchronizer tells its feed. */
  public interface Output {
    /** A whole book to emit; deltas that continue it follow. */
    void snapshot(BookSnapshot snapshot);

    /** A delta to emit; its {@code previousId} is the id of what was emitted before. */
    void delta(BookDelta delta);

    /**
     * The chain is lost and downstream must be silent until the next snapshot.
     *
     * @param reason code of wire contract 7.3
     * @param lastGoodId id of the last good state, or {@link #NO_ID}
     * @param breakingId id that broke the chain, or {@link #NO_ID}
     * @param lastGoodTime event time of the last good state in ms, or {@link #NO_ID}
     */
    void lost(String reason, long lastGoodId, long breakingId, long lastGoodTime);

    /**
     * The book is whole: synchronised by a snapshot, or proven to continue.
     *
     * @param eventTime event time of the state in ms, or {@link #NO_ID} where the venue gave none
     */
    void live(String reason, long id, long eventTime);

    /**
     * A snapshot is needed; {@code reason} tells why the one before was of no use, null the first
     * time.
     */
    void requestSnapshot(String reason);
  }

  /** No id is known. */
  public static final long NO_ID = Long.MIN_VALUE;

  /** Why a chain is given up whose snapshot does not come while the buffer can take its deltas. */
  public static final String BUFFER_OVERFLOW = "buffer_overflow";

  /** Oldest delta that is held while a snapshot is awaited: a request has 10 s, ms. */
  private static final long HELD_MILLIS = 15_000;

  private static final int DELTA_OVERHEAD_BYTES = 160;

  private final ChainRule rule;
  private final Output output;
  private final int maxEvents;
  private final long maxBytes;
  private final long expiryMillis;
  private final ArrayDeque<BookDelta> buffer = new ArrayDeque<>();
  private long bufferBytes;
  private int dropped;
  private State state = State.UNSYNCED;
  private boolean refreshing;
  private boolean everSynced;
  private boolean atRequestedSnapshot;
  private boolean handedOver;
  private long lastId = NO_ID;
  private long lastEventTime = NO_ID;
  private long lastReceiveTime;

  /**
   * @param rule the venue's chain rule
   * @param output told of everything, on the calling thread
   * @param maxEvents most deltas held while a snapshot is awaited
   * @param maxBytes most bytes held while a snapshot is awaited, by estimate
   * @param expiryMillis a book not changed for this long is not continued, because its state may
   *     have expired
   */
  public BookSynchronizer(
      ChainRule rule, Output output, int maxEvents, long maxBytes, long expiryMillis) {
    this.rule = rule;
    this.output = output;
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
    this.expiryMillis = expiryMillis;
  }

  /**
   * Continues from a cursor: the book downstream is at {@code id}, last changed at {@code
   * receiveTime} (ms).
   */
  public void restore(long id, long receiveTime) {
    state = State.UNPROVEN;
    lastId = id;
    lastReceiveTime = receiveTime;
    everSynced = true;
  }

  /** The connection is gone: what comes next must prove itself. */
  public void disconnected() {
    clearBuffer();
    refreshing = false;
    handedOver = false;
    if (state == State.SYNCED) {
      state = State.UNPROVEN;
    } else if (state == State.BUFFERING) {
      state = State.UNSYNCED;
    }
  }

  /**
   * Goes on with another connection that is known to miss nothing: what comes next must continue
   * the book, though the other connection may gather updates in other portions.
   */
  public void handOver() {
    handedOver = state == State.SYNCED;
  }

  /** A delta of the live stream. */
  public void onDelta(BookDelta delta) {
    switch (state) {
      case UNSYNCED -> {
        state = State.BUFFERING;
        if (buffer(delta)) {
          output.requestSnapshot(null);
        }
      }
      case BUFFERING -> buffer(delta);
      case SYNCED, UNPROVEN -> {
        if (delta.receiveTime() - lastReceiveTime >= expiryMillis) {
          lose("book_expired", NO_ID);
          onDelta(delta);
        } else if (!rule.isOld(delta, lastId)) {
          advance(delta);
        }
      }
    }
  }

  private void advance(BookDelta delta) {
    if (!chains(delta)) {
      lose(state == State.UNPROVEN ? "restore" : "sequence_gap", delta.firstId());
      onDelta(delta);
      return;
    }
    boolean proven = state == State.UNPROVEN;
    state = State.SYNCED;
    emit(delta);
    if (refreshing) {
      retain(delta);
    }
    if (proven) {
      output.live("restore", lastId, lastEventTime);
    }
  }

  /**
   * Whether the delta follows the book. The first one after a snapshot that was asked for need not
   * begin where the snapshot ends: the snapshot may lie between two deltas, or ahead of the stream.
   */
  private boolean chains(BookDelta delta) {
    if (atRequestedSnapshot) {
      return rule.startsFrom(delta, lastId);
    }
    return handedOver ? rule.takesOver(delta, lastId) : rule.continues(delta, lastId);
  }

  /** A snapshot that was requested. */
  public void onSnapshot(BookSnapshot snapshot) {
    if (!wantsSnapshot()) {
      return;
    }
    while (!buffer.isEmpty() && rule.isCovered(buffer.peekFirst(), snapshot.updateId())) {
      drop();
    }
    if (buffer.isEmpty()
        ? liesBehind(snapshot)
        : !rule.startsFrom(buffer.peekFirst(), snapshot.updateId())) {
      // Either the snapshot lies before the stream, or the stream has a hole where it lies: both
      // need a later one.
      output.requestSnapshot("snapshot_too_old");
      return;
    }
    boolean wasLive = state == State.SYNCED;
    take(snapshot);
    atRequestedSnapshot = true;
    replayBuffer();
    if (state == State.SYNCED && !wasLive) {
      output.live(null, lastId, lastEventTime);
    }
  }

  /**
   * Whether a snapshot is older than the book that it is to refresh, with nothing held that leads
   * from it to there: venues answer from copies that lag behind their streams. A book that was
   * given up says nothing: its last id may be what was wrong with it.
   */
  private boolean liesBehind(BookSnapshot snapshot) {
    return state == State.SYNCED && snapshot.updateId() < lastId;
  }

  /**
   * A snapshot that the venue put into the stream: it replaces whatever was known, also in the
   * middle (venue rules O2 and D2). A book with a past that it shows to be unchanged is proven by
   * it.
   */
  public void onStreamSnapshot(BookSnapshot snapshot) {
    boolean wasLive = state == State.SYNCED;
    boolean proven = state == State.UNPROVEN && snapshot.updateId() == lastId;
    if (state == State.UNPROVEN && !proven) {
      lose("restore", snapshot.updateId());
    } else if (wasLive && snapshot.updateId() < lastId) {
      // The venue counts anew; what follows must not be taken for older than what was shown.
      lose("sequence_reset", snapshot.updateId());
      wasLive = false;
    }
    clearBuffer();
    take(snapshot);
    if (!wasLive) {
      output.live(proven ? "restore" : null, lastId, lastEventTime);
    }
  }

  private void take(BookSnapshot snapshot) {
    refreshing = false;
    atRequestedSnapshot = false;
    handedOver = false;
    state = State.SYNCED;
    everSynced = true;
    lastId = snapshot.updateId();
    lastEventTime = snapshot.eventTime() == 0 ? NO_ID : snapshot.eventTime();
    lastReceiveTime = snapshot.receiveTime();
    output.snapshot(snapshot);
  }

  private void replayBuffer() {
    while (!buffer.isEmpty()) {
      BookDelta delta = drop();
      if (rule.isOld(delta, lastId)) {
        continue;
      }
      if (!chains(delta)) {
        ArrayDeque<BookDelta> rest = new ArrayDeque<>(buffer);
        lose("sequence_gap", delta.firstId());
        onDelta(delta);
        rest.forEach(this::onDelta);
        return;
      }
      emit(delta);
    }
  }

  /** The venue says that the book at {@code id} has not changed; it is alive. */
  public void onUnchanged(long receiveTime) {
    if (state == State.SYNCED) {
      lastReceiveTime = receiveTime;
    }
  }

  /**
   * Gives the book up at the wish of whoever sees it whole: a crossed book, a state that was lost.
   *
   * @param reason code of wire contract 7.3
   */
  public void resync(String reason) {
    if (state == State.SYNCED || state == State.UNPROVEN) {
      lose(reason, NO_ID);
      state = State.BUFFERING;
      output.requestSnapshot(null);
    }
  }

  /**
   * Asks for a snapshot without giving the book up, to know levels beyond the known range (venue
   * rule B8).
   */
  public void refresh() {
    if (state == State.SYNCED && !refreshing) {
      refreshing = true;
      output.requestSnapshot(null);
    }
  }

  /**
   * The subscription stands and no delta has come: a quiet instrument's book is its snapshot. Has
   * no effect on a book with a past.
   */
  public void requestIfQuiet() {
    if (state == State.UNSYNCED) {
      state = State.BUFFERING;
      output.requestSnapshot(null);
    }
  }

  /** Whether a snapshot that is on its way is still of use. */
  public boolean wantsSnapshot() {
    return state == State.BUFFERING || refreshing;
  }

  private void lose(String reason, long breakingId) {
    long lastGood = lastId;
    long lastGoodTime = lastEventTime;
    lastId = NO_ID;
    lastEventTime = NO_ID;
    refreshing = false;
    atRequestedSnapshot = false;
    handedOver = false;
    clearBuffer();
    state = State.UNSYNCED;
    output.lost(reason, lastGood, breakingId, lastGoodTime);
  }

  private void emit(BookDelta delta) {
    long previous = lastId;
    atRequestedSnapshot = false;
    handedOver = false;
    lastId = delta.lastId();
    lastEventTime = delta.eventTime();
    lastReceiveTime = delta.receiveTime();
    output.delta(delta.after(previous));
  }

  private boolean buffer(BookDelta delta) {
    dropWhatAnySnapshotWillHave(delta.receiveTime());
    if (delta.lastId() < delta.previousId()) {
      // The venue counts anew; no snapshot to come can lie before this.
      clearBuffer();
    }
    if (buffer.size() >= maxEvents || bufferBytes + bytes(delta) > maxBytes) {
      dropped += buffer.size() + 1;
      clearBuffer();
      state = State.UNSYNCED;
      output.lost(BUFFER_OVERFLOW, NO_ID, delta.firstId(), NO_ID);
      return false;
    }
    buffer.addLast(delta);
    bufferBytes += bytes(delta);
    return true;
  }

  private void retain(BookDelta delta) {
    dropWhatAnySnapshotWillHave(delta.receiveTime());
    if (buffer.size() >= maxEvents || bufferBytes + bytes(delta) > maxBytes) {
      // The book is whole without the refresh; its owner asks again when it still needs one.
      clearBuffer();
      refreshing = false;
      return;
    }
    buffer.addLast(delta);
    bufferBytes += bytes(delta);
  }

  /**
   * A request waits for the venue's allowance, with many books for minutes; its answer is not older
   * than the time that an answer may take. One that is all the same finds its continuation missing,
   * and is asked for again.
   */
  private void dropWhatAnySnapshotWillHave(long now) {
    while (!buffer.isEmpty() && now - buffer.peekFirst().receiveTime() > HELD_MILLIS) {
      drop();
    }
  }

  private BookDelta drop() {
    BookDelta delta = buffer.removeFirst();
    bufferBytes -= bytes(delta);
    return delta;
  }

  private void clearBuffer() {
    buffer.clear();
    bufferBytes = 0;
  }

  /** What a delta takes while it is held, by estimate. */
  static long bytes(BookDelta delta) {
    return DELTA_OVERHEAD_BYTES + 16L * (delta.bids().size() + delta.asks().size());
  }

  public State state() {
    return state;
  }

  /** Whether the book was ever whole, now or in the run before. */
  public boolean everSynced() {
    return everSynced;
  }

  /** Id of the last emitted state, or {@link #NO_ID}. */
  public long lastId() {
    return lastId;
  }

  /** Deltas that the buffer did not hold since this was asked last. */
  public int takeDropped() {
    int taken = dropped;
    dropped = 0;
    return taken;
  }

  /** Deltas held. */
  public int bufferedEvents() {
    return buffer.size();
  }
}
