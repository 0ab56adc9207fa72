// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import io.marketprism.simulator.binance.spot.SpotClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a truth log tells of faults and sockets. */
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
