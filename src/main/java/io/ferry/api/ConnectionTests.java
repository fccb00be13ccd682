package io.ferry.api;

import io.ferry.access.Audit;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.SiteSettings;
import io.ferry.process.lifecycle.MigrationSide;
import io.ferry.readiness.SettingsCheck;
import io.ferry.readiness.SiteLook;
import io.ferry.readiness.SiteLooks;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Looks at sites for people who test a connection, within limits: only sites that a migration could name, with a credential that
 * is declared for them; a few times a minute; and never for long. Each test is on the audit record.
 */
@Component
@EnableConfigurationProperties(ConnectionTestProperties.class)
class ConnectionTests {
    private final SettingsCheck settingsCheck;
    private final SiteLooks looks;
    private final Audit audit;
    private final ConnectionTestProperties properties;
    private final RateLimiterRegistry rates;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ConnectionTests(SettingsCheck settingsCheck, SiteLooks looks, Audit audit, ConnectionTestProperties properties) {
        this.settingsCheck = settingsCheck;
        this.looks = looks;
        this.audit = audit;
        this.properties = properties;
        this.places = new Semaphore(properties.atOnce());
        this.rates = RateLimiterRegistry.of(RateLimiterConfig.custom()
                .limitForPeriod(properties.perMinute())
                .limitRefreshPeriod(Duration.ofMinutes(1))
                .timeoutDuration(Duration.ZERO)
                .build());
    }

    /**
     * Tests one.
     *
     * @throws SettingsRefused if a migration could not name this site or these credentials; nothing has been called
     * @throws RequestRefused if there were too many tests, or it took too long
     */
    SiteLook test(MigrationSide side, SiteSettings site, App app, Actor by) {
        boolean target = side == MigrationSide.TARGET;
        settingsCheck.check(site, target);
        if (!rates.rateLimiter(by.channel() + " " + by.issuer() + " " + by.subject() + " " + by.name())
                        .acquirePermission()
                || !places.tryAcquire()) {
            throw new RequestRefused(Problems.tooManyConnectionTests(properties.perMinute()));
        }
        try {
            audit.record(Audit.What.CONNECTION_TESTED, site.withCredentials(), by);
        } catch (RuntimeException notOnRecord) {
            places.release();
            throw notOnRecord;
        }
        // The place is free again when the look has ended, not when nobody waits for it any more.
        return inTime(threads.submit(() -> {
            try {
                return target ? looks.atTarget(site, app) : looks.atSource(site, app);
            } finally {
                places.release();
            }
        }));
    }

    private SiteLook inTime(Future<SiteLook> look) {
        try {
            return look.get(properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooSlow) {
            look.cancel(true);
            throw new RequestRefused(Problems.connectionTestTooSlow(properties.timeout()));
        } catch (InterruptedException stopped) {
            look.cancel(true);
            Thread.currentThread().interrupt();
            throw new RequestRefused(Problems.connectionTestTooSlow(properties.timeout()));
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A test of a connection broke", failed.getCause());
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
