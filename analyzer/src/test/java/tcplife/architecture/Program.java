// SPDX-License-Identifier: Apache-2.0
package tcplife.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;

/** The program's own classes, of all modules, without those of tests. */
final class Program {
  private Program() {}

  static JavaClasses classes() {
    return new ClassFileImporter().withImportOption(Program::isMain).importPackages("tcplife");
  }

  private static boolean isMain(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }
}
