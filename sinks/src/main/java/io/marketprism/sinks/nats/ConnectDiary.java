// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.support.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * Keeps what went wrong while connecting, which the client tells a listener only: its own exception
 * says no more than that it could not connect. Everything goes on to another listener. Any thread.
 */
final class ConnectDiary implements ErrorListener {

  private static final int MOST = 5;

  private final ErrorListener next;
  private final Set<String> reasons = new LinkedHashSet<>();

  ConnectDiary(@Nullable ErrorListener next) {
    this.next = next == null ? new ErrorListener() {} : next;
  }

  /** What happened, each once, in order. */
  synchronized List<String> reasons() {
    return List.copyOf(reasons);
  }

  private synchronized void note(String reason) {
    if (reasons.size() < MOST) {
      reasons.add(reason);
    }
  }

  private static String innermost(Throwable exception) {
    Throwable cause = exception;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    note(error);
    next.errorOccurred(connection, error);
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    note(innermost(exception));
    next.exceptionOccurred(connection, exception);
  }

  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    next.slowConsumerDetected(connection, consumer);
  }

  @Override
  public void messageDiscarded(Connection connection, Message message) {
    next.messageDiscarded(connection, message);
  }

  @Override
  public void heartbeatAlarm(
      Connection connection,
      JetStreamSubscription subscription,
      long lastStreamSequence,
      long lastConsumerSequence) {
    next.heartbeatAlarm(connection, subscription, lastStreamSequence, lastConsumerSequence);
  }

  @Override
  public void unhandledStatus(
      Connection connection, JetStreamSubscription subscription, Status status) {
    next.unhandledStatus(connection, subscription, status);
  }

  @Override
  public void pullStatusWarning(
      Connection connection, JetStreamSubscription subscription, Status status) {
    next.pullStatusWarning(connection, subscription, status);
  }

  @Override
  public void pullStatusError(
      Connection connection, JetStreamSubscription subscription, Status status) {
    next.pullStatusError(connection, subscription, status);
  }

  @Override
  public void socketWriteTimeout(Connection connection) {
    next.socketWriteTimeout(connection);
  }
}
