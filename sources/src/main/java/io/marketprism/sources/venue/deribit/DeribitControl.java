// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue.deribit;

import static java.util.stream.Collectors.joining;

import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.StreamCodec.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is said to Deribit on one connection, and what its answers mean.
 *
 * <p>A subscription is answered by the list of channels that stand. A channel that does not exist
 * is no error there, it is only missing in the list, and so it is looked for. Not thread-safe.
 */
final class DeribitControl {
  /** Id of what the connection says for itself; those of subscriptions begin at 1. */
  static final long OWN_ID = 0;

  /** The venue takes no shorter interval (public/set_heartbeat). */
  private static final long SHORTEST_HEARTBEAT_SECONDS = 10;

  /** More than can be under way on a connection of 3 messages a second. */
  private static final int MOST_UNANSWERED = 256;

  private static final String TEST = request(OWN_ID, "public/test", "{}");

  private final String prefix;
  private final String suffix;
  private final Map<Long, List<Instrument>> unanswered = new LinkedHashMap<>();

  /**
   * @param prefix what stands before an instrument's name in a channel, e.g. {@code book.}
   * @param suffix what stands behind it, e.g. {@code .100ms}
   */
  DeribitControl(String prefix, String suffix) {
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /** Forgets what was said on the connection before. */
  void connected() {
    unanswered.clear();
  }

  /**
   * Has the venue speak at intervals: a socket without a word for two of them is dead.
   *
   * @param silenceMillis how long a silent socket is taken for living
   */
  static String setHeartbeat(long silenceMillis) {
    long seconds = Math.max(SHORTEST_HEARTBEAT_SECONDS, silenceMillis / 2_000);
    return request(OWN_ID, "public/set_heartbeat", "{\"interval\":" + seconds + '}');
  }

  /** The answer that the venue waits for after a heartbeat of type {@code test_request}. */
  static String test() {
    return TEST;
  }

  String subscribe(long id, List<Instrument> instruments) {
    unanswered.put(id, List.copyOf(instruments));
    if (unanswered.size() > MOST_UNANSWERED) {
      unanswered.remove(unanswered.keySet().iterator().next());
    }
    return request(id, "public/subscribe", channels(instruments));
  }

  String unsubscribe(long id, List<Instrument> instruments) {
    return request(id, "public/unsubscribe", channels(instruments));
  }

  private String channels(List<Instrument> instruments) {
    return instruments.stream()
        .map(instrument -> '"' + channel(instrument) + '"')
        .collect(joining(",", "{\"channels\":[", "]}"));
  }

  private String channel(Instrument instrument) {
    return prefix + instrument.nativeId() + suffix;
  }

  private static String request(long id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + '}';
  }

  /**
   * A message was answered.
   *
   * @param channels the channels that the answer names
   */
  void answered(long id, Set<String> channels, Target target) {
    if (id == OWN_ID) {
      return;
    }
    List<Instrument> asked = unanswered.remove(id);
    if (asked == null) {
      // The end of a subscription: what was not subscribed is not named, and not missed either.
      target.onAccepted(id, null);
      return;
    }
    for (Instrument instrument : asked) {
      if (channels.contains(channel(instrument))) {
        target.onAccepted(id, instrument);
      }
    }
    for (Instrument instrument : asked) {
      if (!channels.contains(channel(instrument))) {
        target.onRefused(id, instrument, channel(instrument) + " is not in the answer");
      }
    }
  }

  /**
   * A message was answered with an error, which concerns all of it.
   *
   * <p>The venue ends the session of who asks too much, and without heartbeats a quiet connection
   * cannot be told from a dead one: both end the connection.
   *
   * @param id the message's, or {@link #OWN_ID} where the venue names none
   */
  void failed(long id, DeribitAnswers.Failure failure, Target target) {
    String error = failure.toString();
    List<Instrument> asked = unanswered.remove(id);
    if (asked == null) {
      target.onRefused(id, null, error);
    } else {
      asked.forEach(instrument -> target.onRefused(id, instrument, error));
    }
    if (failure.isTooManyRequests()) {
      target.onShutdownNotice("rate_limited");
    } else if (id == OWN_ID) {
      target.onShutdownNotice("subscribe_error");
    }
  }
}
