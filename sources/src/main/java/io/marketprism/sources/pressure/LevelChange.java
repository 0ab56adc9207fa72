// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.pressure;

/**
 * The process does without more than before, or less.
 *
 * @param before the level before, 0 for nothing
 * @param now the level from now on
 * @param reason code of the cause
 * @param detail the same for a person
 */
public record LevelChange(int before, int now, String reason, String detail) {}
