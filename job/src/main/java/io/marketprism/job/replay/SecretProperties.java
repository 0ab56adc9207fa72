// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.replay;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Properties of which some are read from files where they arrive, so that no secret travels with
 * the job.
 */
final class SecretProperties extends Properties {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, String> files = new HashMap<>();

  /** A property whose value is in a file. */
  void secret(String name, String file) {
    files.put(name, file);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    for (Map.Entry<String, String> secret : files.entrySet()) {
      Path file = Path.of(secret.getValue());
      if (Files.isReadable(file)) { // not so where the source only plans
        setProperty(secret.getKey(), Files.readString(file).strip());
      }
    }
  }
}
