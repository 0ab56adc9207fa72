// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import io.marketprism.job.config.source.Faults;
import io.marketprism.model.DataType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that concern more than one option. A faulty option is left out of them. */
final class Consistency {

  /** Time to notice a dead task and to restart the job, on top of a checkpoint's interval. */
  private static final Duration FAILURE_AND_RESTART = Duration.ofSeconds(60);

  private final Settings settings;
  private final Faults faults;

  private Consistency(Settings settings, Faults faults) {
    this.settings = settings;
    this.faults = faults;
  }

  /** Checks all rules. */
  static void check(Settings settings, Faults faults) {
    Consistency rules = new Consistency(settings, faults);
    rules.somethingIsCollected();
    settings.venues().forEach(rules::venue);
    rules.ackedBeforeTheFlushGivesUp();
    rules.stream(Options.MARKET_TRADES);
    rules.stream(Options.MARKET_DATA);
    rules.oneWayToAuthenticate();
  }

  private void somethingIsCollected() {
    boolean enabled =
        settings.venues().stream()
            .anyMatch(venue -> settings.find(Options.ENABLED, venue).orElse(true));
    if (!enabled) {
      faults.add("exchanges", "no supported venue is enabled, so there is nothing to collect");
    }
  }

  private void venue(VenueKey venue) {
    dataTypesAreSupported(venue);
    endpointHasNoStreamPath(venue);
    publishedDepthIsKeptAndKnown(venue);
    pauseIsNoSilence(venue);
  }

  private void dataTypesAreSupported(VenueKey venue) {
    String supported =
        venue.dataTypes().stream().sorted().map(DataType::token).collect(Collectors.joining(", "));
    List<DataType> types = settings.find(Options.DATA_TYPES, venue).orElse(List.of());
    for (DataType type : types) {
      if (!venue.dataTypes().contains(type)) {
        report(
            Options.DATA_TYPES.pathFor(venue),
            type.token() + " is not supported yet; supported: " + supported);
      }
    }
  }

  private void endpointHasNoStreamPath(VenueKey venue) {
    String path = settings.find(Options.WS_URL, venue).map(URI::getPath).orElse("");
    if (path.endsWith("/ws") || path.endsWith("/stream")) {
      report(
          Options.WS_URL.pathFor(venue),
          "ends in the venue's stream path, which the collector adds itself; write it without");
    }
  }

  private void publishedDepthIsKeptAndKnown(VenueKey venue) {
    Optional<Integer> published = settings.find(Options.PUBLISH_DEPTH);
    boolean books =
        settings
            .find(Options.DATA_TYPES, venue)
            .map(types -> types.contains(DataType.ORDERBOOK))
            .orElse(false);
    if (!books || published.isEmpty() || published.get() == PublishConfig.FULL_DEPTH) {
      return;
    }
    for (Option<Integer> limit : List.of(Options.KEEP_DEPTH, Options.SNAPSHOT_LIMIT)) {
      Optional<Integer> levels = settings.find(limit, venue);
      if (levels.isPresent() && levels.get() < published.get()) {
        report(
            limit.pathFor(venue),
            levels.get()
                + " is less than publish.depth "
                + published.get()
                + "; raise it or lower publish.depth",
            Options.PUBLISH_DEPTH.path());
      }
    }
  }

  private void pauseIsNoSilence(VenueKey venue) {
    Optional<Duration> silence = settings.find(Options.WS_SILENCE, venue);
    Optional<Duration> pause = settings.find(Options.SOURCE_MAX_PAUSE);
    if (silence.isPresent() && pause.isPresent() && pause.get().compareTo(silence.get()) >= 0) {
      report(
          Options.WS_SILENCE.pathFor(venue),
          shown(silence.get())
              + " is not longer than source.max-pause "
              + shown(pause.get())
              + "; a socket that is not read for so long would count as silent",
          Options.SOURCE_MAX_PAUSE.path());
    }
  }

  private void ackedBeforeTheFlushGivesUp() {
    Optional<Duration> ack = settings.find(Options.PUBLISH_ACK_TIMEOUT);
    Optional<Duration> flush = settings.find(Options.PUBLISH_FLUSH_TIMEOUT);
    if (ack.isPresent() && flush.isPresent() && flush.get().compareTo(ack.get()) < 0) {
      report(
          Options.PUBLISH_FLUSH_TIMEOUT.path(),
          shown(flush.get()) + " is shorter than publish.ack-timeout " + shown(ack.get()),
          Options.PUBLISH_ACK_TIMEOUT.path());
    }
  }

  private void stream(StreamOptions stream) {
    Optional<Duration> window = settings.find(stream.duplicateWindow());
    Optional<Duration> age = settings.find(stream.maxAge());
    if (window.isPresent() && age.isPresent() && window.get().compareTo(age.get()) > 0) {
      report(
          stream.duplicateWindow().path(),
          shown(window.get())
              + " is longer than "
              + stream.maxAge().path()
              + " "
              + shown(age.get())
              + ", which NATS refuses",
          stream.maxAge().path());
    }
    Optional<Duration> checkpoint = settings.find(Options.CHECKPOINT_INTERVAL);
    if (window.isPresent() && checkpoint.isPresent()) {
      Duration needed = checkpoint.get().plus(FAILURE_AND_RESTART);
      if (window.get().compareTo(needed) < 0) {
        report(
            stream.duplicateWindow().path(),
            shown(window.get())
                + " is too short for checkpoint.interval "
                + shown(checkpoint.get())
                + ": what is sent again after a failure would be kept"
                + " twice; needed: "
                + shown(needed)
                + " or more",
            Options.CHECKPOINT_INTERVAL.path());
      }
    }
  }

  private void oneWayToAuthenticate() {
    boolean user = settings.isGiven(Options.NATS_USER);
    boolean password = settings.isGiven(Options.NATS_PASSWORD_FILE);
    if (user && !password) {
      report(Options.NATS_USER.path(), "needs nats.password-file beside it");
    } else if (password && !user) {
      report(Options.NATS_PASSWORD_FILE.path(), "needs nats.user beside it");
    }
    List<String> ways =
        List.of(Options.NATS_PASSWORD_FILE, Options.NATS_TOKEN_FILE, Options.NATS_CREDENTIALS_FILE)
            .stream()
            .filter(settings::isGiven)
            .map(Option::path)
            .toList();
    if (ways.size() > 1) {
      report(
          ways.get(ways.size() - 1),
          "is one way too many to authenticate; keep one of " + String.join(", ", ways));
    }
    boolean inUrl =
        settings.find(Options.NATS_SERVERS).orElse(List.of()).stream()
            .anyMatch(server -> server.contains("@"));
    if (inUrl && !ways.isEmpty()) {
      report(
          ways.get(0), "the URL of the environment has credentials already; keep one of the two");
    }
  }

  /** Reports a fault of a path, at the place where it or, failing that, a related path is given. */
  private void report(String path, String problem, String... related) {
    Stream.concat(Stream.of(path), Stream.of(related))
        .flatMap(given -> settings.origin(given).stream())
        .findFirst()
        .ifPresentOrElse(
            origin -> faults.add(path, origin, problem), () -> faults.add(path, problem));
  }

  private static String shown(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
