// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import tcplife.bpf.User;
import tcplife.cli.Failure;

/**
 * Whom a capture belongs to: the user who makes its files, so that root's rights open no way around
 * that user's, and whom the recorder becomes once it needs no rights any more.
 */
final class Owner {
  private static final int ROOT = 0;

  /**
   * From this version on, 1000 for each major one, what a recording asks of the kernel once it is
   * attached takes no capability (kernel/bpf/syscall.c, __sys_bpf).
   */
  private static final int KERNEL = 5_019;

  private final User self;
  private final User user;

  private Owner(User self, User user) {
    this.self = self;
    this.user = user;
  }

  /**
   * The owner that is named; else whom the directory belongs to, if it is there; else the user
   * behind sudo; else whoever runs this.
   *
   * @param named {@code USER[:GROUP]}, or null
   * @throws Failure if there is no such user, or this process cannot become one
   */
  static Owner of(String named, Path directory) {
    User self = User.self();
    String text = named == null ? behindSudo() : named;
    User user = text == null ? self : User.find(text);
    if (user == null) {
      throw new Failure(text + ": no such user or group");
    }
    if (named == null && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      user = ownerOf(directory);
    }
    if (self.uid() != ROOT && self.uid() != user.uid()) {
      throw new Failure("only root can record for another user");
    }
    return new Owner(self, user);
  }

  private static String behindSudo() {
    String uid = System.getenv("SUDO_UID");
    String gid = System.getenv("SUDO_GID");
    return uid == null || gid == null ? null : uid + ":" + gid;
  }

  private static User ownerOf(Path path) {
    try {
      var attributes = Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
      return new User((int) attributes.get("uid"), (int) attributes.get("gid"));
    } catch (IOException e) {
      throw new Failure(path + ": cannot be read: " + e.getMessage());
    }
  }

  /** From now on files are opened and made as the owner, by this thread and those it starts. */
  void takeFiles() {
    if (self.uid() == ROOT) {
      user.useFiles();
    }
  }

  /** Undoes {@link #takeFiles}. */
  void leaveFiles() {
    if (self.uid() == ROOT) {
      self.useFiles();
    }
  }

  /**
   * Makes a directory for the owner, also where only root may: the owner then cannot have put
   * anything in its place. Within {@link #takeFiles}.
   *
   * @throws IOException if neither may
   */
  void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (AccessDeniedException e) {
      leaveFiles();
      try {
        Files.createDirectory(directory);
        Files.setAttribute(directory, "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(directory, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
      } finally {
        takeFiles();
      }
    }
  }

  /**
   * Becomes the owner for good, without any capability.
   *
   * @return why that cannot be; null if it is done
   */
  String becomeForGood() {
    String[] version = System.getProperty("os.version").split("[^0-9]+", 3);
    if (1000 * Integer.parseInt(version[0]) + Integer.parseInt(version[1]) < KERNEL) {
      return "before Linux 5.19 a recording needs them to its end";
    }
    user.becomeForGood();
    return null;
  }
}
