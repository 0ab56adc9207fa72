// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.split;

import java.io.Serializable;

/**
 * How far one instrument's feed was read: what an offset is to a log.
 *
 * @param lastId the last emitted update id of a book, or the last emitted trade id
 * @param receiveTime when it was received, ms since the epoch
 */
public record Cursor(long lastId, long receiveTime) implements Serializable {
  private static final long serialVersionUID = 1L;
}
