// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.book;

import io.marketprism.model.BookDelta;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Decimals;
import io.marketprism.model.Integrity;
import io.marketprism.model.Levels;
import io.marketprism.model.MalformedDecimalException;

/**
 * One instrument's book on the heap: both sides sorted, at a common price scale and quantity scale,
 * with the id and times of its last change, and the range of prices within which every level is
 * known (venue rule B8). Not thread-safe.
 */
public final class OrderBook {
  private final BookSide bids = new BookSide(true);
  private final BookSide asks = new BookSide(false);
  private int priceScale;
  private int quantityScale;
  private long lastId;
  private long syncId;
  private long eventTime;
  private long receiveTime;
  private Integrity integrity = Integrity.SEQUENCE;

  /**
   * Replaces both sides entirely.
   *
   * @throws MalformedDecimalException never for a snapshot whose mantissas fit its own scales
   */
  public void apply(BookSnapshot snapshot, int keepDepth) throws MalformedDecimalException {
    bids.clear();
    asks.clear();
    priceScale = snapshot.priceScale();
    quantityScale = snapshot.quantityScale();
    setAll(bids, snapshot.bids(), 0, 0);
    setAll(asks, snapshot.asks(), 0, 0);
    bids.knownFrom(knownFrom(bids, snapshot.bids(), snapshot.bidsComplete()));
    asks.knownFrom(knownFrom(asks, snapshot.asks(), snapshot.asksComplete()));
    bids.keep(keepDepth);
    asks.keep(keepDepth);
    lastId = snapshot.updateId();
    syncId = snapshot.updateId();
    eventTime = snapshot.eventTime();
    receiveTime = snapshot.receiveTime();
    integrity = snapshot.integrity();
  }

  private static long knownFrom(BookSide side, Levels levels, boolean complete) {
    return complete || levels.size() == 0
        ? BookSide.KNOWS_ALL
        : side.key(levels.price(levels.size() - 1));
  }

  /**
   * Applies a delta; the caller has checked that it chains. One that leads to a lower id than it
   * came from is a venue's reset of its ids: the book goes on, and with it begins a new period
   * (venue rule O5).
   *
   * @param keepDepth levels kept per side; the worst beyond are dropped
   * @throws MalformedDecimalException if a number does not fit beside those of the book; the book
   *     is then unusable
   */
  public void apply(BookDelta delta, int keepDepth) throws MalformedDecimalException {
    raisePriceScale(delta.priceScale());
    raiseQuantityScale(delta.quantityScale());
    int priceShift = priceScale - delta.priceScale();
    int quantityShift = quantityScale - delta.quantityScale();
    setAll(bids, delta.bids(), priceShift, quantityShift);
    setAll(asks, delta.asks(), priceShift, quantityShift);
    bids.keep(keepDepth);
    asks.keep(keepDepth);
    lastId = delta.lastId();
    if (delta.lastId() < delta.previousId()) {
      syncId = delta.lastId();
    }
    eventTime = delta.eventTime();
    receiveTime = delta.receiveTime();
  }

  private static void setAll(BookSide side, Levels levels, int priceShift, int quantityShift)
      throws MalformedDecimalException {
    // From the worst to the best, so that a whole side is filled without moving levels.
    for (int i = levels.size() - 1; i >= 0; i--) {
      side.set(
          Decimals.rescale(levels.price(i), 0, priceShift),
          Decimals.rescale(levels.quantity(i), 0, quantityShift));
    }
  }

  private void raisePriceScale(int scale) throws MalformedDecimalException {
    if (scale > priceScale) {
      bids.rescalePrices(priceScale, scale);
      asks.rescalePrices(priceScale, scale);
      priceScale = scale;
    }
  }

  private void raiseQuantityScale(int scale) throws MalformedDecimalException {
    if (scale > quantityScale) {
      bids.rescaleQuantities(quantityScale, scale);
      asks.rescaleQuantities(quantityScale, scale);
      quantityScale = scale;
    }
  }

  /** Whether the best bid is at or above the best ask (venue rule B7). */
  public boolean isCrossed() {
    return bids.size() > 0 && asks.size() > 0 && bids.price(0) >= asks.price(0);
  }

  /** Whether both sides hold a level. */
  public boolean isTwoSided() {
    return bids.size() > 0 && asks.size() > 0;
  }

  public int bidCount() {
    return bids.size();
  }

  public int askCount() {
    return asks.size();
  }

  /** Bids within the known range. */
  public int knownBidCount() {
    return bids.knownSize();
  }

  /** Asks within the known range. */
  public int knownAskCount() {
    return asks.knownSize();
  }

  /** Whether the venue has no bids beyond those held. */
  public boolean knowsAllBids() {
    return bids.knownFrom() == BookSide.KNOWS_ALL;
  }

  /** Whether the venue has no asks beyond those held. */
  public boolean knowsAllAsks() {
    return asks.knownFrom() == BookSide.KNOWS_ALL;
  }

  /** Price mantissa at {@link #priceScale()} of a bid; rank 0 is the best. */
  public long bidPrice(int rank) {
    return bids.price(rank);
  }

  /** Quantity mantissa at {@link #quantityScale()} of a bid; rank 0 is the best. */
  public long bidQuantity(int rank) {
    return bids.quantity(rank);
  }

  /** Price mantissa at {@link #priceScale()} of an ask; rank 0 is the best. */
  public long askPrice(int rank) {
    return asks.price(rank);
  }

  /** Quantity mantissa at {@link #quantityScale()} of an ask; rank 0 is the best. */
  public long askQuantity(int rank) {
    return asks.quantity(rank);
  }

  public int priceScale() {
    return priceScale;
  }

  public int quantityScale() {
    return quantityScale;
  }

  /** The venue's id of the last applied change. */
  public long lastId() {
    return lastId;
  }

  /**
   * The id of the snapshot, or of the venue's reset of its ids, that started the present
   * synchronised period.
   */
  public long syncId() {
    return syncId;
  }

  /** The venue's time of the last applied change, ms since the epoch; 0 if the venue sent none. */
  public long eventTime() {
    return eventTime;
  }

  /** When the last applied change was received, ms since the epoch. */
  public long receiveTime() {
    return receiveTime;
  }

  /** How the book is proved: as the snapshot said that started it. */
  public Integrity integrity() {
    return integrity;
  }

  /** Approximate bytes of heap held. */
  public int heapBytes() {
    return bids.heapBytes() + asks.heapBytes() + 96;
  }

  BookSide bids() {
    return bids;
  }

  BookSide asks() {
    return asks;
  }

  void restore(
      int priceScale,
      int quantityScale,
      long lastId,
      long syncId,
      long eventTime,
      long receiveTime,
      Integrity integrity) {
    this.priceScale = priceScale;
    this.quantityScale = quantityScale;
    this.lastId = lastId;
    this.syncId = syncId;
    this.eventTime = eventTime;
    this.receiveTime = receiveTime;
    this.integrity = integrity;
  }
}
