// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config.source;

/**
 * Where a key or a value was written.
 *
 * @param source the file as the user named it, an override such as {@code --set publish.depth}, or
 *     the name of an environment variable
 * @param line line in the file, from 1; 0 where the source has no lines
 */
public record Origin(String source, int line) {

  /** The origin of something that has no lines. */
  public static Origin of(String source) {
    return new Origin(source, 0);
  }

  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
