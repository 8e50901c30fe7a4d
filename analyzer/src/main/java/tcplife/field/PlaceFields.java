// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import java.util.List;
import tcplife.event.StateView;
import tcplife.field.Field.Sink;
import tcplife.field.Field.Type;
import tcplife.session.Session;

/** Where a session was: host, addresses, network namespace, cgroup. */
final class PlaceFields {
  static final List<Field> FIELDS =
      List.of(
          Field.text(
              "host",
              12,
              "name of the recording host",
              (session, to) -> text(session.host().name(), to)),
          Field.text(
              "boot_id",
              36,
              "the host's boot: with it, a cookie names a socket",
              (session, to) -> text(session.host().bootId(), to)),
          Field.number(
              "cookie",
              "",
              "the socket's cookie",
              (session, to) -> to.number(session.socket().cookie())),
          Field.number(
              "ip",
              "",
              "version of IP: 4 or 6",
              (session, to) -> to.number(session.socket().isIpv4() ? 4 : 6)),
          address("local_address", "address of this end", PlaceFields::local),
          Field.number(
              "local_port",
              "",
              "port of this end",
              (session, to) -> to.number(session.socket().localPort())),
          address("remote_address", "address of the peer", PlaceFields::remote),
          Field.number(
              "remote_port",
              "",
              "port of the peer",
              (session, to) -> to.number(session.socket().remotePort())),
          Field.text(
              "community_id",
              30,
              "Community ID v1 of the connection, seed 0",
              (session, to) -> to.text(CommunityId.of(session))),
          Field.flag("mptcp", "a subflow of a Multipath TCP connection", PlaceFields::mptcp),
          Field.number(
              "netns",
              "",
              "inode of the socket's network namespace",
              (session, to) -> id(session.socket().netns(), to)),
          Field.text(
              "netns_name",
              8,
              "name of that namespace",
              (session, to) -> text(session.host().namespace(session.socket().netns()), to)),
          Field.number("cgroup", "", "id of the socket's cgroup", PlaceFields::cgroup),
          Field.text(
              "cgroup_path",
              24,
              "path of that cgroup: the container or unit",
              (session, to) -> text(session.host().cgroup(session.socket().cgroup()), to)),
          Field.text(
              "container",
              12,
              "container id, where the cgroup's path shows one",
              (session, to) ->
                  text(Container.idIn(session.host().cgroup(session.socket().cgroup())), to)),
          Field.number(
              "uid", "", "the socket's user", (session, to) -> id(session.socket().uid(), to)),
          Field.text(
              "user",
              8,
              "name of that user",
              (session, to) -> text(session.host().user(session.socket().uid()), to)));

  private PlaceFields() {}

  private static Field address(String name, String meaning, Field.Reader reader) {
    return new Field(name, Type.ADDRESS, "", 15, meaning, reader);
  }

  private static void mptcp(Session session, Sink to) {
    Boolean mptcp = session.isMptcp();
    if (mptcp == null) {
      to.none();
    } else {
      to.flag(mptcp);
    }
  }

  private static void cgroup(Session session, Sink to) {
    long id = session.socket().cgroup();
    numberOrNone(id == StateView.UNKNOWN ? 0 : id, to);
  }

  private static void local(Session session, Sink to) {
    address(session, session.socket().localHead(), session.socket().localTail(), to);
  }

  private static void remote(Session session, Sink to) {
    address(session, session.socket().remoteHead(), session.socket().remoteTail(), to);
  }

  /** An IPv4 socket has its address in the first 4 bytes, a dual-stack one in the last 4. */
  private static void address(Session session, long head, long tail, Sink to) {
    if (session.socket().isIpv4Socket()) {
      to.address(0, 0xffff00000000L | head >>> 32, true);
    } else {
      to.address(head, tail, session.socket().isIpv4());
    }
  }

  static void text(String value, Sink to) {
    if (value == null || value.isEmpty()) {
      to.none();
    } else {
      to.text(value);
    }
  }

  /** An unsigned number of the kernel's; with all bits set it is none that there can be. */
  static void id(int value, Sink to) {
    if (value == StateView.UNKNOWN) {
      to.none();
    } else {
      to.number(Integer.toUnsignedLong(value));
    }
  }

  static void numberOrNone(long value, Sink to) {
    if (value == 0) {
      to.none();
    } else {
      to.number(value);
    }
  }
}
