// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tcplife.field.Field.Sink;
import tcplife.session.Evidence;
import tcplife.session.HostProcess;
import tcplife.session.Owners;
import tcplife.session.Session;
import tcplife.session.Task;

/** Who owned a session, and who opened, accepted and closed it. */
final class OwnerFields {
  static final List<Field> FIELDS = fields();

  private OwnerFields() {}

  private static List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    fields.add(number("pid", "PID of its owner", task(Owners::owner, Task::pid)));
    fields.add(Field.text("comm", 16, "COMM of its owner", comm(Owners::owner)));
    fields.add(
        Field.text(
            "evidence",
            8,
            "how the owner is known: connect accept holder close abort shared listener",
            (session, to) -> evidence(session.owners().evidence(), to)));
    fields.addAll(process());
    addRole(fields, "opener", "who connected", Owners::opener, owners -> Evidence.CONNECT);
    addRole(fields, "acceptor", "who accepted", Owners::acceptor, owners -> Evidence.ACCEPT);
    addRole(fields, "closer", "who closed or aborted", Owners::closer, Owners::closerEvidence);
    return fields;
  }

  private static List<Field> process() {
    return List.of(
        Field.text(
            "executable", 24, "file of its owner's program", bytes(HostProcess::executable, false)),
        Field.text(
            "command_line", 32, "its owner's arguments", bytes(HostProcess::arguments, true)),
        number("parent_pid", "PID of its owner's parent", ofProcess(HostProcess::parent)),
        number("owner_uid", "its owner's user", task(Owners::owner, Task::uid)),
        Field.text(
            "owner_user",
            8,
            "name of that user",
            (session, to) -> {
              Task owner = session.owners().owner();
              PlaceFields.text(owner == null ? null : session.host().user(owner.uid()), to);
            }),
        Field.text(
            "owner_cgroup_path",
            24,
            "path of its owner's cgroup",
            (session, to) -> {
              HostProcess process = processOf(session);
              PlaceFields.text(
                  process == null ? null : session.host().cgroup(process.cgroup()), to);
            }));
  }

  private static void addRole(
      List<Field> fields,
      String role,
      String who,
      Function<Owners, Task> get,
      Function<Owners, Evidence> evidence) {
    fields.add(number(role + "_pid", who + ": PID", task(get, Task::pid)));
    fields.add(number(role + "_tid", who + ": TID", task(get, Task::tid)));
    fields.add(number(role + "_uid", who + ": user", task(get, Task::uid)));
    fields.add(Field.text(role + "_comm", 16, who + ": COMM", comm(get)));
    fields.add(
        Field.text(
            role + "_evidence",
            8,
            who + ": how that is known",
            (session, to) -> {
              Owners owners = session.owners();
              evidence(get.apply(owners) == null ? Evidence.NONE : evidence.apply(owners), to);
            }));
  }

  private static Field number(String name, String meaning, Field.Reader reader) {
    return Field.number(name, "", meaning, reader);
  }

  private static void evidence(Evidence evidence, Sink to) {
    OutcomeFields.name(evidence == Evidence.NONE ? null : evidence, to);
  }

  private static Field.Reader task(Function<Owners, Task> get, Function<Task, Integer> number) {
    return (session, to) -> {
      Task task = get.apply(session.owners());
      if (task == null) {
        to.none();
      } else {
        PlaceFields.id(number.apply(task), to);
      }
    };
  }

  private static Field.Reader comm(Function<Owners, Task> get) {
    return (session, to) -> {
      Task task = get.apply(session.owners());
      PlaceFields.text(task == null ? null : task.commText(), to);
    };
  }

  private static HostProcess processOf(Session session) {
    Task owner = session.owners().owner();
    return owner == null ? null : owner.process();
  }

  private static Field.Reader ofProcess(Function<HostProcess, Integer> number) {
    return (session, to) -> {
      HostProcess process = processOf(session);
      if (process == null) {
        to.none();
      } else {
        PlaceFields.id(number.apply(process), to);
      }
    };
  }

  /**
   * @param separated whether a NUL ends each part: shown with a blank between them
   */
  private static Field.Reader bytes(Function<HostProcess, byte[]> get, boolean separated) {
    return (session, to) -> {
      HostProcess process = processOf(session);
      if (process == null) {
        to.none();
        return;
      }
      String text = new String(get.apply(process), StandardCharsets.UTF_8);
      PlaceFields.text(separated ? text.replace('\0', ' ').stripTrailing() : text, to);
    };
  }
}
