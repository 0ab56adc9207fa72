// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.StreamContext;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamState;
import io.nats.client.support.NatsJetStreamConstants;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids that streams have stored since some time, read from the streams themselves.
 *
 * <p>A stream tells repetitions by their ids for its duplicate window only. Whoever has to publish
 * again what was published longer ago asks here first. A stream is read when the first message for
 * it is asked for, headers only, and at most {@link #MAX_IDS} ids of it are kept, the oldest ones.
 *
 * <p>If a stream cannot be read after {@link #ATTEMPTS} attempts, that is logged and its ids count
 * as unknown: repetitions are better than standing still. For one thread.
 */
final class StoredIds {

  private static final Logger LOG = LoggerFactory.getLogger(StoredIds.class);

  /** About 60 MB, and only for the time that a restored job takes to catch up. */
  static final int MAX_IDS = 500_000;

  private static final int ATTEMPTS = 3;

  /** How far the clocks of the server and of this machine may be apart. */
  static final Duration CLOCKS_APART = Duration.ofSeconds(30);

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final NatsEndpoint endpoint;
  private final List<StreamSpec> streams;
  private final Instant since;
  private final Instant until;
  private final long askedFromMillis;
  private final Map<String, Set<String>> idsByStream = new HashMap<>();
  private final Map<String, Set<String>> idsBySubject = new HashMap<>();

  private StoredIds(
      NatsEndpoint endpoint,
      List<StreamSpec> streams,
      Instant since,
      Instant until,
      long askedFromMillis) {
    this.endpoint = endpoint;
    this.streams = streams;
    this.since = since.minus(CLOCKS_APART);
    this.until = until;
    this.askedFromMillis = askedFromMillis;
  }

  /**
   * What is stored from some time on up to the moment at which a stream is read. Reads nothing yet.
   *
   * @param streams the streams to look into
   * @param since what was stored before is of no interest; this machine's clock
   */
  static StoredIds since(NatsEndpoint endpoint, List<StreamSpec> streams, Instant since) {
    return new StoredIds(endpoint, streams, since, Instant.MAX, Long.MIN_VALUE);
  }

  /**
   * What a job stored between its checkpoint and its restore, which it may publish once more at any
   * time: at once, or minutes later, when trades that were missing before them have been fetched.
   * While the streams themselves are sure to know the ids, nothing is read and {@link #have} says
   * no. Reads nothing yet.
   *
   * @param streams the streams to look into
   */
  static StoredIds between(NatsEndpoint endpoint, List<StreamSpec> streams, CatchUp catchUp) {
    Duration known =
        streams.stream()
            .map(StreamSpec::duplicateWindow)
            .min(Duration::compareTo)
            .orElse(Duration.ZERO)
            .dividedBy(2);
    return new StoredIds(
        endpoint,
        streams,
        catchUp.checkpoint(),
        catchUp.restore().plus(CLOCKS_APART),
        catchUp.checkpoint().plus(known).toEpochMilli());
  }

  /**
   * Whether what was published so long ago may be beyond the memory of one of the streams.
   *
   * @param age since it was published
   */
  static boolean mayBeForgotten(List<StreamSpec> streams, Duration age) {
    return streams.stream()
        .anyMatch(stream -> age.compareTo(stream.duplicateWindow().dividedBy(2)) > 0);
  }

  /**
   * Whether the stream of this subject had the id when it was read. The first question waits for
   * the server, at most for some seconds.
   */
  boolean have(String subject, String id) throws InterruptedException {
    if (System.currentTimeMillis() < askedFromMillis) {
      return false;
    }
    Set<String> ids = idsBySubject.get(subject);
    if (ids == null) {
      ids = idsOfStreamOf(subject);
      idsBySubject.put(subject, ids);
    }
    return ids.contains(id);
  }

  private Set<String> idsOfStreamOf(String subject) throws InterruptedException {
    for (StreamSpec stream : streams) {
      if (SubjectPatterns.anyOverlap(stream.subjects(), List.of(subject))) {
        Set<String> ids = idsByStream.get(stream.name());
        if (ids == null) {
          ids = load(stream.name());
          idsByStream.put(stream.name(), ids);
        }
        return ids;
      }
    }
    return new HashSet<>();
  }

  private Set<String> load(String stream) throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        Connection connection = endpoint.connect();
        try {
          Set<String> ids = read(connection, stream);
          LOG.info(
              "Stream {} has {} ids since {}; they are not published again.",
              stream,
              ids.size(),
              since);
          return ids;
        } finally {
          connection.close();
        }
      } catch (IOException
          | JetStreamApiException
          | JetStreamStatusCheckedException
          | IllegalStateException e) { // the last one where the connection ends meanwhile
        LOG.warn(
            "Attempt {} of {} to read which ids stream {} has failed: {}",
            attempt,
            ATTEMPTS,
            stream,
            e.toString());
      }
    }
    LOG.warn(
        "What was published to stream {} since {} may be in it twice: its ids cannot be read. Does this user have the permission to create consumers?",
        stream,
        since);
    return new HashSet<>();
  }

  private Set<String> read(Connection connection, String name)
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    Set<String> ids = new HashSet<>();
    StreamContext stream = connection.getStreamContext(name);
    StreamState state = stream.getStreamInfo().getStreamState();
    ZonedDateTime newest = state.getLastTime();
    if (state.getMsgCount() == 0 || newest == null || newest.toInstant().isBefore(since)) {
      return ids;
    }
    OrderedConsumerConfiguration headersSince =
        new OrderedConsumerConfiguration()
            .deliverPolicy(DeliverPolicy.ByStartTime)
            .startTime(since.atZone(ZoneOffset.UTC))
            .headersOnly(true);
    ConsumeOptions batches = ConsumeOptions.builder().batchSize(5_000).build();
    IterableConsumer messages = stream.createOrderedConsumer(headersSince).iterate(batches);
    long last = state.getLastSequence();
    while (ids.size() < MAX_IDS) {
      Message message = messages.nextMessage(ANSWER_TIMEOUT);
      if (message == null) {
        throw new IOException("no message within " + ANSWER_TIMEOUT);
      }
      if (message.metaData().timestamp().toInstant().isAfter(until)) {
        return ids;
      }
      String id =
          message.hasHeaders()
              ? message.getHeaders().getFirst(NatsJetStreamConstants.MSG_ID_HDR)
              : null;
      if (id != null) {
        ids.add(id);
      }
      if (message.metaData().streamSequence() >= last || message.metaData().pendingCount() == 0) {
        return ids;
      }
    }
    LOG.warn("Stream {} has more than {} ids since {}.", name, MAX_IDS, since);
    return ids;
  }
}
