// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.List;

/** Which sessions are shown. */
@FunctionalInterface
interface Filter {
  boolean accepts(Row row);

  /** What all of some accept. */
  static Filter allOf(List<Filter> filters) {
    if (filters.size() == 1) {
      return filters.get(0);
    }
    Filter[] all = filters.toArray(Filter[]::new);
    return row -> {
      for (Filter each : all) {
        if (!each.accepts(row)) {
          return false;
        }
      }
      return true;
    };
  }
}
