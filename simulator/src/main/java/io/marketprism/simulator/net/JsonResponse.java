// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.net;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Builds HTTP answers. */
public final class JsonResponse {
  private JsonResponse() {}

  /** An answer of JSON text. */
  public static FullHttpResponse json(HttpResponseStatus status, CharSequence json) {
    return of(status, "application/json;charset=UTF-8", json);
  }

  /** An error as Binance writes it: {@code {"code":…,"msg":"…"}}; the message needs no escapes. */
  public static FullHttpResponse error(HttpResponseStatus status, int code, String message) {
    return json(status, "{\"code\":" + code + ",\"msg\":\"" + message + "\"}");
  }

  /** An answer of plain text. */
  public static FullHttpResponse text(HttpResponseStatus status, String text) {
    return of(status, "text/plain;charset=UTF-8", text);
  }

  /** An answer of any content type. */
  public static FullHttpResponse of(
      HttpResponseStatus status, String contentType, CharSequence body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            status,
            Unpooled.wrappedBuffer(body.toString().getBytes(StandardCharsets.UTF_8)));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    return response;
  }
}
