// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import static io.marketprism.job.book.BookRig.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.marketprism.model.wire.WireMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes out with every update: deltas and quotes. */
class BookStreamsTest {
  private static final BookOptions DELTAS = BookRig.options().interval(60_000).deltas().build();
  private static final BookOptions QUOTES = BookRig.options().interval(60_000).quotes().build();

  @Test
  void bothAreOffByDefault() throws Exception {
    try (BookRig rig = new BookRig(BookOptions.DEFAULT)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.delta(BTC, 10, 11, "98 1", "");

      assertThat(rig.take()).map(WireMessage::kind).containsExactly(WireMessage.Kind.ORDERBOOK);
    }
  }

  @Test
  void deltasAreUnthrottledAndChain() throws Exception {
    try (BookRig rig = new BookRig(DELTAS)) {
      rig.snapshot(BTC, 10, "99 1, 98 2", "101 3");
      rig.delta(BTC, 10, 12, "98 0", "");
      rig.delta(BTC, 12, 13, 8, "", "101.00000001 0.5");

      assertThat(deltas(rig))
          .containsExactly(
              "snapshot 10 null>10: 99 1, 98 2 / 101 3",
              "delta 10 10>12: 98 0 / ",
              "delta 10 12>13:  / 101.00000001 0.5");
    }
  }

