// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tcplife.field.Field;
import tcplife.field.Fields;

/** Fields as options list them: {@code pid,comm,outcome}. */
final class FieldList implements ITypeConverter<FieldList.Chosen> {
  /** The fields of a list, in its order. */
  record Chosen(List<Field> fields) {}

  @Override
  public Chosen convert(String text) {
    List<Field> fields = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Field field = Fields.named(part);
      if (field == null) {
        throw new TypeConversionException(
            ListPart.quoted(part, text) + " is not a field (--fields lists them)");
      }
      if (fields.contains(field)) {
        throw new TypeConversionException("'" + part + "' is in '" + text + "' twice");
      }
      fields.add(field);
    }
    return new Chosen(List.copyOf(fields));
  }
}
