// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What quantities of an instrument are worth (wire contract 6.2, 6.5). Exact but for one division,
 * that of an inverse contract by a price. Pure; any thread may call it.
 */
public final class ContractMath {
  /** Places of a base quantity that had to be divided. */
  public static final int INVERSE_SCALE = 8;

  private ContractMath() {}

  /**
   * A quantity in base units: itself where it is in base units; quantity × contract value for a
   * linear contract; for an inverse one that ÷ price, half-even at {@value #INVERSE_SCALE} places.
   *
   * @param quantity in the instrument's quantity unit, or null
   * @param price in quote units; looked at only for inverse contracts, may be null
   * @return null if the quantity, the contract's value, or a price that is needed is not known
   */
  public static BigDecimal baseQuantity(
      Instrument instrument, BigDecimal quantity, BigDecimal price) {
    if (quantity == null || instrument.quantityUnit() == QuantityUnit.BASE) {
      return quantity;
    }
    BigDecimal value = contractsValue(instrument, quantity);
    if (value == null || !instrument.isInverse()) {
      return value;
    }
    return price == null || price.signum() <= 0
        ? null
        : value.divide(price, INVERSE_SCALE, RoundingMode.HALF_EVEN);
  }

  /**
   * What a quantity is worth in quote units: price × base quantity; for an inverse contract, which
   * is worth a fixed amount, quantity × contract value. Never rounded.
   *
   * @param quantity in the instrument's quantity unit, or null
   * @param price in quote units, or null
   * @return null if the quantity, the contract's value, or a price that is needed is not known
   */
  public static BigDecimal notional(Instrument instrument, BigDecimal quantity, BigDecimal price) {
    if (quantity == null) {
      return null;
    }
    if (instrument.quantityUnit() == QuantityUnit.CONTRACTS && instrument.isInverse()) {
      return contractsValue(instrument, quantity);
    }
    BigDecimal base = baseQuantity(instrument, quantity, price);
    return base == null || price == null ? null : base.multiply(price);
  }

  private static BigDecimal contractsValue(Instrument instrument, BigDecimal contracts) {
    return instrument.contractValue() == null
        ? null
        : contracts.multiply(new BigDecimal(instrument.contractValue()));
  }
}
