package io.ferry.assess;

import io.ferry.base.EmailMasking;
import io.ferry.base.PlainText;
import java.util.List;
import java.util.stream.Stream;

/** Texts that sites chose, as an assessment shows them: short, on one line, without addresses. Pages escape by themselves. */
final class Shown {
    private static final int LONGEST = 300;
    private static final int MOST = 50;

    private Shown() {}

    static String line(String text) {
        String line = PlainText.line(EmailMasking.mask(text));
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }

    /** So many of the names as are shown; the last line says how many are not. */
    static List<String> names(List<String> names) {
        List<String> shown = names.stream().limit(MOST).map(Shown::line).toList();
        return names.size() <= MOST
                ? shown
                : Stream.concat(shown.stream(), Stream.of("and " + (names.size() - MOST) + " more"))
                        .toList();
    }
}
