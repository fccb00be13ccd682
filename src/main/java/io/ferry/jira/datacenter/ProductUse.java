package io.ferry.jira.datacenter;

import org.jspecify.annotations.Nullable;

/**
 * How many people may use a product of a site.
 *
 * @param product its name, such as {@code Jira Software}
 * @param people how many people have access to it
 * @param seats how many the licence allows; null if it is unlimited or not given
 */
public record ProductUse(String product, long people, @Nullable Long seats) {}
