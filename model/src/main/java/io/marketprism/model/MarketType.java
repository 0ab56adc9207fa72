// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * The kind of market an instrument trades on; its {@link #token()} is the third token of a subject.
 */
public enum MarketType {
  SPOT("spot"),
  PERPETUAL("perpetual"),
  OPTIONS("options");

  private static final MarketType[] BY_CODE = values();

  private final String token;

  MarketType(String token) {
    this.token = token;
  }

  /** The token in subjects and payloads. */
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
  public static MarketType ofCode(int code) {
    return BY_CODE[code];
  }

  /**
   * The type of a subject token.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MarketType ofToken(String token) {
    for (MarketType type : values()) {
      if (type.token.equals(token)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type of market: " + token);
  }
}
