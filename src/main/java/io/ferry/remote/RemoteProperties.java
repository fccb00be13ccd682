package io.ferry.remote;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How Ferry treats remote sites: {@code ferry.remote.*}.
 *
 * @param allowPlainHttp whether http:// is allowed for other computers; else only for this one, since it sends
 *     credentials unencrypted
 * @param allowedAddresses addresses of this machine, link-local ones and the like that Ferry calls all the same, such as
 *     {@code 127.0.0.1}; see {@link AddressRules}
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long a site may think about an ordinary call, its whole answer included
 * @param backupTimeout how long the Jira XML backup may take; it runs inside one request, for hours on big sites
 * @param stallTimeout how long a transfer may stand still before it is broken off
 * @param maxResponseSize the largest answer that is read into memory (files are not)
 * @param attempts how often a repeatable call is tried before the failure goes up
 * @param initialBackoff the pause before the second try; it doubles from there
 * @param maxBackoff the longest pause inside a call, {@code Retry-After} included; a longer one is left to the process
 * @param callsPerSecond how many calls a second one site gets from Ferry
 * @param callsPerSecondAtHost how many calls a second one host gets from Ferry for all sites that live there, such as the
 *     tenants of a cloud; where it is less than {@code calls-per-second}, that counts
 * @param maxConcurrentCalls how many calls at the same moment one site gets from Ferry, transfers not counted
 * @param maxConcurrentTransfers how many transfers at the same moment one site gets from Ferry
 * @param minProgress how much of a download that breaks off again and again must have come for its tries to count
 *     anew
 * @param maxWait how long a call waits for its turn before it gives up
 * @param slidingWindowSize how many of the last calls the circuit breaker looks at
 * @param failureRateThreshold the share of failed calls, in percent, at which the circuit breaker opens
 * @param waitDurationInOpenState how long the circuit breaker stays open
 */
@Validated
@ConfigurationProperties("ferry.remote")
public record RemoteProperties(
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue Set<String> allowedAddresses,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("60s") Duration readTimeout,
        @DefaultValue("6h") Duration backupTimeout,
        @DefaultValue("60s") Duration stallTimeout,
        @DefaultValue("32MB") DataSize maxResponseSize,
        @DefaultValue("4") @Min(1) @Max(20) int attempts,
        @DefaultValue("500ms") Duration initialBackoff,
        @DefaultValue("10s") Duration maxBackoff,
        @DefaultValue("20") @Min(1) int callsPerSecond,
        @DefaultValue("100") @Min(1) int callsPerSecondAtHost,
        @DefaultValue("8") @Min(1) int maxConcurrentCalls,
        @DefaultValue("8") @Min(1) int maxConcurrentTransfers,
        @DefaultValue("16MB") DataSize minProgress,
        @DefaultValue("30s") Duration maxWait,
        @DefaultValue("20") @Min(2) int slidingWindowSize,
        @DefaultValue("60") @Min(1) @Max(100) float failureRateThreshold,
        @DefaultValue("30s") Duration waitDurationInOpenState) {

    /** @throws RemoteFailure lasting if credentials would travel to the site unencrypted and that is not allowed */
    void requireEncrypted(Site site) {
        if (site.isPlain() && !site.isLoopback() && !allowPlainHttp) {
            throw RemoteFailure.lasting(
                    "Ferry does not send credentials unencrypted to " + site.name() + ".",
                    "Use the site's https:// address; or, in a network that you trust, set ferry.remote.allow-plain-http.");
        }
    }
}
