// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys as OpenSSL writes them. Stateless; errors never show a key. */
final class Pem {

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private Pem() {}

  /** The certificates of a file, in its order. */
  static List<Certificate> certificates(Path file) throws IOException {
    byte[] content = read(file);
    try {
      List<Certificate> certificates =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(content)));
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw new IOException(file + " holds no readable certificate: " + e.getMessage(), e);
    }
    throw new IOException(file + " holds no certificate.");
  }

  /** The key of a file, which must be unencrypted PKCS #8. */
  static PrivateKey privateKey(Path file) throws IOException {
    Matcher matcher = PKCS8.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IOException(
          "%s holds no private key that can be read. Make one with: openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem"
              .formatted(file, file));
    }
    try {
      return decode(Base64.getMimeDecoder().decode(matcher.group(1)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("The private key in " + file + " is damaged or of an unknown kind.");
    }
  }

  private static PrivateKey decode(byte[] key)
      throws NoSuchAlgorithmException, InvalidKeySpecException {
    PKCS8EncodedKeySpec specification = new PKCS8EncodedKeySpec(key);
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(specification);
      } catch (InvalidKeySpecException another) {
        // the next one
      }
    }
    throw new InvalidKeySpecException("none of " + KEY_ALGORITHMS);
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("Cannot read " + file + ": " + e.getClass().getSimpleName() + ".");
    }
  }
}
