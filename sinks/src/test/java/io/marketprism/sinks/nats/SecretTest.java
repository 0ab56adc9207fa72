// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class SecretTest {

  @Test
  void aVariableIsReadWhereTheConnectionIsOpened() throws Exception {
    assertThat(Secret.ofEnvironment("PATH").read()).isEqualTo(System.getenv("PATH"));
  }

  @Test
  void itIsShownAsItsPlace() {
    assertThat(Secret.of("s3cret")).hasToString("***");
    assertThat(Secret.ofFile("/run/secrets/nats")).hasToString("the file /run/secrets/nats");
    assertThat(Secret.ofEnvironment("NATS_TOKEN"))
        .hasToString("the environment variable NATS_TOKEN");
    NatsEndpoint endpoint =
        NatsEndpoint.builder().servers("nats://a").userPassword("u", "s3cret").build();
    assertThat(endpoint.toString()).doesNotContain("s3cret");
    assertThat(new Login.UserPassword("u", Secret.of("s3cret")).toString())
        .doesNotContain("s3cret");
  }

  @Test
  void itTravelsAsItsPlace() throws Exception {
    Secret sent = Secret.ofFile("/run/secrets/nats");
    byte[] wire = InstantiationUtil.serializeObject(sent);
    assertThat(InstantiationUtil.<Secret>deserializeObject(wire, getClass().getClassLoader()))
        .isEqualTo(sent)
        .hasSameHashCodeAs(sent)
        .isNotEqualTo(Secret.of("/run/secrets/nats"))
        .isNotEqualTo(Secret.ofFile("/run/secrets/other"));
  }
}
