/**
 * A read-only look at the source, and the target where there is one, without a migration: may this site take the route, what
 * will it take, what is lost, who must do what. It decides and changes nothing; what it asks, other rooms ask for it.
 */
@NullMarked
package io.ferry.assess;

import org.jspecify.annotations.NullMarked;
