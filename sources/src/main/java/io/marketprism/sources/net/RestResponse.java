// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A complete answer, of any status.
 *
 * @param body not copied: treat it as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of each body would cost more than it protects
public record RestResponse(URI uri, int status, HttpHeaders headers, byte[] body) {
  private static final int SHOWN_BODY_BYTES = 200;

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** URL, status and the beginning of the body, for messages. */
  @Override
  public String toString() {
    int shown = Math.min(SHOWN_BODY_BYTES, body.length);
    String text = new String(body, 0, shown, StandardCharsets.UTF_8);
    return "GET "
        + uri
        + " answered "
        + status
        + ": "
        + text.strip()
        + (shown < body.length ? "…" : "");
  }
}
