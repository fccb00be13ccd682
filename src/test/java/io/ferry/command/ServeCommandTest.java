package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ServeCommandTest {
    private final AtomicInteger made = new AtomicInteger();
    private final Supplier<URI> links =
            () -> URI.create("http://127.0.0.1:8090/sign-in?token=" + made.incrementAndGet());

    @Test
    void shouldPrintTheLinkWhereSomebodyReadsIt(CapturedOutput output) {
        ServeCommand.invite(links, true);

        assertThat(output).contains("Ferry's pages: http://127.0.0.1:8090/sign-in?token=1");
    }

    @Test
    void shouldSayWhereItAnswers(CapturedOutput output) {
        ServeCommand.sayWhere(URI.create("http://127.0.0.1:8090"), URI.create("http://127.0.0.1:8090"));
        ServeCommand.sayWhere(URI.create("http://127.0.0.1:8091"), URI.create("https://ferry.example.com"));

        assertThat(output)
                .contains("Ferry answers at http://127.0.0.1:8090. Ctrl-C ends it.")
                .contains("Ferry answers at http://127.0.0.1:8091, for people at https://ferry.example.com. Ctrl-C");
    }

    @Test
    void shouldMakeNoLinkForAJournal(CapturedOutput output) {
        ServeCommand.invite(links, false);

        assertThat(made).hasValue(0);
        assertThat(output.getOut().strip()).isEqualTo("'./ferry sign-in' makes a link to Ferry's pages.");
    }
}
