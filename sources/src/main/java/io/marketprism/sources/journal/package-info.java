// SPDX-License-Identifier: Apache-2.0
/**
 * What reached the feeds, written down and run again. A feed's behaviour depends on nothing but
 * what comes from its {@link io.marketprism.sources.loop.FeedLoop}; {@link
 * io.marketprism.sources.journal.JournaledLoop} writes that down, {@link
 * io.marketprism.sources.journal.ReplayedFeed} runs the very same feed on it.
 */
package io.marketprism.sources.journal;
