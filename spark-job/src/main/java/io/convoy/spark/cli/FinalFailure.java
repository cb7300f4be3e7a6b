package io.convoy.spark.cli;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Tells YARN, in the driver of its cluster mode, that the application has failed for good. Spark's ApplicationMaster
 * leaves every failure but the last attempt's to another attempt, a user's mistake too.
 */
final class FinalFailure {

    private static final Logger LOG = LogManager.getLogger(FinalFailure.class);

    private FinalFailure() {}

    /**
     * Where that fails, YARN makes another attempt, as with any failure.
     *
     * @param diagnostics what YARN shows of the application
     */
    static void tell(String diagnostics, Configuration hadoop) {
        try (var yarn = AMRMClient.createAMRMClient()) {
            yarn.init(new YarnConfiguration(hadoop));
            yarn.start();
            yarn.unregisterApplicationMaster(FinalApplicationStatus.FAILED, diagnostics, null);
        } catch (IOException | YarnException | RuntimeException failed) {
            LOG.warn("YARN cannot be told that another attempt is of no use: {}", failed.toString());
        }
    }
}
