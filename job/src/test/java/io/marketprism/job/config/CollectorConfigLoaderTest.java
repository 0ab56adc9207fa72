// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they come. */
class CollectorConfigLoaderTest {
  @TempDir private Path folder;

  @Test
  void aFileIsReadWithOverridesAndEnvironment() throws IOException {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, Configurations.MINIMAL);

    CollectorConfig config =
        CollectorConfigLoader.load(
            file, List.of("publish.depth=7"), Map.of("NATS_URL", "nats://b:1"));

    assertThat(config.publish().depth()).isEqualTo(7);
    assertThat(config.nats().servers()).containsExactly("nats://b:1");
  }

  @Test
  void faultsNameTheFileAsTheUserDid() throws IOException {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, Configurations.MINIMAL + "  nmae: x\n");
    assertInvalid(file, "nats.nmae (" + file + ":7): unknown key; did you mean nats.name?");
  }

  @Test
  void aFileThatCannotBeReadSaysWhy() throws IOException {
    assertInvalid(folder.resolve("none.yaml"), folder.resolve("none.yaml") + ": does not exist");
    assertInvalid(folder, folder + ": cannot be read: ");
    Path latin1 = folder.resolve("latin1.yaml");
    Files.write(latin1, new byte[] {'a', ':', ' ', (byte) 0xe4, '\n'});
    assertInvalid(latin1, latin1 + ": is not text in UTF-8");
    Path large = folder.resolve("large.yaml");
    Files.write(large, new byte[(1 << 20) + 1]);
    assertInvalid(large, large + ": is larger than 1 MiB");
    Path list = folder.resolve("list.yaml");
    Files.writeString(list, "- a\n");
    assertInvalid(list, list + ":1: a list of 1 is given; sections with keys are needed");
  }

  @Test
  void anEmptyFileIsMissingEverything() throws IOException {
    Path empty = folder.resolve("empty.yaml");
    Files.writeString(empty, "# nothing yet\n");
    assertInvalid(empty, "nats.url: is missing");
    assertInvalid(empty, "exchanges: no venue is enabled");
  }

  private static void assertInvalid(Path file, String problem) {
    assertThatThrownBy(() -> CollectorConfigLoader.load(file, List.of(), Map.of()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("\n  " + problem);
  }
}
