package io.ferry.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class RunningNoteTest {
    @TempDir
    private Path home;

    @Test
    void shouldBeThereWhileFerryRuns() {
        RunningNote note = note();

        note.ready();
        assertThat(home.resolve(RunningFile.FILE)).exists();
        assertThat(note.address()).hasPort(8090);

        note.remove(closing());
        assertThat(home.resolve(RunningFile.FILE)).doesNotExist();
        assertThat(note.address()).isNull();
    }

    @Test
    void shouldNotBeWrittenByAFerryThatIsToldToEndWhileItStarts() {
        RunningNote note = note();

        note.remove(closing());
        note.ready();

        assertThat(home.resolve(RunningFile.FILE)).doesNotExist();
    }

    private RunningNote note() {
        return new RunningNote(
                home, new MockEnvironment().withProperty("local.server.port", "8090"), Clock.systemUTC());
    }

    private static ContextClosedEvent closing() {
        return new ContextClosedEvent(new GenericApplicationContext());
    }
}
