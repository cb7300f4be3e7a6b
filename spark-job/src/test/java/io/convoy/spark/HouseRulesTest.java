package io.convoy.spark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.convoy.spark.report.TrainingMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The walls of the house, over the main classes of all three modules. */
class HouseRulesTest {

    private static final JavaClasses CONVOY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.convoy");

    private static final String KERNELS = room("io.convoy.kernels..");
    private static final String VECTOR = room("io.convoy.kernels.vector..");
    private static final String TRAINER = room("io.convoy.trainer..");

    /** The rooms of the job from the top down: an arrow points to a lower line, and none to the same one. */
    private static final List<List<String>> LINES = List.of(
            List.of(job("cli"), job("ml")),
            List.of(job("retrain")),
            List.of(job("fit"), job("score")),
            List.of(job("plan")),
            List.of(job("report")),
            List.of(job("round")),
            List.of(job("registry"), job("checkpoint"), job("model")),
            List.of(job("data")),
            List.of(job("store")));

    private static String job(String name) {
        return room("io.convoy.spark." + name + "..");
    }

    /** A package by the pattern for it: one that has no classes, as it was renamed, is no wall any more. */
    private static String room(String pattern) {
        assertTrue(CONVOY.stream().anyMatch(resideInAPackage(pattern)), () -> "no classes are in " + pattern);
        return pattern;
    }

    @Test
    void ruleShouldFailWhereItsPackageIsGone() {
        assertThrows(AssertionError.class, () -> job("attic"));
    }

    @Test
    void everyRoomOfTheJobShouldHaveItsLine() {
        var rooms = CONVOY.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.convoy.spark."))
                .map(name -> "io.convoy.spark." + name.split("\\.")[3] + "..")
                .distinct()
                .sorted()
                .toList();
        assertEquals(rooms, LINES.stream().flatMap(List::stream).sorted().toList());
    }

    @Test
    void arrowsShouldPointDownwards() {
        var forbidden = new ArrayList<String>();
        for (var line : LINES) {
            for (var room : line) {
                var above = Stream.concat(forbidden.stream(), line.stream().filter(other -> !other.equals(room)))
                        .toArray(String[]::new);
                if (above.length > 0) {
                    noClasses()
                            .that()
                            .resideInAPackage(room)
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(above)
                            .check(CONVOY);
                }
            }
            forbidden.addAll(line);
        }
    }

    @Test
    void kernelsShouldDependOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage(KERNELS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "com.sun.management..", "jdk.incubator.vector..", "org.jspecify..", KERNELS)
                .check(CONVOY);
    }

    @Test
    void onlyVectorKernelsShouldTouchTheIncubatorModule() {
        onlyShouldKnow("jdk.incubator..", VECTOR);
    }

    @Test
    void trainerShouldKnowNeitherSparkNorHadoopNorTheJob() {
        noClasses()
                .that()
                .resideInAPackage(TRAINER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.spark..", "org.apache.hadoop..", "scala..", "picocli..", "io.convoy.spark..")
                .check(CONVOY);
    }

    /** The report only hands its figures to Spark's metrics. */
    @Test
    void onlyRoomsThatRunJobsShouldKnowSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        job("data"),
                        job("round"),
                        job("plan"),
                        job("score"),
                        job("fit"),
                        job("retrain"),
                        job("ml"),
                        job("cli"))
                .and()
                .doNotBelongToAnyOf(TrainingMetrics.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.spark..")
                .check(CONVOY);
    }

    /** The command line knows it for predictions, which the executors write as tables. */
    @Test
    void onlyTablesShouldKnowSparkSql() {
        onlyShouldKnow("org.apache.spark.sql..", job("data"), job("score"), job("ml"), job("cli"));
    }

    @Test
    void onlyTheCommandLineShouldKnowPicocli() {
        onlyShouldKnow("picocli..", job("cli"));
    }

    @Test
    void onlyTheCommandLineShouldPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackage(job("cli"))
                .should(ACCESS_STANDARD_STREAMS)
                .check(CONVOY);
    }

    /** The command line reads the file of its options; a night looks at when its data were written. */
    @Test
    void onlyWhatReadsAndWritesFilesShouldKnowFileSystems() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        job("store"), job("data"), job("model"), job("registry"), job("retrain"), job("cli"))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.hadoop.fs.FileSystem")
                .check(CONVOY);
    }

    private static void onlyShouldKnow(String library, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CONVOY);
    }

    /** The root of kernels offers the choice between the two sets, which implement its interfaces. */
    @Test
    void packagesShouldFormNoCycle() {
        slices().matching("io.convoy.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(
                        resideInAPackage("io.convoy.kernels"),
                        resideInAnyPackage(room("io.convoy.kernels.scalar"), room("io.convoy.kernels.vector")))
                .check(CONVOY);
    }

    @Test
    void namesShouldTellWhatAClassIs() {
        noClasses()
                .should()
                .haveSimpleNameContaining("Util")
                .orShould()
                .haveSimpleNameContaining("Helper")
                .orShould()
                .haveSimpleNameContaining("Manager")
                .check(CONVOY);
    }

    @Test
    void everyPackageShouldBeDescribedAndNullMarked() {
        List<String> bare = CONVOY.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(javaPackage -> !javaPackage.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .sorted()
                .toList();
        assertEquals(List.of(), bare, "packages without a @NullMarked package-info.java");
    }
}
