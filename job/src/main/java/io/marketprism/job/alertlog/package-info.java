// SPDX-License-Identifier: Apache-2.0
/**
 * A receiver for Alertmanager's messages that writes them to a log: who is called where nobody has
 * said how people are to be called, and what counts alerts in drills. A program of its own in the
 * job's jar; the job does not know of it.
 */
package io.marketprism.job.alertlog;
