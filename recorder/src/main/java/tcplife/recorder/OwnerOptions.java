// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Whom a capture belongs to, and whether its recorder becomes that user. */
final class OwnerOptions {
  @Option(
      names = "--owner",
      paramLabel = "USER[:GROUP]",
      description = {
        "whom the capture belongs to, and whom the recorder becomes once it needs no rights any",
        "more; default: whom DIR belongs to, if it is there; else the user behind sudo"
      })
  private String name;

  @Option(
      names = "--keep-privileges",
      description = "stay root: later inventories then see as much as the first one")
  private boolean keepPrivileges;

  /** As {@link Owner#of} finds the owner. */
  Owner owner(Path capture) {
    return Owner.of(name, capture);
  }

  /**
   * Becomes the owner for good, unless that is not wanted.
   *
   * @param user told why it cannot be
   */
  void becomeForGood(Owner owner, Consumer<String> user) {
    String reason = keepPrivileges ? null : owner.becomeForGood();
    if (reason != null) {
      user.accept("keeps its privileges: " + reason);
    }
  }
}
