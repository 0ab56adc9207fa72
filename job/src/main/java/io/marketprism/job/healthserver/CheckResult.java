// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.healthserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import javax.annotation.Nullable;

/**
 * One entry of {@code checks}.
 *
 * @param name its key
 * @param looked the look that it is made of
 * @param error {@code null} unless unhealthy for a reason that can be named
 * @param details figures
 */
record CheckResult(
    String name, Status status, Sample<?> looked, @Nullable String error, ObjectNode details) {}
