// SPDX-License-Identifier: Apache-2.0
/**
 * The hot path measured beside its plain alternatives, in one run and on the same inputs. Inputs
 * are made here from a fixed seed; each benchmark checks before it starts that both ways give the
 * same result. How to run them: {@code docs/benchmarks.md}.
 */
package io.marketprism.benchmarks;
