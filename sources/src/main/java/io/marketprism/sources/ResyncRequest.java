// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Somebody downstream needs a new snapshot of a book.
 *
 * @param instrumentKey key of the instrument
 * @param reason {@link #KNOWN_RANGE} for a refresh of a book that is whole, else the code of what
 *     is wrong with it
 */
public record ResyncRequest(String instrumentKey, String reason) implements SourceEvent {
  private static final long serialVersionUID = 1L;

  /** The book is whole, but too few of its levels are within the known range (venue rule B8). */
  public static final String KNOWN_RANGE = "known_range";
}
