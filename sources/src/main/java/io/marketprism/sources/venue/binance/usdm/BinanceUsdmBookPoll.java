// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.binance.usdm;

import static io.marketprism.model.DeadLetter.Reason.MISSING_FIELD;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.BookSnapshot;
import io.marketprism.model.Instrument;
import io.marketprism.model.MalformedDecimalException;
import io.marketprism.sources.venue.Answers;
import io.marketprism.sources.venue.FrameException;
import io.marketprism.sources.venue.PollCodec;
import io.marketprism.sources.venue.RestCall;
import io.marketprism.sources.venue.binance.BinanceDepth;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Whole books at intervals: over the WebSocket API where it is configured, else over REST (USD-M
 * "WebSocket API General Info", "Order Book").
 */
final class BinanceUsdmBookPoll implements PollCodec {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String PATH = "/ws-fapi/v1";

  private final int levels;
  private final SocketRequests requests;

  /**
   * @param levels levels per side
   * @param wsApi where the WebSocket API is, e.g. {@code wss://ws-fapi.binance.com}, with or
   *     without its path; empty for REST
   */
  BinanceUsdmBookPoll(int levels, String wsApi) {
    this.levels = BinanceUsdmBooks.limit(levels);
    this.requests = wsApi.isEmpty() ? null : new DepthRequests(this.levels, uri(wsApi));
  }

  private static URI uri(String wsApi) {
    String base = wsApi.replaceAll("/+$", "");
    return URI.create(base.endsWith(PATH) ? base : base + PATH);
  }

  @Override
  public RestCall call(Instrument instrument, long now) {
    return BinanceUsdmBooks.INSTANCE.snapshotCall(instrument, levels);
  }

  @Override
  public Optional<SocketRequests> socketRequests() {
    return Optional.ofNullable(requests);
  }

  @Override
  public void decode(Instrument instrument, byte[] body, long receiveTime, Target target)
      throws FrameException {
    target.onBookSnapshot(
        requests == null
            ? BinanceDepth.read(instrument, body, levels, receiveTime)
            : Answers.read(
                body, JsonToken.START_OBJECT, json -> result(instrument, json, receiveTime)));
  }

  /**
   * The book in {@code {"id","status":200,"result":{…}}}; an error is in {@code
   * {"id","status","error":{"code","msg"}}}.
   */
  private BookSnapshot result(Instrument instrument, JsonParser json, long receiveTime)
      throws IOException, MalformedDecimalException, FrameException {
    BookSnapshot book = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if ("result".equals(field) && value == JsonToken.START_OBJECT) {
        book = BinanceDepth.read(instrument, json, levels, receiveTime);
      } else if ("error".equals(field) && value != JsonToken.VALUE_NULL) {
        throw FrameException.refusal(
            "refused: " + BinanceUsdmSocketError.read(json, value).words(), instrument);
      } else {
        json.skipChildren();
      }
    }
    if (book == null) {
      throw new FrameException(MISSING_FIELD, "result", instrument);
    }
    return book;
  }

  private record DepthRequests(int levels, URI uri) implements SocketRequests {
    @Override
    public String request(long id, Instrument instrument) {
      return "{\"id\":"
          + id
          + ",\"method\":\"depth\",\"params\":{\"symbol\":\""
          + instrument.nativeId()
          + "\",\"limit\":"
          + levels
          + "}}";
    }

    @Override
    public long idOf(byte[] bytes, int offset, int length) {
      try (JsonParser json = JSON.createParser(bytes, offset, length)) {
        if (json.nextToken() == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if ("id".equals(field)) {
              return value == JsonToken.VALUE_NUMBER_INT ? Math.max(-1, json.getLongValue()) : -1;
            }
            json.skipChildren();
          }
        }
      } catch (IOException e) {
        // Whatever it is, it answers no request of ours; the request runs into its deadline.
        return -1;
      }
      return -1;
    }

    @Override
    public Refusal refusal(byte[] answer) {
      return BinanceUsdmSocketError.of(answer).refusal();
    }
  }
}
