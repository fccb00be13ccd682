package io.ferry.demo;

import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.SignIn;
import java.util.Map;

/** The sign-ins that the sandbox prints when it starts. */
final class SandboxSignIn {
    static final SignIn DATA_CENTER = Credentials.from(Map.of()).dataCenter();
    static final SignIn CLOUD = Credentials.from(Map.of()).cloud();

    private SandboxSignIn() {}
}
