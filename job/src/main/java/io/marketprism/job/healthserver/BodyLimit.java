// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Takes an answer's body piece by piece and refuses it beyond a limit, so that nobody's answer can
 * fill this process. Called by one thread at a time.
 *
 * @param <T> what is made of the body
 */
final class BodyLimit<T> implements HttpResponse.BodySubscriber<T> {
  /**
   * Makes something of a body.
   *
   * @param <T> what is made
   */
  interface Reader<T> {
    /**
     * Takes the next bytes.
     *
     * @throws IOException if the body is not what it should be
     */
    void read(byte[] bytes) throws IOException;

    /**
     * Takes the end.
     *
     * @throws IOException if the body is not what it should be
     */
    T end() throws IOException;
  }

  private final Reader<T> reader;
  private final long limitBytes;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private Flow.Subscription subscription;
  private long taken;

  BodyLimit(Reader<T> reader, long limitBytes) {
    this.reader = reader;
    this.limitBytes = limitBytes;
  }

  /** Keeps all bytes. */
  static BodyLimit<byte[]> bytes(long limitBytes) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    return new BodyLimit<>(
        new Reader<>() {
          @Override
          public void read(byte[] bytes) {
            kept.writeBytes(bytes);
          }

          @Override
          public byte[] end() {
            return kept.toByteArray();
          }
        },
        limitBytes);
  }

  @Override
  public CompletionStage<T> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        taken += buffer.remaining();
        if (taken > limitBytes) {
          throw new IOException("the answer is longer than " + limitBytes + " bytes");
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        reader.read(bytes);
      }
      subscription.request(1);
    } catch (IOException | RuntimeException e) {
      subscription.cancel();
      result.completeExceptionally(e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    result.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    try {
      result.complete(reader.end());
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }
}
