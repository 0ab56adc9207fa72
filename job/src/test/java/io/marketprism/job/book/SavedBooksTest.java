// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.job.SavepointFixture;
import io.marketprism.model.wire.WireMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Books in savepoints of earlier formats. */
class SavedBooksTest {
  private static final String INSTRUMENT = "binance.spot.BTC-USDT";

  /** As {@code CollectorJob} sets it. */
  private static final int MAX_PARALLELISM = 720;

  static List<String> formats() {
    return SavepointFixture.FORMATS;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void aSavedBookGoesOnLevelByLevelWithTheDeltaThatContinuesIt(String format) throws Exception {
    SavepointFixture saved = SavepointFixture.of(format);
    JsonNode before = saved.lastBook(INSTRUMENT);
    long last = saved.lastUpdateId(INSTRUMENT);
    // The savepoint is of no time that a test could know.
    BookOptions options =
        BookRig.options().interval(0).depth(20).ttl(Duration.ofDays(36_500).toMillis()).build();
    try (BookRig rig = BookRig.ofJob(options, saved.stateOf("order-book"), MAX_PARALLELISM)) {
      rig.delta(BTC, last, last + 1, "", "");

      List<WireMessage> messages = rig.take();
      assertThat(messages).hasSize(1);
      JsonNode after = BookRig.json(messages.get(0));
      assertThat(after.path("last_update_id").asLong()).isEqualTo(last + 1);
      assertThat(after.path("bids")).hasSize(20).isEqualTo(before.path("bids"));
      assertThat(after.path("asks")).hasSize(20).isEqualTo(before.path("asks"));
      assertThat(rig.requests).isEmpty();
    }
  }
}
