package io.ferry.jira.cloud;

import java.util.List;
import java.util.OptionalLong;

/**
 * The Jira licence of a cloud site.
 *
 * @param products ids of the licensed products, such as {@code jira-software}
 * @param usedSeats about how many accounts are counted; empty if Ferry's user may not see that
 */
public record SiteLicence(List<String> products, OptionalLong usedSeats) {

    /** Copies the list. */
    public SiteLicence {
        products = List.copyOf(products);
    }
}
