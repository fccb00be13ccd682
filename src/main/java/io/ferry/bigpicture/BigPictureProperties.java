package io.ferry.bigpicture;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where BigPicture's cloud is asked: {@code ferry.bigpicture.*}.
 *
 * @param cloudManagerUrl the base below which {@code /bigpicture/where-am-i} answers
 * @param tokenScheme the word before the token in the Authorization header: {@code Bearer}, for old versions
 *     {@code APIToken}
 */
@ConfigurationProperties("ferry.bigpicture")
public record BigPictureProperties(
        @DefaultValue("https://cloud.bigpicture.one/cloudmanager")
        URI cloudManagerUrl,

        @DefaultValue("Bearer") String tokenScheme) {}
