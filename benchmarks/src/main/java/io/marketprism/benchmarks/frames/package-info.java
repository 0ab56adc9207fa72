// SPDX-License-Identifier: Apache-2.0
/**
 * From a venue's frame to the published message in one thread: this project's way beside others, on
 * the same frames and with the same result.
 */
package io.marketprism.benchmarks.frames;
