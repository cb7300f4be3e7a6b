package io.convoy.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.convoy.spark.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;

/**
 * Turns each line into an object like those of {@code conf/log4j2.properties}, for logs that machines read. Lines that
 * begin with {@code convoy: } tell of a problem.
 */
final class JsonLines extends OutputStream {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final OutputStream log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    JsonLines(OutputStream log) {
        this.log = log;
    }

    @Override
    public synchronized void write(int character) throws IOException {
        if (character != '\n') {
            line.write(character);
            return;
        }
        var message = line.toString(UTF_8);
        line.reset();
        var entry = new LinkedHashMap<String, Object>();
        entry.put("time", TIME.format(OffsetDateTime.now(ZoneId.systemDefault())));
        entry.put("level", message.startsWith("convoy: ") ? "ERROR" : "INFO");
        entry.put("logger", "io.convoy");
        entry.put("message", message);
        entry.put("exception", "");
        log.write((Json.line(entry) + "\n").getBytes(UTF_8));
        log.flush();
    }
}
