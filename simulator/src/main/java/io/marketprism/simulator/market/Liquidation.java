// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;

/**
 * One forced order, filled.
 *
 * @param symbol the venue's symbol
 * @param sell whether a long position is sold
 * @param price bankruptcy or limit price
 * @param averagePrice price at which it was filled
 * @param quantity in the venue's unit of the symbol, above zero
 * @param time epoch milliseconds
 */
public record Liquidation(
    String symbol,
    boolean sell,
    BigDecimal price,
    BigDecimal averagePrice,
    BigDecimal quantity,
    long time) {}
