// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.cli;

import io.marketprism.simulator.VenueKind;
import io.marketprism.simulator.chaos.ChaosPlan;
import io.marketprism.simulator.chaos.PlanSettings;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plan}: prints what is to go wrong and when. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Prints a plan of faults, one a line in the order of their times:",
      "SECONDS VENUE kind key=value …, or SECONDS local kind key=value … for processes.",
      "The same options give the same plan. The last fifth, at least 20 s, has no new fault."
    })
public final class PlanCommand implements Callable<Integer> {
  private static final BigDecimal MINUTE_MILLIS = BigDecimal.valueOf(60_000);

  private enum Answer {
    yes,
    no
  }

  @Option(names = "--seed", description = "seed of the plan", required = true)
  private long seed;

  @Option(names = "--minutes", description = "length of the plan", required = true)
  private BigDecimal minutes;

  @Option(
      names = "--venues",
      split = ",",
      description = "venues that suffer",
      defaultValue = "binance_spot,binance_derivatives,okx,deribit")
  private List<String> venues;

  @Option(
      names = "--symbols",
      split = ",",
      description = "normalised symbols; the last one is taken off and listed again at times",
      defaultValue = "BTC-USDT,ETH-USDT")
  private List<String> symbols;

  @Option(
      names = "--local",
      description = "whether processes suffer, too: ${COMPLETION-CANDIDATES}",
      defaultValue = "yes")
  private Answer local;

  @Option(
      names = "--kinds",
      split = ",",
      description = "kinds of faults, of venues and processes; all where none is named")
  private List<String> kinds = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PlanSettings settings =
        new PlanSettings(
            seed,
            minutes.multiply(MINUTE_MILLIS).setScale(0, RoundingMode.DOWN).longValueExact(),
            venues.stream().map(VenueKind::named).toList(),
            symbols,
            local == Answer.yes,
            kinds);
    PrintWriter out = spec.commandLine().getOut();
    String version =
        Optional.ofNullable(PlanCommand.class.getPackage().getImplementationVersion())
            .orElse("unpackaged");
    out.println(
        "# seed " + seed + ", " + minutes.toPlainString() + " minutes, simulator " + version);
    ChaosPlan.of(settings).forEach(out::println);
    out.flush();
    return 0;
  }
}
