// SPDX-License-Identifier: Apache-2.0
package tcplife.cli;

import java.util.concurrent.Callable;

/**
 * A command of the program, annotated for picocli; its result is the exit code. Modules add theirs
 * as services ({@code META-INF/services}), so that the recorder is a whole program without the
 * analyzer.
 */
public interface Subcommand extends Callable<Integer> {}
