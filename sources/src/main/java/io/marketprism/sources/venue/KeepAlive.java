// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

/**
 * What a client must say on a silent connection.
 *
 * @param message text to send
 * @param idleMillis after so long without any frame from the venue
 * @param answerMillis the connection is dead if no frame at all comes within so long after that
 */
public record KeepAlive(String message, long idleMillis, long answerMillis) {}
