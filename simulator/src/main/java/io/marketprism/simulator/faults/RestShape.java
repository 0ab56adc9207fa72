// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

/**
 * What must be known of a venue's REST interface to answer its requests wrongly.
 *
 * @param bookEndpoint last part of the path that gives a book, e.g. {@code depth}
 * @param symbolParameter the parameter that names the symbol, e.g. {@code instId}
 * @param rateLimitBody the JSON text of an answer with status 429
 */
public record RestShape(String bookEndpoint, String symbolParameter, String rateLimitBody) {
  /** That of Binance's venues (rest-api.md, "IP Limits"; errors.md, -1003). */
  public static final RestShape BINANCE =
      new RestShape(
          "depth", "symbol", "{\"code\":-1003,\"msg\":\"Too many requests; IP is limited.\"}");

  /** That of OKX (v5 documentation, "Rate limits", error 50011). */
  public static final RestShape OKX =
      new RestShape(
          "books", "instId", "{\"code\":\"50011\",\"msg\":\"Too Many Requests\",\"data\":[]}");

  /** That of Deribit (docs.deribit.com, "Rate limits", error 10028). */
  public static final RestShape DERIBIT =
      new RestShape(
          "get_order_book",
          "instrument_name",
          "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":10028,\"message\":\"too_many_requests\"}}");
}
