package io.ferry.process.common;

import io.ferry.migration.Confirmation;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose confirmation counts: {@code ferry.approval.*}.
 *
 * @param approvers the names, as Tasklist knows them, of those who may confirm an import, a restore or a roll-back, and
 *     approve new accounts and that people stay unmapped; none: whomever Tasklist lets complete the task
 * @param secondPersonForRollBack whether a roll-back needs the confirmations of two people
 */
@ConfigurationProperties("ferry.approval")
public record ApprovalProperties(
        @DefaultValue List<String> approvers,
        @DefaultValue("false") boolean secondPersonForRollBack) {

    /** Copies the list. */
    public ApprovalProperties {
        approvers = List.copyOf(approvers);
    }

    /** Whether this person may confirm what cannot be undone. */
    public boolean mayConfirm(String person) {
        return approvers.isEmpty() || approvers.contains(person);
    }

    /** Whether this answer on record was given by somebody who may. */
    public boolean isByAnApprover(Confirmation answer) {
        return approvers.isEmpty() || approvers.stream().anyMatch(answer::isBy);
    }
}
