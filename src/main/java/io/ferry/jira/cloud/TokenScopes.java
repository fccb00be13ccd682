package io.ferry.jira.cloud;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What Ferry's token for a site is, and what it lacks.
 *
 * @param kind which kind of token it is, found by trying
 * @param missing of a scoped token, the scopes for want of which calls were refused, classic ones where there are such
 * @param instead the granular scopes that do as well as the classic ones among these
 */
public record TokenScopes(TokenKind kind, SortedSet<String> missing, SortedSet<String> instead) {

    /** A token without scopes. */
    static TokenScopes classic() {
        return new TokenScopes(TokenKind.CLASSIC, new TreeSet<>(), new TreeSet<>());
    }

    /**
     * A token with scopes.
     *
     * @param lacking what each refused call needs
     */
    static TokenScopes scoped(Collection<Scopes> lacking) {
        SortedSet<String> missing = new TreeSet<>();
        SortedSet<String> instead = new TreeSet<>();
        for (Scopes scopes : lacking) {
            boolean hasClassic = scopes.classic().length > 0;
            missing.addAll(List.of(hasClassic ? scopes.classic() : scopes.granular()));
            if (hasClassic) {
                instead.addAll(List.of(scopes.granular()));
            }
        }
        return new TokenScopes(TokenKind.SCOPED, missing, instead);
    }

    /** What is missing, in words: the scopes by name. */
    public String inWords() {
        return String.join(", ", missing)
                + (instead.isEmpty() ? "" : " (in place of the classic ones also " + String.join(", ", instead) + ")");
    }
}
