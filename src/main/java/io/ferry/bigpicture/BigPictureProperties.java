package io.ferry.bigpicture;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the app's cloud is asked: {@code ferry.bigpicture.*}.
 *
 * @param cloudManagerUrl the base below which {@code /bigpicture/where-am-i} answers
 * @param hosts the vendor's hosts, each with all names below it: the app's token goes to no other, and that of
 *     {@code cloud-manager-url}, whatever the vendor's cloud answers
 * @param oldTokens whether tokens are announced by {@code APIToken}, as old versions want it, and not by {@code Bearer}
 */
@ConfigurationProperties("ferry.bigpicture")
public record BigPictureProperties(
        @DefaultValue("https://cloud.bigpicture.one/cloudmanager")
        URI cloudManagerUrl,

        @DefaultValue({"bigpicture.one", "cloud.softwareplant.com"})
        Set<String> hosts,

        @DefaultValue("false") boolean oldTokens) {

    /** Whether a place is the vendor's, and is reached as securely as the cloud manager itself. */
    boolean isVendors(URI place) {
        String host = String.valueOf(place.getHost()).toLowerCase(Locale.ROOT);
        boolean named = host.equalsIgnoreCase(cloudManagerUrl.getHost())
                || hosts.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .anyMatch(name -> host.equals(name) || host.endsWith("." + name));
        return named
                && ("https".equalsIgnoreCase(place.getScheme())
                        || "http".equalsIgnoreCase(cloudManagerUrl.getScheme()));
    }
}
