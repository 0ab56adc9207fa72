// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;

/**
 * What the job does without under pressure.
 *
 * @param enabled whether it does without anything
 */
public record DegradationConfig(boolean enabled) implements Serializable {
  private static final long serialVersionUID = 1L;
}
