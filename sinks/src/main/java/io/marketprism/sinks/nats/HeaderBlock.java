// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * The headers of one message, already in wire form.
 *
 * <p>The client's own class keeps two hash maps per message, validates each value, and is copied
 * twice on its way out; this one is a single byte array that the client writes as it is. It is read
 * only, which spares the copies.
 */
final class HeaderBlock extends Headers {

  private final byte[] wire;

  private HeaderBlock(byte[] wire) {
    super(null, true);
    this.wire = wire;
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public int serializedLength() {
    return wire.length;
  }

  @Override
  public int serializeToArray(int position, byte[] destination) {
    System.arraycopy(wire, 0, destination, position, wire.length);
    return wire.length;
  }

  @Override
  public byte[] getSerialized() {
    return wire.clone();
  }

  /** Equal by identity: the maps of the base class are empty and say nothing. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return new String(wire, StandardCharsets.US_ASCII);
  }

  /** Encodes headers; keeps the encoding of the last map it saw. For one thread. */
  static final class Encoder {

    private static final byte[] VERSION = ascii("NATS/1.0\r\n");
    private static final byte[] ID_KEY = ascii(NatsMessage.MESSAGE_ID_HEADER + ":");

    @Nullable private Map<String, String> lastMap;
    private byte[] lastPrefix = VERSION;

    /**
     * @return null when there is nothing to say
     * @throws IllegalArgumentException when a name or value is not printable ASCII
     */
    @Nullable
    HeaderBlock encode(Map<String, String> headers, @Nullable String messageId) {
      if (messageId == null && headers.isEmpty()) {
        return null;
      }
      byte[] prefix = prefix(headers);
      int idLength = messageId == null ? 0 : ID_KEY.length + messageId.length() + 2;
      byte[] wire = new byte[prefix.length + idLength + 2];
      System.arraycopy(prefix, 0, wire, 0, prefix.length);
      int at = prefix.length;
      if (messageId != null) {
        System.arraycopy(ID_KEY, 0, wire, at, ID_KEY.length);
        at += ID_KEY.length;
        for (int i = 0; i < messageId.length(); i++) {
          wire[at++] = printable(messageId.charAt(i), messageId);
        }
        wire[at++] = '\r';
        wire[at++] = '\n';
      }
      wire[at++] = '\r';
      wire[at] = '\n';
      return new HeaderBlock(wire);
    }

    @SuppressWarnings("ReferenceEquality") // a hit must cost nothing; a miss only encodes again
    private byte[] prefix(Map<String, String> headers) {
      if (headers == lastMap) {
        return lastPrefix;
      }
      StringBuilder text = new StringBuilder("NATS/1.0\r\n");
      headers.forEach(
          (name, value) -> {
            if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf(' ') >= 0) {
              throw new IllegalArgumentException("Not a header name: \"" + name + "\".");
            }
            text.append(checked(name)).append(':').append(checked(value)).append("\r\n");
          });
      lastPrefix = ascii(text.toString());
      lastMap = headers;
      return lastPrefix;
    }

    private static String checked(String text) {
      for (int i = 0; i < text.length(); i++) {
        printable(text.charAt(i), text);
      }
      return text;
    }

    private static byte printable(char c, String text) {
      if (c < ' ' || c > '~') {
        throw new IllegalArgumentException(
            "A header takes printable ASCII only, found U+%04X in \"%s\"."
                .formatted((int) c, text));
      }
      return (byte) c;
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
