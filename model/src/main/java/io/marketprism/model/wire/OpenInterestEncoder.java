// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import io.marketprism.model.ContractMath;
import io.marketprism.model.OpenInterest;
import java.math.BigDecimal;

/** Encodes {@code open_interest} messages (wire contract 6.4). Not thread-safe. */
final class OpenInterestEncoder {
  private static final byte[] OPEN_INTEREST = JsonWriter.name("open_interest");
  private static final byte[] OPEN_INTEREST_VALUE = JsonWriter.name("open_interest_value");
  private static final byte[] OPEN_INTEREST_UNIT = JsonWriter.name("open_interest_unit");
  private static final byte[] OPEN_INTEREST_BASE = JsonWriter.name("open_interest_base");
  private static final byte[] OPEN_INTEREST_USD = JsonWriter.name("open_interest_usd");
  private static final byte[] MARK_PRICE = JsonWriter.name("mark_price");
  private static final byte[] INDEX_PRICE = JsonWriter.name("index_price");
  private static final byte[] CHANGE_24H = JsonWriter.name("change_24h");
  private static final byte[] CHANGE_24H_PERCENT = JsonWriter.name("change_24h_percent");

  private final EventFrame frame;

  OpenInterestEncoder(WireOptions options) {
    this.frame = new EventFrame(WireMessage.Kind.OPEN_INTEREST, options);
  }

  WireMessage encode(OpenInterest interest, long publishTime) {
    frame
        .begin(interest, publishTime)
        .number(OPEN_INTEREST, interest.amount())
        .number(OPEN_INTEREST_VALUE, interest.amount())
        .field(OPEN_INTEREST_UNIT, interest.instrument().quantityUnit().token())
        .number(OPEN_INTEREST_BASE, base(interest))
        .number(OPEN_INTEREST_USD, interest.usdAmount())
        .number(MARK_PRICE, interest.markPrice())
        .number(INDEX_PRICE, interest.indexPrice())
        .number(CHANGE_24H, null)
        .number(CHANGE_24H_PERCENT, null);
    return frame.end(interest);
  }

  private static BigDecimal base(OpenInterest interest) {
    return interest.baseAmount() != null
        ? interest.baseAmount()
        : ContractMath.baseQuantity(interest.instrument(), interest.amount(), interest.markPrice());
  }
}
