// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths as runtimes make them; ID and POD stand for theirs. */
@Timeout(60)
class ContainerTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String POD = "fedcba9876543210".repeat(2);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/system.slice/docker-ID.scope",
        "/docker/ID",
        "/machine.slice/libpod-ID.scope/container",
        "/kubepods.slice/kubepods-podPOD.slice/cri-containerd-ID.scope",
        "/kubepods/besteffort/podPOD/ID",
        "/kubepods.slice/crio-ID.scope"
      })
  void theContainersIdIsFound(String path) {
    assertEquals(ID, Container.idIn(path.replace("ID", ID).replace("POD", POD)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/system.slice/ssh.service", "/docker/POD", "/x/0ID", "/x/IDa"})
  void otherPathsHaveNone(String path) {
    assertEquals(null, Container.idIn(path.replace("ID", ID).replace("POD", POD)));
  }

  @Test
  void noPathHasNone() {
    assertEquals(null, Container.idIn(null));
  }
}
