package io.convoy.spark.cli;

import static io.convoy.spark.cli.NetworkOptions.CLASSES;
import static io.convoy.spark.cli.NetworkOptions.IMAGE;
import static io.convoy.spark.cli.NetworkOptions.MODEL;
import static io.convoy.spark.cli.NetworkOptions.NETWORK;

import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.report.NetworkTable;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Networks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows a network or a model as a table of its layers. */
final class InspectCommand implements Command<InspectCommand.Request> {

    /** Either a model's place, or a network with the images and classes that it is to have. */
    record Request(Optional<String> model, Optional<Network> network) {}

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
        return CommonOptions.after(NETWORK, CLASSES, IMAGE, MODEL);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "inspect --network lenet",
                "inspect --network lenet-d2l --classes 47",
                "inspect --model models/lenet --json");
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
        NetworkOptions.checkImage(settings, NETWORK);
    }

    @Override
    public Request request(Settings settings) {
        return new Request(
                settings.find(MODEL),
                settings.find(NETWORK).map(name -> Networks.create(name, settings.get(IMAGE), settings.get(CLASSES))));
    }

    @Override
    public void run(Request request, Session session) throws IOException {
        var table = new NetworkTable(network(request, session));
        session.console().tell(table.document());
        if (!session.console().json()) {
            session.console().say(table.lines());
        }
    }

    private static Network network(Request request, Session session) throws IOException {
        return request.model().isPresent()
                ? ModelFolder.read(request.model().get(), session.hadoop()).network()
                : request.network().orElseThrow();
    }
}
