package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.side.Assumed;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/** The page about the sandbox tells every call that nobody has confirmed, and every fault. */
class AssumedCallsTest {
    private static final Path PAGE = Path.of("docs", "sandbox.md");

    @Test
    void shouldListEveryAssumedCall() throws IOException {
        // given
        String page = Files.readString(PAGE);
        JavaClasses classes = new ClassFileImporter().importPackages("io.ferry.sandbox");
        List<String> missing = new ArrayList<>();
        int found = 0;
        // when
        for (JavaMethod each : classes.stream()
                .flatMap(one -> one.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Assumed.class))
                .toList()) {
            found++;
            String line = line(each.reflect());
            if (!page.contains(line)) {
                missing.add(line);
            }
        }
        // then
        assertThat(missing).as("lines that docs/sandbox.md lacks").isEmpty();
        assertThat(found).isGreaterThan(10);
    }

    @Test
    void shouldMarkEveryCallWhosePathSaysThatItIsAssumed() {
        JavaClasses classes = new ClassFileImporter().importPackages("io.ferry.sandbox");
        assertThat(classes.stream()
                        .flatMap(one -> one.getMethods().stream())
                        .filter(method -> mapping(method.reflect()) != null)
                        .filter(method -> path(method.reflect()).contains("/assumed"))
                        .filter(method -> !method.isAnnotatedWith(Assumed.class)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void shouldTellEveryFault(FaultKind kind) throws IOException {
        assertThat(Files.readString(PAGE)).contains("`" + kind.label() + "`");
    }

    private static String line(Method method) {
        return "| `" + verb(method) + " " + path(method) + "` | "
                + method.getAnnotation(Assumed.class).value() + " |";
    }

    private static String verb(Method method) {
        RequestMapping mapping = mapping(method);
        return mapping == null ? "" : Arrays.toString(mapping.method()).replaceAll("[\\[\\]]", "");
    }

    private static String path(Method method) {
        RequestMapping own = mapping(method);
        RequestMapping all =
                AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), RequestMapping.class);
        if (own == null || all == null) {
            return "";
        }
        String first = all.path()[0];
        // The app's base differs on both sides; the page calls it {base}.
        boolean onBothSides = all.path().length > 1;
        String prefix = onBothSides ? "{base}" + (first.endsWith("/assumed") ? "/assumed" : "") : first;
        return prefix + (own.path().length == 0 ? "" : own.path()[0]);
    }

    private static @Nullable RequestMapping mapping(Method method) {
        return AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
    }
}
