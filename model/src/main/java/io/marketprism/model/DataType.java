// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/** What a message carries; its {@link #token()} is the first token of a subject. */
public enum DataType {
  ORDERBOOK("orderbook"),
  TRADE("trade"),
  FUNDING_RATE("funding_rate"),
  OPEN_INTEREST("open_interest"),
  LIQUIDATION("liquidation"),
  LSR_TOP_POSITION("lsr_top_position"),
  LSR_ALL_ACCOUNT("lsr_all_account"),
  VOLATILITY_INDEX("volatility_index");

  private static final DataType[] BY_CODE = values();

  private final String token;

  DataType(String token) {
    this.token = token;
  }

  /** The token in subjects, payloads, metrics and the configuration. */
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
  public static DataType ofCode(int code) {
    return BY_CODE[code];
  }

  /**
   * The constant of a token.
   *
   * @throws IllegalArgumentException if no data type has the token
   */
  public static DataType ofToken(String token) {
    for (DataType type : BY_CODE) {
      if (type.token.equals(token)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown data type '" + token + "'");
  }
}
