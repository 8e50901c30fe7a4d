// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Java's constants against what the C compiler makes of session_event.h. */
@Timeout(60)
class LayoutOffsetsTest {
  @Test
  void everyFieldOfEveryStructIsWhereJavaLooksForIt() throws Exception {
    TreeMap<String, Integer> inC = new TreeMap<>();
    TreeMap<String, Integer> inJava = new TreeMap<>();
    for (String[] line : LayoutProgram.lines("offsets")) {
      String name = line[0] + "." + line[1];
      inC.put(name, Integer.valueOf(line[2]));
      inJava.put(name, line[1].equals("size") ? size(line[0]) : offset(line[0], line[1]));
    }
    assertEquals(lines(inC), lines(inJava));
  }

  @Test
  void everyOffsetInJavaIsAFieldInC() throws Exception {
    Set<String> inC = new HashSet<>();
    for (String[] line : LayoutProgram.lines("offsets")) {
      inC.add(describer(line[0]).getSimpleName() + "." + line[1].toUpperCase(Locale.ROOT));
    }
    for (String[] line : LayoutProgram.lines("numbers")) {
      inC.add(line[0] + "." + line[1]);
    }
    inC.addAll(
        List.of(
            "StateLayout.SIZE_WITH_COUNTERS",
            "StateLayout.ADDRESS_SIZE",
            "ClockRecord.ZONE_SIZE",
            "EndRecord.TABLE",
            "EndRecord.CPU_ENTRY"));
    for (Class<?> describer :
        List.of(
            RecordHeader.class,
            StateLayout.class,
            ClockRecord.class,
            LossRecord.class,
            EndRecord.class,
            AcceptRecord.class,
            ProcessRecord.class,
            NameRecord.class,
            SegmentRecord.class,
            InventoryRecord.class,
            TcpState.class)) {
      Set<String> unknown =
          Arrays.stream(describer.getDeclaredFields())
              .filter(field -> field.getName().matches("[A-Z0-9_]+"))
              .map(field -> describer.getSimpleName() + "." + field.getName())
              .filter(name -> !inC.contains(name))
              .collect(Collectors.toSet());
      assertEquals(Set.of(), unknown);
    }
  }

  @Test
  void kindsFlagsCausesReasonsAndStatesHaveTheSameNumbers() throws Exception {
    TreeMap<String, Integer> inC = new TreeMap<>();
    TreeMap<String, Integer> inJava = new TreeMap<>();
    for (String[] line : LayoutProgram.lines("numbers")) {
      String name = line[0] + "." + line[1];
      inC.put(name, Integer.parseUnsignedInt(line[2]));
      inJava.put(name, constant(Class.forName("tcplife.event." + line[0]), line[1]));
    }
    assertEquals(lines(inC), lines(inJava));
  }

  private static int size(String struct) {
    return switch (struct) {
      case "rec_header" -> RecordHeader.SIZE;
      case "rec_state" -> StateLayout.SIZE;
      case "rec_counters" -> StateLayout.SIZE_WITH_COUNTERS - StateLayout.SIZE;
      case "rec_clock" -> ClockRecord.SIZE;
      case "rec_loss" -> LossRecord.SIZE;
      case "rec_end" -> EndRecord.size(0);
      case "rec_accept" -> AcceptRecord.SIZE;
      case "rec_process" -> ProcessRecord.SIZE;
      case "rec_name" -> NameRecord.SIZE;
      case "rec_segment" -> SegmentRecord.SIZE;
      case "rec_inventory" -> InventoryRecord.SIZE;
      case "rec_end_cpu" -> EndRecord.size(1) - EndRecord.size(0);
      default -> throw new AssertionError(struct);
    };
  }

  private static int offset(String struct, String field) throws ReflectiveOperationException {
    int offset = constant(describer(struct), field.toUpperCase(Locale.ROOT));
    return struct.equals("rec_counters") ? offset - StateLayout.SIZE : offset;
  }

  private static Class<?> describer(String struct) {
    return switch (struct) {
      case "rec_header" -> RecordHeader.class;
      case "rec_state", "rec_counters" -> StateLayout.class;
      case "rec_clock" -> ClockRecord.class;
      case "rec_loss" -> LossRecord.class;
      case "rec_end", "rec_end_cpu" -> EndRecord.class;
      case "rec_accept" -> AcceptRecord.class;
      case "rec_process" -> ProcessRecord.class;
      case "rec_name" -> NameRecord.class;
      case "rec_segment" -> SegmentRecord.class;
      case "rec_inventory" -> InventoryRecord.class;
      default -> throw new AssertionError(struct);
    };
  }

  private static int constant(Class<?> in, String name) throws ReflectiveOperationException {
    Field field = in.getDeclaredField(name);
    field.setAccessible(true);
    return field.getInt(null);
  }

  /** One a line, so that a failure shows which differs. */
  private static String lines(TreeMap<String, Integer> numbers) {
    return numbers.toString().replace(", ", "\n");
  }
}
