// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The SQL that the program brings with it: the directory {@code sql} at the top of its sources. */
final class SqlResources {
  /** The script of the view that joins what several captures tell of a socket. */
  static final String SOCKETS = "sockets";

  private static final String ROOT = "sql/";
  private static final String SUFFIX = ".sql";

  private SqlResources() {}

  /** The scripts that make all views, in their order. */
  static List<String> schema() {
    Stream<String> views = names("views/").stream().map(name -> "views/" + name);
    return Stream.concat(Stream.of("schema", SOCKETS), views).map(SqlResources::text).toList();
  }

  /** The names of the scripts in a directory, sorted, without their suffix. */
  static List<String> names(String directory) {
    URL url = SqlResources.class.getClassLoader().getResource(ROOT + directory);
    if (url == null) {
      return List.of();
    }
    try {
      List<String> files =
          url.openConnection() instanceof JarURLConnection jar
              ? inJar(jar)
              : inDirectory(Path.of(url.toURI()));
      return files.stream()
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> inJar(JarURLConnection connection) throws IOException {
    String directory = connection.getEntryName();
    try (JarFile jar =
        new JarFile(Path.of(URI.create(connection.getJarFileURL().toString())).toFile())) {
      return jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(directory))
          .map(name -> name.substring(directory.length()))
          .toList();
    }
  }

  private static List<String> inDirectory(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** The text of a script, such as {@code hunts/beacons}; null if there is none. */
  static String text(String name) {
    String file = ROOT + name + SUFFIX;
    try (InputStream in = SqlResources.class.getClassLoader().getResourceAsStream(file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
