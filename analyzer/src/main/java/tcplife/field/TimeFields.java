// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import java.util.List;
import tcplife.event.StateNames;
import tcplife.event.TcpState;
import tcplife.field.Field.Sink;
import tcplife.session.Session;
import tcplife.session.StatePath;

/** When a session was, and how long it was in which state. */
final class TimeFields {
  static final List<Field> FIELDS =
      List.of(
          Field.time(
              "opened",
              "when it began; none if before the recording",
              (session, to) -> PlaceFields.numberOrNone(session.life().openedWall(), to)),
          Field.time(
              "closed",
              "when it closed; none if that was not seen",
              (session, to) -> PlaceFields.numberOrNone(session.life().closeWall(), to)),
          Field.time(
              "seen_from",
              "since when it is known: its beginning, or when the recording met it first",
              (session, to) -> PlaceFields.numberOrNone(session.life().seenFromWall(), to)),
          Field.time(
              "seen_until",
              "until when it is known: its close, or when it was gone; if open, the recording's end",
              (session, to) -> PlaceFields.numberOrNone(session.life().seenUntilWall(), to)),
          Field.duration(
              "duration",
              "from its beginning, the connect included, to its close",
              (session, to) -> durationOrNone(session.life().duration(), to)),
          Field.duration(
              "age",
              "of an open one: from its beginning to the end of the recording",
              (session, to) -> durationOrNone(session.life().age(), to)),
          Field.duration(
              "connecting",
              "from its beginning until it was established",
              (session, to) -> between(session, 0, TcpState.ESTABLISHED, to)),
          Field.duration(
              "established",
              "in ESTABLISHED",
              (session, to) -> in(session, TcpState.ESTABLISHED, to)),
          Field.duration("half_closed", "from the first FIN to its close", TimeFields::halfClosed),
          Field.duration(
              "close_wait",
              "in CLOSE_WAIT: the peer had closed, its owner had not",
              (session, to) -> in(session, TcpState.CLOSE_WAIT, to)),
          Field.text(
              "state",
              11,
              "the state it was in last",
              (session, to) -> to.text(StateNames.of(session.path().last()))),
          Field.time(
              "state_since",
              "when it came into that state; none if before the recording",
              (session, to) -> PlaceFields.numberOrNone(session.life().stateWall(), to)),
          Field.text("path", 48, "the states it went through", TimeFields::path),
          Field.text(
              "path_ns",
              32,
              "how long it was in each of them but the last, ns; - where that is not known",
              TimeFields::durations),
          Field.flag(
              "open",
              "it was there when the recording ended",
              (session, to) -> to.flag(session.life().isOpen())));

  private TimeFields() {}

  private static void between(Session session, int from, int state, Sink to) {
    StatePath path = session.path();
    int index = path.indexOf(state);
    if (index < 0
        || path.time(index) == StatePath.UNKNOWN
        || session.life().opened() == StatePath.UNKNOWN) {
      to.none();
    } else {
      to.number(Math.max(0, path.time(index) - path.time(from)));
    }
  }

  private static void in(Session session, int state, Sink to) {
    int index = session.path().indexOf(state);
    durationOrNone(index < 0 ? -1 : session.path().duration(index), to);
  }

  private static void durationOrNone(long duration, Sink to) {
    if (duration < 0) {
      to.none();
    } else {
      to.number(duration);
    }
  }

  private static void halfClosed(Session session, Sink to) {
    StatePath path = session.path();
    long first = Math.max(path.entered(TcpState.FIN_WAIT1), path.entered(TcpState.CLOSE_WAIT));
    if (first == StatePath.UNKNOWN || !session.life().isClosed()) {
      to.none();
    } else {
      to.number(Math.max(0, session.life().close() - first));
    }
  }

  private static void path(Session session, Sink to) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < session.path().length(); i++) {
      text.append(i == 0 ? "" : " ").append(StateNames.of(session.path().state(i)));
    }
    to.text(text.toString());
  }

  private static void durations(Session session, Sink to) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i + 1 < session.path().length(); i++) {
      long duration = session.path().duration(i);
      text.append(i == 0 ? "" : " ").append(duration < 0 ? "-" : duration);
    }
    PlaceFields.text(text.toString(), to);
  }
}
