// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.simulator.binance.spot.SpotClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a truth log tells of faults, sockets and trades. */
public final class FaultRows {
  private final Path truth;

  public FaultRows(Path truth) {
    this.truth = truth;
  }

  /** The rows of a kind of fault, in order. */
  public List<JsonNode> of(String kind) {
    return rows("fault").stream().filter(row -> row.path("kind").asText().equals(kind)).toList();
  }

  /** The last row of a kind of fault. */
  public JsonNode last(String kind) {
    List<JsonNode> rows = of(kind);
    return rows.get(rows.size() - 1);
  }

  /** The rows of sockets, in order. */
  public List<JsonNode> sockets() {
    return rows("socket");
  }

  /** Whether a trade with a higher id than this took place. */
  public boolean hasTradeAfter(String symbol, long id) {
    return rows("trade").stream()
        .anyMatch(row -> row.path("s").asText().equals(symbol) && row.path("u").asLong() > id);
  }

  private List<JsonNode> rows(String k) {
    String head = "{\"k\":\"" + k + "\"";
    try {
      String text = Files.readString(truth);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .filter(line -> line.startsWith(head))
          .map(SpotClient::json)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
