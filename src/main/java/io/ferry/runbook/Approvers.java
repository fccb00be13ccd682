package io.ferry.runbook;

import io.ferry.migration.Actor;
import io.ferry.migration.Question;
import java.util.List;
import java.util.Set;

/**
 * Who confirms, as {@code ferry.approval} says.
 *
 * @param names of them, as Tasklist knows them; of an e-mail address only the part before the @. Empty: whomever Tasklist lets
 * @param secondPersonFor what two people confirm
 */
public record Approvers(List<String> names, Set<Question> secondPersonFor) {
    public Approvers {
        names = names.stream().map(name -> Actor.named(name).onRecord().name()).toList();
        secondPersonFor = Set.copyOf(secondPersonFor);
    }

    /** Who confirms this, in words. */
    String of(Question question) {
        String who = names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
        return secondPersonFor.contains(question) ? "Two approvers" + who : "An approver" + who;
    }
}
