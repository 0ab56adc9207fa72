// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom to trust and who we are, each as a store of keys; Java's own authorities where nothing is
 * said. The files are read at each connect, so that renewed ones are used by the next connection.
 *
 * @param trusted the authorities that may vouch for a server, null for Java's own
 * @param own certificate and key for a server that asks for them, null for none
 */
record Tls(@Nullable Store trusted, @Nullable Store own) implements Serializable {

  /** Where certificates come from. */
  interface Store extends Serializable {
    /**
     * Reads them.
     *
     * @throws IOException when a file cannot be read; names it
     */
    KeyStore load() throws IOException, GeneralSecurityException;

    /** The file that holds the certificates. */
    String file();

    /** Opens the keys that {@link #load} gives. */
    char[] keyPassword() throws IOException;
  }

  /** PEM files: certificates, and the private key of the first one where {@code key} is given. */
  record PemFiles(String certificates, @Nullable String key) implements Store {

    private static final char[] NO_PASSWORD = {};

    @Override
    public KeyStore load() throws IOException, GeneralSecurityException {
      List<Certificate> chain = Pem.certificates(Path.of(certificates));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      if (key != null) {
        Certificate[] certificatesOfKey = chain.toArray(Certificate[]::new);
        store.setKeyEntry("own", Pem.privateKey(Path.of(key)), NO_PASSWORD, certificatesOfKey);
        return store;
      }
      for (int i = 0; i < chain.size(); i++) {
        store.setCertificateEntry("trusted-" + i, chain.get(i));
      }
      return store;
    }

    @Override
    public String file() {
      return certificates;
    }

    @Override
    public char[] keyPassword() {
      return NO_PASSWORD;
    }
  }

  /** A file of {@code keytool}, PKCS12 or JKS. */
  record StoreFile(String path, Secret password) implements Store {

    @Override
    public KeyStore load() throws IOException, GeneralSecurityException {
      char[] opener = keyPassword();
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(Path.of(path))) {
        store.load(in, opener);
        return store;
      } catch (IOException e) {
        throw new IOException("Cannot open the key store " + path + ": " + e);
      }
    }

    @Override
    public String file() {
      return path;
    }

    @Override
    public char[] keyPassword() throws IOException {
      return password.read().toCharArray();
    }
  }

  /** What the server saw of us, for errors: one that does not like it may just hang up. */
  String shown() {
    return own == null
        ? "TLS without a client certificate"
        : "TLS with the client certificate in " + own.file();
  }

  /**
   * Sets an {@code SSLContext} that checks who the server is.
   *
   * @throws IOException when a file cannot be read or holds something else; names it
   */
  void apply(Options.Builder options) throws IOException {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted == null ? null : trusted.load());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      if (own != null) {
        keys.init(own.load(), own.keyPassword());
      }
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] judges =
          Stream.of(trust.getTrustManagers())
              .map(authorities -> new NameCheckingTrust((X509ExtendedTrustManager) authorities))
              .toArray(TrustManager[]::new);
      context.init(own == null ? null : keys.getKeyManagers(), judges, null);
      options.sslContext(context);
    } catch (GeneralSecurityException e) {
      throw new IOException("The TLS files are not usable: " + e.getMessage(), e);
    }
  }
}
