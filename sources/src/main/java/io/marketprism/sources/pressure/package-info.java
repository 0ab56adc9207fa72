/**
 * What feeds do without while the process is short of something. Who watches the process, and by
 * which figures, is the job's affair.
 */
package io.marketprism.sources.pressure;
