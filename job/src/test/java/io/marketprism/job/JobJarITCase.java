// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * The jar that {@code flink run} takes: what the cluster provides must not be in it a second time.
 */
class JobJarITCase {
  private static final String HEALTH_SERVER = "io.marketprism.job.healthserver.HealthServer";

  private static final Path JAR = Path.of("target", "marketprism-collector.jar");

  @Test
  void nothingThatTheClusterProvidesIsPacked() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains(
              "io/marketprism/job/CollectorJob.class",
              "io/marketprism/sources/MarketDataSource.class",
              "io/nats/client/Nats.class",
              HEALTH_SERVER.replace('.', '/') + ".class")
          .noneMatch(name -> name.startsWith("org/apache/flink/"))
          .noneMatch(name -> name.startsWith("org/slf4j/"))
          .noneMatch(name -> name.startsWith("org/apache/logging/"))
          .noneMatch(name -> name.startsWith("io/marketprism/simulator/"));
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("io.marketprism.job.CollectorJob");
    }
  }

  @Test
  void healthServerNeedsNothingButTheJar() throws IOException {
    Process server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-cp",
                JAR.toString(),
                HEALTH_SERVER,
                "--port=0")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.lines().filter(line -> line.startsWith("ready")).findFirst())
          .hasValueSatisfying(
              ready -> assertThat(ready).matches("ready http://127\\.0\\.0\\.1:\\d+/health"));
    } finally {
      server.destroyForcibly();
    }
  }
}
