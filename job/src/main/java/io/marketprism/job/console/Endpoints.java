// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import picocli.CommandLine.Option;

/** Where to look; the same options for all commands. */
final class Endpoints {
  @Option(
      names = "--nats",
      paramLabel = "URL",
      description = "NATS server",
      defaultValue = "nats://127.0.0.1:4222")
  String nats;

  @Option(
      names = "--flink",
      paramLabel = "URL",
      description = "Flink's REST interface",
      defaultValue = "http://127.0.0.1:8081")
  String flink;
}
