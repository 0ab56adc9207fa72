// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.binance;

import io.marketprism.simulator.net.JsonResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request's parameters. */
public record Query(Map<String, List<String>> parameters) {
  /** The text of a parameter, null where it is missing. */
  public String text(String name) {
    List<String> values = parameters.get(name);
    return values == null ? null : values.get(0);
  }

  /** The number of a parameter, {@code absent} where it is missing, empty where it is none. */
  public Optional<Long> number(String name, long absent) {
    String text = text(name);
    if (text == null) {
      return Optional.of(absent);
    }
    boolean digits = text.matches("[0-9]{1,18}");
    return digits ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  /** The error of a parameter that is no number; empty where it is one or missing. */
  public Optional<FullHttpResponse> badNumber(String name) {
    if (number(name, 0).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        JsonResponse.error(
            HttpResponseStatus.BAD_REQUEST,
            -1100,
            "Illegal characters found in parameter '"
                + name
                + "'; legal range is '^[0-9]{1,20}$'."));
  }

  /** The error of a parameter that is missing. */
  public static FullHttpResponse missing(String name) {
    return JsonResponse.error(
        HttpResponseStatus.BAD_REQUEST,
        -1102,
        "Mandatory parameter '" + name + "' was not sent, was empty/null, or malformed.");
  }

  /** The error of a symbol that is not listed. */
  public static FullHttpResponse invalidSymbol() {
    return JsonResponse.error(HttpResponseStatus.BAD_REQUEST, -1121, "Invalid symbol.");
  }
}
