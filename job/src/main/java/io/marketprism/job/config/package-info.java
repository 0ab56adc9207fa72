// SPDX-License-Identifier: Apache-2.0
/**
 * The configuration of the collector: a YAML file, overrides and the environment, checked strictly
 * and turned into immutable records.
 *
 * <p>{@link io.marketprism.job.config.Options} declares every key once; reading, checking and
 * {@code docs/configuration.md} follow from it. {@link
 * io.marketprism.job.config.CollectorConfigLoader} is the way in, {@link
 * io.marketprism.job.config.CollectorConfig} what comes out.
 */
package io.marketprism.job.config;
