// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Where the NATS servers are and how to get in. Immutable; its {@code toString} and the errors it
 * throws never show a password or token.
 */
public final class NatsEndpoint implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Pattern USER_INFO = Pattern.compile("//[^@/\\s,\\]]*@");

  /**
   * Sets options of the NATS client that have no option here: an {@code SSLContext}, a proxy, an
   * auth handler. Runs on the TaskManager before each connect.
   */
  @FunctionalInterface
  public interface ClientSettings extends Serializable {
    /**
     * Sets what it has to set.
     *
     * @param options what is set so far
     * @throws Exception fails the connect
     */
    void apply(Options.Builder options) throws Exception;
  }

  private final List<String> servers;
  private final String connectionName;
  private final Duration connectTimeout;
  @Nullable private final String user;
  @Nullable private final String password;
  @Nullable private final String token;
  @Nullable private final String credentialsFile;
  @Nullable private final ClientSettings clientSettings;

  private NatsEndpoint(Builder builder) {
    servers = List.copyOf(builder.servers);
    connectionName = builder.connectionName;
    connectTimeout = builder.connectTimeout;
    user = builder.user;
    password = builder.password;
    token = builder.token;
    credentialsFile = builder.credentialsFile;
    clientSettings = builder.clientSettings;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Opens a connection that does not reconnect by itself; the caller closes it. Tries each server
   * once.
   *
   * @throws IOException when no server could be reached or none let us in
   */
  public Connection connect() throws IOException, InterruptedException {
    return connect(options -> {});
  }

  Connection connect(Consumer<Options.Builder> additions) throws IOException, InterruptedException {
    Options options = options(additions);
    try {
      return Nats.connect(options);
    } catch (AuthenticationException e) {
      throw new AuthenticationException(
          "NATS at %s refused the credentials: %s"
              .formatted(shownServers(), withoutSecrets(e.getMessage())));
    } catch (IOException e) {
      // Without the cause: the client's message repeats the URL with its password.
      throw new IOException(
          "Cannot connect to NATS at %s: %s"
              .formatted(shownServers(), withoutSecrets(e.getMessage())));
    }
  }

  private Options options(Consumer<Options.Builder> additions) throws IOException {
    Options.Builder options =
        Options.builder()
            .servers(servers.toArray(String[]::new))
            .connectionName(connectionName)
            .connectionTimeout(connectTimeout)
            .noReconnect();
    if (user != null) {
      options.userInfo(user, password);
    }
    if (token != null) {
      options.token(token.toCharArray());
    }
    if (credentialsFile != null) {
      if (!Files.isReadable(Path.of(credentialsFile))) {
        throw new IOException("Cannot read the NATS credentials file " + credentialsFile + ".");
      }
      options.authHandler(Nats.credentials(credentialsFile));
    }
    try {
      if (clientSettings != null) {
        clientSettings.apply(options);
      }
      additions.accept(options);
      return options.build();
    } catch (Exception e) {
      throw new IOException(
          "The NATS client settings were not accepted: " + withoutSecrets(String.valueOf(e)));
    }
  }

  String connectionName() {
    return connectionName;
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  /** The servers' URLs without user, password and token. */
  String shownServers() {
    return servers.stream().map(NatsEndpoint::withoutSecrets).collect(Collectors.joining(", "));
  }

  static String withoutSecrets(String text) {
    return text == null ? "" : USER_INFO.matcher(text).replaceAll("//***@");
  }

  @Override
  public String toString() {
    return "NATS at " + shownServers();
  }

  /** Collects where to connect to. For one thread. */
  public static final class Builder {

    private List<String> servers = List.of();
    private String connectionName = "nats-sink";
    private Duration connectTimeout = Duration.ofSeconds(5);
    @Nullable private String user;
    @Nullable private String password;
    @Nullable private String token;
    @Nullable private String credentialsFile;
    @Nullable private ClientSettings clientSettings;

    private Builder() {}

    /**
     * Where to connect to.
     *
     * @param urls one or more of {@code nats://host:port}, {@code tls://host:port}; user and
     *     password or a token may stand before the host. Several URLs, or one string with commas,
     *     are the servers of one cluster
     */
    public Builder servers(String... urls) {
      return servers(List.of(urls));
    }

    /** As {@link #servers(String...)}. */
    public Builder servers(List<String> urls) {
      servers =
          urls.stream()
              .flatMap(url -> Pattern.compile(",").splitAsStream(url))
              .map(String::strip)
              .toList();
      return this;
    }

    /** The name under which the server lists the connection. Default {@code nats-sink}. */
    public Builder connectionName(String name) {
      connectionName = name;
      return this;
    }

    /** Limit of one attempt to connect and of one PING/PONG. Default 5 s. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    public Builder userPassword(String newUser, String newPassword) {
      user = newUser;
      password = newPassword;
      return this;
    }

    public Builder token(String newToken) {
      token = newToken;
      return this;
    }

    /** Path of a {@code .creds} file, read on each TaskManager at each connect. */
    public Builder credentialsFile(String path) {
      credentialsFile = path;
      return this;
    }

    public Builder clientSettings(ClientSettings settings) {
      clientSettings = settings;
      return this;
    }

    /**
     * Checks and builds.
     *
     * @throws IllegalArgumentException naming what is missing or contradicts
     */
    public NatsEndpoint build() {
      Arguments.check(!servers.isEmpty(), "servers: at least one NATS URL is needed");
      for (String server : servers) {
        Arguments.check(
            server.matches("(nats|tls|opentls|ws|wss)://\\S+"),
            "servers: \"%s\" is not a NATS URL; expected for example nats://localhost:4222",
            withoutSecrets(server));
      }
      Arguments.check(!connectionName.isBlank(), "connectionName: must not be blank");
      Arguments.positive(connectTimeout, "connectTimeout");
      int ways = (user == null ? 0 : 1) + (token == null ? 0 : 1);
      Arguments.check(
          ways + (credentialsFile == null ? 0 : 1) <= 1,
          "userPassword, token and credentialsFile exclude each other");
      Arguments.check(user == null || password != null, "userPassword: the password is missing");
      return new NatsEndpoint(this);
    }
  }
}
