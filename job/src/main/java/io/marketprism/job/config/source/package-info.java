// SPDX-License-Identifier: Apache-2.0
/**
 * A configuration as it was given: its YAML nodes, where each of them was written, and what is
 * wrong with them. Knows nothing of what the keys mean.
 */
package io.marketprism.job.config.source;
