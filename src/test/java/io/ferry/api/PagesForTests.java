package io.ferry.api;

import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTasks;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Pages for tests of a single controller: nobody knows where Tasklist is. */
final class PagesForTests {
    private PagesForTests() {}

    static Pages pages() {
        var none = new DefaultListableBeanFactory();
        return new Pages(none.getBeanProvider(WaitingTasks.class), none.getBeanProvider(Incidents.class));
    }
}
