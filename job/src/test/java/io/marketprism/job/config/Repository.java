// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository that tests check against the code. */
final class Repository {
  static final Path COLLECTOR_YAML = file("conf/collector.yaml");
  static final Path CONFIGURATION_MD = file("docs/configuration.md");

  private Repository() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file by its path from the root, whichever folder below it the tests run in. */
  private static Path file(String path) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(path)) && Files.exists(at.resolve("mvnw"))) {
        return at.resolve(path);
      }
    }
    throw new IllegalStateException("no " + path + " above " + Path.of("").toAbsolutePath());
  }
}
