// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.deribit;

import java.io.Serial;

/** An error in Deribit's words (docs.deribit.com, "Error codes"). */
final class RpcError extends RuntimeException {
  /** The session, too, ends with this one. */
  static final int TOO_MANY_REQUESTS = 10_028;

  @Serial private static final long serialVersionUID = 1L;
  private final int code;
  private final String data;

  /**
   * @param data JSON text of more about it; null where there is none
   */
  RpcError(int code, String message, String data) {
    super(message, null, false, false);
    this.code = code;
    this.data = data;
  }

  static RpcError parse() {
    return new RpcError(-32_700, "Parse error", null);
  }

  static RpcError invalidRequest() {
    return new RpcError(-32_600, "Invalid Request", null);
  }

  static RpcError noMethod() {
    return new RpcError(-32_601, "Method not found", null);
  }

  static RpcError parameter(String name, String reason) {
    return new RpcError(
        -32_602, "Invalid params", "{\"reason\":\"" + reason + "\",\"param\":\"" + name + "\"}");
  }

  static RpcError noInstrument() {
    return new RpcError(13_020, "not_found", null);
  }

  static RpcError tooManyRequests() {
    return new RpcError(TOO_MANY_REQUESTS, "too_many_requests", null);
  }

  static RpcError webSocketOnly() {
    return new RpcError(10_031, "must_be_websocket_request", null);
  }

  static RpcError rawNeedsAccount() {
    return new RpcError(13_778, "raw_subscriptions_not_available_for_unauthorized", null);
  }

  static RpcError retry() {
    return new RpcError(10_040, "retry", null);
  }

  static RpcError badRequest() {
    return new RpcError(11_050, "bad_request", null);
  }

  int code() {
    return code;
  }

  String json() {
    return "{\"code\":"
        + code
        + ",\"message\":\""
        + getMessage()
        + "\""
        + (data == null ? "" : ",\"data\":" + data)
        + "}";
  }
}
