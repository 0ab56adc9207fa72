// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.config;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paths at which a venue's interfaces lie, and which its codecs append themselves. Sources: Binance
 * web-socket-streams.md, "Important WebSocket Change Notice" (2026-03-06) and the REST documents;
 * OKX API v5 "Connect"; Deribit "Connection management".
 */
final class VenuePaths {
  private static final Pattern STREAMS = Pattern.compile(".*/(ws|stream|private)");
  private static final Pattern USDM_CLASSES =
      Pattern.compile(".*/(public|market|private)(/(ws|stream))?");
  private static final Pattern OKX_SOCKET = Pattern.compile(".*/ws/v5(/(public|business))?");
  private static final Pattern DERIBIT_SOCKET = Pattern.compile(".*/ws/api/v2");
  private static final Pattern API = Pattern.compile(".*/(f?api(/v[0-9]+)?)");

  private VenuePaths() {}

  /** What is wrong with the path of a WebSocket endpoint. */
  static Optional<String> faultOfSocket(VenueKey venue, URI url) {
    String path = url.getPath();
    boolean isTheSocket =
        switch (venue) {
          case BINANCE_SPOT, BINANCE_DERIVATIVES -> false;
          case OKX_SPOT, OKX_DERIVATIVES -> OKX_SOCKET.matcher(path).matches();
          case DERIBIT_DERIVATIVES -> DERIBIT_SOCKET.matcher(path).matches();
        };
    if (isTheSocket) {
      return Optional.empty();
    }
    if (venue == VenueKey.BINANCE_DERIVATIVES) {
      if (USDM_CLASSES.matcher(path).matches()) {
        return Optional.of(
            "names one class of streams, but the collector needs several and adds /public and"
                + " /market itself; write it without, such as wss://fstream.binance.com");
      }
      if (STREAMS.matcher(path).matches()) {
        return Optional.of(
            "is an address that Binance retired on 2026-04-23: it still connects, but the market"
                + " streams deliver nothing there, without an error; write it without the path,"
                + " such as wss://fstream.binance.com");
      }
    }
    return STREAMS.matcher(path).matches()
        ? Optional.of(
            "ends in the venue's stream path, which the collector adds itself; write it without")
        : Optional.empty();
  }

  /** What is wrong with the path of a REST endpoint. */
  static Optional<String> faultOfRest(VenueKey venue, URI url) {
    // Deribit's own documents write its address with the path, and both are taken.
    return venue != VenueKey.DERIBIT_DERIVATIVES && API.matcher(url.getPath()).matches()
        ? Optional.of(
            "ends in the venue's API path, which the collector adds itself; write it without")
        : Optional.empty();
  }
}
