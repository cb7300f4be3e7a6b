package io.convoy.spark.cli;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.SparkConf;

/**
 * Tells YARN, in the driver of its cluster mode, that the application has failed for good. Spark's ApplicationMaster
 * leaves every failure but the last attempt's to another attempt, a user's mistake too.
 */
final class FinalFailure {

    private static final Logger LOG = LogManager.getLogger(FinalFailure.class);

    private FinalFailure() {}

    /**
     * Where that fails, YARN makes another attempt, as with any failure. Nobody else would delete what spark-submit
     * shipped, where it did not wait for the end.
     *
     * @param diagnostics what YARN shows of the application
     */
    static void tell(String diagnostics, SparkConf spark) {
        var hadoop = Session.hadoop(spark);
        try (var yarn = AMRMClient.createAMRMClient()) {
            yarn.init(new YarnConfiguration(hadoop));
            yarn.start();
            yarn.unregisterApplicationMaster(FinalApplicationStatus.FAILED, diagnostics, null);
            if (!spark.getBoolean("spark.yarn.preserve.staging.files", false)) {
                deleteShipped(hadoop);
            }
        } catch (IOException | YarnException | RuntimeException failed) {
            LOG.warn("YARN cannot be told that another attempt is of no use: {}", failed.toString());
        }
    }

    private static void deleteShipped(Configuration hadoop) {
        var shipped = new Path(System.getenv("SPARK_YARN_STAGING_DIR"));
        try {
            shipped.getFileSystem(hadoop).delete(shipped, true);
        } catch (IOException failed) {
            LOG.warn("{} could not be deleted: {}", shipped, failed.toString());
        }
    }
}
