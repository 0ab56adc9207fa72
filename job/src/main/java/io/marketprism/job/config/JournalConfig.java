// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.Serializable;

/**
 * Where what reaches the feeds is written down.
 *
 * @param path folder of the files, a path or URI that Flink can write to; empty unless the target
 *     is files
 * @param stream limits of MARKET_RAW
 * @param rollBytes size at which a file is closed before the next checkpoint does it
 */
public record JournalConfig(
    Target target, String path, JetStreamConfig.Stream stream, long rollBytes)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The kinds of place. */
  public enum Target {
    /** Nowhere. */
    OFF,
    /** The JetStream stream MARKET_RAW. */
    NATS,
    /** Compressed files. */
    FILES
  }

  /** Whether there is a journal. */
  public boolean isOn() {
    return target != Target.OFF;
  }
}
