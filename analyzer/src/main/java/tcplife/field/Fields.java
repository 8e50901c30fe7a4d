// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every field of a session, in the order in which outputs show all of them. */
public final class Fields {
  /** All fields. */
  public static final List<Field> ALL =
      Stream.of(
              PlaceFields.FIELDS,
              TimeFields.FIELDS,
              OutcomeFields.FIELDS,
              OwnerFields.FIELDS,
              CounterFields.FIELDS)
          .flatMap(List::stream)
          .toList();

  /** Those that tell most of an incident in a row. */
  public static final List<Field> EXTENDED;

  private static final Map<String, Field> BY_NAME = new LinkedHashMap<>();

  static {
    ALL.forEach(field -> BY_NAME.put(field.name(), field));
    EXTENDED =
        Stream.of(
                "opened",
                "closed",
                "duration",
                "pid",
                "comm",
                "evidence",
                "local_address",
                "local_port",
                "remote_address",
                "remote_port",
                "outcome",
                "ending",
                "closed_first",
                "payload_sent",
                "payload_received",
                "retransmits",
                "smoothed_rtt",
                "user",
                "container",
                "cgroup_path")
            .map(BY_NAME::get)
            .toList();
  }

  private Fields() {}

  /** The field of a name, or null. */
  public static Field named(String name) {
    return BY_NAME.get(name);
  }
}
