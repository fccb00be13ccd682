package io.ferry.process.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.search.request.FinalSearchRequestStep;
import io.camunda.client.api.search.request.TypedPageableRequest;
import io.camunda.client.api.search.response.SearchResponse;
import io.ferry.remote.RemoteFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks Camunda's searches, page by page, and waits for each page no longer than is configured. What they show is a second or
 * two old: something that is missing may be there the next time.
 */
@Component
class CamundaSearch {
    /** How many items are asked for at once. */
    static final int PAGE = 100;

    private final CamundaClient camunda;
    private final CamundaProperties properties;

    CamundaSearch(CamundaClient camunda, CamundaProperties properties) {
        this.camunda = camunda;
        this.properties = properties;
    }

    /**
     * All that a search finds.
     *
     * @param request makes the search, with its filter and order
     * @throws RemoteFailure that passes, if Camunda does not answer as it should; says what to look at
     */
    <T, R extends TypedPageableRequest<R> & FinalSearchRequestStep<T>> List<T> all(Function<CamundaClient, R> request) {
        List<T> found = new ArrayList<>();
        String after = null;
        while (true) {
            SearchResponse<T> page = page(request, after);
            found.addAll(page.items());
            after = page.page().endCursor();
            if (page.items().size() < PAGE || after == null) {
                return found;
            }
        }
    }

    /**
     * The first page of what a search finds, as it stood at one moment.
     *
     * @see #all
     */
    <T, R extends TypedPageableRequest<R> & FinalSearchRequestStep<T>> List<T> first(
            Function<CamundaClient, R> request) {
        return this.<T, R>page(request, null).items();
    }

    /**
     * How many items a search finds. Camunda counts no further than 10,000.
     *
     * @see #all
     */
    <T, R extends TypedPageableRequest<R> & FinalSearchRequestStep<T>> long number(Function<CamundaClient, R> request) {
        return this.<T, R>page(request, null).page().totalItems();
    }

    private <T, R extends TypedPageableRequest<R> & FinalSearchRequestStep<T>> SearchResponse<T> page(
            Function<CamundaClient, R> request, @Nullable String after) {
        try {
            R asked = request.apply(camunda).page(page -> {
                page.limit(PAGE);
                if (after != null) {
                    page.after(after);
                }
            });
            // The client's own timeout does not count the time that it takes to connect.
            return asked.requestTimeout(properties.timeout())
                    .send()
                    .join(properties.timeout().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ClientException failure) {
            throw CamundaFailure.of(failure, camunda.getConfiguration()).passing();
        }
    }
}
