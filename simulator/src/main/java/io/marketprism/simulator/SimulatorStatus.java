// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator;

import java.util.Map;

/**
 * What a simulator has done so far.
 *
 * @param mode {@code synthetic} or {@code replay}
 * @param state {@code waiting}, {@code running} or {@code finished}
 * @param framesSent frames given to sockets, each socket counted
 * @param depthEvents depth events of 100 ms that the venue had, whoever subscribed
 * @param trades trades that the venue had
 * @param lastUpdateId last update id per symbol
 * @param lastTradeId last trade id per symbol
 * @param connections open WebSockets
 * @param connectionsOpened WebSockets opened so far
 * @param restRequests REST requests per endpoint
 */
public record SimulatorStatus(
    String mode,
    String state,
    long framesSent,
    long depthEvents,
    long trades,
    Map<String, Long> lastUpdateId,
    Map<String, Long> lastTradeId,
    int connections,
    long connectionsOpened,
    Map<String, Long> restRequests) {}
