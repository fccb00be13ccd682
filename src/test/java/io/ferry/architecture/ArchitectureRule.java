package io.ferry.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URL;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The rules of the house. Each is made for a root package, so that it can be held against Ferry and against a fixture that
 * breaks it.
 */
enum ArchitectureRule {
    ARROWS_ONE_WAY("a change in a lower room must never need one in a higher room", ArchitectureRule::arrows),

    NO_CIRCLES(
            "rooms that need each other are one room with a wall through it",
            root -> slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true)),

    NO_CIRCLES_IN_PROCESS(
            "a phase is read and changed by itself, and what phases share stands beneath them",
            root -> slices().matching(root + ".process.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)),

    BACKUP_READS_ONE_WAY(
            "what was found in a backup can be changed without touching how it is read, and the fast path without both",
            ArchitectureRule::backup),

    CAMUNDA_IN_PROCESS_ONLY(
            "the engine can be changed in one room",
            root -> noClasses()
                    .that(liveOutside(root, "process"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.camunda..")
                    .allowEmptyShould(true)),

    FEIGN_WITH_THE_REMOTE_SITES_ONLY(
            "how Ferry speaks HTTP is no business of the others",
            root -> noClasses()
                    .that(liveOutside(root, "jira", "bigpicture", "remote"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("feign..")
                    .allowEmptyShould(true)),

    REFERENCES_ARE_FOR_SETTINGS_ONLY(
            "what a caller says must never become env: or file:, or he reads this computer",
            root -> noClasses()
                    .that(liveOutside(root, "remote", "credential", "users", "artifact"))
                    .and()
                    .resideOutsideOfPackage(root + ".process.reminders..")
                    .should()
                    .dependOnClassesThat(new DescribedPredicate<JavaClass>("are references to secrets") {
                        @Override
                        public boolean test(JavaClass type) {
                            return type.getName().equals(root + ".remote.CredentialReference");
                        }
                    })
                    .allowEmptyShould(true)),

    ONE_WAY_OUT(
            "a client of one's own passes by the proxies, authorities and certificates of ferry.network",
            root -> noClasses()
                    .that(liveOutside(root, "remote", "command", "demo"))
                    .should()
                    .callMethod(HttpClient.class, "newBuilder")
                    .orShould()
                    .callMethod(HttpClient.class, "newHttpClient")
                    .orShould()
                    .callMethod(URL.class, "openConnection")
                    .allowEmptyShould(true)),

    PRODUCT_NEVER_NEEDS_THE_DEMONSTRATION(
            "ferry.jar runs without ferry-demo.jar, and a pretend site must not reach into what runs against real ones",
            root -> noClasses()
                    .that(liveOutside(root, "sandbox", "demo", "sample"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(root + ".sandbox..", root + ".demo..", root + ".sample..")
                    .allowEmptyShould(true)),

    LOCAL_ENGINE_IS_APART(
            "the engine of demonstrations and tests has a class path of its own; Ferry runs against any Camunda",
            root -> noClasses()
                    .that(liveOutside(root, "localengine"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(root + ".localengine..", "io.camunda.zeebe..")
                    .allowEmptyShould(true)),

    WORKERS_ARE_FOUND_BY_NAME(
            "who sees a task in Operate finds its code by the task's name, and the starter calls public classes only",
            root -> classes()
                    .that(new DescribedPredicate<JavaClass>("have a @JobWorker method") {
                        @Override
                        public boolean test(JavaClass type) {
                            return type.getMethods().stream().anyMatch(ArchitectureRule::isJobWorker);
                        }
                    })
                    .should()
                    .bePublic()
                    .andShould()
                    .haveSimpleNameEndingWith("Worker")
                    .andShould()
                    .resideInAnyPackage(root + ".process..")
                    .andShould(haveOneJobWorkerMethod())
                    .allowEmptyShould(true)),

    NOBODY_SLEEPS_IN_PROCESS(
            "waiting is the process model's, where it can be seen",
            root -> noClasses()
                    .that()
                    .resideInAPackage(root + ".process..")
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", java.time.Duration.class)
                    .allowEmptyShould(true)),

    CONSTRUCTOR_INJECTION(
            "a class says in its constructor what it needs",
            root -> fields().should().notBeAnnotatedWith(Autowired.class).allowEmptyShould(true)),

    EVERY_COMPONENT_HAS_A_NAME_OF_ITS_OWN(
            "Spring names a component by its class alone, and starts nothing where two have the same name",
            root -> classes()
                    .that()
                    .areMetaAnnotatedWith(Component.class)
                    .should(haveSimpleNamesOfTheirOwn())
                    .allowEmptyShould(true)),

    EVERY_PACKAGE_IS_NULL_MARKED(
            "NullAway looks only into packages that are marked",
            root -> classes().should(liveInANullMarkedPackage()).allowEmptyShould(true));

    /** Which rooms a room may use. A room that is not a key may use every room (the entry point). */
    private static final Map<String, Set<String>> MAY_USE = mayUse();

    private final String reason;
    private final Function<String, ArchRule> rule;

    ArchitectureRule(String reason, Function<String, ArchRule> rule) {
        this.reason = reason;
        this.rule = rule;
    }

    /**
     * Makes the rule for one tree of packages.
     *
     * @param root the package that holds the rooms
     * @return the rule, its reason said
     */
    ArchRule under(String root) {
        return rule.apply(root).because(reason);
    }

    /** The name of the fixture's package: the id in lower case, without underscores. */
    String fixture() {
        return "io.ferry.architecture.fixtures."
                + name().toLowerCase(java.util.Locale.ROOT).replace("_", "");
    }

    /** The command asks the door; behind it arrows run from judging to reading to scanning; all may use the model. */
    private static ArchRule backup(String root) {
        String room = root + ".backup";
        Map<String, Set<String>> mayUse = new LinkedHashMap<>();
        mayUse.put("findings", Set.of());
        mayUse.put("model", Set.of("findings"));
        mayUse.put("scan", Set.of());
        mayUse.put("read", Set.of("scan", "model", "findings"));
        mayUse.put("content", Set.of("read", "scan", "model", "findings"));
        mayUse.put("judge", Set.of("content", "model", "findings"));
        return CompositeArchRule.of(arrows(room, mayUse))
                .and(noClasses()
                        .that()
                        .resideInAPackage(room + ".(*)..")
                        .and()
                        .resideOutsideOfPackage(room + ".report..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(room, room + ".report..")
                        .allowEmptyShould(true));
    }

    private static Map<String, Set<String>> mayUse() {
        Set<String> sites = Set.of("jira", "bigpicture", "backup", "artifact", "remote");
        Set<String> judging = Set.of("jira", "bigpicture", "backup", "artifact", "remote", "migration");
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        rooms.put("remote", Set.of());
        rooms.put("migration", Set.of());
        rooms.put("backup", Set.of());
        rooms.put("sample", Set.of("backup"));
        rooms.put("sandbox", Set.of("backup", "sample"));
        rooms.put("demo", Set.of("backup", "sample", "sandbox", "migration", "command"));
        rooms.put("jira", Set.of("remote"));
        rooms.put("bigpicture", Set.of("remote"));
        rooms.put("artifact", Set.of("remote"));
        rooms.put("credential", Set.of("remote"));
        rooms.put("readiness", judging);
        rooms.put("users", judging);
        rooms.put("verification", judging);
        rooms.put("forecast", Set.of("migration"));
        rooms.put("assess", union(judging, Set.of("readiness", "users", "verification", "forecast")));
        rooms.put("runbook", Set.of("migration", "forecast", "assess"));
        rooms.put("process", union(sites, Set.of("readiness", "users", "verification", "migration")));
        rooms.put("wave", Set.of("migration", "forecast", "runbook", "users", "process", "remote"));
        rooms.put("metrics", Set.of("migration", "process", "artifact", "wave"));
        rooms.put("tracing", Set.of());
        rooms.put("access", Set.of("migration", "artifact"));
        rooms.put(
                "api",
                union(
                        sites,
                        Set.of(
                                "readiness",
                                "users",
                                "verification",
                                "forecast",
                                "assess",
                                "runbook",
                                "wave",
                                "migration",
                                "process",
                                "access",
                                "credential")));
        rooms.replaceAll((room, mayUse) -> union(mayUse, Set.of("base")));
        rooms.put("base", Set.of());
        return rooms;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return java.util.stream.Stream.concat(one.stream(), other.stream())
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private static ArchRule arrows(String root) {
        return arrows(root, MAY_USE);
    }

    private static ArchRule arrows(String root, Map<String, Set<String>> mayUse) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new ArchCondition<JavaClass>("use only rooms beneath their own") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String own = room(root, type);
                        Set<String> allowed = mayUse.get(own);
                        if (allowed == null) {
                            return;
                        }
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> dependency
                                        .getTargetClass()
                                        .getPackageName()
                                        .startsWith(root + "."))
                                .filter(dependency -> {
                                    String other = room(root, dependency.getTargetClass());
                                    return !other.equals(own) && !allowed.contains(other);
                                })
                                .forEach(dependency ->
                                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
                    }
                })
                .allowEmptyShould(true);
    }

    private static String room(String root, JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(root + ".")) {
            return "";
        }
        String rest = name.substring(root.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static DescribedPredicate<JavaClass> liveOutside(String root, String... rooms) {
        List<String> inside = Arrays.asList(rooms);
        return DescribedPredicate.describe(
                "live outside " + inside,
                type -> type.getPackageName().startsWith(root) && !inside.contains(room(root, type)));
    }

    private static boolean isJobWorker(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().getSimpleName().equals("JobWorker"));
    }

    private static ArchCondition<JavaClass> haveOneJobWorkerMethod() {
        return new ArchCondition<>("have exactly one job type") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long count = type.getMethods().stream()
                        .filter(ArchitectureRule::isJobWorker)
                        .count();
                if (count != 1) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " works for " + count + " types"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> haveSimpleNamesOfTheirOwn() {
        Map<String, JavaClass> seen = new HashMap<>();
        return new ArchCondition<>("have simple names of their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                JavaClass other = seen.putIfAbsent(type.getSimpleName(), type);
                if (other != null) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " has the same simple name as " + other.getName()));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                if (!marked) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + ": its package has no package-info.java with @NullMarked"));
                }
            }
        };
    }
}
