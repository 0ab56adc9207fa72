// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.book;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.marketprism.model.BookDelta;
import io.marketprism.model.BookEvent;
import io.marketprism.model.BookReset;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.FeedStatus;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import io.marketprism.model.MarketEvent;
import io.marketprism.model.serde.ModelTypes;
import io.marketprism.model.wire.WireMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.graph.StreamConfig;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The order-book operator on RocksDB, with its clocks in the test's hand. */
final class BookRig implements AutoCloseable {
  static final Instrument BTC = Instrument.spot("binance", "BTC-USDT", "BTCUSDT");
  static final Instrument ETH = Instrument.spot("binance", "ETH-USDT", "ETHUSDT");

  /** Time at which every rig without another start begins. */
  static final long START = 1_700_000_000_000L;

  /** Every update at once, all levels, nothing else. */
  static final BookOptions EVERY_UPDATE = options().interval(0).build();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCALE = 2;

  final List<String> requests = new ArrayList<>();
  final RecordedMetrics metrics;
  final RigStrain strain = new RigStrain();

  private final HarnessEnvironment environment;
  private final OneInputStreamOperatorTestHarness<MarketEvent, WireMessage> harness;
  private long checkpoint;
  private long now;
  private int replica;

  BookRig(BookOptions options) throws Exception {
    this(options, null, START);
  }

  BookRig(BookOptions options, OperatorSubtaskState restored, long start) throws Exception {
    this(options, null, restored, start);
  }

  /** From the state that the operator had in a job. */
  static BookRig ofJob(BookOptions options, OperatorSubtaskState saved, int maxParallelism)
      throws Exception {
    return new BookRig(options, null, saved, START, maxParallelism);
  }

  /** With another state backend than RocksDB. */
  BookRig(BookOptions options, StateBackend backend, OperatorSubtaskState restored, long start)
      throws Exception {
    this(options, backend, restored, start, 1);
  }

  private BookRig(
      BookOptions options,
      StateBackend backend,
      OperatorSubtaskState restored,
      long start,
      int maxParallelism)
      throws Exception {
    environment = new HarnessEnvironment(maxParallelism);
    metrics = environment.metrics();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new OrderBookOperatorFactory(
                options,
                parameters ->
                    (instrument, reason) -> requests.add(instrument.symbol() + ' ' + reason),
                () -> strain),
            ModelTypes.MARKET_EVENT.createSerializer(new SerializerConfigImpl()),
            environment.task());
    StreamConfig config = harness.getStreamConfig();
    config.setStatePartitioner(0, event -> ((BookEvent) event).instrument().key());
    config.setStateKeySerializer(Types.STRING.createSerializer(new SerializerConfigImpl()));
    config.serializeAllConfigs();
    harness.setStateBackend(backend == null ? environment.rocksDb() : backend);
    try {
      jumpTo(start);
      harness.setup(ModelTypes.WIRE_MESSAGE.createSerializer(new SerializerConfigImpl()));
      if (restored != null) {
        harness.initializeState(restored);
      }
      harness.open();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  static OptionsBuilder options() {
    return new OptionsBuilder();
  }

  long now() {
    return now;
  }

  /** Moves all clocks at once; timers that fire see the new time. */
  void jumpTo(long time) throws Exception {
    now = time;
    harness.setStateTtlProcessingTime(time);
    harness.setProcessingTime(time);
  }

  /** Moves all clocks millisecond by millisecond. */
  void advance(long millis) throws Exception {
    for (long i = 0; i < millis; i++) {
      jumpTo(now + 1);
    }
  }

  /** What follows comes over one of two connections; 0 is the only one. */
  BookRig over(int connection) {
    replica = connection;
    return this;
  }

  void send(MarketEvent event) throws Exception {
    harness.processElement(new StreamRecord<>(stamped(event)));
  }

  private MarketEvent stamped(MarketEvent event) {
    if (event instanceof BookDelta delta) {
      return delta.ofReplica(replica);
    }
    return event instanceof BookSnapshot snapshot ? snapshot.ofReplica(replica) : event;
  }

  /** Hands an event to the operator past the key of its input. */
  void sendUnkeyed(MarketEvent event) throws Exception {
    harness.getOneInputOperator().processElement(new StreamRecord<>(event));
  }

  void snapshot(Instrument instrument, long id, String bids, String asks) throws Exception {
    send(snapshot(instrument, id, bids, asks, true));
  }

  /** A snapshot that does not say what lies beyond its worst levels. */
  void partialSnapshot(Instrument instrument, long id, String bids, String asks) throws Exception {
    send(snapshot(instrument, id, bids, asks, false));
  }

  private BookSnapshot snapshot(
      Instrument instrument, long id, String bids, String asks, boolean complete) {
    return new BookSnapshot(
        instrument,
        id,
        eventTime(id),
        now,
        SCALE,
        SCALE,
        levels(bids, SCALE, SCALE),
        levels(asks, SCALE, SCALE),
        complete,
        complete);
  }

  void delta(Instrument instrument, long previous, long id, String bids, String asks)
      throws Exception {
    delta(instrument, previous, id, SCALE, bids, asks);
  }

  void delta(Instrument instrument, long previous, long id, int scale, String bids, String asks)
      throws Exception {
    send(
        new BookDelta(
            instrument,
            previous,
            previous + 1,
            id,
            eventTime(id),
            now,
            scale,
            scale,
            levels(bids, scale, scale),
            levels(asks, scale, scale)));
  }

  void reset(Instrument instrument) throws Exception {
    send(new BookReset(instrument, now, replica, false));
  }

  /** The connection is gone. */
  void away(Instrument instrument) throws Exception {
    send(new BookReset(instrument, now, replica, true));
  }

  static long eventTime(long id) {
    return 1_600_000_000_000L + id;
  }

  /** Levels of a text such as {@code "100.5 2, 100.4 1"}. */
  static Levels levels(String text, int priceScale, int quantityScale) {
    if (text.isEmpty()) {
      return Levels.NONE;
    }
    String[] parts = text.split(", ");
    long[] prices = new long[parts.length];
    long[] quantities = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String[] level = parts[i].split(" ");
      prices[i] = new BigDecimal(level[0]).setScale(priceScale).unscaledValue().longValueExact();
      quantities[i] =
          new BigDecimal(level[1]).setScale(quantityScale).unscaledValue().longValueExact();
    }
    return new Levels(prices, quantities, parts.length);
  }

