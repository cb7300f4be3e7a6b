# shellcheck shell=bash disable=SC2034
# Sourced by the scripts after setup.sh: the jar, Spark, and starting the one with the other.

JAR=$ROOT/spark-job/target/convoy.jar
RESOLVED_SPARK=$ROOT/spark-job/target/spark

# What the jar was built from: its own digest and that of its sources.
BUILT_FROM=$JAR.built-from
BUILD_PATIENCE_SECONDS=1800

# Runs find over all that the jar is made of, with the arguments given. The names do not depend on the folder.
find_sources() { (cd "$ROOT" && find pom.xml ./*/pom.xml ./*/src/main conf/presets "$@"); }

jar_digest() { sha256sum < "$JAR"; }

sources_digest() {
  find_sources -type f -print0 | LC_ALL=C sort -z | (cd "$ROOT" && xargs -0 sha256sum) | sha256sum
}

remember() { # SOURCES_DIGEST
  { jar_digest && printf '%s\n' "$1"; } > "$BUILT_FROM.$$"
  mv "$BUILT_FROM.$$" "$BUILT_FROM"
}

# Whether the jar is made of the sources that are there: their contents decide. Of a jar that Maven built by itself
# nothing is known but times.
is_built() {
  [[ -f $JAR ]] || return 1
  local known=()
  [[ -f $BUILT_FROM ]] && mapfile -t known < "$BUILT_FROM"
  if [[ ${known[0]:-} == "$(jar_digest)" ]]; then
    [[ ${known[1]:-} == "$(sources_digest)" ]]
  else
    [[ -z $(find_sources -newer "$JAR" -print -quit) ]] || return 1
    [[ ! -w ${JAR%/*} ]] || remember "$(sources_digest)"
  fi
}

# Builds the jar where it is not made of the sources that are there. Of several calls at once one builds.
build() {
  is_built && return
  if [[ -f $JAR && ! -w ${JAR%/*} ]]; then
    say "convoy: using $JAR as it is, though its sources differ: this user cannot write to ${JAR%/*}"
    return
  fi
  require_maven
  mkdir -p "${JAR%/*}" || die "$JAR is missing and cannot be built: this user cannot write to $ROOT"
  exec 9> "${JAR%/*}/.building"
  if ! flock --nonblock 9; then
    say "convoy: waiting for another call that builds $JAR, up to $((BUILD_PATIENCE_SECONDS / 60)) minutes"
    flock --timeout "$BUILD_PATIENCE_SECONDS" 9 || die "another call still builds $JAR; try again, or end it"
  fi
  if ! is_built; then
    say "convoy: building $JAR (the first time Maven fetches Spark, some 300 MB)"
    local sources
    sources=$(sources_digest)
    mvn -f "$ROOT" --batch-mode --no-transfer-progress --quiet -Dstyle.color=never package -Dmaven.test.skip=true \
      9>&- >&2 || die "the build failed"
    remember "$sources"
  fi
  exec 9>&-
}

# Runs spark-submit in place of this shell, with the arguments given: that of a Spark distribution in folder $1, or
# the same Java program from a bare folder of jars.
exec_spark_submit() {
  local home=$1
  shift
  # The JVM's line about the Vector API tells nobody anything. The filter outlives signals: last lines follow them.
  # It becomes a child of Java, which waits for it.
  exec 2> >(
    trap '' HUP INT TERM
    LC_ALL=C exec grep --text --line-buffered --invert-match '^WARNING: Using incubator modules: jdk.incubator.vector$' >&2
  )
  export CONVOY_FILTER=$!
  if [[ -x $home/bin/spark-submit ]]; then
    SPARK_HOME=$home exec "$home/bin/spark-submit" "$@"
  fi
  local core words=()
  core=$(cd "$home/jars" 2> /dev/null && compgen -G 'spark-core_*.jar') || die "SPARK_HOME=$home holds neither bin/spark-submit nor jars/"
  core=${core#spark-core_}
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
