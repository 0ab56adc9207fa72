// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HealthLayoutTest {
  private static final String HEALTHY_CHECKS =
      """
      "nats":{"name":"nats","status":"healthy","response_time":0.0007,"error_message":null,
        "details":{"connected":true,"server_info":"marketprism 2.10.7"}},
      "orderbook_manager":{"name":"orderbook_manager","status":"healthy","error_message":null,
        "details":{"active_symbols":8,"time_since_last_update":0.1}},
      "websocket_okx":{"name":"websocket_okx","status":"healthy","error_message":null,
        "details":{"connected":4,"expected":4}}
      """;

  private static String drawn(String json) throws IOException {
    StringBuilder text = new StringBuilder();
    HealthLayout.draw(new ObjectMapper().readTree(json))
        .forEach(line -> text.append(line.plain()).append('\n'));
    return text.toString();
  }

  @Test
  void healthyCollectorIsOneScreenOfFigures() throws IOException {
    assertThat(
            drawn(
                """
                {"status":"healthy","degradation_level":0,"problems":[],
                 "feeds":{"live":36,"total":36},
                 "checks":{%s,
                  "flink_job":{"name":"flink_job","status":"healthy","error_message":null,
                    "details":{"state":"RUNNING","restarts":0,"last_checkpoint_age_seconds":6.1}}},
                 "metrics":{"memory_percent":38.2,"cpu_percent":null,"open_fds":214}}
                """
                    .formatted(HEALTHY_CHECKS)))
        .isEqualTo(
            """
            HEALTHY  36 of 36 feeds are live
            nats                healthy     marketprism 2.10.7, answers after 1 ms
            orderbook_manager   healthy     8 books, last update 0.1s ago
            websocket_okx       healthy     4 of 4 sockets
            flink_job           healthy     RUNNING, 0 restarts, last checkpoint 6.1s ago
            figures             memory 38.2 %, 214 files open
            """);
  }

  @Test
  void problemComesWithTheCommandToType() throws IOException {
    assertThat(
            drawn(
                """
                {"status":"degraded","degradation_level":2,
                 "problems":[{"code":"feeds","status":"degraded","where":"okx",
                              "text":"okx: 4 of 10 feeds are not as they should be"}],
                 "feeds":{"live":32,"total":36},"metrics":{},
                 "checks":{"orderbook_manager":{"name":"orderbook_manager","status":"degraded",
                   "error_message":"6 of 8 books are live and fresh","details":{}}}}
                """))
        .isEqualTo(
            """
            DEGRADED  32 of 36 feeds are live, degradation level 2
            orderbook_manager   degraded    6 of 8 books are live and fresh
            figures             not known

            okx: 4 of 10 feeds are not as they should be
              -> bin/marketprism tail 'feed_status.okx.>'
            """);
  }

  @Test
  void healthServerThatIsNotThereIsToldAsSuch() {
    assertThat(HealthLayout.unreachable("http://127.0.0.1:8087").get(0).plain())
        .isEqualTo("UNKNOWN  the health server http://127.0.0.1:8087 does not answer");
  }

  @Test
  void failedVerdictIsTold() throws IOException {
    assertThat(drawn("{\"status\":\"unhealthy\",\"error\":\"no verdict was made for 12 s\"}"))
        .startsWith("UNHEALTHY  no verdict was made for 12 s");
  }
}
