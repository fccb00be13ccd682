package io.ferry.bigpicture;

import feign.Param;
import feign.RequestLine;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import org.jspecify.annotations.Nullable;

/** Where the vendor's cloud keeps an app. */
interface CloudManagerApi {

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = PublicApi.SOURCE)
    @RequestLine("GET /{product}/where-am-i")
    Location whereAmI(@Param("product") String product);

    /** The address of the app. */
    record Location(@Nullable String location) {}
}
