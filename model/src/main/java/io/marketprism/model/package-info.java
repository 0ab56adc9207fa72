// SPDX-License-Identifier: Apache-2.0
/**
 * What the collector knows of a market: instruments, the events feeds emit, exact decimals, order
 * books. No I/O, no clock.
 */
package io.marketprism.model;
