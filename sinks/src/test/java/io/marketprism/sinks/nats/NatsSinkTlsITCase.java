// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is verified, always. */
class NatsSinkTlsITCase {

  private static final String STORE_PASSWORD = "changeit";
  private static final String ALIAS = "nats";

  @TempDir private Path directory;
  private String configuration;

  /** A self-signed certificate for 127.0.0.1, as the server and as a trust store want it. */
  @BeforeEach
  void makeCertificate() throws Exception {
    Path store = directory.resolve("server.p12");
    keytool(
        "-genkeypair -alias %s -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -validity 2 -storetype PKCS12 -keystore %s -storepass %s"
            .formatted(ALIAS, store, STORE_PASSWORD));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    byte[] certificate = keys.getCertificate(ALIAS).getEncoded();
    byte[] key = keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded();
    Path certificateFile = pem("CERTIFICATE", certificate);
    Path keyFile = pem("PRIVATE KEY", key);
    configuration =
        "tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(certificateFile, keyFile);

    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    try (var out = Files.newOutputStream(trustStore())) {
      trusted.store(out, STORE_PASSWORD.toCharArray());
    }
  }

  private Path trustStore() {
    return directory.resolve("trusted.p12");
  }

  private Path pem(String kind, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    String text = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
    return Files.writeString(directory.resolve(kind.replace(' ', '-') + ".pem"), text);
  }

  private void keytool(String arguments) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments.split(" ", -1)));
    Path log = directory.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void aServerWhoseCertificateIsTrustedIsUsed() throws Exception {
    String trustStore = trustStore().toString();
    try (NatsServerProcess server = NatsServerProcess.withJetStream(configuration)) {
      NatsEndpoint endpoint =
          NatsEndpoint.builder()
              .servers("tls://127.0.0.1:" + server.port())
              .clientSettings(
                  options ->
                      options
                          .truststorePath(trustStore)
                          .truststorePassword(STORE_PASSWORD.toCharArray()))
              .build();
      NatsSink<NatsMessage> sink =
          NatsSinkTestBed.sinkTo(server).endpoint(endpoint).streams(NatsSinkTestBed.TRADES).build();
      try (var writer = NatsSinkTestBed.open(sink, new WriterContext())) {
        writer.write(NatsSinkTestBed.trade("trade.a.b.c", 1), null);
        writer.flush(false);
      }
    }
  }

  @Test
  void aSelfSignedServerThatNobodyVouchesForIsRefused() throws Exception { // LL27
    try (NatsServerProcess server = NatsServerProcess.withJetStream(configuration)) {
      NatsSink<NatsMessage> sink =
          NatsSinkTestBed.sinkTo(server).servers("tls://127.0.0.1:" + server.port()).build();
      assertThatThrownBy(() -> NatsSinkTestBed.open(sink, new WriterContext()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Cannot connect to NATS at tls://127.0.0.1");
    }
  }
}
