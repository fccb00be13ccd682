package io.ferry.process.common;

import io.ferry.base.Sha256;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import java.util.HexFormat;
import java.util.stream.Stream;

/** What must hold between a person's confirmation that a site may be overwritten and the order to do it. */
public final class Confirmed {
    private Confirmed() {}

    /** Whether the action was begun on the confirmation: then the site has changed because of that. */
    public static boolean isBegun(Intents intents, Confirmation confirmation, Action action) {
        return begun(intents, confirmation, action).findAny().isPresent();
    }

    /** Whether the site took the order for the action on the confirmation; not where that is unknown. */
    public static boolean isDone(Intents intents, Confirmation confirmation, Action action) {
        return begun(intents, confirmation, action).anyMatch(IntentState.Done.class::isInstance);
    }

    private static Stream<IntentState> begun(Intents intents, Confirmation confirmation, Action action) {
        return intents.begun(confirmation.migrationId()).stream()
                .filter(begun -> begun.intent().action() == action
                        && !begun.intent().startedAt().isBefore(confirmation.at()));
    }

    /** Names what a site holds: two looks that saw the same have the same fingerprint. */
    public static String fingerprint(String seen) {
        return HexFormat.of().formatHex(Sha256.of(seen), 0, 12);
    }
}
