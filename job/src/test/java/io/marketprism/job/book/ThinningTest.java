// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.wire.WireMessage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is published of the books at each level of degradation. */
class ThinningTest {
  private static final BookOptions STREAMS = BookRig.options().deltas().quotes().build();

  @ParameterizedTest(name = "level {0}")
  @CsvSource({
    "0, 100, 400, true",
    "1, 250, 200, true",
    "2, 1000, 100, false",
    "3, 1000, 100, false",
    "4, 1000, 20, false"
  })
  void levelsAreThoseOfTheContract(int level, long intervalMs, int depth, boolean streams) {
    assertThat(Thinning.of(BookOptions.DEFAULT, level))
        .isEqualTo(new Thinning(intervalMs, depth, streams));
  }

  @Test
  void whatIsConfiguredIsOnlyEverReduced() {
    BookOptions few = BookRig.options().interval(5_000).depth(10).build();
    assertThat(Thinning.of(few, 4)).isEqualTo(new Thinning(5_000, 10, false));
    BookOptions all = BookRig.options().interval(0).depth(BookOptions.FULL).build();
    assertThat(Thinning.of(all, 0).full()).isTrue();
    assertThat(Thinning.of(all, 1)).isEqualTo(new Thinning(250, 200, true));
  }

  /** Levels of a deep book. */
  private static String side(int from, int step) {
    return IntStream.range(0, 300)
        .mapToObj(i -> from + step * i + " 1")
        .collect(Collectors.joining(", "));
  }

  private static List<Integer> depths(BookRig rig) {
    return rig.take().stream()
        .filter(message -> message.kind() == WireMessage.Kind.ORDERBOOK)
        .map(message -> BookRig.json(message).get("bids").size())
        .toList();
  }

  @Test
  void booksThinOutAndRecoverWithoutALoss() throws Exception {
    try (BookRig rig = new BookRig(BookOptions.DEFAULT)) {
      rig.snapshot(BTC, 10, side(1_000, -1), side(1_001, 1));
      assertThat(depths(rig)).containsExactly(300);
      long id = 10;
      for (int level : new int[] {1, 2, 3, 4, 3, 2, 1, 0}) {
        rig.strain.level = level;
        for (int i = 0; i < 3_000; i += 50) {
          rig.delta(BTC, id, ++id, "1000 " + (i + 1), "");
          rig.advance(50);
        }
        Thinning thinning = Thinning.of(BookOptions.DEFAULT, level);
        List<Integer> depths = depths(rig);
        int messages = (int) (3_000 / Math.max(100, thinning.intervalMs()));
        assertThat(depths).as("level %d", level).hasSizeBetween(messages - 1, messages + 1);
        assertThat(depths).as("level %d", level).containsOnly(Math.min(300, thinning.depth()));
      }
      assertThat(rig.notices()).isEmpty();
      assertThat(rig.requests).isEmpty();
      assertThat(rig.strain.delays).isNotEmpty().allMatch(delay -> delay >= 0 && delay <= 1_000);
    }
  }

  @Test
  void noPressureDropsABook() throws Exception {
    try (BookRig rig = new BookRig(BookOptions.DEFAULT)) {
      rig.snapshot(BTC, 10, side(1_000, -1), side(1_001, 1));
      rig.strain.level = 4;
      rig.delta(BTC, 10, 11, "1000 2", "");
      rig.checkpoint();
      assertThat(rig.storedBooks()).isOne();
      rig.strain.level = 0;
      rig.advance(1_000);
      rig.take();
      rig.delta(BTC, 11, 12, "1000 3", "");
      rig.advance(1_000);
      assertThat(depths(rig)).containsExactly(300);
    }
  }

  @Test
  void shorterIntervalHoldsForThoseThatWaitAlready() throws Exception {
    try (BookRig rig = new BookRig(BookOptions.DEFAULT)) {
      rig.strain.level = 2;
      rig.snapshot(BTC, 10, "99 1", "101 1");
      rig.delta(BTC, 10, 11, "99 2", "");
      rig.take();
      rig.strain.level = 0;
      rig.advance(1_000);
      assertThat(rig.books()).containsExactly("11: 99 2 / 101 1");
      rig.delta(BTC, 11, 12, "99 3", "");
      rig.delta(BTC, 12, 13, "99 4", "");
      rig.advance(100);
      assertThat(rig.books()).containsExactly("13: 99 4 / 101 1");
    }
  }

  private static List<String> streamed(BookRig rig) {
    return rig.take().stream()
        .filter(message -> message.kind() != WireMessage.Kind.ORDERBOOK)
        .map(ThinningTest::text)
        .toList();
  }

  private static String text(WireMessage message) {
    JsonNode json = BookRig.json(message);
    return message.kind() == WireMessage.Kind.QUOTE
        ? "quote " + json.get("update_id")
        : json.get("type").asText() + ' ' + json.get("prev_seq") + '>' + json.get("seq");
  }

  @Test
  void deltasAndQuotesStopAndComeBackSoThatAReaderCanTell() throws Exception {
    try (BookRig rig = new BookRig(STREAMS)) {
      rig.snapshot(BTC, 10, "99 1", "101 1");
      rig.delta(BTC, 10, 11, "99 2", "");
      assertThat(streamed(rig))
          .containsExactly("snapshot null>10", "quote 10", "delta 10>11", "quote 11");

      rig.strain.level = 2;
      rig.delta(BTC, 11, 12, "99 3", "");
      rig.delta(BTC, 12, 13, "99 2", "");
      assertThat(streamed(rig)).isEmpty();

      rig.strain.level = 1;
      rig.delta(BTC, 13, 14, "98 1", "");
      rig.delta(BTC, 14, 15, "98 2", "");
      assertThat(streamed(rig))
          .as("a snapshot, after which deltas chain, and the top although it is the same")
          .containsExactly("snapshot null>14", "quote 14", "delta 14>15");
    }
  }

  @Test
  void strainIsGivenBackAtTheEnd() throws Exception {
    RigStrain strain;
    try (BookRig rig = new BookRig(BookOptions.DEFAULT)) {
      strain = rig.strain;
      assertThat(strain.closed).isFalse();
    }
    assertThat(strain.closed).isTrue();
  }
}
