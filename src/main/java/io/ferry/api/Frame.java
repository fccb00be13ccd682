package io.ferry.api;

import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.migration.Migration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layout shows around a page.
 *
 * @param title the page's heading
 * @param migration the migration that the page is about, if it is about one
 * @param here which of the migration's pages it is
 * @param elsewhere links to Tasklist, Operate and the like, as far as they are known
 * @param own the name of the page's own style sheet and script under {@code /pages}, if it has them
 * @param asOf when the page was written, if it keeps itself up to date
 * @param outcome the migration's state where the page knows more of it than the record of the migration
 */
record Frame(
        String title,
        @Nullable Migration migration,
        @Nullable Section here,
        List<Link> elsewhere,
        @Nullable String own,
        @Nullable Instant asOf,
        @Nullable Badge outcome) {

    /** A link and its text. */
    record Link(String address, String text) {}

    /** A link to one of the migration's pages. */
    record Tab(Link link, boolean isHere) {}

    /** The pages of a migration. */
    enum Section {
        OVERVIEW("", "Overview", Role.VIEWER),
        RUNBOOK("/runbook", "Runbook", Role.VIEWER),
        ACTIONS("/actions", "Actions", Role.OPERATOR, Role.APPROVER),
        MAPPING("/mapping", "User mapping", Role.OPERATOR, Role.APPROVER),
        FILES("/files", "Files", Role.VIEWER),
        FINDINGS("/findings", "Findings", Role.OPERATOR, Role.APPROVER),
        DIFFERENCES("/differences", "Differences", Role.VIEWER),
        REPORT("/report", "Report", Role.VIEWER);

        private final String path;
        private final String title;
        private final List<Role> roles;

        Section(String path, String title, Role... roles) {
            this.path = path;
            this.title = title;
            this.roles = List.of(roles);
        }

        /** Whether whoever asks may open it: any of its roles is enough. */
        boolean isOpen() {
            return roles.stream().anyMatch(SignedIn::is);
        }

        /** What people read. */
        String title() {
            return title;
        }

        /** Where it is for a migration. */
        String address(Migration migration) {
            return (this == REPORT ? "/api" : "") + "/migrations/" + migration.id() + path;
        }
    }

    /** The same page with a style sheet and a script of its own. */
    Frame withOwn(String name) {
        return new Frame(title, migration, here, elsewhere, name, asOf, outcome);
    }

    /** The same page under another heading. */
    Frame titled(String heading) {
        return new Frame(heading, migration, here, elsewhere, own, asOf, outcome);
    }

    /** The same page with these links to elsewhere. */
    Frame leadingTo(List<Link> links) {
        return new Frame(title, migration, here, links, own, asOf, outcome);
    }

    /** The same page, written at this time, which keeps itself up to date. */
    Frame following(Instant now) {
        return new Frame(title, migration, here, elsewhere, own, now, outcome);
    }

    /** The same page with this state of the migration. */
    Frame withOutcome(Badge badge) {
        return new Frame(title, migration, here, elsewhere, own, asOf, badge);
    }

    /** Whether there may be times on it. */
    boolean hasTimes() {
        return migration != null || follows() || own != null;
    }

    boolean follows() {
        return asOf != null;
    }

    /** The state of the migration. */
    @Nullable
    Badge state() {
        return outcome != null || migration == null ? outcome : Badge.of(migration);
    }

    /** The title of the browser's tab. */
    String browserTitle() {
        return migration == null || here == Section.OVERVIEW
                ? title + " · Ferry"
                : title + " · " + migration.name() + " · Ferry";
    }

    /** The pages above this one, topmost first. */
    List<Link> crumbs() {
        List<Link> above = new ArrayList<>(List.of(new Link("/", "Ferry")));
        if (migration != null && here != Section.OVERVIEW) {
            above.add(new Link(Section.OVERVIEW.address(migration), migration.name()));
            if (here != null && !title.equals(here.title())) {
                above.add(new Link(here.address(migration), here.title()));
            }
        }
        return above;
    }

    /** The pages of the migration that whoever asks may open. */
    List<Tab> tabs() {
        return migration == null
                ? List.of()
                : Arrays.stream(Section.values())
                        .filter(Section::isOpen)
                        .map(section -> new Tab(new Link(section.address(migration), section.title()), section == here))
                        .toList();
    }
}
