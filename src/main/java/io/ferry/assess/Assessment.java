package io.ferry.assess;

import io.ferry.forecast.Estimate;
import io.ferry.forecast.Estimate.Span;
import io.ferry.forecast.Sizes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an assessment found, as docs/assessment.schema.json describes it. It holds no credential, and nobody's name or address
 * unless that was asked for.
 *
 * @param format names this form
 * @param writtenAt when the look was over
 * @param tookSeconds how long it took
 * @param app the app that would be carried over
 * @param target null where none was named
 * @param checks the readiness checks, as a migration runs them
 * @param sizes how much there is
 * @param projects the largest projects
 * @param losses what does not arrive, or not by itself
 * @param limits what the cloud and the route allow
 * @param times how long each phase takes
 * @param work what people have to do, in the order of time
 * @param notKnown what could not be found out, why, and how a person finds out
 */
public record Assessment(
        String format,
        Instant writtenAt,
        long tookSeconds,
        String app,
        FoundSite source,
        @Nullable FoundSite target,
        Verdict verdict,
        List<Checked> checks,
        List<Amount> sizes,
        FoundPeople people,
        List<ProjectSize> projects,
        List<Loss> losses,
        List<Limit> limits,
        Times times,
        List<Work> work,
        List<NotKnown> notKnown) {

    /** The form that this Ferry writes. */
    public static final String FORMAT = "ferry-assessment-1";

    /** What {@link Amount#what()} says of the people whom the licence counts. */
    public static final String LICENSED = "People who may use Jira";

    public Assessment {
        checks = List.copyOf(checks);
        sizes = List.copyOf(sizes);
        projects = List.copyOf(projects);
        losses = List.copyOf(losses);
        limits = List.copyOf(limits);
        work = List.copyOf(work);
        notKnown = List.copyOf(notKnown);
    }

    /**
     * A site.
     *
     * @param url as it was asked
     * @param title what the site calls itself; empty if it did not say
     * @param version of Jira; empty if it did not say
     * @param appVersion of the app; null if it is not there or was not told
     */
    public record FoundSite(
            String url,
            String title,
            String version,
            @Nullable String appVersion) {}

    /** Whether the site may take the route. */
    public enum Route {
        /** Nothing that is known stands against it, and the import answered. */
        OPEN("The route is open"),
        /** Nothing that is known stands against it; a person must see that the import is there. */
        OPEN_AS_FAR_AS_KNOWN("The route is open, as far as is known"),
        /** The import is closed to sites of this size unless Atlassian opens it. */
        NEEDS_ATLASSIAN("Only if Atlassian opens the import"),
        /** Something must be put right first. */
        NOT_YET("Not yet: something must be put right first"),
        /** The site does not tell what decides it. */
        NOT_KNOWN("Not known");

        private final String title;

        Route(String title) {
            this.title = title;
        }

        /** What people read. */
        public String title() {
            return title;
        }
    }

    /**
     * What it comes to.
     *
     * @param because why, in sentences
     */
    public record Verdict(Route route, List<String> because) {
        public Verdict {
            because = List.copyOf(because);
        }
    }

    /** How a readiness check ended. */
    public enum Result {
        PASSED,
        WARNING,
        FAILED,
        LEFT_TO_A_PERSON,
        NOT_APPLICABLE
    }

    /**
     * A readiness check.
     *
     * @param whatToDo null where there is nothing to do
     */
    public record Checked(
            String name,
            Result result,
            String found,
            @Nullable String whatToDo) {}

    /**
     * How much there is of something.
     *
     * @param source null where it is not known, which {@code remark} explains
     * @param target null where it is not known or there is no target
     * @param remark empty where there is nothing to say
     */
    public record Amount(
            String what, @Nullable Long source, @Nullable Long target, String remark) {}

    /**
     * The people of the source.
     *
     * @param listing how many of them the site told: COMPLETE, MAY_BE_SHORT, NOT_REPORTED
     * @param active how many could sign in; null if the site does not report its people
     * @param groups what would become of them; empty without people
     * @param problems what is wrong with their addresses
     * @param hidden accounts of the target that hide their address: so many more people may have an account
     * @param examples people by name, if they were asked for
     */
    public record FoundPeople(
            String listing,
            @Nullable Long people,
            @Nullable Long active,
            List<Group> groups,
            List<Group> problems,
            @Nullable Long accounts,
            @Nullable Long hidden,
            List<Example> examples) {
        public FoundPeople {
            groups = List.copyOf(groups);
            problems = List.copyOf(problems);
            examples = List.copyOf(examples);
        }
    }

    /**
     * Some of the people.
     *
     * @param key names the group for programs
     */
    public record Group(String key, String what, long people, String meaning) {}

    /** Somebody of a group. */
    public record Example(
            String group,
            String userKey,
            @Nullable String name,
            @Nullable String address) {}

    /** A project with its issues. */
    public record ProjectSize(String key, long issues) {}

    /** How sure a loss is. */
    public enum Certainty {
        /** It follows from how the route works. */
        CERTAIN,
        /** A vendor says so. */
        REPORTED,
        /** Nobody promises that it arrives. */
        NOT_PROMISED
    }

    /**
     * What does not arrive, or not by itself.
     *
     * @param amount how much; null where it is not known or not counted
     * @param items names of what it is, as many as are shown
     */
    public record Loss(
            String what,
            Certainty certainty,
            @Nullable Long amount,
            String meaning,
            String whatToDo,
            List<String> items) {
        public Loss {
            items = List.copyOf(items);
        }
    }

    /** Whether a limit is kept. */
    public enum Fit {
        WITHIN,
        NEAR,
        BEYOND,
        NOT_KNOWN
    }

    /** A limit of the cloud or of the route, and where this site stands. */
    public record Limit(String limit, String here, Fit fit, String whatToDo) {}

    /**
     * How long it takes.
     *
     * @param frozen how long people cannot work, as far as it is known
     * @param unknown the work within that time of which no time is known
     * @param sizes what the estimates rest on, for those who estimate with other modes
     */
    public record Times(
            List<Estimate> estimates, Span frozen, List<String> unknown, List<String> remarks, Sizes sizes) {
        public Times {
            estimates = List.copyOf(estimates);
            unknown = List.copyOf(unknown);
            remarks = List.copyOf(remarks);
        }
    }

    /** When people do something. */
    public enum When {
        NOW("Now, before anything is decided"),
        WEEKS_BEFORE("Weeks before"),
        DAYS_BEFORE("Days before"),
        AT_THE_WEEKEND("During the migration"),
        AFTERWARDS("Afterwards");

        private final String title;

        When(String title) {
            this.title = title;
        }

        /** What people read. */
        public String title() {
            return title;
        }
    }

    /** What a person has to do. */
    public record Work(When when, String who, String what, String why) {}

    /** What could not be found out. */
    public record NotKnown(String what, String because, String howToFindOut) {}
}
