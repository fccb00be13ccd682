package io.ferry.artifact;

import io.ferry.fixtures.TestDatabase;

/** The same on PostgreSQL. */
class BucketOnPostgreSqlTest extends BucketTest {
    @Override
    TestDatabase kind() {
        return TestDatabase.POSTGRESQL;
    }
}
