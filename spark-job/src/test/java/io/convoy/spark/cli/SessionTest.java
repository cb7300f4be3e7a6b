package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import org.apache.hadoop.net.StandardSocketFactory;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final String RETRIES = "ipc.client.connect.max.retries.on.timeouts";

    @Test
    void shouldWaitForASilentMachineAsLongAsTheUserChose() {
        assertEquals(2, Session.hadoop(new SparkConf(false)).getInt(RETRIES, 0));
        var chosen = new SparkConf(false).set("spark.hadoop." + RETRIES, "9");
        assertEquals(9, Session.hadoop(chosen).getInt(RETRIES, 0));
    }

    /** Hadoop has a client for each factory, which keeps the timeout that it was made with. */
    public static final class OwnClient extends StandardSocketFactory {}

    /** A server that lets nobody in: its queue of connections is full. */
    @Test
    void shouldGiveUpAFileSystemThatDoesNotAnswer() throws IOException {
        var queued = new ArrayList<Socket>();
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fillQueue(silent, queued);
            var hadoop = Session.hadoop(new SparkConf(false)
                    .set("spark.hadoop.ipc.client.connect.timeout", "50")
                    .set("spark.hadoop.hadoop.rpc.socket.factory.class.default", OwnClient.class.getName()));

            var gaveUp = assertThrows(
                    RegistryException.class,
                    () -> Registry.open("hdfs://127.0.0.1:" + silent.getLocalPort() + "/models", hadoop));

            assertTrue(gaveUp.getMessage().contains("cannot be reached"), gaveUp.getMessage());
            assertTrue(gaveUp.getMessage().contains("50 millis timeout"), gaveUp.getMessage());
        } finally {
            for (var socket : queued) {
                socket.close();
            }
        }
    }

    private static void fillQueue(ServerSocket server, ArrayList<Socket> queued) throws IOException {
        while (true) {
            var socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
    }
}
