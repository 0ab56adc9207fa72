// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Masking;
import io.marketprism.sinks.nats.Secret;
import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The connection to NATS. Files and variables named here are read where a connection is opened,
 * that is on each TaskManager.
 *
 * @param servers URLs, at least one. They can hold a user and a password when they come from the
 *     environment; show them with {@link #shownServers()}
 * @param name the connections' name in the server's monitoring
 * @param tls certificates, all absent unless the servers are called with TLS
 */
public record NatsConfig(List<String> servers, String name, Auth auth, Tls tls)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public NatsConfig {
    servers = List.copyOf(servers);
  }

  /** The servers without credentials, for logs and messages. */
  public List<String> shownServers() {
    return servers.stream().map(Masking::mask).toList();
  }

  @Override
  public String toString() {
    return "NatsConfig[servers=%s, name=%s, auth=%s, tls=%s]"
        .formatted(shownServers(), name, auth, tls);
  }

  /**
   * PEM files by their absolute paths.
   *
   * @param caFile who may vouch for the servers; null for Java's own authorities
   * @param certificateFile what the collector shows servers that ask for it; null for nothing
   * @param keyFile the key of that certificate, null exactly where that is
   */
  public record Tls(
      @Nullable String caFile, @Nullable String certificateFile, @Nullable String keyFile)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** How the collector proves who it is. Holds places of secrets, never a secret. */
  public sealed interface Auth extends Serializable {}

  /** No credentials, or those in the URL. */
  public record NoAuth() implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /** A user and where the password is. */
  public record UserPassword(String user, Secret password) implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /** Where a token is. */
  public record Token(Secret token) implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /** Where the seed of a user's NKey is. */
  public record NKey(Secret seed) implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A NATS credentials file (JWT and seed).
   *
   * @param credentialsFile absolute path
   */
  public record Credentials(String credentialsFile) implements Auth {
    private static final long serialVersionUID = 1L;
  }
}
