// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a truth log says beside the market: faults and sockets, and how long updates went on. */
class FaultRowsTest {
  @TempDir private Path folder;

  private Path write(String... rows) throws Exception {
    return Files.write(folder.resolve("truth.jsonl"), List.of(rows));
  }

  @Test
  void faultsAndSocketsAreReadBesideTheMarket() throws Exception {
    Path file =
        write(
            "{\"k\":\"snap\",\"s\":\"A\",\"u\":10,\"E\":100,\"b\":[[\"1\",\"1\"]],\"a\":[]}",
            "{\"k\":\"fault\",\"s\":\"A\",\"u\":500,\"kind\":\"drop\",\"feed\":\"trade\","
                + "\"stream\":\"a@trade\",\"until\":\"700\",\"first\":\"1\",\"last\":\"2\"}",
            "{\"k\":\"socket\",\"s\":\"ALL\",\"u\":600,\"event\":\"opened\",\"id\":\"7\","
                + "\"by\":\"client\"}",
            "{\"k\":\"socket\",\"s\":\"ALL\",\"u\":601,\"event\":\"closed\",\"id\":\"7\","
                + "\"by\":\"server\"}");
    try (TruthBooks truth = new TruthBooks(file)) {
      assertThat(truth.faults())
          .containsExactly(new FaultRow("A", 500, 700, "drop", "trade", "a@trade"));
      assertThat(truth.sockets())
          .containsExactly(
              new SocketRow(600, SocketRow.Event.OPENED, "7", false),
              new SocketRow(601, SocketRow.Event.CLOSED, "7", true));
      assertThat(truth.symbols()).containsExactly("A");
    }
  }

  @Test
  void aFileOfFaultsMayGrowAndNeedNotBeThere() throws Exception {
    Path file = folder.resolve("faults");
    assertThat(FaultFile.read(file)).isEmpty();
    String row = "{\"k\":\"fault\",\"u\":5,\"kind\":\"kill-nats\"}";
    Files.writeString(file, row + "\n" + row);
    assertThat(FaultFile.read(file))
        .containsExactly(new FaultRow(FaultRow.ALL, 5, 5, "kill-nats", "", ""));
    assertThat(FaultFile.read(file).get(0).concerns("A")).isTrue();
  }

  @Test
  void updatesAreMeasuredByTheVenuesTimes() throws Exception {
    Path file =
        write(
            "{\"k\":\"snap\",\"s\":\"A\",\"u\":10,\"E\":1000,\"b\":[],\"a\":[]}",
            diff(11, 2_000),
            diff(12, 3_000),
            "{\"k\":\"rest\",\"s\":\"A\",\"u\":99,\"after\":12,\"b\":[],\"a\":[]}",
            diff(13, 5_000),
            diff(14, 9_000));
    try (TruthBooks truth = new TruthBooks(file)) {
      assertThat(truth.updateSpan("A", 10, 14, Long.MAX_VALUE)).isEqualTo(7_000);
      assertThat(truth.updateSpan("A", 10, 13, Long.MAX_VALUE)).isEqualTo(3_000);
      assertThat(truth.updateSpan("A", 10, Long.MAX_VALUE, 5_500)).isEqualTo(3_000);
      assertThat(truth.updateSpan("A", 99, 14, Long.MAX_VALUE)).isEqualTo(4_000);
      assertThat(truth.updateSpan("A", 14, Long.MAX_VALUE, Long.MAX_VALUE)).isZero();
      assertThat(truth.updateSpan("B", 1, 2, Long.MAX_VALUE)).isZero();
    }
  }

  private static String diff(long id, long time) {
    return "{\"k\":\"diff\",\"s\":\"A\",\"u\":%d,\"U\":%d,\"E\":%d,\"b\":[[\"1\",\"%d\"]],\"a\":[]}"
        .formatted(id, id, time, id);
  }

  @Test
  void aBookIsFoundUnderTheIdsThatTheVenueShowedAfterCountingAnew() throws Exception {
    Path file =
        write(
            "{\"k\":\"snap\",\"s\":\"A\",\"u\":1010,\"E\":1000,\"b\":[],\"a\":[]}",
            diff(1_011, 2_000),
            "{\"k\":\"fault\",\"s\":\"A\",\"u\":1,\"kind\":\"sequence-reset\",\"feed\":\"market\","
                + "\"before\":\"1011\",\"id\":\"12\",\"truth\":\"1012\",\"until\":\"1\"}",
            diff(1_012, 3_000),
            diff(1_013, 4_000));
    try (TruthBooks truth = new TruthBooks(file)) {
      assertThat(truth.eventTime("A", 1_011)).hasValue(2_000);
      assertThat(truth.eventTime("A", 12)).hasValue(3_000);
      assertThat(truth.book("A", 13)).isPresent();
      assertThat(truth.book("A", 1_013)).as("never shown").isEmpty();
      assertThat(truth.book("A", 11)).as("never shown").isEmpty();
      assertThat(truth.updateSpan("A", 1_011, 13, Long.MAX_VALUE)).isEqualTo(1_000);
    }
  }
}
