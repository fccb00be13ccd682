package io.ferry.jira;

import java.time.Instant;
import java.util.Optional;

/**
 * The licence of an app, or of Jira itself.
 *
 * @param valid whether the app or Jira accepts it
 * @param evaluation whether it is a trial
 * @param type such as {@code COMMERCIAL}; empty if it was not given
 * @param error the reason that the site gives for an invalid one, such as {@code EXPIRED}
 * @param endsAt when it (or the subscription) ends
 */
public record AppLicence(
        boolean valid, boolean evaluation, String type, Optional<String> error, Optional<Instant> endsAt) {}
