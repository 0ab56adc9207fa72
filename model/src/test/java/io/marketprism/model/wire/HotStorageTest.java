// SPDX-License-Identifier: Apache-2.0
package io.marketprism.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.model.wire.Goldens.Golden;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the hot storage finds in our messages (wire contract 9). */
class HotStorageTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  static List<Golden> goldens() {
    return Goldens.all();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everyColumnHoldsAValue(Golden golden) throws IOException {
    Map<String, Object> row = HotStorageRow.of(golden.message().kind().token(), golden.text());
    assertThat(row).hasSizeGreaterThan(6);
    row.forEach(
        (column, value) -> {
          if (value instanceof BigDecimal decimal) {
            assertThat(decimal.signum()).as(column).isNotZero();
          } else if (value instanceof Boolean maker) {
            assertThat(maker).as(column).isEqualTo("sell".equals(row.get("side")));
          } else {
            assertThat(value).as(column).isNotEqualTo(0L).isNotEqualTo("").isNotEqualTo("[]");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theRowIsWhereItBelongs(Golden golden) throws IOException {
    Map<String, Object> row = HotStorageRow.of(golden.message().kind().token(), golden.text());
    assertThat(row.get("exchange") + "." + row.get("market_type") + "." + row.get("symbol"))
        .isEqualTo(golden.subject().substring(golden.subject().indexOf('.') + 1));
    assertThat(row.get("data_source")).isEqualTo("marketprism");
    assertThat(row.get("exchange")).isIn("binance", "okx", "deribit");
    assertThat(row.get("market_type")).isIn("spot", "perpetual", "options");
    assertThat((Long) row.get("timestamp")).isBetween(1_600_000_000_000L, 1_900_000_000_000L);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void noTextEndsItsStatement(Golden golden) {
    assertThat(golden.text()).doesNotContain("'").doesNotContain("\\");
  }

  @Test
  void bothFormsOfLevelsGiveTheSameRow() throws IOException {
    Golden golden = GoldenBooks.all().get(0);
    JsonNode arrays = JACKSON.readTree(golden.text());
    String objects =
        golden
            .text()
            .replaceAll(
                "\\[\"([0-9.]+)\",\"([0-9.]+)\"\\]", "{\"price\":\"$1\",\"quantity\":\"$2\"}");
    assertThat(JACKSON.readTree(objects)).isNotEqualTo(arrays);
    Map<String, Object> row = HotStorageRow.of("orderbook", objects);
    assertThat(row)
        .containsEntry("best_bid_price", new BigDecimal("63704.00000000"))
        .containsEntry("best_bid_quantity", new BigDecimal("4.77471000"))
        .containsEntry("best_ask_price", new BigDecimal("63704.01000000"))
        .containsEntry("best_ask_quantity", new BigDecimal("11.33198000"));
  }
}
