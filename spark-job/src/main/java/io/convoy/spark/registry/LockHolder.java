package io.convoy.spark.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Who holds a lock, as the lock's file tells.
 *
 * @param token tells this holder from any other of the same name
 * @param owner user, host and process
 * @param applicationId Spark's, such as {@code application_1700000000000_0001}
 * @param purpose what it is held for, such as {@code retrain 2026-01-31}
 * @param expirySeconds the lock is free again when its holder has given no sign of life for so long
 */
public record LockHolder(
        String token, String owner, String applicationId, String purpose, Instant since, long expirySeconds) {

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
        String owner = System.getProperty("user.name") + "@" + hostName() + " process "
                + ProcessHandle.current().pid();
        return new LockHolder(
                UUID.randomUUID().toString(), owner, applicationId, purpose, Instant.now(), expirySeconds);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
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

    @Override
    public String toString() {
        return owner + " (" + applicationId + ", " + purpose + ", since " + since + ")";
    }
}
