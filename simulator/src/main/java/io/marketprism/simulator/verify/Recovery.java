// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.verify;

/**
 * How books came back after a process was away.
 *
 * @param kind of the fault
 * @param at when the fault began, epoch milliseconds
 * @param pauseMs how long no book at all was received; 0 where there was no such pause
 * @param firstBookMs from the fault's begin to the first correct book after the pause; 0 without a
 *     pause, -1 where no book came any more
 * @param firstBookAfterEndMs the same from the fault's end, for one that lasted; not below 0
 * @param allBooksMs from the fault's begin until all instruments had a book again that had one
 *     before and still have them; to a tenth of a second
 * @param instruments how many those are
 */
public record Recovery(
    String kind,
    long at,
    long pauseMs,
    long firstBookMs,
    long firstBookAfterEndMs,
    long allBooksMs,
    int instruments) {}
