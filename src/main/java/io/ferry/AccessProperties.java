package io.ferry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may reach Ferry: {@code ferry.access.*}.
 *
 * @param proxyWithSignIn whether an operator takes the responsibility that nobody reaches Ferry but through a proxy that asks
 *     people to sign in; only then does Ferry listen on other addresses than those of this computer
 */
@ConfigurationProperties("ferry.access")
record AccessProperties(@DefaultValue("false") boolean proxyWithSignIn) {}
