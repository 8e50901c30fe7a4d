// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The executable's name and the arguments of a process, each of which ends with a NUL. */
final class ProgramTail implements Tail {
  private static final int EXECUTABLE_LENGTH = 58;
  private static final int ARGUMENTS_LENGTH = 60;
  private static final String LAST_ARGUMENT = "last_argument";
  private static final String CUT = "CUT";

  @Override
  public int length(ByteBuffer record) {
    return unsigned(record, EXECUTABLE_LENGTH) + unsigned(record, ARGUMENTS_LENGTH);
  }

  private static int unsigned(ByteBuffer record, int at) {
    return Short.toUnsignedInt(record.getShort(at));
  }

  @Override
  public void show(ByteBuffer record, int at, FieldWriter to) {
    int executable = unsigned(record, EXECUTABLE_LENGTH);
    byte[] arguments = bytes(record, at + executable, unsigned(record, ARGUMENTS_LENGTH));
    to.text("executable", ByteText.of(bytes(record, at, executable)));
    List<String> texts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= arguments.length; i++) {
      if (i == arguments.length ? start < i : arguments[i] == 0) {
        texts.add(ByteText.of(Arrays.copyOfRange(arguments, start, i)));
        start = i + 1;
      }
    }
    to.texts("arguments", texts);
    if (start > arguments.length) {
      to.text(LAST_ARGUMENT, CUT);
    }
  }

  @Override
  public void store(FieldReader from, ByteBuffer record) {
    byte[] executable = ByteText.bytes(from.text("executable"));
    ByteArrayOutputStream arguments = new ByteArrayOutputStream();
    for (String each : from.texts("arguments")) {
      arguments.writeBytes(ByteText.bytes(each));
      arguments.write(0);
    }
    int length = arguments.size();
    if (length > 0 && from.has(LAST_ARGUMENT)) {
      String mark = from.text(LAST_ARGUMENT);
      if (!mark.equals(CUT)) {
        throw FieldReader.wrong(LAST_ARGUMENT, mark, CUT);
      }
      length--;
    }
    if (executable.length > 0xffff || length > 0xffff) {
      throw new BadLineException("executable or arguments are too long for a record");
    }
    record.putShort(EXECUTABLE_LENGTH, (short) executable.length);
    record.putShort(ARGUMENTS_LENGTH, (short) length);
    record.put(executable).put(arguments.toByteArray(), 0, length);
  }

  private static byte[] bytes(ByteBuffer record, int at, int length) {
    byte[] bytes = new byte[length];
    record.get(at, bytes);
    return bytes;
  }
}
