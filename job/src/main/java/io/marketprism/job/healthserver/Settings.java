// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.annotation.Nullable;

/**
 * What the health server is told. Immutable; its {@code toString} shows no password.
 *
 * @param bind address to listen on
 * @param port 0 takes a free one
 * @param grace see {@link Grace}
 * @param flink Flink's REST address, with a slash at the end
 * @param metrics pages of the TaskManagers
 * @param nats servers of one NATS cluster, perhaps with credentials
 * @param natsCredentials a {@code .creds} file, {@code null} for none
 * @param streams streams that must exist
 * @param disk folder whose file system is measured
 */
record Settings(
    String bind,
    int port,
    Duration grace,
    URI flink,
    List<URI> metrics,
    List<String> nats,
    @Nullable String natsCredentials,
    List<String> streams,
    Path disk) {
  Settings {
    metrics = List.copyOf(metrics);
    nats = List.copyOf(nats);
    streams = List.copyOf(streams);
  }

  @Override
  public String toString() {
    return "Settings[" + bind + ":" + port + ", flink=" + flink + ", metrics=" + metrics + "]";
  }
}
