package io.ferry.process.common;

import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/**
 * Keeps a Ferry that is told to end from being called ready again: Spring Boot does so if that happens in the moment in which Ferry
 * has started, and load balancers would send requests until nobody answers.
 */
@Component
class EndingReadiness extends ApplicationAvailabilityBean {
    private boolean ends;

    @Override
    public synchronized void onApplicationEvent(AvailabilityChangeEvent<?> change) {
        if (change.getState() == ReadinessState.REFUSING_TRAFFIC) {
            ends = true;
        }
        if (!ends || change.getState() != ReadinessState.ACCEPTING_TRAFFIC) {
            super.onApplicationEvent(change);
        }
    }
}
