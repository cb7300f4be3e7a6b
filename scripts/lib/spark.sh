# shellcheck shell=bash disable=SC2034
# Sourced by the scripts after setup.sh: the jar, Spark, and starting the one with the other.

JAR=$ROOT/spark-job/target/convoy.jar
RESOLVED_SPARK=$ROOT/spark-job/target/spark

# Builds the jar where it is missing or older than a source.
build() {
  local sources=("$ROOT/pom.xml" "$ROOT"/*/pom.xml "$ROOT"/*/src/main)
  [[ -f $JAR && -z $(find "${sources[@]}" -newer "$JAR" -print -quit) ]] && return
  require_maven
  say "convoy: building $JAR (the first time Maven fetches Spark, some 300 MB)"
  mvn -f "$ROOT" --batch-mode --no-transfer-progress --quiet package -Dmaven.test.skip=true >&2 || die "the build failed"
}

# Runs spark-submit in place of this shell, with the arguments given: that of a Spark distribution in folder $1, or
# the same Java program from a bare folder of jars.
exec_spark_submit() {
  local home=$1
  shift
  if [[ -x $home/bin/spark-submit ]]; then
    SPARK_HOME=$home exec "$home/bin/spark-submit" "$@"
  fi
  local core words=()
  core=$(compgen -G "$home/jars/spark-core_*.jar") || die "SPARK_HOME=$home holds neither bin/spark-submit nor jars/"
  core=${core##*/spark-core_}
  export SPARK_HOME=$home SPARK_SCALA_VERSION=${core%%-*}
  # As bin/spark-class does: the launcher prints, each ended by NUL, an empty word and then the command line with the
  # driver's options in their places.
  mapfile -d '' words < <(
    "$JAVA_HOME/bin/java" -Xmx128m -cp "$home/jars/*" org.apache.spark.launcher.Main \
      org.apache.spark.deploy.SparkSubmit "$@"
  )
  ((${#words[@]} > 1)) || exit 2
  words[1]=${words[1]#$'\n'}
  exec "${words[@]:1}"
}
