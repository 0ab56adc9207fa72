// SPDX-License-Identifier: Apache-2.0
package io.marketprism.benchmarks.frames;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import info.bitrich.xchangestream.binance.dto.BinanceWebsocketTransaction;
import info.bitrich.xchangestream.binance.dto.market.BinanceRawTrade;
import info.bitrich.xchangestream.binance.dto.market.DepthBinanceWebSocketTransaction;
import info.bitrich.xchangestream.binance.dto.market.TradeBinanceWebsocketTransaction;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.Levels;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.SortedMap;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order.OrderType;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.dto.marketdata.OrderBookUpdate;
import org.knowm.xchange.dto.trade.LimitOrder;

/**
 * XChange-stream's way for Binance, of a message's text: a tree of nodes, of that its object for
 * the kind of message, each level of that an update of its order book; then databind. Its checks
 * are left out, its REST calls and observables too.
 */
final class XchangePath extends FramePath {
  private static final CurrencyPair PAIR = CurrencyPair.BTC_USDT;

  private final ObjectMapper mapper =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private final JavaType depthType =
      mapper.constructType(
          new TypeReference<BinanceWebsocketTransaction<DepthBinanceWebSocketTransaction>>() {});
  private final JavaType tradeType =
      mapper.constructType(
          new TypeReference<BinanceWebsocketTransaction<TradeBinanceWebsocketTransaction>>() {});
  private final Messages messages = new Messages();
  private final Instrument instrument;
  private OrderBook book;
  private long syncId;
  private long publishedAt;

  XchangePath(Recording recording, Work work, Output output) {
    super(recording, work, output);
    instrument = recording.market().instruments().get(0);
  }

  @Override
  void restart() {
    BookSnapshot snapshot = recording.books().get(0);
    book =
        new OrderBook(
            null,
            orders(OrderType.ASK, snapshot.asks(), snapshot),
            orders(OrderType.BID, snapshot.bids(), snapshot));
    syncId = snapshot.updateId();
    publishedAt = 0;
  }

  private static List<LimitOrder> orders(OrderType type, Levels levels, BookSnapshot snapshot) {
    List<LimitOrder> orders = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      orders.add(
          new LimitOrder(
              type,
              BigDecimal.valueOf(levels.quantity(i), snapshot.quantityScale()),
              PAIR,
              "",
              null,
              BigDecimal.valueOf(levels.price(i), snapshot.priceScale())));
    }
    return orders;
  }

  @Override
  void take(Frame frame) throws IOException {
    JsonNode node = mapper.readTree(new String(frame.bytes(), StandardCharsets.UTF_8));
    if (node.get("stream").textValue().contains("@depth")) {
      depth(frame, node);
    } else {
      trade(frame, node);
    }
  }

  private void depth(Frame frame, JsonNode node) throws IOException {
    BinanceWebsocketTransaction<DepthBinanceWebSocketTransaction> transaction =
        mapper.readValue(mapper.treeAsTokens(node), depthType);
    DepthBinanceWebSocketTransaction depth = transaction.getData();
    if (work == Work.PARSE) {
      output.event(depth);
      return;
    }
    apply(OrderType.BID, depth.getOrderBook().bids, depth.getEventTime());
    apply(OrderType.ASK, depth.getOrderBook().asks, depth.getEventTime());
    if (work == Work.BOOK) {
      return;
    }
    // Its object has no transaction time.
    JsonNode data = node.get("data");
    long time = (data.has("T") ? data.get("T") : data.get("E")).longValue();
    if (isDue(time, publishedAt)) {
      output.book(
          messages.book(
              instrument,
              best(book.getBids()),
              best(book.getAsks()),
              depth.getLastUpdateId(),
              syncId,
              publishedAt == 0,
              time,
              frame.receiveTime()));
      publishedAt = time;
    }
  }

  private void apply(OrderType type, SortedMap<BigDecimal, BigDecimal> levels, Date time) {
    levels.forEach(
        (price, quantity) ->
            book.update(new OrderBookUpdate(type, quantity, PAIR, price, time, quantity)));
  }

  private void trade(Frame frame, JsonNode node) throws IOException {
    BinanceWebsocketTransaction<TradeBinanceWebsocketTransaction> transaction =
        mapper.readValue(mapper.treeAsTokens(node), tradeType);
    BinanceRawTrade trade = transaction.getData().getRawTrade();
    if (work != Work.JSON) {
      output.event(trade);
      return;
    }
    output.trade(
        messages.trade(
            instrument,
            Long.toString(trade.getTradeId()),
            trade.getPrice(),
            trade.getQuantity(),
            trade.isBuyerMarketMaker(),
            1,
            trade.getTimestamp(),
            frame.receiveTime()));
  }

  private static List<String[]> best(List<LimitOrder> side) {
    List<String[]> levels = new ArrayList<>(Work.DEPTH);
    for (LimitOrder order : side.subList(0, Math.min(Work.DEPTH, side.size()))) {
      levels.add(
          new String[] {
            Messages.plain(order.getLimitPrice()), Messages.plain(order.getOriginalAmount())
          });
    }
    return levels;
  }

  @Override
  String books() {
    StringBuilder text = new StringBuilder();
    for (List<LimitOrder> side : List.of(book.getBids(), book.getAsks())) {
      for (LimitOrder order : side) {
        text.append(Messages.plain(order.getLimitPrice()))
            .append(':')
            .append(Messages.plain(order.getOriginalAmount()))
            .append(',');
      }
      text.append('|');
    }
    return text.toString();
  }
}
