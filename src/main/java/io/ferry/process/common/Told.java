package io.ferry.process.common;

import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a site may or may not report: that it reports something not is no failure of the migration. */
public final class Told {
    private Told() {}

    /**
     * What the site reports.
     *
     * @return null where the site does not report it, now or to Ferry's user
     * @throws RemoteFailure a passing one: ask again
     */
    public static <T> @Nullable T orNull(Supplier<@Nullable T> call) {
        try {
            return call.get();
        } catch (AutomationUnavailableException | CredentialMissingException e) {
            return null;
        } catch (RemoteFailure failure) {
            if (failure.isPassing()) {
                throw failure;
            }
            return null;
        }
    }
}
