// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;

/** Whom a capture's files belong to. */
public final class Ownership {
  /** Whoever runs the recorder. */
  public static final Ownership UNCHANGED = new Ownership(null, null);

  private final UserPrincipal user;
  private final GroupPrincipal group;

  private Ownership(UserPrincipal user, GroupPrincipal group) {
    this.user = user;
    this.group = group;
  }

  /**
   * Reads {@code USER[:GROUP]}, names or numbers. Without a group, the group stays as it is.
   *
   * @throws CaptureException if there is no such user or group
   */
  public static Ownership parse(Path directory, String text) {
    UserPrincipalLookupService lookup = directory.getFileSystem().getUserPrincipalLookupService();
    String[] parts = text.split(":", 2);
    try {
      return new Ownership(
          lookup.lookupPrincipalByName(parts[0]),
          parts.length == 1 ? null : lookup.lookupPrincipalByGroupName(parts[1]));
    } catch (IOException e) {
      throw new CaptureException(text + ": no such user or group", e);
    }
  }

  /**
   * Gives a file or a directory, without what is in it, to the owner. A link itself is given, not
   * what it leads to.
   *
   * @throws IOException if the system refuses it
   */
  public void apply(Path path) throws IOException {
    if (user == null) {
      return;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (group != null) {
      view.setGroup(group);
    }
    view.setOwner(user);
  }
}
