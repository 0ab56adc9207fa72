// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A password, token or seed, or the place where it is found. A place is looked up on each
 * TaskManager at each connect, so that the job never holds what is there and a changed secret is
 * used by the next connection. Immutable; shown as the place, never as the secret.
 */
public final class Secret implements Serializable {

  private static final long serialVersionUID = 1L;

  private enum Source {
    GIVEN,
    FILE,
    ENVIRONMENT
  }

  private final Source source;

  /** The secret itself, a path or the name of a variable. */
  private final String value;

  private Secret(Source source, String value) {
    this.source = source;
    this.value = requireNonNull(value, "secret");
  }

  /** The secret itself. It travels with the job to the TaskManagers; prefer the other two. */
  public static Secret of(String secret) {
    return new Secret(Source.GIVEN, secret);
  }

  /** The text of a file without blanks and line ends around it. */
  public static Secret ofFile(String path) {
    return new Secret(Source.FILE, path);
  }

  /** An environment variable of the TaskManager. */
  public static Secret ofEnvironment(String variable) {
    return new Secret(Source.ENVIRONMENT, variable);
  }

  /**
   * Reads it.
   *
   * @throws IOException when there is none; names the place
   */
  String read() throws IOException {
    return switch (source) {
      case GIVEN -> value;
      case FILE -> present(readFile());
      case ENVIRONMENT -> present(System.getenv(value));
    };
  }

  private String readFile() throws IOException {
    try {
      return Files.readString(Path.of(value)).strip();
    } catch (IOException e) {
      throw new IOException("Cannot read " + this + ": " + e.getClass().getSimpleName() + ".");
    }
  }

  private String present(String found) throws IOException {
    if (found == null || found.isEmpty()) {
      throw new IOException("There is nothing in " + this + ".");
    }
    return found;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && source == that.source && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return 31 * source.hashCode() + value.hashCode();
  }

  @Override
  public String toString() {
    return switch (source) {
      case GIVEN -> "***";
      case FILE -> "the file " + value;
      case ENVIRONMENT -> "the environment variable " + value;
    };
  }
}
