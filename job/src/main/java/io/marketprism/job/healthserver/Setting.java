// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.util.List;

/** The settings by name: each is a flag and a variable of the environment; the flag wins. */
enum Setting {
  BIND("--bind", "127.0.0.1", "address to listen on; 0.0.0.0 for all", "HEALTH_BIND"),
  PORT("--port", "8087", "port to listen on; 0 takes a free one", "HEALTH_PORT"),
  GRACE(
      "--grace-seconds",
      "120",
      "time in which a collector that was never healthy may be unhealthy",
      "HEALTH_GRACE_SECONDS"),
  FLINK("--flink-url", "http://127.0.0.1:8081", "Flink's REST interface", "HEALTH_FLINK_URL"),
  METRICS(
      "--metrics-urls",
      "http://127.0.0.1:9092",
      "metrics of the TaskManagers, with commas; ports may be a range: http://tm:9092-9095",
      "HEALTH_METRICS_URLS"),
  NATS(
      "--nats-url",
      "nats://127.0.0.1:4222",
      "NATS servers, with commas; credentials in them only in the environment",
      "MARKETPRISM_NATS_URL",
      "NATS_URL"),
  NATS_CREDENTIALS("--nats-credentials", "", "a .creds file for NATS", "HEALTH_NATS_CREDENTIALS"),
  STREAMS(
      "--streams",
      "MARKET_DATA,MARKET_TRADES",
      "streams that must exist, with commas",
      "HEALTH_STREAMS"),
  DISK("--disk-path", ".", "folder whose file system is measured", "HEALTH_DISK_PATH");

  private final String flag;
  private final String standard;
  private final String help;
  private final List<String> variables;

  Setting(String flag, String standard, String help, String... variables) {
    this.flag = flag;
    this.standard = standard;
    this.help = help;
    this.variables = List.of(variables);
  }

  String flag() {
    return flag;
  }

  /** Its value where nothing is given. */
  String standard() {
    return standard;
  }

  List<String> variables() {
    return variables;
  }

  /** All of them, a line each. */
  static String usage() {
    StringBuilder text = new StringBuilder("Usage: java -cp marketprism-collector.jar ");
    text.append(HealthServer.class.getName()).append(" [OPTIONS]\n");
    for (Setting one : values()) {
      text.append(
          String.format(
              "  %-20s %s (%s%s)%n",
              one.flag,
              one.help,
              String.join(" or ", one.variables),
              one.standard.isEmpty() ? "" : ", default " + one.standard));
    }
    return text.toString();
  }
}
