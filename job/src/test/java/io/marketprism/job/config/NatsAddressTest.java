// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.Configurations.MINIMAL;
import static io.marketprism.job.config.Configurations.faults;
import static io.marketprism.job.config.Configurations.faultsWith;
import static io.marketprism.job.config.Configurations.minimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketprism.sinks.nats.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the NATS servers come from, and how the collector proves who it is. */
class NatsAddressTest {
  private static final String WITHOUT_NATS = MINIMAL.substring(0, MINIMAL.indexOf("nats:"));

  @Test
  void theOwnVariableComesBeforeTheCommonOneBeforeTheFile() {
    assertThat(servers(MINIMAL, Map.of())).containsExactly("nats://127.0.0.1:4222");
    assertThat(servers(MINIMAL, Map.of("NATS_URL", "nats://common:1")))
        .containsExactly("nats://common:1");
    assertThat(
            servers(
                MINIMAL,
                Map.of("NATS_URL", "nats://common:1", "MARKETPRISM_NATS_URL", "nats://own:1")))
        .containsExactly("nats://own:1");
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertThat(servers(MINIMAL, Map.of("NATS_URL", "nats://common:1", "MARKETPRISM_NATS_URL", " ")))
        .containsExactly("nats://common:1");
    assertThat(servers(MINIMAL, Map.of("NATS_URL", ""))).containsExactly("nats://127.0.0.1:4222");
  }

  @Test
  void aVariableMayNameSeveralServers() {
    assertThat(servers(WITHOUT_NATS, Map.of("NATS_URL", "nats://a:1, tls://b:2")))
        .containsExactly("nats://a:1", "tls://b:2");
  }

  @Test
  void theFileMayNameSeveralServers() {
    String yaml = WITHOUT_NATS + "nats: {servers: ['nats://a:1', 'nats://b:2']}\n";
    assertThat(servers(yaml, Map.of())).containsExactly("nats://a:1", "nats://b:2");
    assertThat(servers(yaml, Map.of("NATS_URL", "nats://c:3"))).containsExactly("nats://c:3");
  }

  @Test
  void nothingElseComesFromTheEnvironment() {
    Map<String, String> env =
        Map.of("MARKETPRISM_PUBLISH_DEPTH", "7", "NATS_USER", "me", "NATS_TOKEN", "t");
    assertThat(CollectorConfigLoader.parse(MINIMAL, "test.yaml", List.of(), env))
        .isEqualTo(minimalWith());
  }

  @Test
  void withoutAnyServerBothWaysAreNamed() {
    assertThat(faults(WITHOUT_NATS))
        .containsExactly(
            "nats.url: is missing; needed: nats:// or tls:// or ws:// or wss:// with host and"
                + " optional port, here, in nats.servers or in MARKETPRISM_NATS_URL or NATS_URL");
  }

  @Test
  void aFaultyServerIsNotMissingToo() {
    assertThat(faultsWith("nats.url=http://a")).hasSize(1);
    assertThat(faults(MINIMAL, List.of("nats.url=http://a"), Map.of("NATS_URL", "nats://b")))
        .as("what the file says is checked, even when it is not used")
        .hasSize(1);
  }

  @Test
  void oneOfUrlAndServers() {
    assertThat(faultsWith("nats.servers=['nats://b:1']"))
        .containsExactly(
            "nats.servers (--set nats.servers): is given together with nats.url; keep one of them");
  }

  @Test
  void waysToAuthenticate() {
    assertThat(minimalWith().nats().auth()).isEqualTo(new NatsConfig.NoAuth());
    assertThat(minimalWith("nats.user=me", "nats.password-file=/run/p").nats().auth())
        .isEqualTo(new NatsConfig.UserPassword("me", Secret.ofFile("/run/p")));
    assertThat(minimalWith("nats.user=me", "nats.password-env=NATS_PASSWORD").nats().auth())
        .isEqualTo(new NatsConfig.UserPassword("me", Secret.ofEnvironment("NATS_PASSWORD")));
    assertThat(minimalWith("nats.token-file=/run/t").nats().auth())
        .isEqualTo(new NatsConfig.Token(Secret.ofFile("/run/t")));
    assertThat(minimalWith("nats.token-env=NATS_TOKEN").nats().auth())
        .isEqualTo(new NatsConfig.Token(Secret.ofEnvironment("NATS_TOKEN")));
    assertThat(minimalWith("nats.nkey-file=/run/n").nats().auth())
        .isEqualTo(new NatsConfig.NKey(Secret.ofFile("/run/n")));
    assertThat(minimalWith("nats.nkey-env=NATS_SEED").nats().auth())
        .isEqualTo(new NatsConfig.NKey(Secret.ofEnvironment("NATS_SEED")));
    assertThat(minimalWith("nats.credentials-file=/run/c").nats().auth())
        .isEqualTo(new NatsConfig.Credentials("/run/c"));
  }

  @Test
  void halfAWayOrTwoAreRefused() {
    assertThat(faultsWith("nats.user=me"))
        .containsExactly(
            "nats.user (--set nats.user): needs nats.password-file or nats.password-env beside"
                + " it");
    assertThat(faultsWith("nats.password-file=/run/p"))
        .containsExactly(
            "nats.password-file (--set nats.password-file): needs nats.user beside it");
    assertThat(faultsWith("nats.token-file=/run/t", "nats.credentials-file=/run/c"))
        .containsExactly(
            "nats.credentials-file (--set nats.credentials-file): is one way too many to"
                + " authenticate; keep one of nats.token-file, nats.credentials-file");
    assertThat(
            faults(
                MINIMAL,
                List.of("nats.token-file=/run/t"),
                Map.of("NATS_URL", "nats://me:secret@a")))
        .containsExactly(
            "nats.token-file (--set nats.token-file): the URL of the environment has credentials"
                + " already; keep one of the two");
  }

  @Test
  void certificatesAreFilesAndNeedTls() {
    String tls = "nats.url=tls://a:4222";
    assertThat(minimalWith().nats().tls()).isEqualTo(new NatsConfig.Tls(null, null, null));
    assertThat(
            minimalWith(
                    tls,
                    "nats.ca-file=/run/ca",
                    "nats.certificate-file=/run/cert",
                    "nats.key-file=/run/key")
                .nats()
                .tls())
        .isEqualTo(new NatsConfig.Tls("/run/ca", "/run/cert", "/run/key"));
    assertThat(faultsWith(tls, "nats.certificate-file=/run/cert"))
        .containsExactly(
            "nats.certificate-file (--set nats.certificate-file): needs nats.key-file beside it");
    assertThat(faultsWith(tls, "nats.key-file=/run/key"))
        .containsExactly(
            "nats.key-file (--set nats.key-file): needs nats.certificate-file beside it");
    assertThat(faultsWith("nats.ca-file=/run/ca"))
        .containsExactly(
            "nats.ca-file (--set nats.ca-file): needs servers that begin with tls:// or wss://");
    assertThat(
            faults(
                MINIMAL,
                List.of("nats.ca-file=/run/ca"),
                Map.of("NATS_URL", "tls://a:1,nats://b:1")))
        .hasSize(1);
  }

  private static List<String> servers(String yaml, Map<String, String> env) {
    return CollectorConfigLoader.parse(yaml, "test.yaml", List.of(), env).nats().servers();
  }
}
