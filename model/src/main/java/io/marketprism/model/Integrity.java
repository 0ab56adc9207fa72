// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/** How a book is proved to be the venue's (wire contract 6.1). */
public enum Integrity {
  /** Every update since its snapshot chains by the venue's ids. */
  SEQUENCE("sequence"),
  /** Likewise, and the venue's checksum was equal after each of them. */
  CHECKSUM("sequence+checksum"),
  /** It is a snapshot of its own; nothing chains. */
  SNAPSHOT("snapshot");

  private static final Integrity[] BY_CODE = values();

  private final String token;

  Integrity(String token) {
    this.token = token;
  }

  /** The value on the wire. */
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
  public static Integrity ofCode(int code) {
    return BY_CODE[code];
  }
}