  @Test
  void theMessageIdIsMadeOfVenueDataOnly() throws Exception {
    try (BookRig rig = new BookRig(DELTAS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.delta(BTC, 10, 12, "98 1", "");

      List<WireMessage> deltas =
          rig.take().stream().filter(m -> m.kind() == WireMessage.Kind.ORDERBOOK_DELTA).toList();
      assertThat(deltas)
          .map(WireMessage::messageId)
          .containsExactly(
              "orderbook_delta:binance:spot:BTC-USDT:10:10",
              "orderbook_delta:binance:spot:BTC-USDT:10:12");
      assertThat(deltas)
          .map(WireMessage::subject)
          .containsOnly("orderbook_delta.binance.spot.BTC-USDT");
      JsonNode json = BookRig.json(deltas.get(1));
      assertThat(json.get("data_type").asText()).isEqualTo("orderbook_delta");
      assertThat(json.get("ts_ms").asLong()).isEqualTo(BookRig.eventTime(12));
    }
  }

  @Test
  void aReaderCanBeginEveryMinute() throws Exception {
    try (BookRig rig = new BookRig(DELTAS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.jumpTo(rig.now() + 59_999);
      rig.delta(BTC, 10, 11, "98 1", "");
      rig.jumpTo(rig.now() + 1);
      rig.delta(BTC, 11, 12, "97 1", "");
      rig.delta(BTC, 12, 13, "96 1", "");

      assertThat(deltas(rig))
          .containsExactly(
              "snapshot 10 null>10: 99 1 / 101 3",
              "delta 10 10>11: 98 1 / ",
              "snapshot 10 null>12: 99 1, 98 1, 97 1 / 101 3",
              "delta 10 12>13: 96 1 / ");
    }
  }

  @Test
  void everySyncAndEveryRestoreBeginWithASnapshot() throws Exception {
    try (BookRig rig = new BookRig(DELTAS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.reset(BTC);
      rig.snapshot(BTC, 20, "99 1", "101 3");
      rig.snapshot(BTC, 25, "99 2", "101 3");
      assertThat(deltas(rig))
          .containsExactly(
              "snapshot 10 null>10: 99 1 / 101 3",
              "snapshot 20 null>20: 99 1 / 101 3",
              "snapshot 25 null>25: 99 2 / 101 3");
      try (BookRig restored = new BookRig(DELTAS, rig.checkpoint(), rig.now() + 1)) {
        restored.delta(BTC, 25, 26, "98 1", "");
        assertThat(deltas(restored)).containsExactly("snapshot 25 null>26: 99 2, 98 1 / 101 3");
      }
    }
  }

  @Test
  void deltasThatOnlyCatchUpWithARefreshAreNotRepeated() throws Exception {
    try (BookRig rig = new BookRig(DELTAS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.delta(BTC, 10, 11, "98 1", "");
      rig.delta(BTC, 11, 12, "97 1", "");
      rig.snapshot(BTC, 11, "99 1, 98 1, 90 1", "101 3");
      rig.delta(BTC, 11, 12, "97 1", "");

      assertThat(deltas(rig))
          .endsWith(
              "delta 10 11>12: 97 1 / ", "snapshot 11 null>12: 99 1, 98 1, 97 1, 90 1 / 101 3");
    }
  }

  @Test
  void aBrokenBookSendsNoDelta() throws Exception {
    try (BookRig rig = new BookRig(DELTAS)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.delta(BTC, 10, 11, "101 1", "");
      rig.delta(BTC, 11, 12, "98 1", "");

      assertThat(deltas(rig)).hasSize(1);
    }
  }

  @Test
  void aQuoteGoesOutOnlyWhenOneOfItsFourValuesChanges() throws Exception {
    try (BookRig rig = new BookRig(QUOTES)) {
      rig.snapshot(BTC, 10, "99 1, 98 1", "101 3");
      rig.delta(BTC, 10, 11, "98 2", "102 1");
      rig.delta(BTC, 11, 12, "99 2", "");
      rig.delta(BTC, 12, 13, "99 2", "101 3");
      rig.delta(BTC, 13, 14, "", "101 4");
      rig.delta(BTC, 14, 15, "99.5 2", "");
      rig.delta(BTC, 15, 16, "", "100 4");
      rig.delta(BTC, 16, 17, 8, "98 0.00000001", "");
      rig.snapshot(BTC, 17, "99.5 2", "100 4");
      rig.delta(BTC, 17, 18, "98 7", "");

      assertThat(quotes(rig))
          .containsExactly(
              "10 10: 99 1 / 101 3",
              "12 10: 99 2 / 101 3",
              "14 10: 99 2 / 101 4",
              "15 10: 99.5 2 / 101 4",
              "16 10: 99.5 2 / 100 4");
    }
  }

  @Test
  void everySyncBeginsWithAQuote() throws Exception {
    try (BookRig rig = new BookRig(QUOTES)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");
      rig.reset(BTC);
      rig.snapshot(BTC, 20, "99 1", "101 3");

      assertThat(quotes(rig)).containsExactly("10 10: 99 1 / 101 3", "20 20: 99 1 / 101 3");
    }
  }

  @Test
  void aOneSidedBookHasNoQuote() throws Exception {
    try (BookRig rig = new BookRig(QUOTES)) {
      rig.snapshot(BTC, 10, "99 1", "");
      rig.delta(BTC, 10, 11, "", "101 1");

      assertThat(quotes(rig)).containsExactly("11 10: 99 1 / 101 1");
    }
  }

  @Test
  void aQuoteCarriesNoMessageId() throws Exception {
    try (BookRig rig = new BookRig(QUOTES)) {
      rig.snapshot(BTC, 10, "99 1", "101 3");

      WireMessage quote =
          rig.take().stream().filter(m -> m.kind() == WireMessage.Kind.QUOTE).findFirst().get();
      assertThat(quote.messageId()).isNull();
      assertThat(quote.subject()).isEqualTo("quote.binance.spot.BTC-USDT");
    }
  }

  private static List<String> deltas(BookRig rig) {
    return rig.take().stream()
        .filter(message -> message.kind() == WireMessage.Kind.ORDERBOOK_DELTA)
        .map(BookRig::json)
        .map(
            json ->
                json.get("type").asText()
                    + ' '
                    + json.get("sync_id")
                    + ' '
                    + json.get("prev_seq")
                    + '>'
                    + json.get("seq")
                    + ": "
                    + BookRig.side(json.get("bids"))
                    + " / "
                    + BookRig.side(json.get("asks")))
        .toList();
  }

  private static List<String> quotes(BookRig rig) {
    return rig.take().stream()
        .filter(message -> message.kind() == WireMessage.Kind.QUOTE)
        .map(BookRig::json)
        .map(
            json ->
                json.get("update_id").asText()
                    + ' '
                    + json.get("sync_id")
                    + ": "
                    + json.get("bid_price").asText()
                    + ' '
                    + json.get("bid_quantity").asText()
                    + " / "
                    + json.get("ask_price").asText()
                    + ' '
                    + json.get("ask_quantity").asText())
        .toList();
  }
}
