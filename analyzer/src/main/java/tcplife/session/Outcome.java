// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.TcpState;

/**
 * What became of a session, in the vocabulary of Zeek's conn_state, by what this end of it saw. A
 * SYN that no socket took, or a refused one, is seen by no socket here and has no session.
 */
public enum Outcome {
  /** Connected, but no answer. */
  S0,
  /** Established, and not ended: open, or the peer was not heard of any more. */
  S1,
  /** Established, and both sides sent a FIN. */
  SF,
  /** The connect was refused. */
  REJ,
  /** Established, the originator closed, and the responder did not answer that. */
  S2,
  /** Established, the responder closed, and the originator did not answer that. */
  S3,
  /** Established, and the originator reset it. */
  RSTO,
  /** Established, and the responder reset it. */
  RSTR,
  /** It is not known who originated it, or how it ended; or none of the others. */
  OTH;

  /** Of a session, also one that is open. */
  public static Outcome of(Session session) {
    Side originator = Side.originator(session);
    StatePath path = session.path();
    if (originator == null) {
      return OTH;
    }
    if (!wasEstablished(path)) {
      return unanswered(session, originator);
    }
    return switch (session.end()) {
      case FIN -> SF;
      case RESET -> Side.closedFirst(session) == originator ? RSTO : RSTR;
      case OPEN, TIMEOUT, UNREACHABLE, REFUSED -> unfinished(session, originator);
      case GIVEN_UP, UNSENT, OTHER, LOST -> OTH;
    };
  }

  /** Also what was found closing already. */
  private static boolean wasEstablished(StatePath path) {
    for (int i = 0; i < path.length(); i++) {
      int state = path.state(i);
      if (state != TcpState.SYN_SENT && state != TcpState.SYN_RECV && state != TcpState.CLOSE) {
        return true;
      }
    }
    return false;
  }

  private static Outcome unanswered(Session session, Side originator) {
    if (originator == Side.REMOTE) {
      return OTH;
    }
    return switch (session.end()) {
      case REFUSED -> REJ;
      case UNSENT, OTHER, LOST -> OTH;
      default -> S0;
    };
  }

  private static Outcome unfinished(Session session, Side originator) {
    Side first = Side.finFirst(session.path());
    if (first == null) {
      return S1;
    } else if (first == Side.BOTH || session.path().has(TcpState.LAST_ACK)) {
      return SF;
    }
    return first == originator ? S2 : S3;
  }
}
