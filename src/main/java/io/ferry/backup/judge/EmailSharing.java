package io.ferry.backup.judge;

import io.ferry.backup.model.BackupPerson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who shares an e-mail address with somebody else, by the documented rule (facts/jira-backup-format.md): one address on
 * different user names is a duplicate; the same user name and address in two directories is one person.
 *
 * @param people how many people share their address
 * @param addresses how many addresses are shared
 */
public record EmailSharing(long people, long addresses) {
    public static EmailSharing among(List<BackupPerson> people) {
        // Names resolve to one person already, so whoever has an address a second time has another name.
        Set<String> seen = new HashSet<>();
        Map<String, Integer> shared = new HashMap<>();
        for (BackupPerson person : people) {
            if (person.email() != null) {
                String address = EmailAddress.spelling(person.email());
                if (!seen.add(address)) {
                    shared.merge(address, 1, Integer::sum);
                }
            }
        }
        long sharing = shared.values().stream().mapToLong(others -> others + 1).sum();
        return new EmailSharing(sharing, shared.size());
    }
}
