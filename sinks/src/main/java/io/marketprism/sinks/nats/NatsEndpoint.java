// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
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
  @Nullable private final Login login;
  @Nullable private final Tls tls;
  @Nullable private final ClientSettings clientSettings;

  private NatsEndpoint(Builder builder, @Nullable Tls tls) {
    servers = List.copyOf(builder.servers);
    connectionName = builder.connectionName;
    connectTimeout = builder.connectTimeout;
    login = builder.logins.isEmpty() ? null : builder.logins.get(0);
    this.tls = tls;
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
    ConnectDiary diary = new ConnectDiary(options.getErrorListener());
    try {
      return Nats.connect(new Options.Builder(options).errorListener(diary).build());
    } catch (AuthenticationException e) {
      throw new AuthenticationException(
          "NATS at %s refused the credentials: %s"
              .formatted(shownServers(), withoutSecrets(e.getMessage())));
    } catch (IOException e) {
      // Without the cause: the client's message repeats the URL with its password.
      List<String> reasons = diary.reasons();
      throw new IOException(
          "Cannot connect to NATS at %s%s: %s"
              .formatted(
                  shownServers(),
                  tls == null ? "" : " (" + tls.shown() + ")",
                  withoutSecrets(reasons.isEmpty() ? e.getMessage() : String.join("; ", reasons))));
    }
  }

  private Options options(Consumer<Options.Builder> additions) throws IOException {
    Options.Builder options =
        Options.builder()
            .servers(servers.toArray(String[]::new))
            .connectionName(connectionName)
            .connectionTimeout(connectTimeout)
            .noReconnect();
    if (login != null) {
      login.apply(options);
    }
    if (tls != null) {
      tls.apply(options);
      // The others call the server by an address, which its certificate is not made out for.
      options.hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
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
    private final List<Login> logins = new ArrayList<>();
    @Nullable private Tls.Store trusted;
    @Nullable private Tls.Store own;
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

    /** As {@link #userPassword(String, Secret)}, with the password itself. */
    public Builder userPassword(String user, String password) {
      return userPassword(user, Secret.of(password));
    }

    /** A user of the server and the password. */
    public Builder userPassword(String user, Secret password) {
      logins.add(new Login.UserPassword(user, password));
      return this;
    }

    /** As {@link #token(Secret)}, with the token itself. */
    public Builder token(String token) {
      return token(Secret.of(token));
    }

    /** A token that the server asks all its clients for. */
    public Builder token(Secret token) {
      logins.add(new Login.Token(token));
      return this;
    }

    /** Path of a {@code .creds} file, read on each TaskManager at each connect. */
    public Builder credentialsFile(String path) {
      logins.add(new Login.CredentialsFile(path));
      return this;
    }

    /** The seed of a user's NKey ({@code SU…}), whose public key the server knows. */
    public Builder nkey(Secret seed) {
      logins.add(new Login.NKeySeed(seed));
      return this;
    }

    /** PEM file of the authorities that may vouch for the server; without it, Java's own. */
    public Builder trustedCertificates(String pemFile) {
      trusted = new Tls.PemFiles(pemFile, null);
      return this;
    }

    /** As {@link #trustedCertificates}, in a key store of PKCS12 or JKS. */
    public Builder trustStore(String path, Secret password) {
      trusted = new Tls.StoreFile(path, password);
      return this;
    }

    /**
     * What we show a server that asks for certificates (mutual TLS), as PEM files.
     *
     * @param pemFile our certificate, and those between it and the authority
     * @param keyFile its private key, unencrypted PKCS #8
     */
    public Builder clientCertificate(String pemFile, String keyFile) {
      own = new Tls.PemFiles(pemFile, keyFile);
      return this;
    }

    /** As {@link #clientCertificate}, in a key store of PKCS12 or JKS. */
    public Builder keyStore(String path, Secret password) {
      own = new Tls.StoreFile(path, password);
      return this;
    }

    /** What has no option here. An {@code SSLContext} set here replaces the options for TLS. */
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
            server.matches("(nats|tls|ws|wss)://\\S+"),
            "servers: \"%s\" is not a NATS URL; expected for example nats://localhost:4222",
            withoutSecrets(server));
      }
      Arguments.check(!connectionName.isBlank(), "connectionName: must not be blank");
      Arguments.positive(connectTimeout, "connectTimeout");
      Arguments.check(
          logins.size() <= 1,
          "userPassword, token, credentialsFile and nkey exclude each other; one of them is to be given, once");
      return new NatsEndpoint(this, tls());
    }

    @Nullable
    private Tls tls() {
      boolean wanted = trusted != null || own != null;
      boolean tlsUrls = servers.stream().allMatch(Builder::isTls);
      Arguments.check(
          !wanted || tlsUrls,
          "servers: certificates are given, so each URL must begin with tls://");
      // Settings may bring an SSLContext of their own.
      boolean ours =
          wanted || (servers.stream().anyMatch(Builder::isTls) && clientSettings == null);
      return ours ? new Tls(trusted, own) : null;
    }

    private static boolean isTls(String server) {
      return server.startsWith("tls://") || server.startsWith("wss://");
    }
  }
}
