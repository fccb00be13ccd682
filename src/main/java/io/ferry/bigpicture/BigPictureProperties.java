package io.ferry.bigpicture;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the app's cloud is asked: {@code ferry.bigpicture.*}.
 *
 * @param cloudManagerUrl the base below which {@code /bigpicture/where-am-i} answers
 * @param oldTokens whether tokens are announced by {@code APIToken}, as old versions want it, and not by {@code Bearer}
 */
@ConfigurationProperties("ferry.bigpicture")
public record BigPictureProperties(
        @DefaultValue("https://cloud.bigpicture.one/cloudmanager")
        URI cloudManagerUrl,

        @DefaultValue("false") boolean oldTokens) {}
