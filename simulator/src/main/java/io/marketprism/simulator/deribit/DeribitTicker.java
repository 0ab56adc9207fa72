// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import io.marketprism.simulator.market.Derivatives.Funding;
import io.marketprism.simulator.market.Derivatives.OpenInterest;
import io.marketprism.simulator.market.Level;
import java.math.BigDecimal;
import java.util.List;

/**
 * What Deribit tells of a perpetual besides its book: the data of the channel {@code
 * ticker.{instrument}.100ms} and of {@code public/ticker}, and the head of {@code
 * public/get_order_book}.
 */
final class DeribitTicker {
  private static final BigDecimal BAND = new BigDecimal("0.015");

  private final Funding funding;
  private final OpenInterest openInterest;
  private final DeribitBook.Push top;

  /** The ticker of an instrument whose book begins with {@code top}. */
  DeribitTicker(Funding funding, OpenInterest openInterest, DeribitBook.Push top) {
    this.funding = funding;
    this.openInterest = openInterest;
    this.top = top;
  }

  String json() {
    return "{" + fields() + "}";
  }

  /** The ticker with a part of the book. */
  String withBook(DeribitEncoder encoder, DeribitBook.Push book) {
    return "{"
        + fields()
        + ",\"change_id\":"
        + book.id()
        + ",\"bids\":"
        + encoder.levels(book.bids())
        + ",\"asks\":"
        + encoder.levels(book.asks())
        + "}";
  }

  private String fields() {
    BigDecimal mark = funding.markPrice();
    String index = DeribitNumber.plain(funding.indexPrice());
    return """
    "timestamp":%d,"state":"open","stats":{"high":%s,"low":%s,"price_change":0.0,"volume":0.0,\
    "volume_usd":0.0,"volume_notional":0.0},"index_price":%s,"instrument_name":"%s",\
    "last_price":%s,"settlement_price":%s,"min_price":%s,"max_price":%s,"open_interest":%s,\
    "mark_price":%s,"interest_value":0.0,"current_funding":%s,"estimated_delivery_price":%s,\
    "funding_8h":%s,"best_ask_price":%s,"best_bid_price":%s,"best_ask_amount":%s,\
    "best_bid_amount":%s"""
        .formatted(
            funding.time(),
            DeribitNumber.plain(mark),
            DeribitNumber.plain(mark),
            index,
            funding.symbol(),
            DeribitNumber.plain(mark),
            index,
            DeribitNumber.plain(mark.subtract(mark.multiply(BAND))),
            DeribitNumber.plain(mark.add(mark.multiply(BAND))),
            DeribitNumber.plain(openInterest.amount()),
            DeribitNumber.plain(mark),
            DeribitNumber.shortest(funding.rate()),
            index,
            DeribitNumber.shortest(funding.settledRate()),
            price(top.asks()),
            price(top.bids()),
            amount(top.asks()),
            amount(top.bids()));
  }

  private static String price(List<DeribitBook.Change> side) {
    return side.isEmpty() ? "null" : DeribitNumber.plain(best(side).price());
  }

  private static String amount(List<DeribitBook.Change> side) {
    return side.isEmpty() ? "0.0" : DeribitNumber.plain(best(side).quantity());
  }

  private static Level best(List<DeribitBook.Change> side) {
    return side.get(0).level();
  }
}
