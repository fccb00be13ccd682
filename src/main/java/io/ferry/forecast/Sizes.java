package io.ferry.forecast;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a forecast rests on; null is what nobody knows.
 *
 * @param issues of the source
 * @param projects of the source
 * @param people of the source, active or not
 * @param boxes of the app on the source
 * @param connections the app's integrations
 * @param accountsToCreate people of the source who need an account in the target
 * @param undecided people about whom somebody must decide
 * @param sourceCall how long the source took for a call, on average, the pace that Ferry keeps included
 * @param targetCall how long the target took for a call
 */
public record Sizes(
        @Nullable Long issues,
        @Nullable Long projects,
        @Nullable Long people,
        @Nullable Long boxes,
        @Nullable Long connections,
        @Nullable Long accountsToCreate,
        @Nullable Long undecided,
        @Nullable Duration sourceCall,
        @Nullable Duration targetCall) {}
