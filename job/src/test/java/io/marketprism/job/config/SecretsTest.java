// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.MINIMAL;
import static io.marketprism.job.config.Configurations.faults;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret comes from a file or the environment, and is never shown. */
class SecretsTest {
  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @ValueSource(strings = {"password", "token", "seed", "nkey", "jwt", "credentials", "Password"})
  void aSecretInTheConfigurationIsRefusedUnseen(String key) {
    assertThat(faults(MINIMAL + "  " + key + ": " + SECRET + "\n"))
        .singleElement()
        .asString()
        .startsWith("nats." + key + " (test.yaml:7): a secret does not belong")
        .doesNotContain(SECRET);
    assertThat(faults(MINIMAL, List.of("nats." + key + "=" + SECRET), Map.of()))
        .singleElement()
        .asString()
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats.password-file",
        "nats.password-env",
        "nats.token-file",
        "nats.token-env",
        "nats.nkey-file",
        "nats.nkey-env",
        "nats.credentials-file",
        "nats.key-file"
      })
  void aSecretInPlaceOfItsFileIsNotShown(String key) {
    assertThat(faults(MINIMAL, List.of(key + "=" + SECRET), Map.of()))
        .isNotEmpty()
        .noneMatch(fault -> fault.contains(SECRET));
  }

  @Test
  void credentialsInAUrlOfTheFileAreRefusedUnseen() {
    String url = "nats://me:" + SECRET + "@a:4222";
    assertThat(faults(MINIMAL, List.of("nats.url=" + url), Map.of()))
        .containsExactly(
            "nats.url (--set nats.url): 'nats://***@a:4222' holds credentials, which belong in a"
                + " file or the environment; allowed: nats:// or tls:// or ws:// or wss:// with"
                + " host and optional port");
    assertThat(faults(MINIMAL.replace("nats://127.0.0.1:4222", url)))
        .singleElement()
        .asString()
        .startsWith("nats.url (test.yaml:6): 'nats://***@a:4222' holds credentials");
  }

  @Test
  void credentialsInAUrlOfTheEnvironmentAreAcceptedAndMasked() {
    CollectorConfig config =
        CollectorConfigLoader.parse(
            MINIMAL,
            "test.yaml",
            List.of(),
            Map.of("NATS_URL", "nats://me:" + SECRET + "@a:4222,nats://" + SECRET + "@b"));

    assertThat(config.nats().servers())
        .containsExactly("nats://me:hunter2@a:4222", "nats://hunter2@b");
    assertThat(config.nats().shownServers()).containsExactly("nats://***@a:4222", "nats://***@b");
    assertThat(config.toString()).contains("nats://***@a:4222").doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:hunter2@a",
        "me:hunter2@a:4222",
        "nats://me:hunt er2 hunter2@a",
        "nats://me:p@hunter2@a",
        "nats://me:p/hunter2@a",
        "nats://me:hunter2@",
        "nats://me:hunter2@a_b:1",
        "nats://me:hunter2@a:99999",
        "nats://me:hunter2@a?tls=1",
        "nats://me:hunter2\n@a"
      })
  void aFaultyUrlOfTheEnvironmentIsMasked(String url) {
    assertThat(faults(MINIMAL, List.of(), Map.of("MARKETPRISM_NATS_URL", url)))
        .isNotEmpty()
        .allSatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("nats.url (MARKETPRISM_NATS_URL): ")
                    .doesNotContain(SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats:\n  url: nats://me:hunter2@a: b\n",
        "nats:\n  url: @hunter2\n",
        "nats:\n  password: \"hunter2\n",
        "nats:\n  password: 'hunter2' x\n",
        "nats:\n  password: hunter2\n bad\n",
        "nats: {password: hunter2\n",
        "nats: [hunter2\n",
        "\"nats://me:hunter2@a\"",
        "'nats://me:hunter2@a': 1\n",
        "nats: &hunter2@ x\n"
      })
  void aFileThatIsNotYamlIsNotQuoted(String yaml) {
    assertThat(faults(yaml)).isNotEmpty().noneMatch(fault -> fault.contains(SECRET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nats.password hunter2", "nats.url: nats://me:hunter2@a", "=hunter2"})
  void anOverrideThatIsNoneIsNotQuoted(String set) {
    assertThat(faults(MINIMAL, List.of(set), Map.of()))
        .containsExactly(
            "--set: an override without key or '='; needed: key=value, such as --set"
                + " publish.depth=50");
  }
}
