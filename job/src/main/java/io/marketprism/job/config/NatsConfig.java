// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Masking;
import java.io.Serializable;
import java.util.List;

/**
 * The connection to NATS. Files named here are read where a connection is opened, that is on each
 * TaskManager.
 *
 * @param servers URLs, at least one. They can hold a user and a password when they come from the
 *     environment; show them with {@link #shownServers()}
 * @param name the connections' name in the server's monitoring
 */
public record NatsConfig(List<String> servers, String name, Auth auth) implements Serializable {
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
    return "NatsConfig[servers=" + shownServers() + ", name=" + name + ", auth=" + auth + "]";
  }

  /** How the collector proves who it is. Holds names of files, never a secret. */
  public sealed interface Auth extends Serializable {}

  /** No credentials, or those in the URL. */
  public record NoAuth() implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A user and the password in a file.
   *
   * @param passwordFile absolute path
   */
  public record UserPassword(String user, String passwordFile) implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A token in a file.
   *
   * @param tokenFile absolute path
   */
  public record Token(String tokenFile) implements Auth {
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
