// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import io.marketprism.simulator.chaos.InflictionLog;
import io.marketprism.simulator.chaos.PlanRun;
import io.marketprism.simulator.chaos.PlannedFault;
import io.marketprism.simulator.chaos.VenueClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inflict}: inflicts one fault, or those of a plan at their times. */
@Command(
    name = "inflict",
    mixinStandardHelpOptions = true,
    description = {
      "Inflicts one fault and prints the simulator's answer:",
      "  inflict --venue okx=http://127.0.0.1:9502 --kind drop symbol=BTC-USDT feed=trade",
      "  inflict --venue okx=http://127.0.0.1:9502 okx drop symbol=BTC-USDT feed=trade",
      "or carries out a plan and prints its lines of processes when they are due:",
      "  inflict --plan plan.txt --venue okx=http://127.0.0.1:9502 --log done.jsonl",
      "Exit code 0 if all was accepted, 1 if something was refused, 2 for wrong use or no",
      "connection."
    })
public final class InflictCommand implements Callable<Integer> {
  private static final String AT_ONCE = "0";

  @Option(
      names = "--venue",
      description = "NAME=URL of a simulator's REST interface; once per venue",
      required = true)
  private Map<String, String> venues = new LinkedHashMap<>();

  @Option(names = "--plan", description = "file with a plan to carry out")
  private Path plan;

  @Option(names = "--log", description = "file to write each fault of the plan to, with its answer")
  private Path log;

  @Option(names = "--kind", description = "kind of the one fault to inflict")
  private String kind;

  @Parameters(description = "key=value …, behind a venue and a kind where --kind is not given")
  private List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    VenueClient client = new VenueClient(venues);
    PrintWriter out = spec.commandLine().getOut();
    if (plan != null) {
      if (kind != null || !words.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--plan goes with neither --kind nor words of a fault");
      }
      List<PlannedFault> faults = read();
      try (InflictionLog done = log == null ? InflictionLog.none() : InflictionLog.to(log)) {
        return new PlanRun(client, out, done).carryOut(faults).ordinal();
      }
    }
    VenueClient.Answer answer = client.inflict(one());
    out.println(answer.body());
    out.flush();
    return answer.accepted() ? 0 : 1;
  }

  /** The lines of the plan; each venue of it must have a URL. */
  private List<PlannedFault> read() throws IOException {
    List<PlannedFault> faults =
        Files.readAllLines(plan).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(PlannedFault::parse)
            .sorted(Comparator.comparingLong(PlannedFault::millis))
            .toList();
    List<String> unknown =
        faults.stream()
            .filter(fault -> !fault.local())
            .map(PlannedFault::target)
            .distinct()
            .filter(target -> !venues.containsKey(target))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "the plan has venues without a URL: " + String.join(", ", unknown));
    }
    return faults;
  }

  private PlannedFault one() {
    if (kind != null) {
      if (venues.size() != 1) {
        throw new ParameterException(spec.commandLine(), "--kind goes with one --venue");
      }
      String venue = venues.keySet().iterator().next();
      return new PlannedFault(0, venue, kind, PlannedFault.parameters(words));
    }
    String line = String.join(" ", words);
    boolean timed = line.matches("[0-9].*");
    return PlannedFault.parse(timed ? line : AT_ONCE + " " + line);
  }
}
