package io.ferry.command;

import java.io.IOException;

/** The id of a migration, as a person types it. */
final class MigrationId {
    private MigrationId() {}

    /** Refuses what no id looks like, before it becomes part of an address. */
    static String check(String id) {
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw new CommandFailure(
                    "that is no id of a migration: it has letters, digits and dashes. '" + Launcher.name()
                            + " list' shows the ids.",
                    ExitStatus.WRONG_ARGUMENTS);
        }
        return id;
    }

    /** Says that there is none with this id. */
    static CommandFailure unknown(RunningFerry ferry, String id) throws IOException {
        return new CommandFailure(
                "Ferry at " + ferry.address() + " knows no migration " + id + ". '" + Launcher.name()
                        + " list' shows all.",
                ExitStatus.NOT_FOUND);
    }
}
