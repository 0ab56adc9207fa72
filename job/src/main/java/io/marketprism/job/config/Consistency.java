// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import static io.marketprism.job.config.RuleReport.shown;

import io.marketprism.job.config.source.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules that concern more than one option. A faulty option is left out of them. */
final class Consistency {

  /** Time to notice a dead task and to restart the job, on top of a checkpoint's interval. */
  private static final Duration FAILURE_AND_RESTART = Duration.ofSeconds(60);

  private final Settings settings;
  private final RuleReport report;

  private Consistency(Settings settings, RuleReport report) {
    this.settings = settings;
    this.report = report;
  }

  /** Checks all rules. */
  static void check(Settings settings, Faults faults) {
    RuleReport report = new RuleReport(settings, faults);
    Consistency rules = new Consistency(settings, report);
    rules.somethingIsCollected();
    settings.venues().forEach(venue -> VenueRules.check(venue, settings, report));
    SharedHosts.check(settings, report);
    rules.ackedBeforeTheFlushGivesUp();
    rules.stream(Options.MARKET_TRADES);
    rules.stream(Options.MARKET_DATA);
    // A replay takes each entry once, however often the stream has it.
    rules.windowIsWithinTheStreamsAge(Options.MARKET_RAW);
    rules.filesHaveAFolder();
    rules.oneWayToAuthenticate();
    rules.certificatesWithTls();
  }

  private void somethingIsCollected() {
    if (settings.enabledVenues().isEmpty()) {
      report.fault("exchanges", "no venue is enabled, so there is nothing to collect");
    }
  }

  private void ackedBeforeTheFlushGivesUp() {
    Optional<Duration> ack = settings.find(PublishOptions.ACK_TIMEOUT);
    Optional<Duration> flush = settings.find(PublishOptions.FLUSH_TIMEOUT);
    if (ack.isPresent() && flush.isPresent() && flush.get().compareTo(ack.get()) < 0) {
      report.fault(
          PublishOptions.FLUSH_TIMEOUT.path(),
          shown(flush.get()) + " is shorter than publish.ack-timeout " + shown(ack.get()),
          PublishOptions.ACK_TIMEOUT.path());
    }
  }

  private void filesHaveAFolder() {
    if (settings.find(Options.JOURNAL_TARGET).equals(Optional.of(JournalConfig.Target.FILES))
        && !settings.isGiven(Options.JOURNAL_PATH)) {
      report.fault(Options.JOURNAL_TARGET.path(), "files need journal.path beside it");
    }
  }

  private void stream(StreamOptions stream) {
    windowIsWithinTheStreamsAge(stream);
    windowOutlastsAFailure(stream);
  }

  private void windowIsWithinTheStreamsAge(StreamOptions stream) {
    Optional<Duration> window = settings.find(stream.duplicateWindow());
    Optional<Duration> age = settings.find(stream.maxAge());
    if (window.isPresent() && age.isPresent() && window.get().compareTo(age.get()) > 0) {
      report.fault(
          stream.duplicateWindow().path(),
          shown(window.get())
              + " is longer than "
              + stream.maxAge().path()
              + " "
              + shown(age.get())
              + ", which NATS refuses",
          stream.maxAge().path());
    }
  }

  private void windowOutlastsAFailure(StreamOptions stream) {
    Optional<Duration> window = settings.find(stream.duplicateWindow());
    Optional<Duration> checkpoint = settings.find(Options.CHECKPOINT_INTERVAL);
    if (window.isPresent() && checkpoint.isPresent()) {
      Duration needed = checkpoint.get().plus(FAILURE_AND_RESTART);
      if (window.get().compareTo(needed) < 0) {
        report.fault(
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
    boolean file = settings.isGiven(Options.NATS_PASSWORD_FILE);
    boolean variable = settings.isGiven(Options.NATS_PASSWORD_ENV);
    if (user && !file && !variable) {
      report.fault(
          Options.NATS_USER.path(), "needs nats.password-file or nats.password-env beside it");
    } else if (!user && (file || variable)) {
      report.fault(
          (file ? Options.NATS_PASSWORD_FILE : Options.NATS_PASSWORD_ENV).path(),
          "needs nats.user beside it");
    }
    List<String> ways =
        Options.NATS_LOGINS.stream().filter(settings::isGiven).map(Option::path).toList();
    if (ways.size() > 1) {
      report.fault(
          ways.get(ways.size() - 1),
          "is one way too many to authenticate; keep one of " + String.join(", ", ways));
    }
    boolean inUrl =
        settings.find(Options.NATS_SERVERS).orElse(List.of()).stream()
            .anyMatch(server -> server.contains("@"));
    if (inUrl && !ways.isEmpty()) {
      report.fault(
          ways.get(0), "the URL of the environment has credentials already; keep one of the two");
    }
  }

  private void certificatesWithTls() {
    boolean certificate = settings.isGiven(Options.NATS_CERTIFICATE_FILE);
    boolean key = settings.isGiven(Options.NATS_KEY_FILE);
    if (certificate && !key) {
      report.fault(Options.NATS_CERTIFICATE_FILE.path(), "needs nats.key-file beside it");
    } else if (key && !certificate) {
      report.fault(Options.NATS_KEY_FILE.path(), "needs nats.certificate-file beside it");
    }
    List<String> servers =
        settings
            .find(Options.NATS_SERVERS)
            .orElseGet(() -> settings.find(Options.NATS_URL).stream().toList());
    boolean inTheClear = servers.stream().anyMatch(server -> !server.matches("(?i)(tls|wss)://.*"));
    Stream.of(Options.NATS_CA_FILE, Options.NATS_CERTIFICATE_FILE)
        .filter(option -> inTheClear && settings.isGiven(option))
        .forEach(
            option ->
                report.fault(option.path(), "needs servers that begin with tls:// or wss://"));
  }
}
