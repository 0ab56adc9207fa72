// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * A key and its certificate, in all the forms that servers and clients read. It is its own
 * authority, but for an expired one: Java asks an authority no date.
 *
 * @param certificate PEM
 * @param authority PEM of who signed it
 * @param key PEM, PKCS #8
 * @param keyStore key and certificate, PKCS12
 * @param trustStore the certificate alone, PKCS12
 */
record TestCertificate(Path certificate, Path authority, Path key, Path keyStore, Path trustStore) {

  static final String STORE_PASSWORD = "st0re-word";
  private static final String ALIAS = "nats";

  /** Valid for 127.0.0.1, from now on. */
  static TestCertificate valid(Path directory, String name) throws Exception {
    return of(directory, name, "-ext san=ip:127.0.0.1 -validity 2");
  }

  /** Was valid for 127.0.0.1 until the day before yesterday. */
  static TestCertificate expired(Path directory, String name) throws Exception {
    TestCertificate authority = of(directory, name + "-authority", "-ext bc:c -validity 2");
    keytool(
        directory,
        "-importkeystore -srckeystore %s -srcstorepass %s -srcalias %s -destalias authority -destkeystore %s -deststorepass %s"
            .formatted(
                authority.keyStore,
                STORE_PASSWORD,
                ALIAS,
                directory.resolve(name + ".p12"),
                STORE_PASSWORD));
    TestCertificate signed =
        of(directory, name, "-signer authority -ext san=ip:127.0.0.1 -startdate -3d -validity 1");
    return new TestCertificate(
        signed.certificate,
        authority.certificate,
        signed.key,
        signed.keyStore,
        authority.trustStore);
  }

  /** Made out for a host by its name. */
  static TestCertificate ofHost(Path directory, String name, String host) throws Exception {
    return of(directory, name, "-ext san=dns:%s -validity 2".formatted(host));
  }

  private static TestCertificate of(Path directory, String name, String options) throws Exception {
    Path keyStore = directory.resolve(name + ".p12");
    keytool(
        directory,
        "-genkeypair -alias %s -keyalg EC -dname CN=%s %s -storetype PKCS12 -keystore %s -storepass %s"
            .formatted(ALIAS, name, options, keyStore, STORE_PASSWORD));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
    Path trustStore = directory.resolve(name + "-trusted.p12");
    try (var out = Files.newOutputStream(trustStore)) {
      trusted.store(out, STORE_PASSWORD.toCharArray());
    }
    byte[] key = keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded();
    Path certificate =
        pem(
            directory.resolve(name + "-cert.pem"),
            "CERTIFICATE",
            keys.getCertificate(ALIAS).getEncoded());
    return new TestCertificate(
        certificate,
        certificate,
        pem(directory.resolve(name + "-key.pem"), "PRIVATE KEY", key),
        keyStore,
        trustStore);
  }

  private static Path pem(Path file, String kind, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind));
  }

  private static void keytool(Path directory, String arguments) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    // It lives for a moment: what makes a long run fast only delays it.
    List<String> command =
        new ArrayList<>(
            List.of(tool.toString(), "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Path log = directory.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
  }

  /** Makes a server of the NATS configuration show this certificate. */
  String serverTls() {
    return "tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(certificate, key);
  }

  /** The same, and ask its clients for a certificate that the given one vouches for. */
  String serverTlsFor(TestCertificate client) {
    return "tls { cert_file: \"%s\", key_file: \"%s\", ca_file: \"%s\", verify: true }"
        .formatted(certificate, key, client.certificate);
  }

  Secret storePassword() {
    return Secret.of(STORE_PASSWORD);
  }
}
