// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model;

/**
 * The book lost its chain: nothing of it may be published until the next {@link BookSnapshot}.
 *
 * @param instrument the book's instrument
 * @param receiveTime see {@link MarketEvent#receiveTime()}
 */
public record BookReset(Instrument instrument, long receiveTime) implements BookEvent {}
