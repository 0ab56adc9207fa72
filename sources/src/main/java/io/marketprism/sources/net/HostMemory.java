// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is known of a host beyond the life of a budget: a venue counts connection attempts and bans
 * by our address, whether the job was restarted meanwhile or not. A job that restarts gets a class
 * loader of its own, so this is kept where all of a process can see it, in a system property; it
 * ends with the process. Times are of {@link System#nanoTime()}, one clock for the process.
 */
final class HostMemory {
  /** Remembers nothing. */
  static final HostMemory NONE = new HostMemory(null);

  private static final String PREFIX = "io.marketprism.sources.";
  private static final Pattern SEPARATOR = Pattern.compile(",");

  private final String property;

  private HostMemory(String property) {
    this.property = property;
  }

  /**
   * The memory of one kind of limit of a host.
   *
   * @param kind such as {@code attempts}
   */
  static HostMemory of(String kind, String host) {
    return new HostMemory(PREFIX + kind + "." + host);
  }

  /** What was kept last; empty if nothing was. */
  long[] recall() {
    String kept = property == null ? null : System.getProperty(property);
    return kept == null || kept.isEmpty()
        ? new long[0]
        : SEPARATOR.splitAsStream(kept).mapToLong(Long::parseLong).toArray();
  }

  /** Keeps these numbers in place of what was kept before. */
  void keep(long[] numbers) {
    if (property != null) {
      System.setProperty(
          property,
          Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(",")));
    }
  }
}
