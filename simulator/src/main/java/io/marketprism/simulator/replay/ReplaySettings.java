// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How recorded files are replayed.
 *
 * @param files files in the order of replay, at least one
 * @param speed how many times faster than recorded; 0 is as fast as the clients take it
 * @param startAfter how long after the first subscription the replay begins at the latest; it
 *     begins at once when every recorded book and trade stream has a subscriber
 * @param snapshotHold how long the replay stands still at a recorded snapshot that nobody fetches
 * @param depthWait how long a depth request waits for the recorded snapshot to be reached
 */
public record ReplaySettings(
    List<Path> files, int speed, Duration startAfter, Duration snapshotHold, Duration depthWait) {
  /** The speed of a replay as fast as the clients take it. */
  public static final int MAX_SPEED = 0;

  /** Checks that there is something to replay. */
  public ReplaySettings {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a replay needs at least one file");
    }
    if (speed < 0) {
      throw new IllegalArgumentException("speed is " + speed + ", must not be negative");
    }
  }

  /** A replay of these files at the usual waits. */
  public static ReplaySettings of(int speed, Path... files) {
    return new ReplaySettings(
        List.of(files),
        speed,
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(8));
  }

  /** The same, beginning so long after the first subscription at the latest. */
  public ReplaySettings withStartAfter(Duration patience) {
    return new ReplaySettings(files, speed, patience, snapshotHold, depthWait);
  }

  /** The same with other waits between snapshots and their requests. */
  public ReplaySettings withSnapshotWaits(Duration hold, Duration wait) {
    return new ReplaySettings(files, speed, startAfter, hold, wait);
  }
}
