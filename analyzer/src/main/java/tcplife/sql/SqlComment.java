// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Has a query that begins with a comment, {@code -- why}, taken for no option. */
final class SqlComment implements IParameterPreprocessor {
  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
    // No option has a blank in its name.
    arguments.replaceAll(each -> each.matches("(?s)--[^=]*\\s.*") ? " " + each : each);
    return false;
  }
}
