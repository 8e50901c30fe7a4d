// SPDX-License-Identifier: Apache-2.0
package tcplife.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.cli.Subcommand;

/** Nothing that a reading command can reach needs the queue's library or native code of ours. */
@Timeout(60)
class ReadingCommandsTest {
  private static final JavaClasses OURS = Program.classes();

  @Test
  void noReadingCommandReachesTheQueuesLibrary() {
    for (JavaClass command : readingCommands()) {
      assertEquals(Set.of(), names(reached(command), "net.openhft."), command.getName());
    }
  }

  @Test
  void noReadingCommandReachesNativeMethodsOfOurs() {
    for (JavaClass command : readingCommands()) {
      assertEquals(Set.of(), nativeOnes(command), command.getName());
    }
  }

  @Test
  void everyReadingCommandReachesTheCapture() {
    assertFalse(readingCommands().isEmpty());
    for (JavaClass command : readingCommands()) {
      Set<String> capture = names(reached(command), "tcplife.capture.");
      assertTrue(capture.contains("tcplife.capture.CycleFiles"), command.getName());
    }
  }

  /** That the search finds what it looks for. */
  @Test
  void recordReachesBoth() {
    JavaClass record = OURS.get("tcplife.recorder.RecordCommand");
    assertFalse(names(reached(record), "net.openhft.").isEmpty());
    assertEquals(Set.of("tcplife.bpf.Bridge"), nativeOnes(record));
  }

  private static List<JavaClass> readingCommands() {
    return OURS.stream()
        .filter(each -> each.isAssignableTo(Subcommand.class) && !each.isInterface())
        .filter(each -> !each.getPackageName().startsWith("tcplife.recorder"))
        .toList();
  }

  private static Stream<JavaClass> reached(JavaClass command) {
    return Stream.concat(
        Stream.of(command),
        command.getTransitiveDependenciesFromSelf().stream().map(Dependency::getTargetClass));
  }

  private static Set<String> nativeOnes(JavaClass command) {
    return names(reached(command).filter(ReadingCommandsTest::isNative), "tcplife.");
  }

  private static boolean isNative(JavaClass each) {
    return each.getMethods().stream()
        .anyMatch(method -> method.getModifiers().contains(JavaModifier.NATIVE));
  }

  private static Set<String> names(Stream<JavaClass> classes, String start) {
    return classes
        .map(JavaClass::getName)
        .filter(name -> name.startsWith(start))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
