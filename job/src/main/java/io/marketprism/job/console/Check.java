// SPDX-License-Identifier: Apache-2.0
package io.marketprism.job.console;

/**
 * One statement about a run.
 *
 * @param name what is asked, in kebab case
 * @param ok whether it is as it should be
 * @param detail the figures, for people
 */
record Check(String name, boolean ok, String detail) {}
