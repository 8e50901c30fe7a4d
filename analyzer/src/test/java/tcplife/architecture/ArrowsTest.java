// SPDX-License-Identifier: Apache-2.0
package tcplife.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Modules and packages depend on each other in one direction. */
@Timeout(60)
class ArrowsTest {
  private static final JavaClasses OURS = Program.classes();

  @Test
  void whatReadsKnowsNothingOfWhatRecords() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "tcplife.session..",
            "tcplife.field..",
            "tcplife.replay..",
            "tcplife.raw..",
            "tcplife.report..",
            "tcplife.sql..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "tcplife.recorder..", "tcplife.bpf..", "net.openhft..", "com.sun..", "sun..")
        .check(OURS);
  }

  @Test
  void sessionsKnowNothingOfHowTheyArePrinted() {
    noClasses()
        .that()
        .resideInAPackage("tcplife.session..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tcplife.replay..", "tcplife.raw..", "tcplife.cli..", "picocli..")
        .check(OURS);
  }

  @Test
  void nothingButSqlKnowsTheDatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackage("tcplife.sql..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.duckdb..", "org.jline..", "java.sql..", "tcplife.sql..")
        .check(OURS);
  }

  @Test
  void fieldsKnowNothingOfTheOutputsThatShowThem() {
    noClasses()
        .that()
        .resideInAPackage("tcplife.field..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("tcplife..")
                .and(resideOutsideOfPackage("tcplife.field.."))
                .and(resideOutsideOfPackage("tcplife.session.."))
                .and(resideOutsideOfPackage("tcplife.event..")))
        .check(OURS);
  }

  @Test
  void theRecorderIsAWholeProgramWithoutTheAnalyzer() {
    noClasses()
        .that()
        .resideInAnyPackage("tcplife.cli..", "tcplife.capture..", "tcplife.recorder..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "tcplife.session..",
            "tcplife.field..",
            "tcplife.replay..",
            "tcplife.raw..",
            "tcplife.report..",
            "tcplife.sql..")
        .check(OURS);
  }

  @Test
  void theCommandLineAndTheCaptureKnowNothingOfRecording() {
    noClasses()
        .that()
        .resideInAnyPackage("tcplife.cli..", "tcplife.capture..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tcplife.recorder..", "tcplife.bpf..")
        .check(OURS);
  }

  @Test
  void theBridgeKnowsNothingButEvents() {
    noClasses()
        .that()
        .resideInAPackage("tcplife.bpf..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("tcplife..")
                .and(resideOutsideOfPackage("tcplife.bpf.."))
                .and(resideOutsideOfPackage("tcplife.event..")))
        .check(OURS);
  }

  @Test
  void eventsDependOnNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("tcplife.event..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("tcplife..").and(resideOutsideOfPackage("tcplife.event..")))
        .check(OURS);
  }

  @Test
  void theQueuesLibraryCannotReportItsUseToTheWeb() throws ClassNotFoundException {
    ClassLoader loader = getClass().getClassLoader();
    assertNotNull(loader.loadClass("net.openhft.chronicle.queue.ChronicleQueue"));
    assertThrows(
        ClassNotFoundException.class,
        () -> loader.loadClass("net.openhft.chronicle.analytics.Analytics"));
  }
}
