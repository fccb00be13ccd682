package io.ferry.bigpicture;

import java.util.List;

/**
 * The wish to restore a dump over everything in the app, as a person confirmed it.
 *
 * @param dumpId the dump in the target's list
 * @param userMapping people of the source and the accounts that stand for them; each account at most once
 * @param acceptUnmapped whether people without an account may be lost; permanent
 * @param allActionsDone the person's tick
 * @param confirmation the word that the person typed
 */
public record RestoreRequest(
        String dumpId,
        List<MappedUser> userMapping,
        boolean acceptUnmapped,
        boolean allActionsDone,
        String confirmation) {

    /** Copies the list. */
    public RestoreRequest {
        userMapping = List.copyOf(userMapping);
    }

    /**
     * One person.
     *
     * @param sourceUserKey the user key on Data Center
     * @param targetAccountId the account id on Cloud
     */
    public record MappedUser(String sourceUserKey, String targetAccountId) {}

    /** Leaves the numbers, hides the people. */
    @Override
    public String toString() {
        return "RestoreRequest[dumpId=" + dumpId + ", mapped=" + userMapping.size() + "]";
    }
}
