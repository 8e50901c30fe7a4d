// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

/** Names of the errors that end TCP sockets: include/uapi/asm-generic/errno.h. */
final class Errno {
  private Errno() {}

  /** The name of an errno; of one that is not known to end sockets, its number. */
  static String name(int errno) {
    return switch (errno) {
      case 1 -> "EPERM";
      case 4 -> "EINTR";
      case 11 -> "EAGAIN";
      case 12 -> "ENOMEM";
      case 13 -> "EACCES";
      case 22 -> "EINVAL";
      case 32 -> "EPIPE";
      case 71 -> "EPROTO";
      case 90 -> "EMSGSIZE";
      case 92 -> "ENOPROTOOPT";
      case 97 -> "EAFNOSUPPORT";
      case 98 -> "EADDRINUSE";
      case 99 -> "EADDRNOTAVAIL";
      case 100 -> "ENETDOWN";
      case 101 -> "ENETUNREACH";
      case 103 -> "ECONNABORTED";
      case 104 -> "ECONNRESET";
      case 105 -> "ENOBUFS";
      case 107 -> "ENOTCONN";
      case 110 -> "ETIMEDOUT";
      case 111 -> "ECONNREFUSED";
      case 112 -> "EHOSTDOWN";
      case 113 -> "EHOSTUNREACH";
      default -> String.valueOf(errno);
    };
  }
}
