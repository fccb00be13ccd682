package io.ferry.assess;

import io.ferry.assess.Assessment.NotKnown;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks, and takes down what no answer came for, with the reason: an assessment never guesses, and never ends for one answer. */
final class Unanswered {
    private final List<NotKnown> all = new ArrayList<>();

    /**
     * Asks.
     *
     * @param what names what is asked, for the list of what is not known
     * @param howToFindOut what a person does where no answer comes
     * @return the answer; null if none came
     */
    <T> @Nullable T ask(String what, String howToFindOut, Supplier<@Nullable T> question) {
        try {
            return question.get();
        } catch (RemoteFailure failure) {
            add(what, failure.title(), howToFindOut + " " + failure.whatToDo());
        } catch (CredentialMissingException missing) {
            add(what, String.valueOf(missing.getMessage()), howToFindOut);
        } catch (AutomationUnavailableException unavailable) {
            add(what, unavailable.why(), howToFindOut);
        }
        return null;
    }

    /** Takes down what is not known for a reason that is known already. */
    void add(String what, String because, String howToFindOut) {
        all.add(new NotKnown(what, Shown.line(because), Shown.line(howToFindOut.strip())));
    }

    List<NotKnown> all() {
        return all;
    }
}
