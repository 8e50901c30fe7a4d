// SPDX-License-Identifier: Apache-2.0
/** What a capture is, and whether it is what was recorded: {@code info} and {@code verify}. */
package tcplife.report;
