// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Faults;
import io.marketprism.job.config.source.Node;
import io.marketprism.job.config.source.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which NATS servers are used: {@code MARKETPRISM_NATS_URL}, then {@code NATS_URL} of the
 * environment (several separated by commas), then the configuration. A variable that is empty
 * counts as not set. Nothing else is taken from the environment.
 */
final class NatsAddress {
  static final List<String> VARIABLES = List.of("MARKETPRISM_NATS_URL", "NATS_URL");

  private static final ValueType<String> SERVER = Urls.natsServerWithCredentials();

  private NatsAddress() {}

  /** Puts the servers of the environment, if it names any, in place of the configuration's. */
  static void applyEnvironment(Settings settings, Map<String, String> env, Faults faults) {
    if (settings.isGiven(Options.NATS_URL) && settings.isGiven(Options.NATS_SERVERS)) {
      faults.add(
          Options.NATS_SERVERS.path(),
          settings.origin(Options.NATS_SERVERS.path()).orElse(Origin.of("configuration")),
          "is given together with nats.url; keep one of them");
    }
    Optional<String> variable =
        VARIABLES.stream().filter(name -> !env.getOrDefault(name, "").isBlank()).findFirst();
    if (variable.isEmpty()) {
      if (!settings.isGiven(Options.NATS_URL) && !settings.isGiven(Options.NATS_SERVERS)) {
        faults.add(
            Options.NATS_URL.path(),
            "is missing; needed: "
                + Options.NATS_URL.common().type().allowed()
                + ", here, in nats.servers or in "
                + String.join(" or ", VARIABLES));
      }
      return;
    }
    Origin origin = Origin.of(variable.get());
    List<String> servers = new ArrayList<>();
    for (String server : env.get(variable.get()).split(",", -1)) {
      Node node = new Node.Scalar(Node.Kind.TEXT, server.strip(), origin);
      SERVER
          .read(node, (item, at, problem) -> faults.add(Options.NATS_URL.path(), origin, problem))
          .ifPresent(servers::add);
    }
    settings.remove(Options.NATS_URL);
    settings.replace(Options.NATS_SERVERS, servers, origin);
  }

  /** The servers of a configuration without faults. */
  static List<String> servers(Settings settings) {
    Optional<String> one = settings.find(Options.NATS_URL);
    return settings.find(Options.NATS_SERVERS).orElseGet(() -> List.of(one.orElseThrow()));
  }
}
