package io.ferry.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A demonstration that has ended, and what it printed, so that a test that fails shows why.
 *
 * @param status its exit status
 * @param words all that it printed
 */
record DemoRun(int status, String words) {
    static DemoRun of(Path folder, DemoSettings settings, Demo.Inspection inspection)
            throws IOException, InterruptedException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        System.setOut(new PrintStream(new Both(out, words), true, UTF_8));
        System.setErr(new PrintStream(new Both(err, words), true, UTF_8));
        try {
            int status = new Demo(folder, settings, inspection).run();
            return new DemoRun(status, words.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    void mustHaveEndedWell() {
        assertThat(status)
                .as(() -> "the exit status of a demonstration that printed:\n" + words)
                .isZero();
    }

    private static final class Both extends OutputStream {
        private final OutputStream first;
        private final OutputStream second;

        Both(OutputStream first, OutputStream second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public void write(int each) throws IOException {
            first.write(each);
            second.write(each);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            first.write(bytes, from, length);
            second.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            first.flush();
        }
    }
}
