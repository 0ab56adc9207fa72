// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sinks.nats;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what the server and the client complain about, and picks out the one complaint that means a
 * lost message: a publish that the account may not make. For core messages there is no other sign
 * of it. Called on the client's callback thread.
 */
final class ServerComplaints implements ErrorListener {

  private static final Logger LOG = LoggerFactory.getLogger(ServerComplaints.class);
  private static final Pattern PUBLISH_DENIED =
      Pattern.compile(
          "permissions violation for publish to \"([^\"]+)\"", Pattern.CASE_INSENSITIVE);

  private final BiConsumer<String, String> onPublishDenied;

  /**
   * @param onPublishDenied gets the subject and the server's words
   */
  ServerComplaints(BiConsumer<String, String> onPublishDenied) {
    this.onPublishDenied = onPublishDenied;
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    LOG.warn("NATS server: {}", NatsEndpoint.withoutSecrets(error));
    look(error);
  }

  /**
   * Reacts to a complaint, if it is the one that matters. Any thread.
   *
   * @param error the server's words, null for none
   */
  void look(@Nullable String error) {
    if (error == null) {
      return;
    }
    Matcher denied = PUBLISH_DENIED.matcher(error);
    if (denied.find()) {
      onPublishDenied.accept(denied.group(1), error);
    }
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    LOG.debug("NATS client", exception);
  }

  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    LOG.warn(
        "Acks arrive faster than they are handled; some were dropped and will be asked again.");
  }
}
