// SPDX-License-Identifier: Apache-2.0
/**
 * The I/O edge of the sources: WebSocket connections, REST requests and the budgets that keep both
 * within a venue's limits.
 *
 * <p>Nothing in here knows Flink, a market type or a venue; feeds are written on top. A feed lives
 * on one event loop and talks to its connections from there only, so neither needs a lock.
 */
package io.marketprism.sources.net;
