// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance;

import io.marketprism.sources.net.RestResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What Binance's markets say of their request limits in the same way. Stateless. */
public final class BinanceRateLimits {
  /** The header that says how much weight of the running minute is used (rest-api.md, "Limits"). */
  public static final String USED_WEIGHT_HEADER = "X-MBX-USED-WEIGHT-1M";

  /** Attempts to connect that one address has per {@link #CONNECTION_PERIOD}. */
  public static final int CONNECTION_ATTEMPTS = 300;

  /** See {@link #CONNECTION_ATTEMPTS}. */
  public static final Duration CONNECTION_PERIOD = Duration.ofMinutes(5);

  private static final int MAX_ERROR_BYTES = 4_096;

  private BinanceRateLimits() {}

  /** Whether an answer is error -1003, TOO_MANY_REQUESTS (errors.md), whatever its status. */
  public static boolean isExceeded(RestResponse response) {
    return response.status() >= 400
        && response.body().length < MAX_ERROR_BYTES
        && new String(response.body(), StandardCharsets.UTF_8)
            .replace(" ", "")
            .contains("\"code\":-1003");
  }
}
