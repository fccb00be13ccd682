package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaTest {
    @TempDir
    Path folder;

    @Test
    void shouldRunAMainClassInASmallProcess() {
        assertThat(new Java(64).command("some.jar", "Main", List.of("a", "b")))
                .contains("-Xmx64m")
                .noneMatch(option -> option.contains("Archive"))
                .endsWith("-cp", "some.jar", "Main", "a", "b");
    }

    @Test
    void shouldKeepTheClassesOfOneClassPathInOneFile() throws IOException {
        Path jar = Files.writeString(folder.resolve("some.jar"), "one");

        String first = archive(jar.toString());

        assertThat(first).startsWith(folder.resolve("some-").toString());
        assertThat(archive(jar.toString())).isEqualTo(first);
    }

    @Test
    void shouldBeginAnewWhenAJarHasChanged() throws IOException {
        // given the classes of a jar
        Path jar = Files.writeString(folder.resolve("some.jar"), "one");
        Path first = Files.writeString(Path.of(archive(folder + "/*")), "classes");
        Path another = Files.writeString(folder.resolve("another-1.jsa"), "classes");

        // when it is built anew
        Files.writeString(jar, "another one");

        // then its old classes are gone, and another program's are not
        assertThat(archive(folder + "/*")).isNotEqualTo(first.toString());
        assertThat(first).doesNotExist();
        assertThat(another).exists();
    }

    @Test
    void shouldKeepNoClassesOfFolders() throws IOException {
        Path jar = Files.writeString(folder.resolve("some.jar"), "one");

        assertThat(new Java(64).sharedClasses(folder, "some").command(jar + ":" + folder, "Main", List.of()))
                .noneMatch(option -> option.contains("Archive"));
    }

    private String archive(String classPath) {
        return new Java(64)
                .sharedClasses(folder, "some").command(classPath, "Main", List.of()).stream()
                        .filter(option -> option.startsWith("-XX:SharedArchiveFile="))
                        .map(option -> option.replaceFirst(".*=", ""))
                        .findFirst()
                        .orElseThrow();
    }
}
