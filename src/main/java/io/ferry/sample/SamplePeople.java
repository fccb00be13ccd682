package io.ferry.sample;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The people of a sample backup, each made up anew from a number, so that none must be kept in memory. */
final class SamplePeople {
    /** What is awkward about somebody; the first of each {@link #period} people are plain, then come these. */
    private enum Awkward {
        NOTHING,
        RENAMED,
        SHARES_ADDRESS,
        TWO_DIRECTORIES,
        TWO_DIRECTORIES_AND_ADDRESSES,
        NO_ADDRESS,
        INACTIVE,
        UPPER_CASE,
        SLASH,
        INVALID_ADDRESS,
        OTHER_SCRIPT
    }

    /** A record of a person in a directory. */
    record Entry(
            long directory,
            String userName,
            String displayName,
            @Nullable String email,
            boolean active) {}

    private static final List<String> HOSTS = List.of("acme.test", "globex.test", "initech.test");

    private final SampleBackupSpec spec;
    private final int period;

    SamplePeople(SampleBackupSpec spec) {
        this.spec = spec;
        this.period = Math.clamp(spec.users() / 4, Awkward.values().length + 1, 100);
    }

    /** How many keys there are: of the people, and of those who were removed. */
    int keys() {
        return spec.users() + removed();
    }

    int removed() {
        return spec.plain() ? 0 : 1 + spec.users() / 50;
    }

    private Awkward awkward(int person) {
        int place = person % period;
        boolean odd = !spec.plain() && person > 0 && place < Awkward.values().length;
        return odd ? Awkward.values()[place] : Awkward.NOTHING;
    }

    /** The user key: of a person, and from {@code users} on of somebody who was removed. */
    String key(int person) {
        if (person == 0) {
            return "admin";
        }
        if (person >= spec.users()) {
            return person % 2 == 0 ? "JIRAUSER" + (10_100 + person) : "left." + person;
        }
        if (awkward(person) == Awkward.RENAMED) {
            return "born." + person;
        }
        // From Jira 8.6 on every new person gets such a key; the older half does not have one.
        return person < spec.users() / 2 ? lowerName(person) : "JIRAUSER" + (10_100 + person);
    }

    String lowerName(int person) {
        return userName(person).toLowerCase(Locale.ROOT);
    }

    private String userName(int person) {
        if (person == 0) {
            return "admin";
        }
        Dice dice = new Dice(spec.seed(), "person", person);
        String name = SampleTexts.firstName(dice) + "." + SampleTexts.lastName(dice) + person;
        return switch (awkward(person)) {
            case UPPER_CASE -> name.toUpperCase(Locale.ROOT);
            case SLASH -> "a/" + name.toLowerCase(Locale.ROOT);
            default -> name.toLowerCase(Locale.ROOT);
        };
    }

    /** The records of a person, that of the directory that counts first. */
    List<Entry> entries(int person) {
        Dice dice = new Dice(spec.seed(), "person", person);
        String first = SampleTexts.firstName(dice);
        String display = first + " " + SampleTexts.lastName(dice);
        Awkward awkward = awkward(person);
        String shown = person == 0
                ? "Administrator"
                : awkward == Awkward.OTHER_SCRIPT ? SampleTexts.otherScript(dice) : display;
        String email = switch (awkward) {
            case SHARES_ADDRESS -> address(person - 1);
            case NO_ADDRESS -> null;
            case INVALID_ADDRESS -> lowerName(person) + " at example";
            default -> address(person);
        };
        Entry entry = new Entry(1, userName(person), shown, email, awkward != Awkward.INACTIVE);
        return switch (awkward) {
            case TWO_DIRECTORIES -> List.of(entry, new Entry(10_000, entry.userName(), shown, email, true));
            case TWO_DIRECTORIES_AND_ADDRESSES ->
                List.of(entry, new Entry(10_000, entry.userName(), shown, "second." + address(person), false));
            default -> List.of(entry);
        };
    }

    private String address(int person) {
        return lowerName(person).replace("a/", "") + "@" + HOSTS.get(person % HOSTS.size());
    }

    /** Somebody whom a record may refer to; now and then one who was removed. */
    String someKey(Dice dice) {
        return key(dice.below(dice.chance(1) ? keys() : spec.users()));
    }
}
