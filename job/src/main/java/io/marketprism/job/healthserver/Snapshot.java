// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

/**
 * The answers as they are now, ready to be sent. Immutable.
 *
 * @param madeNanos when they were made, as {@link System#nanoTime}
 * @param healthStatus HTTP status of {@code /health}
 * @param health answer to {@code /health}
 * @param status answer to {@code /status}
 * @param detailed answer to {@code /status?detailed=true}
 */
record Snapshot(long madeNanos, int healthStatus, String health, String status, String detailed) {}
