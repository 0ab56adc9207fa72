// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * One trade, or one aggregate of trades where the venue aggregates.
 *
 * @param instrument the traded instrument
 * @param sequence the venue's contiguous number of the trade; for venues whose trade id is a number
 *     it is the id
 * @param tradeId the venue's id where it is no number, else null
 * @param eventTime matching time, ms since the epoch
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 * @param price price mantissa, &gt; 0
 * @param priceScale scale of the price
 * @param quantity quantity mantissa, &gt; 0
 * @param quantityScale scale of the quantity
 * @param sell whether the taker sold (the buyer was the maker)
 * @param count matches aggregated in this record, ≥ 1
 * @param backfilled whether it was fetched over REST after a gap
 * @param replica number of the connection, from 1 on, where several carry the instrument; 0 where
 *     one does
 */
public record Trade(
    Instrument instrument,
    long sequence,
    String tradeId,
    long eventTime,
    long receiveTime,
    long price,
    int priceScale,
    long quantity,
    int quantityScale,
    boolean sell,
    int count,
    boolean backfilled,
    int replica)
    implements MarketEvent {

  /** A trade of the only connection that carries the instrument. */
  public Trade(
      Instrument instrument,
      long sequence,
      String tradeId,
      long eventTime,
      long receiveTime,
      long price,
      int priceScale,
      long quantity,
      int quantityScale,
      boolean sell,
      int count,
      boolean backfilled) {
    this(
        instrument,
        sequence,
        tradeId,
        eventTime,
        receiveTime,
        price,
        priceScale,
        quantity,
        quantityScale,
        sell,
        count,
        backfilled,
        0);
  }

  /** The same trade, come over one of several connections. */
  public Trade ofReplica(int number) {
    return number == replica
        ? this
        : new Trade(
            instrument,
            sequence,
            tradeId,
            eventTime,
            receiveTime,
            price,
            priceScale,
            quantity,
            quantityScale,
            sell,
            count,
            backfilled,
            number);
  }

  /** The id as published. */
  public String publishedId() {
    return tradeId != null ? tradeId : Long.toString(sequence);
  }
}
