// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects a body up to a bound; beyond it the exchange is given up and its connection closed. */
final class BoundedBody implements BodySubscriber<byte[]> {

  /** The body is larger than the bound. */
  static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }

  private final int bound;
  private final long announced;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final List<ByteBuffer> pieces = new ArrayList<>();
  private Flow.Subscription subscription;
  private int bytes;

  /**
   * @param announced value of {@code Content-Length}, or -1
   */
  BoundedBody(int bound, long announced) {
    this.bound = bound;
    this.announced = announced;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription offered) {
    subscription = offered;
    if (announced > bound) {
      giveUp(announced + " bytes");
    } else {
      subscription.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (body.isDone()) {
      return;
    }
    for (ByteBuffer buffer : buffers) {
      if (buffer.remaining() > bound - bytes) {
        giveUp("more than " + bound + " bytes");
        return;
      }
      bytes += buffer.remaining();
      pieces.add(buffer);
    }
  }

  private void giveUp(String size) {
    pieces.clear();
    subscription.cancel();
    body.completeExceptionally(new TooLarge("the body has " + size + ", allowed are " + bound));
  }

  @Override
  public void onError(Throwable cause) {
    pieces.clear();
    body.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    byte[] all = new byte[bytes];
    int at = 0;
    for (ByteBuffer piece : pieces) {
      int length = piece.remaining();
      piece.get(all, at, length);
      at += length;
    }
    pieces.clear();
    body.complete(all);
  }
}
