// SPDX-License-Identifier: Apache-2.0
/** Where alerts go until somebody says whom they are to call: into a log. */
package io.marketprism.job.alertlog;
