// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;
import io.marketprism.sources.ResyncRequest;
import io.marketprism.sources.loop.Command;
import io.marketprism.sources.loop.FeedLoop;
import io.marketprism.sources.net.RequestBudget;
import io.marketprism.sources.net.RestException;
import io.marketprism.sources.pressure.Restraint;
import io.marketprism.sources.split.FeedSplit;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.Venue;
import io.marketprism.sources.venue.VenueGateway;
import io.marketprism.sources.venue.VenueSettings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a venue for one data type of many instruments, each at its interval. A poll that finds the
 * one before still under way, or the job behind, is skipped, not queued, so that a stall is never
 * followed by a burst. So is one of a data type that is left out under pressure.
 *
 * <p>Threads: everything runs on one event loop; the methods of {@link Feed} may be called from any
 * other thread.
 */
public final class PollingFeed implements Feed {
  private static final Logger LOG = LoggerFactory.getLogger(PollingFeed.class);

  private static final long TICK_MILLIS = 1_000;

  private final FeedSplit split;
  private final PollMetrics metrics;
  private final FeedContext context;
  private final PollCodec codec;
  private final PollTransport transport;
  private final long intervalMillis;
  private final Map<Instrument, PollStream> streams = new LinkedHashMap<>();
  private final RetryDelay referenceDelay;
  private boolean referenceKnown;

  public PollingFeed(
      FeedSplit split,
      VenueSettings settings,
      Venue venue,
      FeedLoop loop,
      VenueGateway gateway,
      Function<PollCodec, PollTransport> transports,
      Restraint restraint,
      FeedMetrics metrics) {
    this.split = split;
    this.context = new FeedContext(split, venue, settings, metrics, loop, gateway, restraint);
    this.codec = venue.poll(split.dataType(), settings);
    this.transport = transports.apply(codec);
    this.referenceDelay = new RetryDelay(loop.random());
    this.intervalMillis = settings.pollMillis().get(split.dataType());
    this.metrics =
        metrics.polls(venue.exchange(), venue.marketType(split.dataType()), split.dataType());
  }

  @Override
  public void start() {
    context.command(
        new Command.Start(),
        () -> {
          context.schedule(TICK_MILLIS, this::tick);
          referenceKnown = codec.reference().isEmpty();
          add(split.instruments());
          if (!referenceKnown) {
            requestReference();
          }
        });
  }

  @Override
  public void instruments(List<Instrument> instruments) {
    context.command(
        new Command.Instruments(instruments),
        () -> {
          Set<Instrument> wanted = new HashSet<>(instruments);
          streams
              .values()
              .removeIf(
                  stream -> {
                    boolean gone = !wanted.contains(stream.instrument);
                    if (gone) {
                      stream.ended();
                    }
                    return gone;
                  });
          add(instruments.stream().filter(added -> !streams.containsKey(added)).toList());
        });
  }

  private void add(List<Instrument> added) {
    for (int n = 0; n < added.size(); n++) {
      Instrument instrument = added.get(n);
      long place =
          PollSchedule.place(
              split.splitId() + instrument.key(), intervalMillis, split.dataType().code() * 500L);
      PollStream stream =
          new PollStream(instrument, new PollSchedule(intervalMillis, place), context);
      streams.put(instrument, stream);
      stream.subscribed();
      context.schedule(
          PollSchedule.firstDelay(n, added.size(), intervalMillis), () -> poll(stream));
    }
  }

  private void requestReference() {
    PollCodec.Reference reference = codec.reference().orElseThrow();
    if (context.isLeftOut()) {
      context.schedule(reference.periodMillis(), this::requestReference);
      return;
    }
    context.request(
        reference.call(),
        RequestBudget.Kind.METADATA,
        (body, failure) -> {
          if (failure == null && readReference(body)) {
            referenceDelay.reset();
            context.schedule(reference.periodMillis(), this::requestReference);
          } else {
            context.schedule(referenceDelay.next(), this::requestReference);
          }
        });
  }

  private boolean readReference(byte[] body) {
    try {
      codec.onReference(body);
    } catch (FrameException e) {
      context.unusable(e, body, context.now());
      return false;
    }
    if (!referenceKnown) {
      referenceKnown = true;
      int n = 0;
      for (PollStream stream : streams.values()) {
        context.schedule(
            PollSchedule.firstDelay(n++, streams.size(), intervalMillis), () -> pollOnce(stream));
      }
    }
    return true;
  }

  /** Polls, and arranges for the next time. */
  private void poll(PollStream stream) {
    if (streams.get(stream.instrument) != stream) {
      return;
    }
    pollOnce(stream);
    long now = context.now();
    context.schedule(stream.schedule().next(now) - now, () -> poll(stream));
  }

  private void pollOnce(PollStream stream) {
    if (!referenceKnown || streams.get(stream.instrument) != stream) {
      return;
    }
    if (context.isLeftOut()) {
      metrics.paused();
      return;
    }
    if (stream.isInFlight() || context.isFull()) {
      metrics.skipped();
      return;
    }
    stream.inFlight(true);
    RestCall call = codec.call(stream.instrument, context.now());
    context.ask(
        () -> transport.get(call, stream.instrument),
        (body, failure) -> {
          stream.inFlight(false);
          if (failure != null) {
            failed(stream, failure);
          } else {
            answered(stream, body);
          }
        });
  }

  private void answered(PollStream stream, byte[] body) {
    long now = context.now();
    try {
      codec.decode(stream.instrument, body, now, stream);
    } catch (FrameException e) {
      metrics.undecodable();
      context.unusable(e, body, now);
      if (e.isRefusal()) {
        stream.refused(e.getMessage());
      }
      return;
    }
    metrics.success(now);
    stream.answered(now);
  }

  private void failed(PollStream stream, Throwable failure) {
    metrics.failed();
    LOG.debug("{}: poll of {} failed", split.splitId(), stream.instrument, failure);
    if (failure instanceof RestException rest
        && rest.kind() == RestException.Kind.STATUS
        && rest.status() >= 400
        && rest.status() < 500) {
      stream.refused(rest.getMessage());
    }
  }

  private void tick() {
    context.schedule(TICK_MILLIS, this::tick);
    long now = context.now();
    streams.values().forEach(stream -> stream.tick(now));
  }

  @Override
  public void resync(ResyncRequest request) {
    // The next answer is a whole book.
  }

  @Override
  public int sockets() {
    return transport.sockets();
  }

  @Override
  public void close() {
    context.loop.close(
        () -> {
          context.close();
          transport.close();
        });
  }
}
