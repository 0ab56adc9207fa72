// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;

/**
 * One match.
 *
 * @param symbol the venue's symbol
 * @param id the venue's id, contiguous per symbol
 * @param price price in quote currency, above zero
 * @param quantity quantity in base currency, above zero
 * @param tradeTime matching time, epoch milliseconds
 * @param eventTime time at which the venue sent it, epoch milliseconds
 * @param buyerIsMaker true where the seller took liquidity
 */
public record Trade(
    String symbol,
    long id,
    BigDecimal price,
    BigDecimal quantity,
    long tradeTime,
    long eventTime,
    boolean buyerIsMaker) {}
