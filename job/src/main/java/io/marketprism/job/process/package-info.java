/**
 * What the operating system knows of the process that runs us: memory, descriptors, sockets, CPU,
 * disk; and its metrics.
 *
 * <p>Depends on nothing but the JDK and Flink's public metrics, because it is loaded twice: with
 * the job, and as a plugin of Flink that registers the metrics of each JobManager and TaskManager,
 * whether or not a job runs.
 */
package io.marketprism.job.process;
