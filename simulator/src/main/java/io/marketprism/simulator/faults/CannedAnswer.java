// SPDX-License-Identifier: Apache-2.0
package io.marketprism.simulator.faults;

/**
 * A REST answer that replaces the real one.
 *
 * @param status HTTP status
 * @param contentType value of the content type header
 * @param body body
 */
public record CannedAnswer(int status, String contentType, String body) {}
