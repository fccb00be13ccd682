package io.ferry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Sites and callers choose the text that regular expressions meet, so none of Ferry's may take work that grows with the
 * square of its length. Work is counted, not timed: how many characters the expression looks at.
 */
class RegularExpressionsTest {
    private static final int LENGTH = 8_000;

    /** Bounded quantifiers look at each character some hundred times; half the square of the length is 4,000 times. */
    private static final int LOOKS_AT_EACH = 500;

    private static final Pattern STRING_METHOD = Pattern.compile(
            "\\.(?:(matches|split)|(replaceAll|replaceFirst)(?=\\(\"[^\\n]{0,300}\", ))\\(\"((?:[^\"\\\\\\n]|\\\\.){1,300}+)\"");

    private static final Pattern PATH_VARIABLE =
            Pattern.compile("\\{[a-z]{1,20}:((?:[^{}\"\\n]|\\{[0-9,]{1,9}}){1,200})}(?=[/\".])");

    /** A constant that is looked at as a field, or any other place of an expression. */
    private static final Pattern PLACE =
            Pattern.compile("(Pattern [A-Z0-9_]{1,40} =\\s{1,40})?Pattern\\.(?:compile|matches)\\(|@Pattern\\b");

    /** Constants of an enumeration, which are looked at too; words that an administrator sets, quoted. */
    private static final List<String> OTHER_PLACES = List.of("ConnectionTrouble.java", "ImportProperties.java");

    /** What hostile texts are made of, again and again; the last character of each text then fits nothing. */
    private static final List<String> PIECES = List.of(
            "a",
            "1",
            " ",
            "\t",
            "\n",
            "/",
            "-",
            ".",
            ",",
            "<",
            ">",
            "\"",
            "'",
            "@",
            "%",
            "%40",
            "&",
            "=",
            ":",
            ";",
            "a.",
            "a@",
            "a@b.",
            "a b",
            "1.",
            "1,000",
            "http://",
            "http://a?",
            "https://a/",
            "basic ",
            "bearer a",
            "<a ",
            "<!--",
            "<script",
            "<style ",
            "<input ",
            "<a id=",
            "<a class=",
            "<a class='x ",
            "<a class=\"error ",
            "id =",
            "class = 'a ",
            "order by ",
            " and ",
            "order\nby ",
            "{a",
            "}",
            "[",
            "(",
            "jira ",
            "licence ",
            "a:1\n",
            "a: 1\n \n",
            "Exported for ",
            "JIRA Build : ",
            "cursor=",
            "&cursor=",
            "\n <A",
            "_",
            "\\");

    @Test
    void shouldLookAtEachCharacterABoundedNumberOfTimes() throws Exception {
        // given
        Map<String, Pattern> expressions = new LinkedHashMap<>(fields());
        expressions.putAll(literals("replaceAll", "replaceFirst", "split"));

        // when
        List<String> slow = tooSlow(expressions, RegularExpressionsTest::findAll);
        slow.addAll(tooSlow(literals("matches"), Matcher::matches));
        Map<String, Pattern> inPaths = variablesOfPaths();
        slow.addAll(tooSlow(inPaths, Matcher::matches));

        // then
        assertThat(expressions).hasSizeGreaterThan(50);
        assertThat(inPaths).hasSizeGreaterThan(4);
        assertThat(slow).isEmpty();
    }

    @Test
    void shouldNoticeAnExpressionThatExplodes() {
        assertThat(tooSlow(Map.of("an address", Pattern.compile("[a-z.]+@[a-z]+")), RegularExpressionsTest::findAll))
                .isNotEmpty();
    }

    private static List<String> tooSlow(Map<String, Pattern> expressions, Consumer<Matcher> use) {
        List<String> slow = new ArrayList<>();
        expressions.forEach((where, expression) -> PIECES.stream()
                .filter(piece -> !isQuick(expression, piece, use))
                .findFirst()
                .ifPresent(piece -> slow.add(where + " " + expression + " meets “" + piece + "” again and again")));
        return slow;
    }

    private static boolean isQuick(Pattern expression, String piece, Consumer<Matcher> use) {
        String hostile = piece.repeat(LENGTH / piece.length()) + "\u0001";
        try {
            Matcher matcher = expression.matcher(new Counted(hostile, new long[] {(long) LOOKS_AT_EACH * LENGTH}));
            use.accept(matcher);
            return true;
        } catch (TooMuchWork | StackOverflowError e) {
            return false;
        }
    }

    private static void findAll(Matcher matcher) {
        while (matcher.find()) {
            matcher.end();
        }
    }

    /** Every constant of Ferry that is a regular expression. */
    private static Map<String, Pattern> fields() throws ReflectiveOperationException {
        Map<String, Pattern> found = new LinkedHashMap<>();
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.ferry");
        for (var javaClass : classes) {
            for (JavaField javaField : javaClass.getFields()) {
                if (javaField.getRawType().isEquivalentTo(Pattern.class)) {
                    Field field = javaField.reflect();
                    field.setAccessible(true);
                    String name = javaClass.getSimpleName() + "." + field.getName();
                    if (Modifier.isStatic(field.getModifiers())) {
                        found.put(name, (Pattern) field.get(null));
                    } else if (javaClass.reflect().isEnum()) {
                        for (Object constant : javaClass.reflect().getEnumConstants()) {
                            found.put(name + " of " + constant, (Pattern) field.get(constant));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Every regular expression that stands in a call of one of String's methods. */
    private static Map<String, Pattern> literals(String... methods) throws IOException {
        Map<String, Pattern> found = new LinkedHashMap<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher call = STRING_METHOD.matcher(Files.readString(source));
                while (call.find()) {
                    if (List.of(methods).contains(call.group(1) == null ? call.group(2) : call.group(1))) {
                        found.put(
                                source.getFileName() + " " + call.group(),
                                Pattern.compile(
                                        call.group(3).replace("\\u", "\\\\u").translateEscapes()));
                    }
                }
            }
        }
        return found;
    }

    /** Every regular expression for a variable in the path of an endpoint. */
    private static Map<String, Pattern> variablesOfPaths() throws IOException {
        Map<String, Pattern> found = new LinkedHashMap<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher variable = PATH_VARIABLE.matcher(Files.readString(source));
                while (variable.find()) {
                    found.put(source.getFileName() + " " + variable.group(), Pattern.compile(variable.group(1)));
                }
            }
        }
        return found;
    }

    @Test
    void shouldKnowEveryPlaceOfAnExpression() throws IOException {
        List<String> elsewhere = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                PLACE.matcher(Files.readString(source))
                        .results()
                        .filter(place -> place.group(1) == null)
                        .forEach(place -> elsewhere.add(String.valueOf(source.getFileName())));
            }
        }

        assertThat(elsewhere).as("files where an expression is no constant").hasSameElementsAs(OTHER_PLACES);
    }

    private static final class TooMuchWork extends RuntimeException {}

    /** A text that counts how often somebody looks at one of its characters, and ends it when that is too often. */
    private record Counted(String text, long[] left) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new TooMuchWork();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), left);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
