// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is verified, always, and on both sides where the server asks for it. */
class NatsSinkTlsITCase {
  /** The client tries until then: the server has ended the handshake, and says no more. */
  private static final Duration SOON = Duration.ofSeconds(1);

  @TempDir private static Path directory;
  private static TestCertificate self;
  private static TestCertificate client;

  @BeforeAll
  static void makeCertificates() throws Exception {
    self = TestCertificate.valid(directory, "server");
    client = TestCertificate.valid(directory, "client");
  }

  private static NatsSink<NatsMessage> sink(
      NatsServerProcess server, UnaryOperator<NatsEndpoint.Builder> options) {
    NatsEndpoint.Builder endpoint =
        NatsEndpoint.builder()
            .servers("tls://127.0.0.1:" + server.port())
            .connectTimeout(Duration.ofSeconds(30));
    return NatsSinkTestBed.sinkTo(server)
        .endpoint(options.apply(endpoint).build())
        .streams(NatsSinkTestBed.TRADES)
        .build();
  }

  private static void assertPublishes(
      NatsServerProcess server, UnaryOperator<NatsEndpoint.Builder> options) throws Exception {
    try (var writer = NatsSinkTestBed.open(sink(server, options), new WriterContext())) {
      writer.write(NatsSinkTestBed.trade("trade.a.b.c", 1), null);
      writer.flush(false);
    }
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(
      NatsServerProcess server, UnaryOperator<NatsEndpoint.Builder> options) {
    return assertThatThrownBy(
            () -> NatsSinkTestBed.open(sink(server, options), new WriterContext()))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining(TestCertificate.STORE_PASSWORD);
  }

  @Test
  void aServerWhoseCertificateIsTrustedIsUsed() throws Exception {
    String trustStore = self.trustStore().toString();
    try (NatsServerProcess server = NatsServerProcess.withJetStream(self.serverTls())) {
      assertPublishes(server, e -> e.trustedCertificates(self.certificate().toString()));
      assertPublishes(server, e -> e.trustStore(trustStore, self.storePassword()));
      assertPublishes(
          server,
          e ->
              e.clientSettings(
                  options ->
                      options
                          .truststorePath(trustStore)
                          .truststorePassword(TestCertificate.STORE_PASSWORD.toCharArray())));
    }
  }

  @Test
  void aTestCertificateServerThatNobodyVouchesForIsRefused() throws Exception { // LL27
    try (NatsServerProcess server = NatsServerProcess.withJetStream(self.serverTls())) {
      assertRefused(server, e -> e)
          .hasMessageContaining("Cannot connect to NATS at tls://127.0.0.1")
          .hasMessageContaining("unable to find valid certification path");
    }
  }

  @Test
  void aTrustedCertificateOfAnotherHostIsRefused() throws Exception {
    TestCertificate other = TestCertificate.ofHost(directory, "other", "elsewhere.example");
    try (NatsServerProcess server = NatsServerProcess.withJetStream(other.serverTls())) {
      assertRefused(server, e -> e.trustedCertificates(other.certificate().toString()))
          .hasMessageContaining("Cannot connect to NATS at tls://127.0.0.1")
          .hasMessageContaining("matching IP address 127.0.0.1");
    }
  }

  @Test
  void aServerIsCalledByTheNameInItsCertificate() throws Exception {
    TestCertificate named = TestCertificate.ofHost(directory, "named", "localhost");
    try (NatsServerProcess server = NatsServerProcess.withJetStream(named.serverTls())) {
      assertPublishes(
          server,
          e ->
              e.servers("tls://localhost:" + server.port())
                  .trustedCertificates(named.certificate().toString()));
    }
  }

  @Test
  void anExpiredCertificateIsRefusedAndSaidToBeExpired() throws Exception {
    TestCertificate old = TestCertificate.expired(directory, "old");
    try (NatsServerProcess server = NatsServerProcess.withJetStream(old.serverTls())) {
      assertRefused(server, e -> e.trustedCertificates(old.authority().toString()))
          .hasMessageContaining("Cannot connect to NATS at tls://127.0.0.1")
          .hasMessageContaining("NotAfter");
    }
  }

  @Test
  void aServerThatAsksForACertificateGetsOurs() throws Exception {
    String trusted = self.certificate().toString();
    try (NatsServerProcess server = NatsServerProcess.withJetStream(self.serverTlsFor(client))) {
      assertPublishes(
          server,
          e ->
              e.trustedCertificates(trusted)
                  .clientCertificate(client.certificate().toString(), client.key().toString()));
      assertPublishes(
          server,
          e ->
              e.trustedCertificates(trusted)
                  .keyStore(client.keyStore().toString(), client.storePassword()));
    }
  }

  @Test
  void withoutACertificateOrWithAStrangersWeAreNotLetIn() throws Exception {
    TestCertificate stranger = TestCertificate.valid(directory, "stranger");
    String trusted = self.certificate().toString();
    try (NatsServerProcess server = NatsServerProcess.withJetStream(self.serverTlsFor(client))) {
      assertRefused(server, e -> e.trustedCertificates(trusted).connectTimeout(SOON))
          .hasMessageContaining("Cannot connect to NATS at tls://127.0.0.1")
          .hasMessageContaining("without a client certificate");
      assertRefused(
              server,
              e ->
                  e.trustedCertificates(trusted)
                      .connectTimeout(SOON)
                      .clientCertificate(
                          stranger.certificate().toString(), stranger.key().toString()))
          .hasMessageContaining("Cannot connect to NATS at tls://127.0.0.1")
          .hasMessageContaining("with the client certificate in " + stranger.certificate());
    }
  }

  @Test
  void filesThatAreMissingOrHoldSomethingElseAreNamed() throws Exception {
    String certificate = self.certificate().toString();
    String key = self.key().toString();
    Path encrypted =
        Files.writeString(
            directory.resolve("encrypted.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII\n");
    try (NatsServerProcess server = NatsServerProcess.withJetStream(self.serverTls())) {
      assertRefused(server, e -> e.trustedCertificates(directory.resolve("none.pem").toString()))
          .hasMessageContaining("Cannot read")
          .hasMessageContaining("none.pem");
      assertRefused(server, e -> e.trustedCertificates(key)).hasMessageContaining(key);
      assertRefused(server, e -> e.clientCertificate(certificate, encrypted.toString()))
          .hasMessageContaining("encrypted.pem")
          .hasMessageContaining("openssl pkcs8");
      assertRefused(
              server, e -> e.trustStore(self.trustStore().toString(), Secret.of("wr0ng-word")))
          .hasMessageContaining(self.trustStore().toString())
          .hasMessageNotContaining("wr0ng-word");
    }
  }
}
