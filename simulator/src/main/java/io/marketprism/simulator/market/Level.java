// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.market;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * One price of one side of a book with the absolute quantity resting there; a quantity of zero in
 * an event deletes the price. Price and quantity keep the scale the venue wrote them with.
 * Immutable.
 */
public final class Level {
  private final BigDecimal price;
  private final BigDecimal quantity;
  private String plainPrice;
  private String plainQuantity;

  /** A level of {@code price} in quote currency and {@code quantity} in base currency. */
  public Level(BigDecimal price, BigDecimal quantity) {
    this.price = Objects.requireNonNull(price, "price");
    this.quantity = Objects.requireNonNull(quantity, "quantity");
  }

  /** The price, with the venue's scale. */
  public BigDecimal price() {
    return price;
  }

  /** The absolute quantity, with the venue's scale. */
  public BigDecimal quantity() {
    return quantity;
  }

  /** Whether this level deletes its price. */
  public boolean deletes() {
    return quantity.signum() == 0;
  }

  /** The price as a plain decimal without trailing zeros. */
  public String plainPrice() {
    String text = plainPrice;
    if (text == null) {
      text = PlainDecimal.of(price);
      plainPrice = text;
    }
    return text;
  }

  /** The quantity as a plain decimal without trailing zeros. */
  public String plainQuantity() {
    String text = plainQuantity;
    if (text == null) {
      text = PlainDecimal.of(quantity);
      plainQuantity = text;
    }
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Level level
        && price.equals(level.price)
        && quantity.equals(level.quantity);
  }

  @Override
  public int hashCode() {
    return Objects.hash(price, quantity);
  }

  @Override
  public String toString() {
    return plainQuantity() + "@" + plainPrice();
  }
}
