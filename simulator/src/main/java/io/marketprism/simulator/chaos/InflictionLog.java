// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Writes down each fault of a plan when it was carried out, one JSON object a line: {@code at}
 * (epoch milliseconds), {@code seconds}, {@code target}, {@code kind}, {@code parameters} and, of
 * venues, {@code status} and {@code answer}, or {@code error} where there was none.
 */
public final class InflictionLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Writer out;
  private final Clock clock;

  private InflictionLog(Writer out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** A log in {@code file}, which is emptied first. */
  public static InflictionLog to(Path file) throws IOException {
    return new InflictionLog(Files.newBufferedWriter(file), Clock.systemUTC());
  }

  /** A log that keeps nothing. */
  public static InflictionLog none() {
    return new InflictionLog(Writer.nullWriter(), Clock.systemUTC());
  }

  void handedOut(PlannedFault fault) {
    write(row(fault));
  }

  void answered(PlannedFault fault, VenueClient.Answer answer) {
    write(row(fault).put("status", answer.status()).put("answer", answer.body()));
  }

  void failed(PlannedFault fault, IOException failure) {
    write(row(fault).put("error", failure.toString()));
  }

  private ObjectNode row(PlannedFault fault) {
    ObjectNode row = JSON.createObjectNode().put("at", clock.millis());
    row.put("seconds", fault.seconds()).put("target", fault.target()).put("kind", fault.kind());
    ObjectNode parameters = row.putObject("parameters");
    fault.parameters().forEach(parameters::put);
    return row;
  }

  private void write(ObjectNode row) {
    try {
      out.write(row + "\n");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log of faults", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
