// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

/** Is told what becomes of requests to a venue, for metrics. Any thread. */
public interface RequestObserver {
  /** What a request came to whose answer has a status of success. */
  String SUCCESS = "success";

  /** Is told nothing. */
  RequestObserver NONE =
      new RequestObserver() {
        @Override
        public void sent(String path, String outcome, long nanos) {}

        @Override
        public void refused(int status) {}
      };

  /**
   * A request was sent, and this is what it came to; each try is one.
   *
   * @param outcome {@link #SUCCESS} or a {@link RestException.Kind#label}
   * @param nanos from the request to the end of the answer, or until it was given up
   */
  void sent(String path, String outcome, long nanos);

  /**
   * The venue told us to stay away, in an answer or when a connection was tried.
   *
   * @param status 429, 418, 403 or 451
   */
  void refused(int status);
}
