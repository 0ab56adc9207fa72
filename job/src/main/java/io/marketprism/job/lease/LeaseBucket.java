// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.lease;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueManagement;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueStatus;
import io.nats.client.api.StorageType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases in a key-value bucket of NATS, {@value #NAME}. The server drops entries by its own
 * clock, after the bucket's time to live: that of the collector that made the bucket, for all that
 * come later. Over a connection that stays the caller's; for one thread.
 */
final class LeaseBucket implements LeaseStore {
  static final String NAME = "MARKETPRISM_LEASES";

  private static final Logger LOG = LoggerFactory.getLogger(LeaseBucket.class);
  private static final int STREAM_NOT_FOUND = 10059;
  private static final int STREAM_NAME_IN_USE = 10058;
  private static final int WRONG_LAST_SEQUENCE = 10071;

  private final KeyValue entries;
  private final Duration ttl;

  private LeaseBucket(KeyValue entries, Duration ttl) {
    this.entries = entries;
    this.ttl = ttl;
  }

  /**
   * Opens the bucket, and makes it if it is not there.
   *
   * @param wantedTtl time to live of a new bucket
   * @param replicas copies of a new bucket
   * @throws IOException if NATS gives no answer, has no JetStream, or has such a bucket whose
   *     entries never run out
   */
  static LeaseBucket open(Connection connection, Duration wantedTtl, int replicas)
      throws IOException {
    try {
      KeyValueManagement buckets = connection.keyValueManagement();
      Optional<KeyValueStatus> present = find(buckets);
      KeyValueStatus bucket =
          present.isPresent() ? present.get() : create(buckets, wantedTtl, replicas);
      Duration ttl = bucket.getTtl();
      if (ttl == null || ttl.isZero()) {
        throw new IOException(
            "The key-value bucket %s has no time to live, so a lease in it would never run out. Delete it (nats kv rm %s) while no collector runs."
                .formatted(NAME, NAME));
      }
      if (!ttl.equals(wantedTtl)) {
        LOG.info("Leases live for {}, as the bucket {} says, not {}.", ttl, NAME, wantedTtl);
      }
      return new LeaseBucket(connection.keyValue(NAME), ttl);
    } catch (JetStreamApiException e) {
      throw refused("open", e);
    }
  }

  private static Optional<KeyValueStatus> find(KeyValueManagement buckets)
      throws IOException, JetStreamApiException {
    try {
      return Optional.of(buckets.getStatus(NAME));
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == STREAM_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static KeyValueStatus create(KeyValueManagement buckets, Duration ttl, int replicas)
      throws IOException, JetStreamApiException {
    try {
      return buckets.create(
          KeyValueConfiguration.builder(NAME)
              .description("Which job holds which collector id")
              .ttl(ttl)
              .storageType(StorageType.File)
              .replicas(replicas)
              .build());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == STREAM_NAME_IN_USE) {
        // Another collector was faster, with another time to live.
        return buckets.getStatus(NAME);
      }
      throw e;
    }
  }

  /** After which time without a renewal an entry is gone. */
  Duration ttl() {
    return ttl;
  }

  @Override
  public Optional<Entry> find(String collectorId) throws IOException {
    try {
      KeyValueEntry entry = entries.get(collectorId);
      if (entry == null || entry.getOperation() != KeyValueOperation.PUT) {
        return Optional.empty();
      }
      return Optional.of(new Entry(LeaseHolder.of(entry.getValue()), entry.getRevision()));
    } catch (JetStreamApiException e) {
      throw refused("read", e);
    }
  }

  @Override
  public OptionalLong create(String collectorId, LeaseHolder holder) throws IOException {
    try {
      return OptionalLong.of(entries.create(collectorId, holder.toBytes()));
    } catch (JetStreamApiException e) {
      return unlessWritten("write to", e);
    }
  }

  @Override
  public OptionalLong replace(String collectorId, LeaseHolder holder, long expectedRevision)
      throws IOException {
    try {
      return OptionalLong.of(entries.update(collectorId, holder.toBytes(), expectedRevision));
    } catch (JetStreamApiException e) {
      return unlessWritten("write to", e);
    }
  }

  @Override
  public void remove(String collectorId, long expectedRevision) throws IOException {
    try {
      entries.delete(collectorId, expectedRevision);
    } catch (JetStreamApiException e) {
      unlessWritten("delete from", e);
    }
  }

  private static OptionalLong unlessWritten(String action, JetStreamApiException e)
      throws IOException {
    if (e.getApiErrorCode() == WRONG_LAST_SEQUENCE) {
      return OptionalLong.empty();
    }
    throw refused(action, e);
  }

  private static IOException refused(String action, JetStreamApiException e) {
    return new IOException(
        "Cannot %s the key-value bucket %s: %s".formatted(action, NAME, e.getMessage()), e);
  }
}
