package io.ferry.sandbox.world;

import io.ferry.sandbox.side.Side;

/** On which side an app stands. */
public enum Deployment {
    SERVER(Side.JIRA_DATA_CENTER),
    CLOUD(Side.BIGPICTURE_CLOUD);

    private final Side side;

    Deployment(Side side) {
        this.side = side;
    }

    /** @return the port that the app answers on */
    public Side side() {
        return side;
    }
}
