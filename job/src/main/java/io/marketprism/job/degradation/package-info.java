/**
 * What the process does without while it is short of something, step by step, and back: the ladder
 * of degradation. {@link io.marketprism.job.degradation.DegradationLadder} decides and is pure;
 * {@link io.marketprism.job.degradation.Degradation} watches the process; books and feeds ask what
 * holds through interfaces of their own.
 */
package io.marketprism.job.degradation;
