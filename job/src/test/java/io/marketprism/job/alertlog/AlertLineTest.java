// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.alertlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertLineTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-26T10:00:00Z");

  @Test
  void eachAlertIsALineWithItsColumns() throws JsonProcessingException {
    List<String> lines =
        lines(
            """
            {"version": "4", "alerts": [
              {"status": "firing", "startsAt": "2026-11-26T09:59:50.5Z",
               "labels": {"alertname": "FeedStale", "severity": "warning", "symbol": "BTC-USDT", "exchange": "okx"},
               "annotations": {"summary": "No message"}},
              {"status": "resolved", "startsAt": "2026-11-26T09:00:00Z",
               "labels": {"alertname": "CollectorTargetDown", "severity": "critical"}, "annotations": {}}]}
            """);
    assertThat(lines)
        .containsExactly(
            "2026-11-26T10:00:00.000Z\tfiring\twarning\tFeedStale\t2026-11-26T09:59:50.5Z"
                + "\texchange=okx,symbol=BTC-USDT\tNo message",
            "2026-11-26T10:00:00.000Z\tresolved\tcritical\tCollectorTargetDown"
                + "\t2026-11-26T09:00:00Z\t-\t-");
  }

  @Test
  void noValueBreaksTheLineOrItsColumns() throws JsonProcessingException {
    List<String> lines =
        lines(
            """
            {"alerts": [{"labels": {"alertname": "A\\tB", "x": "1\\n2"}, "annotations": {"summary": "\\u0000"}}]}
            """);
    assertThat(lines)
        .containsExactly("2026-11-26T10:00:00.000Z\t-\t-\tA B\t-\tx=1 2\t-")
        .allSatisfy(line -> assertThat(line.split("\t")).hasSize(7));
  }

  @Test
  void whatIsNoMessageIsRefused() {
    for (String other : List.of("{}", "[]", "1", "{\"alerts\": {}}")) {
      assertThatThrownBy(() -> lines(other)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static List<String> lines(String message) throws JsonProcessingException {
    return AlertLine.of(new ObjectMapper().readTree(message), RECEIVED);
  }
}
