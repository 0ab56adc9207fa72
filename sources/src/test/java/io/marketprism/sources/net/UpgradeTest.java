// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeTest {

  /** The example of RFC 6455 §1.3. */
  @Test
  void acceptIsThatOfTheRfc() {
    assertThat(Upgrade.accept("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @ParameterizedTest
  @CsvSource({
    "wss://h.example/stream?streams=a@b/c, h.example, /stream?streams=a@b/c",
    "ws://h.example:9443, h.example:9443, /",
    "ws://[::1]:80/x%20y, [::1]:80, /x%20y"
  })
  void requestNamesHostAndTarget(String uri, String host, String target) {
    FullHttpRequest request = new Upgrade(URI.create(uri), false, new Random(1)).request();
    assertThat(request.uri()).isEqualTo(target);
    assertThat(request.headers().get("host")).isEqualTo(host);
    assertThat(request.headers().contains("sec-websocket-extensions")).isFalse();
    assertThat(request.headers().get("sec-websocket-key")).hasSize(24);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "permessage-deflate | true",
        "permessage-deflate; server_no_context_takeover | false",
        "permessage-deflate;client_no_context_takeover;server_max_window_bits=15 | true",
        "Permessage-Deflate; server_max_window_bits=\"9\" | true"
      })
  void agreedCompression(String extension, boolean keepsContext) throws Exception {
    Upgrade upgrade = upgrade(true);
    HttpHeaders answer = answer(upgrade).set("Sec-WebSocket-Extensions", extension);
    assertThat(upgrade.agree(answer)).isEqualTo(new Upgrade.Agreement(true, keepsContext));
  }

  @Test
  void serverMayDeclineCompression() throws Exception {
    Upgrade upgrade = upgrade(true);
    assertThat(upgrade.agree(answer(upgrade))).isEqualTo(new Upgrade.Agreement(false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; client_max_window_bits=10",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; colour=blue",
        "permessage-bzip2",
        "permessage-deflate, permessage-deflate"
      })
  void extensionThatWasNotOfferedIsRefused(String extension) {
    Upgrade upgrade = upgrade(true);
    HttpHeaders answer = answer(upgrade).set("Sec-WebSocket-Extensions", extension);
    assertThatThrownBy(() -> upgrade.agree(answer)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void compressionWithoutOfferAndSubprotocolAreRefused() {
    Upgrade upgrade = upgrade(false);
    assertThatThrownBy(
            () ->
                upgrade.agree(
                    answer(upgrade).set("Sec-WebSocket-Extensions", "permessage-deflate")))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> upgrade.agree(answer(upgrade).set("Sec-WebSocket-Protocol", "chat")))
        .isInstanceOf(ProtocolException.class);
  }

  private static Upgrade upgrade(boolean compression) {
    return new Upgrade(URI.create("ws://venue.example/"), compression, new Random(1));
  }

  private static HttpHeaders answer(Upgrade upgrade) {
    return new DefaultHttpHeaders()
        .set("Upgrade", "WebSocket")
        .set("Connection", "keep-alive, Upgrade")
        .set(
            "Sec-WebSocket-Accept",
            Upgrade.accept(upgrade.request().headers().get("sec-websocket-key")));
  }
}
