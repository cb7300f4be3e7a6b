package io.convoy.spark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The walls of the house, over the main classes of all three modules. */
class HouseRulesTest {
    private static final JavaClasses CONVOY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.convoy");

    @Test
    void kernelsShouldDependOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.convoy.kernels..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.sun.management..",
                        "jdk.incubator.vector..",
                        "org.jspecify..",
                        "io.convoy.kernels..")
                .allowEmptyShould(true)
                .check(CONVOY);
    }

    @Test
    void onlyVectorKernelsShouldTouchTheIncubatorModule() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.convoy.kernels.vector..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .allowEmptyShould(true)
                .check(CONVOY);
    }

    @Test
    void trainerShouldKnowNeitherSparkNorHadoopNorTheJob() {
        noClasses()
                .that()
                .resideInAPackage("io.convoy.trainer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.spark..", "org.apache.hadoop..", "scala..", "picocli..", "io.convoy.spark..")
                .allowEmptyShould(true)
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
                        resideInAnyPackage("io.convoy.kernels.scalar", "io.convoy.kernels.vector"))
                .allowEmptyShould(true)
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
                .allowEmptyShould(true)
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
