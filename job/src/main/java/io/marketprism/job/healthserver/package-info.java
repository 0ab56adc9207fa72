// SPDX-License-Identifier: Apache-2.0

/**
 * The health server, a process of its own. {@link io.marketprism.job.healthserver.HealthServer} is
 * the program; probes look in the background, {@link io.marketprism.job.healthserver.Observer} puts
 * together what they saw, {@link io.marketprism.job.healthserver.Judge} says what it means, {@link
 * io.marketprism.job.healthserver.HealthJson} and {@link
 * io.marketprism.job.healthserver.StatusJson} word the answers, {@link
 * io.marketprism.job.healthserver.HttpFront} sends them.
 */
package io.marketprism.job.healthserver;
