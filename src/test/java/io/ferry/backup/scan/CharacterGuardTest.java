package io.ferry.backup.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CharacterGuardTest {

    @Test
    void shouldLeaveLegalTextAlone() {
        String text = "plain ASCII\twith tabs\r\nand ünïcödé, 日本語, \uD83D\uDE80 and a \uFFFD\n".repeat(50);
        CharacterGuard guard = new CharacterGuard(5);

        assertThat(checked(guard, text.getBytes(StandardCharsets.UTF_8), 7)).isEqualTo(text);
        assertThat(guard.count()).isZero();
        assertThat(guard.line()).isEqualTo(101);
    }

    @Test
    void shouldReplaceControlCharactersAndNoteWhereTheyStood() {
        CharacterGuard guard = new CharacterGuard(2);

        String checked = checked(guard, "one\ntwo \u000B three\n\u001B\u0000".getBytes(StandardCharsets.UTF_8), 100);

        assertThat(checked).isEqualTo("one\ntwo   three\n  ");
        assertThat(guard.count()).isEqualTo(3);
        assertThat(guard.places()).containsExactly(new CharacterGuard.Place(2, 8), new CharacterGuard.Place(3, 16));
    }

    @Test
    void shouldAgreeWithTheJdkOnWhatIsUtf8() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            random.nextBytes(bytes);
            for (int b = 0; b < bytes.length; b++) {
                // Mostly the beginnings and continuations of letters
                bytes[b] = (byte) (random.nextBoolean() ? bytes[b] | 0x80 : Math.max(0x20, bytes[b] & 0x7F));
            }
            CharacterGuard guard = new CharacterGuard(5);
            String checked = checked(guard, bytes.clone(), 1 + random.nextInt(12));

            assertThat(guard.count() == 0).as("%s", Arrays.toString(bytes)).isEqualTo(isUtf8(bytes));
            assertThat(checked).doesNotContain("\uFFFD");
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().noneMatch(c -> c == 0xFFFE || c == 0xFFFF);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Passes bytes through the guard in pieces, carrying over what it wants to see again. */
    private static String checked(CharacterGuard guard, byte[] bytes, int piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] kept = new byte[0];
        for (int from = 0; from < bytes.length; from += piece) {
            int to = Math.min(bytes.length, from + piece);
            byte[] buffer = Arrays.copyOf(kept, kept.length + to - from);
            System.arraycopy(bytes, from, buffer, kept.length, to - from);
            int done = guard.check(buffer, 0, buffer.length, to == bytes.length);
            out.write(buffer, 0, done);
            kept = Arrays.copyOfRange(buffer, done, buffer.length);
        }
        assertThat(kept).isEmpty();
        return out.toString(StandardCharsets.UTF_8);
    }
}
