// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import tcplife.capture.Capture;
import tcplife.field.Field;
import tcplife.field.Fields;
import tcplife.session.CaptureFindings;
import tcplife.session.CycleIndex;
import tcplife.session.ReadAhead;
import tcplife.session.Session;
import tcplife.session.SessionReader;
import tcplife.session.Window;

/** The sessions, open ones included: the same rows as of {@code replay --json --open}. */
final class SessionsTable implements CaptureTable<Session> {
  private static final int ANY_PID = 0;

  private static final List<TableColumn<Session>> COLUMNS =
      Fields.ALL.stream().map(SessionsTable::column).toList();

  private static TableColumn<Session> column(Field field) {
    return new TableColumn<>(
        field.name(), field.type(), field.unit(), field.meaning(), field.reader()::read);
  }

  @Override
  public String name() {
    return "sessions";
  }

  @Override
  public String meaning() {
    return "a row for each TCP socket that connected or was connected to";
  }

  @Override
  public List<TableColumn<Session>> columns() {
    return COLUMNS;
  }

  @Override
  public Rows<Session> read(Capture capture, Window window, CaptureFindings findings) {
    SessionReader reader =
        new SessionReader(CycleIndex.since(capture, window.from()), ANY_PID, findings)
            .withOpen()
            .until(window.to());
    ReadAhead ahead = new ReadAhead(reader);
    return new Rows<>() {
      @Override
      public Session next() {
        Session session = ahead.next();
        while (session != null && !touches(window, session)) {
          session = ahead.next();
        }
        return session;
      }

      @Override
      public void close() {
        ahead.close();
        reader.close();
      }
    };
  }

  /** Of what is not known, all may be. */
  private static boolean touches(Window window, Session session) {
    return window.touches(
        session.life().openedWall() == 0 ? Long.MIN_VALUE : session.life().openedWall(),
        session.life().goneWall());
  }
}
