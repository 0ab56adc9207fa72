// SPDX-License-Identifier: Apache-2.0
/**
 * The world of one feed: its thread, its clocks, chance, its sockets, what it asks and where its
 * events go. A feed has no other way in or out, so its behaviour is a function of what comes from
 * here, and can be written down and run again ({@link io.marketprism.sources.journal}).
 */
package io.marketprism.sources.loop;
