package io.convoy.spark.checkpoint;

/** Whether a run goes on from the newest checkpoint. */
public enum Resume {
    /** If there is one. */
    AUTO,
    /** It begins anew; its checkpoints take the place of those that are there. */
    NEVER,
    /** It fails if there is none. */
    REQUIRE
}
