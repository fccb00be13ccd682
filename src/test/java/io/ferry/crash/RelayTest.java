package io.ferry.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.crash.Relay.Direction;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTest {
    private static final int SOON = 30_000;
    private static final int NOT_YET = 300;
    private static final Duration LONG = Duration.ofSeconds(50);

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private ServerSocket program;
    private Relay relay;

    @BeforeEach
    void stand() throws IOException {
        program = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        relay = new Relay("test", 0, program.getLocalPort(), (what, moment) -> heard.add(what + " " + moment));
    }

    @AfterEach
    void leave() throws IOException {
        relay.close();
        program.close();
    }

    /** Ferry's end of a connection through the relay, and the program's. */
    private final class Line implements Closeable {
        private final Socket ferry = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        private final Socket site = program.accept();

        private Line() throws IOException {
            ferry.setSoTimeout(SOON);
            site.setSoTimeout(SOON);
        }

        private void say(String text) throws IOException {
            ferry.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        private void answer(String text) throws IOException {
            site.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        @Override
        public void close() throws IOException {
            ferry.close();
            site.close();
        }
    }

    private static String read(Socket from, int count) throws IOException {
        return new String(from.getInputStream().readNBytes(count), ISO_8859_1);
    }

    private static void expectNothingYet(Socket from) throws IOException {
        from.setSoTimeout(NOT_YET);
        assertThatThrownBy(() -> from.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        from.setSoTimeout(SOON);
    }

    /** How many bytes came before the connection was broken. */
    private static int readUntilBroken(Socket from) throws IOException {
        InputStream in = from.getInputStream();
        int count = 0;
        try {
            while (in.read() >= 0) {
                count++;
            }
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (IOException reset) {
            // As when a machine vanishes.
        }
        return count;
    }

    @Test
    void shouldCarryBothWays() throws IOException {
        try (Line line = new Line()) {
            line.say("question");
            assertThat(read(line.site, 8)).isEqualTo("question");
            line.answer("answer");
            assertThat(read(line.ferry, 6)).isEqualTo("answer");
        }
    }

    @Test
    void shouldHoldUpEachDirectionByItself() throws IOException {
        try (Line line = new Line()) {
            relay.stall(Direction.TO_FERRY, LONG);
            line.say("question");
            assertThat(read(line.site, 8)).isEqualTo("question");
            line.answer("answer");
            expectNothingYet(line.ferry);

            relay.heal();
            assertThat(read(line.ferry, 6)).isEqualTo("answer");

            relay.stall(Direction.FROM_FERRY, LONG);
            line.say("more");
            line.answer("by itself");
            assertThat(read(line.ferry, 9)).isEqualTo("by itself");
            expectNothingYet(line.site);

            relay.heal();
            assertThat(read(line.site, 4)).isEqualTo("more");
        }
    }

    @Test
    void shouldDelayWhatItCarries() throws IOException {
        try (Line line = new Line()) {
            relay.delay(Direction.FROM_FERRY, Duration.ofMillis(900), LONG);
            long begin = System.nanoTime();
            line.say("late");
            line.answer("at once");
            assertThat(read(line.ferry, 7)).isEqualTo("at once");
            assertThat(read(line.site, 4)).isEqualTo("late");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
        }
    }

    @Test
    void shouldCutInTheMiddleOfWhatFerrySends() throws IOException {
        try (Line line = new Line()) {
            relay.cutAfter(Direction.FROM_FERRY, 10);
            line.answer("a".repeat(100));
            assertThat(read(line.ferry, 100)).hasSize(100);
            line.say("b".repeat(100));

            assertThat(readUntilBroken(line.site)).isLessThan(100);
            assertThat(readUntilBroken(line.ferry)).isZero();
            assertThat(relay.cuts()).isEqualTo(1);
        }
        // once
        try (Line line = new Line()) {
            line.say("b".repeat(100));
            assertThat(read(line.site, 100)).hasSize(100);
        }
    }

    @Test
    void shouldCutInTheMiddleOfWhatFerryIsAnswered() throws IOException {
        try (Line line = new Line()) {
            relay.cutAfter(Direction.TO_FERRY, 10);
            line.say("b".repeat(100));
            assertThat(read(line.site, 100)).hasSize(100);
            line.answer("a".repeat(100));

            assertThat(readUntilBroken(line.ferry)).isLessThan(100);
            assertThat(readUntilBroken(line.site)).isZero();
        }
    }

    @Test
    void shouldCutEveryConnectionAndTakeNewOnes() throws IOException {
        try (Line one = new Line();
                Line another = new Line()) {
            one.say("1");
            another.say("2");
            assertThat(read(one.site, 1)).isEqualTo("1");
            assertThat(read(another.site, 1)).isEqualTo("2");

            assertThat(relay.cutAll()).isEqualTo(2);

            assertThat(readUntilBroken(one.ferry)).isZero();
            assertThat(readUntilBroken(another.site)).isZero();
        }
        try (Line line = new Line()) {
            line.say("3");
            assertThat(read(line.site, 1)).isEqualTo("3");
        }
    }

    @Test
    void shouldTellOfCallsThatChangeSomethingAndOfNoOthers() throws IOException {
        try (Line line = new Line()) {
            line.say("GET /a HTTP/1.1\r\n\r\n");
            read(line.site, 19);
            line.answer("HTTP/1.1 200 OK\r\n\r\n");
            read(line.ferry, 19);
            assertThat(heard).isEmpty();

            line.say("POST /b?c=d HTTP/1.1\r\n\r\n");
            read(line.site, 24);
            assertThat(heard).containsExactly("POST /b SENT");
            line.answer("HTTP/1.1 200 OK\r\n\r\n");
            read(line.ferry, 19);
            assertThat(heard).startsWith("POST /b SENT", "POST /b ANSWERED");
        }
    }
}
