// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/** The unit of an instrument's quantities. */
public enum QuantityUnit {
  BASE("base"),
  CONTRACTS("contracts");

  private static final QuantityUnit[] BY_CODE = values();

  private final String token;

  QuantityUnit(String token) {
    this.token = token;
  }

  /** The value of {@code quantity_unit} in payloads. */
  public String token() {
    return token;
  }

  /** The stable number in state and on the network; it must never change for a constant. */
  public int code() {
    return ordinal();
  }

  /**
   * The constant of a {@link #code()}.
   *
   * @throws ArrayIndexOutOfBoundsException if no constant has the code
   */
  public static QuantityUnit ofCode(int code) {
    return BY_CODE[code];
  }
}
