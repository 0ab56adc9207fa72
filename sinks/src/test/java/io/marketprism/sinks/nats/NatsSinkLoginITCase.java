// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import static io.marketprism.sinks.nats.NatsSinkTestBed.core;
import static io.marketprism.sinks.nats.NatsSinkTestBed.open;
import static io.marketprism.sinks.nats.NatsSinkTestBed.sinkTo;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.NKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who we are is read from where it is kept, at each connect, and never shown. */
class NatsSinkLoginITCase {

  @TempDir private Path directory;

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content + "\n").toString();
  }

  private static NatsSink<NatsMessage> sink(
      NatsServerProcess server, UnaryOperator<NatsEndpoint.Builder> options) {
    NatsEndpoint endpoint = options.apply(NatsEndpoint.builder().servers(server.url())).build();
    return sinkTo(server).endpoint(endpoint).build();
  }

  private static void assertPublishes(
      NatsServerProcess server, UnaryOperator<NatsEndpoint.Builder> options) throws Exception {
    try (var writer = open(sink(server, options), new WriterContext())) {
      writer.write(core("quote.binance.spot.BTC-USDT", "1"), null);
      writer.flush(false);
    }
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(
      NatsServerProcess server, UnaryOperator<NatsEndpoint.Builder> options) {
    return assertThatThrownBy(() -> open(sink(server, options), new WriterContext()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aPasswordAndATokenComeFromFiles() throws Exception {
    String password = file("password", "s3cret-word");
    String user = "authorization { user: collector, password: \"s3cret-word\" }";
    try (NatsServerProcess server = NatsServerProcess.withJetStream(user)) {
      assertPublishes(server, e -> e.userPassword("collector", Secret.ofFile(password)));
    }
    String token = file("token", "s3cret-token");
    String shared = "authorization { token: \"s3cret-token\" }";
    try (NatsServerProcess server = NatsServerProcess.withJetStream(shared)) {
      assertPublishes(server, e -> e.token(Secret.ofFile(token)));
      String old = file("old-token", "wr0ng-token");
      assertRefused(server, e -> e.token(Secret.ofFile(old)))
          .hasMessageContaining("refused the credentials")
          .hasMessageNotContaining("wr0ng-token");
    }
  }

  @Test
  void aChangedSecretIsUsedByTheNextConnection() throws Exception {
    String file = file("token", "f1rst-token");
    NatsServerProcess first =
        NatsServerProcess.withJetStream("authorization { token: \"f1rst-token\" }");
    int port = first.port();
    try (var writer = open(sink(first, e -> e.token(Secret.ofFile(file))), new WriterContext())) {
      Files.writeString(Path.of(file), "sec0nd-token");
      first.close();
      try (NatsServerProcess second =
          NatsServerProcess.withJetStream("authorization { token: \"sec0nd-token\" }", port)) {
        writer.write(core("quote.binance.spot.BTC-USDT", second.url()), null);
        writer.flush(false);
      }
    }
  }

  @Test
  void anNKeySignsTheServersChallenge() throws Exception {
    NKey ours = NKey.createUser(new SecureRandom());
    NKey another = NKey.createUser(new SecureRandom());
    NKey account = NKey.createAccount(new SecureRandom());
    String users =
        "authorization { users = [ { nkey: %s } ] }".formatted(new String(ours.getPublicKey()));
    try (NatsServerProcess server = NatsServerProcess.withJetStream(users)) {
      String seed = file("seed", new String(ours.getSeed()));
      assertPublishes(server, e -> e.nkey(Secret.ofFile(seed)));

      String foreign = file("foreign", new String(another.getSeed()));
      assertRefused(server, e -> e.nkey(Secret.ofFile(foreign)))
          .hasMessageContaining("refused the credentials")
          .hasMessageNotContaining(new String(another.getSeed()));
      String notOfAUser = file("account", new String(account.getSeed()));
      assertRefused(server, e -> e.nkey(Secret.ofFile(notOfAUser)))
          .hasMessageContaining(notOfAUser)
          .hasMessageContaining("SU")
          .hasMessageNotContaining(new String(account.getSeed()));
      assertRefused(server, e -> e.nkey(Secret.of("SUnotAS3ed")))
          .hasMessageNotContaining("SUnotAS3ed");
    }
  }

  @Test
  void aPlaceWithoutASecretIsNamed() throws Exception {
    try (NatsServerProcess server = NatsServerProcess.coreOnly()) {
      String empty = file("empty", "");
      assertRefused(server, e -> e.token(Secret.ofFile(empty)))
          .hasMessage("There is nothing in the file " + empty + ".");
      assertRefused(server, e -> e.token(Secret.ofFile("/nowhere/token")))
          .hasMessageContaining("Cannot read the file /nowhere/token");
      assertRefused(server, e -> e.token(Secret.ofEnvironment("NO_SUCH_VARIABLE")))
          .hasMessage("There is nothing in the environment variable NO_SUCH_VARIABLE.");
      assertRefused(server, e -> e.credentialsFile("/nowhere/user.creds"))
          .hasMessageContaining("/nowhere/user.creds");
    }
  }
}
