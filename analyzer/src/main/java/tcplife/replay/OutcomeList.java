// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tcplife.session.Outcome;

/** Outcomes as options list them: {@code S0,REJ}. */
final class OutcomeList implements ITypeConverter<OutcomeList.Chosen> {
  /** The outcomes of a list. */
  record Chosen(Set<Outcome> outcomes) {}

  @Override
  public Chosen convert(String text) {
    EnumSet<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (String part : text.split(",", -1)) {
      outcomes.add(
          Arrays.stream(Outcome.values())
              .filter(each -> each.name().equals(part.toUpperCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(() -> none(part, text)));
    }
    return new Chosen(outcomes);
  }

  private static TypeConversionException none(String part, String text) {
    return new TypeConversionException(
        ListPart.quoted(part, text)
            + " is not an outcome: one of "
            + Arrays.toString(Outcome.values()));
  }
}
