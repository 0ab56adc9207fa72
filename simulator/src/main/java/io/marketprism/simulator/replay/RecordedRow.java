// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

/**
 * One row of a recording.
 *
 * @param timeNanos when the recorder received it, epoch nanoseconds
 * @param kind what it is
 * @param name the stream of a frame, the symbol of a snapshot (null where the file does not name
 *     it), null else
 * @param text the venue's text, byte for byte
 */
record RecordedRow(long timeNanos, Kind kind, String name, String text) {
  enum Kind {
    /** A WebSocket message with its stream's name around it. */
    FRAME,
    /** An answer of the depth endpoint. */
    SNAPSHOT,
    /** The venue's metadata. */
    METADATA,
    /** Anything else, e.g. a note of the recorder. */
    OTHER
  }
}
