// SPDX-License-Identifier: Apache-2.0
/** Runs a journal through the job again. */
package io.marketprism.job.replay;
