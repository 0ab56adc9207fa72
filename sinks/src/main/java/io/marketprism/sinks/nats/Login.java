// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.annotation.Nullable;

/** How a client proves who it is. Files and variables are read when it is applied. */
interface Login extends Serializable {

  /**
   * Sets what the client has to show.
   *
   * @throws IOException when the secret is not there or is not one; does not show it
   */
  void apply(Options.Builder options) throws IOException;

  /** A user and a password. */
  record UserPassword(String user, Secret password) implements Login {
    @Override
    public void apply(Options.Builder options) throws IOException {
      options.userInfo(user.toCharArray(), password.read().toCharArray());
    }
  }

  /** A token that all clients of a server share. */
  record Token(Secret token) implements Login {
    @Override
    public void apply(Options.Builder options) throws IOException {
      options.token(token.read().toCharArray());
    }
  }

  /** A {@code .creds} file: the user's JWT and the seed of its NKey. */
  record CredentialsFile(String path) implements Login {
    @Override
    public void apply(Options.Builder options) throws IOException {
      if (!Files.isReadable(Path.of(path))) {
        throw new IOException("Cannot read the NATS credentials file " + path + ".");
      }
      options.authHandler(Nats.credentials(path));
    }
  }

  /** The seed of a user's NKey, {@code SU…}; the server knows its public key. */
  record NKeySeed(Secret seed) implements Login {
    @Override
    public void apply(Options.Builder options) throws IOException {
      options.authHandler(new NKeySigner(key()));
    }

    private NKey key() throws IOException {
      char[] text = seed.read().toCharArray();
      try {
        NKey key = NKey.fromSeed(text);
        if (key.getType() == NKey.Type.USER) {
          return key;
        }
      } catch (RuntimeException notASeed) {
        // Said below, without the client's words: they could quote it.
      }
      throw new IOException(
          "The NKey seed in %s is not one of a user; it starts with SU.".formatted(seed));
    }
  }

  /** Answers the server's challenge. */
  final class NKeySigner implements AuthHandler {

    private final NKey key;

    NKeySigner(NKey key) {
      this.key = key;
    }

    @Override
    public byte[] sign(byte[] nonce) {
      try {
        return key.sign(nonce);
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException("The NKey cannot sign.", e);
      }
    }

    @Override
    public char[] getID() {
      try {
        return key.getPublicKey();
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException("The NKey has no public key.", e);
      }
    }

    @Override
    @Nullable
    public char[] getJWT() {
      return null;
    }
  }
}
