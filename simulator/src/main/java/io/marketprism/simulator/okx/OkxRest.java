// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.okx;

import io.marketprism.simulator.faults.CannedAnswer;
import io.marketprism.simulator.market.Trade;
import io.marketprism.simulator.net.JsonResponse;
import io.marketprism.simulator.net.Peer;
import io.marketprism.simulator.net.RateWindow;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OKX's REST interface as far as public data needs it: the envelope, the error codes, and the rate
 * limit of each endpoint (OKX v5 documentation, "Public data", "Market data", "Trading
 * statistics"). Runs on one event loop.
 */
final class OkxRest {
  private static final String PREFIX = "/api/v5/";
  private static final Duration LIMIT_WINDOW = Duration.ofSeconds(2);
  private static final int MAX_BOOK = 400;
  private static final int MAX_TRADES = 100;

  /** A refusal in the venue's words. */
  static final class OkxError extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
    private final HttpResponseStatus status;
    private final int code;

    OkxError(HttpResponseStatus status, int code, String message) {
      super(message, null, false, false);
      this.status = status;
      this.code = code;
    }

    static OkxError empty(String parameter) {
      return new OkxError(
          HttpResponseStatus.BAD_REQUEST, 50_014, "Parameter " + parameter + " cannot be empty.");
    }

    static OkxError wrong(String parameter) {
      return new OkxError(
          HttpResponseStatus.BAD_REQUEST, 51_000, "Parameter " + parameter + " error");
    }

    static OkxError noInstrument() {
      return new OkxError(HttpResponseStatus.OK, 51_001, "Instrument ID doesn't exist.");
    }

    static OkxError unavailable() {
      return new OkxError(
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          50_001,
          "Service temporarily unavailable. Please try again later.");
    }
  }

  /** What an endpoint answers with and how often an address, or an address and instrument, may. */
  private record Endpoint(RateWindow limit, boolean perInstrument, Answer answer) {}

  private interface Answer {
    /** The elements of {@code data}, as JSON texts. */
    List<String> data(OkxQuery query);
  }

  private final OkxVenue.Parts parts;
  private final OkxInstruments instruments;
  private final OkxBookCaches caches;
  private final Map<String, Endpoint> endpoints = new HashMap<>();

  OkxRest(OkxVenue.Parts parts) {
    this.parts = parts;
    this.instruments = new OkxInstruments(parts.market());
    this.caches = new OkxBookCaches(parts.feed(), parts.settings().staleCache(), parts.clock());
    OkxStatistics statistics = new OkxStatistics(parts.market(), parts.derivatives());
    serve("public/time", 10, false, query -> List.of("{\"ts\":\"" + now() + "\"}"));
    serve("public/instruments", 20, false, this::instruments);
    serve("public/funding-rate", 10, true, statistics::funding);
    serve("public/open-interest", 20, true, statistics::openInterest);
    serve("market/books", 40, false, this::books);
    serve("market/history-trades", 20, false, this::historyTrades);
    String ratios = "rubik/stat/contracts/long-short-";
    serve(ratios + "account-ratio-contract", 5, true, statistics::accountRatio);
    serve(ratios + "position-ratio-contract-top-trader", 5, true, statistics::topPositionRatio);
    serve(ratios + "account-ratio", 5, false, statistics::currencyRatio);
  }

  private void serve(String path, int most, boolean perInstrument, Answer answer) {
    endpoints.put(
        PREFIX + path, new Endpoint(new RateWindow(most, LIMIT_WINDOW), perInstrument, answer));
  }

  private long now() {
    return parts.clock().millis();
  }

  FullHttpResponse answer(Channel channel, FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    String path = uri.path();
    Endpoint endpoint = endpoints.get(path);
    if (endpoint == null) {
      return enveloped(HttpResponseStatus.NOT_FOUND, 404, "Not Found", List.of());
    }
    Optional<CannedAnswer> canned =
        parts.restLog().request(path.substring(path.lastIndexOf('/') + 1));
    if (canned.isPresent()) {
      CannedAnswer answer = canned.get();
      return JsonResponse.of(
          HttpResponseStatus.valueOf(answer.status()), answer.contentType(), answer.body());
    }
    OkxQuery query = new OkxQuery(uri.parameters());
    String instrument = endpoint.perInstrument() ? " " + query.text("instId").orElse("") : "";
    if (!endpoint.limit().admits(Peer.address(channel) + instrument, System.nanoTime())) {
      return enveloped(
          HttpResponseStatus.TOO_MANY_REQUESTS, 50_011, "Too Many Requests", List.of());
    }
    try {
      return enveloped(HttpResponseStatus.OK, 0, "", endpoint.answer().data(query));
    } catch (OkxError e) {
      return enveloped(e.status, e.code, e.getMessage(), List.of());
    }
  }

  private static FullHttpResponse enveloped(
      HttpResponseStatus status, int code, String message, List<String> data) {
    return JsonResponse.json(
        status,
        "{\"code\":\""
            + code
            + "\",\"msg\":\""
            + message
            + "\",\"data\":["
            + String.join(",", data)
            + "]}");
  }

  private List<String> instruments(OkxQuery query) {
    String kind = query.required("instType");
    if (!kind.equals("SPOT") && !kind.equals("SWAP")) {
      throw OkxError.wrong("instType");
    }
    Optional<String> instId = query.text("instId");
    List<String> rows = instruments.rows(kind, instId);
    if (instId.isPresent() && rows.isEmpty()) {
      throw OkxError.noInstrument();
    }
    return rows;
  }

  private List<String> books(OkxQuery query) {
    String instId = query.instrument(parts.market());
    int depth = (int) query.number("sz", 1, 1, MAX_BOOK);
    return List.of(OkxEncoder.restBook(caches.book(instId, depth)));
  }

  private List<String> historyTrades(OkxQuery query) {
    String instId = query.instrument(parts.market());
    if (query.number("type", 1, 1, 2) != 1) {
      throw OkxError.wrong("type");
    }
    int limit = (int) Math.min(query.number("limit", MAX_TRADES, 1, 1_000), MAX_TRADES);
    long before = query.number("after", Long.MAX_VALUE, 0, Long.MAX_VALUE);
    List<String> rows = new ArrayList<>(limit);
    for (Trade match : parts.market().trades(instId).matchesBefore(before, limit)) {
      rows.add(OkxEncoder.historyTrade(match));
    }
    Collections.reverse(rows);
    return rows;
  }
}
