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
    boolean backfilled)
    implements MarketEvent {

  /** The id as published. */
  public String publishedId() {
    return tradeId != null ? tradeId : Long.toString(sequence);
  }
}
