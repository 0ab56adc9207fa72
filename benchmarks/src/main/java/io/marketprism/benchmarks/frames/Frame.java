// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

/**
 * One message of a venue's socket.
 *
 * @param isBook whether it came over the connection of books, else over that of trades
 * @param bytes the message
 * @param receiveTime ms since the epoch
 */
public record Frame(boolean isBook, byte[] bytes, long receiveTime) {}
