package io.ferry.readiness;

import io.ferry.jira.datacenter.UserListing;

/**
 * How many people of the source are active, where somebody has counted them already: listing 200,000 of them is work for a site.
 *
 * @param listing whether these are all
 */
public record ActivePeople(long count, UserListing listing) {}
