package io.convoy.spark.store;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock, as the lock's file tells.
 *
 * @param token tells this holder from any other of the same name
 * @param owner user, host and process
 * @param applicationId Spark's, such as {@code application_1700000000000_0001}
 * @param purpose what it is held for, such as {@code retrain 2026-01-31}
 * @param process where it runs, in a form that only its own machine understands; null if that is not known
 * @param expirySeconds the lock is free again when its holder has given no sign of life for so long
 */
public record LockHolder(
        String token,
        String owner,
        String applicationId,
        String purpose,
        @Nullable String process,
        Instant since,
        long expirySeconds) {

    public LockHolder {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(applicationId, "applicationId");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(since, "since");
        if (expirySeconds < 1) {
            throw new IllegalArgumentException("expected expirySeconds from 1 up but found " + expirySeconds);
        }
    }

    /** This process. */
    public static LockHolder here(String applicationId, String purpose, long expirySeconds) {
        String owner = System.getProperty("user.name") + "@" + LocalProcess.hostName() + " process "
                + ProcessHandle.current().pid();
        return new LockHolder(
                UUID.randomUUID().toString(),
                owner,
                applicationId,
                purpose,
                LocalProcess.here().map(LocalProcess::toString).orElse(null),
                Instant.now(),
                expirySeconds);
    }

    /**
     * Whether {@code other} is an earlier attempt of this application. YARN starts the second attempt only when it has
     * given up the first, so its lock need not be waited for.
     */
    boolean isLaterAttemptOf(LockHolder other) {
        return applicationId.startsWith("application_")
                && applicationId.equals(other.applicationId)
                && !owner.equals(other.owner);
    }

    /** Whether it was a process of this machine that has ended. Where that cannot be told, it has not. */
    boolean isKnownToBeGone() {
        return LocalProcess.parse(process).filter(its -> its.endedSince(since)).isPresent();
    }

    @Override
    public String toString() {
        return owner + " (" + applicationId + ", " + purpose + ", since " + since + ")";
    }
}
