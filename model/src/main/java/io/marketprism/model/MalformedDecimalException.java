// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/** A text that is no decimal number, or one with more digits than its reader holds. */
public final class MalformedDecimalException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedDecimalException(String message) {
    super(message);
  }
}
