package io.convoy.spark.cli;

import static io.convoy.spark.cli.NetworkOptions.ATTENTION;
import static io.convoy.spark.cli.NetworkOptions.CLASSES;
import static io.convoy.spark.cli.NetworkOptions.DROPOUT;
import static io.convoy.spark.cli.NetworkOptions.IMAGE;
import static io.convoy.spark.cli.NetworkOptions.MODEL;
import static io.convoy.spark.cli.NetworkOptions.NETWORK;
import static io.convoy.spark.cli.NetworkOptions.WIDTH;

import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.report.NetworkTable;
import io.convoy.trainer.model.NetworkJson;
import io.convoy.trainer.network.Network;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/** Shows a network or a model as a table of its layers. */
final class InspectCommand implements Command<InspectCommand.Request> {

    /** Either a model's place, or a network with the images and classes that it is to have. */
    record Request(Optional<String> model, Optional<Function<Configuration, Network>> network) {}

    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public String summary() {
        return "Shows a network or a trained model as a table: layers, output shapes, parameters, multiply-adds.";
    }

    @Override
    public List<Option<?>> options() {
        return CommonOptions.after(NETWORK, ATTENTION, WIDTH, DROPOUT, CLASSES, IMAGE, MODEL);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "inspect --network lenet",
                "inspect --network mobilenet --width 0.5 --image 3x32x32",
                "inspect --network resnet-20 --json",
                "inspect --model models/lenet");
    }

    @Override
    public void check(Session session) {
        var settings = session.settings();
        boolean network = settings.isChosen(NETWORK);
        if (network == settings.isChosen(MODEL)) {
            settings.problem(
                    network
                            ? "both --network and --model are given; keep one"
                            : "neither --network nor --model is given; add one, for example --network lenet");
        }
        NetworkOptions.checkWithImage(session, NETWORK);
    }

    @Override
    public Request request(Settings settings) {
        return new Request(settings.find(MODEL), settings.find(NETWORK).map(name -> {
            var choice = NetworkOptions.choice(settings, NETWORK);
            var image = settings.get(IMAGE);
            int classes = settings.get(CLASSES);
            return hadoop -> choice.create(image, classes, hadoop);
        }));
    }

    /** As JSON it is the text that {@code --network} takes, for people to begin from. */
    @Override
    public void run(Request request, Session session) throws IOException {
        var network = network(request, session);
        if (session.console().json()) {
            session.console().tell(NetworkJson.text(network));
        } else {
            session.console().say(new NetworkTable(network).lines());
        }
    }

    private static Network network(Request request, Session session) throws IOException {
        return request.model().isPresent()
                ? ModelFolder.read(request.model().get(), session.hadoop()).network()
                : request.network().orElseThrow().apply(session.hadoop());
    }
}
