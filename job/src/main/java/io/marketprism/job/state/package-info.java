// SPDX-License-Identifier: Apache-2.0
/** How the job's state is kept by the state backend. */
package io.marketprism.job.state;
