// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StateNamesTest {
  @Test
  void eachStateHasItsNameAtItsNumber() throws ReflectiveOperationException {
    int states = 0;
    for (Field field : TcpState.class.getDeclaredFields()) {
      if (field.getName().matches("[A-Z0-9_]+")) {
        assertEquals(field.getName(), StateNames.ALL.get(field.getInt(null)));
        states++;
      }
    }
    assertEquals(11, states);
  }
}
