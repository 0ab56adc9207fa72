// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.feed;

import io.marketprism.model.Instrument;
import io.marketprism.sources.venue.StreamCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The control messages of one connection: which were sent, what the venue answered, and which
 * instruments are subscribed. Every message is answered within {@link #ANSWER_NANOS} or counts as
 * refused. Bounded by the messages that the venue allows in an hour, where it has such a limit.
 *
 * <p>All calls come from the feed's thread.
 */
final class Subscriptions {
  /** How long an answer may take (venue rule 1.1.8). */
  static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final StreamCodec codec;
  private final int messagesPerHour;
  private final LongSupplier nanos;
  private final Map<Long, Message> open = new HashMap<>();
  private final Set<Instrument> accepted = new LinkedHashSet<>();
  private Consumer<String> sender = message -> {};
  private long nextId = 1;
  private long hourBegan;
  private int sentInHour;

  private static final class Message {
    private final boolean ends;
    private final Set<Instrument> unanswered;
    private final long sentAt;
    private String error;

    private Message(boolean ends, List<Instrument> instruments, long sentAt) {
      this.ends = ends;
      this.unanswered = new LinkedHashSet<>(instruments);
      this.sentAt = sentAt;
    }
  }

  /** An instrument that is not subscribed, and the venue's words. */
  record Refusal(Instrument instrument, String error) {
    @Override
    public String toString() {
      return instrument.nativeId() + ": " + error;
    }
  }

  /**
   * @param messagesPerHour messages that a connection may carry in an hour; 0 is no limit
   * @param nanos a clock that is never set, ns
   */
  Subscriptions(StreamCodec codec, int messagesPerHour, LongSupplier nanos) {
    this.codec = codec;
    this.messagesPerHour = messagesPerHour;
    this.nanos = nanos;
  }

  /** A new connection: nothing is subscribed. */
  void connected(Consumer<String> newSender) {
    open.clear();
    accepted.clear();
    sender = newSender;
    nextId = 1;
    hourBegan = nanos.getAsLong();
    sentInHour = 0;
  }

  void disconnected() {
    open.clear();
    accepted.clear();
    sender = message -> {};
  }

  /** Subscribes instruments, in as few messages as the venue takes. */
  void subscribe(List<Instrument> instruments) {
    send(false, instruments);
  }

  /** Ends the subscription of instruments. */
  void unsubscribe(List<Instrument> instruments) {
    instruments.forEach(accepted::remove);
    if (!codec.isWholeMarket()) {
      send(true, instruments);
    }
  }

  private void send(boolean ends, List<Instrument> instruments) {
    int most = codec.isWholeMarket() ? Integer.MAX_VALUE : codec.instrumentsPerMessage();
    for (int from = 0; from < instruments.size(); ) {
      int to = (int) Math.min(instruments.size(), (long) from + most);
      List<Instrument> batch = List.copyOf(instruments.subList(from, to));
      long id = nextId++;
      long now = nanos.getAsLong();
      open.put(id, new Message(ends, batch, now));
      count(now);
      sender.accept(ends ? codec.unsubscribe(id, batch) : codec.subscribe(id, batch));
      from = to;
    }
  }

  private void count(long now) {
    if (now - hourBegan > HOUR_NANOS) {
      hourBegan = now;
      sentInHour = 0;
    }
    sentInHour++;
  }

  /** Whether the venue would refuse two further messages on this connection. */
  boolean isExhausted() {
    return messagesPerHour > 0
        && nanos.getAsLong() - hourBegan <= HOUR_NANOS
        && sentInHour + 2 > messagesPerHour;
  }

  /**
   * The venue accepted a message.
   *
   * @param instrument the one accepted, or null for all of the message
   * @return the instruments that are subscribed by it
   */
  List<Instrument> accepted(long id, Instrument instrument) {
    Message message = open.get(id);
    if (message == null) {
      return List.of();
    }
    List<Instrument> answered =
        instrument == null ? List.copyOf(message.unanswered) : List.of(instrument);
    message.unanswered.removeAll(Set.copyOf(answered));
    if (message.unanswered.isEmpty()) {
      open.remove(id);
    }
    if (message.ends) {
      return List.of();
    }
    accepted.addAll(answered);
    return answered;
  }

  /**
   * The venue refused a message.
   *
   * @param instrument the one refused, or null for those of the message that it does not accept
   * @return the instruments that are refused by now; those of which the venue may still say that it
   *     accepts them follow from {@link #overdue}
   */
  List<Refusal> refused(long id, Instrument instrument, String error) {
    Message message = open.get(id);
    if (message == null || message.ends) {
      return List.of();
    }
    if (instrument == null && codec.answersEach()) {
      message.error = error;
      return List.of();
    }
    List<Instrument> answered =
        instrument == null ? List.copyOf(message.unanswered) : List.of(instrument);
    message.unanswered.removeAll(Set.copyOf(answered));
    if (message.unanswered.isEmpty()) {
      open.remove(id);
    }
    return answered.stream().map(refused -> new Refusal(refused, error)).toList();
  }

  /** The instruments that were not answered for in time. */
  List<Refusal> overdue() {
    long now = nanos.getAsLong();
    List<Refusal> refusals = new ArrayList<>();
    for (Iterator<Message> messages = open.values().iterator(); messages.hasNext(); ) {
      Message message = messages.next();
      if (now - message.sentAt > ANSWER_NANOS) {
        messages.remove();
        if (!message.ends) {
          String error = message.error == null ? "not answered" : message.error;
          message.unanswered.forEach(missing -> refusals.add(new Refusal(missing, error)));
        }
      }
    }
    return refusals;
  }

  /** Whether an instrument is subscribed. */
  boolean isAccepted(Instrument instrument) {
    return accepted.contains(instrument);
  }

  /** Instruments that are subscribed. */
  int acceptedCount() {
    return accepted.size();
  }

  /** Whether every message that subscribes was answered. */
  boolean isSettled() {
    return open.values().stream().allMatch(message -> message.ends);
  }
}
