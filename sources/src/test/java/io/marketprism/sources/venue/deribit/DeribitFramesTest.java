// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static io.marketprism.model.DataType.ORDERBOOK;
import static io.marketprism.model.DataType.TRADE;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.BTC;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.RECEIVED;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.SOL;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.decode;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.frames;
import static io.marketprism.sources.venue.deribit.DeribitFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketprism.model.BookSnapshot;
import io.marketprism.model.DataType;
import io.marketprism.model.DeadLetter.Reason;
import io.marketprism.model.Trade;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.deribit.DeribitFixtures.Recorder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeribitFramesTest {
  private static final String SNAPSHOT =
      notification(
          "book.BTC-PERPETUAL.100ms",
          """
          {"type":"snapshot","timestamp":1786563104500,"instrument_name":"BTC-PERPETUAL",\
          "change_id":100,"bids":[["new",63344,2.2e3],["new",63343.5,10.0]],\
          "asks":[["new",63344.5,40]]}""");
  private static final String CHANGE =
      notification(
          "book.BTC-PERPETUAL.100ms",
          """
          {"type":"change","timestamp":1786563104600,"prev_change_id":100,\
          "instrument_name":"BTC-PERPETUAL","change_id":107,"bids":[["delete",63343.5,0.0],\
          ["change",63344,2000]],"asks":[["new",63345.25,1.0E1]]}""");
  private static final String TRADES =
      notification(
          "trades.BTC-PERPETUAL.100ms",
          '[' + trade(7, "buy", "20") + ',' + trade(8, "sell", "10") + ']');

  private final DeribitFrames books = frames(ORDERBOOK, BTC, SOL);
  private final DeribitFrames trades = frames(TRADE, BTC, SOL);

  private static String notification(String channel, String data) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{\"channel\":\""
        + channel
        + "\",\"data\":"
        + data
        + "}}";
  }

  private static String trade(int sequence, String direction, String amount) {
    return """
        {"timestamp":1786563104514,"price":63344.5,"direction":"%s","trade_id":"ETH-%d",\
        "instrument_name":"BTC-PERPETUAL","trade_seq":%d,"amount":%s,"contracts":2}"""
        .formatted(direction, 900 + sequence, sequence, amount);
  }

  private FrameException refusal(DeribitFrames frames, String frame) {
    Recorder recorder = new Recorder();
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    FrameException refusal =
        catchThrowableOfType(
            FrameException.class, () -> frames.decode(bytes, 0, bytes.length, RECEIVED, recorder));
    if (refusal != null) {
      assertThat(recorder.isEmpty()).isTrue();
    }
    return refusal;
  }

  @Test
  void subscriptionBeginsWithTheWholeBook() throws Exception {
    BookSnapshot book = decode(books, SNAPSHOT).snapshots.get(0);
    assertThat(book.instrument()).isEqualTo(BTC);
    assertThat(text(book)).isEqualTo("100 t1786563104500 | 63344@2200 63343.5@10 | 63344.5@40");
    assertThat(book.receiveTime()).isEqualTo(RECEIVED);
    assertThat(book.bidsComplete() && book.asksComplete()).isTrue();
  }

  @Test
  void changeNamesItsPredecessorAndDeletesByName() throws Exception {
    assertThat(text(decode(books, CHANGE).deltas.get(0)))
        .isEqualTo("100>107 t1786563104600 | 63343.5@0 63344@2000 | 63345.25@10");
  }

  @Test
  void deletedLevelIsGoneWhateverAmountIsNamed() throws Exception {
    String frame = CHANGE.replace("[\"delete\",63343.5,0.0]", "[\"delete\",63343.5,17]");
    assertThat(text(decode(books, frame).deltas.get(0))).contains("63343.5@0 ");
  }

  @ParameterizedTest
  @CsvSource({"0", "20", "null"})
  void typeDecidesWhatIsAWholeBookAlsoWhereAPredecessorIsNamed(String previous) throws Exception {
    String frame =
        SNAPSHOT.replace(
            "\"change_id\":100", "\"prev_change_id\":" + previous + ",\"change_id\":100");
    assertThat(decode(books, frame).snapshots).hasSize(1);
  }

  @Test
  void firstChangeOfAnInstrumentIsAChange() throws Exception {
    String frame = CHANGE.replace("\"prev_change_id\":100", "\"prev_change_id\":0");
    assertThat(decode(books, frame).deltas.get(0).previousId()).isZero();
  }

  @Test
  void membersComeInAnyOrder() throws Exception {
    String frame =
        """
        {"params":{"data":{"bids":[["new",2,1]],"asks":[["new",3,1]],"change_id":5,\
        "instrument_name":"SOL_USDC-PERPETUAL","timestamp":1786563104500,"type":"snapshot"},\
        "channel":"book.SOL_USDC-PERPETUAL.100ms"},"method":"subscription","jsonrpc":"2.0"}""";
    BookSnapshot book = decode(books, frame).snapshots.get(0);
    assertThat(book.instrument()).isEqualTo(SOL);
    assertThat(text(book)).isEqualTo("5 t1786563104500 | 2@1 | 3@1");
  }

  @Test
  void nothingOfOneFrameIsLeftInTheNext() throws Exception {
    decode(books, SNAPSHOT);
    String bare = notification("book.BTC-PERPETUAL.100ms", "{}");
    assertThat(refusal(books, bare).reason()).isEqualTo(Reason.MISSING_FIELD);
    decode(trades, TRADES);
    assertThat(decode(trades, notification("trades.BTC-PERPETUAL.100ms", "[]")).trades).isEmpty();
  }

  @Test
  void tradesKeepTheVenuesOrderSequenceAndId() throws Exception {
    List<Trade> found = decode(trades, TRADES).trades;
    assertThat(found.stream().map(DeribitFixtures::text))
        .containsExactly(
            "BTC-PERPETUAL #7 ETH-907 t1786563104514 buy 20@63344.5",
            "BTC-PERPETUAL #8 ETH-908 t1786563104514 sell 10@63344.5");
    assertThat(found).allMatch(trade -> trade.count() == 1 && !trade.backfilled());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"direction\":\"buy\" | \"direction\":\"up\" | INVALID_SIDE",
        "\"direction\":\"buy\" | \"direction\":null | INVALID_SIDE",
        "\"direction\":\"buy\" | \"x\":1 | MISSING_FIELD",
        "\"amount\":20 | \"amount\":0 | INVALID_TRADE",
        "\"amount\":20 | \"amount\":-1 | INVALID_TRADE",
        "\"amount\":20 | \"amount\":{\"a\":[1]} | BAD_NUMBER",
        "\"amount\":20 | \"amount\":null | MISSING_FIELD",
        "\"price\":63344.5 | \"price\":0.0 | INVALID_TRADE",
        "\"price\":63344.5 | \"price\":true | BAD_NUMBER",
        "\"trade_seq\":7 | \"trade_seq\":\"7\" | BAD_NUMBER",
        "\"trade_seq\":7 | \"trade_seq\":-7 | BAD_NUMBER",
        "\"trade_id\":\"ETH-907\" | \"trade_id\":\"a b\" | ILLEGAL_ID",
        "\"trade_id\":\"ETH-907\" | \"trade_id\":\"\" | ILLEGAL_ID",
        "\"trade_id\":\"ETH-907\" | \"trade_id\":null | MISSING_FIELD",
        "\"timestamp\":1786563104514 | \"timestamp\":1786563104 | BAD_TIMESTAMP",
        "\"instrument_name\":\"BTC-PERPETUAL\" | \"instrument_name\":\"BTC-1JAN27\" | UNKNOWN_SYMBOL",
      })
  void badTradeIsRefusedAndTheOthersAreDelivered(String good, String bad, Reason reason)
      throws Exception {
    Recorder found = decode(trades, TRADES.replaceFirst(Pattern.quote(good), bad));
    assertThat(found.trades).extracting(Trade::sequence).containsExactly(8L);
    assertThat(found.refused).extracting(FrameException::reason).containsExactly(reason);
    assertThat(found.refused.get(0).instrument()).isEqualTo(BTC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"type\":\"change\" | \"type\":\"news\" | UNKNOWN_MESSAGE",
        "\"change_id\":107 | \"change_id\":\"107\" | BAD_NUMBER",
        "\"change_id\":107 | \"change_id\":99999999999999999999 | BAD_NUMBER",
        "\"prev_change_id\":100 | \"prev_change_id\":null | MISSING_FIELD",
        "1786563104600 | 17865631046 | BAD_TIMESTAMP",
        "\"change\",63344,2000 | \"replace\",63344,2000 | BAD_NUMBER",
        "\"change\",63344,2000 | 1,63344,2000 | BAD_NUMBER",
        "\"change\",63344,2000 | \"change\",-63344,2000 | BAD_NUMBER",
        "\"change\",63344,2000 | \"change\",63344 | BAD_NUMBER",
        "\"change\",63344,2000 | \"change\",63344,NaN | MALFORMED_JSON",
        "\"change\",63344,2000 | \"change\",6334412345678901234,2000 | BAD_NUMBER",
        "\"instrument_name\":\"BTC-PERPETUAL\" | \"instrument_name\":\"SOL_USDC-PERPETUAL\" | UNKNOWN_SYMBOL",
      })
  void badBookMessageIsRefusedAndItsBookIsNamed(String good, String bad, Reason reason) {
    FrameException refusal = refusal(books, CHANGE.replaceFirst(Pattern.quote(good), bad));
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.instrument()).isEqualTo(BTC);
  }

  @Test
  void bookOfARefusedMessageIsFoundAlsoWhereItsNameComesLast() {
    String frame =
        """
        {"params":{"data":{"bids":[["new",2,"x"]],"instrument_name":"BTC-PERPETUAL"},\
        "channel":"book.BTC-PERPETUAL.100ms"},"method":"subscription"}""";
    assertThat(refusal(books, frame).instrument()).isEqualTo(BTC);
    assertThat(refusal(books, frame.substring(0, frame.indexOf("channel"))).instrument())
        .isEqualTo(BTC);
  }

  @Test
  void channelThatIsNotCollectedIsUnknown() {
    String ticker = notification("ticker.BTC-PERPETUAL.100ms", "{\"bids\":7}");
    assertThat(refusal(books, ticker).reason()).isEqualTo(Reason.UNKNOWN_MESSAGE);
    assertThat(refusal(books, ticker).instrument()).isNull();
    assertThat(refusal(books, TRADES).reason()).isEqualTo(Reason.UNKNOWN_MESSAGE);
    assertThat(refusal(trades, SNAPSHOT).reason()).isEqualTo(Reason.UNKNOWN_MESSAGE);
  }

  @Test
  void instrumentThatIsNotExpectedIsAnUnknownSymbol() {
    books.expect(List.of(SOL));
    assertThat(refusal(books, SNAPSHOT).reason()).isEqualTo(Reason.UNKNOWN_SYMBOL);
  }

  @Test
  void whatIsNoMessageAtAllIsRefused() {
    assertThat(refusal(books, "[]").reason()).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(refusal(books, "{} {}").reason()).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(refusal(books, "").reason()).isEqualTo(Reason.MALFORMED_JSON);
    assertThat(refusal(books, "{}").reason()).isEqualTo(Reason.UNKNOWN_MESSAGE);
    assertThat(refusal(books, "{\"method\":\"news\"}").reason()).isEqualTo(Reason.UNKNOWN_MESSAGE);
    assertThat(refusal(books, "{\"method\":\"subscription\"}").reason())
        .isEqualTo(Reason.MISSING_FIELD);
  }

  /** Whatever field is not there, its absence is never taken for a value. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"ORDERBOOK", "TRADE"})
  void missingFieldIsNeverAZero(DataType type) throws Exception {
    String whole = type == ORDERBOOK ? CHANGE : TRADES;
    List<String> optional = List.of("jsonrpc", "contracts");
    for (MatchResult field :
        Pattern.compile("\"(\\w+)\":(\"[^\"]*\"|[0-9.]+|\\[\\[.*?]])")
            .matcher(whole)
            .results()
            .toList()) {
      if (optional.contains(field.group(1))) {
        continue;
      }
      String frame = whole.substring(0, field.start()) + "\"x\":0" + whole.substring(field.end());
      FrameException refusal = refusal(type == ORDERBOOK ? books : trades, frame);
      if (refusal == null) {
        refusal = decode(trades, frame).refused.get(0);
      }
      Reason expected =
          field.group(1).equals("method") ? Reason.UNKNOWN_MESSAGE : Reason.MISSING_FIELD;
      assertThat(refusal.reason()).as(frame).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"ORDERBOOK", "TRADE"})
  void damagedFrameIsRefusedOrUnderstoodAndNothingElse(DataType type) {
    DeribitFrames frames = type == ORDERBOOK ? books : trades;
    byte[] whole = (type == ORDERBOOK ? CHANGE : TRADES).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      assertThat(refusal(frames, new String(whole, 0, length, StandardCharsets.UTF_8))).isNotNull();
    }
    Random random = new Random(7);
    for (int i = 0; i < 4_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length);
      for (int n = random.nextInt(3); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Recorder recorder = new Recorder();
      Throwable thrown =
          catchThrowableOfType(
              Throwable.class, () -> frames.decode(damaged, 0, damaged.length, RECEIVED, recorder));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(FrameException.class);
        assertThat(recorder.isEmpty() && recorder.refused.isEmpty()).isTrue();
      }
    }
  }
}
