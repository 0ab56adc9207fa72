// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a collector's id is kept to one running job.
 *
 * @param allowMultiple whether several jobs may run under one id; there is no lease then
 * @param leaseTtl how long an id stays taken after its holder's last renewal
 */
public record InstanceConfig(boolean allowMultiple, Duration leaseTtl) implements Serializable {
  private static final long serialVersionUID = 1L;
}
