// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import java.util.Map;

/**
 * A GET request of a venue's REST API.
 *
 * @param path path, e.g. {@code /api/v3/depth}
 * @param query names and values, not yet encoded
 * @param weight request weight by the venue's documents
 */
public record RestCall(String path, Map<String, String> query, int weight) {}
