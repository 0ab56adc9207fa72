// SPDX-License-Identifier: Apache-2.0
/** Writes what reaches the feeds down: blocks of entries, to JetStream or to files. */
package io.marketprism.job.journal;
