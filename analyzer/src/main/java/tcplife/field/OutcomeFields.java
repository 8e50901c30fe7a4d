// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import java.util.List;
import java.util.Locale;
import tcplife.field.Field.Sink;
import tcplife.session.Outcome;
import tcplife.session.Side;

/** What became of a session. */
final class OutcomeFields {
  static final List<Field> FIELDS =
      List.of(
          Field.text(
              "outcome",
              7,
              "as Zeek's conn_state: S0 S1 SF REJ S2 S3 RSTO RSTR OTH",
              (session, to) -> to.text(Outcome.of(session).name())),
          Field.text(
              "ending",
              11,
              "how it ended: open lost fin reset timeout refused unreachable given_up unsent other",
              (session, to) -> name(session.end(), to)),
          Field.text(
              "error",
              12,
              "errno that was pending at its last transition",
              (session, to) -> {
                int error = session.error();
                PlaceFields.text(error <= 0 ? null : Errno.name(error), to);
              }),
          Field.text(
              "closed_first",
              6,
              "which side ended it: local remote both",
              (session, to) -> name(Side.closedFirst(session), to)),
          Field.text(
              "originator",
              6,
              "which side connected: local remote",
              (session, to) -> name(Side.originator(session), to)),
          Field.flag(
              "lost_transition",
              "a transition of it is certainly missing",
              (session, to) -> to.flag(session.lostTransition())),
          Field.text(
              "loss",
              8,
              "whether transitions of it were lost: none possible certain end",
              (session, to) -> name(session.loss(), to)));

  private OutcomeFields() {}

  static void name(Enum<?> value, Sink to) {
    PlaceFields.text(value == null ? null : value.name().toLowerCase(Locale.ROOT), to);
  }
}
