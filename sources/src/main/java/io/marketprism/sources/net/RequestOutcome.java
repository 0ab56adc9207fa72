// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.net;

import io.marketprism.sources.net.RestException.Kind;

/** What a request came to, in the words of metrics. */
final class RequestOutcome {
  private static final int SUCCESS_FROM = 200;
  private static final int SUCCESS_BELOW = 300;

  private RequestOutcome() {}

  /** Of a request without an answer. */
  static String of(Throwable error) {
    return (error instanceof RestException rest ? rest.kind() : Kind.CONNECT).label();
  }

  /** Of a request with an answer. */
  static String of(RestResponse response, VenueHttp.Dialect dialect) {
    int refusal = refusal(response, dialect);
    if (refusal != 0) {
      return (refusal == 429 ? Kind.RATE_LIMITED : Kind.BANNED).label();
    }
    return isSuccess(response) ? RequestObserver.SUCCESS : Kind.STATUS.label();
  }

  /** The status of a refusal, also where the body alone says so; 0 for none. */
  static int refusal(RestResponse response, VenueHttp.Dialect dialect) {
    if (HostBlock.isRefusal(response.status())) {
      return response.status();
    }
    return dialect.rateLimited().test(response) ? 429 : 0;
  }

  static boolean isSuccess(RestResponse response) {
    return response.status() >= SUCCESS_FROM && response.status() < SUCCESS_BELOW;
  }
}
