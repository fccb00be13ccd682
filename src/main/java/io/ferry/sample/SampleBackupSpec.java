package io.ferry.sample;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a sample backup shall hold. The same figures make the same bytes.
 *
 * @param issues how many issues, each with what belongs to it (about 10 KB of XML)
 * @param users how many people that user keys resolve to; those who were removed come on top
 * @param projects how many projects
 * @param appRows how many rows of app data
 * @param seed what the chances follow
 * @param damage what shall be wrong with it
 * @param plain whether to leave out the awkward people (renamed, removed, sharing an address, in several directories,
 *     without an address)
 */
public record SampleBackupSpec(
        long issues, int users, int projects, long appRows, long seed, Set<Damage> damage, boolean plain) {

    public SampleBackupSpec {
        if (issues < 0 || users < 1 || projects < 1 || appRows < 0) {
            throw new IllegalArgumentException(
                    "A sample backup needs at least one user and one project, and no" + " negative numbers.");
        }
        damage = damage.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(damage));
    }

    /**
     * Describes a sound backup of Jira 9.12 with BigPicture, with awkward people, that Jira Cloud would take.
     *
     * @param issues how many issues
     * @param users how many people
     * @return the description, with a sensible number of projects and rows of app data
     */
    public static SampleBackupSpec of(long issues, int users) {
        int projects = (int) Math.max(1, Math.min(500, issues / 250));
        return new SampleBackupSpec(issues, users, projects, Math.max(20, issues / 2), 1, Set.of(), false);
    }

    /**
     * Changes the number of projects.
     *
     * @param number how many
     * @return the changed description
     */
    public SampleBackupSpec withProjects(int number) {
        return new SampleBackupSpec(issues, users, number, appRows, seed, damage, plain);
    }

    /**
     * Changes the rows of app data.
     *
     * @param number how many
     * @return the changed description
     */
    public SampleBackupSpec withAppRows(long number) {
        return new SampleBackupSpec(issues, users, projects, number, seed, damage, plain);
    }

    /**
     * Changes what the chances follow.
     *
     * @param newSeed any number
     * @return the changed description
     */
    public SampleBackupSpec withSeed(long newSeed) {
        return new SampleBackupSpec(issues, users, projects, appRows, newSeed, damage, plain);
    }

    /**
     * Damages the backup.
     *
     * @param wanted what shall be wrong with it
     * @return the changed description
     */
    public SampleBackupSpec damaged(Damage... wanted) {
        return new SampleBackupSpec(issues, users, projects, appRows, seed, Set.of(wanted), plain);
    }

    /** {@return the same without awkward people} */
    public SampleBackupSpec withoutAwkwardPeople() {
        return new SampleBackupSpec(issues, users, projects, appRows, seed, damage, true);
    }

    boolean has(Damage wanted) {
        return damage.contains(wanted);
    }
}
