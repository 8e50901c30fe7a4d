// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Container ids in the paths of cgroups, as Docker, containerd, CRI-O and Podman make them. */
final class Container {
  /** The last 64 hexadecimal digits that stand by themselves: a pod's path has its own before. */
  private static final Pattern ID = Pattern.compile(".*(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f]).*");

  private Container() {}

  /** The id in a path, or null. */
  static String idIn(String path) {
    if (path == null) {
      return null;
    }
    Matcher matcher = ID.matcher(path);
    return matcher.matches() ? matcher.group(1) : null;
  }
}
