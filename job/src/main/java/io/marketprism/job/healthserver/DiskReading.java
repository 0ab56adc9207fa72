// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

/**
 * A file system. Immutable.
 *
 * @param usedBytes taken
 * @param totalBytes its size
 */
record DiskReading(long usedBytes, long totalBytes) {}
