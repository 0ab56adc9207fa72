// SPDX-License-Identifier: Apache-2.0
/**
 * Faults inside of another Java process: sockets that it holds and nobody closes, a memory limit
 * that is suddenly lower. For drills; what is loaded into the process uses nothing but the JDK.
 */
package io.marketprism.simulator.process;
