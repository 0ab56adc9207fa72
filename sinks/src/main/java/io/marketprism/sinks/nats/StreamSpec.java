// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What a JetStream stream should look like. Immutable.
 *
 * @param name the stream's name
 * @param subjects exactly what it captures, wildcards allowed
 * @param storage file or memory
 * @param retention limits, interest or work queue
 * @param discard what goes when a limit is reached: the old or the new message
 * @param maxMessages -1 for no limit
 * @param maxBytes -1 for no limit
 * @param maxAge zero for no limit
 * @param maxMessagesPerSubject -1 for no limit; 0, as some tools write it, means the same
 * @param maxConsumers -1 for no limit
 * @param replicas copies within the cluster, 1 to 5
 * @param duplicateWindow how long an id is remembered; must be longer than checkpoint interval,
 *     failure detection and restart together
 */
public record StreamSpec(
    String name,
    List<String> subjects,
    StorageType storage,
    RetentionPolicy retention,
    DiscardPolicy discard,
    long maxMessages,
    long maxBytes,
    Duration maxAge,
    long maxMessagesPerSubject,
    long maxConsumers,
    int replicas,
    Duration duplicateWindow)
    implements Serializable {

  public StreamSpec {
    Arguments.check(
        name.matches("[A-Za-z0-9_-]+"),
        "stream name: \"%s\" may hold letters, digits, _ and - only",
        name);
    Arguments.check(!subjects.isEmpty(), "stream %s: needs at least one subject", name);
    Arguments.check(
        replicas >= 1 && replicas <= 5,
        "stream %s: replicas must be within 1 and 5, is %d",
        name,
        replicas);
    Arguments.positive(duplicateWindow, "stream " + name + ": duplicateWindow");
    maxMessagesPerSubject = maxMessagesPerSubject == 0 ? -1 : maxMessagesPerSubject;
    subjects = List.copyOf(subjects);
  }

  public static Builder builder(String name, String... subjects) {
    return new Builder(name, List.of(subjects));
  }

  StreamConfiguration toConfiguration() {
    return StreamConfiguration.builder()
        .name(name)
        .subjects(subjects)
        .storageType(storage)
        .retentionPolicy(retention)
        .discardPolicy(discard)
        .maxMessages(maxMessages)
        .maxBytes(maxBytes)
        .maxAge(maxAge)
        .maxMessagesPerSubject(maxMessagesPerSubject)
        .maxConsumers(maxConsumers)
        .replicas(replicas)
        .duplicateWindow(duplicateWindow)
        .build();
  }

  /** Starts from: file, limits, discard old, no limits, 1 replica, ids remembered for 120 s. */
  public static final class Builder {

    private final String name;
    private final List<String> subjects;
    private StorageType storage = StorageType.File;
    private RetentionPolicy retention = RetentionPolicy.Limits;
    private DiscardPolicy discard = DiscardPolicy.Old;
    private long maxMessages = -1;
    private long maxBytes = -1;
    private Duration maxAge = Duration.ZERO;
    private long maxMessagesPerSubject = -1;
    private long maxConsumers = -1;
    private int replicas = 1;
    private Duration duplicateWindow = Duration.ofMinutes(2);

    private Builder(String name, List<String> subjects) {
      this.name = name;
      this.subjects = subjects;
    }

    public Builder storage(StorageType value) {
      storage = value;
      return this;
    }

    public Builder retention(RetentionPolicy value) {
      retention = value;
      return this;
    }

    public Builder discard(DiscardPolicy value) {
      discard = value;
      return this;
    }

    public Builder maxMessages(long value) {
      maxMessages = value;
      return this;
    }

    public Builder maxBytes(long value) {
      maxBytes = value;
      return this;
    }

    public Builder maxAge(Duration value) {
      maxAge = value;
      return this;
    }

    public Builder maxMessagesPerSubject(long value) {
      maxMessagesPerSubject = value;
      return this;
    }

    public Builder maxConsumers(long value) {
      maxConsumers = value;
      return this;
    }

    public Builder replicas(int value) {
      replicas = value;
      return this;
    }

    public Builder duplicateWindow(Duration value) {
      duplicateWindow = value;
      return this;
    }

    /**
     * Checks and builds.
     *
     * @throws IllegalArgumentException naming the stream and what is wrong
     */
    public StreamSpec build() {
      return new StreamSpec(
          name,
          subjects,
          storage,
          retention,
          discard,
          maxMessages,
          maxBytes,
          maxAge,
          maxMessagesPerSubject,
          maxConsumers,
          replicas,
          duplicateWindow);
    }
  }
}
