// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings JetStream streams in place before the first message.
 *
 * <ul>
 *   <li>absent: created
 *   <li>present with other subjects: gets exactly the given subjects; every other setting stays as
 *       it is, and differences are logged
 *   <li>present and equal: not touched
 *   <li>other storage or retention, one that acknowledges nothing, is sealed or mirrors, subjects
 *       that a foreign stream has, no JetStream: an error that says so
 * </ul>
 *
 * Nothing is ever deleted. Several writers may do this at the same time. Immutable.
 */
public final class StreamBootstrap implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(StreamBootstrap.class);

  private static final int STREAM_NOT_FOUND = 10059;
  private static final int STREAM_NAME_IN_USE = 10058;
  private static final int SUBJECTS_OVERLAP = 10065;

  /** What was done with a stream. */
  public enum Outcome {
    CREATED,
    SUBJECTS_REPLACED,
    UNCHANGED
  }

  private final List<StreamSpec> specs;

  /**
   * Creates nothing yet.
   *
   * @param specs the streams; their subjects must not overlap
   */
  public StreamBootstrap(List<StreamSpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      for (StreamSpec other : specs.subList(0, i)) {
        StreamSpec spec = specs.get(i);
        Arguments.check(!other.name().equals(spec.name()), "stream %s is given twice", spec.name());
        Arguments.check(
            !SubjectPatterns.anyOverlap(spec.subjects(), other.subjects()),
            "streams %s and %s have subjects in common: %s and %s",
            other.name(),
            spec.name(),
            other.subjects(),
            spec.subjects());
      }
    }
    this.specs = List.copyOf(specs);
  }

  /** The streams to bring in place. */
  public List<StreamSpec> specs() {
    return specs;
  }

  /** Connects for this purpose only. */
  public Map<String, Outcome> run(NatsEndpoint endpoint) throws IOException, InterruptedException {
    Connection connection = endpoint.connect();
    try {
      return run(connection);
    } finally {
      connection.close();
    }
  }

  /**
   * Brings the streams in place over a connection that stays the caller's.
   *
   * @return what was done, by stream, in the order given
   * @throws IOException when a stream cannot be had as it should be; names stream and reason
   */
  public Map<String, Outcome> run(Connection connection) throws IOException {
    JetStreamManagement streams = jetStream(connection);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    List<StreamSpec> absent = new ArrayList<>();
    // Streams that are there first: one may have to give up a subject that a new one needs.
    for (StreamSpec spec : specs) {
      StreamConfiguration present = find(streams, spec);
      if (present == null) {
        absent.add(spec);
      }
      outcomes.put(spec.name(), present == null ? Outcome.CREATED : adjust(streams, spec, present));
    }
    for (StreamSpec spec : absent) {
      outcomes.put(spec.name(), create(streams, spec));
    }
    return outcomes;
  }

  /**
   * Whether the streams are there with at least their subjects; changes nothing.
   *
   * @return by stream, in the order given
   * @throws IOException when the server does not tell
   */
  public Map<String, Boolean> look(Connection connection) throws IOException {
    JetStreamManagement streams = connection.jetStreamManagement();
    Map<String, Boolean> inPlace = new LinkedHashMap<>();
    for (StreamSpec spec : specs) {
      StreamConfiguration present = find(streams, spec);
      inPlace.put(
          spec.name(), present != null && present.getSubjects().containsAll(spec.subjects()));
    }
    return inPlace;
  }

  private static JetStreamManagement jetStream(Connection connection) throws IOException {
    try {
      JetStreamManagement management = connection.jetStreamManagement();
      management.getAccountStatistics();
      return management;
    } catch (IOException | JetStreamApiException e) {
      throw new IOException(
          "JetStream is not available (%s). Start the server with JetStream (-js), or allow it for this account."
              .formatted(e.getMessage()),
          e);
    }
  }

  @Nullable
  private static StreamConfiguration find(JetStreamManagement streams, StreamSpec spec)
      throws IOException {
    try {
      return streams.getStreamInfo(spec.name()).getConfiguration();
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == STREAM_NOT_FOUND) {
        return null;
      }
      throw refused("read", spec, e);
    }
  }

  private static Outcome create(JetStreamManagement streams, StreamSpec spec) throws IOException {
    try {
      streams.addStream(spec.toConfiguration());
      LOG.info("Created stream {} on {}.", spec.name(), spec.subjects());
      return Outcome.CREATED;
    } catch (JetStreamApiException e) {
      // Another writer was faster: with other settings, or so little that the server has our name
      // free and then our subjects taken.
      if (e.getApiErrorCode() == STREAM_NAME_IN_USE || e.getApiErrorCode() == SUBJECTS_OVERLAP) {
        StreamConfiguration present = find(streams, spec);
        if (present != null) {
          return adjust(streams, spec, present);
        }
      }
      throw explained("create", streams, spec, e);
    }
  }

  private static Outcome adjust(
      JetStreamManagement streams, StreamSpec spec, StreamConfiguration present)
      throws IOException {
    checkCompatible(spec, present);
    logDifferences(spec, present);
    Set<String> have = new HashSet<>(present.getSubjects());
    if (have.equals(new HashSet<>(spec.subjects()))) {
      return Outcome.UNCHANGED;
    }
    LOG.warn(
        "Stream {} has subjects {}; replacing them by {}.",
        spec.name(),
        present.getSubjects(),
        spec.subjects());
    try {
      streams.updateStream(StreamConfiguration.builder(present).subjects(spec.subjects()).build());
      return Outcome.SUBJECTS_REPLACED;
    } catch (JetStreamApiException e) {
      throw explained("change the subjects of", streams, spec, e);
    }
  }

  private static void checkCompatible(StreamSpec spec, StreamConfiguration present)
      throws IOException {
    if (present.getStorageType() != spec.storage()) {
      throw conflict(spec, "storage", present.getStorageType(), spec.storage());
    }
    if (present.getRetentionPolicy() != spec.retention()) {
      throw conflict(spec, "retention", present.getRetentionPolicy(), spec.retention());
    }
    if (present.getNoAck()) {
      throw unusable(spec, "it acknowledges nothing (no_ack)");
    }
    if (present.getSealed()) {
      throw unusable(spec, "it is sealed and takes no more messages");
    }
    if (present.getMirror() != null) {
      throw unusable(spec, "it is a mirror of " + present.getMirror().getName());
    }
  }

  private static IOException conflict(StreamSpec spec, String what, Object is, Object wanted) {
    return new IOException(
        "Stream %s has %s %s, but %s is configured, and a stream's %s cannot be changed. Change the configuration, or move its messages and remove the stream by hand."
            .formatted(spec.name(), what, is, wanted, what));
  }

  private static IOException unusable(StreamSpec spec, String reason) {
    return new IOException(
        "Stream %s cannot be published to: %s. Change the stream, or give the configured one another name."
            .formatted(spec.name(), reason));
  }

  private static void logDifferences(StreamSpec spec, StreamConfiguration present) {
    StreamConfiguration wanted = spec.toConfiguration();
    Map<String, List<Object>> settings = new LinkedHashMap<>();
    settings.put("discard", List.of(present.getDiscardPolicy(), wanted.getDiscardPolicy()));
    settings.put("max_msgs", List.of(present.getMaxMsgs(), wanted.getMaxMsgs()));
    settings.put("max_bytes", List.of(present.getMaxBytes(), wanted.getMaxBytes()));
    settings.put("max_age", List.of(present.getMaxAge(), wanted.getMaxAge()));
    settings.put(
        "max_msgs_per_subject",
        List.of(present.getMaxMsgsPerSubject(), wanted.getMaxMsgsPerSubject()));
    settings.put("max_consumers", List.of(present.getMaxConsumers(), wanted.getMaxConsumers()));
    settings.put("num_replicas", List.of(present.getReplicas(), wanted.getReplicas()));
    settings.put(
        "duplicate_window", List.of(present.getDuplicateWindow(), wanted.getDuplicateWindow()));
    settings.forEach(
        (name, values) -> {
          if (!values.get(0).equals(values.get(1))) {
            LOG.warn(
                "Stream {}: {} is {}, configured is {}; left as it is.",
                spec.name(),
                name,
                values.get(0),
                values.get(1));
          }
        });
  }

  private static IOException explained(
      String action, JetStreamManagement streams, StreamSpec spec, JetStreamApiException e)
      throws IOException {
    if (e.getApiErrorCode() != SUBJECTS_OVERLAP) {
      return refused(action, spec, e);
    }
    try {
      for (var info : streams.getStreams()) {
        StreamConfiguration other = info.getConfiguration();
        if (!other.getName().equals(spec.name())
            && SubjectPatterns.anyOverlap(spec.subjects(), other.getSubjects())) {
          return new IOException(
              "Cannot %s stream %s: stream %s already takes %s, which overlaps %s. Take the subjects from one of them."
                  .formatted(
                      action, spec.name(), other.getName(), other.getSubjects(), spec.subjects()),
              e);
        }
      }
    } catch (JetStreamApiException listing) {
      e.addSuppressed(listing);
    }
    return refused(action, spec, e);
  }

  private static IOException refused(String action, StreamSpec spec, JetStreamApiException e) {
    return new IOException(
        "Cannot %s stream %s: %s".formatted(action, spec.name(), e.getMessage()), e);
  }
}