  /** All messages since the last call. */
  List<WireMessage> take() {
    List<WireMessage> messages = harness.extractOutputValues();
    harness.getOutput().clear();
    return messages;
  }

  /** The {@code orderbook} messages since the last call, each as {@link #text}. */
  List<String> books() {
    List<String> books = new ArrayList<>();
    for (WireMessage message : take()) {
      if (message.kind() == WireMessage.Kind.ORDERBOOK) {
        books.add(text(json(message)));
      }
    }
    return books;
  }

  static JsonNode json(WireMessage message) {
    try {
      return JSON.readTree(message.payload());
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON: " + message, e);
    }
  }

  /** A book as {@code "id: bids / asks"}. */
  static String text(JsonNode book) {
    return book.path("last_update_id").asText()
        + ": "
        + side(book.path("bids"))
        + " / "
        + side(book.path("asks"));
  }

  static String side(JsonNode levels) {
    List<String> parts = new ArrayList<>();
    levels.forEach(level -> parts.add(level.get(0).asText() + ' ' + level.get(1).asText()));
    return String.join(", ", parts);
  }

  /** The notices so far, oldest first. */
  List<FeedStatus> notices() {
    List<FeedStatus> notices = new ArrayList<>();
    Queue<StreamRecord<MarketEvent>> side = harness.getSideOutput(OrderBookOperator.NOTICES);
    if (side != null) {
      side.forEach(record -> notices.add((FeedStatus) record.getValue()));
    }
    return notices;
  }

  OperatorSubtaskState checkpoint() throws Exception {
    checkpoint++;
    harness.getOperator().prepareSnapshotPreBarrier(checkpoint);
    OperatorSubtaskState state = harness.snapshot(checkpoint, now);
    harness.notifyOfCompletedCheckpoint(checkpoint);
    return state;
  }

  /** Keys that RocksDB holds a book of, expired ones included. */
  long storedBooks() {
    try (var keys =
        harness
            .getOperator()
            .<String>getKeyedStateBackend()
            .getKeys(OrderBookState.BOOK, VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  /** Keyed timers. */
  int timers() {
    return harness.numProcessingTimeTimers();
  }

  /** Timers that wait for the clock: the first keyed one, and the publish schedule's. */
  int clockTimers() {
    return harness.getProcessingTimeService().getNumActiveTimers();
  }

  void finish() throws Exception {
    harness.endInput();
    harness.getOperator().finish();
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      environment.close();
    }
  }
}
