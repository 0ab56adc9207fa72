// SPDX-License-Identifier: Apache-2.0

/**
 * The terminal console: a live view of what the collector publishes, read from NATS and from
 * Flink's REST interface like any other reader would. {@link io.marketprism.job.console.Console} is
 * the program; {@link io.marketprism.job.console.Traffic} counts, {@link
 * io.marketprism.job.console.Screen} is one moment of it, {@link
 * io.marketprism.job.console.ScreenLayout} draws that moment, {@link
 * io.marketprism.job.console.Verdict} judges it.
 */
package io.marketprism.job.console;
