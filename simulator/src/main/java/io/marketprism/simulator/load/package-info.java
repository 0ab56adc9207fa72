// SPDX-License-Identifier: Apache-2.0
/**
 * A Binance spot that sends as many frames as a client takes, and what measures a collector under
 * that load. Frames are encoded once; only symbol, ids and times are written anew into each.
 */
package io.marketprism.simulator.load;
