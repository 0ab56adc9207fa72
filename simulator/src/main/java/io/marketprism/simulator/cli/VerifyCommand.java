// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.marketprism.simulator.verify.Verifier;
import io.marketprism.simulator.verify.VerifierReport;
import io.marketprism.simulator.verify.VerifierSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code verify}: holds what is published against the truth. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Listens on NATS and holds everything published against the venues' truth logs.",
      "Ends after --duration, after --until-books, with the file of --until-exists, or, with",
      "--until-finished, when the simulator's replay is at its end and nothing was published for",
      "--settle seconds. With --faults or --announcements it also holds feed_status against what",
      "was made to go wrong: each loss announced, each announced loss real.",
      "Exit code 0: no finding; 1: findings; 2: wrong use or no connection."
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private static final Pattern NAMED_TRUTH =
      Pattern.compile("((?:binance|okx|deribit)(?:\\.(?:spot|perpetual|options))?)=(.+)");

  @Option(names = "--nats", description = "NATS server", defaultValue = "nats://127.0.0.1:4222")
  private String nats;

  @Option(
      names = "--truth",
      required = true,
      description = {
        "truth log of a simulator, once per log: MARKET=FILE, where MARKET is",
        "EXCHANGE.MARKET_TYPE or EXCHANGE, e.g. binance.perpetual or okx; FILE alone is",
        "binance.spot"
      })
  private List<String> truths;

  @Option(names = "--duration", description = "seconds at most", defaultValue = "60")
  private long durationSeconds;

  @Option(names = "--until-books", description = "end when so many books were checked")
  private Long untilBooks;

  @Option(
      names = "--until-finished",
      description = "REST address of the simulator; end when it has finished and all is quiet")
  private URI simulator;

  @Option(names = "--until-exists", description = "end when this file is there")
  private Path end;

  @Option(
      names = "--settle",
      description = "seconds without a message that count as quiet",
      defaultValue = "3")
  private long settleSeconds;

  @Option(names = "--min-books", description = "fewest books", defaultValue = "1")
  private long minBooks;

  @Option(names = "--min-trades", description = "fewest trades", defaultValue = "1")
  private long minTrades;

  @Option(
      names = "--min-derivatives",
      description = "fewest messages of funding, open interest, ratios, liquidations, volatility",
      defaultValue = "0")
  private long minDerivatives;

  @Option(names = "--golden", arity = "1..*", description = "files of golden books")
  private List<Path> golden = List.of();

  @Option(names = "--min-golden", description = "fewest golden books", defaultValue = "0")
  private int minGolden;

  @Option(
      names = "--stream",
      description = "JetStream stream of the trades; 'none' reads none",
      defaultValue = VerifierSettings.MARKET_TRADES)
  private String stream;

  @Option(
      names = "--data-stream",
      description = "JetStream stream of the other data types, if it is there; 'none' reads none",
      defaultValue = VerifierSettings.MARKET_DATA)
  private String dataStream;

  @Option(
      names = "--faults",
      description = {
        "file of the faults of processes, rows of kind fault as in a truth log; it may grow and",
        "is read at the end. Implies --announcements"
      })
  private Path faults;

  @Option(
      names = "--announcements",
      description = "hold feed_status against the faults in the truth logs")
  private boolean announcements;

  @Option(
      names = "--horizon",
      description = "seconds after its end for which a fault may be the cause of a loss",
      defaultValue = "120")
  private long horizonSeconds;

  @Option(
      names = "--markdown",
      description = "write the report also to this file, as a section of a Markdown page")
  private Path markdown;

  @Option(
      names = "--allow-core-repeats",
      description = "a trade may come twice to core subscribers at any time")
  private boolean coreRepeatsAllowed;

  @Option(names = "--json", description = "print the report as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    VerifierSettings settings =
        VerifierSettings.of(nats, truths())
            .withAtLeast(minBooks, minTrades)
            .withDerivativesAtLeast(minDerivatives)
            .withGolden(minGolden, golden.toArray(new Path[0]))
            .withStream(stream.equals("none") ? null : stream)
            .withDataStream(dataStream.equals("none") ? null : dataStream)
            .withCoreRepeatsAllowed(coreRepeatsAllowed)
            .withAnnouncements(announcements || faults != null)
            .withFaults(faults)
            .withHorizon(Duration.ofSeconds(horizonSeconds));
    try (Verifier verifier = Verifier.start(settings)) {
      new ListeningEnd(
              Duration.ofSeconds(durationSeconds),
              untilBooks,
              simulator,
              Duration.ofSeconds(settleSeconds),
              end)
          .await(verifier::books, verifier::silence);
      VerifierReport report = verifier.conclude();
      if (markdown != null) {
        Files.writeString(markdown, report.markdown());
      }
      System.out.println(
          json ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) : report.text());
      return report.ok() ? 0 : 1;
    }
  }

  private Map<String, Path> truths() {
    Map<String, Path> byMarket = new LinkedHashMap<>();
    for (String text : truths) {
      Matcher named = NAMED_TRUTH.matcher(text);
      String market = named.matches() ? named.group(1) : "binance.spot";
      Path file = Path.of(named.matches() ? named.group(2) : text);
      if (byMarket.put(market, file) != null) {
        throw new ParameterException(
            spec.commandLine(), "--truth names " + market + " more than once");
      }
    }
    return byMarket;
  }
}
