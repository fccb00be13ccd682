package io.ferry.bigpicture;

import java.util.function.Function;

/** Where an app answers. That can change, so every call goes through here. */
interface AppBase {

    /** Calls the app where it is now. The call may be made again at another address, if the first does not know it. */
    <T> T call(Function<AppCalls, T> call);

    /** The app's host, for messages. */
    String name();
}
